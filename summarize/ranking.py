"""The most salient sentences of a large topic: those that `choosing` would choose among.

In: the totals of the topic and how to run a function on its partitions. Out: `Found`, the
candidates, by the idf and the centroid of the whole. Every partition sends as many as the topic
may have, so that none is missed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from summarize.candidates import (
    MAX_CANDIDATES,
    MIN_WORDS,
    MIN_WORDS_ASKED,
    candidate_rows,
    longest_of,
)
from summarize.documents import Sentence
from summarize.focus import Among, bearing, bearing_rows
from summarize.languages import get_language
from summarize.partitions import (
    Digest,
    Ints,
    Partition,
    Plan,
    Run,
    Standing,
    digest_of,
    embedder,
    texts_of,
)
from summarize.rows import Coverage, FloatArray
from summarize.salience import TITLES, coverage_of_shared_pairs, earliness, position_bonus
from summarize.similarity import incidence_of_pairs
from summarize.stemming import asked_stems, stemmer
from summarize.terms import tfidf
from summarize.totals import Totals

__all__ = ["Found", "find"]

# Where the candidates repeat each other, so many different ones there are in any case.
DIFFERENT = 250
# Of a partition: among all of these is the sentence that covers most, by which others are measured.
COVERING, MAX_COVERING = 25, 250


@dataclass(frozen=True, slots=True)
class Found:
    """The candidates: their rows in `sentences`, which has those before them as well.

    Attributes
    ----------
    sentences : tuple of Sentence
    rows : ndarray of int, shape (n_candidates,)
    relevance, bears : ndarray of shape (n_candidates,)
        How close each is to what the topic repeats; how much it bears on the question.
    covering : list of str
        Sentences that cover much of what the sources share, and need be no candidates.
    n_bearing : int
        How many sentences bear on the question, whatever their shape.
    """

    sentences: tuple[Sentence, ...]
    rows: Ints
    relevance: FloatArray
    bears: FloatArray
    covering: list[str]
    n_bearing: int


@dataclass(frozen=True, slots=True)
class Centre:
    """The sums of unit rows, over a partition's vocabulary, that the centroid is made of.

    Attributes
    ----------
    texts, titles : ndarray of shape (n_stems,)
    n_titles : int
    """

    texts: FloatArray
    titles: FloatArray
    n_titles: int


@dataclass(frozen=True, slots=True)
class Asked:
    """What a partition is told of the whole topic to rank its sentences.

    Attributes
    ----------
    idf, centroid : ndarray of shape (n_stems,)
        Over its own vocabulary.
    longest : float
        The most words of a candidate.
    points_per_document : float
        How many points a document gives on average.
    among : Among or None
        Beside a question.
    """

    idf: FloatArray
    centroid: FloatArray
    longest: float
    points_per_document: float
    among: Among | None


@dataclass(frozen=True, slots=True)
class Ranked:
    """Sentences that may be candidates, in the order of the documents.

    Attributes
    ----------
    places : ndarray of shape (n, 6)
        For each its document, position, start and end, and start and end of the sentence right
        before (-1 if there is none).
    salience, relevance, bears : ndarray of shape (n,)
        The first is what they are ranked by.
    shaped : ndarray of bool, shape (n,)
        Which have the shape of a point; the others are there for want of any that have.
    texts : list of (str, str)
        Of each, and of the sentence before.
    covered : ndarray of shape (n_covering,)
        How much of what the documents share the following cover.
    covering : list of str
    n_bearing : int
        How many sentences bear on the question, whatever their shape.
    """

    places: Ints
    salience: FloatArray
    relevance: FloatArray
    bears: FloatArray
    shaped: NDArray[np.bool_]
    texts: list[tuple[str, str]]
    covered: FloatArray
    covering: list[str]
    n_bearing: int

    @classmethod
    def joined(cls, parts: Sequence[Ranked]) -> Ranked:
        """The best of several."""
        whole = cls(
            np.concatenate([part.places for part in parts]),
            np.concatenate([part.salience for part in parts]),
            np.concatenate([part.relevance for part in parts]),
            np.concatenate([part.bears for part in parts]),
            np.concatenate([part.shaped for part in parts]),
            [text for part in parts for text in part.texts],
            np.concatenate([part.covered for part in parts]),
            [text for part in parts for text in part.covering],
            sum(part.n_bearing for part in parts),
        )
        rows = foremost(whole.salience, [own for own, _ in whole.texts], whole.shaped)
        most = np.argsort(-whole.covered.round(9), kind="stable")[:MAX_COVERING]
        return cls(
            whole.places[rows],
            whole.salience[rows],
            whole.relevance[rows],
            whole.bears[rows],
            whole.shaped[rows],
            [whole.texts[row] for row in rows.tolist()],
            whole.covered[most],
            [whole.covering[row] for row in most.tolist()],
            whole.n_bearing,
        )


def find(whole: Totals, plan: Plan, run: Run) -> Found:
    """Return the candidates of a topic.

    Parameters
    ----------
    whole : Totals
    plan : Plan
    run : callable
        Runs a function on partitions, which are given by their number and what they are told, and
        yields what it returns.
    """
    numbers = range(len(whole.stems))
    told = ((k, whole.standing(k), whole.own(k, whole.idf)) for k in numbers)
    centroid = _centroid(whole, list(run(centre, told)))
    longest, per_document = longest_of(whole.median), plan.n_points / max(1, whole.n_voices)

    among = _among(plan.query, whole, plan) if plan.query is not None else None

    def asked() -> Iterator[tuple[Any, ...]]:
        for k in numbers:
            idf, own = whole.own(k, whole.idf), whole.own(k, centroid)
            yield k, whole.standing(k), Asked(idf, own, longest, per_document, among)

    best: list[Ranked] = []
    for number, part in enumerate(run(rank, asked())):
        best = [Ranked.joined([*best, _moved(part, whole.first_of(number))])]
    return _found(best[0], whole.asked)


def centre(partition: Partition, plan: Plan, standing: Standing, idf: FloatArray) -> Centre:
    """Return what a partition adds to the centroid, as `salience.centroid` makes it."""
    digest = digest_of(partition, plan)
    counted, titles = digest.rows_of(standing.counts), _titles(digest, standing)
    vectors = tfidf(digest.terms.counts(), idf)
    n_sentences = np.bincount(digest.document, minlength=digest.n_documents)
    weights = 1.0 / np.sqrt(n_sentences[digest.document[counted]])
    return Centre(
        np.asarray(weights @ vectors[counted]),
        np.asarray(np.ones(len(titles)) @ vectors[titles]),
        len(titles),
    )


def rank(partition: Partition, plan: Plan, standing: Standing, asked: Asked) -> Ranked:
    """Return the sentences of a partition that may be candidates of the topic."""
    digest, texts = digest_of(partition, plan), texts_of(partition, plan)
    sentences = digest.sentences(texts)
    counted = digest.rows_of(standing.counts)
    rows = counted
    if len(counted):
        words, language = digest.words.astype(float), get_language(plan.language)
        n_points = asked.points_per_document if plan.query is None else len(sentences)
        shortest = MIN_WORDS if plan.query is None else MIN_WORDS_ASKED
        longest = asked.longest
        rows = candidate_rows(sentences, words, counted, n_points, language, longest, shortest)
    shaped = np.full(len(rows), rows is not counted)
    vectors = tfidf(digest.terms.counts()[: len(digest)], asked.idf)
    early = earliness(digest.position, digest.document)
    relevant = vectors @ asked.centroid
    salience: FloatArray = relevant + position_bonus(early, plan.n_points)
    bears: FloatArray = np.zeros(len(digest))
    n_bearing = 0
    if plan.query is not None and len(counted):
        bears = _bearing(plan.query, digest, texts, plan, standing, asked.among)
        n_bearing = len(bearing_rows(counted, bears))
        salience, rows = bears, bearing_rows(rows, bears)
        shaped = shaped[: len(rows)]
    rows = rows[foremost(salience[rows], [texts[row] for row in rows.tolist()], shaped)]
    gain = _covers(digest, standing, counted, early)
    most = np.argsort(-gain.round(9), kind="stable")[:COVERING]
    return Ranked(
        np.array([_place(digest, row) for row in rows.tolist()], np.intp).reshape(len(rows), 6),
        salience[rows],
        relevant[rows],
        bears[rows],
        shaped[: len(rows)],
        [(texts[row], texts[row - 1] if digest.follows[row] else "") for row in rows.tolist()],
        gain[most],
        [texts[row] for row in counted[most].tolist()],
        n_bearing,
    )


def _among(query: str, whole: Totals, plan: Plan) -> Among:
    """What sentences are measured by beside a question."""
    counts, columns = whole.main, whole.number
    asked = asked_stems(query, plan.language)
    n_with = {s: int(counts.content_df[columns[s]]) if s in columns else 0 for s in asked}
    n = max(1, counts.n)
    return Among(counts.n, n_with, counts.n_content / n, counts.embeddings / n)


def _bearing(
    query: str,
    digest: Digest,
    texts: Sequence[str],
    plan: Plan,
    standing: Standing,
    among: Among | None,
) -> FloatArray:
    """How much each sentence bears on the question, beside those of the whole topic."""
    embeddings = np.vstack([digest.embeddings, embedder(plan.embedder)([query])])
    asked, stems = asked_stems(query, plan.language), stemmer(plan.language)
    counted = standing.counts[digest.document]
    return bearing(asked, texts, embeddings, stems, counted, digest.position, among)


def foremost(salience: FloatArray, texts: Sequence[str], shaped: NDArray[np.bool_]) -> Ints:
    """Return the rows of the most salient, ascending: of parts the same as of the whole.

    They are the first `MAX_CANDIDATES`, as in a small topic; and where these say the same again
    and again, the first of each further text, until there are `DIFFERENT` of them: in a million
    sentences a thousand may be alike.

    Parameters
    ----------
    salience : ndarray of shape (n,)
    texts : sequence of n str
    shaped : ndarray of bool, shape (n,)
        Those that have the shape of a point come before the others.
    """
    order = np.lexsort((np.arange(len(texts)), -salience.round(9), ~shaped))
    kept: list[int] = order[:MAX_CANDIDATES].tolist()
    different = {texts[row] for row in kept}
    for row in order[MAX_CANDIDATES:].tolist():
        if len(different) >= DIFFERENT:
            break
        if texts[row] not in different:
            different.add(texts[row])
            kept.append(row)
    return np.array(sorted(kept), dtype=np.intp)


def _titles(digest: Digest, standing: Standing) -> Ints:
    return len(digest) + np.flatnonzero(standing.counts[digest.titled])


def _centroid(whole: Totals, parts: Sequence[Centre]) -> FloatArray:
    """The direction that the documents share, over the whole vocabulary."""
    texts = whole.added([part.texts for part in parts])
    centroid = texts / max(float(np.linalg.norm(texts)), 1e-12)
    if any(part.n_titles for part in parts):
        titles = whole.added([part.titles for part in parts])
        headlines = titles / max(float(np.linalg.norm(titles)), 1e-12)
        centroid = (centroid + TITLES * headlines) / (1 + TITLES)
    return centroid


def _covers(digest: Digest, standing: Standing, counted: Ints, early: FloatArray) -> FloatArray:
    """How much of what the documents of a partition share each sentence covers, by its length."""
    if len(counted) == 0:
        return np.zeros(0)
    incidence = incidence_of_pairs(digest.terms, len(digest))
    coverage: Coverage = coverage_of_shared_pairs(
        incidence[counted],
        incidence[_titles(digest, standing)],
        digest.document[counted],
        early[counted],
        digest.words[counted].astype(float),
    )
    return coverage.gain()


def _moved(part: Ranked, first: int) -> Ranked:
    """The same, with its documents counted among all."""
    return replace(part, places=part.places + np.array([first, *[0] * 5]))


def _found(best: Ranked, asked: bool) -> Found:
    """The candidates, each after the sentence before it."""
    sentences: list[Sentence] = []
    rows = []
    among = np.flatnonzero(best.shaped if best.shaped.any() else ~best.shaped)
    if asked:
        among = bearing_rows(among, best.bears)
    for row in among.tolist():
        document, position, start, end, before, before_end = best.places[row].tolist()
        text, text_before = best.texts[row]
        last = sentences[-1] if sentences else None
        is_there = last and (last.document, last.start) == (document, before)
        if before >= 0 and not is_there:
            sentences.append(Sentence(document, position - 1, before, before_end, text_before))
        rows.append(len(sentences))
        sentences.append(Sentence(document, position, start, end, text))
    at = np.array(rows, dtype=np.intp)
    return Found(
        tuple(sentences),
        at,
        best.relevance[among],
        best.bears[among],
        best.covering,
        best.n_bearing,
    )


def _place(digest: Digest, row: int) -> tuple[int, ...]:
    before = (digest.start[row - 1], digest.end[row - 1]) if digest.follows[row] else (-1, -1)
    return (
        digest.document[row],
        digest.position[row],
        digest.start[row],
        digest.end[row],
        *before,
    )
