"""A PDF -> its text with lines and hyphenated words rejoined, and where each page begins."""

from __future__ import annotations

import io
import re
import time
from collections import Counter
from collections.abc import Mapping
from typing import Any

from summarize.documents import Document, Skipped
from summarize.errors import MissingExtraError, ReadingError
from summarize.reading.headlines import find_date, find_headline

__all__ = ["load_pdf", "rejoin"]

MAX_PAGES = 2000
MAX_SECONDS = 60.0
MAX_CHARS = 16 * 2**20
# What draws one page, unpacked: text of 4 MB takes 5 seconds and 130 MB to follow.
MAX_DRAWING = 8 * 2**20

_SENTENCE_END = re.compile(r"[.!?:。！？…][\"'”’»)\]]*$")
_ITEM = re.compile(r"[•▪◦‣●–—-]\s|\(?\d{1,3}[.)]\s")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
# Some fonts have one sign for two letters, which would make another word of it.
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB06: "st"}
# Lines from the top and from the bottom of a page that can be a running head: browsers print five.
EDGE_LINES = 5
# A line of less than this part of the usual width does not reach the margin.
SHORT = 0.8


def load_pdf(data: bytes, name: str) -> list[Document | Skipped]:
    """Load a PDF that holds text; `Document.pages` says where its pages begin."""
    if not data[:1024].lstrip().startswith(b"%PDF-"):
        raise ReadingError("not a PDF")
    # A reader could repair it and give some of the pages, and nobody would know of the others.
    if b"%%EOF" not in data[-2048:]:
        raise ReadingError("truncated PDF")
    pages, title, author = _extract(data)
    text, starts = rejoin(pages)
    if not text:
        raise ReadingError("no text in this PDF; it may be scanned")
    title = title or find_headline(text)
    return [Document(text, name, title, find_date(text), pages=starts, author=author)]


def _extract(data: bytes) -> tuple[list[str], str | None, str | None]:
    """Return the text of each page, the title and the author."""
    try:
        from pypdf import PdfReader
    except ImportError as error:
        raise MissingExtraError("reading PDF", "pdf") from error

    deadline = time.monotonic() + MAX_SECONDS
    size = 0
    pages = []
    try:
        reader = PdfReader(io.BytesIO(data))
        # Many are locked against changes only, and open with an empty password.
        if reader.is_encrypted and not reader.decrypt(""):
            raise ReadingError("encrypted PDF")
        if len(reader.pages) > MAX_PAGES:
            raise ReadingError(f"a PDF of more than {MAX_PAGES} pages")
        about: Mapping[str, object] = reader.metadata or {}
        title, author = (str(about.get(key) or "").strip() or None for key in ("/Title", "/Author"))
        for page in reader.pages:
            _check_drawing(page)
            pages.append(page.extract_text())
            size += len(pages[-1])
            if time.monotonic() > deadline or size > MAX_CHARS:
                raise ReadingError("a PDF that takes too long to read")
    except ReadingError:
        raise
    except Exception as error:  # of a damaged file pypdf raises whatever the damage leads to
        if type(error).__name__ == "DependencyError":  # no cipher here to try the empty password
            raise ReadingError("encrypted PDF") from error
        raise ReadingError("damaged PDF") from error
    return pages, title, author


def _check_drawing(page: Mapping[str, Any]) -> None:
    if "/Contents" not in page:
        return
    contents = page["/Contents"]
    parts = contents if isinstance(contents, list) else [contents]
    if sum(len(part.get_object().get_data()) for part in parts) > MAX_DRAWING:
        raise ReadingError(f"a PDF page drawn by more than {MAX_DRAWING // 2**20} MB")


def rejoin(pages: list[str]) -> tuple[str, tuple[int, ...]]:
    """Return the running text of pages of lines, and the offset at which each page begins.

    A word cut by a hyphen at the end of a line is made whole; a sentence that runs over a page
    stays one. Lines that head or foot most pages, and page numbers, are left out.
    """
    lines_of = [
        [line.strip() for line in page.translate(_LIGATURES).splitlines()] for page in pages
    ]
    running = _running_lines(lines_of)
    known = set(re.findall(r"\w+(?:-\w+)+", " ".join(pages)))
    widths = sorted(len(line) for lines in lines_of for line in lines if line)
    width = widths[int(len(widths) * 0.9)] if widths else 0
    text = ""
    last = ""  # the line before; "" where a paragraph begins
    starts: list[int] = []
    parts: list[str] = []
    length = 0
    for lines in lines_of:
        begun = False
        edges, outermost = _edges(lines, EDGE_LINES), _edges(lines, 2)
        for row, line in enumerate(lines):
            if row in edges and _shape(line) in running:
                continue
            if row in outermost and re.fullmatch(r"\W*\d{1,4}\W*", line):
                continue
            if not line:
                last = last if not begun else ""
                continue
            joint, cut = _joint(last, line, width, known) if last else ("\n\n", 0)
            joint = joint if parts else ""
            if cut:
                parts[-1] = parts[-1][:-cut]
            parts.append(joint)
            length += len(joint) - cut
            if not begun:
                starts.append(length)
                begun = True
            parts.append(line)
            length += len(line)
            last = line
        if not begun:
            starts.append(length)
    text = "".join(parts)
    return text, tuple(starts)


def _joint(last: str, line: str, width: int, known: set[str]) -> tuple[str, int]:
    """Return what stands between two lines, and how many characters the first one loses."""
    if last.endswith("\u00ad"):
        return "", 1
    is_short = len(last) < SHORT * width
    ends = _SENTENCE_END.search(last) is not None
    # A heading: it does not reach the margin, and what follows begins anew.
    is_heading = is_short and not ends and line[0].isupper() and not last.endswith((",", "-"))
    if (ends and is_short) or _ITEM.match(line) or is_heading:
        return "\n\n", 0
    hyphenated = re.search(r"(\w+)[-‐]$", last)
    if hyphenated and line[0].islower():
        follows = re.match(r"\w+", line)
        compound = f"{hyphenated[1]}-{follows[0] if follows else ''}"
        return ("", 0) if compound in known else ("", 1)
    if hyphenated or (_CJK.match(last[-1]) and _CJK.match(line[0])):
        return "", 0
    return " ", 0


def _edges(lines: list[str], count: int) -> set[int]:
    filled = [row for row, line in enumerate(lines) if line]
    return {*filled[:count], *filled[-count:]}


def _shape(line: str) -> str:
    return re.sub(r"\d+", "0", line)


def _running_lines(pages: list[list[str]]) -> set[str]:
    """Return the lines, numbers aside, that stand at the edge of most of two or more pages."""
    counts = Counter(
        shape
        for lines in pages
        for shape in {_shape(lines[row]) for row in _edges(lines, EDGE_LINES)}
    )
    least = max(2, len(pages) // 2 + 1)
    return {shape for shape, count in counts.items() if count >= least}
