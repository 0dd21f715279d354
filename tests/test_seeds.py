"""The brief of seeds/ is held to seeds/truth.json."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from summarize import Brief, read, summarize

SEEDS = Path(__file__).parent.parent / "seeds"
TRUTH = json.loads((SEEDS / "truth.json").read_text(encoding="utf-8"))

Spans = dict[str, list[dict[str, Any]]]


@pytest.fixture(scope="module")
def brief() -> Brief:
    return summarize(read(SEEDS), max_points=12)


def overlaps(spans: Spans, source: str, start: int, end: int) -> bool:
    return any(s["start"] < end and start < s["end"] for s in spans.get(source, []))


def test_the_order_of_talks_and_ceremony_is_a_difference_and_two_ways_to_write_it_are_none(
    brief: Brief,
) -> None:
    (difference,) = brief.differences
    truth = TRUTH["difference"]
    assert difference.kind == truth["kind"] == "order"
    claims = {source: c["spans"] for c in truth["claims"] for source in c["sources"]}
    assert {value.source for value in difference.values} == set(claims)
    for value in difference.values:
        assert overlaps(claims[value.source], value.source, value.start, value.end)
        text = (SEEDS / value.source).read_bytes().decode()
        assert text[value.start : value.end] == value.value
    assert [v.value.split()[0].lower() for v in difference.values] == ["before", "after", "after"]
    assert difference.values[2].value == "After their talks"


def all_spans(node: Any) -> list[tuple[str, int, int, str]]:
    """Every {file: [span]} below a node of the truth."""
    if isinstance(node, list):
        return [span for item in node for span in all_spans(item)]
    if not isinstance(node, dict):
        return []
    found = []
    for key, value in node.items():
        if key.endswith(".txt") and isinstance(value, list):
            found += [(key, s["start"], s["end"], s["text"]) for s in value]
        else:
            found += all_spans(value)
    return found


def test_the_truth_quotes_the_reports() -> None:
    spans = all_spans(TRUTH)
    assert len(spans) > 100
    for name, start, end, text in spans:
        assert (SEEDS / name).read_bytes().decode()[start:end] == text


def facts_told(brief: Brief) -> list[str]:
    return [
        fact["id"]
        for fact in TRUTH["facts"]
        if any(overlaps(fact["spans"], p.source, p.start, p.end) for p in brief.points)
    ]


def test_seven_of_nine_shared_facts_of_one_event_are_among_twelve_points() -> None:
    tokyo = [document for document in read(SEEDS) if document.id in TRUTH["events"][0]["sources"]]
    assert len(tokyo) == 4
    assert len(facts_told(summarize(tokyo, max_points=12))) >= 7


def test_another_event_is_left_out_and_named(brief: Brief) -> None:
    (other,) = TRUTH["events"][1]["sources"]
    assert {source.id: source.event for source in brief.sources}[other] == 1
    assert not any(c.source == other for point in brief.points for c in point.citations)
    assert any(note.startswith(f"{other}: another story") for note in brief.notes)
    assert len(facts_told(brief)) >= 7


def test_all_events_takes_it_in() -> None:
    (other,) = TRUTH["events"][1]["sources"]
    brief = summarize(read(SEEDS), max_points=12, all_events=True)
    assert any(point.source == other for point in brief.points)
    assert {source.event for source in brief.sources} == {0}


def test_citations_of_shared_facts_are_true(brief: Brief) -> None:
    """A source cited for a point tells a fact that the point tells."""
    facts = [fact["spans"] for fact in TRUTH["facts"] + TRUTH["further"]]
    facts += [also_right(fact) for fact in TRUTH["facts"]]
    right = wrong = 0
    for point in brief.points:
        told = [spans for spans in facts if overlaps(spans, point.source, point.start, point.end)]
        for c in point.citations[1:]:
            true = any(overlaps(spans, c.source, c.start, c.end) for spans in told)
            right, wrong = right + true, wrong + (not true)
    assert right >= 9
    assert wrong == 0


def also_right(fact: dict[str, Any]) -> Spans:
    """The fact's spans, with those of sources that touch it and may be cited for it."""
    also = [item for item in fact.get("also", []) if item["citation"]]
    return fact["spans"] | {item["source"]: item["spans"] for item in also}


def test_junk_is_no_point(brief: Brief) -> None:
    for name, start, end, text in all_spans(TRUTH["junk"]):
        for point in brief.points:
            for citation in point.citations:
                inside = citation.source == name and citation.start < end and start < citation.end
                assert not inside, text


def test_junk_is_dropped_with_a_reason(brief: Brief) -> None:
    for name, start, end, text in all_spans(TRUTH["junk"]):
        reasons = [
            d.reason for d in brief.dropped if d.source == name and d.start < end and start < d.end
        ]
        assert reasons, text


def test_no_two_points_say_the_same_fact_in_the_same_words(brief: Brief) -> None:
    texts = [set(point.text.lower().split()) for point in brief.points]
    for i, a in enumerate(texts):
        for b in texts[:i]:
            assert len(a & b) / len(a | b) < 0.5
