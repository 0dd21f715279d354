"""The benchmark of citations: what counts as right, and the figures made of it."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from benchmarks import citing
from benchmarks.citations import embedder, recalls, reliability
from benchmarks.citing import Topic, part_of, read_long, read_news, read_short
from benchmarks.data import digest
from benchmarks.witnesses import Table, best, fit, probability, tabulate
from summarize.documents import Document, Sentence

TEXTS = [
    ["The river Aller flooded Verden on Monday.", "The mayor promised new boats."],
    ["On Monday Verden was flooded by the river Aller.", "Trains stood still until noon."],
    ["Insurers expect a bill of 80 million euros.", "The mayor promised new boats."],
]
LABELS = [["flood"], [], ["flood"], ["trains"], ["bill"], []]


def topic_of(kind: str, **pairs: frozenset[frozenset[int]]) -> Topic:
    sentences = [
        Sentence(d, k, 0, len(text), text)
        for d, texts in enumerate(TEXTS)
        for k, text in enumerate(texts)
    ]
    documents = [Document(" ".join(texts), id=f"d{d}") for d, texts in enumerate(TEXTS)]
    labels = tuple(frozenset(label) for label in LABELS)
    return Topic("t", kind, tuple(documents), tuple(sentences), labels, **pairs)


def test_right_is_a_shared_label_the_same_words_or_a_verdict() -> None:
    topic = topic_of("long", right=frozenset([frozenset((2, 4))]))
    assert topic.is_marked(0, 2)
    assert topic.is_right(0, 2)
    assert topic.is_right(1, 5)
    assert topic.is_right(4, 2)
    assert not topic.is_marked(1, 5)
    assert not topic.is_right(0, 4)
    assert topic.points == [0, 2, 3, 4]
    assert topic_of("short").points == [0, 1, 2, 3, 4, 5]


def test_a_table_pairs_each_point_with_the_other_documents() -> None:
    table = tabulate(topic_of("short"), embedder("static"), told_apart=False)
    chosen = best(table, table.features[:, 0])
    pairs = [tuple(pair) for pair in table.pair[chosen].tolist()]
    assert pairs[0] == (0, 1, 2)
    assert (1, 2, 5) in pairs
    assert [pair[:2] for pair in pairs[:4]] == [(0, 1), (0, 2), (1, 1), (1, 2)]
    assert table.possible == 4
    assert table.possible_marks == 2


def table_of(right: list[bool]) -> Table:
    pair = np.array([(k, 1, 0) for k in range(len(right))])
    told = np.array(right)
    features = np.where(told, 1.0, -1.0)[:, np.newaxis] + np.arange(len(right))[:, np.newaxis] / 99
    return Table(topic_of("short"), pair, features, told, told, int(told.sum()) + 1, 0)


def test_recall_is_of_all_that_could_be_cited() -> None:
    table = table_of([True, True, True, False])
    found = recalls([(table, np.array([0.9, 0.8, 0.6, 0.7]))])
    assert found["0.90"] == pytest.approx(2 / 4)
    assert found["precision"] == pytest.approx(2 / 3)
    assert found["recall"] == pytest.approx(2 / 4)
    assert [row["n"] for row in reliability([(table, np.array([0.9, 0.8, 0.6, 0.7]))])] == [
        1,
        1,
        1,
        1,
    ]


def test_fitted_weights_rank_what_is_right_first() -> None:
    tables = [table_of([True, False] * 20)]
    found = probability(tables[0], fit(tables))
    assert found[tables[0].right].min() > 0.5 > found[~tables[0].right].max()


def test_a_part_keeps_labels_and_verdicts() -> None:
    part = part_of(topic_of("long", right=frozenset([frozenset((2, 4))])), 2, seed=0)
    assert len(part.documents) == 2
    assert {sentence.document for sentence in part.sentences} == {0, 1}
    kept = {sentence.text for sentence in part.sentences}
    assert all((text in kept) == (texts[0] in kept) for texts in TEXTS for text in texts[:1])


def test_the_sets_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "ecbplus").mkdir()
    (tmp_path / "multinews").mkdir()
    rows = [
        {
            "id": f"1_{k}ecb",
            "topic": 1,
            "sentences": [f"It cost 5 . {k} euros ."],
            "chains": [["ACT1"]],
        }
        for k in range(2)
    ]
    lines = "\n".join(map(json.dumps, rows))
    (tmp_path / "ecbplus/train.jsonl").write_text(lines, encoding="utf-8")
    (short,) = read_short(tmp_path, "train")
    assert [s.text for s in short.sentences] == ["It cost 5.0 euros .", "It cost 5.1 euros ."]
    assert short.is_right(0, 1)

    texts = [" ".join(texts) for texts in TEXTS[:2]]
    row = {
        "id": "m",
        "documents": [{"id": f"d{k}", "text": text} for k, text in enumerate(texts)],
        "alignments": [
            {"document": "d0", "spans": [[0, 20]], "summary_sentence": "A flood."},
            {"document": "d1", "spans": [[0, 20]], "summary_sentence": "A flood."},
        ],
    }
    path = tmp_path / "multinews/aligned.jsonl"
    path.write_text(json.dumps(row), encoding="utf-8")
    read = tmp_path / "read.json"
    monkeypatch.setattr(citing, "READ", read)
    read.write_text(json.dumps({"sha256": digest(path), "confirm": [], "read": {}}), "utf-8")
    (long,) = read_long(tmp_path)
    assert [bool(label) for label in long.labels] == [True, False, True, False]
    read.write_text(json.dumps({"sha256": "0", "confirm": [], "read": {}}), encoding="utf-8")
    with pytest.raises(ValueError, match="not the file whose pairs were read"):
        read_long(tmp_path)


def test_of_topics_that_were_read_only_those_pairs_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = [" ".join(texts) for texts in TEXTS]
    row = {
        "id": "n",
        "documents": [{"id": f"d{k}", "text": text} for k, text in enumerate(texts)],
        "summaries": ["A flood."],
    }
    path = tmp_path / "news.jsonl"
    path.write_text(json.dumps(row), encoding="utf-8")
    starts = [texts[k].index(TEXTS[k][1]) for k in range(3)]
    pairs = [["d0", 0, 41, "d1", 0, 49, 2], ["d0", 0, 41, "d2", 0, 41, 0]]
    part = ["d0", starts[0], 0, "d1", starts[1], 0, 1]
    cited = ["d0", starts[0], 0, "d2", starts[2], 0, 0.93, 2]
    readings = {
        "sha256": {"news.jsonl": digest(path)},
        "pairs": {"n": [*pairs, part]},
        "citations": {"before": {"n": [cited]}, "after": {"n": [["d9", 0, 0, "d9", 0, 0, 0.9, 0]]}},
    }
    read = tmp_path / "readings.json"
    monkeypatch.setattr(citing, "READINGS", read)
    read.write_text(json.dumps(readings), encoding="utf-8")
    (topic,) = read_news(tmp_path)
    told = {tuple(sorted(topic.sentences[k].text for k in pair)) for pair in topic.right}
    assert told == {tuple(sorted((TEXTS[0][0], TEXTS[1][0]))), (TEXTS[0][1], TEXTS[2][1])}
    assert len(topic.wrong) == 1
    table = tabulate(topic, embedder("static"), told_apart=False)
    assert len(table.pair) == 2 * len([*pairs, cited])
    assert table.right.sum() == 4
    path.write_text(json.dumps(row) + "\n\n", encoding="utf-8")
    with pytest.raises(ValueError, match="not the file whose pairs were read"):
        read_news(tmp_path)
