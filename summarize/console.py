"""How the command behaves, whatever it is asked to do: messages, exit codes, progress, output.

Exit codes: 0 done; 1 verification failed, or some topic of a batch; 2 usage, among it every bad
value, unknown name, missing model, output that cannot be written, and too little memory; 3 no
source had any text; 70 a bug of this program; 130 interrupted; 141 the reader of a pipe went away;
143 terminated. Which commands there are is in `cli`.
"""

from __future__ import annotations

import os
import signal
import stat
import sys
import threading
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import Any, NoReturn

import click

from summarize.errors import EmptyInputError, OutputError, SettingsError, SummarizeError
from summarize.rendering.display import display
from summarize.settings import Settings

__all__ = [
    "TOPICS_FAILED",
    "VERIFICATION_FAILED",
    "Program",
    "progress",
    "say",
    "settings_of",
    "terminable",
    "write",
]

PATIENCE = 1.0  # seconds before anything is shown
VERIFICATION_FAILED, USAGE, NO_TEXT, BUG, INTERRUPTED, CLOSED_PIPE = 1, 2, 3, 70, 130, 141
TOPICS_FAILED, TERMINATED = 1, 143


class Program(click.Group):
    """A command with subcommands: a first word that names one runs it; all else is its own."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any
    ) -> click.Context:
        command = self.commands.get(args[0]) if args else None
        if command is None:
            return super().make_context(info_name, args, parent, **extra)
        return command.make_context(f"{info_name} {args[0]}", args[1:], parent, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx) if ctx.command is self else ctx.command.invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except BrokenPipeError:
            _discard_output()
            return CLOSED_PIPE
        except SummarizeError as error:
            code = NO_TEXT if isinstance(error, EmptyInputError) else USAGE
            return _fail(str(error), code)
        except MemoryError:
            return _fail("out of memory", USAGE)
        except Exception as error:
            if ctx.params.get("verbose"):
                traceback.print_exc()
            what = f"unexpected {type(error).__name__}: {error}"
            return _fail(f"{what} (a bug; --verbose shows where)", BUG)

    def main(self, *args: Any, **extra: Any) -> Any:
        if isinstance(sys.stdout, TextIOWrapper):
            # What the encoding of the terminal lacks becomes a question mark and not a crash.
            sys.stdout.reconfigure(errors="replace")
        try:
            code = super().main(*args, **{**extra, "standalone_mode": False})
        except click.Abort:
            code = INTERRUPTED
        except click.UsageError as error:
            command = error.ctx.command_path if error.ctx else "summarize"
            code = _fail(f"{error.format_message()} (see {command} --help)", USAGE)
        except click.ClickException as error:
            code = _fail(error.format_message(), error.exit_code)
        sys.exit(code)


def settings_of(typed: Mapping[str, Any], format_: str, tokens: int | None) -> dict[str, Any]:
    """Return the settings that were typed; what was not typed keeps its default.

    A bad value is a usage error that names the option, as one that click finds itself.
    """
    untyped = (None, (), False)
    settings = {k: v for k, v in typed.items() if not any(v is value for value in untyped)}
    if settings.pop("no_clean", False):
        settings["keep"] = ("all",)
    for name, value in settings.items():
        try:
            Settings(**{name: value})
        except SettingsError as error:
            raise _named_by_its_flag(name, error) from error
    if tokens is None:
        return settings
    if format_ != "context":
        raise click.UsageError("--tokens goes with --format context")
    if not {"max_points", "max_words", "max_chars"} & set(settings):
        settings["max_words"] = tokens  # a word is a token at least: enough to choose from
    return settings


def _named_by_its_flag(name: str, error: SettingsError) -> click.UsageError:
    """A bad setting as it was typed: `--words` and not `max_words`."""
    context = click.get_current_context()
    option = next((each for each in context.command.params if each.name == name), None)
    reason = str(error).removeprefix(f"{name} ")
    return click.BadParameter(reason, ctx=context, param=option)


def _fail(message: str, code: int) -> int:
    say(f"error: {message}")
    return code


def _discard_output() -> None:
    """Let what is still buffered go nowhere: Python flushes once more when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def say(message: str) -> None:
    """Print one line about the run on standard error, made safe: it may quote a source."""
    click.echo(f"summarize: {display(message)}", err=True)


# Is told how many of how many parts are done.
Report = Callable[[int, int], None]


@contextmanager
def progress(what: str, quiet: bool) -> Iterator[Report]:
    """Show that something is going on, if it takes over a second and there is a terminal.

    What is yielded turns it into a bar, for work whose parts can be counted.
    """
    if quiet or not sys.stderr.isatty():
        yield lambda done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn())
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    task = bar.add_task(f"{what} ...", total=None)
    later = threading.Timer(PATIENCE, bar.start)
    later.daemon = True
    later.start()

    def report(done: int, total: int) -> None:
        said = f"{what}: {done} of {total} fetched"
        bar.update(task, description=said, completed=done, total=total)

    try:
        yield report
    finally:
        later.cancel()
        later.join()
        bar.stop()


@contextmanager
def terminable() -> Iterator[None]:
    """Let SIGTERM end the run as Ctrl-C does, with the workers and what they keep."""

    def end(*_: Any) -> NoReturn:
        sys.exit(TERMINATED)

    if threading.current_thread() is not threading.main_thread():  # only it can take signals
        yield
        return
    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def write(text: str, output: str | None) -> None:
    """Write `text` to the file `output`, or to standard output; raise OutputError if that fails."""
    to_file = output is not None and output != "-"
    try:
        if to_file:
            _write_file(Path(str(output)), text)
        else:
            click.echo(text, nl=False, color=True)
    except BrokenPipeError:
        raise
    except OSError as error:
        if not to_file:
            _discard_output()
        where = output if to_file else "standard output"
        raise OutputError(f"cannot write {where}: {error.strerror}") from error


def _write_file(path: Path, text: str) -> None:
    """Write beside `path` and rename, so that it holds all of `text` or what it held before."""
    path = path.resolve()  # so that a symbolic link stays one
    if path.exists() and not path.is_file():
        # A folder refuses; a device or a named pipe takes what comes and must not be replaced.
        path.write_text(text, encoding="utf-8")
        return
    beside = path.with_name(f".summarize-{os.getpid()}.tmp")
    try:
        with beside.open("x", encoding="utf-8") as file:
            if path.exists():  # who may read it is not for us to change, not even meanwhile
                beside.chmod(stat.S_IMODE(path.stat().st_mode))
            file.write(text)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
