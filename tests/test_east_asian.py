"""Whole briefs of Chinese and Japanese topics, which have no spaces between words."""

from __future__ import annotations

import re

import pytest

from summarize import Brief, Document, summarize

# Three texts on a dam that broke; the first two tell it in nearly the same words.
CHINESE = {
    "a": "河港市的大坝周一凌晨决口，洪水淹没了三个村庄。消防队用船从屋顶救出一百二十名居民。"
    "他还说大坝将在明年重建。",
    "b": "周一凌晨河港市的大坝决口，洪水淹没了三个村庄。河港市的学校停课到周五。",
    "c": "政府为重建河港市的大坝拨款八千万元。工程师认为，连续十天的大雨是大坝决口的原因。",
}
JAPANESE = {
    "a": "川港市のダムが月曜日の未明に決壊し、三つの村が洪水に見舞われた。"
    "消防隊はボートで屋根から百二十人の住民を救助した。彼はダムが来年再建されるとも述べた。",
    "b": "月曜日の未明に川港市のダムが決壊し、三つの村が洪水に見舞われた。"
    "川港市の学校は金曜日まで休校となる。",
    "c": "政府は川港市のダムの再建に八千万円を支出する。"
    "技師たちは、十日間続いた大雨がダム決壊の原因だと考えている。",
}
TOPICS = {"zh": CHINESE, "ja": JAPANESE}
LEANING = {"zh": "他还说", "ja": "彼は"}


def sentences(text: str) -> list[str]:
    return re.findall(r"[^。]+。", text)


@pytest.fixture(params=TOPICS)
def topic(request: pytest.FixtureRequest) -> tuple[str, dict[str, str], Brief]:
    language = request.param
    texts = TOPICS[language]
    return language, texts, summarize([Document(t, id=i) for i, t in texts.items()], max_points=4)


def test_points_are_whole_sentences_of_the_source_they_name(
    topic: tuple[str, dict[str, str], Brief],
) -> None:
    language, texts, brief = topic
    assert brief.settings["language"] in (None, language)
    assert len(brief.points) == 4
    for point in brief.points:
        assert point.text in sentences(texts[point.source])
        for citation in point.citations:
            cited = texts[citation.source][citation.start : citation.end]
            assert cited in sentences(texts[citation.source])


def test_a_repeated_fact_is_told_once_with_both_sources(
    topic: tuple[str, dict[str, str], Brief],
) -> None:
    _, texts, brief = topic
    told = {sentences(texts[name])[0]: name for name in "ab"}
    [point] = [point for point in brief.points if point.text in told]
    first, second = point.citations[:2]
    assert first.source == point.source == told[point.text]
    assert {first.source, second.source} == {"a", "b"}
    for citation in (first, second):
        assert texts[citation.source][citation.start : citation.end] in told


def test_the_brief_is_in_order_and_opens_with_the_main_fact(
    topic: tuple[str, dict[str, str], Brief],
) -> None:
    _, texts, brief = topic
    assert [point.rank for point in brief.points] == [1, 2, 3, 4]
    assert brief.points[0].text in {sentences(texts[name])[0] for name in "ab"}


def test_a_sentence_that_points_back_is_no_point(topic: tuple[str, dict[str, str], Brief]) -> None:
    language, _, brief = topic
    assert not any(point.text.startswith(LEANING[language]) for point in brief.points)


@pytest.mark.parametrize("language", TOPICS)
def test_every_order_of_the_texts_gives_the_same_brief(language: str) -> None:
    documents = [Document(text, id=name) for name, text in TOPICS[language].items()]
    there = summarize(documents, max_points=3)
    back = summarize(documents[::-1], max_points=3)
    assert [p.text for p in there.points] == [p.text for p in back.points]
