"""The README's table of other tools is what was measured, and our column is measured here anew."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from benchmarks.comparison import PROBES, RESULTS, RUNS, SHARED, TEXTS, TOOLS, Said, probe, table

FOUND = json.loads(RESULTS.read_text(encoding="utf-8"))
README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")


def test_the_readme_shows_what_was_measured() -> None:
    (shown,) = re.findall(r"<!-- comparison -->\n(.*?)\n<!-- end of table -->", README, re.DOTALL)
    assert shown == table(FOUND)
    assert list(FOUND) == list(TOOLS)


def test_our_column_holds_today() -> None:
    today = probe(*TOOLS["summarize"])
    assert today == {key: FOUND["summarize"][key] for key in (RUNS, *PROBES)}


def test_a_tool_that_does_not_run_is_asked_no_more() -> None:
    def broken(texts: object) -> list[Said]:
        raise ImportError("cannot import x (/some/where.py)")

    assert probe(broken) == {RUNS: False, "said": "cannot import x"}
    found = probe(broken, TOOLS["summarize"][0])
    assert found[RUNS] is False
    assert set(found) == {RUNS, "said", *PROBES}
    assert "| yes |" not in table({"tool": probe(broken)})


BOTH = ("harbour", "island")
COUNCIL = TEXTS["council"]
CASES = {
    "says what two texts share once": [Said(SHARED, BOTH), Said(SHARED, BOTH)],
    "names the text of every sentence": [Said(SHARED, BOTH), Said(COUNCIL, ("harbour",))],
    "names every text that says it": [Said(SHARED, ("island",))],
}


@pytest.mark.parametrize("name", CASES)
def test_a_probe_can_say_no(name: str) -> None:
    assert not PROBES[name]([CASES[name]])
    assert PROBES[name]([[Said(SHARED, BOTH), Said(COUNCIL, ("council",))]])


def test_orders_that_differ() -> None:
    same = PROBES["the same for every order of the texts"]
    assert same([[Said("a"), Said("b")], [Said("b"), Said("a")]])
    assert not same([[Said("a")], [Said("b")]])
