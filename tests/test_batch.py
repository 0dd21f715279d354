"""Many topics: one brief each, whatever the topics hold and whenever the run is stopped."""

from __future__ import annotations

import json
import os
import pty
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result

import summarize
from summarize import Brief, OutputError, Summarizer
from summarize import summarize as summarize_one
from summarize.batch import FAILURES, JOURNAL, Batch, Maker
from summarize.cli import main
from summarize.filenames import Names, file_name
from summarize.reading.topics import read_topics
from summarize.settings import Settings

PLACES = ("harbour", "station", "market", "library", "stadium", "theatre", "airport", "museum")


def documents(k: int) -> list[dict[str, str]]:
    """Return two reports on the k-th event."""
    place = f"{PLACES[k % len(PLACES)]} of Ward {k}"
    return [
        {
            "id": "a",
            "text": f"The {place} closed on Monday after engineers found cracks in its roof. The "
            f"mayor said that repairs would take {k + 2} months and cost {k + 3} million euros.",
        },
        {
            "text": f"Engineers found cracks in the roof of the {place}, which closed on Monday. "
            f"Shop owners fear that {k + 40} customers a day will stay away until spring."
        },
    ]


def topics(n: int) -> list[dict[str, Any]]:
    return [{"id": f"t{k}", "documents": documents(k)} for k in range(n)]


def write_lines(rows: list[Any], path: Path) -> Path:
    lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*words: str, code: int = 0) -> Result:
    result = CliRunner().invoke(main, ["batch", *words], prog_name="summarize")
    assert result.exit_code == code, result.output
    assert result.stdout == ""
    return result


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "summarize", "batch", *words]


def start(*words: str, **options: Any) -> subprocess.Popen[str]:
    package = str(Path(summarize.__file__).parent.parent)
    options = {"stderr": subprocess.PIPE, "text": True, **options}
    environment = {**os.environ, "PYTHONPATH": package, **options.pop("env", {})}
    # A shell without a terminal starts what it runs in the background deaf to Ctrl-C: our tests may
    # be such. What has a handler here is heard by the program that is started.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return subprocess.Popen(command(*words), env=environment, **options)
    finally:
        signal.signal(signal.SIGINT, before)


def briefs(folder: str | Path) -> dict[str, str]:
    """Return what a user sees in an output folder, and the hidden names but the journal."""
    return {
        path.name: path.read_text(encoding="utf-8")
        for path in Path(folder).iterdir()
        if path.name != JOURNAL
    }


def failures(folder: str | Path) -> list[dict[str, Any]]:
    lines = (Path(folder) / FAILURES).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def stamps(folder: str | Path) -> dict[str, tuple[int, int]]:
    """Which file is which, and when it was written: the number of a file removed is given anew."""
    found = {path.name: path.stat() for path in Path(folder).glob("[!.]*")}
    return {name: (stat.st_ino, stat.st_mtime_ns) for name, stat in found.items()}


# What is written


def test_one_brief_a_topic(folder: Path) -> None:
    write_lines(topics(3), folder / "topics.jsonl")
    said = run("topics.jsonl", "-o", "briefs", "-f", "json", "-n", "2").stderr
    assert said == "summarize: 3 briefs written to briefs\n"
    assert sorted(briefs("briefs")) == ["t0.json", "t1.json", "t2.json"]
    for k in range(3):
        brief = Brief.from_json(briefs("briefs")[f"t{k}.json"])
        assert len(brief.points) == 2
        assert f"Ward {k}" in brief.points[0].text
        assert [source.id for source in brief.sources] == ["a", "text 2"]


def test_a_folder_of_topics_is_read_like_any_folder(folder: Path) -> None:
    for k in (0, 1):
        (folder / "in" / f"topic {k}").mkdir(parents=True)
        for row, document in enumerate(documents(k)):
            Path("in", f"topic {k}", f"{row}.txt").write_text(document["text"], encoding="utf-8")
    (folder / "in" / "stray.txt").write_text("No topic.")
    run("in", "-o", "briefs", "--format", "markdown")
    assert sorted(briefs("briefs")) == ["topic_0.md", "topic_1.md"]
    alone = CliRunner().invoke(main, ["in/topic 1", "-f", "markdown"]).stdout
    assert briefs("briefs")["topic_1.md"] == alone


