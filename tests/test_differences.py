"""Differences: each kind, each trap, and what holds whatever the sources say."""

from __future__ import annotations

import itertools
import json
import re
from dataclasses import replace
from datetime import date
from typing import Any
from unicodedata import normalize

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.differences import LABELS, Case, measure, read_cases
from summarize import Brief, Document, summarize, verify
from summarize.differences import KINDS, NEAR, NEIGHBOURS, closest_of_each, compare, statements
from summarize.differences.dates import days
from summarize.differences.numerals import numerals
from summarize.differences.statements import Statement, statement
from summarize.stemming import stemmer

CASES = list(read_cases(None))
# What programs write where there is no date.
NO_DATES = [None, "", "0001-01-01T00:00:00", "9999-12-31"]


def told(text: str, day: str | None = None, language: str = "en") -> Statement:
    return statement(text, day, stemmer(language), english=language == "en")


def found(a: str, b: str, **settings: Any) -> list[tuple[str, str, str]]:
    one, other = told(a, **settings), told(b, **settings)
    return [
        (kind, a[f.start : f.end], b[f.other_start : f.other_end])
        for kind, f in compare(one, other)
    ]


@pytest.mark.parametrize(
    ("a", "b", "difference"),
    [
        (
            "The flood killed 27,000 people in the delta.",
            "The flood killed thirty-one thousand people in the delta.",
            ("number", "27,000", "thirty-one thousand"),
        ),
        (
            "The treaty was signed in Rome on 25 March 1957.",
            "The treaty was signed in Rome on March 27, 1957.",
            ("date", "25 March 1957", "March 27, 1957"),
        ),
        (
            "The mayor of Verden, Karl Brandt, opened the bridge.",
            "The mayor of Verden, Jonas Weber, opened the bridge.",
            ("name", "Karl Brandt", "Jonas Weber"),
        ),
        (
            "The boat sank after the crew had left it in the bay.",
            "The boat sank before the crew had left it in the bay.",
            (
                "order",
                "after the crew had left it in the bay",
                "before the crew had left it in the bay",
            ),
        ),
        (
            "The suspect was not carrying a gun in the bank.",
            "The suspect was carrying a gun in the bank.",
            ("negation", "not carrying", "carrying"),
        ),
    ],
    ids=KINDS,
)
def test_each_kind(a: str, b: str, difference: tuple[str, str, str]) -> None:
    kind, x, y = difference
    assert found(a, b) == [difference]
    assert found(b, a) == [(kind, y, x)]
    assert found(a, a) == found(b, b) == []


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("2 per cent", "2%"),
        ("27,000", "twenty-seven thousand"),
        ("27,000", "27 thousand"),
        ("1.5 million", "1,500,000"),
        ("at least 20", "23"),
        ("about 1,200", "1,187"),
        ("more than 50", "54"),
        ("up to 300", "280"),
        ("no fewer than 12", "a dozen"),
        ("between 20 and 30", "25"),
        ("20 to 30", "22-28"),
        ("200 million", "199m"),
    ],
)
def test_numbers_that_agree(a: str, b: str) -> None:
    (x,), (y,) = numerals(a), numerals(b)
    assert x.agrees(y)
    assert y.agrees(x)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("27,000", "31,000"),
        ("at least 31", "27"),
        ("fewer than 20", "23"),
        ("about 300", "460"),
        ("twelve", "17"),
        ("between 20 and 30", "45"),
        ("6.1", "5.9"),
    ],
)
def test_numbers_that_do_not(a: str, b: str) -> None:
    (x,), (y,) = numerals(a), numerals(b)
    assert not x.agrees(y)
    assert not y.agrees(x)


