"""How much of what the sources share a sentence carries.

In: the space of a topic and where each sentence stands. Out: relevance, the cosine to the direction
that the sources share, and what is added to it: for standing early, for being said by others, for
covering pairs of words that several documents have, and taken off for leaning on the sentence
before. All that is added fades as the brief takes in more of the text. Position is added, not
multiplied into the direction: that is what lets one setting serve news that leads with the news and
texts that do not (`python -m benchmarks ablation`). The centroid is that of Radev et al. (2004),
chosen by as a set as in Rossiello et al. (2017); coverage is that of Gillick & Favre (2009).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from summarize.rows import Coverage, FloatArray, Rows
from summarize.standing import leaning, speaking

__all__ = [
    "Salience",
    "centroid",
    "closeness_to_others",
    "closest_by_document",
    "coverage_of",
    "coverage_of_shared_pairs",
    "earliness",
    "leaning_penalty",
    "position_bonus",
    "relevance",
    "room",
    "support_of",
]

# The pull to first sentences of a brief without end; one of five points has half of it. The first
# sentences of many articles tell the same, so a short brief wants less of it: Multi-News cut at 50
# and 100 words is best at 0.1 to 0.2, whole briefs of 230 and 250 words are at 0.25 to 0.35.
POSITION = 0.45
POINTS_OF_HALF = 5.0
# A sentence counts half as early after a fifth of its document.
FALL = 5.0
COVERAGE = 0.3
SUPPORT = 0.6
CLOSEST_TITLE = 0.1
LEANING = 0.5
SPEAKING = 0.05
TITLES = 0.6
# Coverage is counted by words ** 0.75: by each word short sentences win, by none long ones.
LENGTH_POWER = 0.75

# Sentences compared with all candidates at a time; a longer document is a block of its own.
BLOCK = 1024
# Of the similarities of candidates to documents so many are held at a time: 80 MB.
CELLS = 10_000_000


@dataclass(frozen=True, slots=True)
class Salience:
    """Five parts for each of n sentences, all of shape (n,).

    Attributes
    ----------
    relevance : ndarray
        Cosine to the centroid, in [-1, 1].
    position : ndarray
        In [0, 0.45).
    coverage : ndarray
        In [0, 0.3], before anything is chosen; it falls as others cover the same.
    support : ndarray
        In [0, 0.7].
    leaning : ndarray
        0; 0.5 for a sentence that opens with a reference it does not resolve; 0.05 for one that
        speaks of "me" and does not say who that is.
    """

    relevance: FloatArray
    position: FloatArray
    coverage: FloatArray
    support: FloatArray
    leaning: FloatArray

    def take(self, rows: NDArray[np.intp]) -> Salience:
        """Return the parts for the sentences at the given positions."""
        return Salience(*(getattr(self, field.name)[rows] for field in fields(self)))


def centroid(rows: Rows, titles: Rows, document_of: NDArray[np.intp]) -> Rows:
    """Return the one row that stands for what the documents share.

    Each document counts by the square root of its length, so that a long one says more than a
    short one, yet does not drown it. The titles, where there are any, count 0.6 of the texts.
    """
    n_sentences = np.bincount(document_of)
    texts = _direction(rows, 1.0 / np.sqrt(n_sentences[document_of]))
    if len(titles) == 0:
        return texts
    headlines = _direction(titles, np.ones(len(titles)))
    # Not brought back to length 1: relevance is the weighted mean of the two cosines.
    return Rows(
        (texts.sparse + headlines.sparse * TITLES) / (1 + TITLES),
        (texts.dense + headlines.dense * TITLES) / (1 + TITLES),
    )


def relevance(rows: Rows, centre: Rows) -> FloatArray:
    """Return how close each of n unit rows is to the centroid, shape (n,)."""
    return rows.dot(centre)[:, 0]


def earliness(position: NDArray[np.intp], document_of: NDArray[np.intp]) -> FloatArray:
    """Return how early each sentence stands in its document, in (1/6, 1], shape (n,).

    It falls with the share of the document that comes before, not with the number of sentences:
    three in an excerpt of four are more than three in a report.

    Parameters
    ----------
    position : ndarray of shape (n,)
        Number of sentences of the same document before each.
    document_of : ndarray of shape (n,)
        Each sentence's document.
    """
    n_sentences = np.bincount(document_of)[document_of]
    return np.asarray(1.0 / (1.0 + FALL * position / n_sentences))


def position_bonus(early: FloatArray, n_wanted: float) -> FloatArray:
    """Return what each sentence gains by standing early, in a brief of about so many points."""
    return POSITION / (1.0 + POINTS_OF_HALF / n_wanted) * early


def room(wanted_words: float, words: FloatArray) -> float:
    """Return how much of the bonuses counts: the share of the text that the brief leaves out.

    They tell apart sentences that carry the same; a brief of half of the text has little left to
    choose, and is best when it is as close to the whole as it can be.
    """
    return max(0.0, 1.0 - wanted_words / max(1.0, float(words.sum())))


def coverage_of_shared_pairs(
    pairs: Any,
    title_pairs: Any,
    document_of: NDArray[np.intp],
    early: FloatArray,
    words: FloatArray,
) -> Coverage:
    """Return which pairs that several documents have stand in each sentence, and their weights.

    A pair is worth the sum, over the documents that have it, of the earliness of the first sentence
    there that has it, and 1 for each title. It must be in two sentences and in two documents or
    titles (in one, if there is but one document).

    Parameters
    ----------
    pairs : scipy.sparse.csr_array of shape (n, n_pairs)
        1 where a sentence has a pair of adjacent stems.
    title_pairs : scipy.sparse.csr_array of shape (n_titles, n_pairs)
        The same of the titles.
    document_of : ndarray of shape (n,)
        Each sentence's document, ascending; the sentences of a document in their order.
    early : ndarray of shape (n,)
        Of `earliness`.
    words : ndarray of shape (n,)
        Lengths of the sentences.
    """
    sentence, pair = pairs.nonzero()
    # The first sentence of each document that has the pair; those of a document stand in order.
    _, first = np.unique(pair * (document_of.max() + 1) + document_of[sentence], return_index=True)
    n_pairs, n_titles = pairs.shape[1], np.asarray(title_pairs.sum(axis=0)).ravel()
    worth = np.bincount(pair[first], early[sentence[first]], minlength=n_pairs) + n_titles
    n_sources = np.bincount(pair[first], minlength=n_pairs) + n_titles
    n_sentences = np.bincount(pair, minlength=n_pairs)
    needed = min(2, len(np.unique(document_of)))
    shared = np.flatnonzero((n_sentences > 1) & (n_sources >= needed))

    return coverage_of(pairs[:, shared], worth[shared], words)


def coverage_of(incidence: Any, weights: FloatArray, words: FloatArray) -> Coverage:
    """Return the coverage of terms of these weights; the sentence that has most gains 0.3.

    Parameters
    ----------
    incidence : scipy.sparse.csr_array of shape (n, n_terms)
    weights : ndarray of shape (n_terms,)
    words : ndarray of shape (n,)
        Lengths of the sentences.
    """
    length = np.maximum(words, 1.0) ** LENGTH_POWER
    most = ((incidence @ weights) / length).max(initial=0.0)
    return Coverage(incidence, weights, COVERAGE / (length * (most or 1.0)))


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


def support_of(closeness: FloatArray, n_documents: int, to_title: FloatArray) -> FloatArray:
    """Return what each sentence gains by being said by others too, in whatever words, shape (n,).

    A title is what a document says when it may say one thing only: the closest counts by itself.

    Parameters
    ----------
    closeness : ndarray of shape (n,)
        Sum over the other documents of the similarity of the closest sentence, in [0, 1] each.
    n_documents : int
        With its own.
    to_title : ndarray of shape (n,)
        Similarity of each sentence to the closest title.
    """
    return np.asarray(SUPPORT * closeness / max(1, n_documents - 1) + CLOSEST_TITLE * to_title)


def leaning_penalty(texts: Iterable[str], language: str) -> FloatArray:
    """Return what each of n sentences loses that leans on one before it which is not chosen.

    It all but forbids them: without it one point in seven of web news leans and one in twenty
    elsewhere, for 0.1 R-1 and R-2 on web news and nothing on the other sets. Forbidding them
    whatever is chosen costs 0.5 (`python -m benchmarks readability` and `ablation`). What speaks of
    "me" loses less: twice as much would cost multinews/dev 0.04 of both and keep out few more.
    """
    leans, speaks = leaning(language), speaking(language)
    penalties = [LEANING if leans(text) else SPEAKING * speaks(text) for text in texts]
    return np.array(penalties, dtype=float)


def _direction(rows: Rows, weights: FloatArray) -> Rows:
    total = rows.weighted_sum(weights)
    norm = total.norms()
    return total.scaled(1.0 / np.where(norm > 0, norm, 1.0))
