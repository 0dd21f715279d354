"""The command: what is typed reaches the settings; what goes wrong is one line and a code."""

from __future__ import annotations

import inspect
import json
import os
import pty
import stat
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import summarize.distillation
import summarize.pipeline
import summarize.reading.sources
from summarize import CLUSTERERS, EMBEDDERS, RENDERERS, SELECTORS, Brief, SettingsError, __version__
from summarize.cli import main
from summarize.settings import ORDERS, Settings

MORNING = """\
The harbour bridge closed on Monday after engineers found cracks in two of its pillars.
The mayor said that repairs would take six months and cost 12 million euros.
Ferries will carry commuters across the water until the work is done.
"""
EVENING = """\
Engineers found cracks in two pillars of the harbour bridge, which closed on Monday.
Shop owners fear that the closure will keep their customers away until spring.
The “old” bridge was opened in 1931 and carries 40,000 cars a day.
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a current folder with two reports on one event."""
    monkeypatch.chdir(tmp_path)
    Path("morning.txt").write_text(MORNING, encoding="utf-8")
    Path("evening.txt").write_text(EVENING, encoding="utf-8")
    return tmp_path


def run(*words: str, code: int = 0, stdin: str | bytes | None = None) -> Result:
    result = CliRunner().invoke(main, words, input=stdin, prog_name="summarize")
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output
    return result


