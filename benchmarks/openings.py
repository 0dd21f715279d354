"""How a reader found the points that a brief shows: do they stand alone? Beside the rules for it.

In: briefs of the English sets, and sentences that were read one by one (`openings.json`). Out: of
the points that are drawn by lot from today's briefs, how many were read as standing alone, how
many open with a reference that the brief does not resolve, and so on, how many nobody has read; and
how many of all sentences read the rule of `summarize.standing` finds. It reads no sentence itself:
after a change that puts other points into the briefs, read those that are new. This is what
`readability.py` cannot see, whose rules are nearly those that the points are chosen by.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from benchmarks.data import check_read, load
from benchmarks.results import Json
from benchmarks.sets import Task
from summarize import Brief, Point, Summarizer

__all__ = ["PARTS", "READ", "drawn", "half", "points_read", "rule_read"]

READ = Path(__file__).with_name("openings.json")
PARTS = ("tuned", "held", "fresh")
Span = tuple[str, str, int, int]  # topic, document, start, end


def lot(*key: object) -> str:
    """Return a number that depends on nothing but the key, to draw in its order."""
    return hashlib.sha256(" ".join(map(str, key)).encode()).hexdigest()


def half(topic: str) -> str:
    """Return which half a topic is of: the rules were made on one, the other was held out."""
    return "tuned" if int(lot(topic), 16) % 2 else "held"


def drawn(briefs: Iterable[tuple[str, Brief]], n: int, per_topic: int) -> list[tuple[Span, Point]]:
    """Return n points drawn by lot, at most so many of a topic."""
    chosen: list[tuple[Span, Point]] = []
    for topic, brief in briefs:
        spans = [((topic, p.source, p.start, p.end), p) for p in brief.points]
        chosen += sorted(spans, key=lambda one: lot(*one[0]))[:per_topic]
    return sorted(chosen, key=lambda one: lot(*one[0]))[:n]


def points_read(task: Task, data_dir: Path) -> dict[str, Counter[str]]:
    """Count today's points of one set by what they were read as, for each part.

    The halves are drawn anew; of what was read fresh, counts what is a point still. A point that
    does not stand alone and is shown with the sentence before counts as "with context".
    """
    readings = json.loads(READ.read_text(encoding="utf-8"))
    of_set = readings["sets"][task.name]
    path = task.path(data_dir)
    check_read(path, of_set["sha256"], "sentences")
    summarizer = Summarizer(max_words=task.words, language=task.language)
    briefs = [(topic.id, summarizer.summarize(topic.documents)) for topic in load(path)]
    labels = {(topic, *span): label for topic, *span, label in of_set["labels"]}
    fresh = {(topic, *span): label for topic, *span, label in of_set["fresh"]}
    found = {part: Counter[str]() for part in PARTS}
    for span, point in drawn(briefs, of_set["points"], of_set["per topic"]):
        found[half(span[0])][_shown(labels.get(span, "unread"), point)] += 1
    for topic, brief in briefs:
        for point in brief.points:
            label = fresh.get((topic, point.source, point.start, point.end))
            if label is not None:
                found["fresh"][_shown(label, point)] += 1
    return {part: count for part, count in found.items() if count}


def _shown(label: str, point: Point) -> str:
    helped = point.context is not None and label not in ("alone", "unread")
    return "with context" if helped else label


def rule_read(
    rule: Callable[[str], bool], names: Iterable[str], data_dir: Path, wanted: set[str]
) -> dict[str, Json]:
    """Return precision and recall of a rule against the reader, over all sentences read.

    Parameters
    ----------
    rule : callable
        From the text of a sentence to whether it is one of those wanted.
    names : iterable of str
        The sets.
    wanted : set of str
        Labels of the reader.
    """
    readings = json.loads(READ.read_text(encoding="utf-8"))
    counts = {part: Counter[str]() for part in PARTS}
    for name in names:
        texts = {
            (topic.id, document.id): document.text
            for topic in load(data_dir / f"{name}.jsonl")
            for document in topic.documents
        }
        for kind in ("labels", "fresh"):
            for topic, document, start, end, label in readings["sets"][name][kind]:
                said = rule(" ".join(texts[topic, document][start:end].split()))
                part = half(topic) if kind == "labels" else kind
                counts[part][f"{said} {label in wanted}"] += 1
    return {part: _scores(found) for part, found in counts.items()}


def _scores(found: Counter[str]) -> dict[str, Any]:
    right, wrong, missed = found["True True"], found["True False"], found["False True"]
    return {
        "right": right,
        "said": right + wrong,
        "wanted": right + missed,
        "precision": round(right / max(1, right + wrong), 4),
        "recall": round(right / max(1, right + missed), 4),
    }
