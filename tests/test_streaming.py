"""Topics too large to hold: they are read from their files, where they are worked on."""

from __future__ import annotations

import json
import pickle
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import joblib
import pytest
from click.testing import CliRunner

from summarize import (
    Brief,
    Corpus,
    Document,
    EmptyInputError,
    ReadingError,
    SettingsError,
    Skipped,
    Summarizer,
    partitions,
    pipeline,
    read,
    summarize,
    verify,
)
from summarize.cli import main
from summarize.large import summarize_large
from summarize.partitions import Contents, Partition
from summarize.reading import Shelf, gather, shelf, shelve, sources

SEEDS = Path(__file__).parents[1] / "seeds"


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Let a topic of a few thousand characters be too large, and a JSONL file of a few runs."""
    monkeypatch.setattr(partitions, "LARGE", 3000)
    monkeypatch.setattr(partitions, "PARTITION_CHARS", 2500)
    monkeypatch.setattr(shelf, "RUN_BYTES", 1500)
    monkeypatch.chdir(tmp_path)


PLACES = ["Alden", "Berg", "Castle", "Dover", "Elm", "Fairview", "Granby", "Holt", "Ivy", "Juno"]
THINGS = ["barge", "school", "bakery", "chapel", "tram", "market", "museum", "library", "pier"]
DEEDS = ["was closed", "lost its roof", "took in families", "stood under water", "was searched"]


def reports(n: int = 30) -> list[Document]:
    """Return reports on one flood: three sentences that many share, and three of their own."""
    documents = []
    for k in range(n):
        asleep = PLACES[(k * 3) % 10]
        here, there = PLACES[k % 10], PLACES[(k * 7 + k // 10 + 3) % 10]
        thing, other = THINGS[k % 9], THINGS[(k * 4 + 1) % 9]
        shared = [
            f"The river Tarn rose by {3 + k % 2} metres on Monday and flooded the whole valley.",
            "Some two thousand people had to leave their homes, officials said on Tuesday.",
            "The government promised money for everyone whose house had been damaged.",
        ]
        own = [
            f"In {here} the {thing} of number {k} {DEEDS[k % 5]} while {asleep} slept.",
            f"A reporter from {there} counted {k + 2} sand bags at the {other} in the rain.",
            f"Neighbours of the {other} in {here} rowed {k * 3 + 1} times to {there} for bread.",
        ]
        text = " ".join([own[0], *shared[: 1 + k % 3], *own[1:]])
        documents.append(Document(text, id=f"r{k}", title=f"Flood in {here}: {k} days"))
    # In memory they are worked on in this order; files, in that of their names and lines.
    return sorted(documents, key=lambda document: document.text)


def jsonl(documents: Sequence[Document], name: str = "topic.jsonl") -> Path:
    rows = [json.dumps({"id": d.id, "title": d.title, "text": d.text}) for d in documents]
    Path(name).write_text("\n".join(rows) + "\n", encoding="utf-8")
    return Path(name)


def folder(documents: Sequence[Document]) -> Path:
    Path("in").mkdir()
    for k, document in enumerate(documents):
        Path("in", f"{k:03}.txt").write_text(document.text, encoding="utf-8")
    return Path("in")


def said(brief: Brief) -> list[tuple[str, dict[str, str]]]:
    return [(p.text, {c.source: c.text for c in p.citations}) for p in brief.points]


def summarized(documents: object, **settings: object) -> Brief:
    with joblib.parallel_config("sequential"):
        return Summarizer(max_points=6, **settings).summarize(documents)  # type: ignore[arg-type]


def verify_spans(brief: Brief, documents: Sequence[Document]) -> None:
    text_of = {document.id: document.text for document in documents}
    spans = [c for p in brief.points for c in p.citations]
    spans += [source.only for source in brief.sources if source.only]  # type: ignore[misc]
    assert all(text_of[c.source][c.start : c.end] == c.text for c in spans)


def test_a_jsonl_file_says_what_its_documents_say() -> None:
    documents = reports()
    path = jsonl(documents)
    places = list(shelf.places_of(str(path)))
    assert len(places) > 3
    assert sum(place.n_lines for place in places) == len(documents)
    assert isinstance(gather([path], partitions.LARGE), Shelf)
    streamed, held = summarized([path]), summarized(documents)
    assert said(streamed) == said(held)
    assert [s.id for s in streamed.sources] == [s.id for s in held.sources]
    assert [(s.title, s.words, s.sentences) for s in streamed.sources] == [
        (s.title, s.words, s.sentences) for s in held.sources
    ]
    verify_spans(streamed, documents)


def test_a_folder_says_what_its_documents_say() -> None:
    path = folder(reports())
    held = read(path)
    streamed = summarized([path])
    assert said(streamed) == said(summarized(held))
    assert [(s.id, s.path) for s in streamed.sources] == [(d.id, d.path) for d in held]
    verify_spans(streamed, held)


def test_no_text_is_held_but_of_documents_that_are_shown() -> None:
    path = jsonl(reports())
    found = gather([path], partitions.LARGE)
    assert isinstance(found, Shelf)
    assert all(isinstance(item, shelf.Place) for item in found.items)
    assert len(pickle.dumps(found)) < len(path.read_bytes()) / 4
    brief = summarized([path], max_words=12)
    shown = {s.id for s in brief.sources if s.points or s.only}
    assert {d.id for d in brief.documents} == shown
    assert len(shown) < len(brief.sources)
    assert all(d.text for d in brief.documents)


def test_order_of_names_and_what_is_held_beside_change_nothing() -> None:
    documents = reports()
    paths = [jsonl(documents[:15], "a.jsonl"), jsonl(documents[15:], "b.jsonl")]
    first = summarized(paths)
    assert said(first) == said(summarized(paths[::-1])) == said(summarized(documents))
    assert said(first) == said(summarized([paths[1], paths[0], paths[1]]))
    held = summarized([*documents[:5], jsonl(documents[5:], "rest.jsonl")])
    assert {p.text for p in held.points} == {p.text for p in first.points}
    assert len(held.sources) == len(documents)


def test_documents_in_memory_of_one_name_keep_what_gather_names_them() -> None:
    documents = [replace(document, id="same") for document in reports()[::-1]]
    names = {d.text: d.id for d in gather(documents)}
    assert len(set(names.values())) == len(documents)
    brief = summarized(documents)
    assert {d.text: d.id for d in brief.documents}.items() <= names.items()


def test_what_cannot_be_read_is_told() -> None:
    path = jsonl(reports())
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[20:20] = ["not JSON", '{"text": ""}']
    path.write_text("\n".join(lines), encoding="utf-8")
    Path("more.txt").write_bytes(b"\0" * 5000)
    brief = summarized([path, Path("more.txt"), Path("none.txt")])
    assert brief.skipped == (
        Skipped("more.txt", "binary file"),
        Skipped("none.txt", "no such file"),
        Skipped("topic.jsonl: line 21", "not a JSON object"),
        Skipped("topic.jsonl: line 22", "empty"),
    )
    assert len(brief.sources) == 30


def test_a_jsonl_file_may_be_larger_than_other_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "MAX_BYTES", 4000)
    path = jsonl(reports())
    assert read(path).skipped == (Skipped("topic.jsonl", "larger than 0 MB"),)
    assert len(summarized([path]).sources) == 30
    with joblib.parallel_config("sequential"):
        result = CliRunner().invoke(main, ["topic.jsonl", "-n", "6", "-f", "json"])
    assert result.exit_code == 0, result.output
    assert said(Brief.from_json(result.stdout)) == said(summarized([path]))


def test_wide_characters_are_not_cut() -> None:
    documents = reports()
    path = jsonl(documents)
    text = path.read_text(encoding="utf-8")
    path.write_text(text, encoding="utf-16")
    assert len(list(shelf.places_of("topic.jsonl"))) == 1
    wide = summarized([path])
    path.write_text(text, encoding="utf-8-sig")
    assert said(wide) == said(summarized([path])) == said(summarized(documents))


def test_small_topics_are_held_as_before() -> None:
    path = jsonl(reports()[:3])
    corpus = shelve(str(path), most=partitions.LARGE)
    assert isinstance(corpus, Corpus)
    assert corpus == read(path)


def test_a_story_of_its_own_keeps_its_place() -> None:
    corpus = read(SEEDS)
    brief = summarized([SEEDS])
    assert [s.id for s in brief.sources if s.event] == ["naples.txt"]
    (story,) = brief.stories
    assert [p.source for p in story.points] == ["naples.txt"]
    text_of = {document.id: document.text for document in corpus}
    assert all(text_of[p.source][p.start : p.end] == p.text for p in story.points)
    assert all(c.source != "naples.txt" for p in brief.points for c in p.citations)
    verify_spans(brief, corpus)
    assert verify(brief, brief.documents) == []  # what is quoted is held whole


def test_an_earlier_brief_is_compared_with_what_is_held() -> None:
    path = jsonl(reports())
    known = summarized(reports()[:3])
    brief = summarize([path], known=known, max_points=2)
    assert brief.update is not None
    assert {d.id for d in brief.documents} == {d.id for d in reports()}
    with pytest.raises(SettingsError, match=r"cannot be compared with an earlier brief; give read"):
        summarize(gather([path], partitions.LARGE), known=known)


def test_nothing_to_read() -> None:
    rows = [Document("\n".join(["Share this", "Log in", "Menu"] * 40), id=str(k)) for k in range(9)]
    with pytest.raises(EmptyInputError, match=r"no source had any text to summarize \(.*no prose"):
        summarized([jsonl(rows)])


def test_a_file_that_is_changed_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    path = jsonl(reports())
    whole, seen = partitions.read_partition, set[int]()

    def fewer(partition: Partition) -> Contents:
        """Read all at first, and what is left when the texts are asked for."""
        contents = whole(partition)
        again = partition.number in seen
        seen.add(partition.number)
        return Contents(contents.documents[again:], contents.n_of, contents.skipped)

    monkeypatch.setattr(partitions, "read_partition", fewer)
    with pytest.raises(Exception, match="a file was changed while its topic was summarized"):
        summarized([path])


def test_a_file_that_a_worker_does_not_see() -> None:
    found = gather([jsonl(reports())], partitions.LARGE)
    Path("topic.jsonl").rename("elsewhere.jsonl")
    with pytest.raises(ReadingError, match=r"not there any more, or not on every worker: those of"):
        summarized(found)


@pytest.mark.slow
def test_processes_read_the_files_themselves() -> None:
    path = jsonl(reports())
    alone = summarize([path], max_points=6, n_jobs=1)
    assert said(summarize([path], max_points=6, n_jobs=2)) == said(alone)
    assert len(alone.points) == 6


def test_the_command_says_on_how_many_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    path = jsonl(reports())
    asked: list[int | None] = []

    def watched(*given: Any) -> Any:
        asked.append(given[-1])
        return summarize_large(*given[:-1], 1)

    monkeypatch.setattr(pipeline, "summarize_large", watched)
    for option in ([], ["--jobs", "1"], ["--jobs", "3"]):
        result = CliRunner().invoke(main, [str(path), "-n", "2", *option])
        assert result.exit_code == 0, result.output
    assert asked == [None, 1, 3]
    assert CliRunner().invoke(main, [str(path), "--jobs", "0"]).exit_code == 2
