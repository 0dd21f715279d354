"""Who else says it: for each point, the sentence of every other source that most probably does.

In: the sentences and the rows in which sameness is measured. Out: the probability that each of
them says what a point says, and for each point one (row, probability) a source. The probability is
a logistic regression on what `Evidence.features` measures, fitted to sentences of ECB+, Multi-News,
WikiNews and NeuS of which was said whether they tell the same (`python -m benchmarks citations
--fit`), or that by similarity alone, where it is higher.
All is linear in the number of sentences. It chooses no points and does not judge who is right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import regex
from numpy.typing import NDArray

from summarize.documents import Sentence
from summarize.fields import day_of
from summarize.rows import FloatArray, Rows
from summarize.threads import one_blas_thread
from summarize.typicality import Usual, documents_of, presence

__all__ = [
    "FEATURES",
    "Evidence",
    "Statement",
    "Supporter",
    "days_of",
    "evidence_of",
    "numbers_in",
    "says_the_same",
    "supporters",
]

Supporter = tuple[int, float]

# What each is, `Evidence.features` says; the weights are printed by `python -m benchmarks citations
# --fit`, which gives the log odds that two sentences say the same.
FEATURES = ("sameness", "rare words", "numbers", "no others", "alike", "length", "short", "days")
WEIGHTS = np.array([6.323, 0.623, 1.139, 4.549, 12.155, -0.86, -18.876, -1.556])
INTERCEPT = -0.733
# The log odds by similarity alone: 0 at the second number. Of the closest sentences of other
# documents of the event nine in ten say the same from .37 on, in short documents and in long ones.
BY_SIMILARITY = (8.0, 0.27)
# A month apart is as good as a year.
MOST_DAYS = 30
# Of the sentences that are cited, in characters: a text without full stops is one sentence, which
# is like everything and says nothing.
LONGEST = 1000
# Sentences that differ in nothing that is compared say the same, however short they are.
IDENTICAL = 0.9999

# "10 000" is one number, in which "100 000" has no part.
NUMBER = regex.compile(r"(?<!\d)\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)|\d+(?:[.,]\d+)*")


def says_the_same(
    features: FloatArray, weights: FloatArray = WEIGHTS, intercept: float = INTERCEPT
) -> FloatArray:
    """Return how probably sentences say the same, by the surer of two judges, in [0, 1].

    One sees all that they have in common, which is what tells short texts on look-alike events
    apart; the other only how similar they are, which is what tells sentences of long texts apart,
    and how many days lie between them (`python -m benchmarks citations`).

    Parameters
    ----------
    features : ndarray of shape (n, n_features)
        In the order of `FEATURES`.
    """
    slope, half = BY_SIMILARITY
    similarity, days = features[:, 0], features[:, -1]
    by_similarity = slope * (similarity - half) + weights[-1] * days
    log_odds = np.maximum(features @ weights + intercept, by_similarity)
    return np.where(similarity >= IDENTICAL, 1.0, 1.0 / (1.0 + np.exp(-log_odds)))


def days_of(dates: Sequence[str | None]) -> FloatArray:
    """Return the days of ISO dates as numbers, shape (n,); NaN for none and for what is no date."""
    return np.array([_day(written) for written in dates], dtype=np.float64)


def _day(written: str | None) -> float:
    day = day_of(written)
    return np.nan if day is None else float(day.toordinal())


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence that others may say as well, as all of a topic are compared with it.

    Attributes
    ----------
    rows, document : Rows of 1
        Its own and, by words alone, that of its document.
    close_to_all : float
        Mean similarity of its document to the others; NaN for a document that is not there.
    alike : float
        Mean similarity of all sentences of its event to those of other documents.
    numbers : frozenset of str
    length : float
        ln of the number of sentences of its document.
    day : float
        When its document was written; NaN if that is not known.
    """

    rows: Rows
    document: Rows
    close_to_all: float
    alike: float
    numbers: frozenset[str]
    length: float
    day: float


