"""JSONL and CSV of documents -> one Document a row, by the names of its columns.

These are text and, where they are known, id, title, date, url, author and site.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

from summarize.documents import Document, Skipped
from summarize.errors import ReadingError
from summarize.reading.decoding import decode

__all__ = ["Run", "load_csv", "load_jsonl", "load_row", "load_rows", "load_table", "runs_of_rows"]

MAX_ROWS = 100_000


def load_jsonl(data: bytes, name: str) -> list[Document | Skipped]:
    """Load a JSON object a line; a line that is none is skipped, and the others are read."""
    return _checked(list(load_rows(data)))


def load_rows(data: bytes, first: int = 1) -> Iterator[Document | Skipped]:
    """Yield the documents of whole lines of a JSONL file, of which the first has that number."""
    # Only "\n" ends a line: a JSON string may hold U+2028 and the like as they are.
    for number, line in enumerate(decode(data).split("\n"), start=first):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError:
            row = None
        if isinstance(row, dict):
            yield load_row(row, f"line {number}")
        else:
            yield Skipped(f"line {number}", "not a JSON object")


def load_csv(data: bytes, name: str) -> list[Document | Skipped]:
    """Load a table whose first line names the columns; fields end in a comma, ";" or a tab."""
    return _checked(load_table(data))


def load_table(data: bytes, first: int = 1) -> list[Document | Skipped]:
    """Load as many rows as there are; the first below the names of the columns has that number.

    Raises
    ------
    ReadingError
        No column is named "text", or the table is broken.
    """
    content = decode(data)
    with _fields_up_to(len(content)):
        rows = csv.DictReader(io.StringIO(content, newline=""), delimiter=_delimiter(content))
        columns = _columns(rows.fieldnames or [])
        rows.fieldnames = columns
        return [load_row(row, f"row {number}") for number, row in enumerate(rows, start=first)]


@dataclass(frozen=True, slots=True)
class Run:
    """Some rows of a table: where they lie, in bytes, the number of the first, how many."""

    start: int
    size: int
    first: int
    n_rows: int


def runs_of_rows(path: Path, run_bytes: int, most: int) -> tuple[bytes, list[Run]]:
    """Cut a table in UTF-8 between its rows, and hold no more than one row of it.

    Parameters
    ----------
    path : Path
    run_bytes : int
        Of so many bytes and what its last row has beyond is a run.
    most : int
        Longer fields are an error: a quotation mark that is never closed takes in all the rest.

    Returns
    -------
    bytes, list of Run
        The row with the names of the columns, and the runs of the others: `load_table` reads them
        together.

    Raises
    ------
    ReadingError
        As `load_table`.
    ValueError
        It is not in UTF-8.
    """
    with path.open(encoding="utf-8", newline="") as file, _fields_up_to(most):
        lines = _Counted(file)
        head = next(lines, "")
        rows = csv.reader(_followed_by(head, lines), delimiter=_delimiter(head))
        _columns(next(rows, []))
        header, runs = lines.n_bytes, list[Run]()
        start, first, n_rows = header, 1, 0
        for row in rows:
            n_rows += bool(row)  # a line without anything is no row
            if lines.n_bytes - start >= run_bytes:
                runs.append(Run(start, lines.n_bytes - start, first, n_rows))
                start, first, n_rows = lines.n_bytes, first + n_rows, 0
        if n_rows:
            runs.append(Run(start, lines.n_bytes - start, first, n_rows))
    with path.open("rb") as data:
        return data.read(header), runs


class _Counted(Iterator[str]):
    """The lines of a file without its byte order mark, and how many bytes they took so far."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self.n_bytes = 0

    def __next__(self) -> str:
        line = next(self._lines)
        if "\0" in line:
            raise ReadingError("binary file")
        is_first = self.n_bytes == 0
        self.n_bytes += len(line.encode("utf-8"))
        return line.removeprefix("\ufeff") if is_first else line


def _followed_by(head: str, lines: Iterator[str]) -> Iterator[str]:
    yield head
    yield from lines


def _delimiter(content: str) -> str:
    header = re.split(r"[\r\n]", content, maxsplit=1)[0]
    return max(",;\t", key=header.count)


def _columns(names: Iterable[str]) -> list[str]:
    columns = [name.strip().lower() for name in names]
    if "text" not in columns:
        raise ReadingError('no column is named "text"')
    return columns


# Who reads a table just now, and the limit before the first of them.
_READERS: list[int] = []
_LOCK = Lock()


@contextmanager
def _fields_up_to(size: int) -> Iterator[None]:
    """Let fields be so long: the limit is of the whole process, and by default below many texts.

    While several threads read it is only raised; the last one puts it back.
    """
    with _LOCK:
        before = csv.field_size_limit()
        csv.field_size_limit(max(size, before) if _READERS else max(size, 1))
        _READERS.append(_READERS[0] if _READERS else before)
    try:
        yield
    except csv.Error as error:
        raise ReadingError(f"broken CSV: {error}") from error
    finally:
        with _LOCK:
            first = _READERS.pop()
            if not _READERS:
                csv.field_size_limit(first)


def load_row(row: Mapping[Any, Any], place: str) -> Document | Skipped:
    """Return the document of one row; `place` names a row that holds none."""
    text = row.get("text")
    if not isinstance(text, str):
        return Skipped(place, 'its "text" is no string' if "text" in row else 'no "text"')
    if not text.strip():
        return Skipped(place, "empty")
    known: dict[str, Any] = {
        key: str(row[key])
        for key in ("id", "title", "date", "url", "author", "site")
        if row.get(key) not in (None, "")
    }
    return Document(text, **known)


def _checked(found: list[Document | Skipped]) -> list[Document | Skipped]:
    if len(found) > MAX_ROWS:
        raise ReadingError(f"more than {MAX_ROWS} rows")
    return found
