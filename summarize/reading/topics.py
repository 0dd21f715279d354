"""A file with a topic a line, or a folder with a folder a topic -> topics, one after the other.

A line is `{"id", "documents": [{"id"?, "title"?, "date"?, "url"?, "text"}]}`, where a document may
be a bare text. The files of a folder are not read here but where the topic is summarized; here they
only go into the digest that tells whether a topic has changed.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from summarize.documents import Corpus, Document, Skipped
from summarize.errors import EmptyInputError, ReadingError
from summarize.reading.shelf import Elsewhere
from summarize.reading.sources import STDIN, expand
from summarize.reading.tables import load_row

__all__ = ["Topic", "Unreadable", "count_topics", "held", "read_topics"]

BLOCK = 2**20


class Unreadable(Iterable[Any]):
    """Stands for documents that could not be had: raises the reason when they are asked for."""

    def __init__(self, reason: str) -> None:
        self.reason = reason

    def __iter__(self) -> Iterator[Any]:
        raise ReadingError(self.reason)


def held(documents: Any) -> Any:
    """Return documents that can be sent to another process: all of an iterator, or why not.

    Relative paths stay those of this process's folder.
    """
    try:
        items = list(documents) if isinstance(documents, Iterator) else documents
        several = isinstance(items, Collection) and not isinstance(items, Mapping)
        if several and any(isinstance(item, Path) and not item.is_absolute() for item in items):
            return Elsewhere(tuple(items), str(Path.cwd()))
    except Exception as error:  # the caller's own, of this topic alone
        return Unreadable(f"{type(error).__name__}: {error}")
    return items


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic of a batch.

    Attributes
    ----------
    id : str
        As it was given, or "line 7"; not unique.
    line : int or None
        Its line in the file, from 1; None if it is a folder.
    documents : iterable
        What `Summarizer.summarize` takes.
    digest : str
        Of all that it is made of.
    """

    id: str
    line: int | None
    documents: Iterable[str | Path | Document]
    digest: str


def count_topics(source: Path) -> int | None:
    """Return how many topics `read_topics` will yield; None of what can be read only once.

    Raises
    ------
    ReadingError
        The file or folder itself cannot be read.
    """
    if source.is_dir():
        return len(_folders(source))
    if str(source) == STDIN:
        with _opened(source):  # there may be none
            return None
    if source.exists() and not source.is_file():
        return None
    with _opened(source) as file:
        return sum(1 for line in file if line.strip())


def read_topics(source: Path) -> Iterator[Topic]:
    """Yield the topics of a file, a folder or standard input; what cannot be read is `Unreadable`.

    Raises
    ------
    ReadingError
        The file or folder itself cannot be read.
    """
    if source.is_dir():
        for folder in _folders(source):
            yield Topic(folder.name, None, [folder], _digest_of_files(folder))
        return
    with _opened(source) as file:
        for number, line in enumerate(file, start=1):
            if line.strip():
                yield _topic(line, number)


def _opened(source: Path) -> Any:
    if str(source) == STDIN:
        if sys.stdin is None:
            raise ReadingError("there is no standard input here")
        return nullcontext(sys.stdin.buffer)
    try:
        return source.open("rb")
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise ReadingError(f"cannot read {source}: {reason}") from error


def _folders(source: Path) -> list[Path]:
    try:
        folders = [path for path in source.iterdir() if path.is_dir() and path.name[0] != "."]
    except OSError as error:
        raise ReadingError(f"cannot read {source}: {error.strerror}") from error
    if not folders:
        raise EmptyInputError(f"{source} has no folders in it; each is taken for a topic")
    return sorted(folders, key=lambda path: path.name)


def _topic(line: bytes, number: int) -> Topic:
    digest = hashlib.sha256(line.rstrip(b"\r\n")).hexdigest()
    place = f"line {number}"
    try:
        row = json.loads(line.removeprefix(b"\xef\xbb\xbf"))
    except (ValueError, RecursionError) as error:
        return Topic(place, number, Unreadable(f"not JSON: {error}"), digest)
    if not isinstance(row, dict) or not isinstance(row.get("documents"), list):
        return Topic(place, number, Unreadable('not an object with a list of "documents"'), digest)
    name = place if row.get("id") in (None, "") else str(row["id"])
    return Topic(name, number, _corpus(row["documents"]), digest)


def _corpus(rows: list[Any]) -> Corpus:
    loaded = [_document(row, f"document {k}") for k, row in enumerate(rows, start=1)]
    return Corpus(
        tuple(item for item in loaded if isinstance(item, Document)),
        tuple(item for item in loaded if isinstance(item, Skipped)),
    )


def _document(row: Any, place: str) -> Document | Skipped:
    row = {"text": row} if isinstance(row, str) else row
    return load_row(row, place) if isinstance(row, dict) else Skipped(place, "not a JSON object")


def _digest_of_files(folder: Path) -> str:
    """Digest the names and bytes of the files; what cannot be read is a matter of its reader."""
    whole = hashlib.sha256()
    try:
        for name in expand(str(folder), lambda *_: None):
            whole.update(json.dumps(name).encode() + _digest_of_file(Path(name)))
    except ReadingError as error:
        whole.update(str(error).encode())
    return whole.hexdigest()


def _digest_of_file(path: Path) -> bytes:
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while block := file.read(BLOCK):
                digest.update(block)
    except OSError as error:
        return str(error.strerror).encode()
    return digest.digest()
