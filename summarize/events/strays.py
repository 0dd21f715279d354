"""Tell one stray document from all the others, which tell of one event.

In: `Evidence` of documents and the rows of one group. Out: those of them that are one event, and
each stray alone. Every document is tested against all others, the oddest first; what makes it odd
is weighed by a logistic regression (`benchmarks/strays.py`), stricter for long documents.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..rows import FloatArray
from .evidence import Evidence, Labels

__all__ = ["FEW", "stray_features", "without_strays"]

# Log odds that a document is a stray among four or more, by logistic regression (`python -m
# benchmarks events --fit`): weights of log typicality; of the same by shared stems alone; of the
# log typicality of the least typical other; of its share of names of its own, less that of the
# others; of the mean log length; of its log share of the core, less that of the others, times
# length beyond excerpts; and 1.
STRAY_WEIGHTS = np.array([-4.85, 1.37, 3.09, 4.08, -1.37, -2.11, 0.34])
# Mean log number of stems of documents that are excerpts of a sentence or two, and of articles:
# true members have more to tell of their own at length, hence the higher bar.
EXCERPT, ARTICLE = 3.2, 4.4
MIN_LOG_ODDS = (-1.3, 2.3)
# So much more for a side of a cut, which has explained most of what is odd; and for each stray
# taken out before.
AFTER_CUT, LOG_ODDS_STEP = 3.0, 4.0
CERTAIN = 1e6
# A name is a protagonist if all others, of four documents or more, have it three times or nearly so
# (on a scale of logarithms); to lack one is worth as many log odds.
PROTAGONIST_COUNT, PROTAGONIST_SHARE = 3, 0.9
LACK_WEIGHT = 7.0
# Iran and Iranians: names that begin alike are one.
LIKE_LETTERS = 4
# A long text is like anything in something: of its similarity further down counts this share.
LATER_SHARE = 0.5
# Added to similarities before the logarithm: below it, differences are chance.
FLOOR = 0.02
# A document that is less similar than this to every other shares next to nothing with them, among
# so many documents; of two or three nothing else is asked.
UNRELATED = {2: 0.04, 3: 0.083, 4: 0.06, 5: 0.04}
# Of three also one that is less similar than this to both others, if these are so much more alike.
UNLIKE_TWO, TWO_ALIKE = 0.13, 0.3
# Of four, one that is more similar than this to another is background to the same event (a paper,
# a portrait), however odd.
FEW, RELATED_OF_FOUR = 5, 0.105


def without_strays(evidence: Evidence, group: Labels, extra: float) -> list[Labels]:
    """Take out one stray after the other, the oddest first; what stays is one event."""
    part = evidence.take(group)
    similarity, shared = part.cosines(min_documents=1), part.cosines(min_documents=2)
    any_part = np.maximum(similarity, LATER_SHARE * part.later_cosines())
    any_part *= 1 - np.eye(len(group))
    stay = np.arange(len(group))
    strays: list[int] = []
    while len(stay) > 2:
        pairs = np.ix_(stay, stay)
        closest = any_part[pairs].max(axis=1)
        log_odds = _stray_log_odds(part.take(stay), similarity[pairs], shared[pairs], closest)
        oddest = int(log_odds.argmax())
        if log_odds[oddest] <= extra + LOG_ODDS_STEP * len(strays):
            break
        strays.append(int(stay[oddest]))
        stay = np.delete(stay, oddest)
    if len(stay) == 2 and similarity[stay[0], stay[1]] < UNRELATED[2]:
        strays.append(int(stay[1]))
        stay = stay[:1]
    return [group[stay], *(group[[stray]] for stray in strays)]


def _stray_log_odds(
    evidence: Evidence, similarity: FloatArray, shared: FloatArray, closest: FloatArray
) -> FloatArray:
    """By how much the log odds of each of three or more documents to be a stray pass the bar."""
    n = len(evidence)
    unrelated = closest < UNRELATED[min(n, FEW)]
    if n == 3:
        two = similarity[[1, 0, 0], [2, 2, 1]]
        unrelated |= closest < np.minimum(UNLIKE_TWO, TWO_ALIKE * two)
        return np.where(unrelated, CERTAIN - closest, -CERTAIN).round(9)
    lacks = _lacks_protagonist(evidence)
    log_odds = stray_features(evidence, similarity, shared) @ STRAY_WEIGHTS + LACK_WEIGHT * lacks
    log_odds -= float(np.interp(_mean_log_length(evidence), (EXCERPT, ARTICLE), MIN_LOG_ODDS))
    if n < FEW:
        log_odds[(closest > RELATED_OF_FOUR) & ~lacks] = -CERTAIN
    log_odds[unrelated] = CERTAIN - closest[unrelated]
    return np.asarray(log_odds.round(9))


def stray_features(evidence: Evidence, similarity: FloatArray, shared: FloatArray) -> FloatArray:
    """What tells a stray among four or more documents, one row each: see `STRAY_WEIGHTS`.

    `similarity` is by all stems, `shared` by those of two documents or more.
    """
    n, length = len(evidence), _mean_log_length(evidence)
    beyond = float(np.clip(length - EXCERPT, 0, 1.5))
    other = 1 - np.eye(n)
    core = _less_that_of_others(_core_share(evidence)) * beyond
    names = _less_that_of_others(_own_names(evidence))
    shared_typicality = np.log((shared * other).sum(axis=1) / (n - 1) + FLOOR)
    typicality, least = _typicality(similarity * other)
    lengths, ones = np.full(n, length), np.ones(n)
    return np.column_stack([typicality, shared_typicality, least, names, lengths, core, ones])


def _mean_log_length(evidence: Evidence) -> float:
    return float(np.log1p((evidence.counts > 0).sum(axis=1)).mean())


def _less_that_of_others(value: FloatArray) -> FloatArray:
    return np.asarray(value - (value.sum() - value) / (len(value) - 1))


def _typicality(similarity: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Log mean similarity of each to the others; and of the least typical other, without it.

    The diagonal of `similarity` is 0.
    """
    n = len(similarity)
    total = similarity.sum(axis=1)
    # Row i: the mean similarity of each document to the others, in the group without i.
    without = (total - similarity) / (n - 2)
    np.fill_diagonal(without, np.inf)
    return np.log(total / (n - 1) + FLOOR), np.log(without.min(axis=1) + FLOOR)


