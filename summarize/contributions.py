"""What only one source says: the best sentence of each that no other has, in whatever words.

In: the candidate sentences, what each is worth, and how close others come to it. Out: one row a
document. It chooses no points; `selection` has done that.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from summarize.rows import FloatArray

__all__ = ["is_bare_quotation", "only_in"]

# Above this similarity others may have told it in other words, and no source is to be credited with
# having it alone; 0.4 is where clusters say the same. Set by reading twelve topics.
OTHERWISE_TOLD = 0.27

OPENERS = "\"“„«‘'(["


def is_bare_quotation(text: str) -> bool:
    """Whether a sentence opens with what somebody said, or with an aside, or has half a quotation.

    Out of its place such a sentence does not tell who speaks of what.
    """
    return text[:1] in OPENERS or text.count('"') % 2 == 1 or text.count("“") != text.count("”")


def only_in(
    worth: FloatArray, closest: FloatArray, to_points: FloatArray, document_of: NDArray[np.intp]
) -> dict[int, int]:
    """Return the best sentence of each document that no other document and no point says.

    Parameters
    ----------
    worth : ndarray of shape (n,)
        How good each candidate is; -inf for one that cannot stand alone.
    closest, to_points : ndarray of shape (n,)
        Similarity of each to the closest sentence of any other document, and to the closest point.
    document_of : ndarray of shape (n,)

    Returns
    -------
    dict of int to int
        From document to candidate; documents that have nothing of their own are left out.
    """
    alone = (np.maximum(closest, to_points) < OTHERWISE_TOLD) & np.isfinite(worth)
    rows = np.flatnonzero(alone)
    best: dict[int, int] = {}
    for row in rows[np.argsort(-worth[rows].round(9), kind="stable")].tolist():
        best.setdefault(int(document_of[row]), row)
    return best
