"""What is kept of a large topic on the disk while it is summarized, and who takes it away.

It lies in a folder of the topic, in each worker's own folder for what is temporary. The name of the
folder says which process of which machine summarizes the topic. That process has it removed at the
end; if it was killed, the next one that summarizes a large topic on its machine has it removed,
here and from those workers that it has itself.
"""

from __future__ import annotations

import os
import pickle
import platform
import re
import secrets
import tempfile
import zlib
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from pathlib import Path
from shutil import rmtree
from threading import Lock
from typing import Any

from summarize.errors import OutputError

__all__ = ["clear", "folders", "gone", "keep", "kept", "new_folder"]


# The topics of which this process keeps nothing any more; and that none is written meanwhile.
_CLEARED: set[str] = set()
_LOCK = Lock()


def new_folder() -> str:
    """Return a name for the folder of a topic that this process summarizes."""
    return f"summarize-{_machine()}-{os.getpid()}-{secrets.token_hex(8)}"


def keep(thing: Any, number: int, folder: str, kind: str) -> None:
    """Keep something that can be pickled under a number and a kind, all of it or nothing.

    Nothing, too, if the topic was cleared away: a thread that cannot be stopped still works on it.

    Raises
    ------
    OutputError
        There is no room.
    """
    path = _path(number, folder, kind)
    beside = path.with_suffix(f".{kind}.{os.getpid()}")
    try:
        with _LOCK:
            if folder not in _CLEARED:
                path.parent.mkdir(mode=0o700, exist_ok=True)
                _write(thing, beside)
                beside.replace(path)
    except OSError as error:
        raise OutputError(
            f"cannot keep a part of a large topic in {tempfile.gettempdir()}: {error.strerror}; "
            "set TMPDIR to a folder that has room"
        ) from error


def _write(thing: Any, path: Path) -> None:
    try:
        with path.open("wb") as file:
            pickle.dump(thing, file, protocol=5)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def kept(number: int, folder: str, kind: str) -> Any:
    """Return what this machine keeps under a number and a kind; None if there is nothing whole."""
    try:
        with _path(number, folder, kind).open("rb") as file:
            return pickle.load(file)
    except (OSError, EOFError, pickle.UnpicklingError):
        return None


def clear(*of_topics: str) -> None:
    """Remove what this machine keeps of topics; it is nothing that could not be made again."""
    with _LOCK:
        for folder in of_topics:
            _CLEARED.add(folder)
            rmtree(_home(folder), ignore_errors=True)


def folders() -> list[str]:
    """Return the folders that this machine keeps of topics, whoever summarizes them."""
    return [path.name for path in Path(tempfile.gettempdir()).glob("summarize-*")]


def gone(kept_somewhere: Iterable[str]) -> list[str]:
    """Return the folders of topics whose processes, of this machine, are gone."""
    if os.name != "posix":  # elsewhere nobody can be asked whether he is there
        return []
    owned = re.compile(rf"summarize-{_machine()}-(\d+)-[0-9a-f]{{16}}")
    owners = ((folder, owned.fullmatch(folder)) for folder in sorted(set(kept_somewhere)))
    return [folder for folder, owner in owners if owner and _is_gone(int(owner[1]))]


@cache
def _machine() -> str:
    """A short name of this machine, or container: elsewhere its processes are not known."""
    known = [platform.node()]
    with suppress(OSError):  # only Linux has them
        known.append(Path("/etc/machine-id").read_text(encoding="utf-8"))
    with suppress(OSError):
        known.append(str(Path("/proc/self/ns/pid").readlink()))
    return f"{zlib.crc32(' '.join(known).encode()):08x}"


def _is_gone(process: int) -> bool:
    try:
        os.kill(process, 0)  # asks, and sends nothing
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):  # it is another user's
        return False
    return False


def _home(folder: str) -> Path:
    return Path(tempfile.gettempdir(), folder)


def _path(number: int, folder: str, kind: str) -> Path:
    return _home(folder) / f"{number}.{kind}"
