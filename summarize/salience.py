"""How much of what the sources share a sentence carries.

In: the space of a topic and where each sentence stands. Out: the direction of what is shared and
three parts for each sentence: relevance, the cosine to that direction; a bonus for standing early;
a bonus for what other sources say too. The bonuses are added to relevance, not multiplied into the
direction: that is what lets one setting serve news that leads with the news and texts that do not
(`python -m benchmarks ablation`). The centroid is that of Radev et al. (2004); choosing sets by it
follows Rossiello et al. (2017).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from summarize.rows import FloatArray, Rows

__all__ = [
    "Salience",
    "centroid",
    "leaning_penalty",
    "position_bonus",
    "relevance",
    "support_bonus",
]

POSITION = 0.25
SUPPORT = 0.2
LEANING = 0.2
TITLES = 0.5


@dataclass(frozen=True, slots=True)
class Salience:
    """Four parts for each of n sentences, all of shape (n,).

    Attributes
    ----------
    relevance : ndarray
        Cosine to the centroid, in [-1, 1].
    position : ndarray
        In (0, 0.25].
    support : ndarray
        In [0, 0.2].
    leaning : ndarray
        0, or 0.2 for a sentence that opens with a reference it does not resolve.
    """

    relevance: FloatArray
    position: FloatArray
    support: FloatArray
    leaning: FloatArray

    @property
    def bonus(self) -> FloatArray:
        """What is added to relevance."""
        return self.position + self.support - self.leaning


def centroid(rows: Rows, titles: Rows, document_of: NDArray[np.intp]) -> Rows:
    """Return the one unit row that stands for what the documents share.

    Each document counts by the square root of its length, so that a long one says more than a
    short one, yet does not drown it. The titles, where there are any, count half as much as the
    texts.
    """
    n_sentences = np.bincount(document_of)
    texts = _direction(rows, 1.0 / np.sqrt(n_sentences[document_of]))
    if len(titles) == 0:
        return texts
    headlines = _direction(titles, np.full(len(titles), TITLES))
    both = Rows(texts.sparse + headlines.sparse * TITLES, texts.dense + headlines.dense * TITLES)
    return _direction(both, np.ones(1))


def relevance(rows: Rows, centre: Rows) -> FloatArray:
    """Return the cosine of each of n unit rows to the centroid, shape (n,)."""
    return rows.dot(centre)[:, 0]


def position_bonus(position: NDArray[np.intp], points_per_document: float) -> FloatArray:
    """Return what each sentence gains by standing early in its document, shape (n,).

    Parameters
    ----------
    position : ndarray of shape (n,)
        Number of sentences of the same document before each.
    points_per_document : float
        How many points a document gives on average; the bonus falls to half at that position,
        since a longer brief must look further down.
    """
    return np.asarray(POSITION / (1.0 + position / max(1.0, points_per_document)))


def support_bonus(closeness: FloatArray, document_of: NDArray[np.intp]) -> FloatArray:
    """Return what each sentence gains by being said by others too, shape (n,).

    Parameters
    ----------
    closeness : ndarray of shape (n, n_documents)
        Similarity of each sentence to the closest of each document.
    document_of : ndarray of shape (n,)
        Each sentence's own document, which does not count.
    """
    n, n_documents = closeness.shape
    others = closeness.copy()
    others[np.arange(n), document_of] = 0.0
    return np.asarray(SUPPORT * others.sum(axis=1) / max(1, n_documents - 1))


def leaning_penalty(leans: NDArray[np.bool_]) -> FloatArray:
    """Return what a sentence loses that leans on the one before it, shape (n,).

    With 0.2 three points in a hundred of a brief lean, where without it were thirteen on web news;
    it costs 0.3 R-2 there and nothing on the other sets.
    """
    return np.where(leans, LEANING, 0.0)


def _direction(rows: Rows, weights: FloatArray) -> Rows:
    total = rows.weighted_sum(weights)
    norm = total.norms()
    return total.scaled(1.0 / np.where(norm > 0, norm, 1.0))
