"""The fields of a Document as a program fills them in, from a table or a file: text, or refused.

A Path and a day have one text only, which they become; a number or the NaN of an empty cell may
mean anything. A date that is none stays as it was written; `day_of` is what all ask who use one.
"""

from __future__ import annotations

import os
import reprlib
from collections.abc import Sequence
from datetime import date
from numbers import Integral
from typing import Any

from summarize.errors import SettingsError

__all__ = ["check_fields", "day_of", "is_date"]


def check_fields(document: Any) -> None:
    """Raise SettingsError for a field of another type; what has one text only becomes that."""
    # Nearly all of a million documents are right: written out, the looks at them cost .07 to .2 of
    # a microsecond beside the .9 that it takes to make one.
    if (
        type(document.text) is not str
        or type(document.id) is not str
        or (document.title is not None and type(document.title) is not str)
        or (document.date is not None and type(document.date) is not str)
        or (document.url is not None and type(document.url) is not str)
        or (document.path is not None and type(document.path) is not str)
        or (document.author is not None and type(document.author) is not str)
        or (document.site is not None and type(document.site) is not str)
        or type(document.pages) is not tuple
        or document.pages
    ):
        _complete(document)


def _complete(document: Any) -> None:
    if isinstance(document.path, os.PathLike):
        object.__setattr__(document, "path", os.fspath(document.path))
    if isinstance(document.date, date) and document.date == document.date:  # pandas' NaT is no day
        object.__setattr__(document, "date", document.date.isoformat())
    if document.id is None:
        object.__setattr__(document, "id", "")
    for name in ("text", "id", "title", "date", "url", "path", "author", "site"):
        value = getattr(document, name)
        needed = name in ("text", "id")
        if not isinstance(value, str) and (needed or value is not None):
            what, got = "a str" if needed else "a str or None", reprlib.repr(value)
            raise SettingsError(f"{name} of a Document must be {what}; got {got}")
    pages = document.pages
    if hasattr(pages, "tolist"):  # an array of numpy
        pages = pages.tolist()
    if not isinstance(pages, Sequence) or not all(isinstance(page, Integral) for page in pages):
        got = reprlib.repr(pages)
        raise SettingsError(f"pages of a Document must be a sequence of integers; got {got}")
    object.__setattr__(document, "pages", tuple(map(int, pages)))


def day_of(written: str | None) -> date | None:
    """Return the day that a text begins with, YYYY-MM-DD; None without one that there can be.

    The first and the last year are none: 0001-01-01 and 9999-12-31 stand for "no date" in many
    programs, and what lies before the one and after the other cannot be written.
    """
    begin = (written or "")[:10]
    try:
        found = date.fromisoformat(begin)
    except ValueError:
        return None
    # From Python 3.11 on 20250330 and 2025-W13-7 are read as well.
    is_day = found.isoformat() == begin and date.min.year < found.year < date.max.year
    return found if is_day else None


def is_date(written: str | None) -> bool:
    """Whether a text begins with a day that there can be: YYYY-MM-DD."""
    return day_of(written) is not None
