"""`python -m benchmarks speed`: time and memory, from five files to a million sentences.

Whole processes, one after the other: each loads the system, summarizes the seeds once so that
start-up is not counted, then the topic. A system is not given a larger topic once it has passed the
limit. Memory is the peak of the process and its workers. `--fidelity` measures instead what working
in partitions costs on topics that the exact method can still do.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
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

__all__ = ["Peak", "apart", "cpu_seconds", "fitted_exponent", "memory_mb", "projected", "speed"]

SEEDS = Path(__file__).parent.parent / "seeds"
SIZES = (
    0,
    1_000,
    2_000,
    10_000,
    100_000,
    300_000,
    1_000_000,
)  # 0: the files of seeds/
WORDS = 230
PEERS = ("sumy LexRank", "sumy TextRank", "sumy LSA", "summa TextRank", "lexrank", "textbook")
# Those that compare sentences with each other; "textbook" is k-means on MiniLM.
PAIRWISE = ("sumy LexRank", "sumy TextRank", "summa TextRank", "lexrank")
TARGETS = {2_000: (1.0, None), 10_000: (2.5, None), 100_000: (20, 1500), 1_000_000: (240, 8000)}
BILLION, WORKERS = 1_000_000_000, (2, 64, 1024)


def measure(system: str, size: int, data_dir: str) -> dict[str, float]:
    """Run a system in this process, and say what it cost."""
    from benchmarks.systems import SYSTEMS

    documents = tuple(_seeds() if size == 0 else documents_of_size(Path(data_dir), size))
    run = SYSTEMS[system]
    run(Topic("seeds", tuple(_seeds()), ()), WORDS)
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
    ours(Topic("seeds", tuple(_seeds()), ()), WORDS)
    profile = cProfile.Profile(time.process_time)
    with joblib.parallel_config("sequential"):
        profile.runcall(ours, topic, WORDS)
    stats: Any = pstats.Stats(profile)
    spent: dict[str, float] = {}
    for (file, _, _), (_, _, own, _, _) in stats.stats.items():
        spent[_stage(file)] = spent.get(_stage(file), 0.0) + own
    return {name: round(spent[name], 3) for name in sorted(spent, key=lambda n: -spent[n])}


def _stage(file: str) -> str:
    """The module of ours that a file is, or whose library it is; "other" for the rest."""
    path = Path(file)
    if "summarize" in path.parts[:-1]:
        part = path.parts[path.parts.index("summarize") + 1 :]
        return part[0].removesuffix(".py") if part else "other"
    for library, stage in (("punkt", "sentences"), ("snowball", "stemming"), ("scipy", "matrices")):
        if library in file:
            return stage
    return "built-in functions" if file == "~" else "other"


def fitted_exponent(sizes: list[float], seconds: list[float]) -> float:
    """The slope of log time over log size."""
    return float(np.polyfit(np.log(sizes), np.log(seconds), 1)[0])


def projected(runs: Sequence[dict[str, float]], workers: int) -> dict[str, float]:
    """What a billion sentences would cost, by lines fitted to runs in partitions.

    The processor time of the workers grows with the sentences, and is divided by their number; so
    does that of the driver, which is not. What the driver holds grows with the documents. The
    slopes alone are taken: what does not grow is nothing here. The workers are taken to be as fast
    as the processes measured, and to have the texts at hand.

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
    """The same topics by the exact method and in small partitions: R-2, and citations found."""
    from summarize import Summarizer, partitions

    topics = load(data_dir / "multinews/dev.jsonl")
    pooled = [
        Topic(f"pool {k}", tuple(d for t in topics[k : k + 20] for d in t.documents), ())
        for k in range(0, len(topics) - 19, 20)
    ]
    pooled.append(
        Topic(
            "wikinews",
            tuple(d for t in load(data_dir / "multiling2011/english.jsonl") for d in t.documents),
            (),
        )
    )
    rows = []
    for topic in [*topics[:limit], *pooled]:
        summarizer = Summarizer(max_words=WORDS, all_events=topic in pooled)
        exact = summarizer.summarize(topic.documents)
        size = sum(len(document.text) for document in topic.documents)
        kept = partitions.LARGE, partitions.PARTITION_CHARS
        partitions.LARGE, partitions.PARTITION_CHARS = 0, max(1, size // 8)
        try:
            apart = summarizer.summarize(topic.documents)
        finally:
            partitions.LARGE, partitions.PARTITION_CHARS = kept
        rows.append(_compared(topic, exact, apart))
        click.echo(f"{topic.id}: {rows[-1]}")
    scored = [row for row in rows if row["rouge2"] is not None]
    return {
        "topics": len(rows),
        "rouge2": [round(100 * mean(row["rouge2"][k] for row in scored), 3) for k in (0, 1)],
        "same_points": round(mean(row["points"] for row in rows), 4),
        "citations_found": round(mean(row["citations"] for row in rows), 4),
        "least_citations": min(row["citations"] for row in rows),
    }


def _compared(topic: Topic, exact: Any, apart: Any) -> dict[str, Any]:
    def cited(brief: Any) -> set[tuple[str, int]]:
        return {(c.source, c.start) for point in brief.points for c in point.citations}

    def texts(brief: Any) -> list[str]:
        return [point.text for point in brief.points]

    references = [lines(reference, topic.language) for reference in topic.references]
    rouge2 = [
        score("\n".join(take(texts(brief), WORDS)), references, words=WORDS)["rouge2"].f1
        for brief in (exact, apart)
        if references
    ]
    return {
        "rouge2": rouge2 or None,
        "points": len(set(texts(exact)) & set(texts(apart))) / max(1, len(exact.points)),
        "citations": len(cited(exact) & cited(apart)) / max(1, len(cited(exact))),
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
    for name in systems.split(","):
        runs = found[name] = {}
        for size in map(int, sizes.split(",")):
            timeout = 3600 if name == "ours" else 4 * limit + 60
            result = apart(f"measure({name!r}, {size}, {str(data_dir)!r})", timeout=timeout)
            runs[str(size)] = result or {"failed": f"not done after {timeout:.0f} s"}
            click.echo(f"{name:16} {size:>9,}  {json.dumps(runs[str(size)])}")
            if name != "ours" and runs[str(size)].get("seconds", limit) >= limit:
                break
    content |= _conclusions(found) | stamp()
    content["stages"] = {
        str(size): apart(f"stages({size}, {str(data_dir)!r})", timeout=3600)
        for size in map(int, sizes.split(","))
        if 10_000 <= size <= 100_000
    }
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