@pytest.mark.parametrize(
    ("a", "b", "values"),
    [
        ("The minister met the union on Monday.", "not meet", "met"),
        ("The dam held through the long night.", "not hold", "held"),
        ("The bank will raise its rates in June.", "not raise", "raise"),
    ],
)
def test_what_is_denied_may_be_told_in_another_form(a: str, b: str, values: str) -> None:
    verb = b.removeprefix("not ")
    denied = a.replace(values, verb).replace("will ", "")
    denied = denied.replace(verb, f"will {b}" if "will" in a else f"did {b}")
    assert found(a, denied) == [("negation", values, b)]


def test_what_will_not_be_does_not_deny_what_was() -> None:
    assert (
        found("The bank raised its rates in June.", "The bank won't raise its rates in June.") == []
    )


def test_a_name_with_its_accents_apart_is_the_same_name() -> None:
    text = "The prize went to the director Zoë Müller of Bern."
    apart = normalize("NFD", text)
    assert told(apart).names == told(text).names == {"zoë", "müller", "bern"}
    assert [apart[w.start : w.end] for w in told(apart).words[-3:]] == apart[:-1].split()[-3:]


def test_what_counts_nothing_is_no_number() -> None:
    text = "On 3 May 2019 at 10:30 a.m. Flight 447 met SM-6 and the 7th Fleet in unit 3; one fell."
    assert [text[n.start : n.end] for n in numerals(text)] == []


def test_spans_of_numbers_in_words() -> None:
    text = "Some fourteen men, a hundred and twenty women and sixty-one children came."
    spans = [(text[n.start : n.end], n.low) for n in numerals(text)]
    assert spans == [("fourteen", 14), ("hundred and twenty", 120), ("sixty-one", 61)]


def test_a_weekday_is_resolved_against_the_day_of_the_source() -> None:
    # 30 March 2025 was a Sunday.
    sunday, saturday = "The talks took place on Sunday.", "The talks took place on Saturday."
    date, yesterday = "The talks took place on 30 March.", "The talks took place yesterday."
    monday = "2025-03-31"
    assert found(sunday, date, day=monday) == []
    assert found(sunday, yesterday, day=monday) == []
    assert found(date, yesterday, day=monday) == []
    assert found(saturday, yesterday, day=monday) == [("date", "Saturday", "yesterday")]
    assert found(saturday, sunday) == [("date", "Saturday", "Sunday")]
    # Without a date nobody knows which day that was.
    assert found(saturday, yesterday) == found(sunday, date) == []


@pytest.mark.parametrize("day", ["2025-02-31", "yesterday", "31.3.2025", *NO_DATES])
def test_a_date_that_is_none_counts_as_none(day: str | None) -> None:
    assert told("It fell.", day).date is None
    for when in ("yesterday", "tomorrow"):
        assert list(days(told(f"It fell {when}.", day))) == []
    (weekday,) = days(told("It fell on Tuesday.", day))
    assert weekday.candidates == frozenset()


@pytest.mark.parametrize("date", ["31 February", "February 30, 2024", "29 February 2023", "0 May"])
def test_impossible_dates_are_none(date: str) -> None:
    assert list(days(told(f"The meeting of the council was on {date}."))) == []


def test_a_number_that_the_other_gives_too_does_not_differ() -> None:
    part = "Eight out of 14 black rhinos died in the reserve."
    assert found(part, "Eight black rhinos died in the reserve in Kenya.") == []
    assert found(part, "Nineteen black rhinos died in the reserve.") == [
        ("number", "14", "Nineteen")
    ]


def test_other_languages_differ_in_digits() -> None:
    a = "Bei dem Hochwasser in Verden starben 27 Menschen."
    b = "Bei dem Hochwasser in Verden starben 31 Menschen."
    assert found(a, b, language="de") == [("number", "27", "31")]
    assert found(a, b.replace("31", "zwölf"), language="de") == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.a.text[:40])
