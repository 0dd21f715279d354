"""The whole library on one screen: documents in, a Brief out.

Nothing is fitted and kept between two topics; the only state of a `Summarizer` is its settings and
the embedding model, loaded at first use. Documents are worked on in the order of their texts, not
in the order given, so that every order of the files gives the same brief to the last bit.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from summarize.briefing import Choice, Topic, write_brief
from summarize.candidates import MAX_CANDIDATES
from summarize.choosing import Budget, Chosen, Material, choose, costs_of
from summarize.cleaning import clean
from summarize.clustering import SAME, get_clusterer
from summarize.contributions import only_in
from summarize.copies import copies
from summarize.documents import Brief, Corpus, Document, Explanation, Update
from summarize.embedding import STATIC_LANGUAGES, Embedder, load_embedder
from summarize.errors import EmptyInputError, UnknownNameError
from summarize.events import group_events
from summarize.focus import bearing
from summarize.known import grown_and_gone
from summarize.languages import Language, get_language, main_language
from summarize.reading import gather
from summarize.rows import FloatArray
from summarize.selection import get_selector
from summarize.sentences import split
from summarize.settings import Settings
from summarize.similarity import build_space
from summarize.standing import contexts, leaning
from summarize.stemming import stemmer
from summarize.support import supporters

__all__ = ["Summarizer", "summarize"]

# From so many sources on, another event than the main one has two points.
SOURCES_OF_TWO_POINTS = 3


def summarize(
    documents: Iterable[str | Path | Document], known: Brief | None = None, **settings: Any
) -> Brief:
    """Summarize texts on one subject: `Summarizer(**settings).summarize(documents, known)`."""
    return Summarizer(**settings).summarize(documents, known)


class Summarizer:
    """Settings once, models loaded once, any number of topics.

    Parameters
    ----------
    **settings
        The fields of `Settings`.

    Raises
    ------
    SettingsError
        A bad value, an unknown setting or an unknown name.
    """

    def __init__(self, **settings: Any) -> None:
        known = [field.name for field in fields(Settings)]
        for name in settings:
            if name not in known:
                raise UnknownNameError("setting", name, known)
        self.settings = Settings(**settings)
        self._clusterer = get_clusterer(self.settings.clusterer)
        self._selector = get_selector(self.settings.selector)

    @cached_property
    def _embedder(self) -> Embedder:
        return load_embedder(self.settings.embedder)

    def _embedder_for(self, code: str) -> Embedder:
        """The embedder for texts in a language: the bundled one reads English only."""
        if self.settings.embedder == "static" and code not in STATIC_LANGUAGES:
            return load_embedder("tfidf")
        return self._embedder

    def summarize(
        self, documents: Iterable[str | Path | Document], known: Brief | None = None
    ) -> Brief:
        """Return the brief of one topic.

        Parameters
        ----------
        documents : iterable of str, Path or Document
            A str is a text, a Path is a file to read; `read()` gives Documents of folders and
            globs.
        known : Brief, optional
            An earlier brief that the reader knows: none of its points is told again, and `update`
            says what has become of them.

        Raises
        ------
        EmptyInputError
            No document had any prose.
        ModelNotFoundError, MissingExtraError
            The embedding model cannot be loaded.
        PluginError
            A callable among the settings returned the wrong thing.
        """
        settings = self.settings
        corpus = gather(documents)
        texts = sorted(corpus, key=_content_order)
        code = settings.language or main_language([document.text for document in texts])
        prose = clean(texts, language=code, keep=settings.keep)
        sentences = split(texts, [p.spans for p in prose], code)
        if not sentences:
            raise EmptyInputError(_why_empty(corpus))

        copy_of = copies(texts, sentences)
        events = np.zeros(len(texts), dtype=np.intp)
        if not settings.all_events:
            events = group_events(sentences, len(texts), stemmer(code), copy_of)
        originals = np.array([original is None for original in copy_of])
        material = Material(texts, sentences, originals & (events == 0), get_language(code))
        told = [] if known is None else [point.text for point in known.points]
        embeddings, bears = self._embed(material, told)
        chosen = choose(material, embeddings, self._budget, bears, told)

        cited = self._supporters(material, embeddings, events, originals, chosen)
        room = _Room(
            self._budget.limits - material.costs[chosen.points].sum(axis=0), material.language
        )
        before = contexts(chosen.points, sentences, texts, leaning(code), room.take)
        topic = Topic(
            corpus=corpus,
            documents=texts,
            copy_of=copy_of,
            events=events.tolist(),
            sentences=sentences,
            dropped=[item for p in prose for item in p.dropped],
            n_clusters=len(np.unique(chosen.candidates.labels)),
            stories=self._stories(material, embeddings, events, originals),
            only=_only(chosen),
            complete=len(chosen.rows) < MAX_CANDIDATES,
            update=None if known is None else _update(known, chosen, material, copy_of),
        )
        choices = _choices(chosen, zip(cited, before, strict=True))
        return write_brief(topic, choices, replace(settings, language=code))

    def _embed(
        self, material: Material, known: Sequence[str]
    ) -> tuple[FloatArray, FloatArray | None]:
        """Embed the sentences and what is known; and how much each sentence bears on a question."""
        texts = [sentence.text for sentence in material.sentences]
        query, code = self.settings.query, material.language.code
        asked = [] if query is None else [query]
        embeddings = self._embedder_for(code)([*texts, *known, *asked])
        if query is None:
            return embeddings, None
        of_known = slice(len(texts), len(texts) + len(known))
        sentences_and_query = np.delete(embeddings, of_known, axis=0)
        bears = bearing(query, texts, sentences_and_query, stemmer(code), material.counted)
        return embeddings[:-1], bears

    def _supporters(
        self,
        material: Material,
        embeddings: FloatArray,
        events: NDArray[np.intp],
        originals: NDArray[np.bool_],
        chosen: Chosen,
    ) -> list[list[tuple[int, float]]]:
        sentences, rows = material.sentences, chosen.space.sameness
        if events.any():
            # Beside another story it is clearer which words tell the sentences of this one apart.
            texts = [sentence.text for sentence in sentences]
            counted = originals[material.document_of]
            stems = stemmer(material.language.code)
            own = embeddings[: len(texts)]
            rows = build_space(texts, [], own, stems, counted).sameness
        floor = self.settings.min_support
        return supporters(sentences, rows, events, chosen.points, floor, originals)

    def _stories(
        self,
        material: Material,
        embeddings: FloatArray,
        events: NDArray[np.intp],
        originals: NDArray[np.bool_],
    ) -> list[list[int]]:
        """The rows that stand for each event but the main one, one brief of a line or two each."""
        stories = []
        for event in range(1, int(events.max()) + 1):
            of_event = originals & (events == event)
            rows = np.flatnonzero(of_event[material.document_of])
            sentences = [material.sentences[row] for row in rows.tolist()]
            own = Material(material.texts, sentences, of_event, material.language)
            points = 1 if of_event.sum() < SOURCES_OF_TWO_POINTS else 2
            budget = replace(self._budget, limits=np.array([points, np.inf, np.inf]))
            stories.append(rows[choose(own, embeddings[rows], budget).points].tolist())
        return stories

    @property
    def _budget(self) -> Budget:
        limits = (self.settings.max_points, self.settings.max_words, self.settings.max_chars)
        return Budget(
            limits=np.array([np.inf if limit is None else limit for limit in limits], dtype=float),
            diversity=self.settings.diversity,
            clusterer=self._clusterer,
            selector=self._selector,
        )


def _only(chosen: Chosen) -> dict[int, int]:
    """The sentence of each document that no other has: from document to row."""
    candidates, picked = chosen.candidates, chosen.selection.rows
    to_points = candidates.sameness.dot(candidates.sameness.take(picked)).max(axis=1, initial=0.0)
    worth = np.where(candidates.leaning > 0, -np.inf, candidates.relevance + candidates.bonus)
    best = only_in(worth, chosen.closest, to_points, candidates.document_of)
    return {document: int(chosen.rows[row]) for document, row in best.items()}


def _update(
    known: Brief, chosen: Chosen, material: Material, copy_of: Sequence[int | None]
) -> Update:
    similarity = chosen.known.dot(chosen.space.sameness)
    grown, gone = grown_and_gone(
        known, similarity, SAME, material.sentences, material.texts, copy_of
    )
    return Update(grown, gone)


def _choices(
    chosen: Chosen, around: Iterable[tuple[Sequence[tuple[int, float]], int | None]]
) -> list[Choice]:
    salience, candidates, selection = chosen.salience, chosen.candidates, chosen.selection
    sizes = np.bincount(candidates.labels)
    picked = set(selection.rows.tolist())
    return [
        Choice(
            score=float(score),
            cluster=int(candidates.labels[row]),
            supporters=supporters_of,
            context=context,
            explanation=Explanation(
                relevance=round(float(salience.relevance[row]), 4),
                position=int(candidates.position[row]),
                position_bonus=round(float(salience.position[row]), 4),
                support_bonus=round(float(salience.support[row]), 4),
                coverage_bonus=round(float(salience.coverage[row]), 4),
                leaning_penalty=float(
                    salience.leaning[row] * (candidates.before[row] not in picked)
                ),
                redundancy=round(float(redundancy), 4),
                cluster_size=int(sizes[candidates.labels[row]]),
            ),
        )
        for row, score, redundancy, (supporters_of, context) in zip(
            selection.rows, selection.scores, selection.redundancy, around, strict=True
        )
    ]


class _Room:
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


def _content_order(document: Document) -> tuple[str, str, str, str]:
    return (document.text, document.title or "", document.date or "", document.id)


def _why_empty(corpus: Corpus) -> str:
    tried = [f"{document.id}: no prose" for document in corpus]
    tried += [f"{skipped.source}: {skipped.reason}" for skipped in corpus.skipped]
    listed = "; ".join(tried[:5]) + ("; ..." if len(tried) > 5 else "")
    return f"no source had any text to summarize ({listed or 'no source was given'})"
