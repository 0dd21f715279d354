"""The whole library on one screen: documents in, a Brief out.

Nothing is fitted and kept between two topics; the only state of a `Summarizer` is its settings and
the embedding model, loaded at first use. Documents are worked on in the order of their texts, not
in the order given, so that every order of the files gives the same brief to the last bit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from summarize import partitions
from summarize.briefing import Topic, write_brief
from summarize.candidates import MAX_CANDIDATES
from summarize.choosing import Budget, Chosen, Material, choose
from summarize.cleaning import clean
from summarize.clustering import get_clusterer
from summarize.copies import copies
from summarize.differences import differences
from summarize.documents import Brief, Corpus, Document, Dropped, Sentence, Skipped
from summarize.embedding import STATIC_LANGUAGES, Embedder, load_embedder, located
from summarize.errors import EmptyInputError, SettingsError, UnknownNameError
from summarize.events import NO_ARTICLE, group_events, n_sampled
from summarize.focus import bearing
from summarize.languages import get_language, main_language
from summarize.large import Method, summarize_large
from summarize.outcomes import Failure
from summarize.parallel import in_order
from summarize.partitions import Item, is_large, sample_of
from summarize.reading import Shelf, gather
from summarize.reading.topics import held
from summarize.repetition import told_once
from summarize.rows import FloatArray
from summarize.selection import get_selector
from summarize.sentences import split
from summarize.settings import Settings
from summarize.similarity import build_space
from summarize.standing import contexts, in_need
from summarize.stemming import asked_stems, stemmer, stems_in, unsaid
from summarize.support import Evidence, Supporter, evidence_of, supporters
from summarize.surroundings import (
    Room,
    agreeing,
    alone,
    as_choices,
    led,
    stories_of,
    uncited,
    update,
)

__all__ = ["Summarizer", "summarize"]


def summarize(
    documents: Iterable[str | Path | Document] | Shelf,
    known: Brief | None = None,
    n_jobs: int | None = None,
    **settings: Any,
) -> Brief:
    """Return the brief of texts on one subject: the points, and who says each.

    It is `Summarizer(**settings).summarize(documents, known, n_jobs)`; for many topics keep the
    Summarizer, which loads its model once.

    Parameters
    ----------
    documents : iterable of str, Path or Document
        A str is a text, a Path a file or folder to read; `read()` gives Documents of globs and
        addresses.
    known : Brief, optional
        An earlier brief that the reader knows.
    n_jobs : int, optional
        So many processes for a topic of 6,000,000 characters or 40,000 documents, or more; one a
        core if not given.
    **settings
        The fields of `Settings`: `max_points`, `max_words`, `query`, `embedder` and others.

    Returns
    -------
    Brief

    Raises
    ------
    SettingsError
        A bad value, an unknown setting or an unknown name; one text where a list was due.
    EmptyInputError
        No document had any prose.
    SummarizeError
        Whatever else `Summarizer.summarize` raises is of this kind too.

    Examples
    --------
    >>> from summarize import summarize
    >>> monday = "The river Aller flooded the old town of Verden on Monday. No one was hurt."
    >>> tuesday = "On Monday the Aller flooded the old town of Verden. The dam had held."
    >>> brief = summarize([monday, tuesday], max_points=1)
    >>> brief.points[0].text
    'On Monday the Aller flooded the old town of Verden.'
    >>> [citation.source for citation in brief.points[0].citations]
    ['text 2', 'text 1']
    """
    return Summarizer(**settings).summarize(documents, known, n_jobs)


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
        self._model = located(self.settings.embedder)

    @cached_property
    def _embedder(self) -> Embedder:
        return load_embedder(self._model)

    def _reads(self, code: str) -> bool:
        """Whether the embedder reads a language: the bundled one reads English only."""
        return self.settings.embedder != "static" or code in STATIC_LANGUAGES

    def _embedder_for(self, code: str) -> Embedder:
        return self._embedder if self._reads(code) else load_embedder("tfidf")

    def summarize(
        self,
        documents: Iterable[str | Path | Document] | Shelf,
        known: Brief | None = None,
        n_jobs: int | None = None,
    ) -> Brief:
        """Return the brief of one topic.

        Parameters
        ----------
        documents : iterable of str, Path or Document
            A str is a text, a Path is a file or folder to read; `read()` gives Documents of
            globs and addresses. Of Paths whose texts have 6,000,000 characters and more no text is
            held here: each process reads the files that it works on. A JSONL file, and a CSV or
            TSV table in UTF-8, may then be of any size. `reading.shelve` gives a Shelf, of which
            the same is true.
        known : Brief, optional
            An earlier brief that the reader knows: none of its points is told again, and `update`
            says what has become of them.
        n_jobs : int, optional
            So many processes for a topic of 6,000,000 characters or 40,000 documents, or more, that
            is worked on in partitions (`merging`); the brief is the same for any number. None for
            what `joblib.parallel_config` says, or else one a core. Smaller topics take one.

        Raises
        ------
        EmptyInputError
            No document had any prose.
        SettingsError
            `documents` is one text, or holds what is no text, Path or Document; or they lie in
            files and there is an earlier brief; or, of a large topic, n_jobs is 0 or no integer.
        UnknownNameError
            The language or a cleaning rule of `keep` is not in its table.
        ModelNotFoundError, MissingExtraError
            The embedding model cannot be loaded.
        PluginError
            A callable among the settings returned the wrong thing, or cannot be sent to another
            process, or loaded there.
        ReadingError, OutputError, WorkerError, SchedulerError
            Of a large topic only: a file is not there any more; there is no room for what is kept
            of its parts; a process died at its work on one, and again when it was repeated; the
            Dask cluster went away.
        """
        settings, floor, budget = self.settings, self.settings.min_support, self._budget
        corpus = gather(documents, partitions.LARGE if known is None else None)
        if not isinstance(corpus, Corpus):
            if known is not None:
                raise SettingsError(
                    "what lies in files cannot be compared with an earlier brief; give read(...)"
                )
            return self._summarize_large(corpus.items, corpus.skipped, n_jobs)
        texts = sorted(corpus, key=_content_order)
        if known is None and is_large(texts):
            return self._summarize_large(texts, corpus.skipped, n_jobs)
        code = settings.language or main_language([document.text for document in texts])
        prose = clean(texts, language=code, keep=settings.keep)
        sentences = split(texts, [p.spans for p in prose], code)
        if not sentences:
            raise EmptyInputError(_why_empty(corpus))

        copy_of = copies(texts, sentences)
        events, sampled = np.zeros(len(texts), dtype=np.intp), 0
        if not settings.all_events:
            events = group_events(sentences, len(texts), stemmer(code), copy_of)
            sampled = n_sampled(sentences, copy_of)
        sentences, scraps = _articles(sentences, events == NO_ARTICLE, texts)
        events = np.maximum(events, 0)
        originals = np.array([original is None for original in copy_of])
        # A question is answered by whatever source does, of this event or another.
        asking = settings.query is not None
        counts = originals & ((events == 0) | asking)
        material = Material(texts, sentences, counts, get_language(code))
        told = [] if known is None else [point.text for point in known.points]
        embeddings, bears = self._embed(material, told)
        chosen = choose(material, embeddings, budget, bears, told)

        evidence = self._evidence(material, embeddings, events, copy_of, chosen)
        only = alone(chosen, sentences, code)

        def cite(rows: Sequence[int]) -> list[list[Supporter]]:
            return [
                supporters(row, evidence.probabilities(row), material.document_of, floor)
                for row in rows
            ]

        is_original = material.counted.__getitem__
        chosen, cited = told_once(chosen, cite, is_original, budget, sentences)
        if not asking:
            chosen, cited = led(chosen, cited, sentences, code)
        is_main = material.counted & (events == 0)[material.document_of]
        found = differences(
            texts,
            sentences,
            chosen.space.sameness,
            is_main,
            [[row for row, _ in rows] for rows in cited],
            chosen.rows[is_main[chosen.rows]].tolist(),
            stemmer(code),
            english=code == "en",
        )
        cited = [agreeing(rows, found, texts, sentences, code) for rows in cited]
        room = Room(budget.limits - material.costs[chosen.points].sum(axis=0), material.language)
        before = contexts(chosen.points, sentences, texts, in_need(code), room.take)
        stories = [] if asking else stories_of(material, embeddings, events, originals, budget)
        topic = Topic(
            corpus=corpus,
            documents=texts,
            copy_of=copy_of,
            events=events.tolist(),
            sentences=sentences,
            dropped=[*(item for p in prose for item in p.dropped), *scraps],
            n_clusters=len(np.unique(chosen.candidates.labels)),
            stories=stories,
            only=uncited(only, cited, sentences),
            complete=len(chosen.rows) < MAX_CANDIDATES,
            n_sampled=sampled,
            differences=found,
            n_bearing=chosen.n_bearing,
            unsaid=unsaid(settings.query, code, stems_in((s.text for s in sentences), code)),
            update=None
            if known is None
            else update(known, chosen, material, copy_of, events, settings.min_support),
        )
        choices = as_choices(chosen, zip(cited, before, strict=True))
        return write_brief(topic, choices, replace(settings, language=code))

    def summarize_many(
        self, topics: Iterable[Iterable[str | Path | Document]], n_jobs: int | None = None
    ) -> Iterator[Brief | Failure]:
        """Return an iterator over the briefs of many topics, in order, each when it is ready.

        It runs where joblib runs: with `n_jobs` processes on this machine, and under
        `joblib.parallel_config("dask")` on a Dask cluster. Each process loads the models once; a
        callable among the settings is sent along with every topic, so that a large model is better
        given by its name. The briefs are those that `summarize` makes, however many the processes.

        Parameters
        ----------
        topics : iterable of iterables of str, Path or Document
            Each is what `summarize` takes. Not all are held: at most `parallel.AHEAD` a process are
            read before they are asked for.
        n_jobs : int, optional
            -1 for one process a core; None is 1, or what `joblib.parallel_config` says.

        Yields
        ------
        Brief or Failure
            A topic that cannot be summarized gives a `Failure` in its place, with its index and the
            reason, also if it kills the process that works on it; the others go on.

        Raises
        ------
        ModelNotFoundError, MissingExtraError, UnknownNameError
            What is wrong with the settings, and so with every topic.
        PluginError
            A callable among the settings cannot be sent to another process, or loaded there.
        SchedulerError
            The Dask cluster went away.
        """
        return in_order(self.summarize, map(held, topics), n_jobs)

    def __reduce__(self) -> tuple[Any, ...]:
        # The settings travel to another process, and where the model lies; not the loaded model.
        settings = {field.name: getattr(self.settings, field.name) for field in fields(Settings)}
        return _restore, (settings,), {"_model": self._model}

    def _summarize_large(
        self, items: Sequence[Item], skipped: Sequence[Skipped], n_jobs: int | None
    ) -> Brief:
        code = self.settings.language or main_language(sample_of(items))
        settings = replace(self.settings, language=code)
        model = self._model if self._reads(code) else "tfidf"
        method = Method(settings, self._budget, self._embedder_for(code), model)
        return summarize_large(items, skipped, method, n_jobs)

    def _embed(
        self, material: Material, known: Sequence[str]
    ) -> tuple[FloatArray, FloatArray | None]:
        """Embed the sentences and what is known; and how much each sentence bears on a question."""
        texts = [sentence.text for sentence in material.sentences]
        query, code = self.settings.query, material.language.code
        embeddings = self._embedder_for(code)([*texts, *known, *([query] if query else [])])
        if query is None:
            return embeddings, None
        of_known = slice(len(texts), len(texts) + len(known))
        sentences_and_query = np.delete(embeddings, of_known, axis=0)
        asked = asked_stems(query, code)
        stems, counted = stemmer(code), material.counted
        bears = bearing(asked, texts, sentences_and_query, stems, counted, material.position)
        return embeddings[:-1], bears

    def _evidence(
        self,
        material: Material,
        embeddings: FloatArray,
        events: NDArray[np.intp],
        copy_of: Sequence[int | None],
        chosen: Chosen,
    ) -> Evidence:
        """What tells which sentences say the same."""
        sentences, rows = material.sentences, chosen.space.sameness
        originals = np.array([original is None for original in copy_of])
        if events.any():
            # Beside another story it is clearer which words tell the sentences of this one apart.
            texts = [sentence.text for sentence in sentences]
            counted = originals[material.document_of]
            stems = stemmer(material.language.code)
            own = embeddings[: len(texts)]
            rows = build_space(texts, [], own, stems, counted).sameness
        # A copy is as old as what it repeats, or it would be cited where that is not.
        dates = [
            material.texts[row if original is None else original].date
            for row, original in enumerate(copy_of)
        ]
        return evidence_of(sentences, rows, events, originals, dates)

    @property
    def _budget(self) -> Budget:
        limits = (self.settings.max_points, self.settings.max_words, self.settings.max_chars)
        return Budget(
            limits=np.array([np.inf if limit is None else limit for limit in limits], dtype=float),
            diversity=self.settings.diversity,
            clusterer=self._clusterer,
            selector=self._selector,
        )


def _restore(settings: dict[str, Any]) -> Summarizer:
    return Summarizer(**settings)


def _articles(
    sentences: Sequence[Sentence], is_scrap: NDArray[np.bool_], texts: Sequence[Document]
) -> tuple[list[Sentence], list[Dropped]]:
    """The sentences of articles; those of documents that are none are dropped as scraps."""
    scraps = [
        Dropped(texts[s.document].id, s.start, s.end, s.text, "scrap")
        for s in sentences
        if is_scrap[s.document]
    ]
    return [s for s in sentences if not is_scrap[s.document]], scraps


def _content_order(document: Document) -> tuple[str, str, str, str]:
    return (document.text, document.title or "", document.date or "", document.id)


def _why_empty(corpus: Corpus) -> str:
    tried = [f"{document.id}: no prose" for document in corpus]
    tried += [f"{skipped.source}: {skipped.reason}" for skipped in corpus.skipped]
    listed = "; ".join(tried[:5]) + ("; ..." if len(tried) > 5 else "")
    return f"no source had any text to summarize ({listed or 'no source was given'})"
