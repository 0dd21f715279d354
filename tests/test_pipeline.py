"""The whole library on small texts: what a brief holds, what does not matter, what goes wrong."""

from __future__ import annotations

import dataclasses
import doctest
import itertools
import os
import re
import subprocess
import sys
from pathlib import Path
from unicodedata import normalize

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.cluster import KMeans

from summarize import Brief, Document, Summarizer, read, summarize, verify
from summarize.cli import main
from summarize.errors import (
    EmptyInputError,
    ModelNotFoundError,
    PluginError,
    SettingsError,
    UnknownNameError,
)
from summarize.selection import Selection

SEEDS = Path(__file__).parent.parent / "seeds"

FLOOD = (
    "The river Aller rose by three metres on Monday and flooded the old town of Verden.\n\n"
    "About 1,200 people were taken to schools on higher ground during the night. "
    "The mayor said the dam at Langwedel had held."
)
RESCUE = (
    "Verden's old town was flooded on Monday after the Aller rose three metres in a day.\n\n"
    "Soldiers with boats brought 1,200 residents to schools on higher ground. "
    "No one was reported missing by the evening."
)
COSTS = (
    "Insurers expect the flood in Verden to cost them about 80 million euros.\n\n"
    "Half of the damage was done in the old town, where cellars stood under water for days."
)
TEXTS = [FLOOD, RESCUE, COSTS]


def picks(brief: Brief) -> list[tuple[str, int]]:
    return [(point.text, point.start) for point in brief.points]


# Their first sentences tell the same in words too different for one cluster.
SUED = [
    "Harbour Voting Machines sued Channel Nine for $1.6 billion on Friday, accusing the "
    "broadcaster of falsely claiming that the firm had rigged the 2020 election. The channel said "
    "it would fight.",
    "A $1.6 billion lawsuit filed by Harbour on Friday alleges that Channel Nine aired false "
    "claims about the company's part in the 2020 vote to boost its ratings. The case may take "
    "years.",
]


def test_what_another_point_cites_as_the_same_is_no_point_of_its_own() -> None:
    brief = summarize(SUED)
    first = brief.points[0]
    again = first.citations[1]
    assert {first.text[:7], again.text[:6]} == {"Harbour", "A $1.6"}
    assert again.similarity >= 0.97
    assert again.text not in [point.text for point in brief.points]
    assert again.text not in [source.only.text for source in brief.sources if source.only]


def test_a_number_of_words_is_filled_with_what_there_is() -> None:
    by_words = [point.text for point in summarize(SUED, max_words=500).points]
    assert {text[:6] for text in by_words} >= {"Harbou", "A $1.6"}


def test_another_point_takes_the_place_of_what_was_told() -> None:
    first, second = (point.text for point in summarize(SUED, max_points=2).points)
    assert first[:6] in {"Harbou", "A $1.6"}
    assert second == "The channel said it would fight."


def test_the_example_in_the_docstring() -> None:
    (example,) = doctest.DocTestFinder().find(summarize, "summarize", globs={})
    assert len(example.examples) >= 5
    assert doctest.DocTestRunner().run(example).failed == 0


def test_points_are_quoted_and_cited() -> None:
    brief = summarize(TEXTS, max_points=4)
    assert len(brief.points) == 4
    assert verify(brief, [Document(t, id=f"text {k}") for k, t in enumerate(TEXTS, 1)]) == []
    for rank, point in enumerate(brief.points, start=1):
        assert point.rank == rank
        own = point.citations[0]
        assert (own.source, own.start, own.end, own.text) == (
            point.source,
            point.start,
            point.end,
            point.text,
        )
        assert own.similarity == 1.0
        assert point.n_sources == len({c.source for c in point.citations}) == len(point.citations)
        assert point.explanation is not None


def test_a_shared_point_cites_both_and_leads() -> None:
    first = summarize(TEXTS, max_points=3).points[0]
    assert "flooded" in first.text
    assert {c.source for c in first.citations} == {"text 1", "text 2"}


