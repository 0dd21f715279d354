"""A text that republishes another one is a copy, edited or shortened; a quotation makes none."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarize import Brief, read, summarize
from summarize import copies as module
from summarize.copies import copies
from summarize.documents import Document, Sentence

SEEDS = Path(__file__).parent.parent / "seeds"
VOCABULARY = """
harbour minister grain treaty winter railway border council election village river engine captain
doctor market signal bridge factory teacher island forest летний übung señal museum
"""
WORDS = VOCABULARY.split()


def article(seed: int, n_sentences: int = 12) -> list[str]:
    draw = random.Random(seed)
    return [" ".join(draw.choices(WORDS, k=14)) for _ in range(n_sentences)]


def edited(text: list[str], seed: int, rate: float = 0.04, keep: float = 1.0) -> list[str]:
    draw = random.Random(seed)
    kept = text[: round(len(text) * keep)]
    changed = [
        " ".join("other" if draw.random() < rate else word for word in sentence.split())
        for sentence in kept
    ]
    return [f"Headline number {seed} of another paper", *changed]


def find(texts: list[list[str]], dates: list[str | None] | None = None) -> list[int | None]:
    documents = [
        Document(text="\n".join(text), id=f"d{d}", date=dates[d] if dates else None)
        for d, text in enumerate(texts)
    ]
    sentences = [
        Sentence(d, position, 0, len(line), line)
        for d, text in enumerate(texts)
        for position, line in enumerate(text)
    ]
    return copies(documents, sentences)


def test_different_articles_are_no_copies() -> None:
    assert find([article(seed) for seed in range(10)]) == [None] * 10


def test_forty_reprints_among_fifty_sources() -> None:
    originals = [article(seed) for seed in range(10)]
    reprints = [edited(originals[3], seed, keep=0.5 + seed % 6 / 10) for seed in range(100, 140)]
    found = find(originals + reprints)
    group = [d for d in range(50) if d == 3 or d >= 10]
    roots = {d if found[d] is None else found[d] for d in group}
    assert len(roots) == 1
    assert [found[d] for d in range(10) if d != 3] == [None] * 9


@pytest.mark.parametrize("date", [None, "2025-04-02"])
def test_forty_reprints_leave_a_brief_as_it_is(date: str | None) -> None:
    sources = read(SEEDS)
    reprints = [
        replace(document, id=f"{k} {document.id}", date=document.date and date)
        for k in range(10)
        for document in sources
        if document.id != "naples.txt"
    ]

    def said(brief: Brief) -> list[tuple[str, int]]:
        return [(point.text, point.n_independent) for point in brief.points]

    reprinted = summarize([*sources, *reprints])
    assert said(reprinted) == said(summarize(sources))
    assert len([source for source in reprinted.sources if source.copy_of]) == 40
    assert max(point.n_sources for point in reprinted.points) > 10


def test_a_shortened_reprint_is_a_copy_of_the_longer_text() -> None:
    whole = article(1)
    assert find([whole[:5], whole]) == [1, None]
    assert find([whole[:5], whole], ["2025-03-30", "2025-03-31"]) == [1, None]


def test_case_and_punctuation_do_not_matter() -> None:
    assert find([["ONE TWO THREE: four five six"], ["One two, three four five six."]]) == [None, 0]


def test_of_equally_long_texts_the_earliest_is_the_original() -> None:
    text = article(2)
    assert find([text, text, text], ["2025-03-31", "2025-03-30", None]) == [1, None, 1]
    assert find([text, text], [None, "2025-03-30"]) == [1, None]


def test_a_shared_quotation_makes_no_copy() -> None:
    speech = article(3, n_sentences=4)
    first, second = article(4, n_sentences=6), article(5, n_sentences=6)
    assert find([speech + first, second + speech]) == [None, None]


def test_a_statement_quoted_whole_in_a_long_article_is_no_copy_of_it() -> None:
    statement = article(6, n_sentences=2)
    assert find([statement, article(7) + statement]) == [None, None]


def test_two_reprints_that_only_the_original_connects() -> None:
    text = article(8, n_sentences=30)
    one, other = edited(text, 1, rate=0.09), edited(text, 2, rate=0.09)
    assert find([one, other]) == [None, None]
    found = find([one, other, text])
    assert sorted(d is None for d in found) == [False, False, True]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ([], []),
        ([[]], [None]),
        ([[], []], [None, None]),
        ([["short text"], ["short text"], ["other text"]], [None, 0, None]),
        ([["..."], ["!?"]], [None, None]),
    ],
)
def test_poor_input(texts: list[list[str]], expected: list[int | None]) -> None:
    assert find(texts) == expected


def test_a_script_without_spaces() -> None:
    text = "台风星期六晚上在福建沿海登陆当局说数千居民已经撤离到安全地点"
    assert find([[text + "没有人员伤亡"], [text]]) == [None, 0]


def test_a_sample_of_the_shingles_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [article(seed, n_sentences=60) for seed in range(5)]
    texts += [edited(texts[0], 9), edited(texts[4], 9)]
    whole = find(texts)
    monkeypatch.setattr(module, "MAX_SHINGLES", 1000)
    assert find(texts) == whole
    assert sum(d is not None for d in whole) == 2


def test_many_reprints_stay_one_group(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_DOCUMENTS", 3)
    text = article(11)
    assert find([text] * 30) == [None] + [0] * 29


@settings(max_examples=40, deadline=None)
@given(st.permutations(range(8)))
def test_the_order_of_the_documents_does_not_matter(order: list[int]) -> None:
    base = [article(seed) for seed in range(4)]
    base += [base[0][:6], edited(base[0], 1), edited(base[1], 2), base[3][:9]]
    reference = find(base)
    found = find([base[d] for d in order])
    for place, row in enumerate(order):
        original, expected = found[place], reference[row]
        assert (None if original is None else order[original]) == expected


def test_a_date_that_there_is_not_makes_no_original() -> None:
    text = article(1)
    assert find([text, text], ["1999-99-99", "2024-01-01"]) == [1, None]


def test_a_text_with_its_accents_apart_is_the_same_text() -> None:
    words = ["préfet", "réélu", "très", "animée", "hôtel", "à", "été"]
    draw = random.Random(1)
    text = [" ".join(draw.choices(words, k=14)) for _ in range(12)]
    apart = [normalize("NFD", sentence) for sentence in text]
    assert sorted(find([text, apart]), key=str) in ([0, None], [1, None])
