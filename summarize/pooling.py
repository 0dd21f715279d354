"""The candidates of all partitions in one place, and the choice among them.

In: the totals of a large topic and what each partition said of the candidates. Out: the same
`Chosen` that `choosing.choose` gives for a small topic, from sums over the partitions in place of
the sentences themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from summarize.choosing import WORDS_PER_POINT, Budget, Chosen, costs_of, focused
from summarize.clustering import cluster
from summarize.embedding import Embedder, embedded
from summarize.languages import get_language
from summarize.partitions import Ints, Plan
from summarize.relating import Measure, Related, Shared
from summarize.rows import Coverage, FloatArray, Rows
from summarize.salience import (
    FALL,
    TITLES,
    Salience,
    coverage_of,
    leaning_penalty,
    position_bonus,
    room,
    support_of,
)
from summarize.selection import Candidates, select
from summarize.similarity import Space, mix, unit
from summarize.standing import leaning, predecessors
from summarize.stemming import stemmer
from summarize.terms import Terms, terms_of, tfidf
from summarize.totals import Found, Totals

__all__ = ["Pool", "choose_of"]


@dataclass(frozen=True, slots=True)
class Pool:
    """The candidates of all partitions as rows of the space of the whole.

    Attributes
    ----------
    found : Found
    terms : Terms of n_candidates
    topic, sameness : Rows of n_candidates
    document : ndarray of shape (n_candidates,)
        Rows among all documents.
    text, which : ndarray of shape (n_adjacent,)
        Of each adjacent pair of stems the candidate, and the row in `pairs`.
    pairs : ndarray of shape (n_pairs, 2)
        Places in the vocabulary of `terms`.
    """

    found: Found
    terms: Terms
    topic: Rows
    sameness: Rows
    document: Ints
    text: Ints
    which: Ints
    pairs: Ints

    @classmethod
    def of(cls, found: Found, whole: Totals, plan: Plan, embed: Embedder) -> Pool:
        """Place the candidates in the space of the whole."""
        sentences = [found.sentences[row] for row in found.rows.tolist()]
        texts = [sentence.text for sentence in sentences]
        terms = terms_of(texts, stemmer(plan.language))
        stems = np.array([whole.number[stem] for stem in terms.vocabulary], dtype=np.intp)
        words = tfidf(terms.counts(), _of(whole.idf, stems))
        measure = Measure.of(whole.main, stems)
        content = tfidf(terms.counts(content_only=True), measure.idf)
        meaning = unit(embedded(texts, embed) - measure.mean)
        text, pair = terms.pairs()
        distinct, which = np.unique(pair, return_inverse=True)
        size = max(1, len(terms.vocabulary))
        return cls(
            found,
            terms,
            Rows(words, np.zeros((len(texts), 0))),
            mix(content, meaning),
            np.array([sentence.document for sentence in sentences], dtype=np.intp),
            text,
            which,
            np.column_stack(np.divmod(distinct, size)),
        )

    def told(self, whole: Totals, number: int) -> Shared:
        """Return what a partition is told of all candidates."""
        stems, documents = whole.stems[number], whole.documents_of(number)
        return Shared(
            _of(whole.idf, stems),
            Measure.of(whole.main, stems),
            Measure.of(whole.all, stems) if whole.events.any() else None,
            whole.originals[documents],
            self.topic,
            self.sameness,
            self.document - documents.start,
            self.terms.vocabulary,
            self.pairs,
        )


def _of(values: FloatArray, stems: Ints) -> FloatArray:
    return values[stems] if len(stems) else np.zeros(1)


def choose_of(
    pool: Pool,
    whole: Totals,
    related: Sequence[Related],
    plan: Plan,
    budget: Budget,
) -> Chosen:
    """Choose as `choosing.choose` does, from sums over the partitions."""
    found = pool.found
    sentences = [found.sentences[row] for row in found.rows.tolist()]
    language = get_language(plan.language)
    position = np.array([sentence.position for sentence in sentences], dtype=np.intp)
    costs = np.array([costs_of(s.text, language) for s in sentences]).reshape(len(sentences), 3)
    early = 1.0 / (1.0 + FALL * position / whole.sizes[pool.document])
    coverage = _coverage(pool, related, costs[:, 1].astype(float))
    n_voices = sum(part.n_voices for part in related)
    support = sum((part.support for part in related), np.zeros(len(sentences)))
    headline = np.max([part.to_titles for part in related], axis=0)
    counted = whole.originals & plan.told(whole.events)
    left = room(budget.n_wanted * WORDS_PER_POINT, whole.lengths[counted])
    coverage = replace(coverage, scale=left * coverage.scale)
    leans = leaning(plan.language)
    salience = Salience(
        relevance=_relevance(pool, whole, related),
        position=left * position_bonus(early, budget.n_wanted),
        coverage=coverage.gain(),
        support=left * support_of(support, n_voices, headline),
        leaning=leaning_penalty(np.array([leans(s.text) for s in sentences], dtype=bool)),
    )
    closest = np.max([part.closest for part in related], axis=0)
    labels = np.zeros(0, dtype=np.intp)
    if sentences:
        labels = cluster(pool.sameness, budget.clusterer)
    choices = Candidates(
        topic=pool.topic,
        sameness=pool.sameness,
        relevance=salience.relevance,
        bonus=salience.position + salience.support,
        leaning=salience.leaning,
        before=predecessors(found.rows, found.sentences, whole.documents),
        coverage=coverage,
        redundancy=np.zeros(len(sentences)),
        labels=labels,
        document_of=pool.document,
        position=position,
        costs=costs,
    )
    if plan.query is not None:
        choices = focused(choices, found.bears)
    selection = select(choices, budget.limits, budget.diversity, budget.selector)
    nothing = pool.sameness.take([])
    space = Space(pool.topic, nothing, pool.sameness, None, None)
    return Chosen(
        space, found.rows, salience, closest, choices, selection, nothing, whole.n_bearing
    )


def _relevance(pool: Pool, whole: Totals, related: Sequence[Related]) -> FloatArray:
    """Cosine to the centroid, as `salience.centroid` makes it."""
    texts = whole.added([part.centre for part in related])
    titles = whole.added([part.title_centre for part in related])
    centre = texts / max(float(np.linalg.norm(texts)), 1e-12)
    if any(part.n_titles for part in related):
        headlines = titles / max(float(np.linalg.norm(titles)), 1e-12)
        centre = (centre + TITLES * headlines) / (1 + TITLES)
    stems = np.array([whole.number[s] for s in pool.terms.vocabulary], dtype=np.intp)
    return np.asarray(pool.topic.sparse @ _of(centre, stems))


def _coverage(pool: Pool, related: Sequence[Related], words: FloatArray) -> Coverage:
    from scipy.sparse import csr_array

    n, n_pairs = len(pool.document), len(pool.pairs)
    zeros = np.zeros(n_pairs)
    in_titles = sum((part.in_titles for part in related), zeros)
    worth = sum((part.worth for part in related), zeros) + in_titles
    n_sources = sum((part.n_sources for part in related), zeros) + in_titles
    n_sentences = sum((part.n_sentences for part in related), zeros)
    needed = min(2, sum(part.n_voices for part in related))
    shared = np.flatnonzero((n_sentences > 1) & (n_sources >= needed))
    ones = np.ones(len(pool.text))
    shape = (n, n_pairs)
    incidence: Any = csr_array((ones, (pool.text, pool.which)), shape=shape)
    incidence.sum_duplicates()
    incidence.data[:] = 1.0
    return coverage_of(incidence[:, shared], worth[shared], words)
