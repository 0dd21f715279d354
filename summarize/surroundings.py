"""What is said around a choice: why each point was chosen, what one source has alone, what is new.

In: a `Chosen`. Out: what `briefing` writes down; and the few sentences of each other event. It
chooses no points.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from summarize.briefing import Choice
from summarize.choosing import Budget, Chosen, Material, choose, costs_of
from summarize.contributions import is_bare_quotation, only_in, tells_by_itself
from summarize.differences import changed_values, contradicting
from summarize.documents import Brief, Difference, Document, Explanation, Sentence, Update
from summarize.focus import FOCUS
from summarize.known import as_sentences, grown_and_gone, heard
from summarize.languages import Language
from summarize.rows import FloatArray
from summarize.selection import Selection
from summarize.standing import in_need, leads
from summarize.stemming import stemmer
from summarize.support import Evidence, Supporter, days_of

__all__ = ["Room", "agreeing", "alone", "as_choices", "led", "stories_of", "uncited", "update"]

# From so many sources on, another event than the main one has two points.
SOURCES_OF_TWO_POINTS = 3
# Points among which one is looked for that opens its document, where the first cannot lead.
MOST_TO_LEAD = 5


def alone(chosen: Chosen, sentences: Sequence[Sentence], language: str) -> dict[int, int]:
    """Return the best sentence of each document that no other has: from document to row."""
    candidates, picked = chosen.candidates, chosen.selection.rows
    to_points = candidates.sameness.dot(candidates.sameness.take(picked)).max(axis=1, initial=0.0)

    def tells(row: int) -> bool:
        text = sentences[chosen.rows[row]].text
        return not is_bare_quotation(text) and (language != "en" or tells_by_itself(text))

    # What a document opens with is what all tell, in whatever words.
    opens = candidates.position == 0
    out = (candidates.leaning > 0) | opens
    worth = np.where(out, -np.inf, candidates.relevance + candidates.bonus)
    best = only_in(worth, chosen.closest, to_points, candidates.document_of, tells)
    return {document: int(chosen.rows[row]) for document, row in best.items()}


def uncited(
    only: Mapping[int, int],
    cited: Iterable[Iterable[tuple[int, float]]],
    sentences: Sequence[Sentence],
) -> dict[int, int]:
    """Return what `alone` gave without what is cited for a point, and so said by others."""
    said = {
        (sentences[row].document, sentences[row].start)
        for supporters in cited
        for row, _ in supporters
    }
    return {
        document: row
        for document, row in only.items()
        if (document, sentences[row].start) not in said
    }


def led(
    chosen: Chosen, cited: list[list[Supporter]], sentences: Sequence[Sentence], language: str
) -> tuple[Chosen, list[list[Supporter]]]:
    """Return the points and their citations, one first that a brief may open with.

    That is the best one that neither quotes somebody nor needs the sentence before; if it is not
    the first of all, one of the first few that opens its document is preferred. Of 183 briefs of
    multinews/dev 24 change: of the swaps to the best one 21 were better, 3 level and 3 worse, of
    those to an opening instead 6 of 7 better still (read, one by one).
    """
    points, needs = chosen.points, in_need(language)
    texts = [sentences[row].text for row in points]
    may = [k for k, text in enumerate(texts) if leads(text) and not needs(text)]
    if not may or may[0] == 0:
        return chosen, cited
    opening = [k for k in may if k < MOST_TO_LEAD and sentences[points[k]].position == 0]
    first = (opening or may)[0]
    order = [first, *(k for k in range(len(points)) if k != first)]
    picks = chosen.selection
    selection = Selection(picks.rows[order], picks.scores[order], picks.redundancy[order])
    return replace(chosen, selection=selection), [cited[k] for k in order]


def agreeing(
    cited: list[Supporter],
    told: Sequence[Difference],
    documents: Sequence[Document],
    sentences: Sequence[Sentence],
    language: str,
) -> list[Supporter]:
    """Return the citations of a point without those of sentences that contradict it.

    Only of a point that is in one of the differences that are told: what is taken off shall be
    seen, and of what is not told half seems to differ and does not.
    """
    point, *others = (row for row, _ in cited)
    own = sentences[point]
    place = (documents[own.document].id, own.text)
    if not any(place == (value.source, value.text) for one in told for value in one.values):
        return cited
    stems, english = stemmer(language), language == "en"
    against = contradicting(point, others, documents, sentences, stems, english=english)
    return [(row, probability) for row, probability in cited if row not in against]


def stories_of(
    material: Material,
    embeddings: FloatArray,
    events: NDArray[np.intp],
    originals: NDArray[np.bool_],
    budget: Budget,
) -> list[list[int]]:
    """Return the rows that stand for each event but the main one: briefs of a line or two."""
    stories = []
    for event in range(1, int(events.max()) + 1):
        of_event = originals & (events == event)
        rows = np.flatnonzero(of_event[material.document_of])
        sentences = [material.sentences[row] for row in rows.tolist()]
        own = Material(material.texts, sentences, of_event, material.language)
        points = 1 if of_event.sum() < SOURCES_OF_TWO_POINTS else 2
        short = replace(budget, limits=np.array([points, np.inf, np.inf]))
        stories.append(rows[choose(own, embeddings[rows], short).points].tolist())
    return stories


def as_choices(
    chosen: Chosen, around: Iterable[tuple[Sequence[tuple[int, float]], int | None]]
) -> list[Choice]:
    """Return the points as they were chosen, each with why.

    Parameters
    ----------
    chosen : Chosen of n_points
    around : iterable of n_points (sequence of (int, float), int or None)
        The citations of each point, and the row of the sentence that is shown before it.
    """
    salience, candidates, selection = chosen.salience, chosen.candidates, chosen.selection
    # What the points were chosen by: under a question, all else counts for less.
    asked = candidates.question
    rest, question = (1.0, np.zeros(len(candidates))) if asked is None else (1 - FOCUS, asked)
    coverage = candidates.coverage.gain()
    sizes = np.bincount(candidates.labels)
    picked = set(selection.rows.tolist())
    return [
        Choice(
            score=float(score),
            cluster=int(candidates.labels[row]),
            supporters=supporters_of,
            context=context,
            explanation=Explanation(
                relevance=_rounded(candidates.relevance[row]),
                position=int(candidates.position[row]),
                position_bonus=_rounded(rest * salience.position[row]),
                support_bonus=_rounded(rest * salience.support[row]),
                coverage_bonus=_rounded(coverage[row]),
                leaning_penalty=float(
                    candidates.leaning[row] * (candidates.before[row] not in picked)
                ),
                redundancy=_rounded(redundancy),
                cluster_size=int(sizes[candidates.labels[row]]),
                question=_rounded(question[row]),
            ),
        )
        for row, score, redundancy, (supporters_of, context) in zip(
            selection.rows, selection.scores, selection.redundancy, around, strict=True
        )
    ]


def _rounded(value: Any) -> float:
    return round(float(value), 4)


def update(
    known: Brief,
    chosen: Chosen,
    material: Material,
    copy_of: Sequence[int | None],
    events: NDArray[np.intp],
    min_support: float,
) -> Update:
    """Return what has become of the points of an earlier brief."""
    similarity = chosen.known.dot(chosen.space.sameness)
    probability = _told_today(known, chosen, material, copy_of, events)
    told = np.where(probability >= min_support, probability, 0.0)
    before = heard(known, material.texts, material.language)
    grown, gone = grown_and_gone(
        known, similarity, told, before, material.sentences, material.texts, copy_of
    )
    code = material.language.code
    documents, then = as_sentences(known, len(material.texts))
    changed = changed_values(
        list(zip(documents, then, strict=True)),
        material.texts,
        material.sentences,
        similarity,
        material.counted,
        stemmer(code),
        english=code == "en",
    )
    return Update(grown, gone, changed)


def _told_today(
    known: Brief,
    chosen: Chosen,
    material: Material,
    copy_of: Sequence[int | None],
    events: NDArray[np.intp],
) -> FloatArray:
    """How probably each sentence says what each known point says, shape (n_known, n)."""
    document_of = material.document_of
    originals = np.array([original is None for original in copy_of])
    evidence = Evidence(
        [sentence.text for sentence in material.sentences],
        chosen.space.sameness,
        document_of,
        events[document_of],
        originals[document_of],
        day_of=days_of([document.date for document in material.texts])[document_of],
    )
    sources = {source.id: source for source in known.sources}
    days = days_of([sources[p.source].date if p.source in sources else None for p in known.points])
    found = np.zeros((len(known.points), len(document_of)))
    for k, point in enumerate(known.points):
        n_sentences = sources[point.source].sentences if point.source in sources else 1
        then = evidence.foreign(chosen.known.take([k]), point.text, n_sentences, float(days[k]))
        found[k] = evidence.told(then)
    # No point is borne out by another story; one on a question may be of any.
    event_of = dict.fromkeys(sources, 0)
    if chosen.candidates.question is not None:
        rows = zip(material.texts, events.tolist(), strict=True)
        event_of |= {document.id: event for document, event in rows}
    own = np.array([event_of.get(point.source, 0) for point in known.points], dtype=np.intp)
    found[events[document_of] != own[:, np.newaxis]] = 0
    return found


class Room:
    """What the points leave of the budget of words and characters, for their context."""

    def __init__(self, left: NDArray[np.floating[Any]], language: Language) -> None:
        self._left = left
        self._language = language

    def take(self, text: str) -> bool:
        cost = np.array(costs_of(text, self._language)) * (0, 1, 1)
        fits = bool((cost <= self._left).all())
        if fits:
            self._left = self._left - cost
        return fits
