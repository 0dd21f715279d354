"""What the reader knows from an earlier brief, and what today's sources make of it.

In: the earlier brief, today's sentences, how close each of its points is to each of them, and how
probably each of them says it. Out: an `Update`: points that more sources say now, and points that
none says any more. That its points are not told again is the business of `choosing`; which values
changed, of `differences`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from summarize.documents import Brief, Citation, Document, Known, Point, Sentence
from summarize.rows import FloatArray

__all__ = ["as_sentences", "grown_and_gone"]

# Of 55 points that no sentence of today was as similar to as 0.4, three were told in other words;
# of 34 that none was as similar to as this, one was (`benchmarks/README.md`).
RESEMBLES = 0.3


def as_sentences(known: Brief, n_documents: int) -> tuple[list[Document], list[Sentence]]:
    """Return the points of a brief as documents and sentences that follow today's.

    Each point is a document of its own, so that none is in the way of another. The sentences keep
    the offsets that they have in their sources of then; the documents have no text.
    """
    date = {source.id: source.date for source in known.sources}
    documents = [
        Document("", id=point.source, date=date.get(point.source)) for point in known.points
    ]
    sentences = [
        Sentence(n_documents + k, 0, point.start, point.end, point.text)
        for k, point in enumerate(known.points)
    ]
    return documents, sentences


def grown_and_gone(
    known: Brief,
    similarity: FloatArray,
    probability: FloatArray,
    min_support: float,
    sentences: Sequence[Sentence],
    documents: Sequence[Document],
    copy_of: Sequence[int | None],
) -> tuple[tuple[Known, ...], tuple[Known, ...]]:
    """Return the known points that more sources say now, and those that none says any more.

    Parameters
    ----------
    similarity : ndarray of shape (n_known, n)
        Of each known point to each of today's sentences: none is gone that one resembles.
    probability : ndarray of shape (n_known, n)
        That the sentence says what the point says, as `support` judges it.
    min_support : float
        From which probability on it does.
    sentences : sequence of n Sentence
    documents : sequence of Document
        Today's; a source of the same id as one of then is the same witness.
    copy_of : sequence of int or None
        For each document the row of the one that it republishes.
    """
    document_of = np.array([sentence.document for sentence in sentences], dtype=np.intp)
    grown, gone = [], []
    for point, close, row in zip(known.points, similarity, probability, strict=True):
        rows = _closest(row, min_support, document_of)
        before = {citation.source for citation in point.citations}
        voices = {copy_of[d] if copy_of[d] is not None else d for d in document_of[rows].tolist()}
        new = {d for d in voices if d is not None and documents[d].id not in before}
        if not rows and not (close >= RESEMBLES).any():
            gone.append(_known(point, 0, ()))
        elif new:
            citations = tuple(
                Citation(
                    documents[sentences[r].document].id,
                    sentences[r].start,
                    sentences[r].end,
                    sentences[r].text,
                    round(float(row[r]), 4),
                )
                for r in rows
            )
            grown.append(_known(point, point.n_independent + len(new), citations))
    return tuple(grown), tuple(gone)


def _known(point: Point, n_now: int, citations: tuple[Citation, ...]) -> Known:
    return Known(point.text, point.source, point.n_independent, n_now, citations)


def _closest(
    probability: FloatArray, min_support: float, document_of: NDArray[np.intp]
) -> list[int]:
    """The sentence of each document that most probably says it, the most probable first."""
    rows = np.flatnonzero(probability >= min_support)
    best: dict[int, int] = {}
    for row in rows[np.argsort(-probability[rows].round(9), kind="stable")].tolist():
        best.setdefault(int(document_of[row]), row)
    return list(best.values())
