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
from summarize.languages import Language, count_words, get_language
from summarize.partitions import Ints, Plan
from summarize.ranking import Found
from summarize.relating import Measure, Related, Shared
from summarize.rows import Coverage, FloatArray, Rows
from summarize.salience import (
    FALL,
    Salience,
    coverage_of,
    leaning_penalty,
    position_bonus,
    room,
    support_of,
)
from summarize.selection import Candidates, select
from summarize.similarity import Space, mix, unit
from summarize.standing import predecessors
from summarize.stemming import stemmer
from summarize.terms import Terms, terms_of, tfidf
from summarize.threads import one_blas_thread
from summarize.totals import Totals

__all__ = ["Pool", "choose_of", "sameness_of"]


@dataclass(frozen=True, slots=True)
class Pool:
    """The candidates of all partitions as rows of the space of the whole.

    Attributes
    ----------
    found : Found
    terms : Terms of n_candidates, and then of the sentences that cover most
    topic, sameness : Rows of n_candidates
    document : ndarray of shape (n_candidates,)
        Rows among all documents.
    text, which : ndarray of shape (n_adjacent,)
        Of each adjacent pair of stems the text in `terms`, and the row in `pairs`.
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
        terms = terms_of((*texts, *found.covering), stemmer(plan.language))
        stems = np.array([whole.number[stem] for stem in terms.vocabulary], dtype=np.intp)
        words = tfidf(terms.counts()[: len(texts)], _of(whole.idf, stems))
        meaning = embedded(texts, embed)
        text, pair = terms.pairs()
        distinct, which = np.unique(pair, return_inverse=True)
        size = max(1, len(terms.vocabulary))
        return cls(
            found,
            terms,
            Rows(words, np.zeros((len(texts), 0))),
            sameness_of(terms, meaning, whole, stems),
            np.array([sentence.document for sentence in sentences], dtype=np.intp),
            text,
            which,
            np.column_stack(np.divmod(distinct, size)),
        )

    def told(self, whole: Totals, number: int) -> Shared:
        """Return what a partition is told of all candidates."""
        stems = whole.stems[number]
        return Shared(
            whole.own(number, whole.idf),
            Measure.of(whole.main, stems),
            Measure.of(whole.all, stems) if whole.events.any() else None,
            whole.standing(number),
            np.union1d([0], whole.events[self.document]),
            self.topic,
            self.sameness,
            self.document - whole.first_of(number),
            self.terms.vocabulary,
            self.pairs,
        )


def _of(values: FloatArray, stems: Ints) -> FloatArray:
    return values[stems] if len(stems) else np.zeros(1)


def sameness_of(terms: Terms, embeddings: FloatArray, whole: Totals, stems: Ints) -> Rows:
    """Return the first of some texts as rows whose dot product is their sameness.

    Parameters
    ----------
    terms : Terms
    embeddings : ndarray of shape (n, n_features)
        Of the first n texts.
    whole : Totals
    stems : ndarray of shape (n_stems,)
        Where the vocabulary of `terms` is in the whole one.
    """
    measure = Measure.of(whole.main, stems)
    content = tfidf(terms.counts(content_only=True)[: len(embeddings)], measure.idf)
    return mix(content, unit(embeddings - measure.mean))


@one_blas_thread()
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
    coverage = _coverage(pool, whole, related, costs[:, 1].astype(float), language)
    support = sum((part.support for part in related), np.zeros(len(sentences)))
    headline = np.max([part.to_titles for part in related], axis=0)
    left = room(budget.n_wanted * WORDS_PER_POINT, np.array([whole.n_words]))
    coverage = replace(coverage, scale=left * coverage.scale)
    salience = Salience(
        relevance=found.relevance,
        position=left * position_bonus(early, budget.n_wanted),
        coverage=coverage.gain(),
        support=left * support_of(support, whole.n_voices, headline),
        leaning=leaning_penalty((s.text for s in sentences), plan.language),
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
    bearing = found.n_bearing
    return Chosen(space, found.rows, salience, closest, choices, selection, nothing, bearing)


def _coverage(
    pool: Pool, whole: Totals, related: Sequence[Related], words: FloatArray, language: Language
) -> Coverage:
    """The coverage of the candidates; the unit is the best of all, for which these stand in."""
    from scipy.sparse import csr_array

    n, n_pairs = len(pool.terms), len(pool.pairs)
    zeros = np.zeros(n_pairs)
    in_titles = sum((part.in_titles for part in related), zeros)
    worth = sum((part.worth for part in related), zeros) + in_titles
    n_sources = sum((part.n_sources for part in related), zeros) + in_titles
    n_sentences = sum((part.n_sentences for part in related), zeros)
    shared = np.flatnonzero((n_sentences > 1) & (n_sources >= min(2, whole.n_voices)))
    ones = np.ones(len(pool.text))
    incidence: Any = csr_array((ones, (pool.text, pool.which)), shape=(n, n_pairs))
    incidence.sum_duplicates()
    incidence.data[:] = 1.0
    others = np.array([count_words(text, language) for text in pool.found.covering], dtype=float)
    coverage = coverage_of(incidence[:, shared], worth[shared], np.append(words, others))
    return coverage.take(np.arange(len(words)))
