"""The bytes of one source -> a Document, by format.

To read another format, write a function of the bytes and a name, and add its line to LOADERS.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from summarize.documents import Document
from summarize.errors import ReadingError
from summarize.reading.decoding import MARKS, decode
from summarize.reading.headlines import HEAD_CHARS, find_date, find_headline, iso_date

__all__ = ["LOADERS", "load"]


def load_text(data: bytes, name: str) -> Document:
    """Load plain text: its decoded text without the byte order mark, line ends kept."""
    text = decode(data)
    return Document(text, id=name, title=find_headline(text), date=find_date(text))


def load_markdown(data: bytes, name: str) -> Document:
    """Load Markdown as it is written; the title is its first heading of level 1."""
    text = decode(data)
    heading = re.search(r"^# +(.+?)[ #]*$", text[:HEAD_CHARS], re.MULTILINE)
    title = heading[1].strip() if heading else find_headline(text)
    return Document(text, id=name, title=title, date=find_date(text))


def load_html(data: bytes, name: str) -> Document:
    """Load a web page: its main text, without comments and tables, a paragraph to a block.

    Offsets point into that text, not into the page.
    """
    import trafilatura
    from trafilatura.settings import use_config

    config = use_config()
    # Below this trafilatura takes its fallback, which runs all paragraphs together.
    config["DEFAULT"]["MIN_EXTRACTED_SIZE"] = "50"
    page: Any = trafilatura.bare_extraction(
        data, include_comments=False, include_tables=False, with_metadata=True, config=config
    )
    if page is None or not (page.text or "").strip():
        raise ReadingError("no text in this page")
    # One paragraph a line there; a blank line is what no sentence crosses.
    text = re.sub(r"\n+", "\n\n", page.text.strip())
    return Document(text, id=name, title=page.title or None, date=iso_date(page.date))


LOADERS: dict[str, Callable[[bytes, str], Document]] = {
    ".htm": load_html,
    ".html": load_html,
    ".md": load_markdown,
    ".txt": load_text,
}


def load(data: bytes, name: str, suffix: str) -> Document:
    """Turn the bytes of one source into a document, by suffix or else by how they begin.

    Raises
    ------
    ReadingError
        If they hold no text.
    """
    if not data.strip():
        raise ReadingError("empty")
    if b"\0" in data and not data.startswith(tuple(mark for mark, _ in MARKS)):
        raise ReadingError("binary file")
    looks_like_html = re.match(rb"\s*(?:<!doctype html|<html)", data[:1000], re.IGNORECASE)
    loader = LOADERS.get(suffix, load_html if looks_like_html else load_text)
    document = loader(data, name)
    if not document.text.strip():
        raise ReadingError("empty")
    return document
