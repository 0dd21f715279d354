"""What the benchmark of speed makes of its measurements."""

from __future__ import annotations

import json
from typing import Any

import joblib
import pytest
from click.testing import CliRunner

from benchmarks import extremes, speed
from benchmarks.data import Topic
from benchmarks.large import documents_of_size
from benchmarks.speed import charged, fitted_exponent, projected, share_of_reading
from summarize import Document, Summarizer, partitions


def test_exponent_is_the_slope_of_the_logarithms():
    sizes = [10_000.0, 100_000.0, 1_000_000.0]
    assert fitted_exponent(sizes, [2.0, 20.0, 200.0]) == pytest.approx(1.0)
    assert fitted_exponent(sizes, [n**2 for n in sizes]) == pytest.approx(2.0)


def test_a_billion_sentences_are_divided_by_the_workers_but_for_the_driver():
    def run(n: int) -> dict[str, float]:
        """Sentences: 36 microseconds each in all, 3.6 of them the driver's; 2 kB a document."""
        driver = 5 + n * 3.6e-6
        return {
            "sentences": n,
            "documents": n // 25,
            "cpu_seconds": 9 + n * 32.4e-6 + driver,
            "driver_seconds": driver,
            "driver_mb": 70 + n / 25 * 2e-3,
        }

    runs = [run(100_000), run(300_000), run(1_000_000)]
    one, many = projected(runs, 1), projected(runs, 90)
    assert one == {"workers": 1, "hours": 10.0, "of_the_driver": 1.0, "driver_gb": 80.0}
    assert many == {"workers": 90, "hours": 1.1, "of_the_driver": 1.0, "driver_gb": 80.0}


def test_time_of_built_in_functions_is_charged_to_who_called_them():
    cleaning = ("/x/summarize/cleaning/blocks.py", 1, "cut")
    events = ("/x/summarize/events/cutting.py", 1, "cut")
    library, built_in = ("/x/numpy/matrix.py", 1, "dot"), ("~", 0, "<sum>")
    stats = {
        cleaning: (1, 1, 1.0, 5.0, {}),
        events: (1, 1, 2.0, 4.0, {}),
        library: (1, 1, 1.0, 2.0, {events: (1, 1, 1.0, 2.0)}),
        built_in: (4, 4, 4.0, 4.0, {cleaning: (3, 3, 3.0, 3.0), library: (1, 1, 1.0, 1.0)}),
        ("~", 0, "<exec>"): (1, 1, 0.5, 9.0, {}),
    }
    found = charged(stats)
    assert found == {"cleaning": 4.0, "events": 4.0, "other": 0.5}
    assert share_of_reading(found) == pytest.approx(4 / 8.5, abs=0.001)


def test_fidelity_is_what_of_the_exact_brief_is_found(monkeypatch):
    texts = [
        "Rain fell on the hills of Aller all night. The old bridge broke at six in the morning.",
        "At six in the morning the old bridge broke. Two cows were led over the fields of Lorch.",
        "The mayor of Aller spoke of a black day for the valley. Nobody was on the bridge then.",
    ]
    documents = tuple(Document(text, id=str(k)) for k, text in enumerate(texts))
    topic = Topic("bridge", documents, ("The old bridge broke in the morning.",))
    shipped = partitions.LARGE, partitions.PARTITION_CHARS
    found = speed._fidelity([(topic, {})], 3)
    assert shipped == (partitions.LARGE, partitions.PARTITION_CHARS)
    assert found["points"] == found["citations"] == found["least_citations"] == 1.0
    assert found["rouge2"][0] == found["rouge2"][1] > 0
    one = Summarizer(max_points=1).summarize(documents)
    all_points = Summarizer(max_points=6).summarize(documents)
    assert len(all_points.points) == 5
    assert speed._compared(topic, all_points, one)["points"] == 0.2
    unscored = Topic("bridge", documents, ())
    asked = speed._fidelity([(unscored, {"query": "Who spoke?"}), (unscored, {})], 3)
    assert asked["briefs"] == 2
    assert asked["bridge: Who spoke?"]["points"] == asked["bridge"]["points"] == 1.0


