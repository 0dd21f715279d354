"""What only one source says: in whole briefs, and which sentences the rule lets pass."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from summarize import Document, read, summarize
from summarize.contributions import is_bare_quotation, only_in, tells_by_itself

SEEDS = Path(__file__).parent.parent / "seeds"

FLOOD = (
    "The river Aller rose by three metres on Monday and flooded the old town of Verden. "
    "About 1,200 people were taken to schools on higher ground during the night. "
)
RESCUE = (
    "Verden's old town was flooded on Monday after the river Aller rose by three metres. "
    "Soldiers with boats took about 1,200 people to schools on higher ground at night. "
)
DAM = "Engineers found a crack of two fingers' width in the concrete wall at Langwedel."
OPERA = "The singers of the Celle festival moved their rehearsals to a furniture shop."


def test_each_source_has_its_best_sentence_that_no_other_has() -> None:
    documents = [Document(FLOOD + DAM, id="dam"), Document(RESCUE + OPERA, id="opera")]
    brief = summarize(documents, max_points=1, all_events=True)
    only = {source.id: source.only.text if source.only else None for source in brief.sources}
    assert only == {"dam": DAM, "opera": OPERA}


def test_a_source_that_adds_nothing_is_said_to() -> None:
    documents = [Document(FLOOD + DAM, id="long"), Document(RESCUE, id="short")]
    brief = summarize(documents, max_points=1, all_events=True, min_support=1.0)
    assert brief.points[0].source == "long"
    assert [source.only for source in brief.sources if source.id == "short"] == [None]
    assert "short adds nothing: no sentence stands alone that others do not say" in brief.notes


def test_what_is_a_point_already_is_not_said_twice() -> None:
    documents = [Document(FLOOD + DAM, id="dam"), Document(RESCUE + OPERA, id="opera")]
    brief = summarize(documents, max_points=4, all_events=True)
    told = {point.text for point in brief.points}
    assert DAM in told
    assert all(source.only is None or source.only.text not in told for source in brief.sources)


def test_seeds_sources_of_the_main_event_add_something() -> None:
    brief = summarize(read(SEEDS), max_points=4)
    adding = {source.id for source in brief.sources if source.only is not None}
    assert adding == {"agency.txt", "blog.txt", "explainer.txt"}
    for source in brief.sources:
        if source.only is not None:
            assert source.only.source == source.id
            assert all(source.only.text != point.text for point in brief.points)


def test_only_what_stands_alone_and_no_other_comes_close_to() -> None:
    worth = np.array([0.9, 0.8, 0.7, -np.inf, 0.5])
    closest = np.array([0.5, 0.1, 0.1, 0.0, 0.2])
    to_points = np.array([0.0, 0.1, 0.0, 0.0, 0.35])
    document_of = np.array([0, 0, 0, 1, 2])
    assert only_in(worth, closest, to_points, document_of, lambda row: True) == {0: 1}


def test_what_does_not_tell_by_itself_gives_way_to_the_next_best() -> None:
    worth, far = np.array([0.9, 0.8, 0.7, 0.6]), np.zeros(4)
    document_of = np.array([0, 0, 0, 1])
    assert only_in(worth, far, far, document_of, lambda row: row in (1, 2)) == {0: 1}


def test_a_bare_quotation_is_no_contribution() -> None:
    assert is_bare_quotation('"I believe that they were targeted," she said.')
    assert is_bare_quotation("(Moore has denied it.)")
    assert is_bare_quotation('Mr Vera said: "The plant will go on.')
    assert not is_bare_quotation('Mr Vera said: "The plant will go on."')


@pytest.mark.parametrize(
    "text",
    [
        "Engineers found a crack of two fingers' width in the wall at Langwedel.",
        "The Duchess of Verden laid a wreath for the families of the drowned.",
        "The operation of the dam will pass to the state of Lower Saxony.",
        "Mayor Ilse Brandt said she had ordered forty boats from a yard in Bremen.",
        "It is believed that 40 boats are on the way from Bremen.",
        'Sixty soldiers, said Brandt, "will stay with us until Sunday", and then leave.',
    ],
)
def test_what_names_whom_and_what_it_tells_of_does(text: str) -> None:
    assert tells_by_itself(text)


@pytest.mark.parametrize(
    "text",
    [
        "The report includes detailed accounts of what happened at Langwedel.",
        "The program alleged that the wall at Langwedel had been badly built.",
        "When she heard that the river had risen, Ilse Brandt drove home.",
        "Doctors should be on the lookout for signs of 3 fevers, she added.",
        "Boats from Bremen and Celle have also been sent to the flooded town.",
        "Some time later the Minister of the Interior agreed to the demands.",
        "The barge hit the bridge, and this came as a shock to Verden.",
        "Whatever happened there does not matter, said a cousin of Ilse Brandt.",
        "Officials have no plans for the damage that the water has done.",
        "Could the wall at Langwedel break again before the end of May?",
        "We saw how the river Aller rose over the wall at Langwedel.",
        "Call the town hall of Verden at 555-1234 to report what you saw.",
        "A photo of the river Aller at Verden on a quiet day in March.",
        "Verden was dry on Monday morning.",
        "OFFICERS AND HELPERS FROM BREMEN TRIED TO REACH THE HOUSES FOR HOURS.",
    ],
)
def test_what_does_not_is_no_contribution(text: str) -> None:
    assert not tells_by_itself(text)


def test_what_a_document_opens_with_is_no_contribution() -> None:
    documents = [Document(f"{OPERA} {FLOOD}", id="opera"), Document(RESCUE + DAM, id="dam")]
    brief = summarize(documents, max_points=1, all_events=True)
    only = {source.id: source.only.text if source.only else None for source in brief.sources}
    assert only["dam"] == DAM
    assert only["opera"] != OPERA


def test_what_a_point_cites_is_in_no_source_alone() -> None:
    brief = summarize(read(SEEDS), max_points=4, min_support=0.2)
    cited = {(c.source, c.start) for point in brief.points for c in point.citations}
    assert len(cited) > 8
    assert all((s.id, s.only.start) not in cited for s in brief.sources if s.only)


def test_of_a_source_that_does_not_answer_nothing_is_said() -> None:
    documents = [Document(FLOOD + DAM, id="long"), Document(RESCUE, id="short")]
    asked = summarize(documents, query="crack in the concrete wall", all_events=True)
    assert [point.text for point in asked.points] == [DAM]
    assert not any("adds nothing" in note for note in asked.notes)


def test_sources_of_a_sentence_are_named_together() -> None:
    lines = [Document(text, id=f"s{k}") for k, text in enumerate((DAM, OPERA, FLOOD[:83]))]
    notes = summarize(lines, max_points=1, all_events=True).notes
    [note] = [note for note in notes if "one sentence each" in note]
    assert note == "s0, s2 have one sentence each, which no point says"
