"""The first bytes of a source and the end of its name -> the suffix whose loader reads it."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Container

from summarize.errors import ReadingError
from summarize.reading.archives import archive_suffix
from summarize.reading.decoding import MARKS

__all__ = ["HEAD_BYTES", "format_of", "marked_up_format"]

HEAD_BYTES = 20_000
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FEED = re.compile(rb"<(?:rss|feed|rdf:rdf)\b", re.IGNORECASE)
_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)


def format_of(data: bytes, suffix: str, known: Container[str]) -> str:
    """Name the suffix whose loader fits: what cannot be mistaken first, then the name's own.

    What has neither is looked at more closely, so that no markup is taken for prose.

    Raises
    ------
    ReadingError
        If no loader reads it; the text says what it is.
    """
    sure = _sure_format(data, suffix)
    if sure or suffix in known:
        return sure or suffix
    return _seen_format(data, suffix)


def _sure_format(data: bytes, suffix: str) -> str:
    if data.startswith(b"%PDF-"):
        return ".pdf"
    if data.startswith(b"PK\x03\x04"):
        return archive_suffix(data)
    if data.startswith(b"{\\rtf"):
        raise ReadingError("RTF, which is not read; save it as .docx or .txt")
    if data.startswith(_OLD_OFFICE):
        raise ReadingError("an Office file of the old kind, which is not read; save it as .docx")
    if suffix in {".docx", ".epub"}:
        raise ReadingError(f"not a {suffix[1:].upper()} file")
    if suffix == ".pdf":
        return suffix
    if b"\0" in data and not data.startswith(tuple(mark for mark, _ in MARKS)):
        raise ReadingError("binary file")
    return ""


def _seen_format(data: bytes, suffix: str) -> str:
    found = marked_up_format(data)
    if found:
        return found
    head = data[:HEAD_BYTES].removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith(b"<?xml"):
        raise ReadingError("XML that is neither a feed nor a page")
    if re.match(rb"From: <Saved by ", head):
        return ".mhtml"
    if head.startswith(b"{") and _is_json(_first_line(data), dict):
        return ".jsonl"
    if suffix == ".json" or (head[:1] in {b"{", b"["} and _is_json(data, (dict, list))):
        raise ReadingError("JSON, which is read if it has a document a line (JSONL)")
    return ".csv" if _is_table(head) else ".txt"


def marked_up_format(data: bytes) -> str:
    """Return ".rss" for a feed, ".html" for a page, "" for what begins like neither."""
    opening = _opening(data)
    if not opening.startswith(b"<"):
        return ""
    if _PAGE.match(opening):
        return ".html"
    first = re.search(rb"<[A-Za-z][\w:]*", opening)
    return ".rss" if first is not None and _FEED.fullmatch(first[0]) else ""


def _opening(data: bytes) -> bytes:
    """What follows the XML declaration and comments ("saved from url=...")."""
    rest = data[:HEAD_BYTES].removeprefix(b"\xef\xbb\xbf").lstrip()
    ends = {b"<?xm": b"?>", b"<!--": b"-->"}
    while rest[:4] in ends:
        rest = rest.partition(ends[rest[:4]])[2].lstrip()
    return rest


def _first_line(data: bytes) -> bytes:
    return data.removeprefix(b"\xef\xbb\xbf").lstrip().split(b"\n", 1)[0]


def _is_json(data: bytes, kind: type | tuple[type, ...]) -> bool:
    try:
        return isinstance(json.loads(data.decode("utf-8", "replace")), kind)
    except (ValueError, RecursionError):
        return False


def _is_table(head: bytes) -> bool:
    """Whether a first line of single words names a column "text", and the next has as many."""
    lines = head.decode("utf-8", "replace")
    delimiter = max(",;\t", key=lines.split("\n", 1)[0].count)
    try:
        rows = csv.reader(io.StringIO(lines, newline=""), delimiter=delimiter)
        names, first = next(rows, []), next(rows, [])
    except csv.Error:
        return False
    columns = [name.strip().lower() for name in names]
    single = all(re.fullmatch(r"[\w-]{1,30}", name) for name in columns)
    return "text" in columns and single and len(columns) == len(first) > 1
