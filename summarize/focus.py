"""How much each sentence bears on a question, and which do so enough to be points.

In: a question and the sentences of a topic, with their embeddings. Out: one number for each
sentence, by words (BM25, Robertson & Zaragoza 2009) and by meaning; the rows above a floor.
Joined with salience it is the relevance of MMR as it was first meant (Carbonell & Goldstein 1998).
Nothing here understands the question: "how many" and "who" look for the same words. The constants
were chosen on half of the topics of `python -m benchmarks focus`, with the other half not unseen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from summarize.rows import FloatArray

__all__ = ["FOCUS", "Among", "bearing", "bearing_rows", "closeness", "matches", "share_unsaid"]

StemFunction = Callable[[str], Sequence[tuple[str, bool]]]

# Of the question beside salience, in the relevance of a sentence.
FOCUS = 0.9
# Of meaning beside words, where there are embeddings.
MEANING = 0.5
# Of the words of the sentence before, which a sentence takes up without saying them again.
BEFORE = 0.1
# How much all bear less for words that no sentence has: by a third where it has none of them.
UNSAID = 0.5
# A sentence is no candidate below the floor, nor far below the one that bears most: a question that
# one sentence answers is not padded with those that only share a word with it.
FLOOR, SHARE_OF_BEST = 0.25, 0.5
# BM25: how soon a repeated word stops to count, and how much long sentences are held back.
K1, B = 0.9, 0.4


@dataclass(frozen=True, slots=True)
class Among:
    """What a sentence is measured by: all sentences that count, beside a question.

    Attributes
    ----------
    n : int
        How many they are.
    n_with : mapping of str to int
        For each stem that the question looks for, how many have it.
    length : float
        How many content stems one has on average.
    mean : ndarray of shape (n_features,)
        Of their embeddings.
    """

    n: int
    n_with: Mapping[str, int]
    length: float
    mean: FloatArray

    @classmethod
    def of(
        cls,
        question: Sequence[str],
        sentences: Sequence[Sequence[str]],
        embeddings: FloatArray | None = None,
    ) -> Among:
        """Measure sentences, given by their content stems; embeddings of shape (n, n_features)."""
        n_with = {stem: sum(stem in sentence for sentence in sentences) for stem in question}
        length = float(np.mean([len(sentence) for sentence in sentences]))
        rows = np.zeros((len(sentences), 0)) if embeddings is None else embeddings
        return cls(len(sentences), n_with, length, rows.mean(axis=0, dtype=np.float64))

    def worth(self, stem: str) -> float:
        """What a stem of the question is worth: the rarer, the more."""
        n_with = self.n_with[stem]
        return float(np.log(1 + (self.n - n_with + 0.5) / (n_with + 0.5)))


def bearing(
    asked: Sequence[str],
    texts: Sequence[str],
    embeddings: FloatArray,
    stems: StemFunction,
    counted: NDArray[np.bool_],
    position: NDArray[np.intp],
    among: Among | None = None,
) -> FloatArray:
    """Return how much each of n sentences bears on a question: about 0 for not at all.

    Parameters
    ----------
    asked : sequence of str
        The stems that it looks for (`stemming.asked_stems`).
    texts : sequence of n str
        The sentences.
    embeddings : ndarray of shape (n + 1, n_features)
        Of the sentences, and last of the question; 0 features for words alone.
    stems : callable
        From a text to its stems (`summarize.stemming`).
    counted : ndarray of shape (n,)
        The sentences that count for how rare a word is and for the mean; the others have 0.
    position : ndarray of shape (n,)
        Of each in its document, whose sentences are next to each other.
    among : Among, optional
        Where these are a part of a topic: of all its sentences that count.
    """
    stemmed = [[stem for stem, is_content in stems(text) if is_content] for text in texts]
    rows = np.flatnonzero(counted)
    bears = np.zeros(len(texts))
    sentences = [stemmed[row] for row in rows.tolist()]
    among = among or Among.of(asked, sentences, embeddings[rows])
    bears[rows] = matches(asked, sentences, among)
    follows = (position > 0) & (bears > 0)
    bears += BEFORE * follows * np.roll(bears, 1)
    if embeddings.shape[1]:
        close = closeness(embeddings[-1], embeddings[rows], among.mean)
        bears[rows] += MEANING * (close - bears[rows])
        # Words alone have it in what the question is worth.
        bears /= 1 + UNSAID * share_unsaid(among)
    return bears


def bearing_rows(rows: NDArray[np.intp], bears: FloatArray) -> NDArray[np.intp]:
    """Return those of the rows whose sentences bear on the question; it may be none.

    Parameters
    ----------
    rows : ndarray of int
        Rows of the sentences that have the shape of a point.
    bears : ndarray of shape (n,)
        Of all sentences.
    """
    floor = max(FLOOR, SHARE_OF_BEST * bears[rows].max(initial=0.0))
    return np.asarray(rows[bears[rows].round(9) >= round(floor, 9)], dtype=np.intp)


def matches(
    question: Sequence[str], sentences: Sequence[Sequence[str]], among: Among
) -> FloatArray:
    """Return the BM25 of each sentence as a share of what the question is worth, shape (n,).

    A sentence of average length with each word once has 1; words that no sentence has count as what
    the question is worth, so that a part of a question is no match for the whole.

    Parameters
    ----------
    question : sequence of str
        Content stems.
    sentences : sequence of n sequences of str
        Content stems of each.
    among : Among
    """
    scores = np.zeros(len(sentences))
    counts = [Counter(sentence) for sentence in sentences]
    lengths = np.array([len(sentence) for sentence in sentences], dtype=float)
    slowdown = K1 * (1 - B + B * lengths / max(among.length, 1.0))
    worth = 0.0
    for stem in dict.fromkeys(question):
        times = np.array([count[stem] for count in counts], dtype=float)
        idf = among.worth(stem)
        scores += idf * times * (K1 + 1) / (times + slowdown)
        worth += idf
    return scores / worth if worth else scores


def share_unsaid(among: Among) -> float:
    """Return what words that no sentence has are worth, as a share of the question, in [0, 1]."""
    worth = {stem: among.worth(stem) for stem in among.n_with}
    unsaid = sum(worth[stem] for stem, n in among.n_with.items() if n == 0)
    return unsaid / max(sum(worth.values()), 1e-12)


def closeness(question: FloatArray, sentences: FloatArray, mean: FloatArray) -> FloatArray:
    """Return the cosine of the question to each sentence, shape (n,).

    The mean of the sentences is subtracted from both: what all of a topic share tells nothing.

    Parameters
    ----------
    question : ndarray of shape (n_features,)
    sentences : ndarray of shape (n, n_features)
    mean : ndarray of shape (n_features,)
        Of all sentences of the topic.
    """
    centred, aim = sentences - mean, question - mean
    lengths = np.linalg.norm(centred, axis=1) * np.linalg.norm(aim)
    # Rounded, so that a sentence that is the mean but for noise has no direction.
    return np.asarray(centred @ aim / np.where(lengths.round(9) > 0, lengths, np.inf))