@pytest.mark.slow
def test_output_is_the_same_whatever_the_number_of_jobs(folder: Path) -> None:
    rows = [*topics(6), "no json", {"id": "empty", "documents": []}, *topics(2)]
    write_lines(rows, folder / "topics.jsonl")
    run("topics.jsonl", "-o", "one", code=1)
    run("topics.jsonl", "-o", "two", "--jobs", "2", code=1)
    assert briefs("one") == briefs("two")
    assert len(briefs("one")) == 9
    assert (folder / "one" / JOURNAL).read_bytes() == (folder / "two" / JOURNAL).read_bytes()


def test_batch_has_the_options_of_the_settings_and_they_count(folder: Path) -> None:
    names = {parameter.name for parameter in main.commands["batch"].params}
    assert set(Settings.__dataclass_fields__) <= names
    write_lines(topics(1), folder / "topics.jsonl")
    run("topics.jsonl", "-o", "briefs", "-n", "1", "--title", "Hall", "--no-clean", "-f", "json")
    brief = Brief.from_json(briefs("briefs")["t0.json"])
    assert brief.title == "Hall"
    assert brief.settings["keep"] == ["all"]
    assert len(brief.points) == 1


@pytest.mark.parametrize(
    ("id", "name"),
    [
        ("a-b_c.1", "a-b_c.1"),
        ("../x", "x"),
        ("/etc/passwd", "etc_passwd"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("console", "console"),
        ("", "topic"),
        ("...", "topic"),
        (".hidden", "hidden"),
        ("-rf", "rf"),
        ("a\x00b\nc", "a_b_c"),
        ("\ud800", "topic"),
        ("hôtel 北京", "hôtel_北京"),
        ("हिन्दी", "हिन्दी"),
        ("x" * 300, "x" * 120),
        ("é" * 300, "é" * 60),
    ],
)
def test_names_of_files(id: str, name: str) -> None:
    assert file_name(id) == name


def test_names_are_unique_on_every_file_system() -> None:
    names = Names()
    ids = ["x", "X", "x", "x-2", "x/", "ﬁ", "fi", "e\u0301", "é"]
    taken = [names.take(id) for id in ids]
    assert taken == ["x", "X-2", "x-3", "x-2-2", "x-4", "ﬁ", "fi-2", "é", "é-2"]


def test_hostile_ids_stay_in_the_folder(folder: Path) -> None:
    ids = ["../x", "/etc/y", "CON", "same", "same", "SAME", "बाढ़", "z" * 300, 7, None]
    rows = [{"id": id, "documents": documents(k)} for k, id in enumerate(ids)]
    write_lines(rows, folder / "topics.jsonl")
    run("topics.jsonl", "-o", "out/briefs")
    written = briefs("out/briefs")
    expected = ["x", "etc_y", "_CON", "same", "same-2", "SAME-3", "बाढ़", "z" * 120, "7", "line_10"]
    assert set(written) == {f"{name}.txt" for name in expected}
    for k, name in enumerate(expected):
        assert f"Ward {k}" in written[f"{name}.txt"]
    assert sorted(path.name for path in folder.iterdir()) == ["out", "topics.jsonl"]


# What goes wrong


def test_failing_topics_are_recorded_and_the_rest_goes_on(folder: Path) -> None:
    rows = [
        topics(1)[0],
        "{broken",
        {"id": "none", "documents": []},
        {"id": "blank", "documents": ["  ", {"text": 5}, 6]},
        '["a list"]',
        {"id": "texts", "documents": [d["text"] for d in documents(4)]},
    ]
    write_lines(rows, folder / "topics.jsonl")
    said = run("topics.jsonl", "-o", "briefs", code=1).stderr
    assert sorted(briefs("briefs")) == [FAILURES, "t0.txt", "texts.txt"]
    recorded = failures("briefs")
    assert [(row["id"], row["line"]) for row in recorded] == [
        ("line 2", 2),
        ("none", 3),
        ("blank", 4),
        ("line 5", 5),
    ]
    assert recorded[0]["reason"].startswith("not JSON: Expecting property name")
    assert recorded[1]["reason"].endswith("(no source was given)")
    assert (
        'document 2: its "text" is no string; document 3: not a JSON object'
        in recorded[2]["reason"]
    )
    assert recorded[3]["reason"] == 'not an object with a list of "documents"'
    assert "summarize: 2 briefs written to briefs\n" in said
    assert "summarize: failed: line 2: not JSON" in said
    assert said.endswith("summarize: 4 of 6 topics failed; briefs/failures.jsonl tells why\n")

    write_lines(topics(1), folder / "topics.jsonl")
    run("topics.jsonl", "-o", "briefs")
    assert FAILURES not in briefs("briefs")


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["topics.jsonl"], 2, "Missing option '-o' / '--output'"),
        (["lost.jsonl", "-o", "out"], 2, "cannot read lost.jsonl: No such file or directory"),
        (["empty.jsonl", "-o", "out"], 3, "empty.jsonl has no topics"),
        (["bare", "-o", "out"], 3, "bare has no folders in it"),
        (["topics.jsonl", "-o", "topics.jsonl"], 2, "cannot write to topics.jsonl: File exists"),
        (["topics.jsonl", "-o", "topics.jsonl/x"], 2, "cannot write to topics.jsonl/x: Not a dir"),
        (["topics.jsonl", "-o", "out", "--jobs", "0"], 2, "n_jobs must be an integer, and not 0"),
        (["topics.jsonl", "-o", "out", "-f", "pdf"], 2, "unknown format 'pdf'"),
        (["topics.jsonl", "-o", "out", "--diversity", "2"], 2, "Invalid value for '--diversity'"),
        (["topics.jsonl", "-o", "out", "--embedder", "nope"], 2, "embedder 'nope' is not on this"),
        (["topics.jsonl", "-o", "out", "--keep", "nope"], 2, "unknown cleaning rule 'nope'"),
    ],
)
def test_usage_errors(folder: Path, words: list[str], code: int, message: str) -> None:
    write_lines(topics(2), folder / "topics.jsonl")
    Path("empty.jsonl").write_text("\n \n")
    Path("bare").mkdir()
    said = run(*words, code=code).stderr
    assert said.startswith(f"summarize: error: {message}")
    assert said.count("\n") == 1