class Evidence:
    """The sentences of a topic, or of a part of it, and what tells which of them say the same.

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
    usual : Usual, optional
        Of the whole topic, where these are not all its sentences.
    day_of : ndarray of shape (n,), optional
        When the document of each was written, as `days_of` gives it.
    """

    def __init__(
        self,
        texts: Sequence[str],
        rows: Rows,
        document_of: NDArray[np.intp],
        event_of: NDArray[np.intp],
        counts: NDArray[np.bool_],
        usual: Usual | None = None,
        day_of: FloatArray | None = None,
    ) -> None:
        _, self._document_of = np.unique(document_of, return_inverse=True)
        if usual is None:
            usual = Usual.of(rows, self._document_of, event_of, counts)
        self._rows = rows
        self._event_of = event_of
        self._day_of = np.full(len(texts), np.nan) if day_of is None else day_of
        self._length = np.log(np.bincount(self._document_of))[self._document_of]
        self._words = presence(rows.sparse)
        self._rarity = usual.rarity
        self._texts = texts
        self._endless = np.array([len(text) > LONGEST for text in texts], dtype=bool)
        self._column, self._numbers = _numbers(texts)
        self._alike = np.zeros(len(texts))
        for event in np.unique(event_of).tolist():
            self._alike[event_of == event] = usual.alike[event]
        self._documents, counted = documents_of(rows, self._document_of, counts)
        self._close_to_all = _mean_to_others(self._documents, counted, usual)

    def statement(self, row: int) -> Statement:
        """Return what the sentences, or those of another part, are compared with."""
        document = self._document_of[row]
        return Statement(
            self._rows.take([row]),
            self._documents.take([document]),
            float(self._close_to_all[document]),
            float(self._alike[row]),
            numbers_in(self._texts[row]),
            float(self._length[row]),
            float(self._day_of[row]),
        )

    def foreign(self, row: Rows, text: str, n_sentences: int, day: float) -> Statement:
        """Return a sentence of a document that is not here, as what is here is compared with it.

        Parameters
        ----------
        row : Rows of 1
            Comparable with the rows of the sentences.
        n_sentences : int
            Of its document.
        day : float
            When that was written; NaN if it is not known.
        """
        words = Rows(row.sparse * 0.0, np.zeros((1, 0)))
        alike = float(self._alike.mean()) if len(self._alike) else 0.0
        length = float(np.log(max(1, n_sentences)))
        return Statement(row, words, np.nan, alike, numbers_in(text), length, day)

    def features(self, row: int) -> FloatArray:
        """Return what a sentence has in common with each of all, shape (n, n_features)."""
        return self.compared(self.statement(row))

    def compared(self, one: Statement) -> FloatArray:
        """Return what a statement has in common with each sentence, shape (n, n_features).

        In the order of `FEATURES`: the similarity; the shared content words, a rare one counting
        up to 1; ln(1 + shared numbers); how much closer their documents are than either is to the
        others; how close all sentences of their event are to those of other documents on average;
        the mean ln of the numbers of sentences of the two documents, and the similarity, the less
        of it the more these are; ln(1 + days between the documents), 0 where that is not known.
        """
        others = self._document_of
        closeness = one.document.dot(self._documents)[0]
        usual = np.maximum(self._close_to_all, one.close_to_all)
        words = presence(one.rows.sparse).toarray()[0]
        numbers = np.zeros(self._numbers.shape[1])
        numbers[[self._column[x] for x in one.numbers if x in self._column]] = 1.0
        similarity = one.rows.dot(self._rows)[0]
        length = (self._length + one.length) / 2
        days = np.nan_to_num(np.abs(self._day_of - one.day))
        return np.column_stack(
            [
                similarity,
                self._words @ (words * self._rarity),
                np.log1p(self._numbers @ numbers),
                np.nan_to_num(closeness - usual)[others],
                (self._alike + one.alike) / 2,
                length,
                similarity / (1 + np.exp(length)),
                np.log1p(np.minimum(days, MOST_DAYS)),
            ]
        )

    def probabilities(self, row: int) -> FloatArray:
        """Return how probably each sentence says what the one in the given row says, shape (n,).

        In [0, 1], rounded; 1 for the same words; 0 for its own document and for other events: a
        source never supports a point of another event.
        """
        found = self.told(self.statement(row))
        own = self._document_of == self._document_of[row]
        found[own | (self._event_of != self._event_of[row])] = 0.0
        return found

    def told(self, one: Statement) -> FloatArray:
        """Return how probably each sentence says what a statement does, shape (n,).

        In [0, 1], rounded; 0 for those that are too long to say one thing.
        """
        found = says_the_same(self.compared(one)).round(4)
        found[self._endless] = 0.0
        return np.asarray(found)


@one_blas_thread()
def evidence_of(
    sentences: Sequence[Sentence],
    rows: Rows,
    events: NDArray[np.intp],
    originals: NDArray[np.bool_] | None = None,
    dates: Sequence[str | None] | None = None,
) -> Evidence:
    """Return the evidence on the sentences of a whole topic.

    Parameters
    ----------
    sentences : sequence of n Sentence
    rows : Rows of n
        Unit rows; their dot product is the similarity.
    events : ndarray of shape (n_documents,)
        The event that each document tells of.
    originals : ndarray of bool, shape (n_documents,), optional
        Which documents are no copies of others.
    dates : sequence of n_documents str or None, optional
        When each document was written.
    """
    document_of = np.array([sentence.document for sentence in sentences], dtype=np.intp)
    counts = np.ones(len(sentences), bool) if originals is None else originals[document_of]
    texts = [sentence.text for sentence in sentences]
    days = days_of([None] * len(events) if dates is None else dates)[document_of]
    return Evidence(texts, rows, document_of, events[document_of], counts, day_of=days)


def supporters(
    row: int, probability: FloatArray, document_of: NDArray[np.intp], min_support: float
) -> list[Supporter]:
    """Return a chosen sentence itself and each other source's sentence that says the same.

    Parameters
    ----------
    row : int
        The chosen one.
    probability : ndarray of shape (n,)
        How probably each sentence says what that says, as `Evidence.probabilities` gives it.
    document_of : ndarray of shape (n,)
    min_support : float in [0, 1]
        A source none of whose sentences says the same so probably is not listed.

    Returns
    -------
    list of (int, float)
        Row and probability: the sentence itself with 1.0, then the most probable one of each other
        source, by falling probability.
    """
    return [(row, 1.0), *_others(probability, document_of, row, min_support)]


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


def numbers_in(text: str) -> frozenset[str]:
    """Return the numbers of a text, as they are written but for spaces."""
    return frozenset("".join(number.split()) for number in NUMBER.findall(text))


def _numbers(texts: Sequence[str]) -> tuple[dict[str, int], Any]:
    """The column of each number, and 1 where a text (row) has it."""
    from scipy.sparse import csr_array

    column: dict[str, int] = {}
    columns, ends = [], [0]
    for text in texts:
        columns += [column.setdefault(number, len(column)) for number in numbers_in(text)]
        ends.append(len(columns))
    shape = (len(texts), max(1, len(column)))
    return column, csr_array((np.ones(len(columns)), columns, ends), shape=shape)


def _mean_to_others(documents: Rows, counts: NDArray[np.bool_], usual: Usual) -> FloatArray:
    """Mean similarity of each document to the others that count, shape (n_documents,)."""
    own = documents.norms() ** 2 * counts
    n_others = np.maximum(usual.n_documents - counts, 1)
    return np.asarray((documents.dot(usual.documents)[:, 0] - own) / n_others)
