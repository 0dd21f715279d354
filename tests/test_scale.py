"""Large topics: partitions merged are the whole, whatever their number, order and workers."""

from __future__ import annotations

import errno
import os
import random
import resource
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import joblib
import numpy as np
import pytest

from summarize import (
    Brief,
    Document,
    EmptyInputError,
    OutputError,
    SettingsError,
    Summarizer,
    WorkerError,
    events,
    joining,
    keeping,
    partitions,
    ranking,
    read,
    summarize,
    verify,
)
from summarize.embedding import load_embedder

SEEDS = Path(__file__).parents[1] / "seeds"
NAMES = ["Alden", "Berg", "Castle", "Dover", "Elm", "Fairview", "Granby", "Holt", "Ivy", "Juniper"]


@pytest.fixture
def large(monkeypatch):
    """Make every topic a large one; the returned function sets the size of a partition."""
    monkeypatch.setattr(partitions, "LARGE", 0)
    with joblib.parallel_config("threading", n_jobs=2):
        yield lambda chars: monkeypatch.setattr(partitions, "PARTITION_CHARS", chars)


def flood_reports() -> list[Document]:
    """Thirty reports on one flood, each with what all say, what some say and what it says alone."""
    documents = []
    for k in range(30):
        name, other = NAMES[k % 10], NAMES[(k * 7 + 3) % 10]
        sentences = [
            f"The river Tarn rose by {3 + k % 2} metres on Monday and flooded {name}.",
            "Some two thousand people had to leave their homes in the valley, officials said.",
            f"In {other} the school gave shelter to {40 + k} families for the night.",
            f"The bridge of {name} was closed after a barge had struck its second pillar.",
            f"A reporter counted {k + 2} sand bags at the door of the bakery in {other} street.",
            "The government promised money for everyone whose house had been damaged.",
        ]
        text = "\n\n".join([*sentences[: 3 + k % 4], sentences[-1]])
        documents.append(Document(text, id=f"r{k}", title=f"Flood in {name}"))
    return documents


def said(brief: Brief) -> list[tuple[str, int, tuple[tuple[str, int, int, float], ...]]]:
    return [
        (
            p.text,
            p.n_independent,
            tuple((c.source, c.start, c.end, c.similarity) for c in p.citations),
        )
        for p in brief.points
    ]


def test_partitions_merged_say_what_the_whole_says(monkeypatch):
    documents = flood_reports()
    whole = Summarizer(max_points=8).summarize(documents)
    monkeypatch.setattr(partitions, "LARGE", 0)
    monkeypatch.setattr(partitions, "PARTITION_CHARS", 1500)
    assert len(partitions.partitions_of(documents)) > 5
    with joblib.parallel_config("threading", n_jobs=2):
        merged = Summarizer(max_points=8).summarize(documents)
    assert said(merged) == said(whole)
    assert [s.only for s in merged.sources] == [s.only for s in whole.sources]
    assert [(s.words, s.sentences, s.copy_of) for s in merged.sources] == [
        (s.words, s.sentences, s.copy_of) for s in whole.sources
    ]


FLOOD = [
    "The Tarn flooded the old town of Alden on Monday night, and four people were killed. Rescuers "
    "in boats took families from the roofs of their houses until dawn. Prefect Marie Lagrange said "
    "that the water had risen faster than anyone expected. She promised help within a week.",
    "Four people were killed when the river Tarn flooded Alden on Monday. Among them was a baker "
    "who had tried to save his flour. Schools in the valley gave shelter to those who had lost "
    "their homes. Electricity failed in most of the old town, and the hospital ran on its engines.",
    "Nine people were killed when the river Tarn flooded Alden on Monday, a newspaper of the "
    "region wrote. Its reporter had counted coffins in the chapel of Saint Anne. The fire brigade "
    "gave no number of its own. A bridge from the time of Napoleon lost two of its arches.",
    "The mayor of Alden wants to know why nobody opened the gates of the dam above the town before "
    "the Tarn flooded it on Monday. Engineers had repaired the dam only last spring. They say the "
    "gates were open, but trees blocked them. An inquiry will begin in April.",
    "Insurers put the damage of Monday's flood in Alden at ninety million euros. Vines on both "
    "banks of the Tarn stand under mud, and the harvest of the valley is lost. The wine growers "
    "ask the government in Paris for loans without interest. It has not answered them so far.",
    "Volunteers from the whole valley came to Alden on Wednesday to shovel mud out of the houses "
    "that the Tarn had flooded. They slept in the gymnasium of a school. Prefect Marie Lagrange "
    "thanked them and said the electricity would be back by Friday. Many had brought their tools.",
]
VOTE = [
    "The parliament of Zembla elected the economist Olga Sorin as president on Friday. She won by "
    "eleven votes over the banker Pavel Reznik. In her first speech she announced lower taxes on "
    "bread and a law on pensions. Reznik congratulated her with flowers.",
    "Olga Sorin is the new president of Zembla after a ballot of the deputies on Friday that took "
    "six hours. Her party has ruled the republic since independence. Observers from abroad saw no "
    "fraud. The currency of Zembla rose at once.",
    "Students danced before the parliament of Zembla when Olga Sorin was elected president. The "
    "economist is the first woman in the office. Her rival Reznik called the ballot of deputies "
    "fair, though he had hoped for the votes of the farmers.",
]