ASKED = "How many people were taken to schools?"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (
            None,
            {
                "relevance": 0.6009,
                "position": 0,
                "position_bonus": 0.0662,
                "support_bonus": 0.1582,
                "coverage_bonus": 0.1544,
                "leaning_penalty": 0.0,
                "redundancy": 0.0,
                "cluster_size": 2,
                "question": 0.0,
            },
        ),
        (
            ASKED,
            {
                "relevance": 0.0469,
                "position": 1,
                "position_bonus": 0.0025,
                "support_bonus": 0.0078,
                "coverage_bonus": 0.0071,
                "leaning_penalty": 0.0,
                "redundancy": 0.0,
                "cluster_size": 1,
                "question": 0.8917,
            },
        ),
    ],
)
def test_explanation(query: str | None, expected: dict[str, float]) -> None:
    explanation = (
        summarize(TEXTS, max_points=2, query=query, embedder="tfidf").points[0].explanation
    )
    assert explanation is not None
    assert dataclasses.asdict(explanation) == pytest.approx(expected, abs=2e-4)


@pytest.mark.parametrize("diversity", [0.0, 0.2])
@pytest.mark.parametrize("query", [None, "missile production"])
def test_a_score_is_the_sum_of_its_parts(query: str | None, diversity: float) -> None:
    (point,) = summarize(read(SEEDS), max_points=1, query=query, diversity=diversity).points
    why = point.explanation
    assert why is not None
    assert (why.question > 0) == (query is not None)
    bonuses = why.position_bonus + why.support_bonus + why.coverage_bonus + why.question
    parts = why.relevance + bonuses - why.leaning_penalty
    assert (1 - diversity) * parts == pytest.approx(point.score, abs=4e-4)


def test_sources_know_their_points() -> None:
    brief = summarize(TEXTS, max_points=4)
    assert [source.id for source in brief.sources] == ["text 1", "text 2", "text 3"]
    for source in brief.sources:
        cited = {p.rank for p in brief.points for c in p.citations if c.source == source.id}
        assert set(source.points) == cited
    assert [s.sentences for s in brief.sources] == [3, 3, 2]


@pytest.mark.parametrize("name", ["mmr", "mmr-textbook", "centroid", "lead"])
def test_budgets_hold_for_every_selector(name: str) -> None:
    brief = summarize(read(SEEDS), selector=name, max_words=60, max_chars=400, max_points=3)
    assert 1 <= len(brief.points) <= 3
    assert sum(len(p.text.split()) for p in brief.points) <= 60
    assert sum(len(p.text) for p in brief.points) <= 400


def test_ten_points_when_no_budget_is_given() -> None:
    brief = summarize(read(SEEDS))
    assert len(brief.points) == 10
    assert brief.settings["max_points"] == 10


def test_order_of_points() -> None:
    corpus = read(SEEDS)
    by_rank = summarize(corpus, max_points=8)
    by_source = summarize(corpus, max_points=8, order="source")
    by_time = summarize(corpus, max_points=8, order="time")
    assert [p.rank for p in by_rank.points] == list(range(1, 9))
    assert set(picks(by_rank)) == set(picks(by_source)) == set(picks(by_time))
    places = [(p.source, p.start) for p in by_source.points]
    assert places == sorted(places)
    date = {s.id: s.date or "~" for s in by_time.sources}
    dates = [date[p.source] for p in by_time.points]
    assert dates == sorted(dates)


@pytest.mark.slow
def test_any_order_of_the_files_gives_the_same_brief() -> None:
    documents = list(read(SEEDS))
    summarizer = Summarizer(max_points=8)
    briefs = {summarizer.summarize(order).to_json() for order in itertools.permutations(documents)}
    assert len(briefs) == 1