def test_a_journal_that_takes_no_more_is_an_error(folder: Path) -> None:
    write_lines(topics(2), folder / "topics.jsonl")

    def spoil() -> None:
        (folder / "briefs" / JOURNAL).unlink()
        (folder / "briefs" / JOURNAL).symlink_to(folder / "gone" / JOURNAL)

    batch = Batch(folder / "briefs", Maker(Summarizer()))
    with pytest.raises(OutputError, match=r"cannot write \S+\.jsonl: No such file"):
        batch.run(read_topics(folder / "topics.jsonl"), spoil)
    assert {"t0.txt", "t1.txt"} <= set(briefs("briefs"))  # both were made


@pytest.mark.slow
def test_disk_full_is_an_error_and_leaves_no_half(folder: Path) -> None:
    write_lines(topics(3), folder / "topics.jsonl")
    run("topics.jsonl", "-o", "whole", "-f", "json")
    size = len(briefs("whole")["t0.json"])
    small = [{"id": "small", "documents": ["One short line on the bridge that closed."]}]
    write_lines([*small, *topics(1)], folder / "topics.jsonl")

    def limit() -> None:  # the kernel refuses to write more, as on a full disk
        resource.setrlimit(resource.RLIMIT_FSIZE, (size // 2, size))

    process = start("topics.jsonl", "-o", "briefs", "-f", "json", preexec_fn=limit)
    _, said = process.communicate()
    assert process.returncode == 2, said
    assert said == "summarize: error: cannot write briefs/t0.json: File too large\n"
    assert list(briefs("briefs")) == ["small.json"]
    Brief.from_json(briefs("briefs")["small.json"])


# Topics that can be read only once


@pytest.fixture
def pipe(folder: Path) -> Iterator[Callable[[list[Any]], str]]:
    """Return what makes a pipe of topics, and gives the name under which it can be read."""
    opened: list[int] = []

    def make(rows: list[Any]) -> str:
        reading, writing = os.pipe()
        opened.append(reading)
        with os.fdopen(writing, "wb") as file:  # few enough for the pipe to hold
            file.write(write_lines(rows, folder / "rows").read_bytes() if rows else b"")
        return f"/dev/fd/{reading}"

    yield make
    for number in opened:
        os.close(number)


def test_topics_of_a_pipe(pipe: Callable[[list[Any]], str]) -> None:
    said = run(pipe([*topics(3), "broken"]), "-o", "briefs", code=1).stderr
    assert sorted(briefs("briefs")) == [FAILURES, "t0.txt", "t1.txt", "t2.txt"]
    assert said.splitlines()[0] == "summarize: 3 briefs written to briefs"
    assert said.splitlines()[-1].startswith("summarize: 1 topics failed; ")


def test_a_pipe_without_topics(pipe: Callable[[list[Any]], str]) -> None:
    name = pipe([])
    said = run(name, "-o", "briefs", code=3).stderr
    assert said.splitlines()[0] == f"summarize: error: {name} has no topics"


def test_topics_of_standard_input(folder: Path) -> None:
    rows = write_lines(topics(2), folder / "rows").read_bytes()
    result = CliRunner().invoke(main, ["batch", "-", "-o", "briefs"], input=rows)
    assert result.exit_code == 0, result.output
    assert sorted(briefs("briefs")) == ["t0.txt", "t1.txt"]


# Resuming


@pytest.mark.slow
def test_resume_does_again_only_what_changed(folder: Path) -> None:
    rows = topics(5)
    write_lines([*rows, "broken"], folder / "topics.jsonl")
    run("topics.jsonl", "-o", "briefs", code=1)
    before = stamps("briefs")

    said = run("topics.jsonl", "-o", "briefs", "--resume", code=1).stderr
    assert said.startswith("summarize: 0 briefs written to briefs, 5 done before\n")
    del before[FAILURES]
    after = stamps("briefs")
    assert before.items() <= after.items()
    assert failures("briefs")[0]["line"] == 6

    rows[1]["documents"] = documents(30)
    write_lines(rows, folder / "topics.jsonl")
    Path("briefs/t2.txt").unlink()
    Path("briefs/t3.txt").write_text("cut sho")
    run("topics.jsonl", "-o", "briefs", "--resume", "--jobs", "2")
    redone = {name for name, stamp in stamps("briefs").items() if before.get(name) != stamp}
    assert {"t1.txt", "t2.txt"} <= redone
    assert not {"t0.txt", "t4.txt"} & redone
    run("topics.jsonl", "-o", "fresh")
    assert briefs("briefs") == briefs("fresh")
    assert "Ward 30" in briefs("briefs")["t1.txt"]

    run("topics.jsonl", "-o", "briefs", "--resume", "-n", "1")
    assert all(" 2. " not in text for text in briefs("briefs").values())


def test_briefs_are_packed_into_tokens(folder: Path) -> None:
    write_lines(topics(2), folder / "topics.jsonl")
    run("topics.jsonl", "-o", "whole", "-f", "context")
    run("topics.jsonl", "-o", "packed", "-f", "context", "--tokens", "45")
    whole, packed = briefs("whole"), briefs("packed")
    assert whole.keys() == packed.keys() == {"t0.context", "t1.context"}
    for name, text in packed.items():
        assert text[1:3] == ". "
        assert len(text.split()) <= 45 < len(whole[name].split())
        assert "had no room.)" in text
    said = CliRunner().invoke(main, ["batch", "topics.jsonl", "-o", "x", "--tokens", "60"])
    assert said.exit_code == 2
    assert "--tokens goes with --format context" in said.stderr


def test_a_topic_that_fails_leaves_no_brief_of_its_earlier_texts(folder: Path) -> None:
    rows = topics(2)
    write_lines(rows, folder / "topics.jsonl")
    run("topics.jsonl", "-o", "briefs")
    rows[1]["documents"] = [{"text": " "}]
    write_lines(rows, folder / "topics.jsonl")
    said = run("topics.jsonl", "-o", "briefs", "--resume", code=1).stderr
    assert said.startswith("summarize: 0 briefs written to briefs, 1 done before\n")
    assert set(briefs("briefs")) == {"t0.txt", FAILURES}
    assert failures("briefs")[0]["id"] == "t1"


def test_what_a_broken_run_left_is_cleared_away(folder: Path) -> None:
    Path("briefs").mkdir()
    for name in (".summarize-x1.tmp", "notes.tmp"):
        Path("briefs", name).write_text("half a bri", encoding="utf-8")
    write_lines(topics(1), folder / "topics.jsonl")
    run("topics.jsonl", "-o", "briefs")
    assert not Path("briefs/.summarize-x1.tmp").exists()
    assert Path("briefs/notes.tmp").exists()


def test_half_of_the_topics_empty(folder: Path) -> None:
    rows = topics(20)
    for k, row in enumerate(rows[::2]):
        row["documents"] = [[], [""], [{"text": " \n"}]][k % 3]
    write_lines(rows, folder / "topics.jsonl")
    said = run("topics.jsonl", "-o", "briefs", "--jobs", "2", code=1).stderr
    written = briefs("briefs")
    assert set(written) == {FAILURES, *(f"t{k}.txt" for k in range(1, 20, 2))}
    assert all(f"Ward {k}" in written[f"t{k}.txt"] for k in range(1, 20, 2))
    recorded = failures("briefs")
    assert [(row["id"], row["line"]) for row in recorded] == [
        (f"t{k}", k + 1) for k in range(0, 20, 2)
    ]
    whys = ("no source was given", "document 1: empty", "document 1: empty")
    for k, row in enumerate(recorded):
        assert row["reason"] == f"no source had any text to summarize ({whys[k % 3]})"
    assert said.endswith("summarize: 10 of 20 topics failed; briefs/failures.jsonl tells why\n")


def test_without_resume_all_is_done_again(folder: Path) -> None:
    write_lines(topics(2), folder / "topics.jsonl")
    run("topics.jsonl", "-o", "briefs")
    assert "2 briefs written to briefs\n" in run("topics.jsonl", "-o", "briefs").stderr


def test_resume_sees_a_changed_file_of_a_folder(folder: Path) -> None:
    for k in (0, 1):
        Path("in", str(k)).mkdir(parents=True)
        Path("in", str(k), "a.txt").write_text(documents(k)[0]["text"])
    run("in", "-o", "briefs")
    Path("in", "1", "a.txt").write_text(documents(9)[0]["text"])
    said = run("in", "-o", "briefs", "--resume").stderr
    assert said == "summarize: 1 brief written to briefs, 1 done before\n"
    assert "Ward 9" in briefs("briefs")["1.txt"]


def test_a_torn_journal_costs_the_torn_topic_only(folder: Path) -> None:
    write_lines(topics(3), folder / "topics.jsonl")
    run("topics.jsonl", "-o", "briefs")
    journal = folder / "briefs" / JOURNAL
    lines = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(b"\xff\x00 []\n7\n" + lines[0] + lines[1] + lines[2][:30])
    said = run("topics.jsonl", "-o", "briefs", "--resume").stderr
    assert said == "summarize: 1 brief written to briefs, 2 done before\n"
    assert run("topics.jsonl", "-o", "briefs", "--resume").stderr.endswith("3 done before\n")


# Stopping


def test_what_is_done_is_written_though_the_first_topic_is_not(folder: Path) -> None:
    """Whoever is stopped now loses the first topic alone."""
    out, late = folder / "briefs", 40

    def patient(texts: list[str]) -> Any:
        if any("of Ward 0 " in text for text in texts):
            deadline = time.monotonic() + 60
            while len(noted := (out / JOURNAL).read_text().splitlines()) < late:
                assert time.monotonic() < deadline, f"{len(noted)} topics are written"
                time.sleep(0.05)
        return np.array([[text.count(letter) for letter in "aeiou"] for text in texts])

    path = write_lines([*topics(late + 1), "broken", "also"], folder / "topics.jsonl")
    maker = Maker(Summarizer(embedder=patient, max_points=1))
    tally = Batch(out, maker, n_jobs=2).run(read_topics(path))
    assert (tally.written, tally.failed) == (late + 1, 2)
    assert [reason.partition(":")[0] for reason in tally.reasons] == ["line 42", "line 43"]
    assert [row["line"] for row in failures(out)] == [42, 43]
    names = [json.loads(line)["file"] for line in (out / JOURNAL).read_text().splitlines()]
    assert names == sorted(f"t{k}.txt" for k in range(late + 1))


@pytest.fixture
def many(folder: Path) -> tuple[Path, dict[str, str]]:
    """Return a file of topics and the briefs that an undisturbed run makes of them."""
    path = write_lines(topics(120), folder / "topics.jsonl")
    run("topics.jsonl", "-o", "whole", "-f", "json")
    return path, briefs("whole")


def wait_for_some(process: subprocess.Popen[str], folder: Path) -> None:
    deadline = time.monotonic() + 60
    while len(list(folder.glob("*.json"))) < 3:
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.005)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGKILL, -9), (signal.SIGTERM, 143), (signal.SIGINT, 130)]
)
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_stopped_and_resumed_is_as_never_stopped(
    many: tuple[Path, dict[str, str]], folder: Path, number: int, code: int, jobs: str
) -> None:
    _, whole = many
    words = ["topics.jsonl", "-o", "briefs", "-f", "json", "--jobs", jobs]
    process = start(*words, start_new_session=True)
    wait_for_some(process, folder / "briefs")
    process.send_signal(number)
    _, said = process.communicate(timeout=30)
    assert process.returncode == code
    done = {path.name: path.read_text("utf-8") for path in Path("briefs").glob("*.json")}
    assert 3 <= len(done) < len(whole)  # else it was not stopped half-way
    assert done.items() <= whole.items()  # none of them partial
    noted = (folder / "briefs" / JOURNAL).read_text().count("\n")
    assert len(done) - 1 <= noted <= len(done)
    if code > 0:
        # joblib's tracker of temporary folders may have a word to say after it.
        assert said.startswith(
            f"summarize: interrupted: {len(done)} of 120 topics are done; "
            "--resume goes on from here\n"
        )
    resumed = run(*words, "--resume").stderr
    assert f", {noted} done before" in resumed
    assert briefs("briefs") == whole


