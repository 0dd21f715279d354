"""Renderers: what a person reads, what a machine reads back, and what must not get through."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.documents import (
    Brief,
    Citation,
    Difference,
    Dropped,
    Explanation,
    Point,
    Skipped,
    Source,
    Span,
    Story,
    Value,
)
from summarize.errors import BriefFormatError, UnknownNameError
from summarize.rendering import RENDERERS
from summarize.rendering.display import display
from summarize.rendering.markdown import escape
from summarize.rendering.terminal import render_terminal

CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f]")  # a line feed is the renderer's own


def sample() -> Brief:
    """Return a small brief by hand in which every field holds something."""
    flight = "The ministers flew to the island\non Saturday."
    cost = "It costs 5 | 6 *billion*."
    return Brief(
        points=(
            Point(
                rank=1,
                text=flight,
                source="b.txt",
                start=10,
                end=10 + len(flight),
                score=0.5,
                cluster=0,
                citations=(
                    Citation("b.txt", 10, 10 + len(flight), flight, 1.0),
                    Citation("a.txt", 3, 20, "They flew to it.", 0.61, 7),
                    Citation("c.txt", 3, 20, "They flew to it.", 0.61),
                ),
                n_sources=3,
                n_independent=2,
                explanation=Explanation(0.624, 0, 0.25, 0.11, 0.04, 0.0, 0.0, 4),
            ),
            Point(
                rank=2,
                text=cost,
                source="a.txt",
                start=40,
                end=40 + len(cost),
                score=0.25,
                cluster=3,
                citations=(Citation("a.txt", 40, 40 + len(cost), cost, 1.0),),
                n_sources=1,
                n_independent=1,
                explanation=Explanation(0.4, 13, 0.0, 0.0, 0.0, 0.2, 0.123, 1),
            ),
        ),
        sources=(
            Source("a.txt", "Flight [a]", "2025-03-30", "https://x.org/a (1)", None, 1200, 40, 0,
                   None, (1, 2)),
            Source("b.txt", None, None, None, "notes/b 1.txt", 90, 3, 0, None, (1,),
                   author="Jo Berg; Bo", site="Pier"),
            Source("c.txt", "The same", None, None, "c.txt", 1, 1, 2, "a.txt", ()),
        ),
        title="The flight",
        differences=(
            Difference("date", 1, (
                Value("Saturday", "b.txt", 44, 52, "on Saturday"),
                Value("Sunday", "a.txt", 4, 10, "on Sunday"),
            )),
            Difference("number", None, (Value("5", "a.txt", 49, 50, "5"),)),
        ),
        dropped=(
            Dropped("a.txt", 0, 7, "Sign up", "form"),
            Dropped("b.txt", 0, 4, "Home", "heading"),
            Dropped("b.txt", 5, 9, "News", "heading"),
        ),
        skipped=(Skipped("d.bin", "binary file"),),
        notes=("2 points were found; 10 were asked for.",),
        settings={"max_points": 10, "keep": [], "title": None, "diversity": 0.5},
        versions={"summarize": "0.1.0"},
    )  # fmt: skip


TEXT = """\
The flight
==========

 1. The ministers flew to the island on Saturday.
    [2] [1] p. 7 [3]  3 sources, 2 independent

 2. It costs 5 | 6 *billion*.
    [1]  1 source

Differences
  - date, point 1: “Saturday” [2], “Sunday” [1]
    [2] on Saturday
    [1] on Sunday
  - number: “5” [1]
    [1] 5

Sources
  [1] Flight [a]
      a.txt, 2025-03-30, 1,200 words, points 1, 2
      https://x.org/a (1)
  [2] b.txt
      by Jo Berg; Bo, Pier, 90 words, point 1
  [3] The same
      c.txt, 1 word, no point, copy of [1], tells of another event

Not read
  - d.bin: binary file

Notes
  - 2 points were found; 10 were asked for.

Left out
  3 passages left out as boilerplate: 2 heading, 1 form; --show-dropped lists them"""

MARKDOWN = r"""# The flight

