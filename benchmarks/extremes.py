"""`python -m benchmarks extremes`: topics of a shape that nobody meant, at full size.

A million times the same sentence, one document of a million sentences, a million documents of one,
and a million sentences in one JSONL file, which are read as a stream. Each is run in a process of
its own; noted are the time and that of the processors, the peak memory of all processes together
and of the one that calls the library, and what that held before the call, the input among it.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from benchmarks.data import Topic
from benchmarks.large import documents_of_size
from benchmarks.results import RESULTS, machine, read, stamp, write
from benchmarks.speed import Peak, apart, cpu_seconds, memory_mb
from benchmarks.splitting import split

__all__ = ["CASES", "extremes"]

SENTENCE = "The dam of Granby held through the night, said the mayor of the town."
POINTS = 5


def identical(size: int, data_dir: Path, folder: Path) -> list[Any]:
    """A thousand documents of the same sentence, again and again."""
    from summarize import Document

    each = max(1, size // 1000)
    return [Document(f"{SENTENCE} " * each, id=f"s{k}") for k in range(size // each)]


def one_document(size: int, data_dir: Path, folder: Path) -> list[Any]:
    """All sentences in one document."""
    from summarize import Document

    text = "\n\n".join(document.text for document in documents_of_size(data_dir, size))
    return [Document(text, id="all")]


def one_sentence_each(size: int, data_dir: Path, folder: Path) -> list[Any]:
    """Each sentence a document."""
    from summarize import Document

    found: list[Any] = []
    # A part at a time: what the benchmark itself holds is no matter of ours.
    documents = documents_of_size(data_dir, size)
    while documents and len(found) < size:
        part, documents = documents[:1000], documents[1000:]
        for of_document in split(Topic("all", tuple(part), ())):
            found += [Document(sentence, id=f"s{len(found)}") for sentence in of_document]
    return found


def in_memory(size: int, data_dir: Path, folder: Path) -> list[Any]:
    """Documents of news."""
    return list(documents_of_size(data_dir, size))


def streamed(size: int, data_dir: Path, folder: Path) -> list[Any]:
    """The same documents in a JSONL file."""
    path = folder / "topic.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for document in documents_of_size(data_dir, size):
            file.write(json.dumps({"id": document.id, "text": document.text}) + "\n")
    return [path]


CASES: dict[str, Callable[[int, Path, Path], list[Any]]] = {
    "identical": identical,
    "one document": one_document,
    "one sentence each": one_sentence_each,
    "in memory": in_memory,
    "streamed": streamed,
}


def measure(case: str, size: int, data_dir: str) -> dict[str, Any]:
    """Summarize one of the topics in this process, and say what it cost and gave."""
    from summarize import summarize

    summarize([SENTENCE])  # start-up is not counted
    with tempfile.TemporaryDirectory() as folder:
        documents = CASES[case](size, Path(data_dir), Path(folder))
        before = memory_mb(alone=True)
        all_together, driver = Peak(), Peak(alone=True)
        begin, cpu = time.perf_counter(), cpu_seconds()
        brief = summarize(documents, max_points=POINTS)
        seconds, cpu = time.perf_counter() - begin, cpu_seconds() - cpu
    return {
        "seconds": round(seconds, 1),
        "cpu_seconds": round(cpu, 1),
        "memory_mb": round(all_together.stop()),
        "driver_mb": round(driver.stop()),
        "before_mb": round(before),
        "sources": len(brief.sources),
        "points": len(brief.points),
        "citations": [len(point.citations) for point in brief.points],
        "first": brief.points[0].text == SENTENCE if case == "identical" else None,
    }


@click.command(help=__doc__)
@click.option("--data-dir", type=click.Path(path_type=Path, exists=True), required=True)
@click.option("--size", default=1_000_000, show_default=True, help="Sentences in all.")
@click.option("--cases", default=",".join(CASES), show_default=True)
@click.option("--limit", default=3600.0, show_default=True, help="Seconds that end a case.")
def extremes(data_dir: Path, size: int, cases: str, limit: float) -> None:
    path = RESULTS / "extremes.json"
    content = read(path) or {}
    for case in cases.split(","):
        task = f"measure({case!r}, {size}, {str(data_dir)!r})"
        found = apart(task, timeout=limit, module="extremes")
        content[case] = {"size": size, **(found or {"failed": f"not done after {limit:.0f} s"})}
        content[case]["date"] = stamp()["date"]
        click.echo(f"{case:18} {json.dumps(content[case])}")
        write(path, {**content, "machine": machine()})
