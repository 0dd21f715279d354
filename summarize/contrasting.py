"""What the sources of a large topic contradict each other on, by the rules of a small one.

In: what was chosen, who says it, and the sentences that came closest to the candidates in any
partition. Out: the differences. The candidates are compared with the sentences that are closest of
all, as in a small topic. Sentences that are cited, and no candidates, are compared with those and
with each other, not with all; of many citations of a point only the surest are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from summarize.choosing import Chosen
from summarize.differences import differences
from summarize.documents import Difference, Document, Sentence
from summarize.embedding import Embedder, embedded
from summarize.partitions import Each, Ints, Partition, Plan, digest_of, texts_of
from summarize.pooling import sameness_of
from summarize.relating import Near
from summarize.stemming import stemmer
from summarize.support import Supporter
from summarize.terms import terms_of
from summarize.totals import Totals

__all__ = ["contrasted"]

Place = tuple[int, int]  # a document, and where a sentence begins in it

# Citations of a point that are compared; a hundred thousand say no more.
MOST_CITED = 250


def contrasted(
    chosen: Chosen,
    cited: Sequence[Sequence[Supporter]],
    sentences: Sequence[Sentence],
    near: Near,
    documents: Sequence[Document],
    whole: Totals,
    plan: Plan,
    embed: Embedder,
    each: Each,
) -> tuple[Difference, ...]:
    """Find what the sources contradict each other on.

    Parameters
    ----------
    chosen : Chosen
        Its rows count in `sentences`.
    cited : sequence of sequence of (int, float)
        For each point, by rank, its own row first.
    sentences : sequence of Sentence
    near : Near
        Of all partitions, in the order of the candidates.
    documents : sequence of Document
        Those of the topic, with the names they are cited by; their texts are not looked at.
    whole : Totals
    plan : Plan
    embed : callable
    each : callable
        Runs a function on partitions, which are given by their number and what they are told.
    """
    said = [[row for row, _ in rows[:MOST_CITED]] for rows in cited]
    at_hand = {*chosen.rows.tolist(), *(row for rows in said for row in rows)}
    told = {(sentences[row].document, sentences[row].start): sentences[row] for row in at_hand}
    told |= _read([place for place in _places(near) if place not in told], whole, each)
    # In the order of a small topic, which decides between equals.
    order = {place: row for row, place in enumerate(sorted(told))}
    among = [told[place] for place in order]

    def rows_of(rows: Iterable[int]) -> list[int]:
        return [order[sentences[row].document, sentences[row].start] for row in rows]

    stems = stemmer(plan.language)
    texts = [sentence.text for sentence in among]
    terms = terms_of(texts, stems)
    known = np.array([whole.number[stem] for stem in terms.vocabulary], dtype=np.intp)
    counts = whole.originals & (whole.events == 0)
    return differences(
        documents,
        among,
        sameness_of(terms, embedded(texts, embed), whole, known),
        counts[[sentence.document for sentence in among]],
        [rows_of(rows) for rows in said],
        rows_of(row for row in chosen.rows.tolist() if counts[sentences[row].document]),
        stems,
        english=plan.language == "en",
    )


def quote(partition: Partition, plan: Plan, places: Ints) -> list[Sentence]:
    """Return the sentences of a partition that are given by document and start, ascending."""
    digest, texts = digest_of(partition, plan), texts_of(partition, plan)
    all_places = zip(digest.document.tolist(), digest.start.tolist(), strict=True)
    row_of = {place: row for row, place in enumerate(all_places)}
    return [digest.sentence(row_of[document, start], texts) for document, start in places.tolist()]


def _places(near: Near) -> list[Place]:
    return sorted({(document, start) for _, document, start, _ in near.places.tolist()})


def _read(places: Sequence[Place], whole: Totals, each: Each) -> dict[Place, Sentence]:
    """The sentences at some places, from the partitions that they lie in."""
    lying: dict[int, list[Place]] = {}
    for document, start in places:
        number = whole.partition_of(document)
        lying.setdefault(number, []).append((document - whole.first_of(number), start))
    asked = ((number, np.array(own, dtype=np.intp)) for number, own in lying.items())
    found = {}
    for number, part in zip(lying, each(quote, asked), strict=True):
        for own in part:
            document = own.document + whole.first_of(number)
            found[document, own.start] = replace(own, document=document)
    return found
