"""Which sentences may become points of a brief.

In: the sentences of a topic. Out: the rows of those that are shaped like a point (a whole sentence
of readable length) and stand early enough in their document. The others still count for what the
sources share, and can be cited.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from summarize.documents import Sentence
from summarize.languages import Language

__all__ = ["MAX_CANDIDATES", "candidate_rows", "count_words", "most_salient"]

MIN_WORDS, MAX_WORDS = 6, 60
# Of each document: four times as many as it gives points on average, and at least these.
FIRST_SENTENCES = 16
# Clusters and MMR cost the square and the multiple of this; the rest of the library is linear.
MAX_CANDIDATES = 1000
CLOSING = "\"'”’»)]」』）】*"
# A Chinese or Japanese word is about two characters long.
CHARACTERS_PER_WORD = 2


def count_words(text: str, language: Language) -> int:
    """Return the number of words of a text; estimated where no spaces stand between them."""
    if language.spaced:
        return len(text.split())
    return math.ceil(sum(map(str.isalnum, text)) / CHARACTERS_PER_WORD)


def candidate_rows(
    sentences: Sequence[Sentence], points_per_document: float, language: Language
) -> NDArray[np.intp]:
    """Return the rows of the sentences that may become points.

    Parameters
    ----------
    points_per_document : float
        How many points a document gives on average.

    Returns
    -------
    ndarray of int
        Ascending; all rows, if no sentence has the shape of a point.
    """
    first = max(FIRST_SENTENCES, math.ceil(4 * points_per_document))
    rows = [
        row
        for row, sentence in enumerate(sentences)
        if sentence.position < first and _is_shaped_like_a_point(sentence.text, language)
    ]
    return np.array(rows or range(len(sentences)), dtype=np.intp)


def most_salient(rows: NDArray[np.intp], salience: NDArray[np.floating]) -> NDArray[np.intp]:
    """Return at most `MAX_CANDIDATES` of the rows, those of highest salience, ascending."""
    best = np.argsort(-salience.round(9), kind="stable")[:MAX_CANDIDATES]
    return rows[np.sort(best)]


def _is_shaped_like_a_point(text: str, language: Language) -> bool:
    if not MIN_WORDS <= count_words(text, language) <= MAX_WORDS:
        return False
    return text.rstrip(CLOSING).endswith(tuple(language.terminators + "…"))
