"""`python -m benchmarks speed`: time and memory, from five files to a million sentences.

Whole processes, one after the other: each loads the system, summarizes another topic once so that
start-up is not counted, then the topic. At each size the systems take turns, in three rounds those
that need less than 20 seconds, and the quickest run counts: what else the machine does only adds.
A system is not given a larger topic once it has passed the limit. Memory is the peak of the process
and its workers. `--fidelity` measures instead what working in partitions costs on topics that the
exact method can still do, up to the size at which it ends.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from statistics import mean
from typing import Any

import click
import numpy as np

from benchmarks.data import Topic, load
from benchmarks.large import documents_of_size
from benchmarks.results import RESULTS, machine, read, stamp, write
from benchmarks.rouge import score
from benchmarks.splitting import lines, split, take

__all__ = [
    "Peak",
    "apart",
    "by_size",
    "charged",
    "cpu_seconds",
    "fitted_exponent",
    "memory_mb",
    "projected",
    "share_of_reading",
    "speed",
]

Call = tuple[str, int, str]  # file, line and name of a function

SEEDS = Path(__file__).parent.parent / "seeds"
QUESTIONS = Path(__file__).parent / "questions.json"  # those of `focus`
SIZES = (
    0,
    1_000,
    2_000,
    10_000,
    37_000,  # the largest that is worked on whole
    100_000,
    300_000,
    1_000_000,
)  # 0: the files of seeds/
WORDS = 230
# What takes fewer seconds is run so many times, and the quickest counts: other work only adds.
SHORT, ROUNDS = 20.0, 3
PEERS = (
    "sumy LexRank",
    "sumy TextRank",
    "sumy LSA",
    "summa TextRank",
    "lexrank",
    "pytextrank",
    "textbook",
)
# Those that compare sentences with each other; "textbook" is k-means on MiniLM.
PAIRWISE = ("sumy LexRank", "sumy TextRank", "summa TextRank", "lexrank")
TARGETS = {2_000: (1.0, None), 10_000: (2.5, None), 100_000: (20, 1500), 1_000_000: (240, 8000)}
# Topics as large as the exact method takes, for `--fidelity`, and sets each of which is made one.
REAL = (10_000, 20_000, 37_000)
POOLED = {
    "multinews": "multinews/dev.jsonl",
    "neus": "neus/dev.jsonl",
    "opinosis": "opinosis/test.jsonl",
}
# The modules that take texts in, and how far up a library's callers are looked for.
READING, DEEPEST = ("reading", "cleaning", "sentences", "punkt", "embedding"), 6
BILLION, WORKERS = 1_000_000_000, (2, 64, 1024)


def in_turn(
    names: Sequence[str], run: Callable[[str], dict[str, Any]]
) -> dict[str, dict[str, Any]]:
    """Run systems one after the other, the quick ones again and again; the best run of each."""
    best: dict[str, dict[str, Any]] = {}
    for _ in range(ROUNDS):
        for name in names:
            if name not in best or best[name].get("seconds", SHORT) < SHORT:
                result = run(name)
                if name not in best or result.get("seconds", SHORT) < best[name]["seconds"]:
                    best[name] = result
    return best


def by_size(runs: Mapping[str, Any]) -> dict[str, Any]:
    """Results whose keys are numbers of sentences, the smallest first."""
    return dict(sorted(runs.items(), key=lambda item: int(item[0])))


def measure(system: str, size: int, data_dir: str) -> dict[str, float]:
    """Run a system in this process, and say what it cost."""
    from benchmarks.systems import SYSTEMS

    documents = tuple(_seeds() if size == 0 else documents_of_size(Path(data_dir), size))
    run = SYSTEMS[system]
    run(_warming(size, data_dir), WORDS)
    topic = Topic(f"{size} sentences", documents, ())
    held = memory_mb(alone=True)
    peak, own = Peak(), Peak(alone=True)
    begin, cpu, here = time.perf_counter(), cpu_seconds(), time.process_time()
    run(topic, WORDS)
    seconds, here = time.perf_counter() - begin, time.process_time() - here
    cpu = cpu_seconds() - cpu
    most, held = peak.stop(), own.stop() - held
    watching = peak.cost + own.cost
    return {
        "sentences": sum(map(len, split(topic))) if size < 100_000 else size,
        "documents": len(documents),
        "seconds": seconds,
        "memory_mb": most,
        "cpu_seconds": cpu - watching,  # of all processes
        "driver_seconds": here - watching,  # of the processor, in the one that calls
        "driver_mb": held,
    }


def stages(size: int, data_dir: str) -> dict[str, float]:
    """Seconds of the processor by module, in one process; a large topic in partitions."""
    import cProfile
    import pstats

    import joblib

    from benchmarks.systems import ours

    topic = Topic("stages", tuple(documents_of_size(Path(data_dir), size)), ())
    ours(_warming(size, data_dir), WORDS)
    profile = cProfile.Profile(time.process_time)
    with joblib.parallel_config("sequential"):
        profile.runcall(ours, topic, WORDS)
    stats: Any = pstats.Stats(profile)
    return charged(stats.stats)


def charged(stats: Mapping[Call, Any]) -> dict[str, float]:
    """Own seconds by module, what is built in or of a library to the modules that called it.

    Parameters
    ----------
    stats : mapping of (file, line, name) to (int, int, own, cumulative, callers)
        As `pstats.Stats.stats` has them, of which the callers are such a mapping.
    """
    spent: Counter[str] = Counter()
    for call, (_, _, own, _, _) in stats.items():
        for stage, share in _callers(call, stats, ()).items():
            spent[stage] += share * own
    return {name: round(seconds, 3) for name, seconds in spent.most_common()}


def _callers(call: Call, stats: Mapping[Call, Any], below: tuple[Call, ...]) -> Mapping[str, float]:
    """By whom a function was called, in shares of the time that it took for them."""
    stage = _stage(call[0])
    if stage is not None:
        return {stage: 1.0}
    below = (*below, call)
    callers = {c: took for c, (_, _, _, took) in stats[call][4].items() if c not in below}
    total = sum(callers.values())
    if total <= 0 or len(below) > DEEPEST:
        return {"other": 1.0}
    shares: Counter[str] = Counter()
    for caller, took in callers.items():
        for name, share in _callers(caller, stats, below).items():
            shares[name] += share * took / total
    return shares


def _stage(file: str) -> str | None:
    """The module of ours that a file is, or whose library it is; None for others."""
    path = Path(file)
    if "summarize" in path.parts[:-1]:
        part = path.parts[path.parts.index("summarize") + 1 :]
        return part[0].removesuffix(".py") if part else None
    for library, stage in (("punkt", "sentences"), ("snowball", "stemming")):
        if library in file:
            return stage
    return None


def share_of_reading(by_stage: Mapping[str, float]) -> float:
    """What reading and embedding take of all: no system that reads the texts can do without."""
    return round(sum(by_stage.get(name, 0.0) for name in READING) / sum(by_stage.values()), 3)


def _warming(size: int, data_dir: str) -> Topic:
    """Another topic than the one that is timed: what is kept of texts must not help."""
    other = documents_of_size(Path(data_dir), 100) if size == 0 else _seeds()
    return Topic("warming", tuple(other), ())


def fitted_exponent(sizes: list[float], seconds: list[float]) -> float:
    """The slope of log time over log size."""
    return float(np.polyfit(np.log(sizes), np.log(seconds), 1)[0])


def projected(runs: Sequence[dict[str, float]], workers: int) -> dict[str, float]:
    """What a billion sentences would cost, by lines fitted to runs in partitions.

    The processor time of the workers grows with the sentences, and is divided by their number; so
    does that of the driver, which is not. What the driver holds grows with the documents. The
    slopes alone are taken: what does not grow is nothing here. The workers are taken to be as fast
    as the processes measured, which got the texts from the driver: it held them, and sent them.

    Parameters
    ----------
    runs : sequence of what `measure` returns
        Two sizes at least.
    """

    def slope(of: str, what: Callable[[dict[str, float]], float]) -> float:
        return float(np.polyfit([run[of] for run in runs], [what(run) for run in runs], 1)[0])

    by_workers = slope("sentences", lambda run: run["cpu_seconds"] - run["driver_seconds"])
    by_driver = slope("sentences", lambda run: run["driver_seconds"])
    held = slope("documents", lambda run: run["driver_mb"])
    documents = BILLION * runs[-1]["documents"] / runs[-1]["sentences"]
    return {
        "workers": workers,
        "hours": round(BILLION * (by_workers / workers + by_driver) / 3600, 1),
        "of_the_driver": round(BILLION * by_driver / 3600, 1),
        "driver_gb": round(documents * held / 1000, 1),
    }


def fidelity(data_dir: Path, limit: int) -> dict[str, Any]:
    """The same topics by the exact method and in partitions: points, citations, differences.

    At real sizes a partition is as large as it is shipped, or a third of the topic if that is less.
    There, of the topics that questions were written for, the first question of each is asked as
    well. Small topics, of which alone there are references, are cut in eighths.
    """
    topics = load(data_dir / "multinews/dev.jsonl")
    small = [*topics[:limit], *(_pool(f"pool {k}", topics[k : k + 20]) for k in range(0, 164, 20))]
    small.append(_pool("wikinews", load(data_dir / "multiling2011/english.jsonl")))
    found: dict[str, Any] = {"small": _fidelity([(topic, {}) for topic in small], 8)}
    sets = {name: load(data_dir / file) for name, file in POOLED.items()}
    pools = {f"multinews {k}": topics[k : k + 46] for k in range(0, len(topics), 46)}
    pools |= {f"all {name}": of_set for name, of_set in sets.items()}
    real = [_pool(name, of_pool) for name, of_pool in pools.items()]
    asked = [
        (pool, {"query": query})
        for pool, of_pool in zip(real, pools.values(), strict=True)
        for query in _first_questions({topic.id for topic in of_pool})
    ]
    for size in REAL:
        made = tuple(documents_of_size(data_dir, size))
        real.append(Topic(f"made of {size}", made, ()))
    for name, all_events in (("default", False), ("all_events", True)):
        found[name] = _fidelity([(topic, {"all_events": all_events}) for topic in real], 3)
    found["query"] = _fidelity(asked, 3)
    return found


def _first_questions(topics: set[str]) -> list[str]:
    """The first question that was written for each of some topics, if there is one."""
    rows = json.loads(QUESTIONS.read_text(encoding="utf-8"))["topics"]
    return [row["questions"][0]["query"] for row in rows if row["topic"] in topics]


def _pool(name: str, topics: Sequence[Topic]) -> Topic:
    return Topic(name, tuple(d for topic in topics for d in topic.documents), ())


def _fidelity(cases: Sequence[tuple[Topic, dict[str, Any]]], n_parts: int) -> dict[str, Any]:
    """Topics with their settings, by both methods."""
    from summarize import Summarizer, partitions

    rows = []
    for topic, settings in cases:
        summarizer = Summarizer(max_words=WORDS, **settings)
        size = sum(len(document.text) for document in topic.documents)
        kept = partitions.LARGE, partitions.PARTITION_CHARS
        try:
            partitions.LARGE = size + 1
            exact = summarizer.summarize(topic.documents)
            partitions.LARGE = 0
            partitions.PARTITION_CHARS = max(1, min(kept[1], size // n_parts))
            apart = summarizer.summarize(topic.documents, n_jobs=1)
        finally:
            partitions.LARGE, partitions.PARTITION_CHARS = kept
        rows.append(_compared(topic, exact, apart))
        click.echo(f"{topic.id} {settings}: {rows[-1]}")
    scored = [row for row in rows if row["rouge2"] is not None]
    shares = ("points", "citations", "differences")
    summary: dict[str, Any] = {
        "briefs": len(rows),
        **{name: round(mean(row[name] for row in rows), 4) for name in shares},
        "least_citations": round(min(row["citations"] for row in rows), 4),
    }
    if scored:
        both = zip(*(row["rouge2"] for row in scored), strict=True)
        return summary | {"rouge2": [round(100 * mean(scores), 3) for scores in both]}
    names = ("sentences", *shares)
    return summary | {
        ": ".join([topic.id, *filter(None, [settings.get("query")])]): {n: row[n] for n in names}
        for (topic, settings), row in zip(cases, rows, strict=True)
    }


def _compared(topic: Topic, exact: Any, apart: Any) -> dict[str, Any]:
    """The shares of what the exact brief has that the other has too; 1 of nothing."""

    def cited(brief: Any) -> set[tuple[str, int]]:
        return {(c.source, c.start) for point in brief.points for c in point.citations}

    def differing(brief: Any) -> set[tuple[tuple[str, int], ...]]:
        return {tuple((v.source, v.start) for v in one.values) for one in brief.differences}

    def texts(brief: Any) -> list[str]:
        return [point.text for point in brief.points]

    def found(what: Callable[[Any], Iterable[Any]]) -> float:
        wanted = set(what(exact))
        return round(len(wanted & set(what(apart))) / len(wanted), 4) if wanted else 1.0

    references = [lines(reference, topic.language) for reference in topic.references]
    rouge2 = [
        score("\n".join(take(texts(brief), WORDS)), references, words=WORDS)["rouge2"].f1
        for brief in (exact, apart)
        if references
    ]
    return {
        "sentences": sum(source.sentences for source in exact.sources),
        "rouge2": rouge2 or None,
        "points": found(texts),
        "citations": found(cited),
        "differences": found(differing),
    }


class Peak:
    """The largest memory of this process, and its children together, seen every tenth second."""

    def __init__(self, alone: bool = False) -> None:
        self._alone = alone
        self.cost = 0.0  # seconds of the processor that looking took
        self._most, self._done = 0.0, threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def _watch(self) -> None:
        while not self._done.wait(0.1):
            self._most = max(self._most, memory_mb(self._alone))
        self.cost = time.thread_time()

    def stop(self) -> float:
        self._done.set()
        self._thread.join()
        return max(self._most, memory_mb(self._alone))


def memory_mb(alone: bool = False) -> float:
    """The memory of this process and, if it is not taken alone, of its children."""
    total = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = (folder / "stat").read_text().rpartition(")")[2].split()[1]
            family = (int(folder.name),) if alone else (int(folder.name), int(parent))
            if os.getpid() in family:
                status = (folder / "status").read_text()
                total += sum(
                    int(line.split()[1]) for line in status.splitlines() if line[:8] == "RssAnon:"
                )
        except (OSError, IndexError):  # it has ended
            continue
    return total / 1024


def cpu_seconds() -> float:
    """The processor time of this process and of its children that still run."""
    ticks = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:  # it has ended
            continue
        if os.getpid() in (int(folder.name), int(fields[1])):
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _seeds() -> list[Any]:
    from summarize import read as read_files

    return list(read_files(SEEDS))


def apart(task: str, timeout: float, module: str = "speed") -> dict[str, Any] | None:
    """Run a function of a module in a process of its own; None if it takes too long."""
    code = f"from benchmarks import {module}; import json; print(json.dumps({module}.{task}))"
    try:
        run = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", code],
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None
    if run.returncode:
        return {"failed": (run.stderr.strip().splitlines() or ["killed"])[-1]}
    result: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
    return result


def plot(found: dict[str, dict[str, dict[str, float]]], path: Path) -> None:
    """Draw time and memory over the number of sentences, both axes logarithmic."""
    import matplotlib as mpl

    mpl.use("Agg")
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, 2, figsize=(11, 4.5))
    for name, runs in found.items():
        done = [run for run in runs.values() if "seconds" in run]
        x = [run["sentences"] for run in done]
        for axis, key in zip(axes, ("seconds", "memory_mb"), strict=True):
            axis.loglog(x, [run[key] for run in done], marker="o", label=name)
            axis.set_xlabel("sentences")
            axis.set_ylabel(key.replace("_mb", " (MB)"))
            axis.grid(alpha=0.3)
    axes[0].legend(fontsize=8)
    figure.tight_layout()
    figure.savefig(path, dpi=120)


@click.command(help=__doc__)
@click.option("--data-dir", type=click.Path(path_type=Path, exists=True), required=True)
@click.option("--limit", default=60.0, show_default=True, help="Seconds that end a peer's growth.")
@click.option("--sizes", default=",".join(map(str, SIZES)), show_default=True)
@click.option("--systems", default=",".join(("ours", *PEERS)), show_default=True)
@click.option("--fidelity", "only_fidelity", is_flag=True, help="Measure partitions for quality.")
@click.option("--topics", default=40, show_default=True, help="For --fidelity: so many alone.")
def speed(
    data_dir: Path, limit: float, sizes: str, systems: str, only_fidelity: bool, topics: int
) -> None:
    path = RESULTS / "speed.json"
    content = read(path) or {}
    if only_fidelity:
        content["fidelity"] = {**fidelity(data_dir, topics), "date": stamp()["date"]}
        write(path, content)
        click.echo(json.dumps(content["fidelity"]))
        return
    found: dict[str, dict[str, dict[str, Any]]] = content.setdefault("systems", {})
    asked, growing = [*map(int, sizes.split(","))], systems.split(",")
    for name in growing:
        known = found.get(name, {})
        found[name] = {size: run for size, run in known.items() if int(size) not in asked}
    for size in asked:

        def run(name: str, size: int = size) -> dict[str, Any]:
            timeout = 3600 if name == "ours" else 4 * limit + 60
            result = apart(f"measure({name!r}, {size}, {str(data_dir)!r})", timeout=timeout)
            result = result or {"failed": f"not done after {timeout:.0f} s"}
            click.echo(f"{name:16} {size:>9,}  {json.dumps(result)}")
            return {**result, "date": stamp()["date"]}

        for name, best in in_turn(growing, run).items():
            found[name][str(size)] = best
        growing = [
            name
            for name in growing
            if name == "ours" or found[name][str(size)].get("seconds", limit) < limit
        ]
    # Sizes that were measured alone come after those that were kept.
    found |= {name: by_size(runs) for name, runs in found.items()}
    content |= _conclusions(found) | {"limit": limit} | stamp()
    anew = {
        str(size): apart(f"stages({size}, {str(data_dir)!r})", timeout=3600)
        for size in asked
        if 0 < size <= 100_000
    }
    content["stages"] = by_size(content.get("stages", {}) | anew)
    content["reading_and_embedding"] = {
        size: share_of_reading(by_stage)
        for size, by_stage in content["stages"].items()
        if by_stage and "failed" not in by_stage
    }
    for size, share in content["reading_and_embedding"].items():
        click.echo(f"{size}: reading and embedding {share:.0%}, the rest {1 - share:.0%}")
    content["machine"] = machine()
    write(path, content)
    plot(found, Path(__file__).parent / "speed.png")
    click.echo(json.dumps({key: content[key] for key in content if key != "systems"}, indent=1))


def _conclusions(found: dict[str, dict[str, dict[str, Any]]]) -> dict[str, Any]:
    """Exponent, targets, how many times as fast as the fastest peer, a billion sentences."""
    ours = {int(size): run for size, run in found.get("ours", {}).items() if "seconds" in run}
    grown = [size for size in ours if size >= 10_000]
    says: dict[str, Any] = {"targets": {}, "times_as_fast": {}}
    if len(grown) > 1:
        x, y = [ours[s]["sentences"] for s in grown], [ours[s]["seconds"] for s in grown]
        says["exponent"] = round(fitted_exponent(x, y), 3)
    large = [ours[size] for size in ours if size >= 100_000]
    if len(large) > 1:
        says["billion"] = [projected(large, workers) for workers in WORKERS]
    for size, (seconds, memory) in TARGETS.items():
        if size in ours:
            fits = ours[size]["seconds"] <= seconds
            says["targets"][str(size)] = fits and ours[size]["memory_mb"] <= (memory or np.inf)
    for size in (2_000, 10_000):
        peers = [found[n][str(size)] for n in PAIRWISE if str(size) in found.get(n, {})]
        times = [run["seconds"] for run in peers if "seconds" in run]
        if times and size in ours:
            says["times_as_fast"][str(size)] = round(min(times) / ours[size]["seconds"], 1)
    return says
