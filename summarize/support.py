"""Who else says it: for each point, the sentence of every other source that most probably does.

In: the sentences and the rows in which sameness is measured. Out: the probability that each of
them says what a point says, and for each point one (row, probability) a source. The probability is
a logistic regression on what `Evidence.features` measures, fitted to sentences of ECB+ and of
Multi-News of which people said whether they tell the same (`python -m benchmarks citations --fit`),
or that by similarity alone, where it is higher.
All is linear in the number of sentences. It chooses no points and does not judge who is right.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import regex
from numpy.typing import NDArray

from summarize.documents import Sentence
from summarize.rows import FloatArray, Rows

__all__ = [
    "FEATURES",
    "Evidence",
    "closest_by_document",
    "probabilities",
    "says_the_same",
    "supporters",
]

Supporter = tuple[int, float]

# Sentences compared with all candidates at a time; a longer document is a block of its own.
BLOCK = 1024

# What each is, `Evidence.features` says; the weights are printed by `python -m benchmarks citations
# --fit`, which gives the log odds that two sentences say the same.
FEATURES = ("sameness", "rare words", "numbers", "documents", "no others", "typical", "alike")
WEIGHTS = np.array([0.041, 0.653, 1.208, -2.64, 5.711, 1.463, 9.294])
INTERCEPT = -0.644
# The log odds by similarity alone: 0 at the second number. Of the closest sentences of other
# documents of the event nine in ten say the same from .35 on, in short documents and in long ones.
BY_SIMILARITY = (8.0, 0.25)
# Sentences that differ in nothing that is compared say the same, however short they are.
IDENTICAL = 0.9999
# How rare a word is in few sentences is judged as if there were so many more without it.
MORE_SENTENCES = 10

NUMBER = regex.compile(r"\d+(?:[.,]\d+)*")


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


def says_the_same(
    features: FloatArray, weights: FloatArray = WEIGHTS, intercept: float = INTERCEPT
) -> FloatArray:
    """Return how probably sentences say the same, by the surer of two judges, in [0, 1].

    One sees all that they have in common, which is what tells short texts on look-alike events
    apart; the other sees only how similar they are, which is what tells sentences of long texts
    apart (`python -m benchmarks citations`).

    Parameters
    ----------
    features : ndarray of shape (n, n_features)
        In the order of `FEATURES`.
    """
    slope, half = BY_SIMILARITY
    similarity = features[:, 0]
    log_odds = np.maximum(features @ weights + intercept, slope * (similarity - half))
    return np.where(similarity >= IDENTICAL, 1.0, 1.0 / (1.0 + np.exp(-log_odds)))


class Evidence:
    """The sentences of a topic, and what tells which of them say the same.

    Parameters
    ----------
    texts : sequence of n str
        The sentences.
    rows : Rows of n
        Unit rows; their dot product is the similarity.
    document_of, event_of : ndarray of shape (n,)
        Of each sentence its document, ascending, and the event which that tells of.
    counts : ndarray of bool, shape (n,)
        Which sentences count for what is usual; those of copies do not.
    """

    def __init__(
        self,
        texts: Sequence[str],
        rows: Rows,
        document_of: NDArray[np.intp],
        event_of: NDArray[np.intp],
        counts: NDArray[np.bool_],
    ) -> None:
        names, self._document_of = np.unique(document_of, return_inverse=True)
        self._rows = rows
        self._event_of = event_of
        self._words = _presence(rows.sparse)
        self._rarity = _rarity(self._words, counts)
        self._numbers = _numbers(texts)
        self._typical, self._alike = np.zeros(len(texts)), np.zeros(len(texts))
        for event in np.unique(event_of):
            here = np.flatnonzero(event_of == event)
            usual = _usual(rows.take(here), self._document_of[here], counts[here])
            self._typical[here], self._alike[here] = usual
        members = _members(self._document_of, len(names))
        # Whole documents are compared by their words alone.
        self._documents = _unit(Rows((members @ rows.sparse).tocsr(), np.zeros((len(names), 0))))
        self._close_to_all = _mean_to_others(self._documents, (members @ counts) > 0)

    def features(self, row: int) -> FloatArray:
        """Return what a sentence has in common with each of all, shape (n, n_features).

        In the order of `FEATURES`: the similarity; the shared content words, a rare one counting
        up to 1; ln(1 + shared numbers); the similarity of their documents, and how much closer
        these are than either is to the others; how close the two sentences are to those of other
        documents of their event on average, and how close all those are to each other.
        """
        others, document = self._document_of, self._document_of[row]
        one = self._rows.take([row])
        closeness = self._documents.take([document]).dot(self._documents)[0]
        usual = np.maximum(self._close_to_all, self._close_to_all[document])
        return np.column_stack(
            [
                one.dot(self._rows)[0],
                (self._words @ (self._words[[row]].toarray()[0] * self._rarity)),
                np.log1p(self._numbers @ self._numbers[[row]].toarray()[0]),
                closeness[others],
                (closeness - usual)[others],
                (self._typical + self._typical[row]) / 2,
                (self._alike + self._alike[row]) / 2,
            ]
        )

    def probabilities(self, row: int) -> FloatArray:
        """Return how probably each sentence says what the one in the given row says, shape (n,).

        In [0, 1]; 1 for the same words; 0 for its own document and for other events.
        """
        found = says_the_same(self.features(row))
        own = self._document_of == self._document_of[row]
        found[own | (self._event_of != self._event_of[row])] = 0.0
        return np.asarray(found)


def probabilities(
    sentences: Sequence[Sentence],
    rows: Rows,
    events: NDArray[np.intp],
    chosen: Sequence[int],
    originals: NDArray[np.bool_] | None = None,
) -> FloatArray:
    """How probably each sentence says what each chosen one says.

    Parameters
    ----------
    sentences : sequence of n Sentence
    rows : Rows of n
        Unit rows; their dot product is the similarity.
    events : ndarray of shape (n_documents,)
        The event that each document tells of.
    chosen : sequence of n_chosen int
    originals : ndarray of bool, shape (n_documents,), optional
        Which documents are no copies of others.

    Returns
    -------
    ndarray of shape (n_chosen, n)
        In [0, 1], rounded; 0 for sentences of the same document and of other events.
    """
    if not len(chosen):
        return np.zeros((0, len(sentences)))
    document_of = np.array([sentence.document for sentence in sentences], dtype=np.intp)
    counts = np.ones(len(sentences), bool) if originals is None else originals[document_of]
    texts = [sentence.text for sentence in sentences]
    evidence = Evidence(texts, rows, document_of, events[document_of], counts)
    return np.array([evidence.probabilities(row) for row in chosen]).round(4)


def supporters(
    sentences: Sequence[Sentence],
    rows: Rows,
    events: NDArray[np.intp],
    chosen: Sequence[int],
    min_support: float,
    originals: NDArray[np.bool_] | None = None,
) -> list[list[Supporter]]:
    """For each chosen sentence, itself and each other source's sentence that says the same.

    Parameters
    ----------
    sentences, rows, events, chosen, originals
        As `probabilities` takes them. A source never supports a point of another event.
    min_support : float in [0, 1]
        A source none of whose sentences says the same so probably is not listed.

    Returns
    -------
    list of list of (int, float)
        Row and probability: the sentence itself with 1.0, then the most probable one of each other
        source, by falling probability.
    """
    if not chosen:
        return []
    document_of = np.array([sentence.document for sentence in sentences])
    found = probabilities(sentences, rows, events, chosen, originals)
    return [
        [(row, 1.0), *_others(found[k], document_of, row, min_support)]
        for k, row in enumerate(chosen)
    ]


def _others(
    probability: FloatArray, document_of: NDArray[np.intp], row: int, floor: float
) -> list[Supporter]:
    cited = (probability >= floor) & (probability > 0) & (document_of != document_of[row])
    eligible = np.flatnonzero(cited)
    closest_first = eligible[np.lexsort((eligible, -probability[eligible]))]
    best: dict[int, Supporter] = {}
    for other in closest_first.tolist():
        best.setdefault(int(document_of[other]), (other, float(probability[other])))
    return list(best.values())


def _presence(sparse: Any) -> Any:
    present = sparse.copy()
    present.data = (present.data != 0).astype(float)
    return present


def _rarity(words: Any, counts: NDArray[np.bool_]) -> FloatArray:
    """How rare each word is among the sentences: 0 for one in all, nearly 1 for one in few."""
    n = 1 + int(counts.sum()) + MORE_SENTENCES
    return np.asarray(np.log(n / (1 + words[counts].sum(axis=0))) / np.log(n))


def _numbers(texts: Sequence[str]) -> Any:
    from scipy.sparse import csr_array

    found = [sorted(set(NUMBER.findall(text))) for text in texts]
    column = {number: k for k, number in enumerate(sorted({x for row in found for x in row}))}
    columns = [column[x] for row in found for x in row]
    ends = np.cumsum([0, *map(len, found)])
    shape = (len(texts), max(1, len(column)))
    return csr_array((np.ones(len(columns)), columns, ends), shape=shape)


def _members(document_of: NDArray[np.intp], n_documents: int) -> Any:
    """1 where a sentence (column) is of a document (row)."""
    from scipy.sparse import csr_array

    n = len(document_of)
    return csr_array((np.ones(n), (document_of, np.arange(n))), shape=(n_documents, n))


def _usual(
    rows: Rows, document_of: NDArray[np.intp], counts: NDArray[np.bool_]
) -> tuple[FloatArray, float]:
    """Mean similarity of each sentence to those of other documents that count; and of all."""
    starts = np.append(0, np.flatnonzero(np.diff(document_of)) + 1)
    total = rows.weighted_sum(counts.astype(float))
    to_others = rows.dot(total)[:, 0]
    n_others = np.full(len(rows), counts.sum())
    for own in np.split(np.arange(len(rows)), starts[1:]):
        of_own = rows.take(own)
        to_others[own] -= of_own.dot(of_own.weighted_sum(counts[own].astype(float)))[:, 0]
        n_others[own] -= counts[own].sum()
    alike = to_others[counts].sum() / max(1, n_others[counts].sum())
    return to_others / np.maximum(n_others, 1), float(alike)


def _mean_to_others(documents: Rows, counts: NDArray[np.bool_]) -> FloatArray:
    """Mean similarity of each document to the others that count, shape (n_documents,)."""
    total = documents.weighted_sum(counts.astype(float))
    own = documents.norms() ** 2 * counts
    return np.asarray((documents.dot(total)[:, 0] - own) / np.maximum(counts.sum() - counts, 1))


def _unit(rows: Rows) -> Rows:
    norms = rows.norms()
    return rows.scaled(1.0 / np.where(norms > 0, norms, 1.0))
