"""Fit the weights by which a stray document is told, and try them where they were not fitted.

In: events and strays, as `benchmarks.events` reads them. Out: the weights of `STRAY_WEIGHTS` in
`summarize/events/strays.py`, by logistic regression on ECB+ (train) and every second topic of the
other sets, each set weighing the same; and what the grouping reaches on each set with weights that
were fitted without it. The bars were set by hand. Topics known to hold another text are left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

import summarize.events.strays as grouping
from benchmarks.events import (
    READ,
    Event,
    Texts,
    foreign,
    look_alikes,
    score_single,
    score_strays,
)
from summarize.events.evidence import Evidence, Profile, profile_of
from summarize.stemming import stemmer

__all__ = ["fit", "left_out"]

Floats = NDArray[np.float64]
# Events alone, and events with a stray at the end.
Tests = tuple[list[Event], list[tuple[Event, Texts]]]
FEWEST = 4  # documents


def tests_of(ecb: Mapping[str, Sequence[list[Event]]], sets: Mapping[str, list[Event]]) -> Any:
    """Return the tests of each set by name, ECB+ by its parts."""
    found: dict[str, Tests] = {
        f"ecbplus/{part}": ([e for topic in topics for e in topic], list(look_alikes(topics)))
        for part, topics in ecb.items()
    }
    for name, events in sets.items():
        short = name.split("/", maxsplit=1)[0]
        alone, strays = found.setdefault(short, ([], []))
        alone += events
        strays += foreign(events)
    return found


def half(tests: Tests, odd: int) -> Tests:
    """Return the tests of every second event."""
    names = sorted({event.id for event in tests[0]})[odd::2]
    return (
        [event for event in tests[0] if event.id in names],
        [(event, stray) for event, stray in tests[1] if event.id in names],
    )


@cache
def profile(texts: Texts, language: str) -> Profile:
    return profile_of(texts, content_of(language))


@cache
def content_of(language: str) -> Any:
    stems = stemmer(language)
    return cache(lambda token: [stem for stem, is_content in stems(token) if is_content])


def rows(documents: Sequence[Texts], language: str) -> Floats:
    """Return the features of each document among these."""
    evidence = Evidence.of([profile(texts, language) for texts in documents])
    return grouping.stray_features(
        evidence, evidence.cosines(min_documents=1), evidence.cosines(min_documents=2)
    )


def examples(tests: Tests) -> tuple[Floats, Floats]:
    """Return features, and whether each is of a stray."""
    X, y = [], []
    for event in tests[0]:
        if len(event.documents) >= FEWEST:
            X.append(rows(event.documents, event.language))
            y += [0.0] * len(event.documents)
    for event, stray in tests[1]:
        if len(event.documents) + 1 >= FEWEST:
            X.append(rows((*event.documents, stray), event.language))
            y += [0.0] * len(event.documents) + [1.0]
    return np.vstack(X), np.array(y)


def fit(parts: Iterable[Tests]) -> Floats:
    """Return the weights, the constant last; each part weighs the same."""
    from sklearn.linear_model import LogisticRegression

    found = [examples(part) for part in map(without_other_texts, parts)]
    X, y = np.vstack([x for x, _ in found])[:, :-1], np.concatenate([y for _, y in found])
    weights = np.concatenate([np.full(len(y), len(X) / len(found) / len(y)) for _, y in found])
    mean, scale = X.mean(axis=0), X.std(axis=0)
    model = LogisticRegression(max_iter=3000)
    model.fit((X - mean) / scale, y, sample_weight=weights)
    slope = model.coef_[0] / scale
    return np.round([*slope, model.intercept_[0] - slope @ mean], 2)


def without_other_texts(tests: Tests) -> Tests:
    """Leave out topics of which a document was read and is another text."""
    judged = json.loads(READ.read_text(encoding="utf-8"))
    mixed = {
        event
        for name in ("multiling", "multinews_raw")
        for event, verdict in judged[name].items()
        if verdict[0]
    }
    alone, strays = tests
    return [e for e in alone if e.id not in mixed], [t for t in strays if t[0].id not in mixed]


@contextmanager
def weights_of_strays(weights: Floats) -> Iterator[None]:
    """Group by other weights for a while."""
    before = grouping.STRAY_WEIGHTS
    grouping.STRAY_WEIGHTS = weights
    try:
        yield
    finally:
        grouping.STRAY_WEIGHTS = before


def left_out(tests: Mapping[str, Tests]) -> dict[str, Any]:
    """Return the weights, and what each set reaches by weights that were fitted without it.

    `other half`: by those of `STRAY_WEIGHTS`, on the topics that they were not fitted to.
    """
    fitted = {
        name: part if name.startswith("ecbplus") else half(part, 0)
        for name, part in tests.items()
        if name != "ecbplus/dev"
    }
    weights = fit(fitted.values())
    result: dict[str, Any] = {"weights": weights.tolist(), "other half": {}, "left out": {}}
    for name, part in tests.items():
        if name != "ecbplus/train":
            unseen = part if name == "ecbplus/dev" else half(part, 1)
            result["other half"][name] = scores(unseen, weights)
        if name in fitted:
            others = fit(other for other_name, other in fitted.items() if other_name != name)
            result["left out"][name] = scores(part, others)
    return result


def scores(tests: Tests, weights: Floats) -> dict[str, Any]:
    """Return how many strays are found, members accused, single events split."""
    with weights_of_strays(weights):
        strays, alone = score_strays(tests[1]), score_single(tests[0])
    return {
        "found": strays["found"],
        "accused": strays["accused"],
        "split": alone["split"],
        "events": alone["events"],
    }
