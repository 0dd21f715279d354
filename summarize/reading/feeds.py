"""An RSS or Atom feed -> one Document an entry, of the text that the feed itself holds."""

from __future__ import annotations

from typing import Any

from summarize.documents import Document, Skipped
from summarize.errors import ReadingError
from summarize.reading.archives import parse_xml
from summarize.reading.headlines import iso_date
from summarize.reading.html import block_text
from summarize.reading.mail import mail_date

__all__ = ["load_feed"]

MAX_ENTRIES = 1000


def load_feed(data: bytes, name: str) -> list[Document | Skipped]:
    """Load the entries of a feed; their pages are not fetched."""
    root = parse_xml(data.strip())
    entries = [*root.iter("{*}item", "{*}entry")]
    if not entries:
        raise ReadingError("no entry in this feed")
    channel = root.find("{*}channel")
    site = _line(root if channel is None else channel, "title")
    found = [
        _load_entry(entry, number, site)
        for number, entry in enumerate(entries[:MAX_ENTRIES], start=1)
    ]
    more = len(entries) - MAX_ENTRIES
    if more > 0:
        found.append(Skipped("", f"{more} further entries; {MAX_ENTRIES} of a feed are read"))
    return found


def _load_entry(entry: Any, number: int, site: str | None) -> Document | Skipped:
    markup = (_child(entry, name) for name in ("encoded", "content", "description", "summary"))
    text = block_text(next((found for found in markup if found), ""))
    if not text:
        return Skipped(f"entry {number}", "empty")
    link = _link(entry)
    dates = [_child(entry, name) for name in ("pubDate", "published", "date", "updated")]
    date = next((day for day in map(_day, dates) if day), None)
    return Document(
        text,
        id=link or "",
        title=_line(entry, "title"),
        date=date,
        url=link,
        author=_authors(entry),
        site=site,
    )


def _authors(entry: Any) -> str | None:
    """Return the names of Atom's authors, or what stands under `creator` or `author`."""
    names = [name.text or "" for name in entry.iterfind("{*}author/{*}name")]
    together = "; ".join(name.strip() for name in names if name.strip())
    return together or _line(entry, "creator") or _line(entry, "author")


def _line(element: Any, name: str) -> str | None:
    return block_text(_child(element, name)).replace("\n\n", " ") or None


def _day(written: str) -> str | None:
    return iso_date(written) or mail_date(written)


def _child(entry: Any, name: str) -> str:
    """Return what an element holds, as markup if it holds elements (Atom's xhtml)."""
    from lxml import etree  # type: ignore[import-untyped]

    for element in entry.findall(f"{{*}}{name}"):
        if len(element):
            return str(etree.tostring(element, encoding="unicode", with_tail=False))
        if element.text and element.text.strip():
            return str(element.text.strip())
    return ""


def _link(entry: Any) -> str | None:
    for element in entry.findall("{*}link"):
        address = (element.get("href") or element.text or "").strip()
        if address and element.get("rel", "alternate") == "alternate":
            return address
    return None
