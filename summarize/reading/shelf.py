"""Documents that stay in their files until they are worked on: a topic too large to hold.

In: names of files. Out: `Place`s, each a file or, of a JSONL file, a run of lines, and of a CSV or
TSV table a run of rows, which can be sent to another process and be read there; and a `Shelf` of
them with the documents that a caller has in memory. What a place holds is found when it is read,
and is not kept here. `Elsewhere` are documents whose files another process finds and reads.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from summarize.documents import Document, Skipped
from summarize.errors import MissingExtraError, ReadingError
from summarize.reading.decoding import MARKS
from summarize.reading.formats import HEAD_BYTES, format_of
from summarize.reading.loaders import LOADERS
from summarize.reading.mail import QUOTED
from summarize.reading.sources import MAX_BYTES, read_source
from summarize.reading.tables import load_rows, load_table, runs_of_rows

__all__ = ["Elsewhere", "Place", "Shelf", "documents_in", "places_of", "size_of"]

# Of a JSONL file or a table, so much is read at a time: a hundred news articles.
RUN_BYTES = 2**18
CUT = {".jsonl", ".csv", ".tsv"}
WIDE = tuple(mark for mark, name in MARKS if name != "utf-8-sig")


@dataclass(frozen=True, slots=True)
class Place:
    """Where some documents lie: a file, or a run of whole lines of a JSONL file or of whole rows.

    Attributes
    ----------
    path : str
        As it was typed.
    folder : str
        The folder that it is seen from.
    start, size : int
        In bytes.
    line : int
        Number of the first line or row, from 1; 0 for a whole file.
    n_lines : int
        As many documents as there are, about; 1 for a whole file.
    header : bytes
        Of a table the row that names its columns.
    """

    path: str
    folder: str
    start: int
    size: int
    line: int = 0
    n_lines: int = 1
    header: bytes = b""

    def read(self) -> list[Document | Skipped]:
        """Return the documents, and what could not be read.

        Raises
        ------
        ReadingError
            The file is not there, though it was: on this machine, it may never have been.
        """
        whole = Path(self.folder, self.path)
        if not whole.exists():
            raise ReadingError(
                f"{self.path} is not there any more, or not on every worker: those of a cluster "
                f"must see it as {whole}"
            )
        try:
            found = self._rows(whole) if self.line else read_source(str(whole))
        except (ReadingError, MissingExtraError) as error:
            return [Skipped(self.path, str(error))]
        return [self._named(item) for item in found]

    def _rows(self, whole: Path) -> list[Document | Skipped]:
        try:
            with whole.open("rb") as file:
                file.seek(self.start)
                data = file.read(self.size)
        except OSError as error:
            raise ReadingError((error.strerror or str(error)).lower()) from error
        if self.header:
            return load_table(self.header + data, self.line)
        return list(load_rows(data, self.line))

    def _named(self, item: Document | Skipped) -> Document | Skipped:
        """The same by the name that was typed."""
        if isinstance(item, Document):
            return replace(item, path=self.path)
        return Skipped(f"{self.path}: {item.source}" if item.source else self.path, item.reason)


@dataclass(frozen=True, slots=True)
class Shelf:
    """The documents of a topic too large to hold.

    Attributes
    ----------
    items : tuple of Document and Place
        In an order that does not depend on the one in which they were given.
    skipped : tuple of Skipped
        What was passed over before anything was read.
    """

    items: tuple[Document | Place, ...]
    skipped: tuple[Skipped, ...] = ()


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Documents on their way to a process that may work in another folder.

    Attributes
    ----------
    documents : tuple of str, Path and Document
    folder : str
        The one that relative paths are seen from.
    """

    documents: tuple[str | Path | Document, ...]
    folder: str


def size_of(item: Document | Place) -> int:
    """How large a document or a place is: characters, or bytes."""
    return len(item.text) if isinstance(item, Document) else item.size


def documents_in(item: Document | Place) -> tuple[list[Document], list[Skipped]]:
    """Return the documents that have a text, and what could not be read.

    That mails quote others is not told of so many.
    """
    found = [item] if isinstance(item, Document) else item.read()
    documents = [part for part in found if isinstance(part, Document) and part.text.strip()]
    skipped = [part for part in found if isinstance(part, Skipped)]
    return documents, [part for part in skipped if part.reason != QUOTED]


def places_of(name: str) -> Sequence[Place] | Iterator[Place]:
    """Return where the documents of a file lie.

    Raises
    ------
    OSError, ValueError
        There is no such file, or it may not be read.
    """
    size, suffix = Path(name).stat().st_size, PurePath(name).suffix.lower()
    if size > RUN_BYTES and suffix in CUT:
        with Path(name).open("rb") as file:
            head = file.read(HEAD_BYTES)
        if suffix == ".jsonl" and not head.startswith(WIDE):  # else a line ends in several bytes
            return _runs(name)
        if suffix != ".jsonl" and (rows := _row_runs(name, head, suffix)):
            return rows
    return [Place(name, str(Path.cwd()), 0, size)]


def _runs(name: str) -> Iterator[Place]:
    """Yield the runs of lines of a JSONL file, without holding more than one."""
    start, line, folder = 0, 1, str(Path.cwd())
    with Path(name).open("rb") as file:
        while lines := file.readlines(RUN_BYTES):
            size = sum(map(len, lines))
            yield Place(name, folder, start, size, line, len(lines))
            start, line = start + size, line + len(lines)


def _row_runs(name: str, head: bytes, suffix: str) -> list[Place]:
    """Return the runs of rows of a table; none if it is no table, or of an unknown encoding.

    Only as a whole it shows then what it is, and why it cannot be read.
    """
    folder = str(Path.cwd())
    try:
        if format_of(head, suffix, LOADERS) != suffix:
            return []
        header, runs = runs_of_rows(Path(name), RUN_BYTES, MAX_BYTES)
    except (ReadingError, ValueError):
        return []
    return [Place(name, folder, r.start, r.size, r.first, r.n_rows, header) for r in runs]
