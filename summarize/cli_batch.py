"""The command `batch`: a file or folder of topics -> a folder of briefs, with progress.

Its own options are here; those of the settings and of the output are taken over from the main
command, where they are declared. What is written and how it is resumed is the matter of `batch`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from summarize.console import TOPICS_FAILED, say, settings_of, terminable
from summarize.errors import EmptyInputError, ReadingError
from summarize.settings import Settings

if TYPE_CHECKING:
    from summarize.batch import Batch

__all__ = ["batch", "take_over"]

SHARED = {field.name for field in fields(Settings)} | {
    *("no_clean", "format_", "tokens", "explain", "show_dropped", "scheduler", "quiet", "verbose")
}


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("topics", metavar="TOPICS")
@click.option("-o", "--output", required=True, metavar="FOLDER", help="Where the briefs go.")
@click.option(
    "--jobs",
    type=int,
    metavar="N",
    help="So many topics at a time, -1 for one a core. [default: 1; all of a cluster]",
)
@click.option("--resume", is_flag=True, help="Skip what is done and has not changed since.")
def batch(
    topics: str,
    output: str,
    jobs: int | None,
    resume: bool,
    scheduler: str | None,
    format_: str,
    tokens: int | None,
    explain: bool,
    show_dropped: bool,
    quiet: bool,
    verbose: bool,
    **typed: Any,
) -> None:
    """Write a brief of each of many TOPICS.

    TOPICS is a JSONL file with a topic a line, {"id": ..., "documents": [{"text": ...}, ...]}, or
    "-" for standard input, or a folder whose folders are topics. A brief is named after the id of
    its topic. Topics that fail are listed in FOLDER/failures.jsonl, and the exit code is 1. On a
    Dask cluster a folder of topics is read by the workers, which must see it under the same
    absolute path.

    \b
    Examples:
      summarize batch topics.jsonl -o briefs/ --jobs 4
      summarize batch topics.jsonl -o briefs/ --jobs 4 --resume
      summarize batch topics/ -o briefs/ --format json --words 120
      summarize batch topics.jsonl -o prompts/ --format context --tokens 500
      summarize batch topics.jsonl -o briefs/ --scheduler tcp://10.0.0.1:8786
    """
    from summarize.rendering import renderer

    renderer(format_)  # first of all: a wrong name shall cost no time
    from summarize.batch import Batch, Maker
    from summarize.pipeline import Summarizer
    from summarize.reading.topics import count_topics
    from summarize.scheduler import running_on

    source, name = Path(topics), "standard input" if topics == "-" else topics
    settings = settings_of(typed, format_, tokens)
    maker = Maker(Summarizer(**settings), format_, explain, show_dropped, tokens)
    run = Batch(Path(output), maker, resume=resume, n_jobs=jobs)
    try:
        total = count_topics(source)
    except ReadingError as error:
        raise click.UsageError(str(error)) from error
    if total == 0:
        raise EmptyInputError(f"{name} has no topics")
    with running_on(scheduler) if scheduler else nullcontext():
        _run(run, source, name, total, quiet)


def _run(run: Batch, source: Path, name: str, total: int | None, quiet: bool) -> None:
    from summarize.reading.topics import read_topics

    of_all = "" if total is None else f" of {total}"
    try:
        with terminable(), _bar(total, quiet) as tick:
            tally = run.run(read_topics(source), tick)
    except (KeyboardInterrupt, SystemExit):
        done = run.tally.written + run.tally.done_before
        say(f"interrupted: {done}{of_all} topics are done; --resume goes on from here")
        raise
    if not tally.written + tally.done_before + tally.failed:
        raise EmptyInputError(f"{name} has no topics")
    if not quiet:
        before = f", {tally.done_before} done before" if tally.done_before else ""
        briefs = "brief" if tally.written == 1 else "briefs"
        say(f"{tally.written} {briefs} written to {run.folder}{before}")
    if tally.failed:
        for reason in () if quiet else tally.reasons:
            say(f"failed: {reason}")
        say(f"{tally.failed}{of_all} topics failed; {run.folder / 'failures.jsonl'} tells why")
        raise click.exceptions.Exit(TOPICS_FAILED)


@contextmanager
def _bar(total: int | None, quiet: bool) -> Iterator[Callable[[], Any]]:
    """Show a bar and the time left, if there is a terminal; yield what advances it by one."""
    if quiet or not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (TextColumn("topics"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task("topics", total=total)
        yield lambda: progress.advance(task)


def take_over(options: list[click.Parameter]) -> click.Command:
    """Return the command with those of the main command's options that it shares."""
    batch.params += [option for option in options if option.name in SHARED]
    return batch