@pytest.mark.slow
def test_ctrl_c_at_a_terminal_reaches_the_workers_too(
    many: tuple[Path, dict[str, str]], folder: Path
) -> None:
    words = ["topics.jsonl", "-o", "briefs", "-f", "json", "--jobs", "2"]
    process = start(*words, start_new_session=True)
    wait_for_some(process, folder / "briefs")
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert process.returncode == 130
    assert said.startswith("summarize: interrupted: ")
    assert "--resume goes on from here\n" in said
    assert "Traceback" not in said


@pytest.mark.slow
def test_a_terminal_shows_how_far_it_is(folder: Path) -> None:
    write_lines(topics(4), folder / "topics.jsonl")
    ours, theirs = pty.openpty()
    process = start("topics.jsonl", "-o", "briefs", stderr=theirs, env={"TERM": "xterm"})
    os.close(theirs)
    shown = b""
    try:
        while chunk := os.read(ours, 4096):
            shown += chunk
    except OSError:  # the other end is closed
        pass
    os.close(ours)
    assert process.wait() == 0
    assert "4/4" in shown.decode()
    assert "0:00:0" in shown.decode()


def test_a_topic_is_summarized_as_alone(folder: Path) -> None:
    write_lines(topics(1), folder / "topics.jsonl")
    run("topics.jsonl", "-o", "briefs", "-f", "text")
    alone = summarize_one(summarize.Document(d["text"], d.get("id", "")) for d in documents(0))
    assert briefs("briefs")["t0.txt"] == f"{alone}\n"
