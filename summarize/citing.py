"""Who says a point of a large topic, partition by partition, by the judge of a small one.

In: the points, the totals of the topic and how to run a function on its partitions. Out: for each
partition the sentences to be cited. The probabilities are those of `support`: its features are
taken over the whole topic, from sums that the partitions added up (`typicality`). The partitions in
which points lie say what these are compared with (`state`), then all are compared with them
(`cite`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from summarize.documents import Sentence
from summarize.partitions import Digest, Each, Ints, Partition, Plan, Standing, digest_of, texts_of
from summarize.relating import Measure, Related, rows_of, taken
from summarize.rows import FloatArray, Rows
from summarize.support import Evidence, Statement, days_of
from summarize.totals import Totals
from summarize.typicality import Sums, Usual, rarity_of

__all__ = ["Cited", "citations"]


@dataclass(frozen=True, slots=True)
class Judged:
    """What one partition is told of the whole topic to judge its sentences.

    Attributes
    ----------
    measure : Measure
    usual : Usual
        Both over the partition's own vocabulary.
    standing : Standing
    days : ndarray of shape (n_documents,)
        When each document was written (`support.days_of`); a copy is as old as its original.
    """

    measure: Measure
    usual: Usual
    standing: Standing
    days: FloatArray


@dataclass(frozen=True, slots=True)
class Cited:
    """What a partition says of the points.

    Attributes
    ----------
    spans : ndarray of shape (n_found, 4)
        Point, document, start and end: the most probable sentence of each document.
    probability : ndarray of shape (n_found,)
    texts : list of str
        Of these sentences.
    """

    spans: Ints
    probability: FloatArray
    texts: list[str]


def citations(
    points: Sequence[Sentence],
    whole: Totals,
    related: Sequence[Related],
    min_support: float,
    each: Each,
) -> list[Cited]:
    """Return who says the points, for each partition; its documents are counted among all.

    Parameters
    ----------
    points : sequence of Sentence
    whole : Totals
    related : sequence of Related
        One a partition.
    min_support : float in [0, 1]
        As `support.supporters` takes it.
    each : callable
        Runs a function on partitions, which are given by their number and what they are told.
    """
    usual, days = _usual(whole, related), _days(whole)
    numbers = range(len(whole.stems))
    lying: dict[int, list[int]] = defaultdict(list)
    for k, point in enumerate(points):
        lying[whole.partition_of(point.document)].append(k)

    def asked(number: int) -> tuple[Any, ...]:
        first = whole.first_of(number)
        own = [(points[k].document - first, points[k].start) for k in lying[number]]
        return number, _told(whole, usual, days, number), np.array(own, dtype=np.intp)

    statements: dict[int, Statement] = {}
    for number, stated in zip(lying, each(state, map(asked, list(lying))), strict=True):
        for k, statement in zip(lying[number], stated, strict=True):
            statements[k] = _among_all(statement, whole, number)

    events = whole.events[np.array([point.document for point in points], dtype=np.intp)]

    def compared(number: int) -> tuple[Any, ...]:
        local = [_within(statements[k], whole.stems[number]) for k in range(len(points))]
        own = np.array([point.document for point in points], np.intp) - whole.first_of(number)
        return number, _told(whole, usual, days, number), local, own, events, min_support

    found = each(cite, map(compared, numbers))
    return [_moved(cited, whole.first_of(k)) for k, cited in zip(numbers, found, strict=True)]


def state(partition: Partition, plan: Plan, judged: Judged, points: Ints) -> list[Statement]:
    """Return the statements of points of this partition, given by document and start."""
    digest, texts = digest_of(partition, plan), texts_of(partition, plan)
    among = _told_of(digest, judged)
    evidence = _evidence(texts, digest, judged, among)
    places = zip(digest.document[among].tolist(), digest.start[among].tolist(), strict=True)
    row_of = {place: row for row, place in enumerate(places)}
    return [evidence.statement(row_of[document, start]) for document, start in points.tolist()]


def cite(
    partition: Partition,
    plan: Plan,
    judged: Judged,
    points: Sequence[Statement],
    own: Ints,
    events: Ints,
    min_support: float,
) -> Cited:
    """Return which sentences of a partition say what a point says.

    Parameters
    ----------
    points : sequence of n_points Statement
        Over the partition's own vocabulary.
    own : ndarray of shape (n_points,)
        The document of each, counted from the first of this partition.
    events : ndarray of shape (n_points,)
        The event of each.
    """
    digest, texts = digest_of(partition, plan), texts_of(partition, plan)
    among = _told_of(digest, judged)
    evidence = _evidence(texts, digest, judged, among)
    document = digest.document[among]
    found = [np.zeros((0, 4), dtype=np.intp)]
    probability: list[FloatArray] = [np.zeros(0)]
    found_texts: list[str] = []
    for number, point in enumerate(points):
        probable = evidence.told(point)
        cited = (probable >= min_support) & (probable > 0) & (document != own[number])
        # No other event is cited.
        cited &= judged.standing.events[document] == events[number]
        rows = np.flatnonzero(cited)
        rows = rows[np.lexsort((rows, -probable[rows], document[rows]))]
        rows = rows[np.flatnonzero(np.diff(document[rows], prepend=-1))]
        at = among[rows]
        spans = (np.full(len(rows), number), document[rows], digest.start[at], digest.end[at])
        found.append(np.column_stack(spans))
        probability.append(probable[rows])
        found_texts += [texts[row] for row in at.tolist()]
    return Cited(np.concatenate(found), np.concatenate(probability), found_texts)


def _told_of(digest: Digest, judged: Judged) -> Ints:
    """The sentences of the events that points may be of."""
    return digest.rows_of(np.isin(judged.standing.events, list(judged.usual.alike)))


def _evidence(texts: Sequence[str], digest: Digest, judged: Judged, among: Ints) -> Evidence:
    document = digest.document[among]
    return Evidence(
        [texts[row] for row in among.tolist()],
        taken(rows_of(digest, judged.measure), among),
        document,
        judged.standing.events[document],
        judged.standing.originals[document],
        judged.usual,
        judged.days[document],
    )


def _days(whole: Totals) -> FloatArray:
    """When each document was written; a copy is as old as what it repeats."""
    dates = [document.date for document in whole.documents]
    return days_of(
        [dates[row if copied is None else copied] for row, copied in enumerate(whole.copy_of)]
    )


def _usual(whole: Totals, related: Sequence[Related]) -> Usual:
    """What is usual in the whole topic, over its whole vocabulary."""
    alike = {}
    for event in related[0].sums:
        parts = [part.sums[event] for part in related]
        total = whole.added(part.total.sparse.toarray()[0] for part in parts)
        dense = np.asarray(np.sum([part.total.dense for part in parts], axis=0, dtype=np.float32))
        n, own, n_own = (sum(x) for x in zip(*((p.n, p.own, p.n_own) for p in parts), strict=True))
        alike[event] = Sums(_row(total, dense), n, own, n_own).alike
    documents = whole.added(part.documents for part in related)
    return Usual(
        rarity_of(whole.all.content_df, whole.all.n),
        alike,
        _row(documents, np.zeros((1, 0))),
        sum(part.n_documents for part in related),
    )


def _row(words: FloatArray, dense: FloatArray) -> Rows:
    from scipy.sparse import csr_array

    return Rows(csr_array(words[np.newaxis]), dense)


def _told(whole: Totals, usual: Usual, days: FloatArray, number: int) -> Judged:
    """What a partition is told, over its own vocabulary."""
    stems, documents = whole.stems[number], whole.documents_of(number)
    own = Usual(
        usual.rarity[stems] if len(stems) else np.zeros(1),
        usual.alike,
        _columns(usual.documents, stems),
        usual.n_documents,
    )
    return Judged(Measure.of(whole.all, stems), own, whole.standing(number), days[documents])


def _columns(rows: Rows, stems: Ints) -> Rows:
    """Of rows over the whole vocabulary, the columns of a partition's own."""
    from scipy.sparse import csr_array

    sparse = rows.sparse[:, stems] if len(stems) else csr_array((len(rows), 1))
    return Rows(sparse, rows.dense)


def _within(statement: Statement, stems: Ints) -> Statement:
    rows, document = _columns(statement.rows, stems), _columns(statement.document, stems)
    return replace(statement, rows=rows, document=document)


def _among_all(statement: Statement, whole: Totals, number: int) -> Statement:
    """Return the statement of a partition over the whole vocabulary."""
    from scipy.sparse import csr_array

    def spread(rows: Rows) -> Rows:
        words = rows.sparse
        columns = whole.stems[number][words.indices]
        shape = (1, max(1, len(whole.number)))
        return Rows(csr_array((words.data, columns, words.indptr), shape=shape), rows.dense)

    return replace(statement, rows=spread(statement.rows), document=spread(statement.document))


def _moved(cited: Cited, first: int) -> Cited:
    """The same, with its documents counted among all."""
    return replace(cited, spans=cited.spans + np.array([0, first, 0, 0]))
