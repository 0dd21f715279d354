"""The partitions of a large topic -> one choice of points, with everyone who says them.

In: documents in content order and how to work on them. Out: what `choosing` and `support` give for
a small topic. It serves topics of `partitions.LARGE` characters and more; smaller ones are worked
on whole, which is exact (`pipeline`). Every partition sends its most salient sentences, and the
best of these are compared with all sentences of all partitions before MMR chooses among them: the
two rounds of GreeDi (Mirzasoleiman et al. 2013). Its guarantee does not carry over exactly: it is
one for a monotone submodular objective, greedily maximized in both rounds under a limit of number,
while here the first round ranks by salience, and MMR, which takes off for repetition, is neither
monotone nor submodular. What it loses is measured instead: `python -m benchmarks speed --fidelity`.

idf, mean, centroid, the support in salience and the probabilities of citations are those of all
sentences. Approximated are the candidates, by salience within their partition; the unit of
coverage, the best of the candidates instead of all; lines that pages repeat, looked for within a
partition; and the events, those of 500 documents which the others join. The partitions are gone
through three times where joblib runs (`parallel`): candidates, comparison, citations.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from shutil import rmtree
from typing import Any

import numpy as np

from summarize.choosing import Budget, Chosen
from summarize.citing import citations
from summarize.documents import Document, Sentence
from summarize.embedding import Embedder
from summarize.errors import WorkerError
from summarize.parallel import Failure, in_order
from summarize.partitions import Ints, Plan, partitions_of, reduce_partition
from summarize.pooling import Pool, choose_of
from summarize.relating import relate, uncount
from summarize.rows import FloatArray
from summarize.totals import Totals

__all__ = ["Merged", "merge_partitions"]

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

    def each(work: Callable[..., Any], calls: Iterable[tuple[Any, ...]]) -> list[Any]:
        asked = ((partitions[number], *told) for number, *told in calls)
        return _each(partial(_attempted, work, plan), asked, n_jobs)

    numbers = range(len(partitions))
    try:
        whole = Totals(documents, each(reduce_partition, ((k,) for k in numbers)))
        if not whole.sizes.sum():
            return None
        copies = whole.copies_counted()
        whole.uncount(dict(zip(copies, each(uncount, copies.items()), strict=True)))
        candidates = whole.candidates()
        pool = Pool.of(candidates, whole, plan, embed)
        related = each(relate, ((k, pool.told(whole, k)) for k in numbers))
        chosen = choose_of(pool, whole, related, plan, budget)
        points = [candidates.sentences[row] for row in chosen.points]
        found = citations(points, whole, related, min_support, each)
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


def _each(work: Any, calls: Iterable[tuple[Any, ...]], n_jobs: int | None) -> list[Any]:
    """Run a function on each partition where joblib runs, and return the results in order."""
    from joblib import parallel

    if n_jobs is None:
        # Not `parallel_config`'s own default of one process: a large topic is worth all of them.
        _, configured = parallel.get_active_backend()
        n_jobs = configured if configured not in (None, 1) else -1
    return [_checked(outcome) for outcome in in_order(work, calls, n_jobs)]


def _attempted(work: Callable[..., Any], plan: Plan, call: tuple[Any, ...]) -> Any:
    """Run a function on a partition; an error is returned, to be raised where all is known."""
    partition, *told = call
    try:
        return work(partition, plan, *told)
    except Exception as error:
        return error


def _checked(outcome: Any) -> Any:
    if isinstance(outcome, Exception):
        raise outcome
    if isinstance(outcome, Failure):
        raise WorkerError(f"partition {outcome.index + 1} of the topic: {outcome.reason}")
    return outcome


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