def _own_names(evidence: Evidence) -> FloatArray:
    """The share of its names and numbers that no other has."""
    present = evidence.counts[:, evidence.marked] > 0
    alone = (present.sum(axis=0) == 1).astype(float)
    return np.asarray((present @ alone) / (present.sum(axis=1) + 2))


def _core_share(evidence: Evidence) -> FloatArray:
    """Log share that each has of the stems that the others share, the more shared the heavier."""
    present = (evidence.counts > 0).astype(float)
    df = present.sum(axis=0)
    # In how many of the others: one less for the stems that the document has itself.
    without, within = (np.where(k >= 2, (k / (len(evidence) - 1)) ** 2, 0.0) for k in (df, df - 1))
    has = present @ within
    has_not = without.sum() - present @ without
    return np.asarray(np.log((has + 0.1) / (has + has_not + 0.2)))


def _lacks_protagonist(evidence: Evidence) -> NDArray[np.bool_]:
    """Whether a document never has a name, nor its like, that nearly all the others repeat."""
    counts = evidence.counts[:, evidence.named]
    strength = counts.copy()
    strength.data = np.minimum(1.0, np.log1p(counts.data) / np.log1p(PROTAGONIST_COUNT))
    protagonist = strength.sum(axis=0) / (len(evidence) - 1) >= PROTAGONIST_SHARE
    named = np.flatnonzero(evidence.named)
    stems = list(evidence.columns)
    names = [stems[column] for column in named]
    present = (counts + evidence.later[:, named]) > 0
    lacks = np.zeros(len(evidence), dtype=bool)
    for name in np.array(names)[protagonist].tolist():
        like = [other[:LIKE_LETTERS] == name[:LIKE_LETTERS] for other in names]
        lacks |= present[:, np.flatnonzero(like)].sum(axis=1) == 0
    return lacks