@pytest.mark.slow
@pytest.mark.parametrize("variable", ["PYTHONHASHSEED", "OMP_NUM_THREADS"])
def test_hash_seed_and_threads_change_nothing(variable: str) -> None:
    values = range(20) if variable == "PYTHONHASHSEED" else (1, 2)
    outputs = set()
    for value in values:
        threads = {"OPENBLAS_NUM_THREADS": str(value)} if variable == "OMP_NUM_THREADS" else {}
        outputs.add(
            subprocess.run(
                [sys.executable, "-m", "summarize", str(SEEDS), "--format", "json"],
                env={**os.environ, variable: str(value), **threads},
                capture_output=True,
                text=True,
                check=True,
            ).stdout
        )
    assert len(outputs) == 1


@given(st.permutations(range(6)), st.integers(1, 5))
@settings(max_examples=15, deadline=None)
def test_copies_change_no_pick(order: list[int], n: int) -> None:
    """A source under two names says nothing twice."""
    doubled = [Document(t, id=f"{t[:9]} {k}") for t in TEXTS for k in "ab"]
    brief = summarize([doubled[i] for i in order], max_points=n)
    texts = [p.text for p in brief.points]
    assert len(set(texts)) == len(texts)
    assert all(p.n_sources == 2 * p.n_independent for p in brief.points)


def test_six_identical_sentences_make_one_point_and_a_note() -> None:
    brief = summarize(["The dam at Langwedel held through the whole night."] * 6, max_points=3)
    assert len(brief.points) == 1
    assert brief.points[0].n_sources == 6
    assert brief.points[0].n_independent == 1
    assert any(note.startswith("1 of 3 points:") for note in brief.notes)


@pytest.mark.parametrize(
    ("limits", "named"),
    [
        ({"max_words": 30}, "max_words (--words) has"),
        ({"max_chars": 200}, "max_chars (--chars) has"),
        ({"max_words": 30, "max_chars": 200}, "max_words (--words) or max_chars (--chars) has"),
    ],
)
def test_a_full_budget_is_named_as_a_setting_and_as_an_option(
    limits: dict[str, int], named: str
) -> None:
    brief = summarize(TEXTS, max_points=9, **limits)
    expected = f"{len(brief.points)} of 9 points: {named} no room for more without repetition"
    assert expected in brief.notes
    for option in re.findall(r"--[a-z]+", named):
        assert option in {flag for parameter in main.params for flag in parameter.opts}


@pytest.mark.parametrize("clusterer", ["agglomerative", "hdbscan", "kmeans"])
def test_identical_sentences_for_every_clusterer(clusterer: str) -> None:
    text = "The dam at Langwedel held through the whole night."
    brief = summarize([text] * 6 + [COSTS], max_points=9, clusterer=clusterer, all_events=True)
    texts = [p.text for p in brief.points]
    assert texts.count(text) == 1


def test_one_source_three_times_under_other_names() -> None:
    brief = summarize([Document(FLOOD, id=name) for name in "abc"], max_points=9)
    assert len(brief.points) == 3
    assert all(p.n_sources == 3 and p.n_independent == 1 for p in brief.points)
    assert [s.copy_of for s in brief.sources] == [None, "a", "a"]


def test_plugins() -> None:
    """An embedder, a clusterer and a selector of the user's own."""

    def letters(texts: list[str]) -> np.ndarray:
        return np.array([[t.lower().count(c) for c in "aeiou"] for t in texts], dtype=float)

    def longest(candidates, limits, diversity):  # type: ignore[no-untyped-def]
        row = int(np.argmax(candidates.costs[:, 2]))
        return Selection(np.array([row]), np.ones(1), np.zeros(1))

    clusterer = KMeans(2, n_init=3, random_state=0).fit_predict
    brief = summarize(TEXTS, embedder=letters, clusterer=clusterer, selector=longest)
    assert [p.text for p in brief.points] == [COSTS.split("\n\n")[1]]
    assert brief.settings["embedder"].endswith("letters")
    assert brief.settings["clusterer"] == "KMeans.fit_predict"
    assert brief.settings["selector"].endswith("longest")


