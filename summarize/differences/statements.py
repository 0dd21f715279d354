"""A sentence as differences are looked for in it: words with offsets and stems, and its day.

In: a text, the date of its document, a stemmer. Out: a `Statement`. What kind of value a word is
part of is the business of the modules of the kinds.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache, wraps
from operator import attrgetter
from typing import Any, NamedTuple, TypeVar
from unicodedata import normalize

import regex

from summarize.fields import day_of

__all__ = ["Finding", "Statement", "Word", "once", "statement"]

StemFunction = Callable[[str], Sequence[tuple[str, bool]]]
T = TypeVar("T")

_WORD = regex.compile(r"[\p{L}\p{N}\p{M}]+(?:['’][\p{L}]+)?")


class Word(NamedTuple):
    """A word of a statement: its offsets, its form in lower case, its stem.

    A content word tells what a statement is about if it does not begin with a digit: digits are
    values.
    """

    start: int
    end: int
    lower: str
    stem: str
    content: bool
    tells: bool
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


class Form(NamedTuple):
    """A word wherever it stands: as it is written, and what `Word` has but for the offsets."""

    written: str
    lower: str
    stem: str
    content: bool
    tells: bool
    capital: bool


@dataclass(frozen=True)
class Statement:
    """A sentence, its words, and the day on which it was written, if that is known.

    What only some comparisons ask for is found when it is asked for, and kept: a statement is
    compared with several others.
    """

    text: str
    forms: tuple[Form, ...]
    date: date | None
    english: bool
    _found: dict[Callable[[Statement], Any], Any] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """Its words with their offsets."""
        words, end = [], 0
        for form in self.forms:
            # Where it is next is where it was found: between two words there are no letters.
            start = self.text.index(form.written, end)
            end = start + len(form.written)
            words.append(Word(start, end, *form[1:]))
        return tuple(words)

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of all its words."""
        return frozenset(map(attrgetter("stem"), self.forms))

    @cached_property
    def content(self) -> frozenset[str]:
        """The stems of the words that tell what it is about."""
        return frozenset([form.stem for form in self.forms if form.tells])

    @cached_property
    def names(self) -> frozenset[str]:
        """The words with a capital letter, but for the first."""
        return frozenset(form.lower for form in self.forms[1:] if form.capital and form.content)

    def around(self, start: int, end: int, reach: int) -> frozenset[str]:
        """The stems of the `reach` telling words on either side of a span."""
        words = [word for word in self.words if word.tells]
        before = [word.stem for word in words if word.end <= start][-reach:]
        after = [word.stem for word in words if word.start >= end][:reach]
        return frozenset((*before, *after))

    @cached_property
    def name_stems(self) -> frozenset[str]:
        """The stems of the words with a capital letter, but for the first."""
        return frozenset(form.stem for form in self.forms[1:] if form.capital)

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


def once(find: Callable[[Statement], T]) -> Callable[[Statement], T]:
    """Decorate what a kind of difference looks for in one statement: it is kept with it."""

    @wraps(find)
    def kept(statement: Statement) -> T:
        found = statement._found
        if find not in found:
            found[find] = find(statement)
        value: T = found[find]
        return value

    return kept


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
        lower = lower.replace("’", "'")
        tells = content and not lower[0].isdigit()
        return Form(word, lower, stem, content, tells, word[0].isupper())

    return form
