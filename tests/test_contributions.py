"""What only one source says: in whole briefs, and which sentences the rule lets pass."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from summarize import Document, read, summarize
from summarize.contributions import is_bare_quotation, only_in

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
OPERA = "The singers of the summer festival moved their rehearsals to a furniture shop."


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


def test_seeds_every_source_of_the_main_event_adds_something() -> None:
    brief = summarize(read(SEEDS), max_points=4)
    for source in brief.sources:
        assert (source.only is None) == (source.id == "naples.txt")
        if source.only is not None:
            assert source.only.source == source.id
            assert all(source.only.text != point.text for point in brief.points)


def test_only_what_stands_alone_and_no_other_comes_close_to() -> None:
    worth = np.array([0.9, 0.8, 0.7, -np.inf, 0.5])
    closest = np.array([0.5, 0.1, 0.1, 0.0, 0.2])
    to_points = np.array([0.0, 0.1, 0.0, 0.0, 0.35])
    document_of = np.array([0, 0, 0, 1, 2])
    assert only_in(worth, closest, to_points, document_of) == {0: 1}


def test_a_bare_quotation_is_no_contribution() -> None:
    assert is_bare_quotation('"I believe that they were targeted," she said.')
    assert is_bare_quotation("(Moore has denied it.)")
    assert is_bare_quotation('Mr Vera said: "The plant will go on.')
    assert not is_bare_quotation('Mr Vera said: "The plant will go on."')