def independent_reports() -> list[Document]:
    """Six reports on a flood, one of which counts other dead, three on a vote, and two copies."""
    reports = [
        Document(text, id=f"r{k}", title=f"Paper {k}", date=f"2024-03-{5 + k:02d}")
        for k, text in enumerate([*FLOOD, *VOTE])
    ]
    return [*reports, *(replace(reports[k], id=f"copy of r{k}", date=None) for k in (1, 7))]


@pytest.mark.parametrize("settings", [{}, {"all_events": True}, {"max_words": 90}])
def test_partitions_merged_are_the_brief_of_the_whole(monkeypatch, settings):
    """Few enough sentences are all candidates, and then nothing but what is noted may differ."""
    documents = independent_reports()
    summarizer = Summarizer(max_points=6, **settings)
    whole = summarizer.summarize(documents)
    monkeypatch.setattr(partitions, "LARGE", 0)
    monkeypatch.setattr(partitions, "PARTITION_CHARS", 700)
    assert len(partitions.partitions_of(documents)) > 3
    merged = summarizer.summarize(documents, n_jobs=1)
    assert merged.points == whole.points
    assert merged.sources == whole.sources
    assert merged.differences == whole.differences
    assert merged.stories == whole.stories
    apart = {"notes": (), "documents": ()}
    assert replace(merged, **apart) == replace(whole, **apart)
    # What is compared is there at all.
    (difference,) = whole.differences
    assert {value.value for value in difference.values} == {"four", "Four", "Nine"}
    assert len(whole.stories) == (0 if settings.get("all_events") else 1)
    assert sum(source.copy_of is not None for source in whole.sources) == 2
    assert any(point.context for point in whole.points)
    # Who counts other dead does not bear out how many there were.
    assert not any(c.source == "r2" for c in merged.points[0].citations)


@pytest.mark.parametrize("query", ["Who was killed?", "Zembla elected", "a volcano", "on Monday"])
def test_answers_of_one_partition_are_those_of_the_whole(large, monkeypatch, query):
    """What bears on a question is weighed within a partition; all else is as in a small topic."""
    documents = independent_reports()
    monkeypatch.setattr(partitions, "LARGE", 10**9)
    whole = summarize(documents, query=query)
    large(10**6)
    monkeypatch.setattr(partitions, "LARGE", 0)
    merged = summarize(documents, query=query)
    apart = {"notes": (), "documents": ()}
    assert replace(merged, **apart) == replace(whole, **apart)
    assert [n for n in merged.notes if not n.startswith("approximated")] == [*whole.notes]


@pytest.mark.parametrize(
    "query", ["Who was killed?", "Zembla elected president", "a volcano in the old town", "dam"]
)
def test_what_bears_on_a_question_is_measured_by_the_whole_topic(large, monkeypatch, query):
    documents = independent_reports()
    whole = summarize(documents, query=query)
    large(700)
    merged = summarize(documents, query=query)
    assert said(merged) == said(whole)
    assert [p.score for p in merged.points] == pytest.approx([p.score for p in whole.points])


