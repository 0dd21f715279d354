"""How close to what people write: ROUGE of our briefs beside baselines and peers.

\b
  python -m benchmarks quality --data FILE.jsonl --words 230 --measure f1
  python -m benchmarks quality --data FILE.jsonl --system ours --set diversity=0.3
  python -m benchmarks quality --data FILE.jsonl --system ours --set salience.POSITION=0.1

The sets of `run`, at their budgets and by their measures, are stored in results/, unless a setting
or the number of topics was changed. What is measured of other data is stored where --out says.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from benchmarks.data import Topic, digest, load
from benchmarks.processes import Job, execute
from benchmarks.results import RESULTS, Json, entry, read, update, write
from benchmarks.sets import SETS, Task, tasks
from benchmarks.systems import ENGLISH_ONLY, SYSTEMS
from benchmarks.tables import HEADER, rich_table, rows
from summarize.languages import main_language

__all__ = ["measure_set", "quality", "save", "show", "task_of"]


@click.command(help=__doc__)
@click.option("--data", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=True)
@click.option("--words", type=click.IntRange(min=1), default=250, show_default=True)
@click.option("--measure", type=click.Choice(["recall", "f1"]), help="[default: the set's, or f1]")
@click.option("--stem/--no-stem", default=None, help="Porter stems. [default: in English]")
@click.option("--tokenizer", help="[default: the set's; or rouge in English, unicode elsewhere]")
@click.option("--system", "names", multiple=True, type=click.Choice(list(SYSTEMS)))
@click.option("--set", "changes", multiple=True, help="A setting or constant of ours.")
@click.option("--language", help="ISO 639-1 code of the texts. [default: what most are in]")
@click.option("--limit", type=int, help="Only so many topics; nothing is saved.")
@click.option("--jobs", type=int, default=1, show_default=True, help="Processes at a time.")
@click.option("--save/--no-save", "keep", default=True, show_default=True)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Store it here.")
def quality(
    data: Path,
    words: int,
    measure: str | None,
    stem: bool | None,
    tokenizer: str | None,
    names: Sequence[str],
    changes: Sequence[str],
    language: str | None,
    limit: int | None,
    jobs: int,
    keep: bool,
    out: Path | None,
) -> None:
    task = task_of(data, words, measure, stem, tokenizer, language)
    settings = dict(parse_setting(change) for change in changes)
    names = names or default_systems(task.language)
    [content] = measure_set((task,), data, names, settings=settings, limit=limit, jobs=jobs)
    if out:
        write(out, content)
    elif keep and task in tasks() and not settings and limit is None:
        content = save(task, content)
    show(task, content)


def task_of(
    data: Path,
    words: int,
    measure: str | None = None,
    stem: bool | None = None,
    tokenizer: str | None = None,
    language: str | None = None,
) -> Task:
    """Return what is asked for; what is not said is as in the set of that name, or as usual."""
    name = f"{data.parent.name}/{data.stem}"
    of_set = {task.words: task for task in SETS.get(name, ())}
    known = of_set.get(words) or next(iter(of_set.values()), None)
    if known is None:
        texts = [document.text for topic in load(data) for document in topic.documents]
        code = language or main_language(texts)
        english = code == "en"
        known = Task(name, words, "f1", english, "rouge" if english else "unicode", code)
    given = {"measure": measure, "stem": stem, "tokenizer": tokenizer, "language": language}
    return replace(known, words=words, **{k: v for k, v in given.items() if v is not None})


def default_systems(language: str) -> list[str]:
    """Return the systems that make sense in a language."""
    return [name for name in SYSTEMS if language == "en" or name not in ENGLISH_ONLY]


def measure_set(
    tasks: Sequence[Task],
    path: Path,
    names: Sequence[str],
    *,
    settings: dict[str, Any] | None = None,
    limit: int | None = None,
    jobs: int = 1,
) -> list[Json]:
    """Run systems on one set at the budgets of its tasks; return a result of each task."""
    language = tasks[0].language
    topics: list[Topic] = load(path, language)[:limit]
    budgets = tuple(task.words for task in tasks)
    entries: list[dict[str, Json]] = [{} for _ in tasks]
    work = [
        Job(name, path, language, budgets, settings or {} if name == "ours" else {}, limit)
        for name in names
    ]
    for run in execute(work, jobs):
        for found, task in zip(entries, tasks, strict=True):
            found[run.job.system] = entry(task, topics, run)
    sha256 = digest(path)
    return [update(None, task, sha256, found) for found, task in zip(entries, tasks, strict=True)]


def save(task: Task, content: Json) -> Json:
    """Put the systems of a result into the task's file and return what that then holds."""
    path = RESULTS / "quality" / f"{task.key}.json"
    merged = update(read(path), task, content["sha256"], content["systems"])
    write(path, merged)
    return merged


def show(task: Task, content: Json) -> None:
    """Print a result."""
    from rich.console import Console

    stemmed = "stemmed" if task.stem else "not stemmed"
    n_topics = len(next(iter(content["systems"].values()))["scores"]["rouge1"])
    title = f"{task.name}: {task.words} words, {task.measure}, {stemmed}, {n_topics} topics"
    Console(width=100).print(rich_table(title, HEADER, rows(content)))


def parse_setting(text: str) -> tuple[str, Any]:
    """Return name and value of `name=value`; the value is a Python literal or else a string."""
    name, _, value = text.partition("=")
    try:
        return name, ast.literal_eval(value)
    except (ValueError, SyntaxError):
        return name, value
