"""Since an earlier brief: nothing told twice, what grew, what is gone."""

from __future__ import annotations

from pathlib import Path

from summarize import Brief, Document, summarize, verify

MONDAY = [
    Document(
        "The river Aller flooded the old town of Verden on Monday. "
        "About 1,200 people were taken to schools on higher ground. "
        "The mayor promised new boats for the fire brigade.",
        id="herald",
        date="2025-03-03",
    )
]
TUESDAY = [
    Document(
        "Soldiers closed the breach in the dam at Langwedel before dawn. "
        "The old town of Verden had been flooded by the river Aller on Monday.",
        id="courier",
        date="2025-03-04",
    ),
    Document(
        "About 1,200 people had been taken to schools on higher ground. "
        "Trains to Bremen ran again from noon.",
        id="gazette",
        date="2025-03-04",
    ),
]


def yesterday() -> Brief:
    return summarize(MONDAY, max_points=3)


def test_no_point_is_told_again() -> None:
    known = yesterday()
    assert len(known.points) == 3
    brief = summarize(TUESDAY, known, all_events=True)
    assert {point.text for point in brief.points} == {
        "Soldiers closed the breach in the dam at Langwedel before dawn.",
        "Trains to Bremen ran again from noon.",
    }


def test_what_more_sources_say_has_grown_and_what_none_says_is_gone() -> None:
    brief = summarize(TUESDAY, yesterday(), all_events=True)
    assert brief.update is not None
    grown = {known.text: known for known in brief.update.grown}
    assert set(grown) == {
        "The river Aller flooded the old town of Verden on Monday.",
        "About 1,200 people were taken to schools on higher ground.",
    }
    people = grown["About 1,200 people were taken to schools on higher ground."]
    assert [citation.source for citation in people.citations] == ["gazette"]
    assert (people.n_before, people.n_now) == (1, 2)
    (gone,) = brief.update.gone
    assert gone.text == "The mayor promised new boats for the fire brigade."
    assert (gone.n_now, gone.citations) == (0, ())


def test_each_new_witness_counts() -> None:
    third = Document(
        "Soldiers had taken about 1,200 people to schools on higher ground. "
        "A bakery gave bread to all of them.",
        id="courant",
        date="2025-03-04",
    )
    brief = summarize([*TUESDAY, third], yesterday(), all_events=True)
    assert brief.update is not None
    people = next(known for known in brief.update.grown if "1,200" in known.text)
    assert {citation.source for citation in people.citations} == {"gazette", "courant"}
    assert (people.n_before, people.n_now) == (1, 3)


def test_the_same_source_is_no_new_witness() -> None:
    brief = summarize(MONDAY, yesterday())
    assert brief.update is not None
    assert brief.update.grown == brief.update.gone == ()


def test_nothing_new_is_said() -> None:
    brief = summarize(MONDAY, yesterday())
    assert brief.points == ()
    assert brief.notes == (
        "no points: the sources say nothing that the earlier brief has not said",
    )


def test_copies_count_once() -> None:
    reprints = [*TUESDAY, Document(TUESDAY[1].text, id="reprint", date="2025-03-05")]
    brief = summarize(reprints, yesterday(), all_events=True)
    assert brief.update is not None
    people = next(known for known in brief.update.grown if "1,200" in known.text)
    assert {citation.source for citation in people.citations} == {"gazette", "reprint"}
    assert people.n_now == 2


def test_it_survives_json_and_verification(tmp_path: Path) -> None:
    brief = summarize(TUESDAY, Brief.from_json(yesterday().to_json()), all_events=True)
    again = Brief.from_json(brief.to_json())
    assert again == brief
    assert again.update == brief.update is not None
    assert verify(again, TUESDAY) == []


def test_every_format_shows_it() -> None:
    brief = summarize(TUESDAY, yesterday(), all_events=True)
    for format in ("text", "markdown"):
        shown = " ".join(brief.render(format).split())
        assert "Told by more sources now" in shown
        assert "2 sources by now, 1 before" in shown
        assert "No longer told" in shown
        assert "The mayor promised new boats" in shown


def test_a_bound_that_was_passed_has_changed() -> None:
    then = "At least 12 miners died in the explosion at the Kessel pit near Langwedel."
    now = "The company said that 19 miners died in the explosion at the Kessel pit near Langwedel."
    known = summarize([Document(then, id="herald", date="2025-03-03")])
    brief = summarize([Document(now, id="courier", date="2025-03-04")], known)
    assert brief.update is not None
    (change,) = brief.update.changed
    assert [value.value for value in change.values] == ["12", "19"]
    assert brief.differences == ()


def test_what_resembles_a_point_has_neither_grown_nor_gone() -> None:
    then = "Alexander Rudin of Kazakhstan has won stage 13 of the Tour of Saxony."
    now = "Carlos Contas of Spain was third in stage 15 of the Tour of Saxony."
    known = summarize([Document(then, id="herald", date="2025-03-03")])
    brief = summarize([Document(now, id="courier", date="2025-03-24")], known)
    assert brief.update is not None
    assert brief.update.grown == brief.update.gone == ()