def test_answers_of_several_partitions_are_cited_within_their_event(large):
    """And who says them is judged as in a small topic, by what is usual in their own event."""
    large(700)
    documents = independent_reports()
    merged = summarize(documents, query="Zembla elected president")
    events = {source.id: source.event for source in merged.sources}
    assert {source.event for source in merged.sources} == {0, 1}
    assert merged.points
    assert any(point.n_independent > 1 for point in merged.points)
    for point in merged.points:
        assert {events[citation.source] for citation in point.citations} == {events[point.source]}
    assert any("of another story than the main one" in note for note in merged.notes)


@pytest.mark.parametrize("settings", [{}, {"query": "What of the bridge?"}, {"max_words": 60}])
def test_size_of_a_partition_changes_no_point(large, settings):
    documents = flood_reports()
    briefs = []
    for chars in (300, 2500, 1_000_000):
        large(chars)
        briefs.append(said(Summarizer(**settings).summarize(documents)))
    assert briefs[0]
    assert briefs[0] == briefs[1] == briefs[2]


def test_order_of_documents_and_number_of_workers_change_nothing(large):
    large(2000)
    documents = flood_reports()
    first = Summarizer().summarize(documents).to_json()
    random.Random(1).shuffle(documents)
    with joblib.parallel_config("sequential"):
        second = Summarizer().summarize(documents).to_json()
    assert first == second


@dataclass
class Vowels:
    """An embedder that has no hash, as a dataclass that can be compared has none."""

    letters: str = "aeiou"

    def __call__(self, texts: list[str]) -> np.ndarray:
        return np.array([[text.count(letter) for letter in self.letters] for text in texts])


def test_a_callable_without_a_hash_is_an_embedder_of_a_large_topic_too(large):
    large(3000)
    assert Summarizer(embedder=Vowels(), max_points=2).summarize(flood_reports()).points


@pytest.mark.slow
def test_processes_give_the_same_brief(large):
    large(3000)
    documents = flood_reports()
    threads = Summarizer().summarize(documents).to_json()
    with joblib.parallel_config("loky", n_jobs=2):
        assert Summarizer().summarize(documents).to_json() == threads


@pytest.mark.slow
@pytest.mark.parametrize("n_jobs", [1, 2, -1])
def test_number_of_processes_changes_nothing(monkeypatch, tmp_path, n_jobs):
    monkeypatch.setattr(partitions, "LARGE", 0)
    monkeypatch.setattr(partitions, "PARTITION_CHARS", 3000)
    documents = flood_reports()
    here, folder = os.getpid(), tmp_path

    def watched(texts):
        if os.getpid() != here:
            (folder / str(os.getpid())).touch()
        return load_embedder("static")(texts)

    brief = Summarizer(embedder=watched).summarize(documents, n_jobs=n_jobs)
    assert any(folder.iterdir()) == (n_jobs != 1)
    assert said(brief) == said(summarize(documents, embedder=watched, n_jobs=2))
    assert len(said(brief)) == 6


@pytest.mark.parametrize("n_jobs", [0, 1.5, True])
def test_number_of_processes_is_checked(large, n_jobs):
    large(2000)
    with pytest.raises(SettingsError, match=r"n_jobs must be an integer, and not 0; got"):
        Summarizer().summarize(flood_reports(), n_jobs=n_jobs)


@pytest.mark.slow
def test_a_process_that_is_killed_once_loses_nothing(monkeypatch, tmp_path):
    monkeypatch.setattr(partitions, "LARGE", 0)
    monkeypatch.setattr(partitions, "PARTITION_CHARS", 1500)
    flag, here = tmp_path / "killed", os.getpid()

    def fragile(texts):
        if os.getpid() != here and not flag.exists():
            flag.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return np.array([[text.count(c) for c in "aeiou"] for text in texts])

    documents = flood_reports()
    brief = Summarizer(embedder=fragile).summarize(documents, n_jobs=2)
    assert flag.exists()
    assert said(brief) == said(Summarizer(embedder=fragile).summarize(documents, n_jobs=1))


@pytest.mark.slow
def test_a_partition_that_kills_every_process_is_an_error(monkeypatch):
    monkeypatch.setattr(partitions, "LARGE", 0)
    monkeypatch.setattr(partitions, "PARTITION_CHARS", 1500)
    here = os.getpid()

    def deadly(texts):
        if os.getpid() != here and any("17 sand bags" in text for text in texts):
            os.kill(os.getpid(), signal.SIGKILL)
        return np.array([[text.count(c) for c in "aeiou"] for text in texts])

    with pytest.raises(WorkerError, match=r"partition \d+ of the topic: its worker process died"):
        Summarizer(embedder=deadly).summarize(flood_reports(), n_jobs=2)


