"""The space in which sentences are compared: what they say in words, and what they mean.

In: the sentences' texts and their embeddings. Out: `Rows`, unit vectors whose dot product is a
similarity in [-1, 1], for two purposes. What a topic keeps repeating is measured by words alone,
function words among them: TF-IDF of stems with the idf of this topic. Whether two sentences say the
same is measured by content words and by meaning: the embedding minus the topic's mean, since within
one topic all sentences point the same way and the mean hides what tells them apart (`python -m
benchmarks pairs` and `ablation` measure both). And how close each document comes to some of the
sentences. Nothing here is quadratic in the number of sentences.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from summarize.rows import FloatArray, Rows
from summarize.terms import StemFunction, Terms, document_frequencies, idf_of, terms_of, tfidf

__all__ = [
    "Space",
    "build_space",
    "closeness_to_others",
    "closest_by_document",
    "incidence_of_pairs",
    "mix",
    "unit",
]

# Of content words and meaning in the similarity of two sentences.
SAMENESS_WEIGHTS = (0.7, 0.3)
# Sentences compared with all candidates at a time; a longer document is a block of its own.
BLOCK = 1024
# Of the similarities of candidates to documents so many are held at a time: 80 MB.
CELLS = 10_000_000


@dataclass(frozen=True, slots=True)
class Space:
    """The sentences of a topic, and its titles, as rows for their several purposes.

    Attributes
    ----------
    topic : Rows of n_sentences
        For salience: how close sentences are to what the topic repeats.
    titles : Rows of n_titles
        The documents' titles, comparable with `topic`.
    sameness : Rows of n_sentences
        For redundancy, clusters and support: whether two sentences say the same.
    pairs : scipy.sparse.csr_array of shape (n_sentences, n_pairs)
        1 where a sentence has two stems next to each other, at least one of a content word.
    title_pairs : scipy.sparse.csr_array of shape (n_titles, n_pairs)
    """

    topic: Rows
    titles: Rows
    sameness: Rows
    pairs: Any
    title_pairs: Any


def build_space(
    texts: Sequence[str],
    titles: Sequence[str],
    embeddings: FloatArray,
    stems: StemFunction,
    counted: NDArray[np.bool_],
) -> Space:
    """Place the sentences and titles of one topic in one space.

    Parameters
    ----------
    texts : sequence of n str
        The sentences.
    titles : sequence of m str
        Titles of documents; they do not count for the idf.
    embeddings : ndarray of shape (n, n_features)
        Of the sentences; 0 features for words alone.
    stems : callable
        From a text to its stems (`summarize.stemming`).
    counted : ndarray of shape (n,)
        The sentences that idf and mean are taken from; copies of others are not.

    Returns
    -------
    Space
        Rows of length 1, or 0 for a sentence that has nothing to compare.
    """
    n = len(texts)
    terms = terms_of((*texts, *titles), stems)
    words = _tfidf(terms.counts(), counted)
    content = _tfidf(terms.counts(content_only=True)[:n], counted)
    meaning = unit(embeddings - embeddings[counted].mean(axis=0))
    topic = Rows(words, np.zeros((len(terms), 0)))
    pairs = incidence_of_pairs(terms, n)
    return Space(
        topic=topic.take(np.arange(n)),
        titles=topic.take(np.arange(n, len(terms))),
        sameness=mix(content, meaning),
        pairs=pairs[:n],
        title_pairs=pairs[n:],
    )


def _tfidf(counts: Any, counted: NDArray[np.bool_]) -> Any:
    fitted = counts[np.flatnonzero(counted)]
    return tfidf(counts, idf_of(document_frequencies(fitted), fitted.shape[0]))


def incidence_of_pairs(terms: Terms, n: int) -> Any:
    """Return 1 where a text (row) has a pair of adjacent stems that one of the first n has."""
    from scipy.sparse import csr_array

    text, pair = terms.pairs()
    distinct, which = np.unique(pair, return_inverse=True)
    is_theirs = np.zeros(len(distinct), dtype=bool)
    is_theirs[which[text < n]] = True
    known = is_theirs[which]
    column = (np.cumsum(is_theirs) - 1)[which[known]]
    shape = (len(terms), max(1, int(is_theirs.sum())))
    incidence = csr_array((np.ones(len(column)), (text[known], column)), shape=shape)
    incidence.sum_duplicates()
    incidence.data[:] = 1.0
    return incidence


def unit(X: FloatArray) -> FloatArray:
    """Return the rows with length 1, or 0."""
    norms = np.linalg.norm(X, axis=1, keepdims=True)
    return np.asarray(X / np.where(norms > 0, norms, 1.0))


def mix(words: Any, meaning: FloatArray) -> Rows:
    """Return rows whose dot product is the weighted mean of the cosines of words and meaning."""
    of_words, of_meaning = np.sqrt(SAMENESS_WEIGHTS)
    rows = Rows(words * of_words, meaning * of_meaning)
    norms = rows.norms()
    return rows.scaled(1.0 / np.where(norms > 0, norms, 1.0))


def closeness_to_others(
    candidates: Rows, rows: Rows, document_of: NDArray[np.intp], own: NDArray[np.intp]
) -> tuple[FloatArray, FloatArray]:
    """How close the other documents come to each candidate: in all, and the closest of them.

    Parameters
    ----------
    candidates, rows, document_of
        As `closest_by_document` takes them.
    own : ndarray of shape (n_candidates,)
        The document of each candidate, which does not count.

    Returns
    -------
    ndarray, ndarray of shape (n_candidates,)
        The sum and the largest of the similarities to each document's closest sentence.
    """
    n, n_documents = len(candidates), int(document_of.max()) + 1
    total, closest = np.zeros((2, n))
    block = max(1, CELLS // n_documents)
    for begin in range(0, n, block):
        part = np.arange(begin, min(begin + block, n))
        closeness = closest_by_document(candidates.take(part), rows, document_of)
        closeness[np.arange(len(part)), own[part]] = 0.0
        total[part] = closeness.sum(axis=1)
        closest[part] = closeness.max(axis=1)
    return total, closest


def closest_by_document(
    candidates: Rows, rows: Rows, document_of: NDArray[np.intp]
) -> NDArray[np.floating]:
    """Similarity of each candidate to the closest sentence of each document.

    Parameters
    ----------
    candidates : Rows of n_candidates
    rows : Rows of n
        All sentences, those of one document next to each other.
    document_of : ndarray of shape (n,)
        Ascending.

    Returns
    -------
    ndarray of shape (n_candidates, n_documents)
        In [0, 1]; 0 for a document without sentences.
    """
    present, starts = np.unique(document_of, return_index=True)
    closeness = np.zeros((len(candidates), int(document_of.max()) + 1))
    # A block of whole documents at a time, so that memory does not grow with their number.
    ends = np.append(starts[1:], len(rows))
    first = 0
    while first < len(present):
        block = slice(first, max(first + 1, np.searchsorted(ends, starts[first] + BLOCK, "right")))
        begin, end = starts[first], ends[block][-1]
        similarities = candidates.dot(rows.take(np.arange(begin, end)))
        within = starts[block] - begin
        best = np.maximum.reduceat(similarities, within, axis=1)
        closeness[:, present[block]] = best.clip(0.0, 1.0)
        first = block.stop
    return closeness
