"""Topics too large to hold: they are read from their files, where they are worked on."""

from __future__ import annotations

import csv
import json
import pickle
import sys
import tracemalloc
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

import joblib
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

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
from summarize.reading.sources import read_source
from summarize.reading.tables import load_csv, runs_of_rows

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


def table(
    documents: Sequence[Document], name: str = "topic.csv", delimiter: str = ",", end: str = "\r\n"
) -> Path:
    """Write a table whose texts have line breaks, quotation marks and delimiters in them."""
    with Path(name).open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL)
        rows.writerow([" Text", "ID", "title"])
        rows.writerows([d.text, d.id, d.title] for d in documents)
    return Path(name)


def broken_up() -> list[Document]:
    """Return reports whose texts are as hard to cut as texts in a table can be."""
    breaks = ["\n\n", "\r\n", ', "so they say"; ', "\n\n\tÜber 7 €:\n", "\u2028"]
    return [
        replace(document, text=document.text.replace(". ", f".{breaks[k % 5]}", 1))
        for k, document in enumerate(reports())
    ]


def read_in_runs(path: Path) -> list[Document | Skipped]:
    return [item for place in shelf.places_of(str(path)) for item in place.read()]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_table_is_cut_between_its_rows(delimiter: str, mark: str, end: str) -> None:
    path = table(broken_up(), "topic.tsv" if delimiter == "\t" else "topic.csv", delimiter, end)
    text = mark + path.read_bytes().decode() + 3 * end
    path.write_bytes(text.encode())
    places = list(shelf.places_of(str(path)))
    assert len(places) > 3
    assert sum(place.n_lines for place in places) == 30
    whole = [replace(document, path=str(path)) for document in load_csv(path.read_bytes(), "")]
    assert read_in_runs(path) == whole
    assert [d.text for d in whole] == [d.text for d in broken_up()]


def whole_of(path: Path) -> list[Document | Skipped]:
    try:
        return read_source(str(path))
    except ReadingError as error:
        return [Skipped("", str(error))]


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.lists(st.text('a,;"\n\r é\0' + "\u2028", max_size=9), min_size=1, max_size=4),
        max_size=40,
    ),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, None]),
)
def test_any_table_is_cut_so_that_it_says_the_same(rows: list[list[str]], quoting: Any) -> None:
    with Path("any.csv").open("w", encoding="utf-8", newline="") as file:
        file.write("id,text,title\n")
        if quoting is None:  # no table that a program wrote
            file.writelines(",".join(row) + "\n" for row in rows)
        else:
            if sys.version_info < (3, 11):  # whose csv writes no NUL
                rows = [[cell.replace("\0", "") for cell in row] for row in rows]
            csv.writer(file, quoting=quoting).writerows(rows)
    path = Path("any.csv")
    with patch.object(shelf, "RUN_BYTES", 20):
        found = read_in_runs(path)
    named = [
        item
        if isinstance(item, Document)
        else replace(item, source=f"any.csv: {item.source}".removesuffix(": "))
        for item in whole_of(path)
    ]
    assert found == named


@pytest.mark.parametrize("name", ["topic.csv", "topic.tsv"])
def test_a_table_says_what_its_documents_say(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    documents = broken_up()
    path = table(documents, name, "\t" if name.endswith(".tsv") else ",")
    monkeypatch.setattr(sources, "MAX_BYTES", 4000)
    assert read(path).skipped == (Skipped(name, "larger than 0 MB"),)
    found = gather([path], partitions.LARGE)
    assert isinstance(found, Shelf)
    assert len(partitions.partitions_of(found.items)) > 2
    streamed, held = summarized([path]), summarized([jsonl(documents)])
    assert said(streamed) == said(held)
    assert [s.id for s in streamed.sources] == [s.id for s in held.sources]
    assert [(s.title, s.words, s.sentences) for s in streamed.sources] == [
        (s.title, s.words, s.sentences) for s in held.sources
    ]
    verify_spans(streamed, documents)
    assert said(summarize([path], max_points=6, n_jobs=2)) == said(streamed)


def test_rows_that_cannot_be_read_have_their_number() -> None:
    documents = reports()
    documents[20:20] = [replace(documents[0], text=" ")]
    path = table(documents)
    data = path.read_bytes().replace(b"\r\n", b"\r\n\r\n")  # what is empty is no row
    path.write_bytes(data)
    brief = summarized([path])
    assert brief.skipped == (Skipped("topic.csv: row 21", "empty"),)
    assert len(brief.sources) == 30


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda data: data.replace(b" Text", b"Words"), 'no column is named "text"'),
        (lambda data: b"ri\0ver".join(data.rsplit(b"river", 1)), "binary file"),
        (lambda data: b"%PDF-" + data, "truncated PDF"),
    ],
)
def test_a_table_that_is_none_is_told_as_a_whole(change: Any, reason: str) -> None:
    path = table(reports() * 4)
    path.write_bytes(change(path.read_bytes()))
    assert [place.line for place in shelf.places_of(str(path))] == [0]
    (skipped,) = read_in_runs(path)
    assert skipped == read(path).skipped[0]
    assert reason in skipped.reason  # type: ignore[union-attr]


def test_a_table_of_another_encoding_is_read_as_a_whole() -> None:
    path = table(reports())
    text = path.read_bytes().decode().replace("officials", "Behörden für Öl")
    path.write_bytes(text.encode("cp1252"))
    assert len(list(shelf.places_of(str(path)))) == 1
    assert "Behörden für Öl" in " ".join(d.text for d in read_in_runs(path))  # type: ignore[union-attr]


def test_no_more_of_a_table_is_held_than_a_row(monkeypatch: pytest.MonkeyPatch) -> None:
    path = table(reports() * 500)
    whole = path.stat().st_size
    tracemalloc.start()
    try:
        header, runs = runs_of_rows(path, 2**16, 2**20)
        _, most = tracemalloc.get_traced_memory()
        assert most < whole / 20
        # A quotation mark that is never closed: all the rest would be one row.
        path.write_bytes(header + b'"x' + path.read_bytes()[len(header) + 1 :].replace(b'"', b""))
        tracemalloc.reset_peak()
        with pytest.raises(ReadingError, match="broken CSV: field larger than field limit"):
            runs_of_rows(path, 2**16, 2**15)
        _, most = tracemalloc.get_traced_memory()
        assert most < whole / 20
    finally:
        tracemalloc.stop()
    assert header == b'" Text","ID","title"\r\n'
    assert len(header) + sum(run.size for run in runs) == whole
    assert sum(run.n_rows for run in runs) == 15_000


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