@pytest.mark.slow
@pytest.mark.parametrize("n_jobs", [1, 2])
def test_a_partition_that_takes_all_memory_is_an_error_and_no_bug(monkeypatch, n_jobs):
    monkeypatch.setattr(partitions, "LARGE", 0)
    monkeypatch.setattr(partitions, "PARTITION_CHARS", 1500)

    def greedy(texts):
        if any("17 sand bags" in text for text in texts):
            np.ones(2**45)
        return np.array([[text.count(c) for c in "aeiou"] for text in texts])

    with pytest.raises(WorkerError, match=r"^partition [3-5] of the topic: out of memory$"):
        Summarizer(embedder=greedy, all_events=True).summarize(flood_reports(), n_jobs=n_jobs)


@pytest.mark.slow
def test_what_finds_no_memory_beside_others_finds_it_alone(monkeypatch, tmp_path):
    monkeypatch.setattr(partitions, "LARGE", 0)
    monkeypatch.setattr(partitions, "PARTITION_CHARS", 1500)
    flag, here = tmp_path / "starved", os.getpid()

    def fragile(texts):
        if os.getpid() != here and not flag.exists():
            flag.touch()
            raise MemoryError
        return np.array([[text.count(c) for c in "aeiou"] for text in texts])

    documents = flood_reports()
    brief = Summarizer(embedder=fragile).summarize(documents, n_jobs=2)
    assert flag.exists()
    assert said(brief) == said(Summarizer(embedder=fragile).summarize(documents, n_jobs=1))


def initials(texts: list[str]) -> np.ndarray:
    return np.array([[float(text[:1] == letter) for letter in "AISTG"] for text in texts])


def test_a_partition_without_prose_is_passed_over(large):
    """An embedder of the user's cannot know the shape of rows of no texts."""
    large(2000)
    table = "\n".join(f"{k} | {k * 7} | {k % 5} | n/a" for k in range(300))
    brief = summarize([*flood_reports(), Document(table, id="zz")], embedder=initials)
    assert len(brief.points) > 2
    assert not any(c.source == "zz" for point in brief.points for c in point.citations)
    with pytest.raises(EmptyInputError, match="zy: no prose"):
        summarize([Document(table, id="zz"), Document(table + "\n", id="zy")], embedder=initials)


def test_what_one_source_says_is_held_where_no_point_fits(large):
    large(2000)
    brief = summarize(flood_reports(), max_words=3)
    assert brief.points == ()
    assert any(source.only for source in brief.sources)
    assert verify(brief, brief.documents) == []


def test_quotations_are_spans_of_their_documents(large):
    large(4000)
    corpus = read(SEEDS)
    text_of = {document.id: document.text for document in corpus}
    brief = Summarizer(max_points=5).summarize(corpus)
    assert len(brief.points) == 5
    spans = [c for p in brief.points for c in p.citations]
    assert all(text_of[c.source][c.start : c.end] == c.text for c in spans)
    assert {d.id for d in brief.documents} >= {c.source for c in spans}


def test_brief_of_a_large_topic_says_what_is_approximated_and_left_out(large):
    large(4000)
    brief = Summarizer().summarize(read(SEEDS))
    notes = " ".join(brief.notes)
    assert "approximated: points were chosen among the most salient sentences, not among" in notes
    assert "repeated lines of pages within parts of the topic, and contradictions among" in notes
    assert "other stories looked for" not in notes  # in all of these few documents
    assert "passages left out as boilerplate are not listed" in notes
    assert brief.dropped == ()


def test_brief_of_a_large_topic_says_that_events_were_sampled(large, monkeypatch):
    large(1500)
    monkeypatch.setattr(joining, "MAX_DOCUMENTS", 8)
    (note,) = (n for n in summarize(independent_reports()).notes if n.startswith("approximated"))
    assert "other stories looked for in 8 of the documents" in note
    asked = summarize(independent_reports(), query="Who was killed?", all_events=True)
    (note,) = (n for n in asked.notes if n.startswith("approximated"))
    assert "stories" not in note


