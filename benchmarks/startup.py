"""`python -m benchmarks startup`: what one run of the command costs, as ratios to bare imports.

Whole processes, taken in turn so that a noisy machine is as unfair to one as to the other; the
median of the rounds is shown.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

import click

SEEDS = Path(__file__).parent.parent / "seeds"
PEAK = (
    "import resource, runpy, sys; sys.argv[1:] = {args!r}\n"
    "try: runpy.run_module('summarize', run_name='__main__')\n"
    "except SystemExit: pass\n"
    "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)"
)
COMMANDS = {
    "python -c pass": ["-c", "pass"],
    "import sklearn.cluster, nltk": ["-c", "import sklearn.cluster, nltk"],
    "import summarize": ["-c", "import summarize"],
    "summarize --help": ["-m", "summarize", "--help"],
    "summarize seeds/": ["-m", "summarize", str(SEEDS)],
}
BASE = "import sklearn.cluster, nltk"


def seconds(arguments: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True)
    return time.perf_counter() - start


def peak_megabytes() -> float:
    run = subprocess.run(
        [sys.executable, "-c", PEAK.format(args=[str(SEEDS)])],
        check=True,
        capture_output=True,
        text=True,
    )
    in_bytes = int(run.stderr.split()[-1]) * (1 if sys.platform == "darwin" else 1024)
    return in_bytes / 2**20


@click.command(help=__doc__)
@click.option("--rounds", default=9, show_default=True)
def startup(rounds: int) -> None:
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(rounds):
        for name, arguments in COMMANDS.items():
            times[name].append(seconds(arguments))
    base = statistics.median(times[BASE])
    for name, measured in times.items():
        middle = statistics.median(measured)
        click.echo(f"{name:32} {middle:6.3f} s  {middle / base:5.2f} x")
    click.echo(f"peak memory of summarize seeds/    {peak_megabytes():.0f} MB")
