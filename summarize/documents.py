"""The nouns of the library: what goes in (Document, Corpus), between (Sentence), and out (Brief).

All are frozen and slotted. A field's name is its key in the JSON of a brief. Offsets are 0-based,
end-exclusive, in code points of `Document.text`; that text is never rewritten, so
`document.text[x.start:x.end] == x.text` holds for everything here that has a span (`x.value` for a
`Value`, whose text is the sentence around it).
This module reads nothing, computes nothing and renders nothing itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, overload

from summarize.fields import check_fields
from summarize.showing import Shown

__all__ = [
    "Brief",
    "Citation",
    "Corpus",
    "Difference",
    "Document",
    "Dropped",
    "Explanation",
    "Known",
    "Point",
    "Sentence",
    "Skipped",
    "Source",
    "Span",
    "Story",
    "Update",
    "Value",
]

FORMAT_VERSION = 1


@dataclass(frozen=True, slots=True)
class Document:
    """One text to be summarized, and what is known of where it came from.

    Attributes
    ----------
    text : str
        The text as read; every offset of the library points into it.
    id : str
        The name that citations carry. Empty: the library gives one.
    title : str or None
    date : str or None
        ISO 8601, `YYYY-MM-DD` or longer; a datetime.date is taken for its text.
    url, path : str or None
        Where it was read from; a Path is taken for its text.
    pages : tuple of int
        The offset at which each page begins; empty for what has none.
    author : str or None
        Several names are separated by "; ".
    site : str or None
        The site, feed or publisher that it appeared with.

    Raises
    ------
    SettingsError
        If a field is of another type, such as the NaN of a cell that a table does not have.
    """

    text: str
    id: str = ""
    title: str | None = None
    date: str | None = None
    url: str | None = None
    path: str | None = None
    pages: tuple[int, ...] = ()
    author: str | None = None
    site: str | None = None

    __post_init__ = check_fields  # type: ignore[misc]  # one call less for each of a million


@dataclass(frozen=True, slots=True)
class Skipped:
    """A source that could not be read, and why."""

    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class Corpus(Sequence[Document]):
    """The documents of one topic, and the sources that could not be read."""

    documents: tuple[Document, ...]
    skipped: tuple[Skipped, ...] = ()

    @overload
    def __getitem__(self, index: int) -> Document: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Document, ...]: ...
    def __getitem__(self, index: int | slice) -> Document | tuple[Document, ...]:
        return self.documents[index]

    def __len__(self) -> int:
        return len(self.documents)

    def __iter__(self) -> Iterator[Document]:
        return iter(self.documents)


@dataclass(frozen=True, slots=True)
class Dropped:
    """A stretch of a source that is not prose, and the name of the rule that says so."""

    source: str
    start: int
    end: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a document; its row number in the list of all sentences is its identity.

    Attributes
    ----------
    document : int
        Row of its document.
    position : int
        How many sentences of its document come before it.
    """

    document: int
    position: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Citation:
    """A span of a source that says what a point says.

    Attributes
    ----------
    similarity : float
        The probability that it says the same, in [0, 1]; 1 for the point's own span and for the
        same words. From a logistic regression on labelled pairs of sentences of ECB+ and
        Multi-News (`python -m benchmarks citations --fit`; `summarize.support` has the weights).
    page : int or None
        The page of its source on which it begins, from 1, where the source has pages.
    """

    source: str
    start: int
    end: int
    text: str
    similarity: float
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a source."""

    source: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a point was chosen: the parts of its score.

    The score of a first point is their sum, the penalty taken off, times 1 - `diversity`, less its
    redundancy times `diversity`; and more if it uses little of the budget. Of a later point counts
    what it adds to those before.

    Attributes
    ----------
    relevance : float
        Cosine to what the sources share, in [-1, 1]. Under a question, a quarter of it, as of the
        three bonuses.
    position : int
        0 for the first sentence of its source.
    position_bonus, support_bonus, coverage_bonus : float
        What was added for its place, for what other sources say as well, and for pairs of words
        that several sources have.
    leaning_penalty : float
        What was taken off since it opens with a reference that it does not resolve ("He also ...").
    redundancy : float
        Similarity to the closest point chosen before it, in [0, 1]; 0 for the first.
    cluster_size : int
        How many candidate sentences say the same.
    question : float
        What was added for bearing on the question; 0 without one.
    """

    relevance: float
    position: int
    position_bonus: float
    support_bonus: float
    coverage_bonus: float
    leaning_penalty: float
    redundancy: float
    cluster_size: int
    question: float = 0.0