def test_brief_of_a_topic_worked_on_whole_says_that_events_were_sampled(monkeypatch):
    documents = independent_reports()
    monkeypatch.setattr(events, "MAX_DOCUMENTS", len(documents))
    assert not any(n.startswith("approximated") for n in summarize(documents).notes)
    monkeypatch.setattr(events, "MAX_DOCUMENTS", 8)
    said = "approximated: other stories looked for in 8 of the documents"
    assert said in summarize(documents).notes
    assert not any(n.startswith("approx") for n in summarize(documents, all_events=True).notes)


def test_events_of_many_documents_are_those_of_one_machine(large, monkeypatch):
    """The same documents are drawn, and the others join them by the same rule."""
    monkeypatch.setattr(events, "MAX_DOCUMENTS", 8)
    monkeypatch.setattr(joining, "MAX_DOCUMENTS", 8)
    documents = independent_reports()
    monkeypatch.setattr(partitions, "LARGE", 10**9)
    whole = summarize(documents)
    large(700)
    monkeypatch.setattr(partitions, "LARGE", 0)
    merged = summarize(documents)
    assert [source.event for source in merged.sources] == [source.event for source in whole.sources]
    assert {source.event for source in whole.sources} == {0, 1}
    assert said(merged) == said(whole)


def test_what_is_no_article_is_a_scrap_of_a_large_topic_too(large, monkeypatch):
    articles = [Document(FLOOD[k] + " " + FLOOD[k + 3], id=f"r{k}") for k in range(3)]
    crumbs = Document("Zebra crossings need paint. Ask at the kiosk by gate nine.", id="crumbs")
    monkeypatch.setattr(partitions, "LARGE", 10**9)
    whole = summarize([*articles, crumbs])
    large(700)
    monkeypatch.setattr(partitions, "LARGE", 0)
    merged = summarize([*articles, crumbs])
    assert [(d.source, d.reason) for d in merged.dropped] == [("crumbs", "scrap")] * 2
    assert merged.dropped == whole.dropped
    assert merged.sources == whole.sources
    assert said(merged) == said(whole)
    assert "crumbs has no article: a few words that share nothing with the other sources" in (
        merged.notes
    )


def test_candidates_that_repeat_each_other_leave_room_for_others():
    texts = ["The same again."] * 1200 + [f"Something else, number {k}." for k in range(400)]
    salience = np.linspace(1.0, 0.0, len(texts))
    kept = ranking.foremost(salience, texts, np.ones(len(texts), dtype=bool))
    assert kept.tolist() == [*range(1000), *range(1200, 1449)]
    parts = [kept[kept < 1100], kept[kept >= 1100]]
    assert np.concatenate(parts).tolist() == kept.tolist()
    different = [f"Number {k}." for k in range(1600)]
    kept = ranking.foremost(salience, different, np.ones(len(texts), dtype=bool))
    assert kept.tolist() == [*range(1000)]


def test_many_small_documents_are_a_large_topic(monkeypatch):
    monkeypatch.setattr(partitions, "LARGE_DOCUMENTS", 30)
    monkeypatch.setattr(partitions, "PARTITION_DOCUMENTS", 12)
    documents = flood_reports()
    notes = Summarizer(max_points=3).summarize(documents, n_jobs=1).notes
    assert any(note.startswith("approximated") for note in notes)
    assert len(partitions.partitions_of(documents)) == 3
    notes = Summarizer(max_points=3).summarize(documents[1:]).notes
    assert not any(note.startswith("approximated") for note in notes)


def test_lost_digest_is_made_again(large, monkeypatch):
    large(2000)
    documents = flood_reports()
    expected = said(Summarizer().summarize(documents))
    monkeypatch.setattr(partitions, "keep", lambda *of_digest: None)
    assert said(Summarizer().summarize(documents)) == expected


def test_nothing_is_left_on_the_disk(large, monkeypatch, tmp_path):
    large(2000)
    monkeypatch.setattr(keeping.tempfile, "tempdir", str(tmp_path))
    Summarizer().summarize(flood_reports())
    assert list(tmp_path.iterdir()) == []


