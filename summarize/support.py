"""Who else says it: for each chosen sentence, the closest sentence of every other source.

In: the sentences, the rows in which sameness is measured and the chosen rows. Out: one list of
(row, similarity) a point, the point's own row first.
It does not choose points and does not judge who is right.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from summarize.documents import Sentence
from summarize.rows import Rows

__all__ = ["closest_by_document", "supporters"]

Supporter = tuple[int, float]

# Sentences compared with all candidates at a time; a longer document is a block of its own.
BLOCK = 4096


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
        similarities = candidates.dot(rows.take(np.arange(begin, end))).clip(0.0, 1.0)
        within = starts[block] - begin
        closeness[:, present[block]] = np.maximum.reduceat(similarities, within, axis=1)
        first = block.stop
    return closeness


def supporters(
    sentences: Sequence[Sentence],
    rows: Rows,
    events: NDArray[np.intp],
    chosen: Sequence[int],
    min_support: float,
) -> list[list[Supporter]]:
    """For each chosen sentence, itself and each other source's closest sentence.

    Parameters
    ----------
    rows : Rows of n sentences
        Unit rows; their dot product is the similarity.
    events : ndarray of shape (n_documents,)
        A source never supports a point of another event.
    chosen : sequence of int
        Rows of the points.
    min_support : float in [0, 1]
        A source whose closest sentence is less similar than this is not listed.

    Returns
    -------
    list of list of (int, float)
        Row and similarity, in [0, 1]: the sentence itself with 1.0, then by falling similarity.
    """
    if not chosen:
        return []
    document_of = np.array([sentence.document for sentence in sentences])
    similarities = rows.take(chosen).dot(rows).clip(0.0, 1.0).round(4)
    event_of = events[document_of]
    similarities[event_of[list(chosen), np.newaxis] != event_of] = -1.0
    return [
        [(row, 1.0), *_others(similarities[k], document_of, row, min_support)]
        for k, row in enumerate(chosen)
    ]


def _others(
    similarity: NDArray[np.floating], document_of: NDArray[np.intp], row: int, floor: float
) -> list[Supporter]:
    eligible = np.flatnonzero((similarity >= floor) & (document_of != document_of[row]))
    closest_first = eligible[np.lexsort((eligible, -similarity[eligible]))]
    best: dict[int, Supporter] = {}
    for other in closest_first.tolist():
        best.setdefault(int(document_of[other]), (other, float(similarity[other])))
    return list(best.values())