@dataclass(frozen=True, slots=True)
class Point:
    """One sentence of the brief, word for word, with everyone who says it.

    Attributes
    ----------
    rank : int
        From 1, in the order of choice, whatever the order of display.
    score : float
        Marginal relevance at the moment it was chosen; comparable within one brief only.
    cluster : int
        Points with one number say the same; the default selector takes one of each.
    citations : tuple of Citation
        Its own span first, then the closest span of each other source that says the same.
    n_sources, n_independent : int
        Sources cited; and the same with copies of one text counted once.
    context : Span or None
        The sentence before, where the point opens with a reference that it resolves and the budget
        has room for it.
    """

    rank: int
    text: str
    source: str
    start: int
    end: int
    score: float
    cluster: int
    citations: tuple[Citation, ...]
    n_sources: int
    n_independent: int
    explanation: Explanation | None = None
    context: Span | None = None


@dataclass(frozen=True, slots=True)
class Value:
    """One side of a difference: the value as its source writes it, and the sentence around it.

    `start` and `end` are the span of the value; that of the sentence holds it.
    """

    value: str
    source: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Difference:
    """Values that cannot all be true, told by sources of the same thing.

    Attributes
    ----------
    kind : str
        number, date, name, order or negation.
    point : int or None
        Rank of the point whose statement they are about.
    values : tuple of Value
        One a source; the library does not judge which is right.
    """

    kind: str
    point: int | None
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """An event other than the main one: its number, its sources, its best sentences in order."""

    event: int
    sources: tuple[str, ...]
    points: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """A point of an earlier brief, and who says it now.

    `n_before` and `n_now` count independent sources, then and now; `citations` tell where those of
    today say it, the closest first.
    """

    text: str
    source: str
    n_before: int
    n_now: int
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Update:
    """What has changed since an earlier brief; all points of this brief are new.

    Its points that more sources say now have `grown`; those that none says any more are `gone`. Of
    a `changed` value the first is that of then, whose source need not be among those of today.
    """

    grown: tuple[Known, ...] = ()
    gone: tuple[Known, ...] = ()
    changed: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A document of the brief: what is known of it and which points cite it.

    Attributes
    ----------
    event : int
        0 for the main event of the brief.
    copy_of : str or None
        The id of the source whose text it republishes.
    points : tuple of int
        Ranks of the points that cite it.
    only : Span or None
        The best sentence that no other source says; None if it adds nothing of its own.
    author, site : str or None
        As in its Document.
    """

    id: str
    title: str | None
    date: str | None
    url: str | None
    path: str | None
    words: int
    sentences: int
    event: int = 0
    copy_of: str | None = None
    points: tuple[int, ...] = ()
    only: Span | None = None
    author: str | None = None
    site: str | None = None


@dataclass(frozen=True, slots=True)
class Brief(Shown):
    """The result: points with citations, the sources, and what was left out and why.

    `documents` are the texts it was made of, in the order of `sources`; they are no part of its
    JSON, and a brief that was read back has none. `print(brief)` shows it as plain text; the
    other ways to show it are those of `Shown`.
    """

    points: tuple[Point, ...]
    sources: tuple[Source, ...]
    title: str | None = None
    differences: tuple[Difference, ...] = ()
    stories: tuple[Story, ...] = ()
    update: Update | None = None
    dropped: tuple[Dropped, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    notes: tuple[str, ...] = ()
    settings: dict[str, Any] = field(default_factory=dict, hash=False)
    versions: dict[str, str] = field(default_factory=dict, hash=False)
    documents: tuple[Document, ...] = field(default=(), compare=False, repr=False)

    @classmethod
    def from_json(cls, text: str) -> Brief:
        """Return the brief that `to_json` wrote; keys that it does not know are ignored.

        Raises
        ------
        BriefFormatError
            If the text is not the JSON of a brief: the message says what is wrong, and where.
        """
        from summarize.rendering.json import from_json

        return from_json(text)

    @classmethod
    def from_dict(cls, content: Mapping[str, Any]) -> Brief:
        """Return the brief that `to_dict` made; raises BriefFormatError as `from_json` does."""
        from summarize.rendering.json import from_dict

        return from_dict(content)
