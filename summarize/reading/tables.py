"""JSONL and CSV of documents -> one Document a row, by the names of its columns.

These are text and, where they are known, id, title, date, url, author and site.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from typing import Any

from summarize.documents import Document, Skipped
from summarize.errors import ReadingError
from summarize.reading.decoding import decode

__all__ = ["load_csv", "load_jsonl", "load_row", "load_rows"]

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
    content = decode(data)
    header = content.split("\n", 1)[0]
    delimiter = max(",;\t", key=header.count)
    # The limit is one of the whole process, and by default shorter than many a text.
    limit = csv.field_size_limit(max(len(content), 1))
    try:
        rows = csv.DictReader(io.StringIO(content, newline=""), delimiter=delimiter)
        columns = [column.strip().lower() for column in rows.fieldnames or []]
        if "text" not in columns:
            raise ReadingError('no column is named "text"')
        rows.fieldnames = columns
        found = [load_row(row, f"row {number}") for number, row in enumerate(rows, start=1)]
    except csv.Error as error:
        raise ReadingError(f"broken CSV: {error}") from error
    finally:
        csv.field_size_limit(limit)
    return _checked(found)


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
