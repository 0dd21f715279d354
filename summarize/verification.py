"""Checks a brief against its sources: is each passage that it quotes there, word for word?

In: a brief and the documents it was made of. Out: what does not agree. Texts and offsets are
compared; whether a passage supports a point is not its question.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from summarize.documents import (
    Brief,
    Citation,
    Document,
    Dropped,
    Point,
    Span,
    Update,
    Value,
)

__all__ = ["Mismatch", "Quotation", "quotations", "verify"]


Passage: TypeAlias = Point | Span | Citation | Value | Dropped


class Quotation(NamedTuple):
    """A passage that a brief quotes, and its place in the brief (`points[0].citations[1]`)."""

    where: str
    passage: Passage


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A quotation that its source does not bear out.

    Attributes
    ----------
    where : str
        Its place in the brief, as in `points[0].citations[1]`.
    source : str
        The id of the source it names.
    start, end : int
        The span it names.
    expected : str
        What the brief quotes.
    found : str or None
        What the source has there; None if there is no such source.
    """

    where: str
    source: str
    start: int
    end: int
    expected: str
    found: str | None

    def __str__(self) -> str:
        place = f"{self.where}: {self.source} {self.start}:{self.end}"
        if self.found is None:
            return f"{place}: there is no source of this name"
        return f"{place}: expected {_short(self.expected)}, found {_short(self.found)}"


def verify(brief: Brief, documents: Iterable[Document]) -> list[Mismatch]:
    """Return every quotation of `brief` that is not in `documents` word for word at its offsets.

    All that the brief quotes of today's sources is checked; what it repeats of an earlier brief is
    not, since its sources need not be among them.

    Parameters
    ----------
    brief : Brief
    documents : iterable of Document
        The sources, found by their ids, each of its own, as `read` gives them; documents that the
        brief does not name are ignored.

    Returns
    -------
    list of Mismatch
        Empty if all agree; in the order of the brief.
    """
    texts = {document.id: document.text for document in documents}
    return [
        Mismatch(where, passage.source, passage.start, passage.end, expected, found)
        for where, passage in quotations(brief)
        for expected, found in _checks(passage, texts.get(passage.source))
        if found != expected or not found
    ]


def quotations(brief: Brief) -> Iterator[Quotation]:
    """Yield every passage of the brief that is said to be in a source."""
    for i, point in enumerate(brief.points):
        yield Quotation(f"points[{i}]", point)
        if point.context is not None:
            yield Quotation(f"points[{i}].context", point.context)
        for j, citation in enumerate(point.citations):
            yield Quotation(f"points[{i}].citations[{j}]", citation)
    for i, difference in enumerate(brief.differences):
        for j, value in enumerate(difference.values):
            yield Quotation(f"differences[{i}].values[{j}]", value)
    for i, story in enumerate(brief.stories):
        for j, point_of_story in enumerate(story.points):
            yield Quotation(f"stories[{i}].points[{j}]", point_of_story)
    yield from _of_update(brief.update)
    for i, source in enumerate(brief.sources):
        if source.only is not None:
            yield Quotation(f"sources[{i}].only", source.only)
    for i, dropped in enumerate(brief.dropped):
        yield Quotation(f"dropped[{i}]", dropped)


def _of_update(update: Update | None) -> Iterator[Quotation]:
    """What today's sources say; the words of the earlier brief are checked with its own sources."""
    if update is None:
        return
    for i, known in enumerate(update.grown):
        for j, citation in enumerate(known.citations):
            yield Quotation(f"update.grown[{i}].citations[{j}]", citation)
    for i, difference in enumerate(update.changed):
        for j, value in enumerate(difference.values[1:], start=1):
            yield Quotation(f"update.changed[{i}].values[{j}]", value)


def _checks(passage: Passage, text: str | None) -> Iterator[tuple[str, str | None]]:
    """What the brief quotes and what stands there; of a value also the sentence around it."""
    if not isinstance(passage, Value):
        yield passage.text, _found(passage, text)
        return
    yield passage.value, _found(passage, text)
    if text is not None:
        first = max(0, passage.end - len(passage.text))
        around = text.find(passage.text, first, passage.start + len(passage.text))
        if around < 0:
            yield passage.text, text[first : passage.start + len(passage.text)]


def _found(passage: Passage, text: str | None) -> str | None:
    if text is None:
        return None
    # A negative offset would count from the end and could hit by chance.
    inside = 0 <= passage.start <= passage.end <= len(text)
    return text[passage.start : passage.end] if inside else ""


def _short(text: str, limit: int = 60) -> str:
    return repr(text if len(text) <= limit else f"{text[: limit - 3]}...")
