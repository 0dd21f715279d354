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
from summarize.candidates import candidate_rows, most_salient
from summarize.cleaning import clean
from summarize.clustering import cluster, get_clusterer
from summarize.copies import copies
from summarize.documents import Brief, Corpus, Document, Explanation, Sentence
from summarize.embedding import STATIC_LANGUAGES, Embedder, load_embedder
from summarize.errors import EmptyInputError, UnknownNameError
from summarize.events import group_events
from summarize.focus import FOCUS, bearing, bearing_rows
from summarize.languages import Language, count_words, get_language, main_language
from summarize.reading import gather
from summarize.rows import Coverage, FloatArray
from summarize.salience import (
    POSITION,
    Salience,
    centroid,
    coverage_of_shared_pairs,
    earliness,
    leaning_penalty,
    relevance,
    support_bonus,
)
from summarize.selection import Candidates, Selection, get_selector, select
from summarize.sentences import split
from summarize.settings import Settings
from summarize.similarity import Space, build_space
from summarize.standing import contexts, leaning, predecessors
from summarize.stemming import stemmer
from summarize.support import closest_by_document, supporters

__all__ = ["Summarizer", "summarize"]

WORDS = 1  # the column of costs that counts words
WORDS_PER_POINT = 25
CHARS_PER_POINT = 150


