"""The partitions of a large topic -> one choice of points, with everyone who says them.

In: documents in content order and how to work on them. Out: what `choosing` and `support` give for
a small topic. Every partition sends its most salient sentences, and the best of these are compared
with all sentences of all partitions before MMR chooses among them: the greedy of greedies of
distributed submodular maximization (GreeDi, Mirzasoleiman et al. 2013; its guarantee for random
partitions, Barbosa et al. 2015). Partitions go through `joblib.Parallel`, three times: candidates,
comparison, citations. idf, mean, centroid and the support in salience are those of all sentences;
approximated: the candidates, by salience within their partition; the unit of coverage, the best
of the candidates instead of all; lines that pages repeat, looked for within a partition; the
events, those of 500 documents which the others join; and citations, by similarity alone. `python -m
benchmarks speed --fidelity` compares it with the exact method, which serves topics below
`partitions.LARGE`.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from shutil import rmtree
from typing import Any

import numpy as np

from summarize.choosing import WORDS_PER_POINT, Budget, Chosen, costs_of, focused
from summarize.clustering import cluster
from summarize.documents import Document, Sentence
from summarize.embedding import Embedder
from summarize.languages import get_language
from summarize.partitions import (
    Ints,
    Partition,
    Plan,
    partitions_of,
    reduce_partition,
)
from summarize.relating import Related, Shared, cite, relate, uncount
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

__all__ = ["Merged", "merge_partitions"]

# The bare similarity that stands for a probability of `support`, which takes the whole topic.
SIMILARITY_PER_PROBABILITY = 0.38 / 0.7

Supporter = tuple[int, float]


@dataclass(frozen=True, slots=True)
class Merged:
    """What was chosen of a large topic.

    Attributes
    ----------
    sentences : list of Sentence
        Those that are spoken of: candidates, the sentences before them, citations.
    chosen : Chosen
        Its rows count in `sentences`.
    cited : list of list of (int, float)
        For each point, as `support.supporters` gives it.
    copy_of : list of int or None
    events, sizes, lengths : ndarray of shape (n_documents,)
        Event, sentences of prose and words of each document.
    n_dropped : int
        Passages left out as boilerplate.
    """

    sentences: list[Sentence]
    chosen: Chosen
    cited: list[list[Supporter]]
    copy_of: list[int | None]
    events: Ints
    sizes: Ints
    lengths: Ints
    n_dropped: int


def merge_partitions(
    documents: Sequence[Document],
    plan: Plan,
    budget: Budget,
    embed: Embedder,
    min_support: float,
    n_jobs: int | None = None,
) -> Merged | None:
    """Choose the points of a large topic; None if it has no sentence.

    The result is the same for every `n_jobs` and every backend of joblib.

    Parameters
    ----------
    documents : sequence of Document
        In the order of their contents.
    n_jobs : int, optional
        None for what `joblib.parallel_config` says, or else for all processors.
    """
    partitions = partitions_of(documents)
    folder = tempfile.mkdtemp(prefix="summarize-") if not plan.folder else plan.folder
    plan = replace(plan, folder=folder)
    try:
        whole = Totals(documents, _each(reduce_partition, ((p, plan) for p in partitions), n_jobs))
        if not whole.sizes.sum():
            return None
        copies = whole.copies_counted()
        asked = ((p, plan, copies[p.number]) for p in partitions if p.number in copies)
        whole.uncount(dict(zip(copies, _each(uncount, asked, n_jobs), strict=True)))
        candidates = whole.candidates()
        shared = _Candidates.of(candidates, whole, plan, embed)
        told = ((p, plan, shared.told(whole, p)) for p in partitions)
        related = _each(relate, told, n_jobs)
        chosen = _choose(shared, whole, related, plan, budget)
        points = chosen.points
        floor = min_support * SIMILARITY_PER_PROBABILITY
        cites = ((p, plan, shared.told(whole, p, points), floor) for p in partitions)
        found = _each(cite, cites, n_jobs) if points else []
    finally:
        rmtree(folder, ignore_errors=True)
    sentences, cited = _citations(documents, list(candidates.sentences), chosen.points, found)
    return Merged(
        sentences,
        chosen,
        cited,
        whole.copy_of,
        whole.events,
        whole.sizes,
        whole.lengths,
        whole.n_dropped,
    )


def _each(work: Callable[..., Any], calls: Iterable[tuple[Any, ...]], n_jobs: int | None) -> Any:
    """Run a function on each partition where joblib runs, and return the results in order."""
    from joblib import Parallel, delayed, parallel

    if n_jobs is None:
        # Not `parallel_config`'s own default of one process: a large topic is worth all of them.
        _, configured = parallel.get_active_backend()
        n_jobs = configured if configured not in (None, 1) else -1
    return Parallel(n_jobs=n_jobs)(delayed(work)(*call) for call in calls)


@dataclass(frozen=True, slots=True)
class _Candidates:
    """The candidates as rows of the space of the whole."""

    found: Found
    terms: Terms
    topic: Rows
    sameness: Rows
    document: Ints
    text: Ints  # of each adjacent pair of stems: the candidate, and which pair
    which: Ints
    pairs: Ints

    @classmethod
    def of(cls, found: Found, whole: Totals, plan: Plan, embed: Embedder) -> _Candidates:
        sentences = [found.sentences[row] for row in found.rows.tolist()]
        texts = [sentence.text for sentence in sentences]
        terms = terms_of(texts, stemmer(plan.language))
        stems = np.array([whole.number[stem] for stem in terms.vocabulary], dtype=np.intp)
        words = tfidf(terms.counts(), _of(whole.idf, stems))
        content = tfidf(terms.counts(content_only=True), _of(whole.content_idf, stems))
        meaning = unit(embed(texts) - whole.mean.astype(np.float32))
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

    def told(
        self, whole: Totals, partition: Partition, rows: Sequence[int] | None = None
    ) -> Shared:
        """What a partition is told: of all candidates, or of those at the given sentences."""
        of = np.arange(len(self.document))
        if rows is not None:
            of = np.searchsorted(self.found.rows, np.array(rows, dtype=np.intp))
        stems = whole.stems[partition.number]
        documents = slice(partition.first, partition.first + len(partition.documents))
        return Shared(
            _of(whole.idf, stems),
            _of(whole.content_idf, stems),
            whole.mean,
            whole.originals[documents],
            self.topic.take(of),
            self.sameness.take(of),
            self.document[of],
            self.terms.vocabulary,
            self.pairs if rows is None else self.pairs[:0],
        )


def _of(values: FloatArray, stems: Ints) -> FloatArray:
    return values[stems] if len(stems) else np.zeros(1)


def _choose(
    candidates: _Candidates,
    whole: Totals,
    related: Sequence[Related],
    plan: Plan,
    budget: Budget,
) -> Chosen:
    """Choose as `choosing.choose` does, from sums over the partitions."""
    found = candidates.found
    sentences = [found.sentences[row] for row in found.rows.tolist()]
    language = get_language(plan.language)
    position = np.array([sentence.position for sentence in sentences], dtype=np.intp)
    costs = np.array([costs_of(s.text, language) for s in sentences]).reshape(len(sentences), 3)
    early = 1.0 / (1.0 + FALL * position / whole.sizes[candidates.document])
    coverage = _coverage(candidates, related, costs[:, 1].astype(float))
    n_voices = sum(part.n_voices for part in related)
    support = sum((part.support for part in related), np.zeros(len(sentences)))
    headline = np.max([part.to_titles for part in related], axis=0)
    counted = whole.originals & (whole.events == 0)
    left = room(budget.n_wanted * WORDS_PER_POINT, whole.lengths[counted])
    coverage = replace(coverage, scale=left * coverage.scale)
    leans = leaning(plan.language)
    salience = Salience(
        relevance=_relevance(candidates, whole, related),
        position=left * position_bonus(early, budget.n_wanted),
        coverage=coverage.gain(),
        support=left * support_of(support, n_voices, headline),
        leaning=leaning_penalty(np.array([leans(s.text) for s in sentences], dtype=bool)),
    )
    closest = np.max([part.closest for part in related], axis=0)
    labels = np.zeros(0, dtype=np.intp)
    if sentences:
        labels = cluster(candidates.sameness.to_array(), budget.clusterer)
    choices = Candidates(
        topic=candidates.topic,
        sameness=candidates.sameness,
        relevance=salience.relevance,
        bonus=salience.position + salience.support,
        leaning=salience.leaning,
        before=predecessors(found.rows, found.sentences, whole.documents),
        coverage=coverage,
        redundancy=np.zeros(len(sentences)),
        labels=labels,
        document_of=candidates.document,
        position=position,
        costs=costs,
    )
    if plan.query is not None:
        choices = focused(choices, found.bears)
    selection = select(choices, budget.limits, budget.diversity, budget.selector)
    nothing = candidates.sameness.take([])
    space = Space(candidates.topic, nothing, candidates.sameness, None, None)
    return Chosen(space, found.rows, salience, closest, choices, selection, nothing)


def _relevance(candidates: _Candidates, whole: Totals, related: Sequence[Related]) -> FloatArray:
    """Cosine to the centroid, as `salience.centroid` makes it."""
    texts = whole.added([part.centre for part in related])
    titles = whole.added([part.title_centre for part in related])
    centre = texts / max(float(np.linalg.norm(texts)), 1e-12)
    if any(part.n_titles for part in related):
        headlines = titles / max(float(np.linalg.norm(titles)), 1e-12)
        centre = (centre + TITLES * headlines) / (1 + TITLES)
    stems = np.array([whole.number[s] for s in candidates.terms.vocabulary], dtype=np.intp)
    return np.asarray(candidates.topic.sparse @ _of(centre, stems))


def _coverage(candidates: _Candidates, related: Sequence[Related], words: FloatArray) -> Coverage:
    from scipy.sparse import csr_array

    n, n_pairs = len(candidates.document), len(candidates.pairs)
    zeros = np.zeros(n_pairs)
    in_titles = sum((part.in_titles for part in related), zeros)
    worth = sum((part.worth for part in related), zeros) + in_titles
    n_sources = sum((part.n_sources for part in related), zeros) + in_titles
    n_sentences = sum((part.n_sentences for part in related), zeros)
    needed = min(2, sum(part.n_voices for part in related))
    shared = np.flatnonzero((n_sentences > 1) & (n_sources >= needed))
    ones = np.ones(len(candidates.text))
    shape = (n, n_pairs)
    incidence: Any = csr_array((ones, (candidates.text, candidates.which)), shape=shape)
    incidence.sum_duplicates()
    incidence.data[:] = 1.0
    return coverage_of(incidence[:, shared], worth[shared], words)


def _citations(
    documents: Sequence[Document],
    sentences: list[Sentence],
    points: Sequence[int],
    found: Sequence[tuple[Ints, FloatArray]],
) -> tuple[list[Sentence], list[list[Supporter]]]:
    """Add the sentences that are cited, and return for each point the rows of its citations."""
    cited: list[list[Supporter]] = [[(row, 1.0)] for row in points]
    if not points:
        return sentences, cited
    spans = np.concatenate([part for part, _ in found])
    similarity = np.concatenate([part for _, part in found])
    for k in np.lexsort((spans[:, 2], spans[:, 1], -similarity, spans[:, 0])).tolist():
        point, document, start, end = spans[k].tolist()
        cited[point].append((len(sentences), float(similarity[k])))
        text = documents[document].text[start:end]
        sentences.append(Sentence(document, 0, start, end, text))
    return sentences, cited
