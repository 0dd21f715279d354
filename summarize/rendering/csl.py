"""The sources of a brief as CSL-JSON, which Zotero, pandoc and other programs for citations read.

One item a source, with the spans that the points cite under `custom`, the key that the CSL schema
has for what it does not name; bibliographies do not print it, as many would print a `note`. Names
are literal: which part of a name is the family's cannot be known. When a page was accessed is not
known either, and is not guessed.
"""

from __future__ import annotations

import json
import re
from typing import Any

from summarize.documents import Brief, Source
from summarize.fields import day_of

__all__ = ["render_csl", "to_csl"]


def render_csl(brief: Brief, *, explain: bool = False, show_dropped: bool = False) -> str:
    """Return the sources as a JSON array of CSL items."""
    return json.dumps(to_csl(brief), indent=2)


def to_csl(brief: Brief) -> list[dict[str, Any]]:
    """Return one CSL item a source, in the order in which the brief numbers them."""
    return [_item(source, brief) for source in brief.sources]


def _item(source: Source, brief: Brief) -> dict[str, Any]:
    names = [name.strip() for name in (source.author or "").split(";")]
    known = {
        "id": source.id,
        "type": "webpage" if source.url else "document",
        "title": source.title or source.id,
        "author": [{"literal": name} for name in names if name],
        "container-title": source.site if source.url else None,
        "publisher": None if source.url else source.site,
        "issued": _issued(source.date),
        "URL": source.url,
        "custom": {"citations": _citations(source, brief)},
    }
    return {key: value for key, value in known.items() if value}


def _issued(date: str | None) -> dict[str, Any] | None:
    """Return as much of an ISO date as is there: the year, the month, the day."""
    if day := day_of(date):
        return {"date-parts": [[day.year, day.month, day.day]]}
    match = re.fullmatch(r"(\d{4})(?:-(0[1-9]|1[0-2]))?", date or "")
    return {"date-parts": [[int(part) for part in match.groups() if part]]} if match else None


def _citations(source: Source, brief: Brief) -> list[dict[str, Any]]:
    return [
        {
            "point": point.rank,
            "start": citation.start,
            "end": citation.end,
            "text": citation.text,
            **({"page": citation.page} if citation.page else {}),
        }
        for point in brief.points
        for citation in point.citations
        if citation.source == source.id
    ]
