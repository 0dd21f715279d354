"""A topic too large to work on whole: its documents, or where they lie, in; a Brief out.

What `pipeline` does for a small topic is done here around `merging`. The language and the events
are found from the beginnings of 500 documents, spread evenly over all. Texts are read where they
are worked on, a partition at a time; the brief keeps those of the documents that it shows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np

from summarize.briefing import Large, Topic, write_brief
from summarize.choosing import Budget, Material
from summarize.cleaning import clean
from summarize.copies import copies, sampling_of
from summarize.documents import Brief, Corpus, Sentence, Skipped
from summarize.embedding import Embedder
from summarize.events import group_events
from summarize.joining import Stories
from summarize.languages import DEFAULT, get_language
from summarize.merging import Merged, merge_partitions
from summarize.partitions import CHARS_PER_WORD, Item, Plan, Sampled
from summarize.reading.ids import with_ids
from summarize.reading.shelf import n_documents_of, size_of
from summarize.sentences import split
from summarize.settings import Settings
from summarize.standing import contexts, in_need
from summarize.stemming import stemmer
from summarize.surroundings import Room, as_choices, stories_of

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
    sample: Sequence[Sampled],
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
    sample : sequence of Sampled
        What `partitions.sample_of` gives.
    method : Method
    n_jobs : int, optional
        As `merging.merge_partitions` takes it.
    """
    settings, budget, code = method.settings, method.budget, method.code
    labelled, stories = (None, []) if settings.all_events else _events(sample, method)
    if settings.query is not None:
        stories = []  # what of them bears on the question is among the points
    plan = Plan(
        language=code,
        keep=settings.keep,
        embedder=method.embedder,
        query=settings.query,
        n_points=budget.n_wanted,
        points_per_document=budget.n_wanted / max(1, sum(map(n_documents_of, items))),
        sampling=sampling_of(sum(map(size_of, items)) // CHARS_PER_WORD),
        stories=labelled,
    )
    quoted = [
        (one.item, one.part)
        for one in (sample[sentence.document] for story in stories for sentence in story)
    ]
    merged = merge_partitions(
        items, plan, budget, method.embed, settings.min_support, n_jobs, quoted
    )
    told = [[_placed(one, sample, merged) for one in story] for story in stories]
    return _brief(merged, told, skipped, method)


def _brief(
    merged: Merged, stories: list[list[Sentence]], skipped: Sequence[Skipped], method: Method
) -> Brief:
    chosen, language = merged.chosen, get_language(method.code)
    documents = with_ids(merged.documents)
    spent = chosen.candidates.costs[chosen.selection.rows].sum(axis=0)
    room = Room(method.budget.limits - spent, language)
    needs = in_need(method.code)
    before = contexts(chosen.points, merged.sentences, documents, needs, room.take)
    topic = Topic(
        corpus=Corpus((), (*skipped, *merged.skipped)),
        documents=documents,
        copy_of=merged.copy_of,
        events=merged.events.tolist(),
        sentences=[*merged.sentences, *(one for story in stories for one in story)],
        dropped=(),
        n_clusters=len(np.unique(chosen.candidates.labels)),
        stories=_rows_of(stories, len(merged.sentences)),
        only=merged.only,
        n_bearing=chosen.n_bearing,
        unsaid=merged.unsaid,
        complete=False,
        large=Large(merged.sizes.tolist(), merged.lengths.tolist(), merged.n_dropped),
    )
    choices = as_choices(chosen, zip(merged.cited, before, strict=True))
    return write_brief(topic, choices, method.settings)


def _events(
    sample: Sequence[Sampled], method: Method
) -> tuple[Stories | None, list[list[Sentence]]]:
    """What tells the events apart, and the best sentences of those that are not the main one.

    The sentences count their documents in the sample.
    """
    texts, code = [one.document for one in sample], method.code
    prose = clean(texts, language=code, keep=method.settings.keep)
    sentences = split(texts, [p.spans for p in prose], code)
    copy_of = copies(texts, sentences)
    events = np.maximum(group_events(sentences, len(texts), stemmer(code), copy_of), 0)
    if not events.any():
        return None, []
    originals = np.array([original is None for original in copy_of])
    material = Material(texts, sentences, originals & (events == 0), get_language(code))
    embeddings = method.embed([sentence.text for sentence in sentences])
    stories = stories_of(material, embeddings, events, originals, method.budget)
    return Stories.of(sentences, events, stemmer(code)), [
        [sentences[row] for row in story] for story in stories
    ]


def _placed(sentence: Sentence, sample: Sequence[Sampled], merged: Merged) -> Sentence:
    """A sentence of the sample as one of the whole topic."""
    one = sample[sentence.document]
    return replace(sentence, document=merged.firsts[one.item] + one.part)


def _rows_of(stories: Sequence[Sequence[Sentence]], first: int) -> list[list[int]]:
    """The rows of the sentences of each story, where they follow `first` others."""
    ends = np.cumsum([first, *map(len, stories)]).tolist()
    return [list(range(begin, end)) for begin, end in pairwise(ends)]
