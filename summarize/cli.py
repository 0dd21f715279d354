"""The command line: words -> settings -> Summarizer -> a renderer.

What can be set, with its default, is declared in `settings`; only what was typed is passed on. How
errors, exit codes and output are handled is in `console`. Heavy modules are imported inside the
commands, so that `--help` is quick.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import fields
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from summarize import __version__
from summarize.cli_batch import take_over
from summarize.console import (
    VERIFICATION_FAILED,
    Program,
    progress,
    say,
    settings_of,
    terminable,
    write,
)
from summarize.errors import BriefFormatError
from summarize.quick_start import load_nltk_alone
from summarize.rendering.display import display
from summarize.settings import DEFAULT_POINTS, ORDERS, Settings

if TYPE_CHECKING:
    from summarize.documents import Brief, Document

__all__ = ["main"]

Function = TypeVar("Function", bound=Callable[..., Any])
CONTEXT = {"help_option_names": ["-h", "--help"]}


def _setting(name: str, *flags: str, help: str, **more: Any) -> Callable[[Function], Function]:
    """Declare the option of a setting; it is left out of the settings if it is not typed."""
    default = next(field.default for field in fields(Settings) if field.name == name)
    shown = f"{help} [default: {default}]" if default not in (None, ()) else help
    return click.option(*flags, name, help=shown, **more)


def _formats(begun: str) -> list[str]:
    from summarize.rendering import RENDERERS

    return [name for name in RENDERERS if name.startswith(begun)]


def _talk(command: Function) -> Function:
    """Add the two options that every command has."""
    quiet = click.option("-q", "--quiet", is_flag=True, help="No notes and no progress.")
    verbose = click.option("-v", "--verbose", is_flag=True, help="Say more; show where a bug is.")
    return quiet(verbose(command))


@click.group(
    cls=Program,
    invoke_without_command=True,
    subcommand_metavar="",
    context_settings={**CONTEXT, "allow_interspersed_args": True},
)
@click.argument("sources", nargs=-1, required=True, type=click.Path())
@_setting(
    "max_points",
    *("-n", "--points"),
    type=int,
    metavar="N",
    help=f"At most N points. [default: {DEFAULT_POINTS}, if no other length is given]",
)
@_setting("max_words", "--words", type=int, metavar="N", help="At most N words in all.")
@_setting("max_chars", "--chars", type=int, metavar="N", help="At most N characters in all.")
@_setting(
    "embedder",
    "--embedder",
    metavar="NAME",
    help="static, tfidf, or a sentence-transformers model by its name or path.",
)
@_setting(
    "clusterer",
    "--clusterer",
    metavar="NAME",
    help="What finds the sentences that say the same: agglomerative, hdbscan or kmeans.",
)
@_setting(
    "selector",
    "--selector",
    metavar="NAME",
    help="What chooses the sentences: mmr, mmr-textbook, centroid or lead.",
)
@_setting(
    "diversity",
    "--diversity",
    type=float,
    metavar="0..1",
    help="How much repetition costs: 0 chooses by relevance alone, 1 by diversity alone.",
)
@_setting(
    "order",
    "--order",
    metavar="|".join(ORDERS),
    help="Show the points in the order of choice, as the sources have them, or by date.",
)
@_setting("language", "--language", metavar="CODE", help="Language of the sources, ISO 639-1.")
@_setting(
    "min_support",
    "--min-support",
    type=float,
    metavar="0..1",
    help="How probably a sentence of another source must say the same to be cited.",
)
@_setting(
    "keep",
    "--keep",
    multiple=True,
    metavar="RULE",
    help="Keep what this cleaning rule drops (--show-dropped names them); may be repeated.",
)
@click.option("--no-clean", is_flag=True, help="Take all text for prose; the same as --keep all.")
@_setting("query", "--query", metavar="TEXT", help="Only what bears on this question.")
@click.option(
    "--all-events", is_flag=True, help="Take in sources that tell of another event than most."
)
@click.option(
    "--since",
    metavar="BRIEF",
    help="Only what is new since this earlier brief (JSON), and what became of its points.",
)
@click.option(
    "--allow-private",
    is_flag=True,
    help="Also read web addresses of this machine and of its own network.",
)
@_setting("title", "--title", metavar="TEXT", help="What to print over the brief.")
@click.option(
    *("-f", "--format", "format_"),
    default="text",
    show_default=True,
    metavar="text|markdown|html|json|context|csl-json",
    shell_complete=lambda context, option, begun: _formats(begun),
    help="How to write the brief.",
)
@click.option(
    "--tokens",
    type=click.IntRange(min=1),
    metavar="N",
    help="With --format context: at most N tokens, of the bundled WordPiece tokenizer, in all.",
)
@click.option("-o", "--output", metavar="FILE", help="Write to FILE, all of it or nothing.")
@click.option("--explain", is_flag=True, help="Show why each point was chosen.")
@click.option("--show-dropped", is_flag=True, help="List what was left out of the sources.")
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="For a large topic: on so many processes. [default: one a core; all of a cluster]",
)
@click.option(
    "--scheduler",
    metavar="ADDRESS",
    help="Run on the Dask cluster of this scheduler, as tcp://host:8786.",
)
@_talk
@click.version_option(__version__)
def main(
    sources: tuple[str, ...],
    format_: str,
    tokens: int | None,
    output: str | None,
    explain: bool,
    show_dropped: bool,
    quiet: bool,
    verbose: bool,
    since: str | None,
    allow_private: bool,
    jobs: int | None,
    scheduler: str | None,
    **typed: Any,
) -> None:
    """Print a short brief of SOURCES: sentences they wrote, each with everyone who says it.

    SOURCES are texts on one subject: files, folders, globs, http(s) addresses, or - for standard
    input. Text, Markdown, HTML, PDF, DOCX, EPUB, mail, JSONL, CSV and feeds are read.
    A source that is named like a subcommand is written ./verify.

    \b
    Examples:
      summarize report.txt article.html notes/
      summarize seeds/ -n 5 --format markdown -o brief.md
      summarize seeds/ --words 120 --explain
      summarize seeds/ --query "missile production"
      summarize today/ --since yesterday.json
      summarize seeds/ --format context --tokens 500
    """
    from summarize.rendering import renderer

    render: Callable[..., str] = renderer(format_)  # first of all: a wrong name shall cost no time
    settings = settings_of(typed, format_, tokens)
    if tokens is not None:
        render = partial(_packed, tokens=tokens)
    _check_output(output, sources)
    known = None if since is None else _load(since)
    start = time.perf_counter()
    with terminable(), _where(scheduler):
        brief = _brief(sources, allow_private, settings, known, jobs, quiet)
    on_screen = format_ == "text" and output is None and _has_screen()
    seconds = time.perf_counter() - start
    if on_screen:
        from summarize.rendering.terminal import render_terminal

        render = render_terminal
    write(render(brief, explain=explain, show_dropped=show_dropped) + "\n", output)
    if not quiet and not on_screen:  # on the screen the notes are below the brief already
        _say_notes(brief)
    if verbose:
        say(f"{len(brief.sources)} sources summarized in {seconds:.2f} s")
        say(f"settings {brief.settings}, versions {brief.versions}")


def _check_output(output: str | None, sources: tuple[str, ...]) -> None:
    """Refuse to write over a source, before any work."""
    from summarize.reading.sources import is_source

    if output is not None and is_source(output, sources):
        raise click.UsageError(f"{output} is one of the sources; give -o another name")


def _packed(brief: Brief, *, tokens: int, explain: bool, show_dropped: bool) -> str:
    return brief.to_context(tokens)


def _where(scheduler: str | None) -> AbstractContextManager[None]:
    """The cluster on which a large topic is summarized, or this machine."""
    if scheduler is None:
        return nullcontext()
    from summarize.scheduler import running_on

    return running_on(scheduler)


def _has_screen() -> bool:
    return sys.stdout.isatty() and sys.stdout.encoding.lower().startswith("utf")


def _brief(
    sources: tuple[str, ...],
    allow_private: bool,
    settings: dict[str, Any],
    known: Brief | None,
    jobs: int | None,
    quiet: bool,
) -> Brief:
    with progress("Reading and choosing", quiet) as report:
        load_nltk_alone()
        from summarize import partitions
        from summarize.pipeline import Summarizer
        from summarize.reading import shelve

        summarizer = Summarizer(**settings)
        # What is compared with an earlier brief is held whole.
        most = None if known else partitions.LARGE
        found = shelve(*sources, most=most, allow_private=allow_private, on_page=report)
        return summarizer.summarize(found, known, jobs)


def _say_notes(brief: Brief) -> None:
    for skipped in brief.skipped:
        say(f"skipped {skipped.source}: {skipped.reason}")
    for note in brief.notes:
        say(f"note: {note}")


@main.command(context_settings=CONTEXT)
@click.argument("brief", metavar="BRIEF", type=click.Path())
@click.argument("sources", nargs=-1, type=click.Path())
@_talk
def verify(brief: str, sources: tuple[str, ...], quiet: bool, verbose: bool) -> None:
    """Check every quotation of BRIEF against its sources.

    BRIEF is a brief in JSON, - for standard input.
    Without SOURCES the files are read again whose paths the brief records, seen from the current
    folder or, failing that, from the folder of the brief. Exit code 1 if anything does not agree.

    \b
    Examples:
      summarize seeds/ --format json -o brief.json
      summarize verify brief.json
      summarize verify brief.json seeds/
    """
    from summarize import verification
    from summarize.reading import read

    checked = _load(brief)
    documents = read(*sources) if sources else _recorded(checked, Path(brief).parent)
    mismatches = verification.verify(checked, documents)
    for mismatch in mismatches:
        if mismatch.found is not None:
            click.echo(display(str(mismatch)))
    missing = Counter(mismatch.source for mismatch in mismatches if mismatch.found is None)
    for source, number in missing.items():
        click.echo(display(f"{source}: no such source was read; {number} quotations not checked"))
    count = sum(1 for _ in verification.quotations(checked))
    if mismatches:
        # Of a value that is not there, its sentence may be wrong as well.
        wrong = len({mismatch.where for mismatch in mismatches})
        say(f"{wrong} of {count} quotations could not be verified")
        raise click.exceptions.Exit(VERIFICATION_FAILED)
    if not quiet:
        click.echo(f"{count} quotations verified in {len(checked.sources)} sources")


def _load(file: str) -> Brief:
    from summarize.documents import Brief

    try:
        return Brief.from_json(_text_of(file))
    except BriefFormatError as error:
        raise BriefFormatError(f"{file}: {error}") from error


def _text_of(file: str) -> str:
    """Return the text of a file in UTF-8 that is no source, or of standard input."""
    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        return data.decode("utf-8-sig")
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise click.UsageError(f"cannot read {file}: {reason}") from error


def _recorded(brief: Brief, folder: Path) -> Iterator[Document]:
    """Read the files that the brief was made of, and say which cannot be read."""
    from summarize.documents import Document
    from summarize.reading.recorded import read_again

    for item in read_again(brief.sources, folder):
        if isinstance(item, Document):
            yield item
        else:
            say(f"{item.source}: {item.reason}")


main.add_command(take_over(main.params))


@main.command(context_settings=CONTEXT)
@click.argument("model")
@click.argument("directory")
@click.option("--texts", metavar="FILE", help="Fit it to these sentences, one a line, in UTF-8.")
@click.option("--dimensions", type=int, metavar="N", help="Length of a vector. [default: 256]")
@_talk
def distill(
    model: str,
    directory: str,
    texts: str | None,
    dimensions: int | None,
    quiet: bool,
    verbose: bool,
) -> None:
    """Make a small, fast embedding model of a large one.

    MODEL is a sentence-transformers model by its name or path; DIRECTORY is made.

    \b
    Examples:
      summarize distill all-MiniLM-L6-v2 my-model/
      summarize distill all-MiniLM-L6-v2 my-model/ --texts sentences.txt --dimensions 128
      summarize seeds/ --embedder my-model/
    """
    from summarize import distillation

    given = {} if dimensions is None else {"dimensions": dimensions}
    lines = None if texts is None else _text_of(texts).splitlines()
    with progress("Distilling", quiet):
        distillation.distill(model, directory, texts=lines, **given)