def test_compare_is_symmetric_and_verbatim(case: Case) -> None:
    there = [(kind, f) for kind, f in compare(case.a, case.b)]
    back = [(kind, f.turned()) for kind, f in compare(case.b, case.a)]
    assert sorted(there) == sorted(back)
    for _, f in there:
        assert case.a.text[f.start : f.end].strip()
        assert case.b.text[f.other_start : f.other_end].strip()


def test_labelled_pairs_of_our_own() -> None:
    """The figures of the benchmark, of the pairs that need no data."""
    measured = measure(CASES)
    for kind in ("all", *KINDS):
        assert measured[kind]["precision"] >= 0.85, kind
        assert measured[kind]["recall"] >= 0.6, kind
    assert len(CASES) >= 100


def test_the_labels_are_whole_and_half_of_them_are_traps() -> None:
    cases = json.loads(LABELS.read_text(encoding="utf-8"))["cases"]
    traps = [case for case in cases if not case["differ"]]
    assert len(cases) >= 150
    assert len(traps) >= len(cases) / 2
    assert all(case["why"] for case in traps)
    assert {case["part"] for case in cases} == {"tune", "held-out"}
    # Of the data there are spans only.
    assert all(isinstance(case["a"], list) == ("set" in case) for case in cases)


FLOOD = [
    Document(
        "The river Aller flooded the old town of Verden on Monday. "
        "The flood in Verden killed 27 people, the mayor said. "
        "Soldiers carried sandbags to the dam.",
        id="herald",
        date="2025-03-04",
    ),
    Document(
        "The old town of Verden was flooded by the river Aller on Monday. "
        "The flood in Verden killed 31 people, according to the fire brigade. "
        "Schools stayed closed.",
        id="gazette",
        date="2025-03-04",
    ),
    Document(
        "On Monday the river Aller flooded the old town of Verden. "
        "In Verden the flood killed 31 people. "
        "Trains ran again from noon.",
        id="courier",
        date="2025-03-05",
    ),
]


def flood(*documents: Document, **settings: Any) -> Brief:
    return summarize(documents or FLOOD, all_events=True, **settings)


def test_a_brief_reports_both_sides_and_the_point() -> None:
    brief = flood()
    (difference,) = brief.differences
    assert difference.kind == "number"
    values = {value.source: value.value for value in difference.values}
    assert values == {"herald": "27", "gazette": "31", "courier": "31"}
    assert difference.point == min(p.rank for p in brief.points if "killed" in p.text)
    texts = {document.id: document.text for document in FLOOD}
    for value in difference.values:
        assert texts[value.source][value.start : value.end] == value.value
        assert value.value in value.text in texts[value.source]
    assert verify(brief, FLOOD) == []
    assert Brief.from_json(brief.to_json()) == brief


def test_every_format_shows_who_says_what() -> None:
    for format in ("text", "markdown"):
        rank = flood().differences[0].point
        shown = re.sub(r"\[\\(\[\d\\\])\]\(#source-\d\)", r"\1", flood().render(format)).replace(
            "\\]", "]"
        )
        assert f"number, point {rank}: “31” [1] [2], “27” [3]" in shown


def test_the_order_of_the_files_is_irrelevant() -> None:
    expected = flood().differences
    for order in itertools.permutations(FLOOD):
        assert flood(*order).differences == expected


def test_a_copy_is_no_other_source() -> None:
    edited = FLOOD[0].text.replace("27", "31")
    assert flood(FLOOD[0], Document(edited, id="reprint", date="2025-03-04")).differences == ()


def test_one_source_does_not_contradict_itself() -> None:
    text = f"{FLOOD[0].text} The flood in Verden killed 31 people, the fire brigade said."
    assert flood(Document(text, id="herald")).differences == ()


def test_texts_of_months_apart_tell_of_other_days() -> None:
    assert flood(FLOOD[0], replace(FLOOD[1], date="2025-06-04")).differences == ()


