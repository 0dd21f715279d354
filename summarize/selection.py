"""Choose the points: one function on arrays for each method.

In: n candidate sentences as unit rows in two senses (topic, sameness), their relevance, their
clusters, their costs and the budget. Out: a `Selection`, the chosen rows in the order of choice. No
method takes two sentences of one cluster or one that says what a chosen one says, and none takes
half a sentence. Ties go to the earlier row. To add one is a function with the same arguments and a
line in `SELECTORS`.

MMR: Carbonell & Goldstein (1998). Relevance of the set instead of its members: Lin & Bilmes (2011),
Rossiello et al. (2017); gain by cost: Lin & Bilmes (2010).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from summarize.errors import PluginError, UnknownNameError
from summarize.rows import SAME_GROUPS, Coverage, FloatArray, Rows

__all__ = ["SELECTORS", "Candidates", "Selection", "get_selector", "select"]


@dataclass(frozen=True, slots=True)
class Candidates:
    """What a selector sees of n sentences.

    Attributes
    ----------
    topic, sameness : Rows of n
        Unit rows, for relevance and for redundancy.
    relevance, bonus : ndarray of shape (n,)
        Cosine to what the sources share, and what is added to it; under a question less of both,
        and `question` in the bonus.
    leaning : ndarray of shape (n,)
        What is taken off a sentence that leans on the one before it, unless that one is chosen.
    before : ndarray of int, shape (n,)
        The candidate right before each in its document; -1 where that is no candidate.
    coverage : Coverage of n
        What each adds to the shared terms that the chosen cover.
    redundancy : ndarray of shape (n,)
        Similarity to what the reader knows already, in [0, 1].
    labels : ndarray of shape (n,)
        Clusters.
    document_of, position : ndarray of shape (n,)
        Each sentence's document and its place there.
    costs : ndarray of shape (n, n_limits)
        What each sentence uses of each limit: points, words, characters.
    question : ndarray of shape (n,) or None
        What is added for bearing on the question; None without one.
    """

    topic: Rows
    sameness: Rows
    relevance: FloatArray
    bonus: FloatArray
    leaning: FloatArray
    before: NDArray[np.intp]
    coverage: Coverage
    redundancy: FloatArray
    labels: NDArray[np.intp]
    document_of: NDArray[np.intp]
    position: NDArray[np.intp]
    costs: FloatArray
    question: FloatArray | None = None

    def __len__(self) -> int:
        return len(self.labels)


@dataclass(frozen=True, slots=True)
class Selection:
    """The rows chosen, in the order of choice; arrays of one shape, (n_chosen,).

    Attributes
    ----------
    rows : ndarray of int
        Positions among the candidates, none twice; together they keep within the limits.
    scores : ndarray of float
        The value by which each was the best at its turn; finite.
    redundancy : ndarray of float
        Similarity to the closest chosen before it; 0 for the first. Finite.
    """

    rows: NDArray[np.intp]
    scores: FloatArray
    redundancy: FloatArray


# Power of the cost that a gain is divided by: at 0 long sentences win that bring a little of
# everything, at 0.1 and more short ones that bring little.
COST_POWER = 0.05

Selector = Callable[[Candidates, FloatArray, float], Selection]


class _Picks:
    """What is chosen so far, and which candidates are still open; grows by `take`."""

    def __init__(self, candidates: Candidates, limits: FloatArray) -> None:
        self._candidates = candidates
        self._left = limits.astype(float)
        self._free = np.ones(len(candidates), dtype=bool)
        self._chosen: list[tuple[int, float, float]] = []
        self.redundancy = candidates.redundancy

    def __len__(self) -> int:
        return len(self._chosen)

    def open(self) -> NDArray[np.bool_]:
        """Which candidates fit what is left of the budget and say nothing that is chosen."""
        return self._free & (self._candidates.costs <= self._left).all(axis=1)

    def take_best(self, scores: FloatArray) -> int:
        """Choose the open candidate of the highest score; rounded, so that noise breaks no tie."""
        row = int(np.argmax(np.where(self.open(), scores.round(9), -np.inf)))
        self._chosen.append((row, float(scores[row]), float(self.redundancy[row])))
        self._free &= self._candidates.labels != self._candidates.labels[row]
        self._left -= self._candidates.costs[row]
        closeness = self._candidates.sameness.dot(self._candidates.sameness.take([row]))[:, 0]
        self.redundancy = np.maximum(self.redundancy, closeness)
        # Average linkage can leave two close sentences in different clusters.
        self._free &= closeness < SAME_GROUPS
        return row

    def selection(self) -> Selection:
        rows, scores, redundancy = zip(*self._chosen, strict=True) if self._chosen else ((),) * 3
        return Selection(np.array(rows, dtype=np.intp), np.array(scores), np.array(redundancy))


def mmr(candidates: Candidates, limits: FloatArray, diversity: float) -> Selection:
    """Maximal marginal relevance, with the relevance of the whole set.

    The marginal relevance of a sentence is what it adds to (size of the set) x (cosine of the set's
    sum to the centroid), plus the shared terms that it is the first to cover, plus its own bonus,
    less a penalty while it leans on a sentence that is not chosen; all divided by the share of the
    budget that it uses, damped. A step takes the highest (1 - diversity) x marginal relevance -
    diversity x redundancy, and costs one product of the candidates with the chosen row.
    """
    relevance, coverage = candidates.relevance, candidates.coverage
    picks = _Picks(candidates, limits)
    covered = np.zeros(len(coverage.weights), dtype=bool)
    own = candidates.bonus - candidates.leaning
    per_cost = _shares(candidates.costs, limits) ** -COST_POWER
    overlap = np.zeros(len(candidates))  # dot product of each row with the sum of the chosen rows
    shared, squared_length = 0.0, 0.0  # of that sum: dot product with the centroid, and with itself
    while picks.open().any():
        size = len(picks)
        before = size * shared / np.sqrt(squared_length) if squared_length > 0 else 0.0
        length = np.sqrt(np.maximum(squared_length + 2 * overlap + 1.0, 1e-12))
        of_the_set = (size + 1) * (shared + relevance) / length - before
        marginal = (of_the_set + coverage.gain(covered) + own) * per_cost
        row = picks.take_best((1 - diversity) * marginal - diversity * picks.redundancy)
        covered[coverage.terms(row)] = True
        own = np.where(candidates.before == row, candidates.bonus, own)
        shared += relevance[row]
        squared_length += 2 * overlap[row] + 1.0
        overlap = overlap + candidates.topic.dot(candidates.topic.take([row]))[:, 0]
    return picks.selection()


def mmr_textbook(candidates: Candidates, limits: FloatArray, diversity: float) -> Selection:
    """Maximal marginal relevance as first published, by the relevance of each sentence alone."""
    own = candidates.bonus - candidates.leaning
    salience = candidates.relevance + candidates.coverage.gain() + own
    picks = _Picks(candidates, limits)
    while picks.open().any():
        picks.take_best((1 - diversity) * salience - diversity * picks.redundancy)
    return picks.selection()


def lead(candidates: Candidates, limits: FloatArray, diversity: float) -> Selection:
    """First sentences of the documents in turn; `diversity` is ignored."""
    order = np.lexsort((candidates.document_of, candidates.position))
    return _in_order(candidates, limits, order)


def centroid(candidates: Candidates, limits: FloatArray, diversity: float) -> Selection:
    """Sentences closest to the centroid (Radev et al. 2004); `diversity` is ignored."""
    order = np.argsort(-candidates.relevance.round(9), kind="stable")
    return _in_order(candidates, limits, order)


SELECTORS: dict[str, Selector] = {
    "centroid": centroid,
    "lead": lead,
    "mmr": mmr,
    "mmr-textbook": mmr_textbook,
}


def get_selector(spec: str | Selector) -> Selector:
    """Return the selector of that name, or the callable itself; raise UnknownNameError."""
    if callable(spec):
        return spec
    if spec not in SELECTORS:
        raise UnknownNameError("selector", spec, SELECTORS)
    return SELECTORS[spec]


def select(
    candidates: Candidates, limits: FloatArray, diversity: float, selector: Selector
) -> Selection:
    """Run a selector and check what it returns.

    Parameters
    ----------
    candidates : Candidates of n
    limits : ndarray of shape (n_limits,)
        The budget, in the units of the columns of `candidates.costs`; infinity for none.
    diversity : float in [0, 1]
        0 for relevance alone, 1 for diversity alone.

    Raises
    ------
    PluginError
        The selector returned no Selection, or one that is not as its attributes are described:
        rows twice, rows that are not there, more than the limits allow.
    """
    if len(candidates) == 0:  # a selector need not know this case
        return Selection(np.zeros(0, dtype=np.intp), np.zeros(0), np.zeros(0))
    selection = _checked(selector(candidates, limits, diversity))
    rows = selection.rows.tolist()
    if len(set(rows)) != len(rows) or not all(0 <= row < len(candidates) for row in rows):
        raise PluginError(
            f"the selector must return distinct rows from 0 to {len(candidates) - 1}; got {rows}"
        )
    used = candidates.costs[selection.rows].sum(axis=0)
    if (used > limits).any():
        raise PluginError(
            "the selector must keep within its limits of points, words and characters, "
            f"{limits.tolist()}; its {len(rows)} rows use {used.tolist()}"
        )
    return selection


def _checked(returned: Any) -> Selection:
    """A Selection of arrays that belong together; whether its rows exist is checked later."""
    if not isinstance(returned, Selection):
        raise PluginError(f"the selector must return a Selection; got {type(returned).__name__}")
    rows = _numbers("rows", returned.rows, "iu", "integers")
    scores = _numbers("scores", returned.scores, "iuf", "finite numbers")
    redundancy = _numbers("redundancy", returned.redundancy, "iuf", "finite numbers")
    if not len(rows) == len(scores) == len(redundancy):
        raise PluginError(
            "the selector must return as many scores and redundancies as rows; "
            f"got {len(scores)} and {len(redundancy)} of {len(rows)}"
        )
    return Selection(rows.astype(np.intp), scores, redundancy)


def _numbers(name: str, values: Any, kinds: str, what: str) -> NDArray[Any]:
    """Values as an array of shape (n,); an empty one may be of any dtype, as np.array([]) is."""
    expected = f"the selector must return {name} of shape (n_chosen,), {what}"
    try:
        found = np.asarray(values)
    except ValueError as error:
        raise PluginError(f"{expected}; {error}") from error
    if found.ndim != 1 or (found.size and found.dtype.kind not in kinds):
        raise PluginError(f"{expected}; got {found.dtype} of shape {found.shape}")
    if found.dtype.kind == "f" and not np.isfinite(found).all():
        raise PluginError(f"{expected}; got {found.tolist()}")
    return found


def _shares(costs: FloatArray, limits: FloatArray) -> FloatArray:
    """The largest share of any limit that each sentence uses; 1 for all where there is no limit."""
    shares = (costs / limits).max(axis=1)
    return np.where(shares > 0, shares, 1.0)


def _in_order(candidates: Candidates, limits: FloatArray, order: NDArray[np.intp]) -> Selection:
    rank = np.empty(len(order))
    rank[order] = np.arange(len(order))
    picks = _Picks(candidates, limits)
    while picks.open().any():
        picks.take_best(1.0 - rank / max(1, len(order)))
    return picks.selection()
