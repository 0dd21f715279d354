"""What the reader knows from an earlier brief, and what today's sources make of it.

In: the earlier brief, today's sentences, how close each of its points is to each of them, and how
probably each of them says it. Out: an `Update`: points that more sources say now, and points that
none says any more. Whether a source of today is one of then, only the brief tells: it has no texts,
but what it quotes of them. That its points are not told again is the business of `choosing`; which
values changed, of `differences`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from unicodedata import normalize

import numpy as np
from numpy.typing import NDArray

from summarize.documents import Brief, Citation, Document, Known, Point, Sentence, Source
from summarize.languages import Language, count_words
from summarize.rows import FloatArray

__all__ = ["as_sentences", "grown_and_gone", "heard"]

# Of 55 points that no sentence of today was as similar to as 0.4, three were told in other words;
# of 34 that none was as similar to as this, one was (`benchmarks/README.md`).
RESEMBLES = 0.3
# A page that is written on keeps most of what was quoted of it; another article of the same name
# has a sentence of an agency's in common with it, or none.
HALF = 0.5


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


def heard(known: Brief, documents: Sequence[Document], language: Language) -> NDArray[np.bool_]:
    """Return which documents cannot be new witnesses of a point, shape (n_known, n_documents).

    One that is unchanged was heard on every point when the brief was made, whatever the brief cites
    it for; one that was written on since, on the points that it was cited for. Another text under
    the id of a source of then ("1.txt", "text 1") was not heard at all.
    """
    sources = {source.id: source for source in known.sources}
    quoted: dict[str, set[str]] = defaultdict(set)
    for point in known.points:
        for citation in point.citations:
            quoted[citation.source].add(citation.text)
    found = np.zeros((len(known.points), len(documents)), dtype=bool)
    for column, document in enumerate(documents):
        source = sources.get(document.id)
        if source is None:
            continue
        quotes = quoted[source.id] | ({source.only.text} if source.only else set())
        text = normalize("NFC", document.text)
        standing = sum(normalize("NFC", quote) in text for quote in quotes)
        same_length = count_words(document.text, language) == source.words
        if same_length and standing == len(quotes):
            found[:, column] = True
        elif _same_page(source, document) or (quotes and standing >= HALF * len(quotes)):
            found[:, column] = [
                any(citation.source == source.id for citation in point.citations)
                for point in known.points
            ]
    return found


def _same_page(source: Source, document: Document) -> bool:
    return source.url is not None and source.url == document.url


def grown_and_gone(
    known: Brief,
    similarity: FloatArray,
    told: FloatArray,
    heard_of: NDArray[np.bool_],
    sentences: Sequence[Sentence],
    documents: Sequence[Document],
    copy_of: Sequence[int | None],
) -> tuple[tuple[Known, ...], tuple[Known, ...]]:
    """Return the known points that more sources say now, and those that none says any more.

    Parameters
    ----------
    similarity : ndarray of shape (n_known, n)
        Of each known point to each of today's sentences: none is gone that one resembles.
    told : ndarray of shape (n_known, n)
        The probability that the sentence says what the point says, as `support` judges it; 0 where
        it does not.
    heard_of : ndarray of shape (n_known, n_documents)
        As `heard` gives it.
    sentences : sequence of n Sentence
    documents : sequence of Document
        Today's.
    copy_of : sequence of int or None
        For each document the row of the one that it republishes: all copies are one voice.
    """
    document_of = np.array([sentence.document for sentence in sentences], dtype=np.intp)
    pairs = enumerate(copy_of)
    voice_of = np.array([row if original is None else original for row, original in pairs])
    grown, gone = [], []
    for k, point in enumerate(known.points):
        rows = _closest(told[k], document_of)
        voices = set(voice_of[document_of[rows]].tolist())
        new = voices - set(voice_of[heard_of[k]].tolist())
        if not rows and not (similarity[k] >= RESEMBLES).any():
            gone.append(_known(point, 0, ()))
        elif new:
            citations = tuple(
                Citation(
                    documents[sentences[r].document].id,
                    sentences[r].start,
                    sentences[r].end,
                    sentences[r].text,
                    round(float(told[k, r]), 4),
                )
                for r in rows
            )
            grown.append(_known(point, point.n_independent + len(new), citations))
    return tuple(grown), tuple(gone)


def _known(point: Point, n_now: int, citations: tuple[Citation, ...]) -> Known:
    return Known(point.text, point.source, point.n_independent, n_now, citations)


def _closest(probability: FloatArray, document_of: NDArray[np.intp]) -> list[int]:
    """The sentence of each document that most probably says it, the most probable first."""
    rows = np.flatnonzero(probability > 0)
    best: dict[int, int] = {}
    for row in rows[np.argsort(-probability[rows].round(9), kind="stable")].tolist():
        best.setdefault(int(document_of[row]), row)
    return list(best.values())