def test_a_selector_is_not_asked_to_choose_from_nothing() -> None:
    def first(candidates, limits, diversity):  # type: ignore[no-untyped-def]
        return Selection(np.array([0]), np.ones(1), np.zeros(1))

    assert summarize(TEXTS, selector=first, query="quantum chromodynamics").points == ()


def test_words_alone_and_bundled_model_both_work() -> None:
    for name in ("static", "tfidf"):
        brief = summarize(TEXTS, embedder=name, max_points=3)
        assert brief.settings["embedder"] == name
        assert len(brief.points) == 3


def test_keep_turns_a_rule_off() -> None:
    text = FLOOD + "\n\nQuestion: Did the dam at Langwedel hold until the next morning?\n"
    assert any(d.reason == "question" for d in summarize([text]).dropped)
    kept = summarize([text], keep=("question",))
    assert not any(d.reason == "question" for d in kept.dropped)


@pytest.mark.parametrize(
    ("texts", "n"),
    [
        (["The dam at Langwedel held."], 1),
        ([FLOOD], 3),
        (["A " * 20 + "word."], 1),
        (["\ud800The dam at Langwedel held through the night."], 1),
        (["The dam\x00 at Langwedel held through the whole night."], 1),
        (["السد في لانغفيدل صمد طوال الليل رغم الفيضان الكبير."], 1),
        (["The da\u0301m at Langwedel he\u0301ld through the whole night."], 1),
    ],
)
def test_small_and_strange_texts(texts: list[str], n: int) -> None:
    brief = summarize(texts)
    assert len(brief.points) == n
    assert brief.points[0].text in texts[0]
    assert brief.notes
    assert Brief.from_json(brief.to_json()) == brief


@pytest.mark.slow
def test_five_megabytes_on_one_line() -> None:
    text = " ".join(f"The gauge at mile {k} showed {k % 97} inches." for k in range(90_000))
    brief = summarize([text], max_points=3)
    assert len(text) > 3_500_000
    assert len(brief.points) == 3


def test_nothing_fits_in_the_budget() -> None:
    brief = summarize(TEXTS, max_words=2)
    assert brief.points == ()
    assert "no sentence of the sources fits in the budget" in brief.notes


@pytest.mark.parametrize("documents", [[], [""], ["  \n "], ["| a | b |\n|---|---|\n"]])
def test_no_text(documents: list[str]) -> None:
    with pytest.raises(EmptyInputError, match="no source had any text to summarize"):
        summarize(documents)


def test_a_source_of_junk_is_noted_and_the_others_are_summarized() -> None:
    brief = summarize([FLOOD, "| a | b |\n|---|---|\n"])
    assert len(brief.points) == 3
    assert "text 2 has no prose: all of it was dropped" in brief.notes


