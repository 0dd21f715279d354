"""Choose the points of one event: its sentences and their embeddings in, the chosen rows out.

Joins the stages from the space to the selection. It is run once for the main event of a topic, and
once more, small, for each other event. What is said around the choice (citations, differences,
notes) is the business of `pipeline`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from summarize.candidates import MIN_WORDS, MIN_WORDS_ASKED, candidate_rows, most_salient
from summarize.clustering import Clusterer, cluster
from summarize.documents import Document, Sentence
from summarize.focus import FOCUS, bearing_rows
from summarize.languages import Language, count_words
from summarize.rows import SAME, Coverage, FloatArray, Rows
from summarize.salience import (
    Salience,
    centroid,
    closeness_to_others,
    coverage_of_shared_pairs,
    earliness,
    leaning_penalty,
    position_bonus,
    relevance,
    room,
    support_of,
)
from summarize.selection import Candidates, Selection, Selector, select
from summarize.similarity import Space, build_space
from summarize.standing import predecessors
from summarize.stemming import stemmer
from summarize.threads import one_blas_thread

__all__ = ["Budget", "Chosen", "Material", "choose", "costs_of", "focused"]

WORDS = 1  # the column of costs that counts words
WORDS_PER_POINT = 25
CHARS_PER_POINT = 150


def costs_of(text: str, language: Language) -> tuple[int, int, int]:
    """Return what a sentence uses of a budget: one point, its words, its characters."""
    return (1, count_words(text, language), len(text))


@dataclass(frozen=True, slots=True)
class Budget:
    """How much may be chosen, and by which methods.

    Attributes
    ----------
    limits : ndarray of shape (3,)
        Points, words and characters; infinity for no limit.
    diversity : float in [0, 1]
    clusterer, selector : callable
    """

    limits: FloatArray
    diversity: float
    clusterer: Clusterer
    selector: Selector

    @property
    def n_wanted(self) -> float:
        """How many points the budget has room for, about."""
        return float((self.limits / (1, WORDS_PER_POINT, CHARS_PER_POINT)).min())


class Material:
    """The sentences of a topic and the arrays that go with them.

    Attributes
    ----------
    counts : ndarray of shape (n_documents,)
        Which documents count for what the sources share and may give points: no copies, and
        of no other event than the main one, but under a question.
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
        self.costs = np.array([costs_of(sentence.text, language) for sentence in sentences])


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was chosen among the candidates, and all that it was chosen by.

    Attributes
    ----------
    space : Space of the material's sentences
    rows : ndarray of int, shape (n_candidates,)
        The candidates' rows among the sentences, ascending.
    salience : Salience of n_candidates
    closest : ndarray of shape (n_candidates,)
        Similarity of each candidate to the closest sentence of any other document that counts.
    candidates : Candidates
    selection : Selection
    known : Rows
        The texts that the reader knows, comparable with `space.sameness`.
    n_bearing : int
        How many sentences that count bear on the question, whatever their shape and whether the
        reader knows them.
    """

    space: Space
    rows: NDArray[np.intp]
    salience: Salience
    closest: FloatArray
    candidates: Candidates
    selection: Selection
    known: Rows
    n_bearing: int = 0

    @property
    def points(self) -> list[int]:
        """The rows of the sentences chosen, in the order of choice."""
        return [int(row) for row in self.rows[self.selection.rows]]


@one_blas_thread()
def choose(
    material: Material,
    embeddings: FloatArray,
    budget: Budget,
    bears: FloatArray | None = None,
    known: Sequence[str] = (),
) -> Chosen:
    """Choose the sentences that become points.

    Parameters
    ----------
    material : Material of n sentences
    embeddings : ndarray of shape (n + n_known, n_features)
        Of the sentences, and then of the texts the reader knows.
    budget : Budget
    bears : ndarray of shape (n,), optional
        How much each sentence bears on a question; only those that do are chosen.
    known : sequence of n_known str
        What the reader has read: what says the same is not chosen, what resembles it is redundant
        from the start.
    """
    space, known_rows = _space(material, embeddings, known)
    rows, salience, coverage, closest = _salience(material, space, budget.n_wanted, bears)
    redundancy = np.zeros(len(rows))
    if known:
        redundancy = space.sameness.take(rows).dot(known_rows).max(axis=1).clip(0.0, 1.0)
        new = np.flatnonzero(redundancy < SAME)
        rows, redundancy, closest = rows[new], redundancy[new], closest[new]
        salience, coverage = salience.take(new), coverage.take(new)
    sameness = space.sameness.take(rows)
    candidates = Candidates(
        topic=space.topic.take(rows),
        sameness=sameness,
        relevance=salience.relevance,
        bonus=salience.position + salience.support,
        leaning=salience.leaning,
        before=predecessors(rows, material.sentences, material.texts),
        coverage=coverage,
        redundancy=redundancy,
        labels=cluster(sameness, budget.clusterer),
        document_of=material.document_of[rows],
        position=material.position[rows],
        costs=material.costs[rows],
    )
    if bears is not None:
        candidates = focused(candidates, bears[rows])
    selection = select(candidates, budget.limits, budget.diversity, budget.selector)
    counted = np.flatnonzero(material.counted)
    n_bearing = 0 if bears is None else len(bearing_rows(counted, bears))
    return Chosen(space, rows, salience, closest, candidates, selection, known_rows, n_bearing)


def _space(material: Material, embeddings: FloatArray, known: Sequence[str]) -> tuple[Space, Rows]:
    """The space of the sentences, and in it the texts that the reader knows."""
    texts = [*(sentence.text for sentence in material.sentences), *known]
    titles = [
        document.title
        for document, counts in zip(material.texts, material.counts, strict=True)
        if document.title and counts
    ]
    counted = np.append(material.counted, np.zeros(len(known), dtype=bool))
    space = build_space(texts, titles, embeddings, stemmer(material.language.code), counted)
    own = np.arange(len(material.sentences))
    rest = np.arange(len(own), len(texts))
    if not known:
        return space, space.sameness.take(rest)
    sentences = replace(
        space,
        topic=space.topic.take(own),
        sameness=space.sameness.take(own),
        pairs=space.pairs[: len(own)],
    )
    return sentences, space.sameness.take(rest)


def _salience(
    material: Material, space: Space, n_wanted: float, bears: FloatArray | None
) -> tuple[NDArray[np.intp], Salience, Coverage, FloatArray]:
    """The rows of the sentences that may become points, their salience, how close others come."""
    per_document = n_wanted / material.counts.sum()
    counted = np.flatnonzero(material.counted)
    shared = centroid(space.topic.take(counted), space.titles, material.document_of[counted])
    relevant = relevance(space.topic, shared)
    early = earliness(material.position, material.document_of)
    position = position_bonus(early, n_wanted)
    words = material.costs[:, WORDS]

    # What answers a question may stand anywhere in a document, in few words.
    looked_at = per_document if bears is None else len(material.sentences)
    shortest = MIN_WORDS if bears is None else MIN_WORDS_ASKED
    shaped = candidate_rows(
        material.sentences, words, counted, looked_at, material.language, shortest=shortest
    )
    if bears is not None:
        shaped = bearing_rows(shaped, bears)
    first = relevant + position if bears is None else bears
    rows = most_salient(shaped, first[shaped])
    coverage = coverage_of_shared_pairs(
        space.pairs[counted],
        space.title_pairs,
        material.document_of[counted],
        early[counted],
        words[counted],
    ).take(np.searchsorted(counted, rows))
    texts = [material.sentences[row].text for row in rows.tolist()]
    voices = np.unique(material.document_of[counted], return_inverse=True)[1]
    own = voices[np.searchsorted(counted, rows)]
    close, closest = closeness_to_others(
        space.sameness.take(rows), space.sameness.take(counted), voices, own
    )
    to_title = space.topic.take(rows).dot(space.titles).max(axis=1, initial=0.0)
    left = room(n_wanted * WORDS_PER_POINT, words[counted])
    coverage = replace(coverage, scale=left * coverage.scale)
    salience = Salience(
        relevance=relevant[rows],
        position=left * position[rows],
        coverage=coverage.gain(),
        support=left * support_of(close, int(voices.max()) + 1, to_title),
        leaning=leaning_penalty(texts, material.language.code),
    )
    return rows, salience, coverage, closest


def focused(candidates: Candidates, bears: FloatArray) -> Candidates:
    """Return the candidates with the question before what the sources share."""
    rest, question = 1 - FOCUS, FOCUS * bears
    return replace(
        candidates,
        relevance=rest * candidates.relevance,
        bonus=rest * candidates.bonus + question,
        question=question,
        coverage=replace(candidates.coverage, scale=rest * candidates.coverage.scale),
    )
