"""What each part of the default is worth: ours with one part changed at a time.

\b
  python -m benchmarks ablation --data-dir DATA
  python -m benchmarks ablation --data-dir DATA --variant "no position"

A variant is a few settings, or constants of our modules by their dotted name. A part that costs
nothing to leave out should be left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
import numpy as np
from numpy.typing import NDArray

from benchmarks.data import load
from benchmarks.processes import Job, execute
from benchmarks.results import RESULTS, Json, score_topics, stamp, write
from benchmarks.sets import SETS, Task
from benchmarks.significance import p_value
from benchmarks.tables import percent, rich_table

__all__ = ["VARIANTS", "ablation", "table"]


def singletons(rows: NDArray[Any]) -> NDArray[np.intp]:
    """Put every sentence in a cluster of its own."""
    return np.arange(len(rows))


VARIANTS: dict[str, dict[str, Any]] = {
    "default": {},
    "no position": {"salience.POSITION": 0.0},
    "no coverage": {"salience.COVERAGE": 0.0},
    "no support": {"salience.SUPPORT": 0.0},
    "no closest title": {"salience.CLOSEST_TITLE": 0.0},
    "no gain by cost": {"selection.COST_POWER": 0.0},
    "no penalty for leaning": {"salience.LEANING": 0.0},
    "no titles": {"salience.TITLES": 0.0},
    "no dense half": {"embedder": "tfidf"},
    "no clusters": {"clusterer": singletons},
    "no MMR": {"diversity": 0.0},
    "textbook MMR": {"selector": "mmr-textbook"},
    "centroid selector": {"selector": "centroid"},
    "lead selector": {"selector": "lead"},
}
ABLATED = ("multiling2011/english", "multinews/dev", "neus/dev")
FILE = RESULTS / "ablation.json"


@click.command(help=__doc__)
@click.option("--data-dir", type=click.Path(exists=True, path_type=Path), required=True)
@click.option("--variant", "names", multiple=True, type=click.Choice(list(VARIANTS)))
@click.option("--jobs", type=int, default=1, show_default=True, help="Processes at a time.")
@click.option("--save/--no-save", "keep", default=True, show_default=True)
def ablation(data_dir: Path, names: Sequence[str], jobs: int, keep: bool) -> None:
    from rich.console import Console

    chosen = dict.fromkeys(["default", *(names or VARIANTS)])
    found: dict[str, dict[str, Json]] = {name: {} for name in chosen}
    for name in ABLATED:
        measure(SETS[name], data_dir, found, jobs)
    changes = {name: {k: str(v) for k, v in VARIANTS[name].items()} for name in chosen}
    content = {**stamp(), "settings": changes, "variants": found}
    if keep and not names:
        write(FILE, content)
    Console(width=170).print(rich_table("R-1 / R-2", *table(content)))


def measure(
    tasks: Sequence[Task], data_dir: Path, found: dict[str, dict[str, Json]], jobs: int
) -> None:
    """Add the scores of one set at its budgets to every variant of `found`."""
    path, language = tasks[0].path(data_dir), tasks[0].language
    topics = load(path, language)
    budgets = tuple(task.words for task in tasks)
    work = [Job("ours", path, language, budgets, VARIANTS[n], label=n) for n in found]
    for run in execute(work, jobs):
        for task in tasks:
            scores = score_topics(task, topics, run.summaries[task.words])
            found[run.job.label][task.key] = {m: scores[m] for m in ("rouge1", "rouge2")}


def table(content: Json) -> tuple[list[str], list[list[str]]]:
    """Return header and lines; a * stands where a figure differs from the default with p < .05."""
    variants = content["variants"]
    default = variants["default"]
    lines = [
        [name, *(_cell(found[key], default[key]) for key in default)]
        for name, found in variants.items()
    ]
    return ["variant", *default], lines


def _cell(scores: Json, default: Json) -> str:
    return " / ".join(_figure(scores[m], default[m]) for m in ("rouge1", "rouge2"))


def _figure(scores: list[float], default: list[float]) -> str:
    differs = scores != default and p_value(scores, default) < 0.05
    return percent(sum(scores) / len(scores)) + ("*" if differs else "")
