"""The notes of a brief: what came short, what was found about the sources, what is not known.

In: the topic and its points. Out: sentences for the reader, each of which says what was found.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from summarize.briefing.topic import Topic, natural
from summarize.documents import Document, Point
from summarize.fields import is_date
from summarize.languages import DEFAULT, Language, get_language, unknown_script, unplaced_day
from summarize.settings import Settings

__all__ = ["notes_on"]

# In a note; with more of them, the first ten stand for all.
MAX_NAMED = 50
# By the names of the setting and of the option: a brief does not know which of the two was used.
LIMITS = {"max_words": "max_words (--words)", "max_chars": "max_chars (--chars)"}


def notes_on(topic: Topic, points: Sequence[Point], settings: Settings) -> list[str]:
    """Return what a reader has to know besides the points, most important first."""
    notes = []
    if settings.query is not None and len(points) == topic.n_clusters:
        notes += _nothing_else(topic, len(points), settings)
    elif not points and topic.update is not None and topic.n_clusters == 0:
        notes.append("no points: the sources say nothing that the earlier brief has not said")
    elif not points:
        notes.append("no sentence of the sources fits in the budget")
    elif settings.max_points is not None and len(points) < settings.max_points:
        limits = [text for name, text in LIMITS.items() if getattr(settings, name) is not None]
        full = f"{' or '.join(limits)} has no room for more"
        why = full if limits else "the sources have no more to say"
        notes.append(f"{len(points)} of {settings.max_points} points: {why} without repetition")
    if topic.unsaid:
        notes.append(f"no sentence of the sources has {_quoted(topic.unsaid)}")
    notes += _about_sources(topic, points, settings)
    if settings.query is None:
        notes += _about_the_silent(topic, points)
    notes += _about_the_empty(topic)
    notes += _about_script(points)
    notes += _about_dates(topic.documents, settings.order)
    notes += _about_days(topic.documents, points, get_language(settings.language or DEFAULT))
    notes += _about_method(topic)
    if topic.large is not None and topic.large.n_dropped:
        notes.append(
            f"{topic.large.n_dropped:,} passages left out as boilerplate are not listed: "
            "the topic is too large"
        )
    return notes


def _about_method(topic: Topic) -> Iterator[str]:
    """What was looked for among some, where it might have been among all."""
    ways = []
    if not topic.complete:
        ways.append("points were chosen among the most salient sentences, not among all")
    if topic.n_sampled:
        ways.append(f"other stories looked for in {topic.n_sampled} of the documents")
    if topic.large is not None:
        ways.append("repeated lines of pages within parts of the topic")
        ways.append("and contradictions among the sentences most like the points and those")
    if ways:
        yield f"approximated: {', '.join(ways)}"


def _about_sources(topic: Topic, points: Sequence[Point], settings: Settings) -> Iterator[str]:
    """What was found about the sources as a whole, and which tell another story."""
    spoken = {row for row, size in enumerate(topic.sizes()) if size}
    originals = [row for row in spoken if topic.copy_of[row] is None]
    if len(spoken) == 1 and points:
        yield f"one source: nothing beside {topic.documents[originals[0]].id} bears its points out"
    if len(spoken) > 1 and len(originals) == 1:
        yield f"all sources are copies of {topic.documents[originals[0]].id}: one witness"
    others = sorted(
        (topic.documents[row].id for row, event in enumerate(topic.events) if event), key=natural
    )
    n_events = len({topic.events[row] for row in originals})
    if others and n_events == len(originals) > 2:
        told = "the points are those of one of them; all_events (--all-events) takes in all"
        if settings.query is not None:
            told = "no point is borne out by another source"
        yield f"no two sources tell of the same event; {told}"
    elif others and settings.query is not None:
        yield from _about_points_of(others, points)
    elif others:
        yield (
            f"{_listed(others)}: another story than the main one, left out of the points; "
            "all_events (--all-events) takes it in"
        )
    elif len(originals) > 2 and points and all(point.n_independent == 1 for point in points):
        yield "no point was found in two independent sources"


def _about_points_of(others: Sequence[str], points: Sequence[Point]) -> Iterator[str]:
    """Which points, on a question, are of another story than the main one."""
    ranks = sorted(point.rank for point in points if point.source in others)
    if ranks:
        told_by = [name for name in others if name in {point.source for point in points}]
        named = f"point{'s' * (len(ranks) > 1)} {', '.join(map(str, ranks))}"
        yield f"{named}: of another story than the main one, told in {_listed(told_by)}"


def _about_the_silent(topic: Topic, points: Sequence[Point]) -> Iterator[str]:
    """Which sources of the main event are not in the brief, and that nothing is missed by it."""
    sizes = topic.sizes()
    originals = [row for row, size in enumerate(sizes) if size and topic.copy_of[row] is None]
    if not topic.complete or len(originals) < 2 or not points:
        return
    heard = {citation.source for point in points for citation in point.citations}
    heard |= {value.source for difference in topic.differences for value in difference.values}
    silent = [
        row
        for row in sorted(originals, key=lambda row: natural(topic.documents[row].id))
        if topic.events[row] == 0 and topic.documents[row].id not in heard and row not in topic.only
    ]
    short = [topic.documents[row].id for row in silent if sizes[row] == 1]
    long = [topic.documents[row].id for row in silent if sizes[row] > 1]
    if long:
        adds = "adds" if len(long) == 1 else "add"
        yield f"{_listed(long)} {adds} nothing: no sentence stands alone that others do not say"
    if short:
        has = "has one sentence, which" if len(short) == 1 else "have one sentence each, which"
        yield f"{_listed(short)} {has} no point says"


def _about_the_empty(topic: Topic) -> Iterator[str]:
    """Which sources have no sentence, and why."""
    sizes = topic.sizes()
    silent = {document.id for row, document in enumerate(topic.documents) if not sizes[row]}
    if len(silent) > MAX_NAMED:
        yield f"{_listed(sorted(silent, key=natural))} have no prose: all of it was dropped"
        return
    reasons: dict[str, set[str]] = defaultdict(set)
    for item in topic.dropped:
        reasons[item.source].add(item.reason)
    for source in sorted(silent, key=natural):
        yield f"{source} has {_nothing(reasons[source])}"


def _about_script(points: Sequence[Point]) -> Iterator[str]:
    script = unknown_script(point.text for point in points)
    if script is not None:
        yield f"no language in {script} letters is known: texts are split and compared as English"


def _about_dates(documents: Sequence[Document], order: str) -> Iterator[str]:
    """Which dates are none, and whether the order by time has none to go by."""
    dated = sorted((d for d in documents if d.date), key=lambda d: natural(d.id))
    wrong = [document for document in dated if not is_date(document.date or "")]
    if wrong:
        yield f"{_listed([f'{d.id} ({d.date})' for d in wrong])}: no possible date, not used as one"
    if order == "time" and len(wrong) == len(dated):
        yield "no source has a date: points are in the order of the sources, not of time"


def _about_days(
    documents: Sequence[Document], points: Sequence[Point], language: Language
) -> Iterator[str]:
    """Which points name a day that only the date of their source would place, and it has none."""
    dated = {document.id for document in documents if is_date(document.date or "")}
    named: dict[str, list[int]] = defaultdict(list)
    for point in sorted(points, key=lambda point: point.rank):
        day = None if point.source in dated else unplaced_day(point.text, language)
        if day:
            named[day].append(point.rank)
    meant = [
        f"{day!r} (point{'s' * (len(ranks) > 1)} {', '.join(map(str, ranks))})"
        for day, ranks in named.items()
    ]
    if meant:
        yield f"no date of their source says which day is meant: {_listed(meant)}"


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


def _nothing_else(topic: Topic, n_points: int, settings: Settings) -> list[str]:
    """What is said of a question on which the sources have no more."""
    if n_points == 0:
        return [f"no points: {_why_no_point(topic)} the question {settings.query!r}"]
    if n_points == settings.max_points:
        return []
    limit = "" if settings.max_points is None else f" of {settings.max_points}"
    plural = "point" if n_points == 1 and not limit else "points"
    repeats = "repeats one of these" + " or of the earlier brief" * (topic.update is not None)
    rest = f"every other statement in the sources bears less on the question or {repeats}"
    return [f"{n_points}{limit} {plural}: {rest}"]


def _why_no_point(topic: Topic) -> str:
    if topic.n_bearing == 0:
        return "nothing in the sources bears on"
    if topic.update is not None:
        return "the sources have no statement that the earlier brief has not on"
    return "only what is no point, such as a fragment, a question or a very long sentence, bears on"


def _quoted(words: Sequence[str]) -> str:
    return ", ".join(f"“{word}”" for word in words)
