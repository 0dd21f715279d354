"""Measure every set of a data folder at every budget, and store the results.

\b
  python -m benchmarks run --data-dir DATA                  # all systems: most of an hour
  python -m benchmarks run --data-dir DATA --system ours    # after a change of ours: a minute
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from benchmarks.quality import default_systems, measure_set, save, show
from benchmarks.sets import SETS
from benchmarks.systems import SYSTEMS

__all__ = ["run"]


@click.command(help=__doc__)
@click.option("--data-dir", type=click.Path(exists=True, path_type=Path), required=True)
@click.option("--only", "sets", multiple=True, type=click.Choice(list(SETS)), help="Some sets.")
@click.option("--system", "names", multiple=True, type=click.Choice(list(SYSTEMS)))
@click.option("--jobs", type=int, default=1, show_default=True, help="Processes at a time.")
def run(data_dir: Path, sets: Sequence[str], names: Sequence[str], jobs: int) -> None:
    for name in sets or SETS:
        tasks = SETS[name]
        usual = default_systems(tasks[0].language)
        systems = [system for system in names or usual if system in usual]
        contents = measure_set(tasks, tasks[0].path(data_dir), systems, jobs=jobs)
        for task, content in zip(tasks, contents, strict=True):
            show(task, save(task, content))
