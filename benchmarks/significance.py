"""How sure a figure is: bootstrap intervals of means, and paired tests between two systems.

In: one score a topic. Out: numbers. Seeded, so that a report can be made again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

__all__ = ["interval", "p_value"]

N_RESAMPLES = 1999


def interval(scores: Sequence[float], confidence: float = 0.95) -> tuple[float, float]:
    """Return the percentile bootstrap interval of the mean over topics.

    Of a single score it is that score twice.
    """
    from scipy.stats import bootstrap

    if len(scores) < 2:
        return (scores[0], scores[0])
    result = bootstrap(
        (np.asarray(scores),),
        np.mean,
        n_resamples=N_RESAMPLES,
        confidence_level=confidence,
        method="percentile",
        rng=np.random.default_rng(0),
    )
    return (float(result.confidence_interval.low), float(result.confidence_interval.high))


def p_value(scores: Sequence[float], others: Sequence[float]) -> float:
    """Return how likely so large a mean difference is if the two systems were the same.

    A two-sided paired permutation test: on each topic the two scores are swapped at random. Topics
    must be in the same order in both.

    Raises
    ------
    ValueError
        The two do not have one score for each of the same topics.
    """
    from scipy.stats import permutation_test

    if len(scores) != len(others):
        raise ValueError(f"paired scores need the same topics; got {len(scores)} and {len(others)}")
    result = permutation_test(
        (np.asarray(scores), np.asarray(others)),
        _mean_difference,
        permutation_type="samples",
        vectorized=True,
        n_resamples=N_RESAMPLES,
        rng=np.random.default_rng(0),
    )
    return float(result.pvalue)


def _mean_difference(x: Any, y: Any, axis: int = -1) -> Any:
    return np.mean(x - y, axis=axis)
