"""Put the result together: chosen rows and their supporters become Points, Sources and notes.

In: the sentences of a topic, what was chosen and who supports it. Out: a `Brief`. It decides
nothing; it only orders, numbers, counts and says what came short (`notes`).
"""

from __future__ import annotations

import platform
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from importlib.metadata import PackageNotFoundError, version

from summarize.briefing.notes import notes_on
from summarize.briefing.topic import Choice, Large, Topic, natural
from summarize.documents import (
    Brief,
    Citation,
    Difference,
    Document,
    Point,
    Source,
    Span,
    Story,
)
from summarize.fields import is_date
from summarize.languages import DEFAULT, Language, count_words, get_language
from summarize.settings import Settings

__all__ = ["Choice", "Large", "Topic", "page_of", "write_brief"]

# Whose releases can change a brief.
VERSIONED = ("summarize", "nltk", "numpy", "scikit-learn", "scipy", "tokenizers")


def write_brief(topic: Topic, choices: Sequence[Choice], settings: Settings) -> Brief:
    """Return the brief of a topic, its points in the order that the settings ask for."""
    points = [_point(rank, choice, topic) for rank, choice in enumerate(choices, start=1)]
    sources = _sources(topic, points, get_language(settings.language or DEFAULT))
    stories = tuple(_stories(topic))
    return Brief(
        points=tuple(_ordered(points, sources, settings.order)),
        sources=tuple(sources),
        title=settings.title,
        differences=tuple(_in_order(difference) for difference in topic.differences),
        stories=stories,
        update=topic.update,
        dropped=tuple(sorted(topic.dropped, key=lambda d: (natural(d.source), d.start))),
        skipped=tuple(sorted(topic.corpus.skipped, key=lambda s: natural(s.source))),
        notes=tuple(notes_on(topic, points, settings)),
        settings=settings.to_dict(),
        versions=dict(_versions()),
        documents=tuple(sorted(_kept(topic, sources, stories), key=lambda d: natural(d.id))),
    )


def _point(rank: int, choice: Choice, topic: Topic) -> Point:
    citations = tuple(_citation(row, closeness, topic) for row, closeness in choice.supporters)
    cited = {topic.sentences[row].document for row, _ in choice.supporters}
    originals = {row if topic.copy_of[row] is None else topic.copy_of[row] for row in cited}
    own = citations[0]
    return Point(
        rank=rank,
        text=own.text,
        source=own.source,
        start=own.start,
        end=own.end,
        score=round(choice.score, 4),
        cluster=choice.cluster,
        citations=citations,
        n_sources=len(cited),
        n_independent=len(originals),
        explanation=choice.explanation,
        context=None if choice.context is None else _span(choice.context, topic),
    )


def _citation(row: int, similarity: float, topic: Topic) -> Citation:
    sentence = topic.sentences[row]
    document = topic.documents[sentence.document]
    page = page_of(document, sentence.start)
    return Citation(document.id, sentence.start, sentence.end, sentence.text, similarity, page)


def page_of(document: Document, offset: int) -> int | None:
    """Return the number, from 1, of the page that an offset lies on; None without pages."""
    return bisect_right(document.pages, offset) or None


def _span(row: int, topic: Topic) -> Span:
    sentence = topic.sentences[row]
    source = topic.documents[sentence.document].id
    return Span(source, sentence.start, sentence.end, sentence.text)


def _sources(topic: Topic, points: Sequence[Point], language: Language) -> list[Source]:
    """The sources by name, so that the order in which they were given does not matter."""
    n_sentences = topic.sizes()
    n_words = _words(topic, language)
    ranks: dict[str, list[int]] = defaultdict(list)
    for point in points:
        for name in dict.fromkeys(citation.source for citation in point.citations):
            ranks[name].append(point.rank)
    sources = [
        Source(
            id=document.id,
            title=document.title,
            date=document.date,
            url=document.url,
            author=document.author,
            site=document.site,
            path=document.path,
            words=n_words[row],
            sentences=n_sentences[row],
            event=topic.events[row],
            copy_of=None if original is None else topic.documents[original].id,
            only=_span(topic.only[row], topic) if row in topic.only else None,
            points=tuple(ranks.get(document.id, ())),
        )
        for row, (document, original) in enumerate(zip(topic.documents, topic.copy_of, strict=True))
    ]
    return sorted(sources, key=lambda source: natural(source.id))


def _in_order(difference: Difference) -> Difference:
    return replace(
        difference, values=tuple(sorted(difference.values, key=lambda v: natural(v.source)))
    )


def _words(topic: Topic, language: Language) -> Sequence[int]:
    if topic.large is not None:
        return topic.large.n_words
    return [count_words(document.text, language) for document in topic.documents]


def _kept(topic: Topic, sources: Sequence[Source], stories: Sequence[Story]) -> Iterator[Document]:
    """The documents whose texts go with the brief."""
    shown = {source.id for source in sources if source.points or source.only}
    shown |= {point.source for story in stories for point in story.points}
    for document in topic.documents:
        if topic.large is None or document.id in shown:
            yield document


def _stories(topic: Topic) -> Iterator[Story]:
    for event, rows in enumerate(topic.stories, start=1):
        told_by = [
            document.id
            for document, its_event in zip(topic.documents, topic.events, strict=True)
            if its_event == event
        ]
        points = tuple(_span(row, topic) for row in rows)
        yield Story(event, tuple(sorted(told_by, key=natural)), points)


def _ordered(points: Sequence[Point], sources: Sequence[Source], order: str) -> list[Point]:
    if order == "rank":
        return list(points)
    number = {source.id: k for k, source in enumerate(sources)}
    # Undated sources come last: "~" is above every digit.
    dates = {source.id: source.date or "" for source in sources} if order == "time" else {}
    date = {name: written if is_date(written) else "~" for name, written in dates.items()}
    return sorted(points, key=lambda p: (date.get(p.source, ""), number[p.source], p.start))


@cache
def _versions() -> dict[str, str]:
    found = {"python": platform.python_version()}
    for name in VERSIONED:
        try:
            found[name] = version(name)
        except PackageNotFoundError:  # run from a checkout that was never installed
            found[name] = "not installed"
    return found
