"""One partition beside the candidates of all: what it shares with them.

In: a partition and what is known of the whole topic. Out: sums that are added up over partitions,
and arrays of the size of the candidates. Who says the same as a point is the matter of `citing`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from summarize.partitions import Digest, Ints, Partition, Plan, digest_of
from summarize.reducing import Counts
from summarize.rows import FloatArray, Rows
from summarize.salience import earliness
from summarize.similarity import mix, unit
from summarize.terms import idf_of, tfidf
from summarize.typicality import Sums, documents_of

__all__ = ["Measure", "Related", "Shared", "relate", "rows_of", "taken", "uncount"]

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
    originals : ndarray of shape (n_documents,)
        Which of its documents are no copies.
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
    originals: NDArray[np.bool_]
    topic: Rows
    rows: Rows
    document: Ints
    vocabulary: list[str]
    pairs: Ints


@dataclass(frozen=True, slots=True)
class Related:
    """What a partition adds to the whole.

    Attributes
    ----------
    centre, title_centre : ndarray of shape (n_stems,)
        Sums of unit rows over its own vocabulary.
    n_titles, n_voices : int
        Titles, and documents with prose, that count.
    worth, n_sources, n_sentences, in_titles : ndarray of shape (n_pairs,)
        Of each pair (`salience.coverage_of_shared_pairs`).
    support : ndarray of shape (n_candidates,)
        Sum over the other documents of the similarity of the closest sentence.
    closest : ndarray of shape (n_candidates,)
        The largest of these.
    to_titles : ndarray of shape (n_candidates,)
        Similarity of each to the closest title.
    sums : Sums
        Of the sentences of the main event that count, as they are judged for citations.
    documents : ndarray of shape (n_stems,)
        The sum of the unit rows of all documents that count for that, whatever their event.
    n_documents : int
    """

    centre: FloatArray
    title_centre: FloatArray
    n_titles: int
    n_voices: int
    worth: FloatArray
    n_sources: Ints
    n_sentences: Ints
    in_titles: Ints
    support: FloatArray
    closest: FloatArray
    to_titles: FloatArray
    sums: Sums
    documents: FloatArray
    n_documents: int


def uncount(partition: Partition, plan: Plan, documents: Ints) -> tuple[Counts, Counts]:
    """Return what copies of other partitions' documents added to the counts of this one.

    To those of the main event, and of all.
    """
    digest = digest_of(partition, plan)
    copies = np.isin(np.arange(len(digest.events)), documents)
    return Counts.of(digest, copies & plan.told(digest.events)), Counts.of(digest, copies)


def relate(partition: Partition, plan: Plan, shared: Shared) -> Related:
    """Compare a partition with the candidates of the topic."""
    digest = digest_of(partition, plan)
    counts = shared.originals & plan.told(digest.events)
    counted = np.flatnonzero(counts[digest.document])
    titles = len(digest) + np.flatnonzero(counts[digest.titled])
    vectors = tfidf(digest.terms.counts(), shared.idf)
    n_sentences = np.bincount(digest.document, minlength=len(counts))
    weights = 1.0 / np.sqrt(n_sentences[digest.document[counted]])
    rows = rows_of(digest, shared.measure)
    closeness = _closeness(digest, rows, shared, counted, len(counts))
    own = shared.document
    inside = np.flatnonzero((own >= 0) & (own < len(counts)))
    closeness[inside, own[inside]] = 0.0
    return Related(
        np.asarray(weights @ vectors[counted]),
        np.asarray(np.ones(len(titles)) @ vectors[titles]),
        len(titles),
        len(np.unique(digest.document[counted])),
        *_of_pairs(digest, shared, counted, titles),
        support=closeness.sum(axis=1, dtype=np.float64),
        closest=closeness.max(axis=1, initial=0.0),
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
    counts = shared.originals[digest.document]
    documents, counted = documents_of(rows, digest.document, counts)
    main = digest.main
    return {
        "sums": Sums.of(taken(rows, main), digest.document[main], counts[main]),
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
    digest: Digest, rows: Rows, shared: Shared, counted: Ints, n_documents: int
) -> FloatArray:
    """Similarity of each candidate to the closest sentence of each document of the partition."""
    closeness = np.zeros((len(shared.rows), n_documents), dtype=np.float32)
    candidates = _in_vocabulary(shared.rows, shared, digest.terms.vocabulary)
    for begin in range(0, len(counted), BLOCK):
        block = counted[begin : begin + BLOCK]
        close = candidates.dot(rows.take(block)).clip(0.0, 1.0)
        documents, starts = np.unique(digest.document[block], return_index=True)
        best = np.maximum.reduceat(close, starts, axis=1)
        closeness[:, documents] = np.maximum(closeness[:, documents], best)
    return closeness


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
    _, earliest = np.unique(which * len(digest.events) + document, return_index=True)
    worth: FloatArray = np.asarray(
        np.bincount(which[earliest], early[text[earliest]], minlength=n), dtype=float
    )
    n_sources = np.bincount(which[earliest], minlength=n)
    return worth, n_sources, np.bincount(which, minlength=n), in_titles