def test_values_that_changed_since_an_earlier_brief() -> None:
    known = flood(FLOOD[0])
    update = flood(*FLOOD[1:], known=known).update
    assert update is not None
    (changed,) = update.changed
    then, *now = changed.values
    assert (changed.kind, then.value, then.source) == ("number", "27", "herald")
    assert {(value.value, value.source) for value in now} == {("31", "gazette"), ("31", "courier")}
    assert verify(flood(*FLOOD[1:], known=known), FLOOD[1:]) == []


def test_what_is_still_told_has_not_changed() -> None:
    update = flood(*FLOOD, known=flood(FLOOD[0])).update
    assert update is not None
    assert update.changed == ()


def test_however_often_hundred_is_said_it_is_a_number() -> None:
    (number,) = numerals(f"a {'hundred ' * 170}days")
    assert 100 < number.low < float("inf")


WORDS = ["Tuesday", "yesterday", "tomorrow", "May", "a", "hundred", "trillion", "9" * 400, "not"]
TEXTS = st.text(max_size=80) | st.lists(
    st.sampled_from([*WORDS, "after", "ferry", "died"]), max_size=12
).map(" ".join)


@given(TEXTS, TEXTS, st.sampled_from(["2025-03-31", "x", *NO_DATES]))
def test_any_text_is_taken(a: str, b: str, day: str | None) -> None:
    one, other = told(a, day), told(b, day)
    for text, said in ((a, one), (b, other)):
        assert all(text[d.start : d.end] for d in days(said))
        assert all(text[n.start : n.end] for n in numerals(text))
    for _, f in compare(one, other):
        assert a[f.start : f.end]
        assert b[f.other_start : f.other_end]


@given(TEXTS)
def test_words_are_where_they_were_found(text: str) -> None:
    spans = [match.span() for match in statements._WORD.finditer(text)]
    assert [(word.start, word.end) for word in told(text).words] == spans


def assert_quick_looks_lose_nothing(a: str, b: str) -> None:
    quick = found(a, b, day="2025-03-31")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("summarize.differences.numerals._ANY", re.compile(""))
        patch.setattr("summarize.differences.dates._ANY", re.compile(""))
        patch.setattr("summarize.differences.order._MARKS", ("",))
        assert found(a, b, day="2025-03-31") == quick


VALUES = [
    *("six people", "Seven people", "a dozen people", "9.5 tons", "30 tons"),
    *("on Sunday", "on Monday", "yesterday", "today", "tomorrow", "2025-03-01", "30.3.2025"),
    *("on 2 Jan", "on Feb 3", *(f"in {date(2025, k, 1):%B}" for k in range(1, 13)), "in 1999"),
    *("before", "after", "Prior to", "following", "ahead of"),
]


@pytest.mark.parametrize("value", VALUES)
def test_quick_looks_lose_no_value(value: str) -> None:
    for other in VALUES:
        a, b = (f"The old ferry sank {v} the crew had left in the bay." for v in (value, other))
        assert_quick_looks_lose_nothing(a, b)


@pytest.mark.parametrize("case", CASES)
def test_quick_looks_lose_no_labelled_difference(case: Case) -> None:
    assert_quick_looks_lose_nothing(case.a.text, case.b.text)


@given(st.integers(0, 5), st.integers(0, 30), st.integers(0, 99))
def test_the_closest_of_each_are_those_of_a_plain_loop(n: int, m: int, seed: int) -> None:
    generator = np.random.default_rng(seed)
    similarity = generator.integers(0, 8, (n, m)) / 10  # many are equal
    among = generator.random((n, m)) < 0.8
    expected = []
    for row in range(n):
        near = [k for k in range(m) if among[row, k] and similarity[row, k] >= NEAR]
        near.sort(key=lambda k: (-similarity[row, k], k))
        expected += [(row, k, similarity[row, k]) for k in near[:NEIGHBOURS]]
    columns = closest_of_each(similarity, among)
    assert list(zip(*(column.tolist() for column in columns), strict=True)) == expected