| No. | Key Point | Sources |
|---:|---|---|
| {1} | The ministers flew to the island on Saturday. | {who} (3 sources, 2 independent) |
| {2} | It costs 5 \| 6 \*billion\*. | [1] (1 source) |

## Differences

- date, point 1: “Saturday” [2], “Sunday” [1]
  - [2] on Saturday
  - [1] on Sunday
- number: “5” [1]
  - [1] 5

## Sources

1. {s}[Flight \[a\]](https://x.org/a%20%281%29): a.txt, 2025-03-30, 1,200 words, points 1, 2
2. {s}[b.txt](notes/b%201.txt): by Jo Berg; Bo, Pier, 90 words, point 1
3. {s}[The same](c.txt): c.txt, 1 word, no point, copy of \[1\], tells of another event

## Not read

- d.bin: binary file

## Notes

- 2 points were found; 10 were asked for.

## Left out

3 passages left out as boilerplate: 2 heading, 1 form."""


def shown_in_markdown(text: str) -> str:
    """Put in what `MARKDOWN` leaves out: the anchors, and the links that lead to them."""
    text = re.sub(r"(?m)^\| \{(\d)\}", r'| <a name="point-\1"></a>\1', text)
    text = re.sub(r"(?m)^(\d)\. \{s\}", r'\1. <a name="source-\1"></a>', text)
    text = text.replace("{who}", "[2] [1] p. 7 [3]")
    text = re.sub(r"\[(\d)\](?!:)", r"[\[\1\]](#source-\1)", text)
    ranks = lambda match: re.sub(r"\d", r"[\g<0>](#point-\g<0>)", match[0])  # noqa: E731
    return re.sub(r"(?m)(?<=words), points? [\d, ]+$", ranks, text)


def test_other_stories_and_what_only_one_says_come_before_the_sources() -> None:
    brief = replace(
        sample(),
        stories=(Story(1, ("c.txt",), (Span("c.txt", 0, 9, "A *fair* opened."),)),),
        sources=tuple(
            replace(source, only=Span("a.txt", 0, 4, "Rain | fell.")) if k == 0 else source
            for k, source in enumerate(sample().sources)
        ),
    )
    text = brief.render("text")
    assert (
        "Also in these sources\n  - [3] A *fair* opened.\n\nOnly in\n  - [1] Rain | fell." in text
    )
    assert text.index("Differences") < text.index("Also in") < text.index("\nSources")
    markdown = brief.render("markdown")
    assert "## Also in these sources\n\n- [\\[3\\]](#source-3) A \\*fair\\* opened.\n" in markdown
    assert "## Only in\n\n- [\\[1\\]](#source-1) Rain \\| fell.\n" in markdown


def test_only_the_ranks_of_points_are_links_among_the_facts_of_a_source() -> None:
    first, *others = sample().sources
    posing = replace(first, site="points 1, 2", author="point 1", title="T")
    markdown = replace(sample(), sources=(posing, *others)).to_markdown()
    linked = "points [1](#point-1), [2](#point-2)"
    assert f"a.txt, by point 1, points 1, 2, 2025-03-30, 1,200 words, {linked}\n" in markdown


def test_text_is_what_print_shows() -> None:
    assert str(sample()) == TEXT
    assert sample().render("text") == TEXT


def test_markdown_has_the_key_points_table() -> None:
    assert sample().to_markdown() == shown_in_markdown(MARKDOWN)
    assert sample()._repr_markdown_() == sample().to_markdown()


def test_explanations_are_shown_on_demand() -> None:
    first = (
        "relevance 0.62, first sentence of its source (+0.25), close to what others say (+0.11) "
        "in words they share (+0.04), closest earlier point 0.00, 4 sentences in its cluster"
    )
    text = " ".join(sample().render("text", explain=True).split())
    assert f"why: {first}" in text
    assert "why: relevance 0.40, sentence 14 of its source (+0.00)" in text
    assert text.count("leans on the sentence before (-0.20)") == 1
    assert f" (3 sources, 2 independent) | {first} |" in sample().render("markdown", explain=True)
    assert "question" not in text
    asked = replace(sample().points[0].explanation, question=0.6)
    answer = replace(sample(), points=(replace(sample().points[0], explanation=asked),))
    for format in ("text", "markdown", "html"):
        words = " ".join(answer.render(format, explain=True).split())
        assert "relevance 0.62, bears on the question (+0.60), first sentence of" in words
    unexplained = replace(
        sample(), points=tuple(replace(point, explanation=None) for point in sample().points)
    )
    for format in ("text", "markdown"):
        assert unexplained.render(format, explain=True) == unexplained.render(format)


def test_dropped_passages_are_listed_on_demand() -> None:
    text = sample().render("text", show_dropped=True)
    assert text.splitlines()[-3:] == [
        "  [1] 0:7 form: Sign up",
        "  [2] 0:4 heading: Home",
        "  [2] 5:9 heading: News",
    ]
    assert "--show-dropped" not in text
    assert "- [\\[2\\]](#source-2) 5:9 heading: News" in sample().render(
        "markdown", show_dropped=True
    )


def test_long_dropped_passage_is_cut_to_one_line() -> None:
    brief = replace(sample(), dropped=(Dropped("a.txt", 0, 500, "word " * 100, "table"),))
    last = brief.render("text", show_dropped=True).splitlines()[-1]
    assert last.startswith("  [1] 0:500 table: word word")
    assert last.endswith("...")
    assert len(last) <= 88


def test_empty_brief_is_still_a_text() -> None:
    empty = Brief(points=(), sources=())
    assert str(empty) == "Key points from 0 sources\n=========================\n\n(no points)"
    assert empty.to_markdown().startswith("# Key points from 0 sources\n\n| No. | Key Point |")
    assert Brief.from_json(empty.to_json()) == empty


def test_source_unknown_to_the_brief_is_a_question_mark() -> None:
    brief = replace(sample(), sources=())
    assert "[?] [?] p. 7 [?]  3 sources" in str(brief)


def crowded(n: int) -> Brief:
    """Return the sample with n further sources of another story, of which one is quoted."""
    more = [
        Source(f"s{k}", None, None, None, None, 9, 1, 1, None, ()) for k in range(n)
    ]  # fmt: skip
    more[5] = replace(more[5], copy_of="s7")
    told = (Span("s5", 0, 9, "It rained."), Span("s5", 10, 19, "It snowed."))
    story = Story(1, tuple(source.id for source in more), told)
    brief = sample()
    return replace(brief, sources=(*brief.sources, *more), stories=(story,))


@pytest.mark.parametrize("format", ["text", "markdown"])
def test_of_very_many_sources_those_are_listed_that_any_mark_leads_to(format: str) -> None:
    few, many = (RENDERERS[format](crowded(n)).replace("\\", "") for n in (97, 98))
    assert "that the brief does not speak of" not in few
    assert "s96" in few
    told, rest = many.split("Sources\n")[-2:]
    listed = rest.split("Not read")[0]
    plain = re.sub(r"\[(\[\d+\])\]\(#source-\d+\)", r"\1", told)
    assert "[9] and 97 more: It rained. It snowed." in plain
    # What is cited or differs; what the story quotes, and what that is a copy of.
    numbers = re.findall(r"^(?:-| ) *\[(\d+)\]", listed, re.M)
    assert numbers == ["1", "2", "3", "9", "11"]
    assert "and 96 more that the brief does not speak of; as JSON it lists all" in listed
    assert set(re.findall(r"\[(\d+)\]", plain)) <= set(numbers)


def test_json_lists_all_sources() -> None:
    brief = crowded(98)
    assert Brief.from_json(RENDERERS["json"](brief)) == brief


def test_lines_fit_and_words_stay_whole() -> None:
    url = "https://example.org/" + "x" * 150
    long = replace(sample().points[0], text=f"{'word ' * 60}{url} end.")
    lines = str(replace(sample(), points=(long,))).splitlines()
    assert any(url in line for line in lines)
    assert all(len(line) <= 88 for line in lines if url not in line)


@pytest.mark.parametrize("format", ["text", "markdown", "html"])
def test_no_format_passes_on_what_a_terminal_obeys(format: str) -> None:
    bad = "\x1b]0;owned\x07 \x9b31m \u202egnp.exe\r\n\x00 \ud800"
    brief = spoiled(bad)
    for shown in (
        brief.render(format, explain=True, show_dropped=True),
        render_terminal(brief, columns=80).replace("\x1b[", ""),
    ):
        assert not CONTROL.search(shown)
        assert "\u202e" not in shown
        shown.encode()  # no lone surrogate is left


def spoiled(bad: str) -> Brief:
    """Return the sample with `bad` in every string that comes from outside."""
    brief = sample()
    citation = Citation(bad, 0, 1, bad, 1.0)
    value = Value(bad, bad, 0, 1, bad)
    return replace(
        brief,
        title=bad,
        points=tuple(replace(p, text=bad, citations=(citation,)) for p in brief.points),
        sources=tuple(
            replace(s, id=f"{bad}{i}", title=bad, date=bad, url=f"http://{bad}", copy_of=bad)
            for i, s in enumerate(brief.sources)
        ),
        differences=(Difference(bad, 1, (value,)),),
        dropped=(Dropped(bad, 0, 1, bad, bad),),
        skipped=(Skipped(bad, bad),),
        notes=(bad,),
    )


def test_display_folds_whitespace_and_keeps_writing_systems() -> None:
    assert display("  a\n\tb\u2028c\x85d ") == "a b c d"
    for text in ("שלום \u200fעולם", "e\u0301le\u0300ve", "می\u200cخواهم", "𝔘nicode 😀"):
        assert display(text) == text


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("a | b", r"a \| b"),
        ("ends with \\", r"ends with \\"),
        ("\\| both", r"\\\| both"),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("R&D &amp; more", "R&amp;D &amp;amp; more"),
        ("![x](javascript:y)", r"!\[x\](javascript:y)"),
        ("`code` *b* _i_ ~~s~~", r"\`code\` \*b\* \_i\_ \~\~s\~\~"),
        ("$5 and $6", r"\$5 and \$6"),
        ("# heading", r"\# heading"),
        ("- item", r"\- item"),
        ("12. item", r"12\. item"),
        ("2.5 per cent", "2.5 per cent"),
        ("two\nlines", "two lines"),
        ("Plain - words, 10% (ok)!", "Plain - words, 10% (ok)!"),
    ],
)
def test_markdown_escapes(text: str, escaped: str) -> None:
    assert escape(text) == escaped


@given(st.text())
def test_markdown_table_keeps_its_columns(text: str) -> None:
    point = replace(sample().points[1], text=text)
    rows = replace(sample(), points=(point,)).to_markdown().split("\n\n")[1].split("\n")
    assert len(rows) == 3
    assert len(re.findall(r"(?<!\\)(?:\\\\)*\|", rows[2])) == 4


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", " http://x"]
)
def test_markdown_links_to_the_web_and_to_paths_only(url: str) -> None:
    source = replace(sample().sources[0], url=url)
    shown = replace(sample(), sources=(source,), points=()).to_markdown()
    assert re.search(r"\]\((?!#)", shown) is None


def test_markdown_link_cannot_be_broken_out_of() -> None:
    source = replace(sample().sources[1], path="a) <b> [c](javascript:x).txt")
    shown = replace(sample(), sources=(source,)).to_markdown()
    assert "](a%29%20%3Cb%3E%20%5Bc%5D%28javascript%3Ax%29.txt):" in shown


def test_terminal_table_fits_the_width(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    for columns in (50, 80, 300):
        shown = render_terminal(sample(), columns=columns, explain=True)
        head = next(line for line in shown.splitlines() if "Key Point" in line)
        assert head.split() == ["No.", "Key", "Point", "Sources"]
        assert max(len(line) for line in shown.splitlines()) <= min(columns, 110)
        assert "\x1b" not in shown
        assert "why: relevance 0.62" in shown


def test_terminal_shows_the_sentence_and_not_its_markup(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    point = replace(sample().points[1], text="[bold]x[/bold] :smile:")
    shown = render_terminal(replace(sample(), points=(point,)), columns=80)
    assert "[bold]x[/bold] :smile:" in shown
    assert "\x1b[1m" in shown


def test_every_format_has_a_name() -> None:
    assert list(RENDERERS) == ["text", "markdown", "html", "json", "context", "csl-json"]
    with pytest.raises(
        UnknownNameError,
        match=r"^unknown format 'pdf'; choose one of: context, csl-json, html, json, mark",
    ):
        sample().render("pdf")


# JSON


def test_json_has_the_promised_keys() -> None:
    content = json.loads(sample().to_json())
    assert list(content) == [
        *("version", "title", "points", "differences", "stories", "update", "sources", "dropped"),
        *("skipped", "notes", "settings", "versions"),
    ]
    assert content["version"] == 1
    assert list(content["points"][0]) == [
        *("rank", "text", "source", "start", "end", "score", "cluster", "citations"),
        *("n_sources", "n_independent", "explanation", "context"),
    ]
    assert content["points"][0]["text"] == "The ministers flew to the island\non Saturday."
    assert list(content["points"][0]["citations"][0]) == [
        *("source", "start", "end", "text", "similarity", "page"),
    ]
    assert content["differences"][0]["values"][1] == {
        **{"value": "Sunday", "source": "a.txt", "start": 4, "end": 10, "text": "on Sunday"}
    }
    assert list(content["sources"][0]) == [
        *("id", "title", "date", "url", "path", "words", "sentences", "event", "copy_of", "points"),
        *("only", "author", "site"),
    ]
    assert content["dropped"][0] == {
        **{"source": "a.txt", "start": 0, "end": 7, "text": "Sign up", "reason": "form"}
    }
    assert content["skipped"] == [{"source": "d.bin", "reason": "binary file"}]


def test_json_is_ascii_and_holds_everything_whatever_is_shown() -> None:
    brief = replace(sample(), title="café \ud800 שלום")
    assert brief.to_json().isascii()
    assert brief.render("json", explain=True, show_dropped=True) == brief.to_json()
    assert Brief.from_json(brief.to_json()) == brief


def test_dict_is_what_json_holds() -> None:
    assert sample().to_dict() == json.loads(sample().to_json())
    assert Brief.from_dict(sample().to_dict()) == sample()


# Two halves of a surrogate pair side by side are one character in JSON: see the module.
texts = st.text(st.characters(exclude_categories=[])).filter(
    lambda text: not re.search("[\ud800-\udbff][\udc00-\udfff]", text)
)
counts = st.integers(0, 2**53)
floats = st.floats(allow_nan=False, allow_infinity=False)
plain = st.recursive(
    st.none() | st.booleans() | st.integers() | floats | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=5,
)


spans = {"source": texts, "start": counts, "end": counts, "text": texts}
briefs = st.builds(
    Brief,
    points=st.lists(
        st.builds(
            Point,
            **spans,
            rank=counts,
            score=floats,
            cluster=st.integers(-1, 99),
            citations=st.lists(st.builds(Citation, **spans, similarity=floats), max_size=2).map(
                tuple
            ),
            n_sources=counts,
            n_independent=counts,
            explanation=st.none()
            | st.builds(Explanation, floats, counts, *[floats] * 5, counts, floats),
        ),
        max_size=2,
    ).map(tuple),
    sources=st.lists(
        st.builds(
            Source,
            id=texts,
            title=st.none() | texts,
            date=st.none() | texts,
            url=st.none() | texts,
            path=st.none() | texts,
            words=counts,
            sentences=counts,
            event=counts,
            copy_of=st.none() | texts,
            points=st.lists(counts, max_size=3).map(tuple),
        ),
        max_size=2,
    ).map(tuple),
    title=st.none() | texts,
    differences=st.lists(
        st.builds(
            Difference,
            texts,
            st.none() | counts,
            st.lists(st.builds(Value, value=texts, **spans), max_size=2).map(tuple),
        ),
        max_size=2,
    ).map(tuple),
    dropped=st.lists(st.builds(Dropped, **spans, reason=texts), max_size=2).map(tuple),
    skipped=st.lists(st.builds(Skipped, texts, texts), max_size=2).map(tuple),
    notes=st.lists(texts, max_size=2).map(tuple),
    settings=st.dictionaries(texts, plain, max_size=3),
    versions=st.dictionaries(texts, texts, max_size=3),
)


@given(briefs)
def test_any_brief_comes_back_from_json_and_can_be_shown(brief: Brief) -> None:
    assert Brief.from_json(brief.to_json()) == brief
    assert Brief.from_dict(brief.to_dict()) == brief
    for format in ("text", "markdown", "html"):
        shown = brief.render(format, explain=True, show_dropped=True)
        assert not CONTROL.search(shown)
        shown.encode()


def test_unknown_keys_are_ignored_and_new_ones_may_be_absent() -> None:
    content = sample().to_dict()
    content["queries"] = [1]
    content["points"][0]["colour"] = {"start": 1}
    for point in content["points"]:
        del point["explanation"], point["context"]
    read = Brief.from_dict(content)
    assert [point.text for point in read.points] == [point.text for point in sample().points]
    assert read.points[0].explanation is None


@pytest.mark.parametrize("format", ["text", "markdown"])
def test_context_is_shown_beside_its_point(format: str) -> None:
    leaning, other = sample().points
    before = Span("b.txt", 0, 9, "The plan | was old.")
    brief = replace(sample(), points=(replace(leaning, context=before), other))
    shown = brief.render(format)
    assert shown.count("before it:") == 1
    assert shown.index("ministers flew") < shown.index("The plan") < shown.index("It costs")
    assert Brief.from_json(brief.to_json()).points[0].context == before
    assert "before it: The plan" in render_terminal(brief, columns=80)


def test_whole_numbers_are_floats_where_floats_are_due() -> None:
    content = sample().to_dict()
    content["points"][0]["score"] = 1
    score = Brief.from_dict(content).points[0].score
    assert (score, type(score)) == (1.0, float)


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (("points", 1, "start"), "7", r"points\[1\].start: expected int, got str"),
        (("points", 1, "start"), True, r"points\[1\].start: expected int, got bool"),
        (
            ("points", 0, "citations", 1, "text"),
            None,
            r"points\[0\].citations\[1\].text: expected str",
        ),
        (("points", 0, "score"), "x", r"points\[0\].score: expected float, got str"),
        (("points", 0, "score"), float("nan"), r"points\[0\].score: .* finite number, got nan"),
        (("points", 0, "score"), 10**400, r"points\[0\].score: .* finite number, got inf"),
        (("points", 0, "explanation"), [], r"points\[0\].explanation: expected dict, got list"),
        (("points",), {}, "points: expected list, got dict"),
        (("points",), "ab", "points: expected list, got str"),
        (("sources", 0, "title"), 3, r"sources\[0\].title: expected str, got int"),
        (("sources", 0, "points", 1), 1.5, r"sources\[0\].points\[1\]: expected int, got float"),
        (("versions", "numpy"), 2, "versions.numpy: expected str, got int"),
        (("version",), 2, "version: this library reads version 1; got 2"),
        (("version",), "1", "version: expected int, got str"),
    ],
)
def test_wrong_json_is_told_what_and_where(path: tuple[Any, ...], value: Any, message: str) -> None:
    content = sample().to_dict()
    inner: Any = content
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    with pytest.raises(BriefFormatError, match=f"^{message}"):
        Brief.from_json(json.dumps(content))


def test_missing_key_is_named() -> None:
    content = sample().to_dict()
    del content["points"][1]["source"]
    with pytest.raises(BriefFormatError, match=r"^points\[1\].source: missing$"):
        Brief.from_dict(content)
    del content["points"]
    with pytest.raises(BriefFormatError, match=r"^points: missing$"):
        Brief.from_dict(content)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "not JSON: Expecting value"),
        ("{", "not JSON: Expecting property name"),
        ("[" * 100_000, "not JSON: maximum recursion depth"),
        ("[]", "brief: expected dict, got list"),
        ("null", "brief: expected dict, got null"),
        ("{}", "not a brief: no key 'version'"),
    ],
)
def test_what_is_not_a_brief_is_refused(text: str, message: str) -> None:
    with pytest.raises(BriefFormatError, match=rf"^{re.escape(message)}"):
        Brief.from_json(text)
