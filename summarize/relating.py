"""One partition beside the candidates of all: what it shares with them, and who says the same.

In: a partition and what is known of the whole topic. Out: sums that are added up over partitions,
arrays of the size of the candidates, and for the points the spans to be cited. Sentences are
compared a block at a time; nothing is of the size of the partition twice over.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from summarize.partitions import Digest, Ints, Partition, Plan, digest_of, forget
from summarize.rows import FloatArray, Rows
from summarize.salience import earliness
from summarize.similarity import mix, unit
from summarize.terms import document_frequencies, tfidf

__all__ = ["Related", "Shared", "cite", "relate", "uncount"]

# Sentences compared with all candidates at a time.
BLOCK = 2048


@dataclass(frozen=True, slots=True)
class Shared:
    """What one partition is told of the whole topic.

    Attributes
    ----------
    idf, content_idf : ndarray of shape (n_stems,)
        Of the partition's own vocabulary.
    mean : ndarray of shape (n_features,)
        Of the embeddings.
    originals : ndarray of shape (n_documents,)
        Which of its documents are no copies.
    topic, rows : Rows of n_candidates
        Unit rows whose dot product is the similarity, for salience and for sameness.
    document : ndarray of shape (n_candidates,)
        Rows among all documents.
    vocabulary : list of str
        The columns of their sparse parts.
    pairs : ndarray of shape (n_pairs, 2)
        The adjacent stems of the candidates, by their place in `vocabulary`.
    """

    idf: FloatArray
    content_idf: FloatArray
    mean: FloatArray
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


def uncount(
    partition: Partition, plan: Plan, documents: Ints
) -> tuple[Ints, Ints, int, FloatArray]:
    """Return what copies of other partitions' documents added to the counts of this one.

    Document frequencies of stems and of content stems, sentences, sum of the embeddings.
    """
    digest = digest_of(partition, plan)
    rows = np.flatnonzero(np.isin(digest.document, documents))
    return (
        document_frequencies(digest.terms.counts()[rows]),
        document_frequencies(digest.terms.counts(content_only=True)[rows]),
        len(rows),
        digest.embeddings[rows].sum(axis=0, dtype=np.float64),
    )


def relate(partition: Partition, plan: Plan, shared: Shared) -> Related:
    """Compare a partition with the candidates of the topic."""
    digest = digest_of(partition, plan)
    counts = shared.originals & (digest.events == 0)
    counted = np.flatnonzero(counts[digest.document])
    titles = len(digest) + np.flatnonzero(counts[digest.titled])
    vectors = tfidf(digest.terms.counts(), shared.idf)
    n_sentences = np.bincount(digest.document, minlength=len(counts))
    weights = 1.0 / np.sqrt(n_sentences[digest.document[counted]])
    closeness = _closeness(digest, shared, counted, len(counts))
    own = shared.document - partition.first
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
    )


def cite(
    partition: Partition, plan: Plan, shared: Shared, min_support: float
) -> tuple[Ints, FloatArray]:
    """Return which sentences of a partition say what a point says; its digest is not needed again.

    `shared.rows` are the points.

    Returns
    -------
    ndarray of shape (n_found, 4), ndarray of shape (n_found,)
        Point, document among all, start and end; similarity. The closest of each document.
    """
    digest = digest_of(partition, plan)
    forget(partition, plan)
    main = np.flatnonzero((digest.events == 0)[digest.document])
    found = [np.zeros((0, 3), dtype=np.intp)]
    similarity: list[FloatArray] = [np.zeros(0)]
    for rows, close in _similarities(digest, shared, main):
        close = close.round(4)
        other = shared.document[:, np.newaxis] != digest.document[rows] + partition.first
        point, column = np.nonzero((close >= min_support) & other)
        found.append(np.column_stack([point, digest.document[rows][column], rows[column]]))
        similarity.append(close[point, column])
    point, document, row = np.concatenate(found).T
    closeness = np.concatenate(similarity)
    order = np.lexsort((row, -closeness, document, point))
    key = (point * len(digest.events) + document)[order]
    first = order[np.flatnonzero(np.diff(key, prepend=-1))]
    spans = (digest.start[row[first]], digest.end[row[first]])
    cited = np.column_stack([point[first], document[first] + partition.first, *spans])
    return cited, closeness[first]


def _to_titles(digest: Digest, shared: Shared, titles: Any) -> FloatArray:
    candidates = _in_vocabulary(shared.topic, shared, digest.terms.vocabulary).sparse
    closest = np.zeros(candidates.shape[0])
    for begin in range(0, titles.shape[0], BLOCK):
        block = (candidates @ titles[begin : begin + BLOCK].T).toarray()
        closest = np.maximum(closest, block.max(axis=1))
    return closest


def _similarities(digest: Digest, shared: Shared, rows: Ints) -> Iterator[tuple[Ints, FloatArray]]:
    """Yield a block of the partition's rows, and how close each candidate is to them."""
    candidates = _in_vocabulary(shared.rows, shared, digest.terms.vocabulary)
    counts = digest.terms.counts(content_only=True)
    mean = shared.mean.astype(np.float32)
    for begin in range(0, len(rows), BLOCK):
        block = rows[begin : begin + BLOCK]
        meaning = unit(digest.embeddings[block] - mean)
        sentences = mix(tfidf(counts[block], shared.content_idf), meaning)
        yield block, candidates.dot(sentences).clip(0.0, 1.0)


def _closeness(digest: Digest, shared: Shared, counted: Ints, n_documents: int) -> FloatArray:
    """Similarity of each candidate to the closest sentence of each document of the partition."""
    closeness = np.zeros((len(shared.rows), n_documents), dtype=np.float32)
    for rows, close in _similarities(digest, shared, counted):
        documents, starts = np.unique(digest.document[rows], return_index=True)
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
