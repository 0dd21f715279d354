"""Run one system over one set in a process of its own, and note what it costs.

In: jobs. Out: the summaries, the time a topic took, the peak memory of the process. A fresh process
a job keeps one system's imports, caches and memory out of another's figures. Scores nothing.
"""

from __future__ import annotations

import resource
import statistics
import sys
import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from benchmarks.data import load

__all__ = ["Job", "Run", "execute", "run_apart", "with_constants"]


@dataclass(frozen=True)
class Job:
    """One system on one set, at one or several budgets.

    Attributes
    ----------
    system : str
        A name in `SYSTEMS`.
    words : tuple of int
        Budgets; only the first is timed, since systems may keep what they know of the last topic.
    settings : dict
        For ours only: settings that differ from the default, and constants of our modules by
        their dotted name ("salience.POSITION"), which only the job's own process changes.
    limit : int or None
        Only so many topics.
    label : str
        What the caller knows the job by.
    """

    system: str
    path: Path
    language: str
    words: tuple[int, ...]
    settings: dict[str, Any] = field(default_factory=dict)
    limit: int | None = None
    label: str = ""


@dataclass(frozen=True)
class Run:
    """What a job gave.

    Attributes
    ----------
    summaries : dict of int to list of list of str
        For each budget and topic, the sentences.
    seconds : float
        Median over the topics, from documents to sentences; the first topic's loading falls out.
    memory_mb : float
        Peak resident memory of the process.
    """

    job: Job
    summaries: dict[int, list[list[str]]]
    seconds: float
    memory_mb: float


def execute(jobs: Iterable[Job], n_processes: int = 1) -> Iterator[Run]:
    """Run each job in a fresh process, `n_processes` at a time, and yield the runs as they end.

    The processes are spawned: call this from a module, or below `if __name__ == "__main__":`.
    """
    with get_context("spawn").Pool(n_processes, maxtasksperchild=1) as pool:
        yield from pool.imap_unordered(_run, jobs, chunksize=1)


def run_apart(function: Callable[[Any], Any], work: Iterable[Any], n_processes: int) -> list[Any]:
    """Call a function of a module on each item in a fresh process; the results in order."""
    with get_context("spawn").Pool(n_processes, maxtasksperchild=1) as pool:
        return pool.map(function, work, chunksize=1)


def _run(job: Job) -> Run:
    from benchmarks.systems import SYSTEMS

    warnings.simplefilter("ignore")  # peers warn about their own old dependencies
    topics = load(job.path, job.language)[: job.limit]
    settings = with_constants(job.settings)
    system = SYSTEMS[job.system]
    seconds = []
    summaries: dict[int, list[list[str]]] = {words: [] for words in job.words}
    for topic in topics:
        begin = time.perf_counter()
        summaries[job.words[0]].append(system(topic, job.words[0], **settings))
        seconds.append(time.perf_counter() - begin)
        for words in job.words[1:]:
            summaries[words].append(system(topic, words, **settings))
    return Run(job, summaries, statistics.median(seconds), _peak_memory_mb())


def with_constants(changes: dict[str, Any]) -> dict[str, Any]:
    """Change constants of our modules in this process; return what else is in the changes."""
    for name, value in changes.items():
        if "." in name:
            _set_constant(name, value)
    return {name: value for name, value in changes.items() if "." not in name}


def _set_constant(name: str, value: Any) -> None:
    module_name, _, constant = name.rpartition(".")
    module = import_module(f"summarize.{module_name}")
    if not hasattr(module, constant):
        raise AttributeError(f"summarize.{module_name} has no constant {constant!r}")
    setattr(module, constant, value)


def _peak_memory_mb() -> float:
    # On Linux ru_maxrss still holds the parent's peak from before exec; VmHWM is this program's.
    status = Path("/proc/self/status")
    if status.exists():
        line = next(x for x in status.read_text().splitlines() if x.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)
