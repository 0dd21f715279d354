"""Every example runs from the project's folder and prints what it promises."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

PRINTED = {
    "check_citations": "every quotation stands where the brief says",
    "five_lines": "Key points from 5 sources",
    "many_topics": "3. failed: no source had any text",
    "own_clusterer": "Hegseth",
    "own_embedder": "character_trigrams",
    "question": "AMRAAM",
}


def test_every_example_is_tested() -> None:
    assert sorted(path.stem for path in (ROOT / "examples").glob("*.py")) == sorted(PRINTED)


@pytest.mark.parametrize("name", PRINTED)
def test_example(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    runpy.run_path(str(ROOT / "examples" / f"{name}.py"), run_name="__main__")
    assert PRINTED[name] in capsys.readouterr().out
