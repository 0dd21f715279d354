"""A sentence as differences are looked for in it: words with offsets and stems, and its day.

In: a text, the date of its document, a stemmer. Out: a `Statement`. What kind of value a word is
part of is the business of the modules of the kinds.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import NamedTuple
from unicodedata import normalize

import regex

from summarize.fields import day_of

__all__ = ["Finding", "Statement", "Word", "statement"]

StemFunction = Callable[[str], Sequence[tuple[str, bool]]]

_WORD = regex.compile(r"[\p{L}\p{N}\p{M}]+(?:['’][\p{L}]+)?")


class Word(NamedTuple):
    """A word of a statement: its offsets, its form in lower case, its stem."""

    start: int
    end: int
    lower: str
    stem: str
    content: bool
    capital: bool


class Finding(NamedTuple):
    """A value that one statement has and the value of another that cannot be true beside it.

    Both are offsets in the texts of the statements.
    """

    start: int
    end: int
    other_start: int
    other_end: int

    def turned(self) -> Finding:
        """Return the same seen from the other statement."""
        return Finding(self.other_start, self.other_end, self.start, self.end)


# Of a word wherever it stands: what `Word` has but for the offsets.
Form = tuple[str, str, bool, bool]


@dataclass(frozen=True)
class Statement:
    """A sentence, its words, and the day on which it was written, if that is known.

    What only some comparisons ask for is found when it is asked for.
    """

    text: str
    forms: tuple[Form, ...]
    date: date | None
    english: bool

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """Its words with their offsets."""
        matches = _WORD.finditer(self.text)
        return tuple(
            Word(match.start(), match.end(), *form)
            for match, form in zip(matches, self.forms, strict=True)
        )

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of all its words."""
        return frozenset(stem for _, stem, _, _ in self.forms)

    @cached_property
    def content(self) -> frozenset[str]:
        """The stems of its content words; digits are values, not content."""
        return frozenset(
            stem for lower, stem, content, _ in self.forms if content and not lower[0].isdigit()
        )

    @cached_property
    def names(self) -> frozenset[str]:
        """The words with a capital letter, but for the first."""
        return frozenset(word.lower for word in self.words[1:] if word.capital and word.content)

    def around(self, start: int, end: int, reach: int) -> frozenset[str]:
        """The stems of the `reach` content words on either side of a span."""
        words = [w for w in self.words if w.content and not w.lower[0].isdigit()]
        before = [word.stem for word in words if word.end <= start][-reach:]
        after = [word.stem for word in words if word.start >= end][:reach]
        return frozenset((*before, *after))

    @cached_property
    def name_stems(self) -> frozenset[str]:
        """The stems of the words with a capital letter, but for the first."""
        return frozenset(word.stem for word in self.words[1:] if word.capital)

    def names_around(self, start: int, end: int, reach: int) -> frozenset[str]:
        """The words with a capital letter among the `reach` words on either side of a span."""
        before = [word for word in self.words[1:] if word.end <= start][-reach:]
        after = [word for word in self.words[1:] if word.start >= end][:reach]
        return frozenset(word.lower for word in (*before, *after) if word.capital)

    def shared(self, other: Statement) -> frozenset[str]:
        """The stems of the content words of both."""
        return self.content & other.content

    def overlap(self, other: Statement) -> float:
        """The share of the shorter one's content words that the other has, in [0, 1]."""
        smaller = min(len(self.content), len(other.content))
        return len(self.shared(other)) / smaller if smaller else 0.0


def statement(text: str, day: str | None, stems: StemFunction, *, english: bool) -> Statement:
    """Take a sentence apart.

    Parameters
    ----------
    day : str or None
        The date of its document, ISO 8601; one that is not a date counts as none.
    stems : callable
        From a text to its stems (`summarize.stemming`).
    english : bool
        Whether the words of English are understood; of other languages only digits are.
    """
    forms = tuple(map(_form_of(stems), _WORD.findall(text)))
    return Statement(text, forms, day_of(day), english)


@lru_cache(maxsize=8)
def _form_of(stems: StemFunction) -> Callable[[str], Form]:
    """Return the function from a word to its form; most words of a topic come back."""

    @lru_cache(maxsize=50_000)
    def form(word: str) -> Form:
        # "Japan's" is Japan; the clitic of "didn't" stays for those who look for negations.
        parts = stems(word)
        lower = normalize("NFC", word).lower()
        stem, content = parts[0] if parts else (lower, False)
        return lower.replace("’", "'"), stem, content, word[0].isupper()

    return form