def test_no_room_for_what_is_kept_is_told(large, monkeypatch, tmp_path):
    large(2000)
    (tmp_path / "full").touch()
    monkeypatch.setattr(keeping.tempfile, "tempdir", str(tmp_path / "full"))
    with pytest.raises(OutputError, match=r"cannot keep a part of a large topic in .*set TMPDIR"):
        Summarizer().summarize(flood_reports())


def test_of_what_has_no_room_nothing_stays(monkeypatch, tmp_path):
    monkeypatch.setattr(keeping.tempfile, "tempdir", str(tmp_path))
    keeping.keep("whole", 1, "folder", "digest")

    def full(thing, file, protocol):
        file.write(b"half of it")
        file.flush()
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(keeping.pickle, "dump", full)
    with pytest.raises(OutputError, match=r"No space left on device; set TMPDIR to a folder that"):
        keeping.keep("thing", 2, "folder", "digest")
    assert [path.name for path in (tmp_path / "folder").iterdir()] == ["1.digest"]
    assert (keeping.kept(1, "folder", "digest"), keeping.kept(2, "folder", "digest")) == (
        "whole",
        None,
    )


def test_of_what_was_cleared_away_nothing_is_kept(monkeypatch, tmp_path):
    monkeypatch.setattr(keeping.tempfile, "tempdir", str(tmp_path))
    folder = keeping.new_folder()
    keeping.keep("early", 1, folder, "digest")
    keeping.clear(folder)
    keeping.keep("late", 1, folder, "digest")
    assert keeping.kept(1, folder, "digest") is None
    assert list(tmp_path.iterdir()) == []


def owned_by_nobody() -> str:
    """Return the name that a process, which is gone now, had for its folder."""
    code = "from summarize.keeping import new_folder; print(new_folder())"
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.strip()


def test_what_a_killed_process_left_is_swept_up_by_the_next(large, monkeypatch, tmp_path):
    large(2000)
    monkeypatch.setattr(keeping.tempfile, "tempdir", str(tmp_path))
    left = owned_by_nobody()
    _, machine, process, token = left.split("-")
    others = {
        keeping.new_folder(),  # of this process, as of another thread
        f"summarize-{int(machine, 16) ^ 1:08x}-{process}-{token}",  # of another machine
        f"summarize-{machine}-{process}-{token}.old",
        f"summarize-{token}",
    }
    for name in (left, *others):
        (tmp_path / name).mkdir()
        (tmp_path / name / "0.digest").touch()
    Summarizer().summarize(flood_reports())
    assert {path.name for path in tmp_path.iterdir()} == others
    assert all((tmp_path / name / "0.digest").exists() for name in others)


COMMAND = """
import sys
from summarize import partitions
from summarize.cli import main
partitions.LARGE, partitions.PARTITION_CHARS = 0, 300
main(sys.argv[1:])
"""


def start_large(folder: Path, n: int, **options: Any) -> subprocess.Popen[str]:
    """Summarize n files of reports on two processes; `folder`/tmp is what is temporary."""
    (folder / "in").mkdir()
    (folder / "tmp").mkdir()
    reports = flood_reports()
    for k in range(n):
        text = f"{reports[k % 30].text} The pump of house {k} ran until noon."
        (folder / "in" / f"{k}.txt").write_text(text, encoding="utf-8")
    return subprocess.Popen(
        [sys.executable, "-c", COMMAND, "in", "--jobs", "2"],
        env={**os.environ, "TMPDIR": str(folder / "tmp")},
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **options,
    )


@pytest.mark.slow
def test_a_command_that_is_terminated_leaves_nothing(tmp_path):
    process = start_large(tmp_path, 400)
    deadline = time.monotonic() + 60
    while len(list((tmp_path / "tmp").glob("*/*.digest"))) < 2:
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.005)
    process.terminate()
    out, _ = process.communicate(timeout=30)
    assert (process.returncode, out) == (143, "")
    assert list((tmp_path / "tmp").iterdir()) == []


@pytest.mark.slow
def test_a_command_without_room_leaves_nothing(tmp_path):
    def limit() -> None:  # the kernel refuses to write more, as on a full disk
        resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000))

    process = start_large(tmp_path, 30, preexec_fn=limit)
    out, said = process.communicate(timeout=60)
    assert (process.returncode, out) == (2, "")
    assert said == (
        f"summarize: error: cannot keep a part of a large topic in {tmp_path / 'tmp'}: "
        "File too large; set TMPDIR to a folder that has room\n"
    )
    assert list((tmp_path / "tmp").iterdir()) == []


