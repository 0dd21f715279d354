"""Fail if our figures fall below the pinned floors, or if the inputs are not the pinned ones.

\b
  python -m benchmarks gate --data-dir DATA           # exit 1 below a floor
  python -m benchmarks gate --data-dir DATA --pin     # raise the floors to what is measured
  python -m benchmarks gate --data-dir DATA --lower   # the only way to lower one
"""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import click

from benchmarks.quality import measure_set
from benchmarks.results import Json
from benchmarks.sets import SETS

__all__ = ["FLOORS", "check", "gate", "raised"]

FLOORS = Path(__file__).parent / "floors.json"
GATED = ("rouge1", "rouge2")


@click.command(help=__doc__)
@click.option("--data-dir", type=click.Path(exists=True, path_type=Path), required=True)
@click.option("--pin", is_flag=True, help="Raise the floors to what is measured.")
@click.option("--lower", is_flag=True, help="Pin what is measured, even where it is lower.")
@click.option("--jobs", type=int, default=1, show_default=True, help="Processes at a time.")
def gate(data_dir: Path, pin: bool, lower: bool, jobs: int) -> None:
    floors = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    measured = measure(data_dir, jobs)
    failures = check(floors, measured)
    for key, found in measured.items():
        floor = floors.get(key, {})
        figures = ", ".join(f"{m} {found[m]:.3f} (floor {floor.get(m, 0):.3f})" for m in GATED)
        click.echo(f"{key}: {figures}")
    if failures and not lower:
        raise click.ClickException("\n  ".join(["below the floors:", *failures]))
    if pin or lower:
        content = measured if lower else raised(floors, measured)
        FLOORS.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


def measure(data_dir: Path, jobs: int = 1) -> dict[str, Json]:
    """Return digest and figures of ours for every task, rounded down to a tenth of a point."""
    found = {}
    for tasks in SETS.values():
        contents = measure_set(tasks, tasks[0].path(data_dir), ["ours"], jobs=jobs)
        for task, content in zip(tasks, contents, strict=True):
            mean = content["systems"]["ours"]["mean"]
            figures = {m: math.floor(round(1000 * mean[m], 6)) / 1000 for m in GATED}
            found[task.key] = {"sha256": content["sha256"], **figures}
    return found


def check(floors: dict[str, Any], measured: dict[str, Json]) -> list[str]:
    """Return a line for each figure below its floor and each input that is not the pinned one."""
    failures = []
    for key, floor in floors.items():
        found = measured.get(key)
        if found is None:
            failures.append(f"{key}: not measured")
        elif found["sha256"] != floor["sha256"]:
            failures.append(f"{key}: the input is not the pinned one ({floor['sha256'][:12]}...)")
        else:
            low = [m for m in GATED if found[m] < floor[m]]
            failures += [f"{key}: {m} is {found[m]:.3f}, the floor {floor[m]:.3f}" for m in low]
    return failures


def raised(floors: dict[str, Any], measured: dict[str, Json]) -> dict[str, Json]:
    """Return the floors with every figure raised to what was measured; none is lowered."""
    result = dict(floors)
    for key, found in measured.items():
        old = floors.get(key, found)
        result[key] = {**found, **{m: max(old[m], found[m]) for m in GATED}}
    return result
