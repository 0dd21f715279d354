"""Scores and costs of systems as JSON files: one a task, which later runs of some systems update.

In: runs of systems on a set. Out: for each system the scores topic by topic, their means with
bootstrap intervals, a paired test against ours, time, memory, settings, versions, date, machine.
A file is tied to the digest of its input: other input, or another measure, and it starts anew.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime, timezone
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from typing import Any

import summarize
from benchmarks.data import Topic
from benchmarks.processes import Run
from benchmarks.rouge import MEASURES, score
from benchmarks.sets import Task
from benchmarks.significance import interval, p_value
from benchmarks.splitting import lines, split
from benchmarks.systems import PACKAGES, asked_for
from summarize import __version__
from summarize.settings import Settings

__all__ = ["RESULTS", "Json", "entry", "read", "score_topics", "stamp", "update", "write"]

RESULTS = Path(__file__).parent / "results"
PACKAGE = Path(summarize.__file__).parent
TESTED = ("rouge1", "rouge2")
Json = dict[str, Any]


def score_topics(
    task: Task, topics: Sequence[Topic], summaries: Iterable[Sequence[str]]
) -> dict[str, list[float]]:
    """Score a summary of each topic; the human summaries get one sentence a line for Lsum."""
    columns: dict[str, list[float]] = {name: [] for name in MEASURES}
    for topic, sentences in zip(topics, summaries, strict=True):
        scores = score(
            "\n".join(sentences),
            [lines(reference, topic.language) for reference in topic.references],
            words=task.words,
            stem=task.stem,
            tokenizer=task.tokenizer,
        )
        for name in MEASURES:
            columns[name].append(round(getattr(scores[name], task.measure), 5))
    return columns


def entry(task: Task, topics: Sequence[Topic], run: Run) -> Json:
    """Return what a file holds of one system at one budget; only the first budget was timed."""
    scores = score_topics(task, topics, run.summaries[task.words])
    timed = task.words == run.job.words[0]
    return {
        **stamp(run.job.system),
        "settings": {**resolved(task), **run.job.settings} if run.job.system == "ours" else {},
        "sentences": sentences_of(topics),
        "seconds": round(run.seconds, 4) if timed else None,
        "memory_mb": round(run.memory_mb) if timed else None,
        "mean": {name: round(sum(column) / len(column), 5) for name, column in scores.items()},
        "interval": {name: [round(x, 5) for x in interval(scores[name])] for name in TESTED},
        "scores": scores,
    }


def sentences_of(topics: Sequence[Topic]) -> str:
    """Return a digest of what all systems choose from: it changes with our cleaning."""
    found = hashlib.sha256()
    for topic in topics:
        for sentence in chain.from_iterable(split(topic)):
            found.update(sentence.encode() + b"\n")
    return found.hexdigest()[:12]


def resolved(task: Task) -> Json:
    """Return every setting of ours, and a digest of the code that the constants stand in."""
    settings = Settings(max_words=asked_for(task.words), language=task.language)
    code = hashlib.sha256()
    for file in sorted(PACKAGE.rglob("*.py")):
        code.update(file.read_bytes())
    return {**settings.to_dict(), "code": code.hexdigest()[:12]}


def update(old: Json | None, task: Task, sha256: str, entries: dict[str, Json]) -> Json:
    """Return a task's file with new entries; old ones stay if input and measure are the same."""
    head = {"task": asdict(task), "sha256": sha256}
    kept = old["systems"] if old and {key: old.get(key) for key in head} == head else {}
    systems = {**kept, **entries}
    if "ours" in systems:
        for name in systems:
            systems[name]["p"] = {m: _p(systems, name, m) for m in TESTED}
    return {**head, "systems": systems}


def _p(systems: dict[str, Json], name: str, measure: str) -> float | None:
    if name == "ours":
        return None
    own, other = systems["ours"]["scores"][measure], systems[name]["scores"][measure]
    return round(p_value(own, other), 4)


def read(path: Path) -> Json | None:
    """Return the content of a result file, None if there is none."""
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


def write(path: Path, content: Json) -> None:
    """Write a result file: numbers in lists stay on one line."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(_pretty(content) + "\n", encoding="utf-8")


def stamp(system: str = "ours") -> Json:
    """Return when, with what and on what something was measured."""
    names = ("numpy", "scikit-learn", "rouge-score-rs", *PACKAGES.get(system, ()))
    return {
        "date": datetime.now(timezone.utc).date().isoformat(),
        "versions": {"summarize": __version__, **{name: version(name) for name in names}},
        "machine": machine(),
    }


def machine() -> Json:
    """Return the processor, the number of cores and the Python; nothing that names a machine."""
    info = Path("/proc/cpuinfo")
    text = info.read_text(encoding="utf-8") if info.exists() else ""
    models = [line.partition(":")[2].strip() for line in text.splitlines() if "model name" in line]
    return {
        "cpu": models[0] if models else platform.machine(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
    }


def _pretty(value: Any, indent: str = "") -> str:
    if not isinstance(value, dict) or not value:
        return json.dumps(value, ensure_ascii=False)
    inner = indent + " "
    items = [f"{inner}{json.dumps(key)}: {_pretty(item, inner)}" for key, item in value.items()]
    return "{\n" + ",\n".join(items) + "\n" + indent + "}"
