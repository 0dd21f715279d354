"""Topics that are none still give a brief, with a note; Documents that are none are refused."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest
from click.testing import CliRunner

from summarize import Brief, Document, SettingsError, summarize
from summarize.cli import main
from summarize.differences.statements import statement
from summarize.fields import is_date
from summarize.reading.headlines import iso_date
from summarize.rendering.csl import to_csl
from summarize.stemming import stemmer
from summarize.support import days_of

BRIDGE = "The harbour bridge closed on Monday after engineers found cracks in two pillars. " * 12
THINGS = (
    "Anna Petrosian won the chess title in Riga after a long endgame against young Lev Braun. ",
    "Grain prices fell sharply while exporters at Oldport waited for the autumn harvest. ",
    "Surgeons implanted an artificial cornea and restored sight to a blind patient. ",
)


@pytest.mark.parametrize(
    ("sources", "note"),
    [
        ([("", BRIDGE)], "one source: nothing beside s0"),
        (
            [("2025-02-31", BRIDGE), ("soon", BRIDGE.replace("Monday", "Friday"))],
            "s0 (2025-02-31), s1 (soon): no possible date",
        ),
        ([("", BRIDGE)] * 3, "all sources are copies of"),
        ([("", text * 12) for text in THINGS], "no two sources tell of the same event"),
    ],
    ids=["one source", "impossible dates", "all copies", "different things"],
)
def test_a_brief_and_a_note(tmp_path: Path, sources: list[tuple[str, str]], note: str) -> None:
    topic = tmp_path / "topic.jsonl"
    rows = [
        {"id": f"s{k}", "text": text, **({"date": day} if day else {})}
        for k, (day, text) in enumerate(sources)
    ]
    topic.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    result = CliRunner().invoke(main, [str(topic), "-n", "1", "--format", "json"])
    assert result.exit_code == 0, result.output
    brief = json.loads(result.stdout)
    assert len(brief["points"]) == 1
    assert len(brief["sources"]) == len(sources)
    assert any(found.startswith(note) for found in brief["notes"])


def test_possible_dates_are_not_noted_and_the_lack_of_all_is_where_they_order() -> None:
    texts = [BRIDGE, BRIDGE.replace("two", "three")]
    dated = [Document(text, date="2025-02-28T10:00:00Z") for text in texts]
    assert not any("date" in note for note in summarize(dated, order="time").notes)
    undated = [Document(text.replace("on Monday", "again"), date=None) for text in texts]
    assert not any("date" in note for note in summarize(undated).notes)
    assert any(n.startswith("no source has a date") for n in summarize(undated, order="time").notes)


def test_short_texts_about_different_things_share_no_point() -> None:
    notes = summarize([Document(text * 2, id=text[:4]) for text in THINGS], max_points=3).notes
    assert "no point was found in two independent sources" in notes
    shared = summarize([Document(BRIDGE), Document(BRIDGE + THINGS[0]), Document(THINGS[1])])
    assert not any("independent sources" in note for note in shared.notes)


def test_letters_of_no_known_language_are_noted() -> None:
    thai = "เมืองเปิดประภาคารใหม่ที่ท่าเรือเมื่อวันจันทร์ นายกเทศมนตรีกล่าวว่าจะช่วยชาวประมงที่กลับบ้านหลังมืด"
    (note,) = (n for n in summarize([thai]).notes if "letters" in n)
    assert note == "no language in Thai letters is known: texts are split and compared as English"
    assert not any("letters" in note for note in summarize([BRIDGE]).notes)


def test_a_day_that_no_date_places_is_noted() -> None:
    sources = [Document(BRIDGE), Document(BRIDGE.replace("two pillars", "a cable"), "b")]
    assert "no date of their source says which day is meant: 'Monday' (point 1)" in (
        summarize(sources, max_points=1).notes
    )
    assert not any(
        "which day is meant" in note
        for note in summarize([Document(BRIDGE, date="2025-03-04")], max_points=1).notes
    )


def test_an_impossible_date_orders_nothing() -> None:
    first = Document("The bridge closed on Monday after cracks were found.", "b", date="2025-03-01")
    second = Document("Engineers opened a ferry line for the commuters.", "a", date="0000-99-99")
    brief = summarize([first, second], order="time", max_points=2)
    assert [point.source for point in brief.points] == ["b", "a"]


@pytest.mark.parametrize(
    ("date", "is_one"),
    [
        ("2025-03-30", True),
        ("2025-03-30T23:59:00Z", True),
        ("20250330", False),  # of these Python reads two from 3.11 on
        ("2025-W13-7", False),
        ("2025-02-31", False),
        ("30.3.2025", False),
        ("0001-01-01T00:00:00", False),
        ("9999-12-31", False),
        ("", False),
    ],
)
def test_everyone_agrees_on_what_a_date_is(date: str, is_one: bool) -> None:
    sources = [
        Document(BRIDGE, "a", date=date),
        Document(BRIDGE.replace("two pillars", "a cable"), "b", date="2025-03-01"),
    ]
    brief = summarize(sources, order="time")
    noted = any(f"a ({date}): no possible date" in note for note in brief.notes)
    assert noted is bool(date and not is_one)
    assert is_date(date) is is_one
    assert bool(np.isfinite(days_of([date])[0])) is is_one
    assert (statement("It fell.", date, stemmer("en"), english=True).date is not None) is is_one
    assert (iso_date(date) is not None) is is_one
    assert ("When they were written" in brief.to_html()) is is_one
    assert [("issued" in item) for item in to_csl(brief) if item["id"] == "a"] == [is_one]


@pytest.mark.parametrize("language", [None, "en"])
def test_sentences_without_a_content_word(language: str | None) -> None:
    brief = summarize(["It is what it is.", "They are who they are."], language=language)
    assert [point.text for point in brief.points]


class NotADay(date):
    """As NaT, what pandas has for a day that is missing: a date that is not equal to itself."""

    __hash__ = None  # type: ignore[assignment]

    def __eq__(self, other: object) -> bool:
        return False

    def __repr__(self) -> str:
        return "NaT"


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("text", None, "text of a Document must be a str; got None"),
        ("text", b"x" * 9999, r"text of a Document must be a str; got b'xx+\.\.\.x+'$"),
        ("id", 5, "id of a Document must be a str; got 5"),
        ("title", float("nan"), "title of a Document must be a str or None; got nan"),
        ("date", float("nan"), "date of a Document must be a str or None; got nan"),
        ("date", NotADay(2024, 5, 7), "date of a Document must be a str or None; got NaT"),
        ("url", 5, "url of a Document must be a str or None; got 5"),
        ("path", 5, "path of a Document must be a str or None; got 5"),
        ("author", ["x", "y"], r"author of a Document must be a str or None; got \['x', 'y'\]"),
        ("site", b"x", "site of a Document must be a str or None; got b'x'"),
        ("pages", 3, "pages of a Document must be a sequence of integers; got 3"),
        ("pages", (0, "9"), r"pages of a Document must be a sequence of integers; got \(0, '9'\)"),
    ],
)
def test_a_field_of_the_wrong_type(field: str, value: Any, message: str) -> None:
    with pytest.raises(SettingsError, match=f"^{message}"):
        Document(**{"text": BRIDGE, field: value})


def test_fields_that_have_one_text_become_it() -> None:
    given: dict[str, Any] = {"id": None, "path": Path("x") / "y.txt", "pages": np.array([0, 9])}
    document = Document(BRIDGE, date=cast("Any", date(2024, 5, 7)), **given)
    path = str(Path("x") / "y.txt")
    assert document == Document(BRIDGE, date="2024-05-07", path=path, pages=(0, 9))
    assert all(type(page) is int for page in document.pages)
    brief = summarize([document, Document(BRIDGE, date=cast("Any", datetime(2024, 5, 7, 9)))])
    assert Brief.from_json(brief.to_json()) == brief
    assert {source.date for source in brief.sources} == {"2024-05-07", "2024-05-07T09:00:00"}
    assert brief.to_markdown()