def error_of(*words: str, code: int = 2) -> str:
    """Return the one line with which a call fails."""
    result = run(*words, code=code)
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1
    assert result.stderr.startswith("summarize: error: ")
    return result.stderr.removeprefix("summarize: error: ").rstrip("\n")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def process(*words: str, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own."""
    package = str(Path(summarize.__file__).parent.parent)  # a checkout need not be installed
    environment = {**os.environ, "PYTHONPATH": package, **options.pop("env", {})}
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, **options}
    return subprocess.run(
        [sys.executable, "-m", "summarize", *words], check=False, env=environment, **options
    )


# Help


def test_help_names_every_alternative_and_default() -> None:
    shown = " ".join(run("--help").stdout.split())
    for name in [*EMBEDDERS, *CLUSTERERS, *SELECTORS, *RENDERERS, *ORDERS]:
        assert name in shown
    for name in ("embedder", "clusterer", "selector", "diversity", "order", "min_support"):
        assert f"[default: {Settings.__dataclass_fields__[name].default}]" in shown
    assert shown.startswith("Usage: summarize [OPTIONS] SOURCES... Print a short brief")


@pytest.mark.parametrize("words", [[], *([name] for name in main.commands)])
def test_every_command_has_help_with_an_example(words: list[str]) -> None:
    shown = run(*words, "-h").stdout
    assert shown == run(*words, "--help").stdout
    assert shown.startswith(" ".join(["Usage: summarize", *words, "[OPTIONS]"]))
    assert "\n  Example" in shown
    assert f"\n    {' '.join(['summarize', *words])} " in shown


def test_every_setting_has_an_option() -> None:
    options = {parameter.name for parameter in main.params}
    assert set(Settings.__dataclass_fields__) <= options


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("summarize --to", ["plain,--tokens"]),
        ("summarize a.txt -f c", ["plain,context", "plain,csl-json"]),
        ("summarize morn", ["file,morn"]),
        ("summarize verify --q", ["plain,--quiet"]),
    ],
)
def test_shell_completion(words: str, offered: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_SUMMARIZE_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", words)
    monkeypatch.setenv("COMP_CWORD", str(len(words.split()) - 1))
    assert run(code=0).stdout.split() == offered


def test_version() -> None:
    assert run("--version").stdout == f"summarize, version {__version__}\n"


# A run


def test_brief_of_two_files(folder: Path) -> None:
    result = run("morning.txt", "evening.txt", "-n", "2", "--title", "Bridge")
    assert result.stdout.startswith("Bridge\n======\n\n 1. ")
    assert "2 sources" in result.stdout
    assert "[1] evening.txt" in result.stdout
    assert "[2] morning.txt" in result.stdout


def test_options_come_before_or_after_sources(folder: Path) -> None:
    after = run("morning.txt", "evening.txt", "-n", "2", "-f", "json").stdout
    before = run("-n", "2", "-f", "json", "morning.txt", "evening.txt").stdout
    assert before == after
    assert len(json.loads(after)["points"]) == 2


@pytest.mark.parametrize("format", RENDERERS)
def test_formats_go_to_a_file_or_to_standard_output(folder: Path, format: str) -> None:
    printed = run("morning.txt", "evening.txt", "--format", format).stdout
    result = run("morning.txt", "evening.txt", "--format", format, "-o", "out")
    assert result.stdout == ""
    assert Path("out").read_text(encoding="utf-8") == printed
    assert printed.endswith("\n")


def test_standard_input_is_a_source(folder: Path) -> None:
    brief = Brief.from_json(run("-", "evening.txt", "-f", "json", stdin=MORNING).stdout)
    quoted = {citation.text for point in brief.points for citation in point.citations}
    assert "The mayor said that repairs would take six months and cost 12 million euros." in quoted


def test_source_named_like_a_subcommand(folder: Path) -> None:
    Path("verify").mkdir()
    Path("verify/morning.txt").write_text(MORNING, encoding="utf-8")
    assert "morning.txt" in run("./verify").stdout


def test_explain_and_show_dropped(folder: Path) -> None:
    Path("evening.txt").write_text(f"{EVENING}\n\nLeave a Reply\n", encoding="utf-8")
    plain = run("morning.txt", "evening.txt").stdout
    shown = run("morning.txt", "evening.txt", "--explain", "--show-dropped").stdout
    assert "why: relevance" not in plain
    assert "why: relevance" in shown
    assert "--show-dropped lists" in plain
    assert ": Leave a Reply" in shown


def test_notes_are_on_standard_error_unless_quiet(folder: Path) -> None:
    words = ("morning.txt", "evening.txt", "lost.txt", "-n", "50", "-f", "json")
    loud, quiet = run(*words), run(*words, "--quiet")
    assert "summarize: skipped lost.txt: " in loud.stderr
    assert "summarize: note: " in loud.stderr
    assert quiet.stderr == ""
    assert quiet.stdout == loud.stdout


def test_verbose_says_what_was_used(folder: Path) -> None:
    said = run("morning.txt", "evening.txt", "-v").stderr
    assert "summarize: 2 sources summarized in " in said
    assert "'diversity': 0.2" in said


class Stub:
    """A Summarizer that records its settings and does what the test tells it."""

    settings: dict[str, Any]
    does: Callable[[], Brief]

    def __init__(self, **settings: Any) -> None:
        Stub.settings = settings

    def summarize(self, documents: Any, known: Any = None, n_jobs: Any = None) -> Brief:
        return Stub.does()


@pytest.fixture
def stub(monkeypatch: pytest.MonkeyPatch) -> type[Stub]:
    Stub.does = staticmethod(lambda: Brief((), ()))
    monkeypatch.setattr(summarize.pipeline, "Summarizer", Stub)
    return Stub


@pytest.mark.parametrize(
    ("words", "settings"),
    [
        ("", {}),
        ("-n 5", {"max_points": 5}),
        ("--points 5 --words 60 --chars 9", {"max_points": 5, "max_words": 60, "max_chars": 9}),
        ("--embedder tfidf --clusterer kmeans", {"embedder": "tfidf", "clusterer": "kmeans"}),
        ("--selector lead --diversity 0", {"selector": "lead", "diversity": 0.0}),
        ("--order time --language fr", {"order": "time", "language": "fr"}),
        ("--min-support .5 --title T", {"min_support": 0.5, "title": "T"}),
        ("--query bridge", {"query": "bridge"}),
        ("--keep heading --keep table", {"keep": ("heading", "table")}),
        ("--no-clean", {"keep": ("all",)}),
        ("--all-events", {"all_events": True}),
    ],
)
def test_only_what_is_typed_is_set(
    folder: Path, stub: type[Stub], words: str, settings: dict[str, Any]
) -> None:
    run("morning.txt", *words.split())
    assert stub.settings == settings


# What goes wrong


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("", "Missing argument 'SOURCES...'. (see summarize --help)"),
        ("morning.txt --nope", "No such option '--nope'."),
        ("morning.txt -n many", "Invalid value for '-n' / '--points': 'many' is not"),
        (
            "morning.txt -n 0",
            "Invalid value for '-n' / '--points': must be an integer of at least 1; got 0 (see",
        ),
        (
            "morning.txt --words -3",
            "Invalid value for '--words': must be an integer of at least 1; got -3",
        ),
        (
            "batch topics -o briefs --chars 0",
            "Invalid value for '--chars': must be an integer of at least 1; got 0 (see summarize",
        ),
        (
            "morning.txt --diversity 2",
            "Invalid value for '--diversity': must be between 0 and 1; got 2.0",
        ),
        (
            "morning.txt --min-support nan",
            "Invalid value for '--min-support': must be between 0 and 1; got nan",
        ),
        ("morning.txt --query ?", "Invalid value for '--query': must be a text with at least one"),
        ("morning.txt --clusterer kmean", "unknown clusterer 'kmean'; choose one of: agglom"),
        ("morning.txt --selector best", "unknown selector 'best'; choose one of: centroid, "),
        ("morning.txt --order size", "unknown order 'size'; choose one of: rank, source, time"),
        (
            "morning.txt -f pdf",
            "unknown format 'pdf'; choose one of: context, csl-json, html, json, mark",
        ),
        ("morning.txt --tokens 50", "--tokens goes with --format context (see summarize --help)"),
        ("morning.txt -f context --tokens 0", "Invalid value for '--tokens': 0 is not in the"),
        ("morning.txt --embedder no-such-model", "no-such-model"),
        ("morning.txt --keep nothing", "unknown cleaning rule 'nothing'; choose one of: "),
        ("verify", "Missing argument 'BRIEF'. (see summarize verify --help)"),
        ("verify no.json", "cannot read no.json: No such file or directory"),
        ("verify .", "cannot read .: Is a directory"),
        ("verify morning.txt", "morning.txt: not JSON: Expecting value"),
        ("distill", "Missing argument 'MODEL'. (see summarize distill --help)"),
    ],
)
def test_usage_errors(folder: Path, words: str, message: str) -> None:
    assert message in error_of(*words.split())


@pytest.mark.parametrize(
    ("content", "reason"),
    [(None, ""), (b"", "empty"), (b"\x00\x01\x02\xff" * 400, "binary"), (b" \n\n", "")],
)
def test_no_text_at_all(folder: Path, content: bytes | None, reason: str) -> None:
    if content is not None:
        Path("x.txt").write_bytes(content)
    message = error_of("x.txt", code=3)
    assert "no source had any text" in message
    assert "x.txt" in message
    assert reason in message


def test_bad_source_beside_good_ones_is_listed(folder: Path) -> None:
    Path("x.bin").write_bytes(b"\x00\x01\x02\xff" * 400)
    result = run("morning.txt", "x.bin", "lost.txt")
    assert "Not read\n  - lost.txt: no such file\n  - x.bin: binary file\n" in result.stdout


def test_names_in_messages_cannot_command_the_terminal(folder: Path) -> None:
    assert "\x1b" not in error_of("\x1b[31mred.txt", code=3)


def test_output_that_cannot_be_written(folder: Path) -> None:
    Path("taken").mkdir()
    for target in ("lost/brief.md", "taken", "morning.txt/brief.md"):
        assert error_of("evening.txt", "-o", target).startswith(f"cannot write {target}: ")
    assert names(folder) == ["evening.txt", "morning.txt", "taken"]
    assert names(folder / "taken") == []


def test_read_only_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Made here, as no folder is read-only to the user root, who runs many a test.
    usual = Path.open

    def refuse(path: Path, mode: str = "r", **options: Any) -> Any:
        if mode == "x":
            raise PermissionError(13, "Permission denied", str(path))
        return usual(path, mode, **options)

    monkeypatch.setattr(Path, "open", refuse)
    assert error_of("evening.txt", "-o", "out.md") == "cannot write out.md: Permission denied"


def test_failed_writing_leaves_what_was_there(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("out.md").write_text("before")

    def fail(*_: Any) -> None:
        assert len(names(folder)) == 4  # the new text is beside the old one at this moment
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    assert error_of("evening.txt", "-o", "out.md") == "cannot write out.md: No space left on device"
    assert Path("out.md").read_text() == "before"
    assert names(folder) == ["evening.txt", "morning.txt", "out.md"]


def test_output_keeps_links_and_pipes_and_follows_the_umask(folder: Path) -> None:
    Path("link").symlink_to("real")
    run("evening.txt", "-o", "link")
    assert Path("link").is_symlink()
    mask = os.umask(0)
    os.umask(mask)
    assert stat.S_IMODE(Path("real").stat().st_mode) == 0o666 & ~mask

    os.mkfifo("pipe")
    received: list[str] = []
    reader = threading.Thread(
        target=lambda: received.append(Path("pipe").read_text("utf-8")), daemon=True
    )
    reader.start()
    run("evening.txt", "-o", "pipe")
    reader.join(timeout=10)
    assert received == [Path("real").read_text(encoding="utf-8")]
    assert Path("pipe").is_fifo()


def test_output_keeps_who_may_read_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("out.md").write_text("before")
    Path("out.md").chmod(0o600)
    meanwhile: list[int] = []
    usual = Path.replace

    def replace(path: Path, target: Path) -> Path:
        meanwhile.append(stat.S_IMODE(path.stat().st_mode))
        return usual(path, target)

    monkeypatch.setattr(Path, "replace", replace)
    run("evening.txt", "-o", "out.md")
    assert Path("out.md").read_text(encoding="utf-8") != "before"
    assert [*meanwhile, stat.S_IMODE(Path("out.md").stat().st_mode)] == [0o600, 0o600]


@pytest.mark.parametrize(
    "words",
    [
        ["morning.txt", "evening.txt", "-o", "evening.txt"],
        [".", "-o", "evening.txt"],
        ["*.txt", "lost.txt", "-o", "./link.md"],
    ],
)
def test_no_source_is_written_over(folder: Path, stub: type[Stub], words: list[str]) -> None:
    Path("link.md").symlink_to("evening.txt")
    assert error_of(*words).startswith(f"{words[-1]} is one of the sources; give -o another name")
    assert Path("evening.txt").read_text(encoding="utf-8") == EVENING


@pytest.mark.parametrize(
    ("format", "name"), [("text", "b.txt"), ("markdown", "b.md"), ("html", "b.html")]
)
def test_an_earlier_output_is_written_over_and_is_no_source(
    folder: Path, format: str, name: str
) -> None:
    first = run(".", "-f", "json").stdout
    run(".", "-f", format, "-o", name)
    brief = Brief.from_json(run(".", "-f", "json").stdout)
    assert [s.source for s in brief.skipped] == [f"./{name}"]
    assert brief.points == Brief.from_json(first).points
    run(".", "-f", format, "-o", name)


def test_bug_is_one_line_and_verbose_shows_where(folder: Path, stub: type[Stub]) -> None:
    def fail() -> Brief:
        raise RuntimeError("boom")

    stub.does = staticmethod(fail)
    assert error_of("morning.txt", code=70) == (
        "unexpected RuntimeError: boom (a bug; --verbose shows where)"
    )
    result = CliRunner().invoke(main, ["morning.txt", "--verbose"])
    assert result.exit_code == 70
    assert "Traceback (most recent call last)" in result.stderr
    assert "in fail" in result.stderr


def test_long_message_is_one_line(folder: Path, stub: type[Stub]) -> None:
    def fail() -> Brief:
        raise SettingsError("first\nsecond")

    stub.does = staticmethod(fail)
    assert error_of("morning.txt") == "first second"


def test_interruption(folder: Path, stub: type[Stub]) -> None:
    def interrupt() -> Brief:
        raise KeyboardInterrupt

    stub.does = staticmethod(interrupt)
    assert run("morning.txt", code=130).stdout == ""


def test_distill_names_the_default() -> None:
    default = inspect.signature(summarize.distillation.distill).parameters["dimensions"].default
    assert f"[default: {default}]" in run("distill", "--help").stdout


def test_distill_passes_on_what_is_typed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []
    monkeypatch.setattr(
        summarize.distillation, "distill", lambda *args, **options: calls.append((args, options))
    )
    run("distill", "model", "out")
    run("distill", "model", "out", "--texts", "morning.txt", "--dimensions", "8")
    assert calls == [
        (("model", "out"), {"texts": None}),
        (("model", "out"), {"texts": MORNING.splitlines(), "dimensions": 8}),
    ]


# Streams, in processes of their own


def test_closed_pipe_ends_quietly(folder: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    # Buffered, as it is for users: what was not written is still there when Python ends.
    done = process("morning.txt", "evening.txt", stdout=writing, env={"PYTHONUNBUFFERED": ""})
    os.close(writing)
    assert (done.returncode, done.stderr) == (141, "")


def test_output_that_takes_nothing(folder: Path) -> None:
    with Path(os.devnull).open() as only_for_reading:
        done = process("morning.txt", "evening.txt", stdout=only_for_reading)
    assert done.returncode == 2
    assert done.stderr == "summarize: error: cannot write standard output: Bad file descriptor\n"


def test_encoding_without_the_characters(folder: Path) -> None:
    done = process("evening.txt", "-q", env={"PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"})
    assert (done.returncode, done.stderr) == (0, "")
    assert "The ?old? bridge was opened in 1931" in " ".join(done.stdout.split())


def on_terminal(*words: str, **environment: str) -> str:
    """Return what the command shows on a terminal 80 columns wide."""
    master, slave = pty.openpty()
    env = {"TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24", **environment}
    done = process(*words, env=env, stdout=slave)
    os.close(slave)
    shown = b""
    while chunk := _read(master):
        shown += chunk
    os.close(master)
    assert (done.returncode, done.stderr) == (0, "")
    return shown.decode("utf-8")


def _read(master: int) -> bytes:
    try:
        return os.read(master, 65536)
    except OSError:  # what Linux says at the end of a terminal
        return b""


def test_terminal_gets_a_table_and_colour(folder: Path) -> None:
    shown = on_terminal("morning.txt", "evening.txt", "lost.txt", NO_COLOR="")
    assert "Key Point" in shown
    assert "\x1b[1m" in shown
    assert "Not read" in shown


def test_no_color(folder: Path) -> None:
    shown = on_terminal("morning.txt", "evening.txt", NO_COLOR="1")
    assert "Key Point" in shown
    assert "\x1b" not in shown


def test_piped_text_is_plain(folder: Path) -> None:
    done = process("morning.txt", "evening.txt", env={"TERM": "xterm-256color", "NO_COLOR": ""})
    assert "\x1b" not in done.stdout
    assert done.stdout.startswith("Key points from 2 sources\n===")


# verify


@pytest.fixture
def brief_file(folder: Path) -> Path:
    run("morning.txt", "evening.txt", "-f", "json", "-o", "brief.json", "-q")
    return folder / "brief.json"


def test_verify_reads_the_recorded_files(brief_file: Path) -> None:
    said = run("verify", "brief.json").stdout
    assert said.endswith(" quotations verified in 2 sources\n")
    assert int(said.split()[0]) > 4
    assert run("verify", "brief.json", "-q").output == ""


def test_verify_looks_beside_the_brief(
    brief_file: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    assert "verified in 2 sources" in run("verify", str(brief_file)).stdout


def test_verify_knows_files_of_one_name_apart(folder: Path) -> None:
    for name, text in (("a", MORNING), ("b", EVENING)):
        Path(name).mkdir()
        Path(name, "report.txt").write_text(text, encoding="utf-8")
    run("a", "b", "-f", "json", "-o", "brief.json", "-q")
    assert "verified in 2 sources" in run("verify", "brief.json").stdout


def test_verify_takes_sources_and_standard_input(brief_file: Path) -> None:
    text = brief_file.read_text(encoding="utf-8")
    assert "verified" in run("verify", "-", "morning.txt", "evening.txt", stdin=text).stdout
    Path("morning.txt").rename("moved.txt")
    result = run("verify", "-", "evening.txt", code=1, stdin=text)
    assert "morning.txt: no such source was read; " in result.stdout


def test_verify_finds_a_changed_source(brief_file: Path) -> None:
    Path("evening.txt").write_text(EVENING.replace("spring", "autumn"), encoding="utf-8")
    result = run("verify", "brief.json", code=1)
    assert "evening.txt" in result.stdout
    assert "quotations could not be verified" in result.stderr


def test_verify_finds_a_changed_quotation(brief_file: Path) -> None:
    content = json.loads(brief_file.read_text(encoding="utf-8"))
    content["points"][0]["text"] = "The bridge is safe."
    brief_file.write_text(json.dumps(content), encoding="utf-8")
    [line] = run("verify", "brief.json", code=1).stdout.splitlines()
    assert line.startswith("points[0]: ")
    assert "expected 'The bridge is safe.', found '" in line


def test_verify_without_the_file_says_so_once(brief_file: Path) -> None:
    Path("morning.txt").unlink()
    result = run("verify", "brief.json", code=1)
    assert len(result.stdout.splitlines()) == 1
    assert "summarize: morning.txt: " in result.stderr


def test_since_tells_only_what_is_new(folder: Path) -> None:
    run("morning.txt", "--format", "json", "-o", "then.json")
    result = run("evening.txt", "--since", "then.json", "--format", "json")
    brief = Brief.from_json(result.stdout)
    assert brief.update is not None
    assert any("cracks in two of its pillars" in known.text for known in brief.update.grown)
    assert {known.text for known in brief.update.gone} == {
        "The mayor said that repairs would take six months and cost 12 million euros.",
        "Ferries will carry commuters across the water until the work is done.",
    }
    assert not any("cracks" in point.text for point in brief.points)
    assert "Shop owners fear" in result.stdout


def test_since_needs_a_brief(folder: Path) -> None:
    assert "morning.txt: not JSON" in error_of("evening.txt", "--since", "morning.txt")
    assert "cannot read none.json" in error_of("evening.txt", "--since", "none.json")


def test_verify_finds_the_documents_of_a_table(folder: Path) -> None:
    rows = [{"id": "m", "text": MORNING}, {"id": "e", "text": EVENING}]
    Path("both.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    run("both.jsonl", "--format", "json", "-o", "brief.json")
    assert {source.id for source in Brief.from_json(Path("brief.json").read_text()).sources} == {
        *("m", "e")
    }
    assert "verified in 2 sources" in run("verify", "brief.json").stdout


def write_tables() -> None:
    """Two tables that number their rows alike, and two files of one name without ids."""
    for name, text in (("x", MORNING), ("y", EVENING)):
        rows = [*text.splitlines(), text.replace("\n", " ")]
        Path(name).mkdir()
        table = "id,text\n" + "".join(f'{k},"{row}"\n' for k, row in enumerate(rows, start=1))
        Path(f"{name}.csv").write_text(table.replace("“old”", "old"), encoding="utf-8")
        lines = "\n".join(json.dumps({"text": row}) for row in rows)
        Path(name, "docs.jsonl").write_text(lines, encoding="utf-8")


@pytest.mark.parametrize("sources", [["x.csv", "y.csv"], ["x", "y"], ["x", "y.csv", "x.csv"]])
def test_verify_knows_rows_of_several_tables_apart(
    folder: Path,
    sources: list[str],
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write_tables()
    run(*sources, "-f", "json", "-o", "brief.json", "-q")
    brief = Brief.from_json(Path("brief.json").read_text(encoding="utf-8"))
    assert run(*sources[::-1], "-f", "json", "-q").stdout == Path("brief.json").read_text("utf-8")
    said = f"verified in {len(brief.sources)} sources"
    assert said in run("verify", "brief.json").stdout
    assert said in run("verify", "brief.json", *sources[::-1]).stdout
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    assert said in run("verify", str(folder / "brief.json")).stdout


def test_verify_knows_rows_whose_namesakes_the_brief_does_not_record(folder: Path) -> None:
    write_tables()
    run("x.csv", "y.csv", "-f", "json", "-o", "brief.json", "-q")
    content = json.loads(Path("brief.json").read_text(encoding="utf-8"))
    content["sources"] = [each for each in content["sources"] if each["path"] == "x.csv"]
    Path("brief.json").write_text(json.dumps(content), encoding="utf-8")
    result = run("verify", "brief.json", code=1)
    assert {line.split(": ")[0] for line in result.stdout.splitlines()} == {"y.csv"}


def test_verify_reads_a_table_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_tables()
    run("x.csv", "y.csv", "-f", "json", "-o", "brief.json", "-q")
    loaded: list[str] = []
    load = summarize.reading.sources.load
    monkeypatch.setattr(
        summarize.reading.sources, "load", lambda *words: loaded.append("") or load(*words)
    )
    run("verify", "brief.json")
    assert len(loaded) == 2


def test_verify_counts_a_place_once(brief_file: Path) -> None:
    content = json.loads(brief_file.read_text(encoding="utf-8"))
    # Neither the value is there nor its sentence.
    value = {"value": "Y", "source": "morning.txt", "start": 0, "end": 1, "text": "Your bridge."}
    content["differences"] = [{"kind": "name", "point": None, "values": [value]}]
    brief_file.write_text(json.dumps(content), encoding="utf-8")
    result = run("verify", "brief.json", code=1)
    assert len(result.stdout.splitlines()) == 2
    assert result.stderr.startswith("summarize: 1 of ")
