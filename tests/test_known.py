"""Since an earlier brief: nothing told twice, what grew, what is gone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from summarize import Brief, Document, read, summarize, verify
from summarize.known import heard
from summarize.languages import get_language

ROOT = Path(__file__).parent.parent

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


@pytest.mark.parametrize("min_support", [0.3, 0.8])
def test_files_that_are_unchanged_make_no_point_grow(min_support: float) -> None:
    seeds = list(read(ROOT / "seeds"))
    known = summarize(seeds, max_points=10, min_support=min_support)
    brief = summarize(seeds, known, max_points=10, min_support=min_support)
    assert brief.update is not None
    assert brief.update.grown == brief.update.gone == brief.update.changed == ()


COST = "Mayor Ines Ortega said the repairs of the harbour bridge would cost 45 million euros."
BUILT = "The harbour bridge was built in 1932 and carries 30,000 cars a day."
TODAY = f"{BUILT} Fishermen said the works would disturb the herring season."
COST_NOW = "The repairs of the harbour bridge will cost 52 million euros, said Mayor Ines Ortega."


def test_another_text_under_the_same_name_is_another_witness() -> None:
    known = summarize([f"{COST} {BUILT} The northern tunnel will take the traffic."])
    assert [source.id for source in known.sources] == ["text 1"]
    brief = summarize([TODAY, COST_NOW], known)
    assert brief.update is not None
    built = next(each for each in brief.update.grown if each.text == BUILT)
    assert [citation.source for citation in built.citations] == ["text 1"]
    assert (built.n_before, built.n_now) == (1, 2)


@pytest.mark.parametrize(
    ("format", "times"), [("text", 2), ("markdown", 2), ("html", 1), ("notebook", 1)]
)
def test_a_value_of_then_has_no_number_of_today(format: str, times: int) -> None:
    brief = summarize([TODAY, COST_NOW], summarize([f"{COST} {BUILT}"]))
    assert brief.update is not None
    (change,) = brief.update.changed
    assert [(value.value, value.source) for value in change.values] == [
        ("45 million euros", "text 1"),
        ("52 million euros", "text 2"),
    ]
    shown = brief._repr_html_() if format == "notebook" else brief.render(format)
    changed = shown.partition(">Changed<" if times == 1 else "Changed\n")[2].partition("Sources")[0]
    assert "52 million euros" in changed
    assert changed.count("text 1 (earlier)") == times + (format == "notebook")  # as title
    assert not any(mark in changed for mark in ("[1]", "[\\[1\\]]", "#q1-", ">1<"))


def test_which_sources_of_today_were_heard() -> None:
    """A source is unchanged, written on, another text of its name, or the same page rewritten."""
    then = Document(f"{COST} {BUILT}", id="a", url="https://x.org/bridge")
    other = Document("A ferry will carry pedestrians during the works, for free.", id="b")
    known = summarize([then, other])
    assert {point.source for point in known.points} == {"a", "b"}

    def of(document: Document) -> list[str]:
        told = heard(known, [document], get_language("en"))[:, 0]
        return sorted(point.source for point, was in zip(known.points, told, strict=True) if was)

    everything = sorted(point.source for point in known.points)
    own = [source for source in everything if source == "a"]
    assert len(own) == 2
    assert of(then) == of(replace(then, url=None)) == everything
    assert of(replace(then, text=f"{TODAY} {COST}", url=None)) == own
    assert of(replace(then, text=TODAY)) == own
    assert of(replace(then, text=COST_NOW, url=None)) == []
    assert of(replace(then, id="c")) == []


def test_a_longer_reprint_of_what_was_heard_is_no_new_witness() -> None:
    known = yesterday()
    reprint = Document(f"{MONDAY[0].text} Trains ran again from noon.", id="gazette")
    brief = summarize([*MONDAY, reprint], known)
    assert brief.update is not None
    assert brief.update.grown == ()
