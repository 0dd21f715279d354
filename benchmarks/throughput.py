"""`python -m benchmarks throughput`: topics a second with one worker and with two, side by side.

Runs of one and of two workers are taken in turn, so that a noisy machine is as unfair to one as to
the other; each is a process of its own, and the first briefs, while workers start, are not timed.
The ratio is that of the medians. The processor time of all processes tells what a machine without
other work could reach: as many times the rate of one as there are workers, less what they cost
more.
"""

from __future__ import annotations

import hashlib
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

import click
import psutil

from benchmarks.data import digest, load
from benchmarks.results import RESULTS, Json, stamp, write
from summarize import Brief, Failure, Summarizer

SET = "multinews/dev.jsonl"
TARGET = 1.8
WARM = 48  # topics, till all workers have loaded what they need


def measure(path: Path, n_topics: int, n_jobs: int, warm: int) -> Json:
    """Summarize topics of a file, over and over till there are enough; time all but the first."""
    topics = [topic.documents for topic in load(path)]
    wanted = (topics * (-(-(n_topics + warm) // len(topics))))[: n_topics + warm]
    made = []
    briefs = Summarizer().summarize_many(wanted, n_jobs=n_jobs)
    start = own = cpu = 0.0
    for number, brief in enumerate(briefs, start=1):
        made.append(brief)
        if number == warm:
            start, own, cpu = time.perf_counter(), time.process_time(), _cpu_seconds()
    seconds, cpu, own = (
        now - then
        for now, then in zip(
            (time.perf_counter(), _cpu_seconds(), time.process_time()),
            (start, cpu, own),
            strict=True,
        )
    )
    whole = hashlib.sha256("".join(_json(brief) for brief in made[: len(topics)]).encode())
    return {
        "topics_per_second": round(n_topics / seconds, 3),
        "cpu_seconds": round(cpu, 3),
        "driver_seconds": round(own, 3),
        "sha256": whole.hexdigest(),
    }


def _json(brief: Brief | Failure) -> str:
    assert isinstance(brief, Brief), brief
    return brief.to_json()


def _cpu_seconds() -> float:
    """Return the processor time so far of this process and of its workers."""
    me = psutil.Process()
    return sum(sum(p.cpu_times()[:2]) for p in (me, *me.children(recursive=True)))


def in_a_process(*arguments: object) -> Json:
    """Run `measure` in a process of its own, its workers with one thread each."""
    command = [sys.executable, "-m", "benchmarks.throughput", *map(str, arguments)]
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    result: Json = json.loads(run.stdout)
    return result


@click.command(help=__doc__)
@click.option("--data-dir", required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--topics", default=366, show_default=True, help="Topics timed in a run.")
@click.option("--rounds", default=3, show_default=True)
@click.option("--workers", default=2, show_default=True)
def throughput(data_dir: Path, topics: int, rounds: int, workers: int) -> None:
    path = data_dir / SET
    runs: dict[int, list[Json]] = {1: [], workers: []}
    for _ in range(rounds):
        for n_jobs in runs:
            runs[n_jobs].append(in_a_process(path, topics, n_jobs, WARM))
            click.echo(f"{n_jobs} workers: {runs[n_jobs][-1]}", err=True)
    rates = {n: statistics.median(r["topics_per_second"] for r in each) for n, each in runs.items()}
    ratio = rates[workers] / rates[1]
    cpu = {n: statistics.median(r["cpu_seconds"] for r in each) for n, each in runs.items()}
    possible = workers * cpu[1] / cpu[workers]
    same = len({run["sha256"] for each in runs.values() for run in each}) == 1
    for n_jobs, rate in rates.items():
        click.echo(f"{n_jobs} workers  {rate:7.2f} topics a second")
    click.echo(f"ratio {ratio:.2f} (wanted: {TARGET}); by processor time {possible:.2f}")
    click.echo(f"all runs made the same briefs: {same}")
    content = {
        **stamp(),
        "set": SET,
        "sha256": digest(path),
        "topics": topics,
        "topics_per_second": {str(n): rate for n, rate in rates.items()},
        "ratio": round(ratio, 3),
        "ratio_by_processor_time": round(possible, 3),
        "wanted": TARGET,
        "same_briefs": same,
        "load_average": os.getloadavg()[0],
        "runs": {str(n): each for n, each in runs.items()},
    }
    write(RESULTS / "throughput.json", content)


if __name__ == "__main__":
    click.echo(json.dumps(measure(Path(sys.argv[1]), *map(int, sys.argv[2:]))))