def test_strings_that_are_file_names(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(FLOOD, encoding="utf-8")
    with pytest.raises(SettingsError, match=r"use summarize\(read\("):
        summarize([str(path)])
    assert summarize([path]).points


@pytest.mark.parametrize(
    ("bad", "error", "message"),
    [
        ({"max_points": 0}, SettingsError, "max_points must be an integer of at least 1; got 0"),
        (
            {"max_words": True},
            SettingsError,
            "max_words must be an integer of at least 1; got T",
        ),
        ({"max_chars": 1.5}, SettingsError, "max_chars must be an integer of at least 1; got 1.5"),
        ({"diversity": 1.5}, SettingsError, "diversity must be between 0 and 1; got 1.5"),
        ({"diversity": float("nan")}, SettingsError, "diversity must be between 0 and 1; got nan"),
        ({"min_support": -1}, SettingsError, "min_support must be between 0 and 1; got -1"),
        ({"clusterer": "kmean"}, UnknownNameError, "unknown clusterer 'kmean'; choose one of: agg"),
        ({"selector": "x"}, UnknownNameError, "unknown selector 'x'; choose one of: centroid"),
        (
            {"order": "up"},
            UnknownNameError,
            "unknown order 'up'; choose one of: rank, source, t",
        ),
        ({"language": "xx"}, UnknownNameError, "unknown language 'xx'; choose one of: ar, "),
        ({"keep": ("all", "x")}, UnknownNameError, "unknown cleaning rule 'x'; choose one of: add"),
        ({"query": " "}, SettingsError, "query must be a text with at least one word; got ' '"),
        ({"keep": "all"}, SettingsError, "keep must be a sequence of rule names; got 'all'"),
        ({"keep": None}, SettingsError, "keep must be a sequence of rule names; got None"),
        ({"keep": [5]}, SettingsError, r"keep must be a sequence of rule names; got \[5\]"),
        ({"embedder": None}, SettingsError, "embedder must be a name or a callable; got None"),
        ({"embedder": ""}, SettingsError, "embedder must be a name or a callable; got ''"),
        ({"clusterer": 5}, SettingsError, "clusterer must be a name or a callable; got 5"),
        ({"selector": []}, SettingsError, r"selector must be a name or a callable; got \[\]"),
        ({"language": 5}, SettingsError, "language must be an ISO 639-1 code or None; got 5"),
        ({"language": ""}, SettingsError, "language must be an ISO 639-1 code or None; got ''"),
        ({"all_events": "no"}, SettingsError, "all_events must be True or False; got 'no'"),
        ({"title": 5}, SettingsError, "title must be a text or None; got 5"),
        ({"max_point": 3}, UnknownNameError, "unknown setting 'max_point'; choose one of: all_ev"),
        ({"embedder": "no/such/model"}, ModelNotFoundError, "no/such/model"),
    ],
)
def test_bad_settings(bad: dict[str, object], error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message.replace("(", r"\(")):
        summarize(TEXTS, **bad)


def test_numbers_of_numpy_are_numbers_and_plain_in_the_json() -> None:
    settings = {"max_points": np.int64(3), "diversity": np.float32(0.5), "min_support": 1}
    brief = summarize(TEXTS, **settings)
    assert brief == summarize(TEXTS, max_points=3, diversity=0.5, min_support=1.0)
    assert Brief.from_json(brief.to_json()) == brief


def test_a_budget_may_be_larger_than_any_text() -> None:
    most, many = (summarize(TEXTS, max_words=10**zeros) for zeros in (400, 6))
    assert {point.text for point in most.points} == {point.text for point in many.points}


def test_wrong_array_from_an_embedder() -> None:
    with pytest.raises(PluginError, match=r"got .*\(2, 3\)"):
        summarize(TEXTS, embedder=lambda texts: np.zeros((2, 3)))


def test_a_citation_tells_its_page_and_the_brief_keeps_the_texts() -> None:
    first = "The harbour of the town was closed on Monday after the storm broke its wall. "
    second = "Engineers said that the wall would be mended before the winter began again."
    paged = Document(first + second, id="paged", pages=(0, len(first)))
    brief = summarize([paged, Document(first, id="plain")], max_points=2)
    pages = {(c.source, c.start): c.page for point in brief.points for c in point.citations}
    assert pages[("paged", len(first))] == 2
    assert pages.get(("paged", 0), 1) == 1
    assert pages[("plain", 0)] is None
    assert [document.id for document in brief.documents] == ["paged", "plain"]
    assert "documents" not in brief.to_dict()
    assert Brief.from_json(brief.to_json()) == brief
    assert Brief.from_json(brief.to_json()).documents == ()


def test_an_error_page_and_a_scrap_are_no_articles_and_are_said_to_be() -> None:
    article = "The old bridge in Verden was closed on Monday after engineers found a crack. " * 4
    more = "Verden closed its old bridge on Monday when a crack was found by engineers. " * 4
    brief = summarize(
        [
            Document(article + more, id="one"),
            Document(more + article, id="two"),
            Document("Sorry, the page you requested was not found.", id="gone"),
            Document("Rating is shown when the video was rented.", id="scrap"),
        ],
        max_points=1,
    )
    assert any(n.startswith("gone has no article: an error page") for n in brief.notes)
    assert any(n.startswith("scrap has no article: a few words") for n in brief.notes)
    assert {d.source: d.reason for d in brief.dropped if d.source in ("gone", "scrap")} == {
        "gone": "placeholder",
        "scrap": "scrap",
    }
    assert not brief.stories


def test_forty_reprints_do_not_change_the_points() -> None:
    facts = [
        f"Town {k} lost its {k + 3} bridges to the flood on Monday, engineer number {k} said. "
        f"The river at town {k} stood {k + 2} metres above the old mark by the evening. "
        f"Mayor {k} asked the ministry for {k * 7 + 10} boats and for dry blankets."
        for k in range(11)
    ]
    eleven = [Document(text, id=f"s{k:02}") for k, text in enumerate(facts)]
    # No longer than the original, which so stays the one that the others are copies of.
    reprints = [
        Document(facts[0].replace("evening", f"night{k}"), id=f"x{k:02}") for k in range(39)
    ]
    alone = summarize(eleven, max_points=4, all_events=True)
    among = summarize([*eleven, *reprints], max_points=4, all_events=True)
    assert [p.text for p in among.points] == [p.text for p in alone.points]
    assert [p.n_independent for p in among.points] == [p.n_independent for p in alone.points]


FEED = [
    "The club fired coach Cheeks on Sunday after half a season.",
    "Maurice Cheeks was fired as coach of the club on Sunday.",
    "Coach Cheeks was dismissed by the club this Sunday, team officials said.",
    "On Sunday the club parted with coach Maurice Cheeks.",
    "Cheeks fired: the club let its coach go on Sunday.",
    "The club announced on Sunday that it had fired coach Cheeks.",
    "The club has fired Maurice Cheeks, its coach, it said on Sunday.",
]


def test_a_feed_that_tells_one_thing_gives_one_point() -> None:
    documents = [Document(text, id=f"s{k}") for k, text in enumerate(FEED)]
    [point] = summarize(documents, all_events=True, max_points=4).points
    assert point.n_independent == len(FEED)


def test_who_says_otherwise_is_not_cited() -> None:
    ours = (
        "The fire in Redding destroyed 12 houses near the lake on Sunday. "
        "Schools in the valley will stay closed until Monday. Soldiers looked for a missing child."
    )
    theirs = (
        "Near the lake the fire destroyed 20 houses in Redding on Sunday. "
        "In the valley schools stay closed until Monday. Insurers expect high costs this year."
    )
    brief = summarize([Document(ours, id="a"), Document(theirs, id="b")], max_points=4)
    [houses] = [point for point in brief.points if "houses" in point.text]
    assert houses.n_sources == 1
    [difference] = brief.differences
    assert difference.point == houses.rank
    assert [value.value for value in difference.values] == ["12", "20"]
    [schools] = [point for point in brief.points if "chools" in point.text]
    assert schools.n_sources == 2
    agreed = summarize([ours, theirs.replace("20", "12")], max_points=4)
    assert [p.n_sources for p in agreed.points if "houses" in p.text] == [2]


def test_accents_may_be_characters_of_their_own() -> None:
    """What is one letter and what is two makes no other word; the quotation stays as written."""
    elected = "Le maire a été réélu dimanche à Orléans après une campagne très animée."
    one = f"{elected} La réunion du conseil a duré trois heures."
    other = f"{elected} La cérémonie aura lieu à l'hôtel de ville."
    apart = normalize("NFD", other)
    documents = [Document(one, id="one"), Document(apart, id="other")]
    brief = summarize(documents)
    texts = [normalize("NFC", point.text) for point in brief.points]
    assert texts == [point.text for point in summarize([one, other]).points]
    assert texts.count(elected) == 1
    assert brief.points[texts.index(elected)].n_sources == 2
    assert verify(brief, documents) == []
    copied = summarize([Document(other, id="one"), Document(apart, id="other")])
    assert [source.copy_of is None for source in copied.sources].count(False) == 1
    asked = [summarize(documents, query=query).points for query in ("réélu", "re\u0301e\u0301lu")]
    assert asked[0] == asked[1] != ()
