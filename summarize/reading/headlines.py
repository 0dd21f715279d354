"""The title and the date that a text shows in its first lines.

Both are guesses that rather stay out than go wrong: a line of prose is no title, a date told in a
sentence is not the date of the text, and an impossible date is none.
"""

from __future__ import annotations

import re
from datetime import date

from summarize.cleaning import clean
from summarize.documents import Document
from summarize.fields import day_of

__all__ = ["HEAD_CHARS", "find_date", "find_headline", "iso_date"]

HEAD_CHARS = 2000
# Of a title that is read off the first line.
MAX_TITLE_CHARS = 150
# What falls under another rule of cleaning is a caption, a byline, a date, the text of a button.
HEADLINE_RULES = {
    *("contents", "dateline", "heading", "lead-in", "marker"),
    *("question", "repeat", "shouting", "table"),
}
# What stands between a headline and its text.
STAMP_RULES = {"address", "byline", "credits", "date"}
PROSE = 2 * "\n\nThis stands for the sentences of the text."
_CLOSED = re.compile(r"[.:;,…|。][\"'”’»)\]*]*$")
# A date in a line longer than this is told by a sentence, not by the page.
MAX_DATE_LINE = 80
DATE_LINES = 8

_MONTHS = [
    *("jan", "feb", "mar", "apr", "may", "jun"),
    *("jul", "aug", "sep", "oct", "nov", "dec"),
]
_MONTH = rf"({'|'.join(_MONTHS)})(?:uary|ruary|ch|il|e|y|ust|t|tember|ober|ember)?\.?"
_DATE = re.compile(
    rf"\b(?:(?P<iso>\d{{4}}-\d\d-\d\d)(?!\d)|(\d{{1,2}})(?:st|nd|rd|th)?\s+{_MONTH},?\s+(\d{{4}})"
    rf"|{_MONTH}\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}}))(?!\d)",
    re.IGNORECASE,
)


def find_headline(text: str) -> str | None:
    """Return the first line if it stands alone, is short, and neither a sentence nor page junk.

    A date or a byline may stand right below it.
    """
    lines = [line.strip() for line in text[:HEAD_CHARS].lstrip().splitlines()]
    if len(lines) < 3 or not any(lines[2:]):
        return None
    first = lines[0].strip("# ")
    dated = _DATE.search(first)
    is_date = dated is not None and len(dated[0]) > len(first) / 2
    is_short = len(first) <= MAX_TITLE_CHARS and len(first.split()) > 1
    open_ended = first[:1] not in "([—–-" and not _CLOSED.search(first)
    if not is_short or not open_ended or is_date or first[:3] == "By ":
        return None
    stands_alone = re.fullmatch("=*|-*", lines[1]) or _rules_for(lines[1]) & STAMP_RULES
    return first if stands_alone and _rules_for(first) <= HEADLINE_RULES else None


def _rules_for(line: str) -> set[str]:
    """The rules by which cleaning would drop the line, or a part of it."""
    [prose] = clean([Document(line + PROSE, id="line")])
    return {dropped.reason for dropped in prose.dropped}


def find_date(text: str) -> str | None:
    """Return the first date that one of the first short lines holds, in ISO 8601.

    That in a headline may be of what the text remembers, so it is taken if there is no other.
    """
    lines = [line for line in text[:HEAD_CHARS].splitlines() if line.strip()][:DATE_LINES]
    if find_headline(text) is not None:
        lines.append(lines.pop(0))
    for line in lines:
        match = _DATE.search(line)
        if match and len(line.strip()) <= MAX_DATE_LINE:
            return iso_date(match["iso"]) if match["iso"] else _written_date(match)
    return None


def _written_date(match: re.Match[str]) -> str | None:
    day, month, year = (part for part in match.groups()[1:] if part)
    if not day.isdigit():
        day, month = month, day
    return _checked_date(int(year), _MONTHS.index(month[:3].lower()) + 1, int(day))


def iso_date(written: str | None) -> str | None:
    day = day_of(written)
    return day.isoformat() if day else None


def _checked_date(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
