"""Put the result together: chosen rows and their supporters become Points, Sources and notes.

In: the sentences of a topic, what was chosen and who supports it. Out: a `Brief`. It decides
nothing; it only orders, numbers, counts and says what came short.
"""

from __future__ import annotations

import platform
import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.metadata import PackageNotFoundError, version

from summarize.documents import (
    Brief,
    Citation,
    Corpus,
    Difference,
    Document,
    Dropped,
    Explanation,
    Point,
    Sentence,
    Source,
    Span,
    Story,
    Update,
    is_date,
)
from summarize.languages import DEFAULT, Language, count_words, get_language
from summarize.settings import Settings

__all__ = ["Choice", "Large", "Topic", "write_brief"]

# In a note; with more of them, the first ten stand for all.
MAX_NAMED = 50

# Whose releases can change a brief.
VERSIONED = ("summarize", "nltk", "numpy", "scikit-learn", "scipy", "tokenizers")


@dataclass(frozen=True, slots=True)
class Large:
    """What is known of a topic too large to hold: of each document its sentences and its words.

    Its brief keeps the texts of the documents that it quotes, and lists no dropped passage.
    """

    n_sentences: Sequence[int]
    n_words: Sequence[int]
    n_dropped: int


@dataclass(frozen=True, slots=True)
class Topic:
    """What is known of one topic's texts before anything is chosen.

    Attributes
    ----------
    corpus : Corpus
        As it was given.
    documents : sequence of Document
        The same documents in the order that `Sentence.document` counts.
    copy_of : sequence of int or None
        For each document the row of the one that it republishes.
    events : sequence of int
        For each document the event that it tells of; 0 is the main one.
    sentences : sequence of Sentence
    dropped : sequence of Dropped
    n_clusters : int
        How many different things its candidate sentences say: as many points as there can be.
    stories : sequence of sequence of int
        For each event from 1 the rows of its best sentences.
    only : mapping of int to int
        For a document the row of its best sentence that no other source says.
    complete : bool
        Whether all sentences shaped like a point were candidates, or only the most salient.
    differences : sequence of Difference
        What the sources contradict each other on.
    update : Update or None
        What has become of the points of an earlier brief.
    large : Large or None
        Given for a topic of which `sentences` are but those that are spoken of, and `dropped` none.
    """

    corpus: Corpus
    documents: Sequence[Document]
    copy_of: Sequence[int | None]
    events: Sequence[int]
    sentences: Sequence[Sentence]
    dropped: Sequence[Dropped]
    n_clusters: int
    stories: Sequence[Sequence[int]] = ()
    only: Mapping[int, int] = field(default_factory=dict)
    complete: bool = True
    differences: Sequence[Difference] = ()
    update: Update | None = None
    large: Large | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """One chosen sentence: its score, its cluster, who supports it and why it was chosen.

    `supporters` holds (row, similarity), the sentence itself first; `context` is the row of the
    sentence before, where that is needed.
    """

    score: float
    cluster: int
    supporters: Sequence[tuple[int, float]]
    explanation: Explanation
    context: int | None = None


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
        dropped=tuple(sorted(topic.dropped, key=lambda d: (_natural(d.source), d.start))),
        skipped=tuple(sorted(topic.corpus.skipped, key=lambda s: _natural(s.source))),
        notes=tuple(_notes(topic, points, settings)),
        settings=settings.to_dict(),
        versions=dict(_versions()),
        documents=tuple(sorted(_kept(topic, sources, stories), key=lambda d: _natural(d.id))),
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
    page = bisect_right(document.pages, sentence.start) or None
    return Citation(document.id, sentence.start, sentence.end, sentence.text, similarity, page)


def _span(row: int, topic: Topic) -> Span:
    sentence = topic.sentences[row]
    source = topic.documents[sentence.document].id
    return Span(source, sentence.start, sentence.end, sentence.text)


def _sources(topic: Topic, points: Sequence[Point], language: Language) -> list[Source]:
    """The sources by name, so that the order in which they were given does not matter."""
    n_sentences = _sizes(topic)
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
    return sorted(sources, key=lambda source: _natural(source.id))


def _in_order(difference: Difference) -> Difference:
    return replace(
        difference, values=tuple(sorted(difference.values, key=lambda v: _natural(v.source)))
    )


def _sizes(topic: Topic) -> Sequence[int]:
    """How many sentences of prose each document has."""
    if topic.large is not None:
        return topic.large.n_sentences
    n_sentences = Counter(sentence.document for sentence in topic.sentences)
    return [n_sentences[row] for row in range(len(topic.documents))]


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
        yield Story(event, tuple(sorted(told_by, key=_natural)), points)


def _ordered(points: Sequence[Point], sources: Sequence[Source], order: str) -> list[Point]:
    if order == "rank":
        return list(points)
    number = {source.id: k for k, source in enumerate(sources)}
    # Undated sources come last: "~" is above every digit.
    dates = {source.id: source.date or "" for source in sources} if order == "time" else {}
    date = {name: written if is_date(written) else "~" for name, written in dates.items()}
    return sorted(points, key=lambda p: (date.get(p.source, ""), number[p.source], p.start))


