"""A topic too large to work on whole: its documents, or where they lie, in; a Brief out.

What `pipeline` does for a small topic is done here around `merging`. The language is found before,
from the beginnings of 500 documents, spread evenly over all. Texts are read where they are worked
on, a partition at a time; the brief keeps those of the documents that it shows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from summarize.briefing import Large, Topic, write_brief
from summarize.choosing import Budget
from summarize.copies import sampling_of
from summarize.documents import Brief, Corpus, Dropped, Sentence, Skipped
from summarize.embedding import Embedder
from summarize.languages import DEFAULT, get_language
from summarize.merging import Merged, merge_partitions
from summarize.outcomes import Once
from summarize.partitions import CHARS_PER_WORD, Item, Plan
from summarize.reading.shelf import size_of
from summarize.settings import Settings
from summarize.standing import contexts, in_need
from summarize.surroundings import Room, as_choices

__all__ = ["Method", "summarize_large"]


@dataclass(frozen=True, slots=True)
class Method:
    """How a topic is summarized.

    Attributes
    ----------
    settings : Settings
        With the language of the topic.
    budget : Budget
    embed : callable
    embedder : str or callable
        What a worker loads the same embedder by.
    """

    settings: Settings
    budget: Budget
    embed: Embedder
    embedder: Any

    @property
    def code(self) -> str:
        """The language."""
        return self.settings.language or DEFAULT


def summarize_large(
    items: Sequence[Item],
    skipped: Sequence[Skipped],
    method: Method,
    n_jobs: int | None = None,
) -> Brief:
    """Return the brief of a topic that is worked on in partitions.

    Parameters
    ----------
    items : sequence of Document and Place
        In an order that does not depend on the one in which they were given.
    skipped : sequence of Skipped
        What was passed over before.
    method : Method
    n_jobs : int, optional
        As `merging.merge_partitions` takes it.
    """
    settings, budget = method.settings, method.budget
    plan = Plan(
        language=method.code,
        keep=settings.keep,
        embedder=Once(method.embedder) if callable(method.embedder) else method.embedder,
        query=settings.query,
        n_points=budget.n_wanted,
        sampling=sampling_of(sum(map(size_of, items)) // CHARS_PER_WORD),
        all_events=settings.all_events,
    )
    merged = merge_partitions(items, plan, budget, method.embed, settings.min_support, n_jobs)
    return _brief(merged, skipped, method)


def _brief(merged: Merged, skipped: Sequence[Skipped], method: Method) -> Brief:
    chosen, language, told = merged.chosen, get_language(method.code), merged.told
    spent = chosen.candidates.costs[chosen.selection.rows].sum(axis=0)
    room = Room(method.budget.limits - spent, language)
    needs = in_need(method.code)
    before = contexts(chosen.points, merged.sentences, merged.documents, needs, room.take)
    topic = Topic(
        corpus=Corpus((), (*skipped, *merged.skipped)),
        documents=merged.documents,
        copy_of=merged.copy_of,
        events=np.maximum(told.events, 0).tolist(),
        sentences=[*merged.sentences, *(one for story in told.stories for one in story)],
        dropped=[
            Dropped(merged.documents[s.document].id, s.start, s.end, s.text, "scrap")
            for s in told.scraps
        ],
        n_clusters=len(np.unique(chosen.candidates.labels)),
        stories=_rows_of(told.stories, len(merged.sentences)),
        only=merged.only,
        n_bearing=chosen.n_bearing,
        unsaid=merged.unsaid,
        complete=False,
        differences=merged.differences,
        n_sampled=told.n_sampled,
        large=Large(merged.sizes.tolist(), merged.lengths.tolist(), merged.n_dropped),
    )
    choices = as_choices(chosen, zip(merged.cited, before, strict=True))
    return write_brief(topic, choices, method.settings)


def _rows_of(stories: Sequence[Sequence[Sentence]], first: int) -> list[list[int]]:
    """The rows of the sentences of each story, where they follow `first` others."""
    ends = np.cumsum([first, *map(len, stories)]).tolist()
    return [list(range(begin, end)) for begin, end in pairwise(ends)]
