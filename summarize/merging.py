"""The partitions of a large topic -> one choice of points, with everyone who says them.

In: documents, or the places where they lie, and how to work on them. Out: what `choosing` and
`support` give for a small topic. It serves what `partitions.is_large` says is large; other topics,
and what is summarized beside an earlier brief, are worked on whole, which is exact (`pipeline`).
Every partition sends its most salient sentences, as many as the topic may have in all, and the best
of these are compared with all sentences of all partitions before MMR chooses among them: the two
rounds of GreeDi (Mirzasoleiman et al. 2013). Its guarantee does not carry over exactly: it is one
for a monotone submodular objective, maximized greedily in both rounds under a limit of number,
while here the first round ranks by salience, and MMR, which takes off for repetition, is neither
monotone nor submodular. What is lost is measured instead: `python -m benchmarks speed --fidelity`.

By construction the following are those of the exact method on the same sentences: copies, events,
idf, mean, centroid and so the candidates, the support in their salience, what bears on a question,
the probabilities of citations, the sentences that candidates may contradict. Approximated are:
lines that pages repeat and words of others that are no points, both of which are looked for within
a partition; the unit of coverage, the best of the few best of each partition; the sentences that
tell another story, chosen among the beginnings of 500 documents; what cited sentences contradict,
looked for among those that are near the candidates (`contrasting`). In both methods events are told
by 500 documents, which the others join. Where a thousand candidates repeat each other, further ones
are added (`ranking`).

All partitions are gone through where joblib runs (`parallel`): to read them, to count, for the
centroid, the candidates, the comparison and the citations, which are repeated where a point was
told before and another takes its place; once more if there is more than one event, and those that
hold what is asked for (a sampled document, a point, a sentence near a candidate, a document that is
shown) once more for each.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from typing import Any

import numpy as np

from summarize.choosing import Budget, Chosen
from summarize.citing import Cited, citations
from summarize.contrasting import contrasted
from summarize.documents import Difference, Document, Sentence, Skipped
from summarize.embedding import Embedder
from summarize.errors import EmptyInputError, WorkerError
from summarize.joining import Told, told_apart
from summarize.keeping import clear, folders, gone, new_folder
from summarize.outcomes import Failure, is_want_of_memory
from summarize.parallel import everywhere, in_order
from summarize.partitions import Ints, Item, Plan, partitions_of, whole_texts
from summarize.pooling import Pool, choose_of
from summarize.ranking import find
from summarize.reading.ids import with_ids
from summarize.reducing import count, reduce_partition
from summarize.relating import Near, Related, relate
from summarize.repetition import told_once
from summarize.stemming import unsaid
from summarize.support import Supporter
from summarize.surroundings import agreeing, alone, led, uncited
from summarize.totals import Totals

__all__ = ["Merged", "merge_partitions"]


@dataclass(frozen=True, slots=True)
class Merged:
    """What was chosen of a large topic.

    Attributes
    ----------
    documents : list of Document
        By the names that they are cited by; with their texts those that are cited, differ, or have
        something of their own.
    skipped : list of Skipped
        What could not be read.
    sentences : list of Sentence
        Those that are spoken of: candidates, the sentences before them, citations.
    chosen : Chosen
        Its rows count in `sentences`.
    only : dict of int to int
        For a document the row of its best sentence that no other source says.
    cited : list of list of (int, float)
        For each point, as `support.supporters` gives it.
    differences : tuple of Difference
    told : Told
        The events, and the sentences that stand for those that are not the main one.
    copy_of : list of int or None
    sizes, lengths : ndarray of shape (n_documents,)
        Sentences of prose and words of each document.
    n_dropped : int
        Passages left out as boilerplate.
    unsaid : tuple of str
        The words of the question that no sentence has.
    """

    documents: list[Document]
    skipped: list[Skipped]
    sentences: list[Sentence]
    chosen: Chosen
    only: dict[int, int]
    cited: list[list[Supporter]]
    differences: tuple[Difference, ...]
    told: Told
    copy_of: list[int | None]
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
) -> Merged:
    """Choose the points of a large topic.

    The result is the same for every `n_jobs` and every backend of joblib.

    Parameters
    ----------
    items : sequence of Document and Place
        In an order that does not depend on the one in which they were given.
    n_jobs : int, optional
        None for what `joblib.parallel_config` says, or else for all processors.

    Raises
    ------
    EmptyInputError
        There is no sentence.
    WorkerError
        A partition killed the process that worked on it, or found no memory there, and again when
        it was repeated alone.
    """
    partitions = partitions_of(items)
    if left := gone(chain.from_iterable(everywhere(folders))):
        everywhere(partial(clear, *left))
    plan = replace(plan, folder=new_folder())

    def run(work: Callable[..., Any], calls: Iterable[tuple[Any, ...]]) -> Generator[Any]:
        asked = ((partitions[number], *told) for number, *told in calls)
        return _each(partial(_attempted, work, plan), asked, n_jobs)

    def each(work: Callable[..., Any], calls: Iterable[tuple[Any, ...]]) -> list[Any]:
        with closing(run(work, calls)) as results:
            return list(results)

    numbers = range(len(partitions))
    try:
        # Closed here, whatever happens: a worker that goes on would write what is cleared below.
        with closing(run(reduce_partition, ((k,) for k in numbers))) as reduced:
            whole = Totals(reduced)
        if not whole.sizes.sum():
            raise EmptyInputError(_why_empty(whole))
        told = told_apart(whole, plan, budget, embed, each)
        whole.tell_apart(told.events, asked=plan.query is not None)
        with closing(run(count, ((k, whole.standing(k)) for k in numbers))) as counted:
            whole.count(counted)
        candidates = find(whole, plan, run)
        pool = Pool.of(candidates, whole, plan, embed)
        related = each(relate, ((k, pool.told(whole, k)) for k in numbers))
        chosen = choose_of(pool, whole, related, plan, budget)
        sentences = list(candidates.sentences)
        only = alone(chosen, sentences, plan.language)

        def cite(rows: Sequence[int]) -> list[list[Supporter]]:
            points = [sentences[row] for row in rows]
            found = citations(points, whole, related, min_support, each)
            return _citations(sentences, rows, found)

        def is_original(row: int) -> bool:
            return bool(whole.originals[sentences[row].document])

        chosen, cited = told_once(chosen, cite, is_original, budget, sentences)
        if plan.query is None:
            chosen, cited = led(chosen, cited, sentences, plan.language)
        only = uncited(only, cited, sentences)
        documents = with_ids(whole.documents)
        near = Near.closest([_near(part, whole.first_of(k)) for k, part in enumerate(related)])
        found = contrasted(chosen, cited, sentences, near, documents, whole, plan, embed, each)
        row_of = {document.id: row for row, document in enumerate(documents)}
        shown = {
            *only,
            *(sentences[row].document for rows in cited for row, _ in rows),
            *(row_of[value.source] for one in found for value in one.values),
            *(sentence.document for story in told.stories for sentence in story),
        }
        lying = whole.by_partition(shown)
        texts = {
            whole.first_of(number) + row: text
            for number, part in zip(lying, each(whole_texts, lying.items()), strict=True)
            for row, text in part.items()
        }
    finally:
        everywhere(partial(clear, plan.folder))
    return Merged(
        [replace(d, text=texts.get(row, "")) for row, d in enumerate(documents)],
        whole.skipped,
        sentences,
        chosen,
        only,
        [agreeing(rows, found, documents, sentences, plan.language) for rows in cited],
        found,
        told,
        whole.copy_of,
        whole.sizes,
        whole.lengths,
        whole.n_dropped,
        unsaid(plan.query, plan.language, whole.said()),
    )


def _each(work: Any, calls: Iterable[tuple[Any, ...]], n_jobs: int | None) -> Generator[Any]:
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
    """Run a function on a partition; an error is returned, to be raised where all is known.

    That there is no memory is no error yet: it is tried again alone (`parallel`).
    """
    partition, *told = call
    try:
        return work(partition, plan, *told)
    except Exception as error:
        if is_want_of_memory(error):
            raise
        return error


def _why_empty(whole: Totals) -> str:
    tried = [f"{document.id or document.path}: no prose" for document in whole.documents]
    tried += [f"{skipped.source}: {skipped.reason}" for skipped in whole.skipped]
    listed = "; ".join(tried[:5]) + ("; ..." if len(tried) > 5 else "")
    return f"no source had any text to summarize ({listed})"


def _near(part: Related, first: int) -> Near:
    """What is near the candidates, its documents counted among all."""
    return replace(part.near, places=part.near.places + np.array([0, first, 0, 0]))


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
