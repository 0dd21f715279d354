"""Does the default hang on one collection? Leave each out in turn and choose by the others.

\b
  python -m benchmarks left_out --data-dir DATA

In: the default, and each constant of the choice halved, and half as much again. Out: for each of
five collections, the setting that is best on the other four (by the mean of R-1 and R-2, at the
budget and measure of each), and what that setting gives on the one left out, beside the default.
If a default was made for one collection, the others would choose another, and that would be worse
on it than the default.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from statistics import mean
from typing import Any

import click

from benchmarks.data import load
from benchmarks.processes import Job, execute
from benchmarks.results import RESULTS, Json, score_topics, stamp, write
from benchmarks.sets import MAIN, OTHER_LANGUAGES, REVIEWS, Task
from benchmarks.significance import p_value
from benchmarks.tables import percent, rich_table

__all__ = ["FILE", "chosen_without", "left_out", "neighbours", "table"]

FILE = RESULTS / "left_out.json"
COLLECTIONS: dict[str, tuple[Task, ...]] = {
    **{task.name: (task,) for task in MAIN},
    "six other languages": OTHER_LANGUAGES,
    REVIEWS.name: (REVIEWS,),
}
CONSTANTS = (
    "salience.POSITION",
    "salience.POINTS_OF_HALF",
    "salience.FALL",
    "salience.COVERAGE",
    "salience.SUPPORT",
    "salience.CLOSEST_TITLE",
    "salience.TITLES",
    "selection.COST_POWER",
)
FACTORS = (0.5, 1.5)
MEASURES = ("rouge1", "rouge2")
Scores = dict[str, dict[str, list[float]]]  # of a collection, by measure, a number a topic


def neighbours() -> dict[str, dict[str, Any]]:
    """Return the default and, by what they change, the settings around it."""
    found: dict[str, dict[str, Any]] = {"default": {}}
    for name in CONSTANTS:
        module, _, constant = name.rpartition(".")
        value = getattr(import_module(f"summarize.{module}"), constant)
        found |= {f"{constant} x {f}": {name: value * f} for f in FACTORS}
    return found | {f"diversity x {f}": {"diversity": 0.2 * f} for f in FACTORS}


def chosen_without(left_out: str, scores: dict[str, Scores]) -> str:
    """Return the setting with the highest mean on all collections but one; the first of equals.

    Parameters
    ----------
    scores : dict
        Of each setting the scores on every collection.
    """

    def on_the_others(setting: str) -> float:
        rest = [of for name, of in scores[setting].items() if name != left_out]
        return round(mean(mean(of[m]) for of in rest for m in MEASURES), 9)

    return max(scores, key=on_the_others)


@click.command("left_out", help=__doc__)
@click.option("--data-dir", type=click.Path(exists=True, path_type=Path), required=True)
@click.option("--jobs", type=int, default=1, show_default=True, help="Processes at a time.")
@click.option("--save/--no-save", "keep", default=True, show_default=True)
def left_out(data_dir: Path, jobs: int, keep: bool) -> None:
    from rich.console import Console

    settings = neighbours()
    scores: dict[str, Scores] = {name: {} for name in settings}
    for collection, tasks in COLLECTIONS.items():
        for name in settings:
            scores[name][collection] = {m: [] for m in MEASURES}
        for task in tasks:
            measure(task, data_dir, collection, settings, scores, jobs)
    content: Json = {**stamp(), "settings": settings, "collections": judged(scores)}
    if keep:
        write(FILE, content)
    Console(width=120).print(rich_table("R-1 / R-2", *table(content)))


def measure(
    task: Task,
    data_dir: Path,
    collection: str,
    settings: dict[str, dict[str, Any]],
    scores: dict[str, Scores],
    jobs: int,
) -> None:
    """Add the scores of every setting on the topics of one set."""
    path = task.path(data_dir)
    topics = load(path, task.language)
    work = [
        Job("ours", path, task.language, (task.words,), s, label=n) for n, s in settings.items()
    ]
    for run in execute(work, jobs):
        found = score_topics(task, topics, run.summaries[task.words])
        for name in MEASURES:
            scores[run.job.label][collection][name] += found[name]


def judged(scores: dict[str, Scores]) -> Json:
    """Return, for each collection, what the others choose and what that gives on it."""
    found = {}
    for collection in COLLECTIONS:
        choice = chosen_without(collection, scores)
        own, default = scores[choice][collection], scores["default"][collection]
        found[collection] = {
            "chosen": choice,
            "topics": len(own["rouge1"]),
            "mean": {m: round(mean(own[m]), 5) for m in MEASURES},
            "default": {m: round(mean(default[m]), 5) for m in MEASURES},
            "p": {m: round(p_value(own[m], default[m]), 4) for m in MEASURES},
        }
    return found


def table(content: Json) -> tuple[list[str], list[list[str]]]:
    """Return header and lines, one a collection."""
    header = ["left out", "topics", "chosen by the others", "gives", "default", "p R-1", "p R-2"]
    lines = [
        [
            name,
            str(row["topics"]),
            row["chosen"],
            *(" / ".join(percent(row[of][m]) for m in MEASURES) for of in ("mean", "default")),
            *(f"{row['p'][m]:.3f}" for m in MEASURES),
        ]
        for name, row in content["collections"].items()
    ]
    return header, lines
