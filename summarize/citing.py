"""Who says a point of a large topic, partition by partition, by the judge of a small one.

In: the points, the totals of the topic and how to run a function on its partitions. Out: for each
partition the spans to be cited. The probabilities are those of `support`: its features are taken
over the whole topic, from sums that the partitions added up (`typicality`). The partitions in which
points lie say what these are compared with (`state`), then all are compared with them (`cite`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from summarize.documents import Document, Sentence
from summarize.errors import ReadingError
from summarize.partitions import (
    Digest,
    Ints,
    Partition,
    Plan,
    digest_of,
    read_partition,
)
from summarize.relating import Measure, Related, rows_of, taken
from summarize.rows import FloatArray, Rows
from summarize.support import Evidence, Statement, days_of
from summarize.totals import Totals
from summarize.typicality import Sums, Usual, rarity_of

__all__ = ["Cited", "citations"]

Each = Callable[[Callable[..., Any], Iterable[tuple[Any, ...]]], list[Any]]


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
    documents : dict of int to str
        The whole texts of the documents that are cited, and of those asked for.
    """

    spans: Ints
    probability: FloatArray
    texts: list[str]
    documents: dict[int, str]


def citations(
    points: Sequence[Sentence],
    whole: Totals,
    related: Sequence[Related],
    min_support: float,
    shown: Iterable[int],
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
    shown : iterable of int
        Documents whose whole texts are asked for, as well as those of the points.
    each : callable
        Runs a function on partitions, which are given by their number and what they are told.
    """
    usual = _usual(whole, related)
    numbers = range(len(whole.stems))
    lying: dict[int, list[int]] = defaultdict(list)
    for k, point in enumerate(points):
        lying[whole.partition_of(point.document)].append(k)

    def asked(number: int) -> tuple[Any, ...]:
        first = whole.first_of(number)
        own = [(points[k].document - first, points[k].start) for k in lying[number]]
        return number, _told(whole, usual, number), np.array(own, dtype=np.intp)

    statements: dict[int, Statement] = {}
    for number, stated in zip(lying, each(state, map(asked, list(lying))), strict=True):
        for k, statement in zip(lying[number], stated, strict=True):
            statements[k] = _among_all(statement, whole, number)
    wanted = np.unique([*shown, *(point.document for point in points)])
    events = whole.events[np.array([point.document for point in points], dtype=np.intp)]

    def compared(number: int) -> tuple[Any, ...]:
        documents = whole.documents_of(number)
        local = [_within(statements[k], whole.stems[number]) for k in range(len(points))]
        own = np.array([point.document for point in points], dtype=np.intp) - documents.start
        here = wanted[(wanted >= documents.start) & (wanted < documents.stop)] - documents.start
        return number, _told(whole, usual, number), local, own, events, here, min_support

    found = each(cite, map(compared, numbers))
    return [_moved(cited, whole.first_of(k)) for k, cited in zip(numbers, found, strict=True)]


def state(partition: Partition, plan: Plan, judged: Judged, points: Ints) -> list[Statement]:
    """Return the statements of points of this partition, given by document and start."""
    digest = digest_of(partition, plan)
    among = np.flatnonzero(plan.told(digest.events)[digest.document])
    evidence = _evidence(_documents(partition, digest), digest, judged, among)
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
    shown: Ints,
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
    shown : ndarray of int
        Documents of this partition whose texts are asked for.
    """
    digest = digest_of(partition, plan)
    among = np.flatnonzero(plan.told(digest.events)[digest.document])
    documents = _documents(partition, digest)
    evidence = _evidence(documents, digest, judged, among)
    document = digest.document[among]
    found = [np.zeros((0, 4), dtype=np.intp)]
    probability: list[FloatArray] = [np.zeros(0)]
    for number, point in enumerate(points):
        probable = evidence.told(point)
        cited = (probable >= min_support) & (probable > 0) & (document != own[number])
        cited &= digest.events[document] == events[number]  # no other event is cited
        rows = np.flatnonzero(cited)
        rows = rows[np.lexsort((rows, -probable[rows], document[rows]))]
        rows = rows[np.flatnonzero(np.diff(document[rows], prepend=-1))]
        at = among[rows]
        spans = (np.full(len(rows), number), document[rows], digest.start[at], digest.end[at])
        found.append(np.column_stack(spans))
        probability.append(probable[rows])
    cited_spans = np.concatenate(found)
    texts = [documents[row].text[start:end] for _, row, start, end in cited_spans.tolist()]
    whole = {row: documents[row].text for row in np.union1d(cited_spans[:, 1], shown).tolist()}
    return Cited(cited_spans, np.concatenate(probability), texts, whole)


def _documents(partition: Partition, digest: Digest) -> list[Document]:
    """The documents, read again: what the digest tells of must still be there."""
    documents = read_partition(partition).documents
    if len(documents) != len(digest.events):
        raise ReadingError("a file was changed while its topic was summarized")
    return documents


def _evidence(
    documents: Sequence[Document], digest: Digest, judged: Judged, among: Ints
) -> Evidence:
    spans = zip(digest.document[among], digest.start[among], digest.end[among], strict=True)
    return Evidence(
        [documents[row].text[start:end] for row, start, end in spans],
        taken(rows_of(digest, judged.measure), among),
        digest.document[among],
        np.zeros(len(among), dtype=np.intp),  # what is usual is that of the main event for all
        judged.originals[digest.document[among]],
        judged.usual,
        days_of([one.date for one in documents])[digest.document[among]],
    )


def _usual(whole: Totals, related: Sequence[Related]) -> Usual:
    """What is usual in the whole topic, over its whole vocabulary."""
    parts = [part.sums for part in related]
    total = whole.added(part.total.sparse.toarray()[0] for part in parts)
    sums = Sums(
        _row(total, np.sum([part.total.dense for part in parts], axis=0, dtype=np.float32)),
        sum(part.n for part in parts),
        sum(part.own for part in parts),
        sum(part.n_own for part in parts),
    )
    documents = whole.added(part.documents for part in related)
    return Usual(
        rarity_of(whole.all.content_df, whole.all.n),
        {0: sums.alike},
        _row(documents, np.zeros((1, 0))),
        sum(part.n_documents for part in related),
    )


def _row(words: FloatArray, dense: FloatArray) -> Rows:
    from scipy.sparse import csr_array

    return Rows(csr_array(words[np.newaxis]), dense)


def _told(whole: Totals, usual: Usual, number: int) -> Judged:
    """What a partition is told, over its own vocabulary."""
    stems = whole.stems[number]
    own = Usual(
        usual.rarity[stems] if len(stems) else np.zeros(1),
        usual.alike,
        _columns(usual.documents, stems),
        usual.n_documents,
    )
    return Judged(Measure.of(whole.all, stems), own, whole.originals[whole.documents_of(number)])


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
    documents = {first + row: text for row, text in cited.documents.items()}
    return replace(cited, spans=cited.spans + np.array([0, first, 0, 0]), documents=documents)
