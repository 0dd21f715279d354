"""What each part of the default is worth: ours with one part changed at a time.

\b
  python -m benchmarks ablation --data-dir DATA
  python -m benchmarks ablation --data-dir DATA --variant "no position"

A variant is a few settings, or constants of our modules by their dotted name. A part that costs
nothing to leave out should be left out. The languages of MultiLing are one column of 67 topics: ten
of one language tell little. What ROUGE does not see is counted on Multi-News: how many sources
a point cites, and how many points of 100 say again what another one says.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
import numpy as np
from numpy.typing import NDArray

from benchmarks.data import load
from benchmarks.processes import Job, execute, run_apart, with_constants
from benchmarks.readability import repetition
from benchmarks.results import RESULTS, Json, score_topics, stamp, write
from benchmarks.sets import MAIN, OTHER_LANGUAGES, SETS, Task
from benchmarks.significance import p_value
from benchmarks.tables import percent, rich_table
from summarize import Summarizer

__all__ = ["VARIANTS", "ablation", "table"]


def singletons(rows: NDArray[Any]) -> NDArray[np.intp]:
    """Put every sentence in a cluster of its own."""
    return np.arange(len(rows))


def no_fading(wanted_words: float, words: NDArray[Any]) -> float:
    """Let the bonuses count alike in a brief of a tenth of the text and in one of half of it."""
    return 1.0


VARIANTS: dict[str, dict[str, Any]] = {
    "default": {},
    "no position": {"salience.POSITION": 0.0},
    "no coverage": {"salience.COVERAGE": 0.0},
    "no support": {"salience.SUPPORT": 0.0},
    "no closest title": {"salience.CLOSEST_TITLE": 0.0},
    "no gain by cost": {"selection.COST_POWER": 0.0},
    "position alike in short briefs": {"salience.POINTS_OF_HALF": 0.0},
    "bonuses that do not fade": {"choosing.room": no_fading},
    "coverage by each word": {"salience.LENGTH_POWER": 1.0},
    "no penalty for leaning": {"salience.LEANING": 0.0},
    "no titles": {"salience.TITLES": 0.0},
    "no dense half": {"embedder": "tfidf"},
    "no clusters": {"clusterer": singletons},
    "no clusters, no check of pairs": {"clusterer": singletons, "selection.SAME_GROUPS": 2.0},
    "no MMR": {"diversity": 0.0},
    "textbook MMR": {"selector": "mmr-textbook"},
    "centroid selector": {"selector": "centroid"},
    "lead selector": {"selector": "lead"},
}
ABLATED = ("multiling2011/english", "multinews/dev", "neus/dev")
POOLED = "multiling2011, seven languages, 250"
TOLD = MAIN[1]  # where sources tell much the same at length
FILE = RESULTS / "ablation.json"
GIVEN = ("rouge1", "rouge2")


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
    others: dict[str, dict[str, Json]] = {name: {} for name in chosen}
    for task in OTHER_LANGUAGES:
        measure((task,), data_dir, others, jobs)
    for name, of_language in others.items():
        parts = [found[name][MAIN[0].key], *of_language.values()]
        found[name][POOLED] = {m: [x for part in parts for x in part[m]] for m in GIVEN}
    told = run_apart(tell, [(data_dir, VARIANTS[name]) for name in chosen], jobs)
    changes = {name: {k: str(v) for k, v in VARIANTS[name].items()} for name in chosen}
    content = {**stamp(), "settings": changes, "variants": found}
    content["told"] = dict(zip(chosen, told, strict=True))
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
            found[run.job.label][task.key] = {m: scores[m] for m in GIVEN}


def tell(work: tuple[Path, dict[str, Any]]) -> dict[str, float]:
    """How many sources a point of a variant cites, and which share of points repeats another.

    Of two points whose cosine on MiniLM's vectors is that of `readability` the later one repeats.
    """
    data_dir, variant = work
    settings = with_constants(variant)
    summarizer = Summarizer(max_points=None, max_words=TOLD.words, **settings)
    briefs = [summarizer.summarize(t.documents) for t in load(TOLD.path(data_dir))]
    points = [point for brief in briefs for point in brief.points]
    n_sources = [len({citation.source for citation in point.citations}) for point in points]
    repeats = repetition([[point.text for point in brief.points] for brief in briefs])["repeat"]
    return {"sources": round(float(np.mean(n_sources)), 3), "repeats": repeats}


def table(content: Json) -> tuple[list[str], list[list[str]]]:
    """Return header and lines; a * stands where a figure differs from the default with p < .05."""
    variants = content["variants"]
    default = variants["default"]
    lines = [
        [name, *(_cell(found[key], default[key]) for key in default), *_of_points(told)]
        for (name, found), told in zip(variants.items(), content["told"].values(), strict=True)
    ]
    return ["variant", *default, "sources a point", "points that repeat"], lines


def _of_points(told: Json) -> tuple[str, str]:
    return f"{told['sources']:.2f}", percent(told["repeats"])


def _cell(scores: Json, default: Json) -> str:
    return " / ".join(_figure(scores[m], default[m]) for m in GIVEN)


def _figure(scores: list[float], default: list[float]) -> str:
    differs = scores != default and p_value(scores, default) < 0.05
    return percent(sum(scores) / len(scores)) + ("*" if differs else "")
