"""Who says a point of a large topic, partition by partition, by the judge of a small one.

In: a partition and what is usual in the whole topic (`typicality`). Out: for the points that lie in
it the statements that all partitions are compared with; then, for all points, the spans to be
cited. The probabilities are those of `support`, whose features are taken over the whole topic.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from summarize.documents import Sentence
from summarize.partitions import Digest, Ints, Partition, Plan, digest_of, forget
from summarize.relating import Measure, Related, rows_of
from summarize.rows import FloatArray, Rows
from summarize.support import Evidence, Statement, days_of, says_the_same
from summarize.totals import Totals
from summarize.typicality import Sums, Usual, rarity_of

__all__ = ["citations"]

Cited = tuple[Ints, FloatArray]


@dataclass(frozen=True, slots=True)
class Judged:
    """What one partition is told of the whole topic to judge its sentences.

    Attributes
    ----------
    measure : Measure
    usual : Usual
        Both over the partition's own vocabulary.
    originals : ndarray of shape (n_documents,)
        Which of its documents are no copies.
    """

    measure: Measure
    usual: Usual
    originals: NDArray[np.bool_]


def citations(
    points: Sequence[Sentence],
    whole: Totals,
    related: Sequence[Related],
    min_support: float,
    each: Callable[..., list[Any]],
) -> list[Cited]:
    """Return for each partition what `cite` does, its documents counted among all.

    `each` runs a function on partitions, which are given by their number and what they are told.
    """
    if not points:
        return []
    usual = _usual(whole, related)
    partition_of = [whole.partition_of(point.document) for point in points]
    lying: dict[int, list[int]] = defaultdict(list)
    for k, number in enumerate(partition_of):
        lying[number].append(k)

    def told(number: int) -> Judged:
        stems, documents = whole.stems[number], whole.documents_of(number)
        local = Usual(
            usual.rarity[stems] if len(stems) else np.zeros(1),
            usual.alike,
            _within(usual.documents, stems),
            usual.n_documents,
        )
        return Judged(Measure.of(whole.all, stems), local, whole.originals[documents])

    def places(number: int) -> Ints:
        first = whole.documents_of(number).start
        own = [(points[k].document - first, points[k].start) for k in lying[number]]
        return np.array(own, dtype=np.intp)

    stated = each(state, ((number, told(number), places(number)) for number in lying))
    statements: dict[int, Statement] = {}
    for (number, rows), found in zip(lying.items(), stated, strict=True):
        for k, statement in zip(rows, found, strict=True):
            statements[k] = _among_all(statement, whole, number)

    def asked(number: int) -> tuple[Any, ...]:
        stems, first = whole.stems[number], whole.documents_of(number).start
        local = [_in_partition(statements[k], stems) for k in range(len(points))]
        own = np.array([point.document - first for point in points], dtype=np.intp)
        return number, told(number), local, own, min_support

    found = each(cite, map(asked, range(len(whole.stems))))
    firsts = [whole.documents_of(number).start for number in range(len(whole.stems))]
    return [
        (spans + np.array([0, first, 0, 0]), probability)
        for first, (spans, probability) in zip(firsts, found, strict=True)
    ]


def _usual(whole: Totals, related: Sequence[Related]) -> Usual:
    """What is usual in the whole topic, over its whole vocabulary."""
    from scipy.sparse import csr_array

    parts = [part.sums for part in related]
    total = Rows(
        csr_array(whole.added([part.total.sparse.toarray()[0] for part in parts])[np.newaxis]),
        np.sum([part.total.dense for part in parts], axis=0),
    )
    sums = Sums(
        total,
        sum(part.n for part in parts),
        sum(part.own for part in parts),
        sum(part.n_own for part in parts),
    )
    documents = csr_array(whole.added([part.documents for part in related])[np.newaxis])
    return Usual(
        rarity_of(whole.all.content_df, whole.all.n),
        {0: sums.alike},
        Rows(documents, np.zeros((1, 0))),
        sum(part.n_documents for part in related),
    )


def _within(rows: Rows, stems: Ints) -> Rows:
    """Of rows over the whole vocabulary, the columns of a partition's own."""
    from scipy.sparse import csr_array

    if not len(stems):
        return Rows(csr_array((len(rows), 1)), rows.dense)
    return Rows(rows.sparse[:, stems], rows.dense)


