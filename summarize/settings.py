"""All settings of a run, each declared, described and checked in this one place.

`Summarizer(**settings)` builds a `Settings`; the command line passes only what was typed.
Names of alternatives (embedder, clusterer, selector) are looked up by the modules that hold them.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from numbers import Integral, Real
from typing import Any

from summarize.errors import SettingsError, UnknownNameError

__all__ = ["ORDERS", "Settings"]

ORDERS = ("rank", "source", "time")
DEFAULT_POINTS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What can be set, with its default.

    Attributes
    ----------
    max_points, max_words, max_chars : int or None
        The budget, at least 1 each; several may be given, all are kept. None given: 10 points.
        Only whole sentences are taken.
    embedder : str or callable
        A name in `EMBEDDERS`, a sentence-transformers model by name or path, or a callable from
        list[str] to an ndarray of shape (n_sentences, n_features).
    clusterer : str or callable
        A name in `CLUSTERERS`, or a callable from an ndarray of shape (n_sentences, n_features)
        with unit rows to labels of shape (n_sentences,), -1 for sentences like no other.
    selector : str or callable
        A name in `SELECTORS`, or a callable with the same arguments.
    diversity : float
        In [0, 1]: 0 chooses by relevance alone, 1 by diversity alone. The lambda of MMR (Carbonell
        & Goldstein 1998) is 1 - diversity.
    order : {"rank", "source", "time"}
        The order in which the points are shown; it does not change which are chosen.
    min_support : float
        In [0, 1]: how probably a sentence of another source must say the same to be cited for a
        point, as `summarize.support` estimates it; the default aims at a precision of .85.
    language : str or None
        ISO 639-1 code, which sets the sentence splitter, the stemmer and the stop words; None: that
        of most of the texts, detected.
    keep : tuple of str
        Names of cleaning rules not to apply; "all" turns cleaning off.
    query : str or None
        What the brief shall answer, in the language of the texts: only sentences that bear on it
        become points, though there be fewer than the budget has room for; of sources that tell of
        another event than most as well.
    all_events : bool
        Whether sources that tell of another event than most give points and citations too.
    title : str or None
        Printed over the brief.
    """

    max_points: int | None = None
    max_words: int | None = None
    max_chars: int | None = None
    embedder: str | Callable[..., Any] = "static"
    clusterer: str | Callable[..., Any] = "agglomerative"
    selector: str | Callable[..., Any] = "mmr"
    diversity: float = 0.2
    order: str = "rank"
    min_support: float = 0.7
    language: str | None = None
    keep: tuple[str, ...] = ()
    query: str | None = None
    all_events: bool = False
    title: str | None = None

    def __post_init__(self) -> None:
        checked: dict[str, Any] = {}
        for name in ("max_points", "max_words", "max_chars"):
            checked[name] = checked_count(name, getattr(self, name))
        if not any(checked.values()):
            checked["max_points"] = DEFAULT_POINTS
        for name in ("diversity", "min_support"):
            checked[name] = checked_fraction(name, getattr(self, name))
        checked["keep"] = checked_names("keep", self.keep)
        for name, value in checked.items():
            object.__setattr__(self, name, value)
        for name in ("embedder", "clusterer", "selector"):
            check_name_or_callable(name, getattr(self, name))
        if self.order not in ORDERS:
            raise UnknownNameError("order", self.order, ORDERS)
        check_query(self.query)
        language: Any = self.language
        if language is not None and not (language and isinstance(language, str)):
            raise SettingsError(f"language must be an ISO 639-1 code or None; got {language!r}")
        if not isinstance(self.all_events, bool):
            raise SettingsError(f"all_events must be True or False; got {self.all_events!r}")
        if self.title is not None and not isinstance(self.title, str):
            raise SettingsError(f"title must be a text or None; got {self.title!r}")

    def to_dict(self) -> dict[str, Any]:
        """Return the settings with JSON types only: a callable is given by its name."""
        return {f.name: _plain(getattr(self, f.name)) for f in fields(self)}


def checked_count(name: str, value: Any) -> int | None:
    """Return None or an integer of at least 1 as int; raise SettingsError if it is neither."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, Integral) or value < 1:
        raise SettingsError(f"{name} must be an integer of at least 1; got {value!r}")
    # No text is longer, and what is reckoned with a budget need not mind integers of any size.
    return min(int(value), sys.maxsize)


def checked_fraction(name: str, value: Any) -> float:
    """Return a number in [0, 1] as float; raise SettingsError if it is none."""
    is_number = isinstance(value, Real) and not isinstance(value, bool)
    if not is_number or not 0 <= value <= 1:
        raise SettingsError(f"{name} must be between 0 and 1; got {value!r}")
    return float(value)


def checked_names(name: str, value: Any) -> tuple[str, ...]:
    """Return several names as a tuple; raise SettingsError for anything else, one name included."""
    names = value if isinstance(value, Iterable) and not isinstance(value, str) else [None]
    names = tuple(names)
    if not all(isinstance(each, str) for each in names):
        raise SettingsError(f"{name} must be a sequence of rule names; got {value!r}")
    return names


def check_name_or_callable(name: str, value: Any) -> None:
    """Raise SettingsError unless `value` can be looked up or called."""
    if not callable(value) and not (value and isinstance(value, str)):
        raise SettingsError(f"{name} must be a name or a callable; got {value!r}")


def check_query(query: Any) -> None:
    """Raise SettingsError unless `query` is None or a text with a letter or a digit."""
    if query is None or (isinstance(query, str) and any(map(str.isalnum, query))):
        return
    raise SettingsError(f"query must be a text with at least one word; got {query!r}")


def _plain(value: Any) -> Any:
    if callable(value):
        owner = getattr(value, "__self__", None)
        name = getattr(value, "__name__", type(value).__name__)
        return name if owner is None else f"{type(owner).__name__}.{name}"
    return list(value) if isinstance(value, tuple) else value
