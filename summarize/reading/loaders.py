"""The bytes of one source -> its Documents, by format.

To read another format, write a function of the bytes and a name, and add its line to LOADERS. It
returns Documents, and a Skipped for each part that it could not read.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from summarize.documents import Document, Skipped
from summarize.errors import ReadingError
from summarize.reading.archives import load_docx, load_epub
from summarize.reading.briefs import is_brief
from summarize.reading.decoding import decode
from summarize.reading.feeds import load_feed
from summarize.reading.formats import format_of
from summarize.reading.headlines import HEAD_CHARS, find_date, find_headline
from summarize.reading.html import load_html
from summarize.reading.mail import load_mail, load_saved_page
from summarize.reading.pdf import load_pdf
from summarize.reading.tables import load_csv, load_jsonl

__all__ = ["LOADERS", "load"]


def load_text(data: bytes, name: str) -> list[Document | Skipped]:
    """Load plain text: its decoded text without the byte order mark, line ends kept."""
    text = decode(data)
    return [Document(text, id=name, title=find_headline(text), date=find_date(text))]


def load_markdown(data: bytes, name: str) -> list[Document | Skipped]:
    """Load Markdown as it is written; the title is its first heading of level 1."""
    text = decode(data)
    heading = re.search(r"^# +(.+?)[ #]*$", text[:HEAD_CHARS], re.MULTILINE)
    title = heading[1].strip() if heading else find_headline(text)
    return [Document(text, id=name, title=title, date=find_date(text))]


LOADERS: dict[str, Callable[[bytes, str], list[Document | Skipped]]] = {
    ".atom": load_feed,
    ".csv": load_csv,
    ".docx": load_docx,
    ".eml": load_mail,
    ".epub": load_epub,
    ".htm": load_html,
    ".html": load_html,
    ".jsonl": load_jsonl,
    ".markdown": load_markdown,
    ".md": load_markdown,
    ".mht": load_saved_page,
    ".mhtml": load_saved_page,
    ".pdf": load_pdf,
    ".rss": load_feed,
    ".tsv": load_csv,
    ".txt": load_text,
    ".xhtml": load_html,
}


def load(data: bytes, name: str, suffix: str) -> list[Document | Skipped]:
    """Turn the bytes of one source into documents, by how they begin or else by suffix.

    Raises
    ------
    ReadingError
        If they hold no text.
    MissingExtraError
        If the format takes a library that is not installed.
    """
    if not data.strip():
        raise ReadingError("empty")
    if is_brief(data):
        raise ReadingError("a brief that summarize wrote, no source")
    try:
        loaded = LOADERS[format_of(data, suffix, LOADERS)](data, name)
    except RecursionError as error:
        raise ReadingError("nested too deep") from error
    if all(isinstance(item, Document) and not item.text.strip() for item in loaded):
        raise ReadingError("empty")
    return loaded
