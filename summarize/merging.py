"""The partitions of a large topic -> one choice of points, with everyone who says them.

In: documents, or the places where they lie, and how to work on them. Out: what `choosing` and
`support` give for a small topic. It serves what `partitions.is_large` says is large; other topics,
and what is summarized beside an earlier brief, are worked on whole, which is exact (`pipeline`).
Every partition sends its most salient sentences, and the best of these are compared
with all sentences of all partitions before MMR chooses among them: the two rounds of GreeDi
(Mirzasoleiman et al. 2013). Its guarantee does not carry over exactly: it is one for a monotone
submodular objective, maximized greedily in both rounds under a limit of number, while here the
first round ranks by salience, and MMR, which takes off for repetition, is neither monotone nor
submodular. What is lost is measured instead: `python -m benchmarks speed --fidelity`.

idf, mean, centroid, the support in salience and the probabilities of citations are those of all
sentences. Approximated are the candidates, by salience within their partition; the unit of
coverage, the best of the candidates instead of all; lines that pages repeat, looked for within a
partition; and the events, those of 500 documents which the others join. All partitions are gone
through three times where joblib runs (`parallel`): candidates, comparison, citations, which are
repeated where a point was told before and another takes its place; those that
hold a point or a copy of another's document once more for each.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np

from summarize.choosing import Budget, Chosen
from summarize.citing import Cited, citations
from summarize.documents import Document, Sentence, Skipped
from summarize.embedding import Embedder
from summarize.errors import EmptyInputError, WorkerError
from summarize.parallel import Failure, everywhere, in_order
from summarize.partitions import Ints, Item, Plan, clear, partitions_of
from summarize.pooling import Pool, choose_of
from summarize.reducing import reduce_partition
from summarize.relating import relate, uncount
from summarize.repetition import told_once
from summarize.stemming import unsaid
from summarize.support import Supporter
from summarize.surroundings import alone, led, uncited
from summarize.totals import Totals

__all__ = ["Merged", "merge_partitions"]


@dataclass(frozen=True, slots=True)
class Merged:
    """What was chosen of a large topic.

    Attributes
    ----------
    documents : list of Document
        With their texts those that are cited, asked for, or have something of their own.
    skipped : list of Skipped
        What could not be read.
    firsts : list of int
        For each of the items given, the row of its first document.
    sentences : list of Sentence
        Those that are spoken of: candidates, the sentences before them, citations.
    chosen : Chosen
        Its rows count in `sentences`.
    only : dict of int to int
        For a document the row of its best sentence that no other source says.
    cited : list of list of (int, float)
        For each point, as `support.supporters` gives it.
    copy_of : list of int or None
    events, sizes, lengths : ndarray of shape (n_documents,)
        Event, sentences of prose and words of each document.
    n_dropped : int
        Passages left out as boilerplate.
    unsaid : tuple of str
        The words of the question that no sentence has.
    """

    documents: list[Document]
    skipped: list[Skipped]
    firsts: list[int]
    sentences: list[Sentence]
    chosen: Chosen
    only: dict[int, int]
    cited: list[list[Supporter]]
    copy_of: list[int | None]
    events: Ints
    sizes: Ints
    lengths: Ints
    n_dropped: int
    unsaid: tuple[str, ...]


def merge_partitions(
    items: Sequence[Item],
    plan: Plan,
    budget: Budget,
    embed: Embedder,
    min_support: float,
    n_jobs: int | None = None,
    quoted: Iterable[tuple[int, int]] = (),
) -> Merged:
    """Choose the points of a large topic.

    The result is the same for every `n_jobs` and every backend of joblib.

    Parameters
    ----------
    items : sequence of Document and Place
        In an order that does not depend on the one in which they were given.
    n_jobs : int, optional
        None for what `joblib.parallel_config` says, or else for all processors.
    quoted : iterable of (int, int)
        Documents whose texts are asked for: item, and part of the item.

    Raises
    ------
    EmptyInputError
        There is no sentence.
    WorkerError
        A partition killed the process that worked on it, and again when it was repeated.
    """
    partitions = partitions_of(items)
    plan = replace(plan, folder=f"summarize-{secrets.token_hex(8)}")

    def run(work: Callable[..., Any], calls: Iterable[tuple[Any, ...]]) -> Iterator[Any]:
        asked = ((partitions[number], *told) for number, *told in calls)
        return _each(partial(_attempted, work, plan), asked, n_jobs)

    def each(work: Callable[..., Any], calls: Iterable[tuple[Any, ...]]) -> list[Any]:
        return list(run(work, calls))

    numbers = range(len(partitions))
    try:
        whole = Totals(run(reduce_partition, ((k,) for k in numbers)))
        if not whole.sizes.sum():
            raise EmptyInputError(_why_empty(whole))
        copies = whole.copies_counted()
        whole.uncount(dict(zip(copies, each(uncount, copies.items()), strict=True)))
        candidates = whole.candidates()
        pool = Pool.of(candidates, whole, plan, embed)
        related = each(relate, ((k, pool.told(whole, k)) for k in numbers))
        chosen = choose_of(pool, whole, related, plan, budget)
        only = alone(chosen, candidates.sentences, plan.language)
        shown = {*only, *(whole.firsts[item] + part for item, part in quoted)}
        sentences, texts = list(candidates.sentences), dict[int, str]()

        def cite(rows: Sequence[int]) -> list[list[Supporter]]:
            points = [sentences[row] for row in rows]
            found = citations(points, whole, related, min_support, shown - texts.keys(), each)
            for part in found:
                texts.update(part.documents)
            return _citations(sentences, rows, found)

        def is_original(row: int) -> bool:
            return bool(whole.originals[sentences[row].document])

        if shown and not chosen.points:
            cite([])  # for the texts of what is shown all the same
        chosen, cited = told_once(chosen, cite, is_original, budget, sentences)
        if plan.query is None:
            chosen, cited = led(chosen, cited, sentences, plan.language)
    finally:
        everywhere(partial(clear, plan.folder))
    return Merged(
        [replace(d, text=texts.get(row, "")) for row, d in enumerate(whole.documents)],
        whole.skipped,
        whole.firsts,
        sentences,
        chosen,
        uncited(only, cited, sentences),
        cited,
        whole.copy_of,
        whole.events,
        whole.sizes,
        whole.lengths,
        whole.n_dropped,
        unsaid(plan.query, plan.language, whole.number),
    )


def _each(work: Any, calls: Iterable[tuple[Any, ...]], n_jobs: int | None) -> Iterator[Any]:
    """Run a function on each partition where joblib runs, and yield the results in order."""
    from joblib import parallel

    if n_jobs is None:
        # Not `parallel_config`'s own default of one process: a large topic is worth all of them.
        _, configured = parallel.get_active_backend()
        n_jobs = configured if configured not in (None, 1) else -1
    outcomes: Any = in_order(work, calls, n_jobs)
    with closing(outcomes):
        for outcome in outcomes:
            if isinstance(outcome, Exception):
                raise outcome
            if isinstance(outcome, Failure):
                raise WorkerError(f"partition {outcome.index + 1} of the topic: {outcome.reason}")
            yield outcome


def _attempted(work: Callable[..., Any], plan: Plan, call: tuple[Any, ...]) -> Any:
    """Run a function on a partition; an error is returned, to be raised where all is known."""
    partition, *told = call
    try:
        return work(partition, plan, *told)
    except Exception as error:
        return error


def _why_empty(whole: Totals) -> str:
    tried = [f"{document.id or document.path}: no prose" for document in whole.documents]
    tried += [f"{skipped.source}: {skipped.reason}" for skipped in whole.skipped]
    listed = "; ".join(tried[:5]) + ("; ..." if len(tried) > 5 else "")
    return f"no source had any text to summarize ({listed})"


def _citations(
    sentences: list[Sentence], points: Sequence[int], found: Sequence[Cited]
) -> list[list[Supporter]]:
    """Return for each point the rows of its citations, and add those sentences that are new."""
    cited: list[list[Supporter]] = [[(row, 1.0)] for row in points]
    known = {(sentence.document, sentence.start): row for row, sentence in enumerate(sentences)}
    spans = np.concatenate([part.spans for part in found])
    probability = np.concatenate([part.probability for part in found])
    texts = [text for part in found for text in part.texts]
    for k in np.lexsort((spans[:, 2], spans[:, 1], -probability, spans[:, 0])).tolist():
        point, document, start, end = spans[k].tolist()
        row = known.setdefault((document, start), len(sentences))
        if row == len(sentences):
            sentences.append(Sentence(document, 0, start, end, texts[k]))
        cited[point].append((row, float(probability[k])))
    return cited
