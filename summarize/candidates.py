"""Which sentences may become points of a brief.

In: the sentences of a topic. Out: the rows of those that are shaped like a point (a whole sentence
of readable length) and stand early enough in their document. The others still count for what the
sources share, and can be cited.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from summarize.documents import Sentence
from summarize.languages import Language, stop_words
from summarize.tokens import words_in

__all__ = ["MAX_CANDIDATES", "MIN_WORDS_ASKED", "candidate_rows", "longest_of", "most_salient"]

MIN_WORDS = 6
# What bears on a question may be told in few words: "Nobody was hurt."
MIN_WORDS_ASKED = 3
# A sentence much longer than is usual in its topic crowds out two others.
LONG_TIMES_MEDIAN = 2.5
LONG_WORDS = 30
# Of each document: four times as many as it gives points on average, and at least these.
FIRST_SENTENCES = 24
# Clusters and MMR cost the square and the multiple of this; the rest of the library is linear.
MAX_CANDIDATES = 1000
CLOSING = "\"'”’»)]」』）】*"
# What ends in one asks, unless somebody is quoted in it, or it follows a statement.
QUESTION_MARKS = "?？؟"
# A quotation inside a sentence, and how much of a sentence in another source shows whose words it
# is: 35 of 16,651 sentences of news, of which all but two are a statement, a post or a letter that
# another article quotes (read, one by one).
QUOTATION = re.compile(r"[\"“]([^\"“”]{20,600})[\"”]|‘([^‘’]{20,600})’(?!\w)")
RUN_WORDS, QUOTED_SHARE = 4, 0.8
TOLD = re.compile(r"[\"“”„«»「」:：]|\w{2}[.!?…]\s|\s[–—-]\s")


def candidate_rows(
    sentences: Sequence[Sentence],
    words: NDArray[np.floating],
    counted: NDArray[np.intp],
    points_per_document: float,
    language: Language,
    longest: float | None = None,
    shortest: int = MIN_WORDS,
) -> NDArray[np.intp]:
    """Return the rows of the sentences that may become points.

    Parameters
    ----------
    sentences : sequence of n Sentence
    words : ndarray of shape (n,)
        Their lengths.
    counted : ndarray of int
        The rows to choose among, ascending.
    points_per_document : float
        How many points a document gives on average.
    longest : float, optional
        The most words of a point; that of `longest_of` the median.
    shortest : int
        The fewest words of a point.

    Returns
    -------
    ndarray of int
        Ascending; all of `counted`, if none has the shape of a point.
    """
    first = max(FIRST_SENTENCES, math.ceil(4 * points_per_document))
    longest = longest_of(float(np.median(words[counted]))) if longest is None else longest
    whole = _whole(sentences, counted, language)
    rows = [
        row
        for row in counted.tolist()
        if sentences[row].position < first and shortest <= words[row] <= longest and row in whole
    ]
    rows = _not_spoken(sentences, counted, rows)
    return np.array(rows, dtype=np.intp) if rows else counted


def _whole(
    sentences: Sequence[Sentence], counted: NDArray[np.intp], language: Language
) -> set[int]:
    """The rows of whole sentences that tell something: those that end like one and do not ask.

    A document that has none, such as a teaser of a feed, still speaks by its first, unless that is
    visibly cut off: after a comma or a function word.
    """
    ends = tuple(language.terminators + "…")
    rows = counted.tolist()
    whole = {
        row
        for row in rows
        if sentences[row].text.rstrip(CLOSING).endswith(ends)
        and not _asks(sentences[row].text, language)
    }
    voiced = {sentences[row].document for row in whole}
    stops = stop_words(language.code)
    for row in rows:
        last = sentences[row].text.split()[-1]
        silent = sentences[row].document not in voiced and sentences[row].position == 0
        if silent and last[-1].isalnum() and last.lower() not in stops:
            whole.add(row)
    return whole


def _not_spoken(
    sentences: Sequence[Sentence], counted: NDArray[np.intp], rows: list[int]
) -> list[int]:
    """The rows without sentences that another source has in quotation marks: somebody's words.

    A brief would print them as its own, though it is known who said them.
    """
    quoted: dict[tuple[str, ...], set[int]] = defaultdict(set)
    for row in counted.tolist():
        for match in QUOTATION.finditer(sentences[row].text):
            for run in _runs(words_in((match[1] or match[2]).casefold())):
                quoted[run].add(sentences[row].document)

    nowhere: set[int] = set()

    def is_spoken(sentence: Sentence) -> bool:
        if any(mark in sentence.text for mark in '"“”'):
            return False
        words = words_in(sentence.text.casefold())
        n_runs = len(words) - RUN_WORDS + 1
        most = n_runs - QUOTED_SHARE * n_runs  # of those that may stand in no quotation
        for run in _runs(words):
            most -= quoted.get(run, nowhere) <= {sentence.document}
            if most < 0:  # after the first few, of nearly all sentences
                return False
        return n_runs > 2

    spoken = {sentences[row].text for row in rows if is_spoken(sentences[row])} if quoted else set()
    return [row for row in rows if sentences[row].text not in spoken]


def _runs(words: list[str]) -> Iterator[tuple[str, ...]]:
    return zip(*(words[k:] for k in range(RUN_WORDS)), strict=False)


def _asks(text: str, language: Language) -> bool:
    """Whether it is a question of the author's: one that somebody else asked may be news."""
    marks = QUESTION_MARKS + (";\u037e" if language.code == "el" else "")
    return text[-1] in marks and TOLD.search(text[:-1]) is None


def longest_of(median: float) -> float:
    """Return how many words a point may have, by the median length of its topic's sentences."""
    return max(LONG_WORDS, LONG_TIMES_MEDIAN * median)


def most_salient(
    rows: NDArray[np.intp], salience: NDArray[np.floating], most: int = MAX_CANDIDATES
) -> NDArray[np.intp]:
    """Return at most so many of the rows, those of highest salience, ascending."""
    best = np.argsort(-salience.round(9), kind="stable")[:most]
    return rows[np.sort(best)]