def test_copies_are_found_across_partitions(large):
    large(500)
    documents = [d for d in flood_reports() if d.id == "r3"] + flood_reports()
    copied = [Document(d.text, id=f"copy {k}") for k, d in enumerate(documents)]
    brief = Summarizer().summarize(copied)
    assert sum(source.copy_of is not None for source in brief.sources) >= 1
    assert all(p.n_independent <= p.n_sources for p in brief.points)


@pytest.mark.slow
def test_equal_sentences_are_one_point_that_cites_all(large):
    large(20_000)
    text = "The dam of Granby held through the night, said the mayor of the town."
    others = flood_reports()
    brief = Summarizer(max_points=3).summarize(
        [Document(text, id=f"s{k}") for k in range(3000)] + others
    )
    assert sum(point.text == text for point in brief.points) <= 1
    same = Summarizer(max_points=3).summarize([Document(text, id=f"s{k}") for k in range(3000)])
    assert [point.text for point in same.points] == [text]
    assert len(same.points[0].citations) == 3000
    assert same.points[0].n_independent == 1


@pytest.mark.slow
def test_one_document_of_equal_sentences(large):
    large(20_000)
    text = "The dam of Granby held through the night, said the mayor. " * 20_000
    brief = Summarizer(max_points=3).summarize([Document(text, id="long")])
    assert [p.text for p in brief.points] == [
        "The dam of Granby held through the night, said the mayor."
    ]
    assert brief.sources[0].sentences == 20_000


@pytest.mark.slow
def test_many_documents_of_one_sentence(large):
    large(20_000)
    documents = [
        Document(f"In {NAMES[k % 10]} the water stood {k} centimetres high at noon.", id=f"s{k}")
        for k in range(2000)
    ]
    brief = Summarizer(max_points=3).summarize(documents)
    assert len(brief.points) >= 1
    assert len(brief.sources) == 2000
    assert max(map(len, brief.notes)) < 500


def test_partitions_hold_all_documents_in_order(large):
    large(1000)
    documents = flood_reports()
    cut = partitions.partitions_of(documents)
    assert [d for p in cut for d in p.items] == documents
    assert [p.number for p in cut] == list(range(len(cut)))


FACTS = (
    "The river Tarn rose by four metres on Monday and flooded the whole valley below Alden.",
    "Some two thousand people had to leave their homes on Tuesday, the prefect told reporters.",
    "The government promised ninety million euros for everyone whose house had been damaged.",
)
SYLLABLES = [a + b for a in "bdfglmnprstv" for b in "aeiou"]


def valley(n: int) -> list[Document]:
    """Return n reports of ten sentences: every second one tells a fact, all else is chat."""
    chance = random.Random(0)
    words = ["".join(chance.choices(SYLLABLES, k=3)) for _ in range(2000)]

    def chat() -> str:
        return " ".join(chance.choices(words, k=11)).capitalize() + "."

    documents = []
    for k in range(n):
        sentences = [chat() for _ in range(10)]
        if k % 2 == 0:
            sentences[k % 3] = FACTS[k // 2 % 3]
        documents.append(Document(" ".join(sentences), id=f"r{k}"))
    return documents


@pytest.mark.slow
def test_a_hundred_thousand_sentences():
    documents = valley(10_000)
    assert sum(len(d.text) for d in documents) > partitions.LARGE
    brief = summarize(documents, max_points=3, n_jobs=2)
    assert {p.text for p in brief.points} == set(FACTS)
    for point in brief.points:
        told = {d.id for d in documents if point.text in d.text}
        assert len(told) > 1600
        by_the_word = {c.source for c in point.citations if c.text == point.text}
        assert by_the_word == told
        assert all(c.similarity == 1.0 for c in point.citations if c.source in told)
        # Chat about the same people is no citation.
        assert {c.source for c in point.citations} == told
        assert point.n_independent == point.n_sources == len(told)
    assert sum(source.sentences for source in brief.sources) == 100_000
    assert len(brief.sources) == 10_000
    assert not any(source.copy_of or source.event for source in brief.sources)
    assert verify(brief, documents) == []
    assert any(note.startswith("approximated: points were chosen") for note in brief.notes)
