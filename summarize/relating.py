"""One partition beside the candidates of all: what it shares with them.

In: a partition and what is known of the whole topic. Out: sums that are added up over partitions,
and arrays of the size of the candidates. Who says the same as a point is the matter of `citing`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from summarize.differences import NEIGHBOURS, closest_of_each
from summarize.partitions import Digest, Ints, Partition, Plan, Standing, digest_of
from summarize.reducing import Counts
from summarize.rows import FloatArray, Rows
from summarize.salience import earliness
from summarize.similarity import mix, unit
from summarize.terms import idf_of, tfidf
from summarize.threads import one_blas_thread
from summarize.typicality import Sums, documents_of

__all__ = ["Measure", "Near", "Related", "Shared", "relate", "rows_of", "taken"]

# Sentences compared with all candidates at a time.
BLOCK = 2048


@dataclass(frozen=True, slots=True)
class Measure:
    """What the sameness of a partition's sentences is measured by.

    Attributes
    ----------
    idf : ndarray of shape (n_stems,)
        Of content words, for the partition's own vocabulary.
    mean : ndarray of shape (n_features,)
        Of the embeddings.
    """

    idf: FloatArray
    mean: FloatArray

    @classmethod
    def of(cls, counts: Counts, stems: Ints) -> Measure:
        """Measure by all that is counted, the stems given."""
        idf = idf_of(counts.content_df, counts.n)
        mean = (counts.embeddings / max(1, counts.n)).astype(np.float32)
        return cls(idf[stems] if len(stems) else np.zeros(1), mean)


@dataclass(frozen=True, slots=True)
class Shared:
    """What one partition is told of the whole topic.

    Attributes
    ----------
    idf : ndarray of shape (n_stems,)
        Of the partition's own vocabulary.
    measure : Measure
        Of sameness, for the choice.
    judged : Measure or None
        The same for citations: beside other stories it is clearer what tells sentences of this one
        apart. None if there are none.
    standing : Standing
    events : ndarray of int
        The main event, and those that candidates tell of.
    topic, rows : Rows of n_candidates
        Unit rows whose dot product is the similarity, for salience and for sameness.
    document : ndarray of shape (n_candidates,)
        Their documents, counted from the partition's first.
    vocabulary : list of str
        The columns of their sparse parts.
    pairs : ndarray of shape (n_pairs, 2)
        The adjacent stems of the candidates, by their place in `vocabulary`.
    """

    idf: FloatArray
    measure: Measure
    judged: Measure | None
    standing: Standing
    events: Ints
    topic: Rows
    rows: Rows
    document: Ints
    vocabulary: list[str]
    pairs: Ints


@dataclass(frozen=True, slots=True)
class Near:
    """The closest sentences of other documents to each candidate.

    Attributes
    ----------
    places : ndarray of shape (n_near, 4)
        Row of the candidate; document, start and end of the sentence.
    similarity : ndarray of shape (n_near,)
    """

    places: Ints
    similarity: FloatArray

    @classmethod
    def closest(cls, parts: Sequence[Near]) -> Near:
        """The closest of all, the few that `differences` looks at."""
        places = np.concatenate([np.zeros((0, 4), np.intp), *(part.places for part in parts)])
        similarity = np.concatenate([np.zeros(0), *(part.similarity for part in parts)])
        row, document, start, _ = places.T
        order = np.lexsort((start, document, -similarity, row))
        first = np.searchsorted(row[order], row[order])
        few = order[np.arange(len(order)) - first < NEIGHBOURS]
        return cls(places[few], similarity[few])


@dataclass(frozen=True, slots=True)
class Related:
    """What a partition adds to the whole.

    Attributes
    ----------
    worth, n_sources, n_sentences, in_titles : ndarray of shape (n_pairs,)
        Of each pair (`salience.coverage_of_shared_pairs`).
    support : ndarray of shape (n_candidates,)
        Sum over the other documents of the similarity of the closest sentence.
    closest : ndarray of shape (n_candidates,)
        The largest of these.
    near : Near
    to_titles : ndarray of shape (n_candidates,)
        Similarity of each to the closest title.
    sums : dict of int to Sums
        By event, of the sentences that count, as they are judged for citations.
    documents : ndarray of shape (n_stems,)
        The sum of the unit rows of all documents that count for that, whatever their event.
    n_documents : int
    """

    worth: FloatArray
    n_sources: Ints
    n_sentences: Ints
    in_titles: Ints
    support: FloatArray
    closest: FloatArray
    near: Near
    to_titles: FloatArray
    sums: dict[int, Sums]
    documents: FloatArray
    n_documents: int


@one_blas_thread()
def relate(partition: Partition, plan: Plan, shared: Shared) -> Related:
    """Compare a partition with the candidates of the topic."""
    digest, counts = digest_of(partition, plan), shared.standing.counts
    counted = digest.rows_of(counts)
    titles = len(digest) + np.flatnonzero(counts[digest.titled])
    vectors = tfidf(digest.terms.counts(), shared.idf)
    rows = rows_of(digest, shared.measure)
    closeness, near = _closeness(digest, rows, shared, counted)
    own = shared.document
    inside = np.flatnonzero((own >= 0) & (own < len(counts)))
    closeness[inside, own[inside]] = 0.0
    return Related(
        *_of_pairs(digest, shared, counted, titles),
        support=closeness.sum(axis=1, dtype=np.float64),
        closest=closeness.max(axis=1, initial=0.0),
        near=near,
        to_titles=_to_titles(digest, shared, vectors[titles]),
        **_usual(digest, rows, shared),
    )


def rows_of(digest: Digest, measure: Measure) -> Rows:
    """Return the sentences as unit rows whose dot product is their sameness."""
    from scipy.sparse import csr_array, vstack

    words = tfidf(digest.terms.counts(content_only=True)[: len(digest)], measure.idf)
    dense = np.zeros(digest.embeddings.shape, dtype=np.float32)
    sparse = [csr_array((0, words.shape[1]))]
    # A block at a time: a document of a million sentences is there once more, not five times.
    for begin in range(0, len(digest), BLOCK):
        block = slice(begin, begin + BLOCK)
        rows = mix(words[block], unit(digest.embeddings[block] - measure.mean))
        dense[block] = rows.dense
        sparse.append(rows.sparse)
    return Rows(vstack(sparse, format="csr"), dense)


def taken(rows: Rows, among: Ints) -> Rows:
    """Return some rows, without copying all of them."""
    return rows if len(among) == len(rows) else rows.take(among)


def _usual(digest: Digest, rows: Rows, shared: Shared) -> dict[str, Any]:
    """What the partition adds to what is usual, as `typicality` has it."""
    if shared.judged is not None:
        rows = rows_of(digest, shared.judged)
    counts = shared.standing.originals[digest.document]
    documents, counted = documents_of(rows, digest.document, counts)
    sums = {}
    for event in shared.events.tolist():
        own = digest.rows_of(shared.standing.events == event)
        sums[event] = Sums.of(taken(rows, own), digest.document[own], counts[own])
    return {
        "sums": sums,
        "documents": documents.weighted_sum(counted.astype(float)).sparse.toarray()[0],
        "n_documents": int(counted.sum()),
    }


def _to_titles(digest: Digest, shared: Shared, titles: Any) -> FloatArray:
    candidates = _in_vocabulary(shared.topic, shared, digest.terms.vocabulary).sparse
    closest = np.zeros(candidates.shape[0])
    for begin in range(0, titles.shape[0], BLOCK):
        block = (candidates @ titles[begin : begin + BLOCK].T).toarray()
        closest = np.maximum(closest, block.max(axis=1))
    return closest


def _closeness(
    digest: Digest, rows: Rows, shared: Shared, counted: Ints
) -> tuple[FloatArray, Near]:
    """Similarity of each candidate to the closest sentence of each document of the partition.

    And the sentences that are closest of all, of which some may contradict it.
    """
    closeness = np.zeros((len(shared.rows), digest.n_documents), dtype=np.float32)
    candidates = _in_vocabulary(shared.rows, shared, digest.terms.vocabulary)
    near: list[Near] = []
    is_main = shared.standing.events == 0  # other stories contradict nothing
    for begin in range(0, len(counted), BLOCK):
        block = counted[begin : begin + BLOCK]
        close = candidates.dot(rows.take(block))
        of_others = shared.document[:, np.newaxis] != digest.document[block]
        of_others &= is_main[digest.document[block]]
        which, columns, found = closest_of_each(close, of_others)
        at = block[columns]
        places = np.column_stack([which, digest.document[at], digest.start[at], digest.end[at]])
        near.append(Near(places, found))
        documents, starts = np.unique(digest.document[block], return_index=True)
        best = np.maximum.reduceat(close, starts, axis=1).clip(0.0, 1.0)
        closeness[:, documents] = np.maximum(closeness[:, documents], best)
    return closeness, Near.closest(near)


def _local(shared: Shared, vocabulary: list[str]) -> Ints:
    """The place of each stem of the candidates in the partition's vocabulary; -1 for none."""
    place = {stem: k for k, stem in enumerate(vocabulary)}
    return np.array([place.get(stem, -1) for stem in shared.vocabulary], dtype=np.intp)


