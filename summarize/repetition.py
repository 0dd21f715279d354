"""No point twice: what the citations of the points tell of their sameness, and a choice anew.

In: a `Chosen` and the evidence of who says what. Out: a `Chosen` of which no point says in other
words what another does, and the citations of each. Clusters are made by similarity alone; only the
judge of citations sees that two sentences without a rare word in common tell the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from summarize.choosing import Budget, Chosen
from summarize.rows import FloatArray
from summarize.selection import select
from summarize.support import Evidence, Supporter, supporters

__all__ = ["told_once"]

# As probably as this a sentence says what another does, so that no reader misses it as a point: so
# it was of 42 of 44 points of NeuS that were read; from .95 on, of 22 of 25.
SURELY = 0.97
# Two points that cite each other and have so many sentences, half of all, to cite in common tell
# the same: so it was of all 4 pairs of multinews/dev, and is where a feed has one line a source.
MIN_SHARED = 4


def told_once(
    chosen: Chosen,
    evidence: Evidence,
    document_of: NDArray[np.intp],
    min_support: float,
    budget: Budget,
) -> tuple[Chosen, list[list[Supporter]]]:
    """Choose anew until no point says, in other words, what another does.

    The clusters of two points that tell the same become one, and so do those of a point and of any
    sentence that surely says it; a brief takes one sentence of a cluster. A budget of words or
    characters is filled with what there is: without repetition NeuS at 100 words loses 0.4 R-1.

    Parameters
    ----------
    chosen : Chosen
    evidence : Evidence of n sentences
    document_of : ndarray of shape (n,)
    min_support : float in [0, 1]
    budget : Budget

    Returns
    -------
    Chosen
    list of list of (int, float)
        For each point its citations, as `support.supporters` gives them.
    """
    said: dict[int, FloatArray] = {}
    cited: dict[int, list[Supporter]] = {}
    while True:
        for row in chosen.points:
            if row not in said:
                said[row] = evidence.probabilities(row)
                cited[row] = supporters(row, said[row], document_of, min_support)
        labels = chosen.candidates.labels
        if not np.isfinite(budget.limits[1:]).any():
            labels = _joined(chosen, said, cited)
        if (labels == chosen.candidates.labels).all():
            return chosen, [cited[row] for row in chosen.points]
        candidates = replace(chosen.candidates, labels=labels)
        selection = select(candidates, budget.limits, budget.diversity, budget.selector)
        chosen = replace(chosen, candidates=candidates, selection=selection)


def _joined(
    chosen: Chosen, said: Mapping[int, FloatArray], cited: Mapping[int, list[Supporter]]
) -> NDArray[np.intp]:
    """The labels of the candidates, one for what the points tell to be the same."""
    labels, points = chosen.candidates.labels, chosen.points
    place = dict(zip(points, chosen.selection.rows.tolist(), strict=True))
    for row in points:
        same = labels[said[row][chosen.rows] >= SURELY]
        labels = np.where(np.isin(labels, same), labels[place[row]], labels)
    rows = {row: {other for other, _ in cited[row]} for row in points}
    for one, other in combinations(points, 2):
        shared = len(rows[one] & rows[other])
        mutual = one in rows[other] or other in rows[one]
        if mutual and shared >= MIN_SHARED and 2 * shared >= len(rows[one] | rows[other]):
            same = labels[place[other]]
            labels = np.where(labels == same, labels[place[one]], labels)
    return labels
