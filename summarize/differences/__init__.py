"""Where sources contradict each other: values that cannot all be true, told of the same thing.

In: the sentences, the space in which sameness is measured, and the rows to start from (points,
those that support them, candidates). Out: `Difference`s, each with the spans of its values, neither
judged. Only sentences of different documents that are no copies of one another and tell of the main
event are compared, and of those only the closest; so the cost is linear in the number of sentences.
When in doubt it is left out. Reads English; of other languages, figures and dates in digits.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from summarize.differences import dates, names, negation, numbers, order
from summarize.differences.statements import Finding, Statement, StemFunction, statement
from summarize.documents import Difference, Document, Sentence, Value
from summarize.rows import Rows
from summarize.threads import one_blas_thread

__all__ = [
    "KINDS",
    "NEIGHBOURS",
    "changed_values",
    "closest_of_each",
    "compare",
    "contradicting",
    "differences",
    "unbounded",
]


class Kind(NamedTuple):
    """How a kind of difference is found, and in which statements.

    `min_overlap` is how much of the shorter statement the other must say as well, in [0, 1].
    """

    findings: Callable[[Statement, Statement], Iterator[Finding]]
    min_overlap: float = 0.0


KINDS: dict[str, Kind] = {
    "number": Kind(numbers.number_differences, numbers.MIN_OVERLAP),
    "date": Kind(dates.date_differences, dates.MIN_OVERLAP),
    "name": Kind(names.name_differences),
    "order": Kind(order.order_differences),
    "negation": Kind(negation.negation_differences, negation.MIN_OVERLAP),
}

# Below this similarity two sentences are not about one thing, whatever words they share: from 0.2
# on, 14 more differences are found in 564 topics of news, 11 of them false (read, one by one).
CLOSE = 0.3
# On what two sources are known to differ, a third may be heard from further off.
NEAR = 0.2
# Texts written so many days apart tell of different stages of a thing.
FAR_APART = 14
# Prices and storms move by the hour: two figures of them are of two moments.
_FLEETING = re.compile(
    r"\b(?:shares?|stocks?|index|nasdaq|dow jones|yields?|trading|basis points|euros? (?:was|were)"
    r"|dollar (?:was|were|rose|fell)|loonie|latitude|mph|storm's cent(?:er|re)|forecasters)\b",
    re.IGNORECASE,
)
# Beside 19 dead of today, yesterday's "at least 12" is no contradiction, but it has changed.
_BOUNDS = re.compile(r"\b(?:at least|as (?:many|much) as|no fewer than|up to)\b", re.IGNORECASE)
# Each sentence is compared with so many of the closest of other documents.
NEIGHBOURS = 8
# Sentences multiplied with all starting points at a time.
BLOCK = 1024

Place = tuple[int, int, int]  # a row, and the offsets of a value in its text


def compare(a: Statement, b: Statement) -> Iterator[tuple[str, Finding]]:
    """Yield each value of two statements that cannot both be true, with the kind of difference."""
    if a.date and b.date and abs((a.date - b.date).days) > FAR_APART:
        return
    overlap = a.overlap(b)
    for kind, (findings, min_overlap) in KINDS.items():
        if overlap < min_overlap:
            continue
        for finding in findings(a, b):
            # Asked last: few statements differ.
            if kind in ("number", "date") and _FLEETING.search(a.text) and _FLEETING.search(b.text):
                continue
            yield kind, finding


@dataclass(frozen=True, slots=True)
class _Pair:
    kind: str
    one: Place
    other: Place


@one_blas_thread()
def differences(
    documents: Sequence[Document],
    sentences: Sequence[Sentence],
    sameness: Rows,
    counted: NDArray[np.bool_],
    points: Sequence[Sequence[int]],
    candidates: Sequence[int],
    stems: StemFunction,
    *,
    english: bool = True,
) -> tuple[Difference, ...]:
    """Find what the sources contradict each other on.

    Parameters
    ----------
    documents : sequence of Document
    sentences : sequence of n Sentence
    sameness : Rows of n
    counted : ndarray of shape (n,)
        The sentences of documents that are of the main event and no copies: the others have no say.
    points : sequence of sequence of int
        For each point, by rank, its row and those of the sentences that support it.
    candidates : sequence of int
        Further rows to start from.
    stems : callable
        From a text to its stems.
    english : bool
        Whether the sentences are English.

    Returns
    -------
    tuple of Difference
        Those about points first, in the order of their ranks.
    """
    start = sorted({row for rows in points for row in rows if counted[row]} | {*candidates})

    @cache
    def taken_apart(row: int) -> Statement:
        return _statement(sentences[row], documents, stems, english)

    def found_between(rows: Iterable[tuple[int, int]]) -> list[_Pair]:
        return [
            _Pair(kind, (a, f.start, f.end), (b, f.other_start, f.other_end))
            for a, b in rows
            for kind, f in compare(taken_apart(a), taken_apart(b))
        ]

    near = _near_pairs(sentences, sameness, counted, start).items()
    pairs = found_between(rows for rows, similarity in near if similarity >= CLOSE)
    known = {(p.kind, place) for p in pairs for place in (p.one, p.other)}
    differ = {row for _, (row, _, _) in known}
    further = (
        rows for rows, similarity in near if similarity < CLOSE and not differ.isdisjoint(rows)
    )
    pairs += [p for p in found_between(further) if known & {(p.kind, p.one), (p.kind, p.other)}]
    rank_of = {row: rank for rank, rows in reversed([*enumerate(points, 1)]) for row in rows}
    rank_of |= {rows[0]: rank for rank, rows in enumerate(points, 1) if rows}
    found = [
        (_rank(group, rank_of), kind, _one_a_source(group, documents, sentences))
        for kind, group in _groups(pairs)
    ]
    found.sort(key=lambda item: (item[0] or len(points) + 1, *_order(item[2]), item[1]))
    return tuple(Difference(kind, rank, values) for rank, kind, values in found)


def contradicting(
    row: int,
    others: Iterable[int],
    documents: Sequence[Document],
    sentences: Sequence[Sentence],
    stems: StemFunction,
    *,
    english: bool = True,
) -> set[int]:
    """Return which of the other sentences have a value that cannot be true beside the first.

    Such a sentence does not say what that says, however like it is.
    """
    own = _statement(sentences[row], documents, stems, english)
    against = set()
    for other in others:
        theirs = _statement(sentences[other], documents, stems, english)
        if any(compare(own, theirs)):
            against.add(other)
    return against


def changed_values(
    then: Sequence[tuple[Document, Sentence]],
    documents: Sequence[Document],
    sentences: Sequence[Sentence],
    similarity: NDArray[np.floating],
    counted: NDArray[np.bool_],
    stems: StemFunction,
    *,
    english: bool = True,
) -> tuple[Difference, ...]:
    """Find what today's sources say otherwise than an earlier brief.

    Parameters
    ----------
    then : sequence of (Document, Sentence)
        The points of the earlier brief, as `known.as_sentences` gives them.
    similarity : ndarray of shape (n_then, n)
        Of each to each of today's sentences.
    counted : ndarray of shape (n,)

    Returns
    -------
    tuple of Difference
        The first value is that of then, the others are those of today, one a source.
    """
    changed = []
    for (document, sentence), row in zip(then, similarity, strict=True):
        close = _closest(row, counted & (row >= CLOSE))
        # What a source of today still says word for word has not changed.
        if any(sentences[other].text == sentence.text for other in close):
            continue
        old = statement(unbounded(sentence.text), document.date, stems, english=english)
        now: dict[tuple[str, int, int], list[Place]] = {}
        for other in close:
            day = documents[sentences[other].document].date
            text = unbounded(sentences[other].text)
            new = statement(text, day, stems, english=english)
            for kind, f in compare(old, new):
                place = (other, f.other_start, f.other_end)
                now.setdefault((kind, f.start, f.end), []).append(place)
        for (kind, start, end), places in sorted(now.items()):
            first = _value(document.id, sentence, start, end)
            values = _one_a_source(places, documents, sentences)
            changed.append(Difference(kind, None, (first, *values)))
    return tuple(changed)


def _statement(
    sentence: Sentence, documents: Sequence[Document], stems: StemFunction, english: bool
) -> Statement:
    return statement(sentence.text, documents[sentence.document].date, stems, english=english)


def unbounded(text: str) -> str:
    """Return a text without words that make a number a bound, every other letter in its place."""
    return _BOUNDS.sub(lambda found: " " * len(found[0]), text)


def _closest(row: NDArray[np.floating], among: NDArray[np.bool_]) -> list[int]:
    rows = np.flatnonzero(among)
    return [int(r) for r in rows[np.argsort(-row[rows].round(9), kind="stable")][:NEIGHBOURS]]


def _near_pairs(
    sentences: Sequence[Sentence],
    sameness: Rows,
    counted: NDArray[np.bool_],
    start: Sequence[int],
) -> dict[tuple[int, int], float]:
    """Each of the rows with the closest sentences of other documents, ascending; how close."""
    rows = np.flatnonzero(counted)
    if not start or not len(rows):
        return {}
    document_of = np.array([sentence.document for sentence in sentences], dtype=np.intp)
    begin = np.array(start, dtype=np.intp)
    own = sameness.take(begin)
    near = []
    for first in range(0, len(rows), BLOCK):
        block = rows[first : first + BLOCK]
        similarity = own.dot(sameness.take(block))
        of_others = document_of[begin][:, np.newaxis] != document_of[block]
        which, columns, found = closest_of_each(similarity, of_others)
        near.append((begin[which], block[columns], found))
    row, other, found = _few_of_each(*map(np.concatenate, zip(*near, strict=True)))
    low, high = np.minimum(row, other), np.maximum(row, other)
    ascending = np.lexsort((high, low))
    pairs = zip(low[ascending].tolist(), high[ascending].tolist(), strict=True)
    return dict(zip(pairs, found[ascending].tolist(), strict=True))


def closest_of_each(
    similarity: NDArray[np.floating], among: NDArray[np.bool_]
) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.floating]]:
    """Return the few closest columns of each row that are near: rows, columns and similarities.

    Parameters
    ----------
    similarity : ndarray of shape (n, m)
    among : ndarray of bool, shape (n, m)
        Which columns may be near a row.
    """
    # Of one dimension numpy finds what is not zero several times as fast as of two.
    near = np.flatnonzero((similarity >= NEAR - 1e-9) & among)
    row, column = np.divmod(near, similarity.shape[1])
    found = similarity[row, column].round(9)
    near = np.flatnonzero(found >= NEAR)
    return _few_of_each(row[near], column[near], found[near])


def _few_of_each(
    row: NDArray[np.intp], column: NDArray[np.intp], similarity: NDArray[np.floating]
) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.floating]]:
    """The few of highest similarity of each row, the first of equals."""
    closest = np.lexsort((column, -similarity, row))
    row = row[closest]
    few = np.arange(len(row)) - np.searchsorted(row, row) < NEIGHBOURS
    return row[few], column[closest][few], similarity[closest][few]


def _groups(pairs: Iterable[_Pair]) -> list[tuple[str, list[Place]]]:
    """Values that differ from one another or from a third one: one difference."""
    parent: dict[tuple[str, Place], tuple[str, Place]] = {}

    def root(node: tuple[str, Place]) -> tuple[str, Place]:
        while parent.setdefault(node, node) != node:
            node = parent[node]
        return node

    for pair in pairs:
        one, other = sorted((root((pair.kind, pair.one)), root((pair.kind, pair.other))))
        parent[other] = one
    groups: dict[tuple[str, Place], list[Place]] = {}
    for node in sorted(parent):
        groups.setdefault(root(node), []).append(node[1])
    return [(kind, places) for (kind, _), places in groups.items()]


def _rank(places: Iterable[Place], rank_of: Mapping[int, int]) -> int | None:
    return min((rank_of[row] for row, _, _ in places if row in rank_of), default=None)


def _one_a_source(
    places: Iterable[Place], documents: Sequence[Document], sentences: Sequence[Sentence]
) -> tuple[Value, ...]:
    values: dict[str, Value] = {}
    for row, start, end in sorted(places):
        source = documents[sentences[row].document].id
        values.setdefault(source, _value(source, sentences[row], start, end))
    return tuple(values[source] for source in sorted(values))


def _value(source: str, sentence: Sentence, start: int, end: int) -> Value:
    value = sentence.text[start:end]
    return Value(value, source, sentence.start + start, sentence.start + end, sentence.text)


def _order(values: Sequence[Value]) -> tuple[int, str, int]:
    return (-len(values), values[0].source, values[0].start)