def _among_all(statement: Statement, whole: Totals, number: int) -> Statement:
    """Return the statement of a partition over the whole vocabulary."""
    from scipy.sparse import csr_array

    def spread(rows: Rows) -> Rows:
        words = rows.sparse
        columns = whole.stems[number][words.indices]
        shape = (1, max(1, len(whole.number)))
        return Rows(csr_array((words.data, columns, words.indptr), shape=shape), rows.dense)

    return replace(statement, rows=spread(statement.rows), document=spread(statement.document))


def _in_partition(statement: Statement, stems: Ints) -> Statement:
    return replace(
        statement,
        rows=_within(statement.rows, stems),
        document=_within(statement.document, stems),
    )


def state(partition: Partition, plan: Plan, judged: Judged, points: Ints) -> list[Statement]:
    """Return the statements of points of this partition, given by document and start."""
    digest = digest_of(partition, plan)
    main = _main(digest)
    evidence = _evidence(partition, digest, judged, main)
    place = {
        where: row
        for row, where in enumerate(
            zip(digest.document[main].tolist(), digest.start[main].tolist(), strict=True)
        )
    }
    return [evidence.statement(place[document, start]) for document, start in points.tolist()]


def cite(
    partition: Partition,
    plan: Plan,
    judged: Judged,
    points: Sequence[Statement],
    own: Ints,
    min_support: float,
) -> tuple[Ints, FloatArray]:
    """Return which sentences of a partition say what a point says; its digest is not needed again.

    Parameters
    ----------
    points : sequence of n_points Statement
        Over the partition's own vocabulary.
    own : ndarray of shape (n_points,)
        The document of each, where it lies in this partition.

    Returns
    -------
    ndarray of shape (n_found, 4), ndarray of shape (n_found,)
        Point, document, start and end; probability. The most probable one of each document.
    """
    digest = digest_of(partition, plan)
    forget(partition, plan)
    main = _main(digest)
    found = [np.zeros((0, 4), dtype=np.intp)]
    probability: list[FloatArray] = [np.zeros(0)]
    evidence = _evidence(partition, digest, judged, main)
    document = digest.document[main]
    for number, point in enumerate(points):
        probable = says_the_same(evidence.compared(point)).round(4)
        cited = (probable >= min_support) & (probable > 0) & (document != own[number])
        rows = np.flatnonzero(cited)
        rows = rows[np.lexsort((rows, -probable[rows], document[rows]))]
        rows = rows[np.flatnonzero(np.diff(document[rows], prepend=-1))]
        at = main[rows]
        spans = (np.full(len(rows), number), document[rows], digest.start[at], digest.end[at])
        found.append(np.column_stack(spans))
        probability.append(probable[rows])
    return np.concatenate(found), np.concatenate(probability)


def _main(digest: Digest) -> Ints:
    """The sentences of the main event: no other is cited."""
    return np.flatnonzero((digest.events == 0)[digest.document])


def _evidence(partition: Partition, digest: Digest, judged: Judged, main: Ints) -> Evidence:
    texts = [
        partition.documents[document].text[start:end]
        for document, start, end in zip(
            digest.document[main].tolist(),
            digest.start[main].tolist(),
            digest.end[main].tolist(),
            strict=True,
        )
    ]
    return Evidence(
        texts,
        rows_of(digest, judged.measure).take(main),
        digest.document[main],
        np.zeros(len(main), dtype=np.intp),
        judged.originals[digest.document[main]],
        judged.usual,
        days_of([document.date for document in partition.documents])[digest.document[main]],
    )
