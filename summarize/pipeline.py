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
from summarize.candidates import candidate_rows, count_words, most_salient
from summarize.cleaning import clean
from summarize.clustering import cluster, get_clusterer
from summarize.documents import Brief, Corpus, Document, Explanation, Sentence
from summarize.embedding import STATIC_LANGUAGES, Embedder, load_embedder
from summarize.errors import EmptyInputError, UnknownNameError
from summarize.languages import Language, get_language, main_language
from summarize.reading import gather
from summarize.salience import (
    Salience,
    centroid,
    leaning_penalty,
    position_bonus,
    relevance,
    support_bonus,
)
from summarize.selection import Candidates, Selection, get_selector, select
from summarize.sentences import split
from summarize.settings import Settings
from summarize.similarity import Space, build_space
from summarize.standing import contexts, leaning
from summarize.stemming import content_stems
from summarize.support import closest_by_document, copies, supporters

__all__ = ["Summarizer", "summarize"]

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

        space = self._space(texts, sentences, code)
        language = get_language(code)
        rows, salience = self._salience(sentences, space, len(texts), language)
        candidates = self._candidates(sentences, space, rows, salience, language)
        selection = select(candidates, self._limits, settings.diversity, self._selector)
        cited = supporters(
            sentences, space.sameness, rows[selection.rows].tolist(), settings.min_support
        )
        room = _Room(self._limits - candidates.costs[selection.rows].sum(axis=0), language)
        before = contexts(rows[selection.rows].tolist(), sentences, texts, leaning(code), room.take)
        dropped = [item for p in prose for item in p.dropped]
        topic = Topic(corpus, texts, copies(texts), sentences, dropped)
        choices = _choices(salience, candidates, selection, zip(cited, before, strict=True))
        return write_brief(topic, choices, replace(settings, language=code))

    def _space(self, texts: Sequence[Document], sentences: Sequence[Sentence], code: str) -> Space:
        titles = [document.title for document in texts if document.title]
        quoted = [sentence.text for sentence in sentences]
        embeddings = self._embed(code)([*quoted, *titles])
        return build_space(quoted, titles, embeddings, content_stems(code))

    def _salience(
        self, sentences: Sequence[Sentence], space: Space, n_documents: int, language: Language
    ) -> tuple[NDArray[np.intp], Salience]:
        """The rows of the sentences that may become points, and their salience."""
        per_document = self._n_wanted / n_documents
        document_of = np.array([sentence.document for sentence in sentences])
        position = np.array([sentence.position for sentence in sentences])
        relevant = relevance(space.topic, centroid(space.topic, space.titles, document_of))
        early = position_bonus(position, per_document)

        shaped = candidate_rows(sentences, per_document, language)
        rows = most_salient(shaped, relevant[shaped] + early[shaped])
        closeness = closest_by_document(
            space.sameness.take(rows), space.sameness, document_of, n_documents
        )
        support = support_bonus(closeness, document_of[rows])
        leans = leaning(language.code)
        leaned = np.array([leans(sentences[row].text) for row in rows.tolist()], dtype=bool)
        return rows, Salience(relevant[rows], early[rows], support, leaning_penalty(leaned))

    def _candidates(
        self,
        sentences: Sequence[Sentence],
        space: Space,
        rows: NDArray[np.intp],
        salience: Salience,
        language: Language,
    ) -> Candidates:
        quoted = [sentences[row] for row in rows.tolist()]
        sameness = space.sameness.take(rows)
        return Candidates(
            topic=space.topic.take(rows),
            sameness=sameness,
            relevance=salience.relevance,
            bonus=salience.bonus,
            labels=cluster(sameness.to_array(), self._clusterer),
            document_of=np.array([sentence.document for sentence in quoted]),
            position=np.array([sentence.position for sentence in quoted]),
            costs=np.array([_costs(sentence.text, language) for sentence in quoted]),
        )

    @property
    def _limits(self) -> NDArray[np.floating[Any]]:
        budget = (self.settings.max_points, self.settings.max_words, self.settings.max_chars)
        return np.array([np.inf if limit is None else limit for limit in budget], dtype=float)

    @property
    def _n_wanted(self) -> float:
        """How many points the budget has room for, about."""
        return float((self._limits / (1, WORDS_PER_POINT, CHARS_PER_POINT)).min())


def _choices(
    salience: Salience,
    candidates: Candidates,
    selection: Selection,
    around: Iterable[tuple[Sequence[tuple[int, float]], int | None]],
) -> list[Choice]:
    sizes = np.bincount(candidates.labels)
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
                leaning_penalty=round(float(salience.leaning[row]), 4),
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
