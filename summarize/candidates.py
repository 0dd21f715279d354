"""Which sentences may become points of a brief.

In: the sentences of a topic. Out: the rows of those that are shaped like a point (a whole sentence
of readable length) and stand early enough in their document. The others still count for what the
sources share, and can be cited.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from summarize.documents import Sentence

__all__ = ["candidate_rows", "word_count"]

MIN_WORDS, MAX_WORDS = 6, 60
# Of each document: four times as many as it gives points on average, and at least these.
FIRST_SENTENCES = 16
ENDED = re.compile(r"[.!?…。！？।؟][\"'”’»)\]]*$")


def word_count(text: str) -> int:
    """Return the number of words between white space."""
    return len(text.split())


def candidate_rows(sentences: Sequence[Sentence], points_per_document: float) -> NDArray[np.intp]:
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
        if sentence.position < first and _is_shaped_like_a_point(sentence.text)
    ]
    return np.array(rows or range(len(sentences)), dtype=np.intp)


def _is_shaped_like_a_point(text: str) -> bool:
    return MIN_WORDS <= word_count(text) <= MAX_WORDS and bool(ENDED.search(text))
