"""What the program wrote is no source: it is known again, in each format that is read as text."""

from __future__ import annotations

from pathlib import Path

import pytest

from summarize import RENDERERS, Skipped, read, summarize
from summarize.documents import Brief
from summarize.reading.briefs import is_brief

SEEDS = Path(__file__).parent.parent / "seeds"
KNOWN = ["html", "markdown", "text"]
SUFFIXES = {"html": ".html", "markdown": ".md", "text": ".txt"}


@pytest.fixture(scope="module", params=["short", "long", "titled", "none", "many"])
def brief(request: pytest.FixtureRequest) -> Brief:
    if request.param == "none":
        return Brief(points=(), sources=())
    if request.param == "many":  # the marks of a point run over several lines
        text = "The town opened a new lighthouse in its harbour on Monday. {} came to see it."
        return summarize([text.format(f"The number {k} and others") for k in range(60)])
    settings = {
        "short": {"max_points": 1},
        "long": {"max_points": 12},
        "titled": {"title": "# Two | three = 4. " * 9},
    }
    return summarize(read(SEEDS), **settings[request.param])


@pytest.mark.parametrize("format", KNOWN)
@pytest.mark.parametrize("full", [False, True])
def test_a_brief_is_known_again(
    brief: Brief, format: str, full: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    name = f"brief{SUFFIXES[format]}"
    text = RENDERERS[format](brief, explain=full, show_dropped=full) + "\n"
    Path(name).write_text(text, encoding="utf-8")
    Path("a.txt").write_text("It is white.", encoding="utf-8")
    corpus = read(".")
    assert [document.id for document in corpus] == ["a.txt"]
    reason = "a brief that summarize wrote, no source"
    assert corpus.skipped == (Skipped(f"./{name}", reason),)
    assert is_brief(text.replace("\n", "\r\n").encode("utf-8-sig"))


@pytest.mark.parametrize(
    "text",
    [
        "Key points from 5 sources\n=========================\n\nThe town opened a lighthouse.\n",
        "The light\n=========\n\n1. It is white.\n2. It is high. [1]\n\nIt had 2 sources.\n",
        "# The light\n\n| No. | Point | Sources |\n|---|---|---|\n",
        "<!doctype html><html><head><meta charset='utf-8'><meta name='generator' content='x'>",
        "",
    ],
)
def test_what_others_wrote_is_a_source(text: str) -> None:
    assert not is_brief(text.encode())


@pytest.mark.parametrize("path", sorted(SEEDS.glob("*.txt")), ids=lambda path: path.name)
def test_the_reports_are_sources(path: Path) -> None:
    assert not is_brief(path.read_bytes())
