"""A web page -> its main text; a piece of HTML -> the text of its blocks."""

from __future__ import annotations

import re
from typing import Any

from summarize.documents import Document, Skipped
from summarize.errors import ReadingError
from summarize.reading.headlines import iso_date

__all__ = ["MAX_PAGE_BYTES", "block_text", "is_address", "load_html"]

# Extraction takes seconds for a megabyte; a page of text is never this long.
MAX_PAGE_BYTES = 10 * 2**20
MAX_DEPTH = 1000

_BLOCKS = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "pre", "div", "td", "dd"}
_UNSEEN = {"script", "style", "title", "template", "noscript"}


def is_address(name: str) -> bool:
    """Whether a source is a web address and not the name of a file."""
    return re.match(r"https?://", name, re.IGNORECASE) is not None


def load_html(data: bytes, name: str) -> list[Document | Skipped]:
    """Load a web page: its main text, without comments and tables, a paragraph to a block.

    Offsets point into that text, not into the page.
    """
    if len(data) > MAX_PAGE_BYTES:
        raise ReadingError(f"a page larger than {MAX_PAGE_BYTES // 2**20} MB")
    _check_depth(data)

    import trafilatura
    from trafilatura.settings import use_config

    config = use_config()
    # Below this trafilatura takes its fallback, which runs all paragraphs together.
    config["DEFAULT"]["MIN_EXTRACTED_SIZE"] = "50"
    page: Any = trafilatura.bare_extraction(
        data,
        url=name if is_address(name) else None,
        include_comments=False,
        include_tables=False,
        with_metadata=True,
        config=config,
    )
    if page is None or not (page.text or "").strip():
        raise ReadingError("no text in this page")
    # One paragraph a line there; a blank line is what no sentence crosses.
    text = re.sub(r"\n+", "\n\n", page.text.strip())
    title, author, site = (known or None for known in (page.title, page.author, page.sitename))
    return [Document(text, name, title, iso_date(page.date), author=author, site=site)]


def _check_depth(data: bytes) -> None:
    """Refuse what would keep a tree walker busy for minutes: tags opened and not closed."""
    depth = 0
    for tag in re.finditer(rb"<(/?)(?:div|span|b|i|em|font|table|ul|ol|blockquote)\b", data, re.I):
        depth = max(0, depth - 1) if tag[1] else depth + 1
        if depth > MAX_DEPTH:
            raise ReadingError(f"HTML nested more than {MAX_DEPTH} deep")


def block_text(markup: str) -> str:
    """Return all text of a piece of HTML, a blank line between its blocks."""
    from lxml import etree  # type: ignore[import-untyped]

    _check_depth(markup.encode("utf-8", "replace"))
    # As bytes: a str that declares an encoding is refused by lxml.
    data = markup.encode("utf-8", "replace")
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    root = etree.fromstring(data, parser) if data.strip() else None
    if root is None:
        return ""
    parts: list[str] = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        seen = element.tag not in _UNSEEN
        if event == "start":
            if element.tag in _BLOCKS or element.tag == "br":
                parts.append("\n")
            parts.append((element.text or "") if seen else "")
        else:
            if element.tag in _BLOCKS:
                parts.append("\n")
            parts.append(element.tail or "")
    # White space of the source means nothing; the line ends put in above stand apart from it.
    marked = "".join("\0" if part == "\n" else re.sub(r"\s+", " ", part) for part in parts)
    return "\n\n".join(block.strip() for block in marked.split("\0") if block.strip())
