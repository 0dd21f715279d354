"""Verification: a true brief passes, and every way to spoil a quotation is found and located."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.documents import (
    Brief,
    Citation,
    Difference,
    Document,
    Dropped,
    Point,
    Source,
    Span,
    Value,
)
from summarize.verification import Mismatch, quotations, verify

A = Document("Home\n\nThey met on Sunday. They\nflew on.", id="a")
B = Document("\ufeffÉté: they met on Saturday 😀.", id="b")


def span(document: Document, text: str) -> dict[str, Any]:
    start = document.text.index(text)
    return {"source": document.id, "start": start, "end": start + len(text), "text": text}


def brief() -> Brief:
    own, other = span(A, "They met on Sunday."), span(B, "they met on Saturday 😀.")
    source = Source("a", None, None, None, None, 7, 2)
    return Brief(
        points=(
            Point(
                rank=1,
                **own,
                score=1.0,
                cluster=0,
                citations=(Citation(**own, similarity=1.0), Citation(**other, similarity=0.7)),
                n_sources=2,
                n_independent=2,
                context=Span(**span(A, "They\nflew on.")),
            ),
        ),
        sources=(source, replace(source, id="b")),
        differences=(
            Difference("date", 1, (Value("Sunday", "a", 18, 24, "They met on Sunday."),)),
        ),
        dropped=(Dropped(**span(A, "Home"), reason="heading"),),
    )


PLACES = [
    *("points[0]", "points[0].context", "points[0].citations[0]", "points[0].citations[1]"),
    *("differences[0].values[0]", "dropped[0]"),
]


def test_true_brief_passes() -> None:
    assert verify(brief(), [A, B]) == []
    assert verify(Brief.from_json(brief().to_json()), [B, A, Document("other", id="c")]) == []


def test_every_passage_is_checked() -> None:
    assert [quotation.where for quotation in quotations(brief())] == PLACES


def test_a_value_is_checked_and_the_sentence_around_it() -> None:
    (difference,) = brief().differences
    (value,) = difference.values

    def spoiled(**changes: Any) -> list[str]:
        values = (replace(value, **changes),)
        found = verify(replace(brief(), differences=(replace(difference, values=values),)), [A, B])
        return [mismatch.where for mismatch in found]

    assert spoiled() == []
    assert spoiled(value="Monday") == ["differences[0].values[0]"]
    assert spoiled(text="They met us on Sunday.") == ["differences[0].values[0]"]
    # The same word elsewhere is not the value of this sentence.
    assert "differences[0].values[0]" in spoiled(start=0, end=6)


def test_mismatch_says_what_is_there() -> None:
    point = replace(brief().points[0], text="They met on Monday.")
    assert verify(replace(brief(), points=(point,)), [A, B]) == [
        Mismatch("points[0]", "a", 6, 25, "They met on Monday.", "They met on Sunday.")
    ]
    message = str(verify(replace(brief(), points=(point,)), [A, B])[0])
    assert message == (
        "points[0]: a 6:25: expected 'They met on Monday.', found 'They met on Sunday.'"
    )


def test_changed_source_fails_every_quotation_behind_the_change() -> None:
    changed = replace(A, text=A.text.replace("Home", "Homepage"))
    found = verify(brief(), [changed, B])
    assert [mismatch.where for mismatch in found] == [
        *("points[0]", "points[0].context", "points[0].citations[0]", "differences[0].values[0]")
    ]


def test_missing_source_is_named() -> None:
    [mismatch] = verify(brief(), [A])
    assert mismatch.found is None
    assert str(mismatch) == "points[0].citations[1]: b 6:29: there is no source of this name"


def test_long_passages_are_cut_in_messages() -> None:
    mismatch = Mismatch("points[0]", "a", 0, 200, "x" * 200, "y")
    assert str(mismatch) == f"points[0]: a 0:200: expected '{'x' * 57}...', found 'y'"


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        (-3, -1, "on"),  # would hit if it counted from the end
        (25, 6, "They met on Sunday."),
        (6, 10_000, A.text[6:]),
        (6, 6, ""),
        (len(A.text), len(A.text), ""),
    ],
)
def test_offsets_outside_the_source_are_found(start: int, end: int, text: str) -> None:
    dropped = Dropped("a", start, end, text, "form")
    found = verify(replace(brief(), dropped=(dropped,)), [A, B])
    assert [(mismatch.where, mismatch.found) for mismatch in found] == [("dropped[0]", "")]


@given(st.data(), st.text(min_size=1), st.sampled_from(["source", "start", "end", "text"]))
def test_any_change_of_a_span_is_found(data: st.DataObject, text: str, key: str) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    true = Dropped("x", start, end, text[start:end], "form")
    document = Document(text, id="x")
    base = Brief(points=(), sources=(), dropped=(true,))
    assert verify(base, [document]) == []
    changed = {
        "source": "y",
        "start": data.draw(st.integers().filter(lambda i: text[max(i, 0) : end] != true.text)),
        "end": data.draw(st.integers().filter(lambda i: text[start : max(i, 0)] != true.text)),
        "text": data.draw(st.text().filter(lambda other: other != true.text)),
    }
    spoiled = replace(base, dropped=(replace(true, **{key: changed[key]}),))
    assert [mismatch.where for mismatch in verify(spoiled, [document])] == ["dropped[0]"]
