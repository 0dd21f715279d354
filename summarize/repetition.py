"""No point twice: what the citations of the points tell of their sameness, and a choice anew.

In: a `Chosen` and the evidence of who says what. Out: a `Chosen` of which no point says in other
words what another does, and the citations of each. Clusters are made by similarity alone; only the
judge of citations sees that two sentences without a rare word in common tell the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from summarize.choosing import Budget, Chosen
from summarize.documents import Sentence
from summarize.selection import select
from summarize.support import Supporter, numbers_in
from summarize.threads import one_blas_thread

__all__ = ["told_once"]

# As probably as this a sentence says what another does, so that no reader misses it as a point: so
# it was of 42 of 44 points of NeuS that were read; from .95 on, of 22 of 25.
SURELY = 0.97
# Two points that cite each other and have so many sentences, half of all, to cite in common tell
# the same: so it was of all 7 pairs of multinews/dev and of 21 of 25 of NeuS, where three of three
# is all that there is (read, one by one); what the others tell besides is seen in their citations.
# With 4 it is so of all, and half of the repetitions stay.
MIN_SHARED = 3

Cite = Callable[[Sequence[int]], Sequence[list[Supporter]]]


@one_blas_thread()
def told_once(
    chosen: Chosen,
    cite: Cite,
    is_original: Callable[[int], bool],
    budget: Budget,
    sentences: Sequence[Sentence],
) -> tuple[Chosen, list[list[Supporter]]]:
    """Choose anew until no point says, in other words, what another does.

    The clusters of two points that tell the same become one, and so do those of a point and of a
    candidate that surely says it; a brief takes one sentence of a cluster. A budget of words or
    characters is filled with what there is: without repetition NeuS at 100 words loses 0.4 R-1;
    but what answers a question is never told again.

    Parameters
    ----------
    chosen : Chosen
    cite : callable
        From rows of sentences to the citations of each, as `support.supporters` gives them.
    is_original : callable
        Whether a row is of a document that is no copy: reprints do not make two points one.
    budget : Budget

    sentences : sequence of Sentence
        In which the rows count.

    Returns
    -------
    Chosen
    list of list of (int, float)
        For each point its citations.
    """
    cited: dict[int, list[Supporter]] = {}
    while True:
        new = [row for row in chosen.points if row not in cited]
        cited |= dict(zip(new, cite(new), strict=True)) if new else {}
        labels = chosen.candidates.labels
        asked = chosen.candidates.question is not None
        if asked or not np.isfinite(budget.limits[1:]).any():
            labels = _joined(chosen, cited, is_original, sentences)
        if (labels == chosen.candidates.labels).all():
            return chosen, [cited[row] for row in chosen.points]
        candidates = replace(chosen.candidates, labels=labels)
        selection = select(candidates, budget.limits, budget.diversity, budget.selector)
        chosen = replace(chosen, candidates=candidates, selection=selection)


def _joined(
    chosen: Chosen,
    cited: Mapping[int, list[Supporter]],
    is_original: Callable[[int], bool],
    sentences: Sequence[Sentence],
) -> NDArray[np.intp]:
    """The labels of the candidates, one for what the citations of the points say is the same."""
    labels, asked = chosen.candidates.labels, chosen.candidates.question is not None
    place = {row: k for k, row in enumerate(chosen.rows.tolist())}
    same = [
        (point, row)
        for point in chosen.points
        for row, probability in cited[point]
        if probability >= SURELY and row in place
    ]
    told_by = {p: {row for row, _ in cited[p] if is_original(row)} for p in chosen.points}
    for one, other in combinations(chosen.points, 2):
        shared = len(told_by[one] & told_by[other])
        mutual = one in told_by[other] or other in told_by[one]
        most = shared >= MIN_SHARED and 2 * shared >= len(told_by[one] | told_by[other])
        if mutual and (most or (asked and _one_number(sentences[one], sentences[other]))):
            same.append((one, other))
    for one, other in same:
        labels = np.where(labels == labels[place[other]], labels[place[one]], labels)
    return labels


def _one_number(one: Sentence, other: Sentence) -> bool:
    """Whether two sentences have a number in common: on a question, one answer."""
    return not numbers_in(one.text).isdisjoint(numbers_in(other.text))
