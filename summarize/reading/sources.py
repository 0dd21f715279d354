"""One name that a user typed -> the files it stands for -> their documents.

A name is a file, a folder, a glob, or "-" for standard input. Names are kept as they were typed,
which `pathlib` would not do.
"""

# ruff: noqa: PTH110, PTH112, PTH113, PTH118, PTH123, PTH207 - names are kept as they were typed

from __future__ import annotations

import glob
import os
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path, PurePath

from summarize.documents import Document, Skipped
from summarize.errors import ReadingError
from summarize.reading.briefs import is_brief
from summarize.reading.formats import HEAD_BYTES, marked_up_format
from summarize.reading.loaders import LOADERS, load

__all__ = [
    "MAX_BYTES",
    "STDIN",
    "Skip",
    "exists",
    "expand",
    "identity",
    "is_file",
    "is_here",
    "is_source",
    "path_of",
    "read_source",
]

MAX_BYTES = 64 * 2**20
STDIN = "-"
# So many kinds of files that are not read are named.
MAX_KINDS = 8

# Is told the name of a file or folder that is passed over, and why.
Skip = Callable[[str, str], None]


def expand(source: str, skip: Skip, folder: str = "") -> Iterator[str]:
    """Yield the names of the files that a source stands for.

    Parameters
    ----------
    source : str
    skip : callable
        Is told what is passed over.
    folder : str
        The one that relative names are seen from, and are still relative to; "" for this process's.

    Raises
    ------
    ReadingError
        If it stands for none.
    """
    is_there = exists(path_of(source, folder))
    if source == STDIN:
        yield STDIN
    elif re.match(r"[a-z][a-z0-9+.-]*://", source, re.IGNORECASE) and not is_there:
        raise ReadingError("only http and https addresses are read")
    elif glob.has_magic(source) and not is_there:
        for name in _matches(source, folder):
            yield from _files(name, skip, folder)
    else:
        yield from _files(source, skip, folder)


def _matches(pattern: str, folder: str) -> list[str]:
    names = sorted(glob.glob(pattern, root_dir=folder or None, recursive=True))
    if not names:
        raise ReadingError("no file matches")
    return names


def _files(name: str, skip: Skip, folder: str) -> list[str]:
    """The file of this name or, if it is a folder, its files."""
    path = path_of(name, folder)
    if not _is_folder(path):
        return [name]

    def shown(below: str) -> str:
        return name + below[len(path) :]

    return [shown(file) for file in _walk(path, lambda below, why: skip(shown(below), why))]


def _walk(folder: str, skip: Skip) -> list[str]:
    """List the files of a folder that a loader reads, by name, without hidden ones."""
    found: list[str] = []
    others: Counter[str] = Counter()
    refused: list[OSError] = []
    for root, folders, names in os.walk(folder, onerror=refused.append):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            path = os.path.join(root, name)
            if not name.startswith(".") and not _waits(path) and _has_loader(path):
                found.append(path)
            elif not name.startswith("."):
                others[_suffix(name) or "no suffix"] += 1
    for error in refused:
        skip(error.filename, _reason(error))
    if not found and not refused:
        raise ReadingError(f"no file in it ends in {', '.join(sorted(LOADERS))}")
    if others:
        skip(folder, _passed_over(others))
    return sorted(found, key=lambda name: PurePath(name).parts)


def _waits(path: str) -> bool:
    """Whether it is a pipe or the like, from which nothing may ever come."""
    return os.path.exists(path) and not os.path.isfile(path)


def _has_loader(path: str) -> bool:
    suffix = _suffix(path)
    if suffix != ".xml":
        return suffix in LOADERS
    try:  # most XML is no text
        with open(path, "rb") as file:
            return bool(marked_up_format(file.read(HEAD_BYTES)))
    except OSError:
        return True  # told of when it is read


def _passed_over(kinds: Counter[str]) -> str:
    """One line for all files of kinds that are not read: there may be thousands."""
    number = kinds.total()
    ordered = sorted(kinds.items(), key=lambda item: (-item[1], item[0]))
    shown = [f"{count:,} {kind}" if count > 1 else kind for kind, count in ordered[:MAX_KINDS]]
    more = ", ..." if len(ordered) > MAX_KINDS else ""
    noun = "file of a kind that is" if number == 1 else "files of kinds that are"
    return f"{number:,} {noun} not read in folders: {', '.join(shown)}{more}"


def exists(name: str) -> bool:
    """Whether there is a file or folder of this name."""
    try:
        return os.path.exists(name)
    except ValueError:  # NUL bytes, lone surrogates
        return False


def _is_folder(name: str) -> bool:
    return exists(name) and os.path.isdir(name)


def is_here(folder: str) -> bool:
    """Whether this process is in a folder."""
    try:
        return Path(folder).samefile(Path())
    except OSError:  # one of the two is gone
        return False


def path_of(name: str, folder: str) -> str:
    """Return the path of what has a name as seen from a folder; "" for this process's."""
    return name if name == STDIN else os.path.join(folder, name)


def is_file(name: str) -> bool:
    """Whether there is a file of this name that may be read again, unlike a pipe."""
    return name != STDIN and exists(name) and os.path.isfile(name) and os.access(name, os.R_OK)


def identity(name: str) -> str:
    """Return what two names of one file share."""
    return os.path.realpath(name) if name != STDIN and exists(name) else name


def is_source(file: str, sources: Iterable[str]) -> bool:
    """Whether a file is one of those that the sources stand for, and no earlier brief."""
    if not is_file(file):
        return False
    with open(file, "rb") as opened:
        if is_brief(opened.read(HEAD_BYTES)):
            return False
    wanted = identity(file)
    for source in sources:
        try:
            if any(identity(name) == wanted for name in expand(source, lambda *_: None)):
                return True
        except (ReadingError, OSError):  # told of when it is read
            continue
    return False


def read_source(name: str) -> list[Document | Skipped]:
    """Read one file, or standard input for "-"; a table or a feed holds several documents.

    Raises
    ------
    ReadingError
        If it cannot be read or holds no text; the text says why.
    """
    if name == STDIN:
        stream = getattr(sys.stdin, "buffer", None)
        if stream is None:  # closed, or a notebook's
            raise ReadingError("there is no standard input here")
        name = "standard input"
        return [
            replace(item, id=item.id or name) if isinstance(item, Document) else item
            for item in load(_checked(stream.read(MAX_BYTES + 1)), name, "")
        ]
    if "\0" in name:
        raise ReadingError("no such file")
    try:
        with open(name, "rb") as file:  # a pipe such as /dev/fd/63 is read too
            data = file.read(MAX_BYTES + 1)
    except (OSError, UnicodeEncodeError) as error:
        raise ReadingError(_reason(error)) from error
    return [
        replace(item, path=name) if isinstance(item, Document) else item
        for item in load(_checked(data), "", _suffix(name))
    ]


def _checked(data: bytes) -> bytes:
    if len(data) > MAX_BYTES:
        raise ReadingError(f"larger than {MAX_BYTES // 2**20} MB")
    return data


def _suffix(name: str) -> str:
    return PurePath(name).suffix.lower()


def _reason(error: OSError | UnicodeEncodeError) -> str:
    if isinstance(error, (FileNotFoundError, UnicodeEncodeError)):
        return "no such file"
    return (error.strerror or str(error)).lower()
