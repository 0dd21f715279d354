"""What a person sees on a terminal: a table of every width, a bar for what takes long, no more."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO
from pathlib import Path
from threading import Thread

import pytest

import summarize
from summarize import Brief, console, read
from summarize.rendering.terminal import render_terminal

ROOT = Path(__file__).parent.parent
TEXT = "The harbour bridge closed on Monday after engineers found cracks in two of its pillars."


class Slow(BaseHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Keep the output of the tests clean."""

    def do_GET(self) -> None:
        time.sleep(1.6 if self.path == "/slow" else 0.0)
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.end_headers()
        self.wfile.write(TEXT.encode())


@pytest.fixture
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Slow)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def run(*words: str, screen: str = "stderr", columns: int = 80) -> tuple[str, str]:
    """Return what the command writes to a terminal, and what to a pipe."""
    master, slave = pty.openpty()
    environment = {
        **os.environ,
        **{"PYTHONPATH": str(Path(summarize.__file__).parent.parent), "NO_COLOR": ""},
        **{"TERM": "xterm-256color", "COLUMNS": str(columns), "LINES": "24"},
    }
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, screen: slave}
    command = [sys.executable, "-m", "summarize", *words]
    with subprocess.Popen(command, env=environment, text=True, **streams) as process:  # type: ignore[call-overload]
        os.close(slave)
        shown = b""
        while chunk := _read(master):
            shown += chunk
        piped = (process.stderr if screen == "stdout" else process.stdout).read()
    os.close(master)
    assert process.returncode == 0, piped
    return shown.decode(), piped


def _read(master: int) -> bytes:
    try:
        return os.read(master, 65536)
    except OSError:  # what Linux says at the end of a terminal
        return b""


def plain(shown: str) -> str:
    return re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", shown)


@pytest.mark.enable_socket
def test_a_bar_tells_how_many_pages_are_there(site: str) -> None:
    shown, brief = run(f"{site}/slow", f"{site}/quick", "--allow-private")
    assert "Reading and choosing: 1 of 2 fetched" in plain(shown)
    assert TEXT[:60] in brief
    assert "\x1b" not in brief
    # It is gone in the end: its line is erased and the cursor is there again.
    assert shown.rstrip().endswith(("\x1b[2K", "\x1b[?25h")) or "note:" in shown.splitlines()[-1]


@pytest.mark.enable_socket
def test_quiet_is_quiet(site: str) -> None:
    assert run(f"{site}/slow", "--allow-private", "-q")[0] == ""


@pytest.mark.parametrize(("patience", "shown"), [(60.0, False), (0.0, True)])
def test_what_is_quick_shows_no_bar(
    patience: float, shown: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Screen(StringIO):
        def isatty(self) -> bool:
            return True

    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setattr(console, "PATIENCE", patience)
    monkeypatch.setenv("TERM", "xterm-256color")
    with console.progress("Reading", quiet=False) as report:
        report(1, 2)
        time.sleep(0.3)
    assert ("Reading: 1 of 2 fetched" in plain(screen.getvalue())) is shown
    assert (screen.getvalue() == "") is not shown


def test_verbose_says_more_on_standard_error(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"{TEXT}\n", encoding="utf-8")
    shown, brief = run(str(tmp_path / "a.txt"), "-v", "-n", "1")
    assert "1 sources summarized in" in shown
    assert "settings" not in brief


@pytest.mark.parametrize("columns", [40, 80, 200])
def test_the_table_fits_the_terminal(columns: int) -> None:
    shown, errors = run(str(ROOT / "seeds"), "-n", "4", "-q", screen="stdout", columns=columns)
    assert errors == ""
    assert "\x1b[1m" in shown
    lines = [line.rstrip("\r") for line in plain(shown).split("\n")]
    assert any("Key Point" in line for line in lines)
    assert max(map(len, lines)) <= min(columns, 110)


@pytest.fixture(scope="module")
def brief() -> Brief:
    return summarize.summarize(read(ROOT / "seeds"), max_points=6)


@pytest.mark.parametrize("columns", range(40, 201, 16))
def test_every_width_holds_every_word(
    columns: int, brief: Brief, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    shown = render_terminal(brief, columns=columns, explain=True)
    assert max(map(len, shown.splitlines())) <= min(columns, 110)
    words = set(shown.split())
    for point in brief.points:
        assert {word for word in point.text.split() if len(word) < 20} <= words