def write_sets(folder):
    for name in ("multinews", "neus", "multiling2011"):
        (folder / name).mkdir()
        file = "english.jsonl" if name == "multiling2011" else "dev.jsonl"
        text = "\\n".join(f"Line {k} of {name} has these seven words." for k in range(30))
        row = f'{{"id": "t", "documents": [{{"text": "{text}"}}], "summaries": ["A summary."]}}'
        (folder / name / file).write_text(row + "\n")


def test_large_topics_have_the_size_asked_for_and_are_the_same_each_time(tmp_path):
    write_sets(tmp_path)
    documents = documents_of_size(tmp_path, 500)
    words = sum(len(document.text.split()) for document in documents)
    assert 500 * 26 <= words < 500 * 26 + 30 * 8
    assert documents == documents_of_size(tmp_path, 500)
    assert len({document.id for document in documents}) == len(documents)
    assert len({document.text for document in documents}) > len(documents) / 2


def test_extremes_have_the_shape_that_they_are_named_after(tmp_path):
    write_sets(tmp_path)
    made = {name: case(3000, tmp_path, tmp_path) for name, case in extremes.CASES.items()}
    assert len(made["identical"]) == 1000
    assert {d.text.count(extremes.SENTENCE) for d in made["identical"]} == {3}
    assert len(made["one document"]) == 1
    assert len(made["one sentence each"]) > 2000
    assert all(d.text.count(".") == 1 for d in made["one sentence each"])
    (path,) = made["streamed"]
    held = made["in memory"]
    assert [json.loads(line)["text"] for line in path.read_text().splitlines()] == [
        d.text for d in held
    ]


def test_an_extreme_is_measured(tmp_path, monkeypatch):
    monkeypatch.setattr(partitions, "LARGE", 1000)
    with joblib.parallel_config("sequential"):
        found = extremes.measure("identical", 1000, str(tmp_path))
    assert (found["points"], found["sources"], found["first"]) == (1, 1000, True)
    assert found["citations"] == [1000]
    assert min(found["before_mb"], found["driver_mb"], found["memory_mb"]) > 0


def test_quick_systems_take_turns_and_their_best_run_counts() -> None:
    times = {"quick": iter([3.0, 1.0, 2.0]), "slow": iter([30.0]), "broken": iter([])}
    ran: list[str] = []

    def run(name: str) -> dict[str, Any]:
        ran.append(name)
        return {"failed": "no"} if name == "broken" else {"seconds": next(times[name])}

    best = speed.in_turn(["quick", "slow", "broken"], run)
    assert ran == ["quick", "slow", "broken", "quick", "quick"]
    assert best == {
        "quick": {"seconds": 1.0},
        "slow": {"seconds": 30.0},
        "broken": {"failed": "no"},
    }


def test_sizes_measured_alone_are_put_between_those_that_were_kept(tmp_path, monkeypatch) -> None:
    runs = {
        size: {"sentences": int(size), "seconds": 1.0, "memory_mb": 9.0}
        for size in ("1000", "10000")
    }
    kept = {"systems": {"ours": runs, "lexrank": runs}, "stages": {"10000": {"cleaning": 1.0}}}
    (tmp_path / "speed.json").write_text(json.dumps(kept))
    drawn: dict[str, dict[str, Any]] = {}

    def apart(task: str, timeout: float) -> dict[str, Any]:
        is_stage = task.startswith("stages")
        return (
            {"cleaning": 1.0} if is_stage else {"sentences": 2000, "seconds": 1.0, "memory_mb": 9.0}
        )

    monkeypatch.setattr(speed, "RESULTS", tmp_path)
    monkeypatch.setattr(speed, "apart", apart)
    monkeypatch.setattr(speed, "plot", lambda found, path: drawn.update(found))
    asked = ["--data-dir", str(tmp_path), "--sizes", "2000", "--systems", "ours"]
    done = CliRunner().invoke(speed.speed, asked, catch_exceptions=False)
    assert done.exit_code == 0
    written = json.loads((tmp_path / "speed.json").read_text())
    assert list(written["systems"]["ours"]) == ["1000", "2000", "10000"]
    assert list(written["stages"]) == ["2000", "10000"]
    assert list(drawn["ours"]) == ["1000", "2000", "10000"]
    assert list(drawn["lexrank"]) == ["1000", "10000"]