def _in_vocabulary(rows: Rows, shared: Shared, vocabulary: list[str]) -> Rows:
    from scipy.sparse import csr_array

    words: Any = rows.sparse.tocoo()
    row, stem = words.coords if hasattr(words, "coords") else (words.row, words.col)
    column = _local(shared, vocabulary)[stem]
    known = column >= 0
    shape = (len(rows), max(1, len(vocabulary)))
    sparse = csr_array((words.data[known], (row[known], column[known])), shape=shape)
    return Rows(sparse, rows.dense)


def _of_pairs(
    digest: Digest, shared: Shared, counted: Ints, titles: Ints
) -> tuple[FloatArray, Ints, Ints, Ints]:
    """Worth, sources, sentences and titles of each of the candidates' pairs, in this partition."""
    local, size = _local(shared, digest.terms.vocabulary), len(digest.terms.vocabulary)
    first, second = local[shared.pairs.T] if len(shared.pairs) else np.zeros((2, 0), np.intp)
    wanted = np.where((first >= 0) & (second >= 0), first * size + second, -1)
    order = np.argsort(wanted, kind="stable")
    text, pair = digest.terms.pairs()
    known = np.isin(pair, wanted)
    text, which = text[known], order[np.searchsorted(wanted[order], pair[known])]
    n = len(wanted)
    text, which = np.unique(np.column_stack([text, which]), axis=0).T
    of_title = np.isin(text, titles)
    in_titles = np.bincount(which[of_title], minlength=n)
    of_text = np.isin(text, counted)
    text, which = text[of_text], which[of_text]
    document = digest.document[text]
    early = earliness(digest.position, digest.document)
    # The first sentence of each document that has the pair; rows come in order.
    _, earliest = np.unique(which * digest.n_documents + document, return_index=True)
    worth: FloatArray = np.asarray(
        np.bincount(which[earliest], early[text[earliest]], minlength=n), dtype=float
    )
    n_sources = np.bincount(which[earliest], minlength=n)
    return worth, n_sources, np.bincount(which, minlength=n), in_titles