def summarize(documents: Iterable[str | Path | Document], **settings: Any) -> Brief:
    """Summarize several texts on one subject: `Summarizer(**settings).summarize(documents)`."""
    return Summarizer(**settings).summarize(documents)


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

    def _embed(self, code: str) -> Embedder:
        """The embedder for texts in a language: the bundled one reads English only."""
        if self.settings.embedder == "static" and code not in STATIC_LANGUAGES:
            return load_embedder("tfidf")
        return self._embedder

    def summarize(self, documents: Iterable[str | Path | Document]) -> Brief:
        """Return the brief of one topic.

        Parameters
        ----------
        documents : iterable of str, Path or Document
            A str is a text, a Path is a file to read; `read()` gives Documents of folders and
            globs.

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
        counted = np.array([original is None for original in copy_of]) & (events == 0)
        material = _Material(texts, sentences, counted, get_language(code))
        embeddings = self._embeddings(material)
        space = self._space(material, embeddings[: len(sentences)])
        bears = self._bearing(material, embeddings)
        rows, salience, coverage = self._salience(material, space, bears)
        candidates = self._candidates(material, space, rows, salience, coverage)
        if bears is not None:
            candidates = _focused(candidates, bears[rows])
        selection = select(candidates, self._limits, settings.diversity, self._selector)

        chosen = rows[selection.rows].tolist()
        cited = supporters(sentences, space.sameness, events, chosen, settings.min_support)
        room = _Room(self._limits - material.costs[chosen].sum(axis=0), material.language)
        before = contexts(chosen, sentences, texts, leaning(code), room.take)
        dropped = [item for p in prose for item in p.dropped]
        n_clusters = len(np.unique(candidates.labels))
        topic = Topic(corpus, texts, copy_of, events.tolist(), sentences, dropped, n_clusters)
        choices = _choices(salience, candidates, selection, zip(cited, before, strict=True))
        return write_brief(topic, choices, replace(settings, language=code))

    def _embeddings(self, material: _Material) -> FloatArray:
        """Of the sentences, and last of the question, if there is one."""
        texts = [sentence.text for sentence in material.sentences]
        asked = [] if self.settings.query is None else [self.settings.query]
        return self._embed(material.language.code)([*texts, *asked])

    def _bearing(self, material: _Material, embeddings: FloatArray) -> FloatArray | None:
        """How much each sentence bears on the question; None if nothing is asked."""
        if self.settings.query is None:
            return None
        texts = [sentence.text for sentence in material.sentences]
        stems = stemmer(material.language.code)
        return bearing(self.settings.query, texts, embeddings, stems, material.counted)

    def _space(self, material: _Material, embeddings: FloatArray) -> Space:
        texts = [sentence.text for sentence in material.sentences]
        titles = [
            document.title
            for document, counts in zip(material.texts, material.counts, strict=True)
            if document.title and counts
        ]
        code = material.language.code
        return build_space(texts, titles, embeddings, stemmer(code), material.counted)

    def _salience(
        self, material: _Material, space: Space, bears: FloatArray | None
    ) -> tuple[NDArray[np.intp], Salience, Coverage]:
        """The rows of the sentences that may become points, and their salience."""
        per_document = self._n_wanted / material.counts.sum()
        counted = np.flatnonzero(material.counted)
        shared = centroid(space.topic.take(counted), space.titles, material.document_of[counted])
        relevant = relevance(space.topic, shared)
        early = earliness(material.position, material.document_of)
        words = material.costs[:, WORDS]

        # What answers a question may stand anywhere in a document.
        looked_at = per_document if bears is None else len(material.sentences)
        shaped = candidate_rows(material.sentences, words, counted, looked_at, material.language)
        if bears is not None:
            shaped = bearing_rows(shaped, bears)
        first = relevant + POSITION * early if bears is None else bears
        rows = most_salient(shaped, first[shaped])
        coverage = coverage_of_shared_pairs(
            space.pairs[counted],
            space.title_pairs,
            material.document_of[counted],
            early[counted],
            words[counted],
        ).take(np.searchsorted(counted, rows))
        leans = leaning(material.language.code)
        leaned = np.array([leans(material.sentences[row].text) for row in rows.tolist()], bool)
        voices = np.unique(material.document_of[counted], return_inverse=True)[1]
        closeness = closest_by_document(
            space.sameness.take(rows), space.sameness.take(counted), voices
        )
        salience = Salience(
            relevance=relevant[rows],
            position=POSITION * early[rows],
            coverage=coverage.gain(),
            support=support_bonus(closeness, voices[np.searchsorted(counted, rows)]),
            leaning=leaning_penalty(leaned),
        )
        return rows, salience, coverage

    def _candidates(
        self,
        material: _Material,
        space: Space,
        rows: NDArray[np.intp],
        salience: Salience,
        coverage: Coverage,
    ) -> Candidates:
        sameness = space.sameness.take(rows)
        return Candidates(
            topic=space.topic.take(rows),
            sameness=sameness,
            relevance=salience.relevance,
            bonus=salience.position + salience.support,
            leaning=salience.leaning,
            before=predecessors(rows, material.sentences, material.texts),
            coverage=coverage,
            labels=cluster(sameness.to_array(), self._clusterer),
            document_of=material.document_of[rows],
            position=material.position[rows],
            costs=material.costs[rows],
        )

    @property
    def _limits(self) -> NDArray[np.floating[Any]]:
        budget = (self.settings.max_points, self.settings.max_words, self.settings.max_chars)
        return np.array([np.inf if limit is None else limit for limit in budget], dtype=float)

    @property
    def _n_wanted(self) -> float:
        """How many points the budget has room for, about."""
        return float((self._limits / (1, WORDS_PER_POINT, CHARS_PER_POINT)).min())


class _Material:
    """The sentences of a topic and the arrays that go with them.

    Attributes
    ----------
    counts : ndarray of shape (n_documents,)
        Which documents count for what the sources share and may give points: no copies,
        and no other event than the main one.
    document_of, position : ndarray of shape (n,)
    counted : ndarray of shape (n,)
        Which sentences are of documents that count.
    costs : ndarray of shape (n, 3)
        Points, words and characters that each sentence uses.
    """

    def __init__(
        self,
        texts: Sequence[Document],
        sentences: Sequence[Sentence],
        counts: NDArray[np.bool_],
        language: Language,
    ) -> None:
        self.texts = texts
        self.sentences = sentences
        self.language = language
        self.document_of = np.array([sentence.document for sentence in sentences])
        self.position = np.array([sentence.position for sentence in sentences])
        # Where the documents that count have no prose, the others have to do.
        has_prose = np.isin(np.arange(len(texts)), self.document_of)
        self.counts = counts & has_prose if (counts & has_prose).any() else has_prose
        self.counted = self.counts[self.document_of]
        self.costs = np.array([_costs(sentence.text, language) for sentence in sentences])


def _focused(candidates: Candidates, bears: FloatArray) -> Candidates:
    """Return the candidates with the question before what the sources share."""
    rest = 1 - FOCUS
    return replace(
        candidates,
        relevance=rest * candidates.relevance,
        bonus=rest * candidates.bonus + FOCUS * bears,
        coverage=replace(candidates.coverage, scale=rest * candidates.coverage.scale),
    )


def _choices(
    salience: Salience,
    candidates: Candidates,
    selection: Selection,
    around: Iterable[tuple[Sequence[tuple[int, float]], int | None]],
) -> list[Choice]:
    sizes = np.bincount(candidates.labels)
    chosen = set(selection.rows.tolist())
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
                    salience.leaning[row] * (candidates.before[row] not in chosen)
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
        cost = np.array(_costs(text, self._language)) * (0, 1, 1)
        fits = bool((cost <= self._left).all())
        if fits:
            self._left = self._left - cost
        return fits


def _content_order(document: Document) -> tuple[str, str, str, str]:
    return (document.text, document.title or "", document.date or "", document.id)


def _costs(text: str, language: Language) -> tuple[int, int, int]:
    return (1, count_words(text, language), len(text))


def _why_empty(corpus: Corpus) -> str:
    tried = [f"{document.id}: no prose" for document in corpus]
    tried += [f"{skipped.source}: {skipped.reason}" for skipped in corpus.skipped]
    listed = "; ".join(tried[:5]) + ("; ..." if len(tried) > 5 else "")
    return f"no source had any text to summarize ({listed or 'no source was given'})"