def _notes(topic: Topic, points: Sequence[Point], settings: Settings) -> list[str]:
    notes = []
    if settings.query is not None and len(points) == topic.n_clusters:
        notes += _nothing_else(len(points), settings)
    elif not points and topic.update is not None and topic.n_clusters == 0:
        notes.append("no points: the sources say nothing that the earlier brief has not said")
    elif not points:
        notes.append("no sentence of the sources fits in the budget")
    elif settings.max_points is not None and len(points) < settings.max_points:
        limits = [n for n in ("max_words", "max_chars") if getattr(settings, n) is not None]
        why = f"{limits[0]} has no room for more" if limits else "the sources have no more to say"
        notes.append(f"{len(points)} of {settings.max_points} points: {why} without repetition")
    notes += _about_sources(topic, points)
    notes += _about_dates(topic.documents, settings.order)
    if not topic.complete:
        notes.append(
            "approximated: points were chosen among the most salient sentences, not among all"
        )
    if topic.large is not None and topic.large.n_dropped:
        notes.append(
            f"{topic.large.n_dropped:,} passages left out as boilerplate are not listed: "
            "the topic is too large"
        )
    return notes


def _about_sources(topic: Topic, points: Sequence[Point]) -> Iterator[str]:
    """What was found about the sources as a whole, and about those that are not in the points."""
    spoken = {row for row, size in enumerate(_sizes(topic)) if size}
    originals = [row for row in spoken if topic.copy_of[row] is None]
    if len(spoken) == 1 and points:
        yield f"one source: nothing beside {topic.documents[originals[0]].id} bears its points out"
    if len(spoken) > 1 and len(originals) == 1:
        yield f"all sources are copies of {topic.documents[originals[0]].id}: one witness"
    others = sorted(
        (topic.documents[row].id for row, event in enumerate(topic.events) if event), key=_natural
    )
    n_events = len({topic.events[row] for row in originals})
    if others and n_events == len(originals) > 2:
        yield (
            "no two sources tell of the same event; the points are those of one of them; "
            "all_events (--all-events) takes in all"
        )
    elif others:
        yield (
            f"{_listed(others)}: another story than the main one, left out of the points; "
            "all_events (--all-events) takes it in"
        )
    cited = {citation.source for point in points for citation in point.citations}
    if topic.complete and len(originals) > 1 and points:
        for row in sorted(originals, key=lambda row: _natural(topic.documents[row].id)):
            source = topic.documents[row].id
            if topic.events[row] == 0 and source not in cited and row not in topic.only:
                yield f"{source} adds nothing: no sentence stands alone that others do not say"
    silent = {document.id for row, document in enumerate(topic.documents) if row not in spoken}
    if len(silent) > MAX_NAMED:
        yield f"{_listed(sorted(silent, key=_natural))} have no prose: all of it was dropped"
        return
    reasons: dict[str, set[str]] = defaultdict(set)
    for item in topic.dropped:
        reasons[item.source].add(item.reason)
    for source in sorted(silent, key=_natural):
        yield f"{source} has {_nothing(reasons[source])}"


def _about_dates(documents: Sequence[Document], order: str) -> Iterator[str]:
    """Which dates are none, and whether the order by time has none to go by."""
    dated = sorted((d for d in documents if d.date), key=lambda d: _natural(d.id))
    wrong = [document for document in dated if not is_date(document.date or "")]
    if wrong:
        yield f"{_listed([f'{d.id} ({d.date})' for d in wrong])}: no possible date, not used as one"
    if order == "time" and len(wrong) == len(dated):
        yield "no source has a date: points are in the order of the sources, not of time"


def _listed(names: Sequence[str]) -> str:
    """The names, or of very many the first ones and the number of the others."""
    if len(names) <= MAX_NAMED:
        return ", ".join(names)
    return f"{', '.join(names[:10])} and {len(names) - 10:,} others"


def _nothing(reasons: set[str]) -> str:
    """What a source without sentences is, by what was dropped of it."""
    if "placeholder" in reasons:
        return "no article: an error page, a wall or another notice stands in its place"
    if "scrap" in reasons:
        return "no article: a few words that share nothing with the other sources"
    return "no prose: all of it was dropped"


def _nothing_else(n_points: int, settings: Settings) -> list[str]:
    """What is said of a question on which the sources have no more."""
    if n_points == 0:
        return [f"no points: nothing in the sources bears on the question {settings.query!r}"]
    if n_points == settings.max_points:
        return []
    limit = "" if settings.max_points is None else f" of {settings.max_points}"
    plural = "point" if n_points == 1 and not limit else "points"
    return [f"{n_points}{limit} {plural}: nothing else in the sources bears on the question"]


@cache
def _versions() -> dict[str, str]:
    found = {"python": platform.python_version()}
    for name in VERSIONED:
        try:
            found[name] = version(name)
        except PackageNotFoundError:  # run from a checkout that was never installed
            found[name] = "not installed"
    return found


def _natural(name: str) -> list[tuple[int, str]]:
    """Order `text 2` before `text 10`."""
    return [
        (int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d+)", name)
    ]
