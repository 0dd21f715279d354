"""Every example runs from the project's folder and prints what it promises."""

from __future__ import annotations

import runpy
from pathlib import Path
from types import SimpleNamespace

import pytest

from summarize import summarize

ROOT = Path(__file__).parent.parent

PRINTED = {
    "check_citations": "every quotation stands where the brief says",
    "evaluate": "seeds: lead",
    "feed": "https://island.example/ https://harbour.example/",
    "five_lines": "Key points from 5 sources",
    "html_report": "5 points of 5 sources",
    "many_topics": "3. failed: no source had any text",
    "own_clusterer": "Hegseth",
    "own_embedder": "character_trigrams",
    "own_selector": "one_of_each_source",
    "question": "AMRAAM",
    "retrieval": "(2 of 5 points had no room.)",
}


def test_every_example_is_tested() -> None:
    assert sorted(path.stem for path in (ROOT / "examples").glob("*.py")) == sorted(PRINTED)


@pytest.mark.parametrize("name", PRINTED)
def test_example(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr("sys.argv", [name])
    runpy.run_path(str(ROOT / "examples" / f"{name}.py"), run_name="__main__")
    assert PRINTED[name] in capsys.readouterr().out


def test_documents_of_other_libraries_go_in_and_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    example = runpy.run_path(str(ROOT / "examples" / "retrieval.py"))
    text = "The ferry to the island stopped on Monday, since its engine had failed."
    nodes = [SimpleNamespace(text=text, metadata={"source": name, "title": "T"}) for name in "ab"]
    documents = example["to_documents"](nodes)
    assert [(d.text, d.id, d.title) for d in documents] == [(text, "a", "T"), (text, "b", "T")]
    brief = summarize(documents, max_points=1)
    (short,) = example["to_retrieved"](brief, SimpleNamespace, text="text")
    assert short.text == text
    assert short.metadata == {"source": "a", "start": 0, "end": 71, "cited": ["a", "b"]}
