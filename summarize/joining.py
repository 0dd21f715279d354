"""Which event each document of a large topic tells of, as `events.group_events` does it.

In: the totals of the topic and how to run a function on its partitions. Out: the event of each
document, and the best sentences of those that are not the main one. The same 500 documents are
drawn by the same hash, and all others join by the same rule, where they lie. The sentences that
stand for another event are chosen among the beginnings of the documents drawn, not among all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from summarize.choosing import Budget, Material
from summarize.documents import Sentence
from summarize.embedding import Embedder
from summarize.events import MAX_DOCUMENTS, NO_ARTICLE, Events, numbered
from summarize.languages import get_language
from summarize.partitions import Each, Ints, Partition, Plan, digest_of, texts_of
from summarize.reducing import texts_by_document
from summarize.stemming import stemmer
from summarize.surroundings import stories_of
from summarize.totals import Totals

__all__ = ["Told", "told_apart"]

# Of a document drawn: more words than its event is told by.
LONGEST = 10_000


@dataclass(frozen=True, slots=True)
class Told:
    """The events of a topic.

    Attributes
    ----------
    events : ndarray of shape (n_documents,)
        As `events.group_events` numbers them.
    stories : list of list of Sentence
        For each event from 1 its best sentences; none under a question.
    scraps : list of Sentence
        Of what is no article.
    n_sampled : int
        Documents that were compared, if not all.
    """

    events: Ints
    stories: list[list[Sentence]]
    scraps: list[Sentence]
    n_sampled: int


@dataclass(frozen=True, slots=True)
class Beginning:
    """The first sentences of a document.

    Attributes
    ----------
    document : int
    sentences : list of Sentence
    text : str
        Of the document so far; between the sentences blanks, or dashes for what is left out.
    """

    document: int
    sentences: list[Sentence]
    text: str

    @property
    def texts(self) -> list[str]:
        """Those of the sentences."""
        return [sentence.text for sentence in self.sentences]


def told_apart(whole: Totals, plan: Plan, budget: Budget, embed: Embedder, each: Each) -> Told:
    """Return which event each document tells of.

    Parameters
    ----------
    whole : Totals
    plan : Plan
    budget : Budget
    embed : callable
    each : callable
        Runs a function on partitions, which are given by their number and what they are told.
    """
    drawn = [] if plan.all_events else _drawn(whole)
    nothing: Ints = np.zeros(len(whole.documents), dtype=np.intp)
    n_sampled = len(drawn) if len(drawn) < whole.originals.sum() else 0
    if len(drawn) < 2:
        return Told(nothing, [], [], n_sampled)
    lying = whole.by_partition(drawn)
    parts = zip(lying, each(begin, lying.items()), strict=True)
    sample = [_moved(one, whole.first_of(number)) for number, part in parts for one in part]
    sample.sort(key=lambda one: one.texts)
    stems = stemmer(plan.language)
    found = Events.of([one.texts for one in sample], stems)
    if not found.labels.any():
        return Told(nothing, [], [], n_sampled)
    labels = np.concatenate(each(join, ((k, found) for k in range(len(whole.stems)))))
    labels[[one.document for one in sample]] = found.labels
    events = numbered(labels, whole.told.tolist(), whole.copy_of)
    scraps = [s for one in sample if events[one.document] == NO_ARTICLE for s in one.sentences]
    # What of them bears on a question is among the points.
    asked = plan.query is not None
    others = sorted(
        (one for one in sample if events[one.document] > 0 and not asked),
        key=lambda one: one.document,
    )
    return Told(events, _stories(others, events, whole, plan, budget, embed), scraps, n_sampled)


def begin(partition: Partition, plan: Plan, documents: Ints) -> list[Beginning]:
    """Return the first sentences of some documents of a partition."""
    digest, texts = digest_of(partition, plan), texts_of(partition, plan)
    sentences = digest.sentences(texts)
    found = []
    for document in documents.tolist():
        rows = range(*np.searchsorted(digest.document, [document, document + 1]))
        lengths = np.cumsum([len(texts[row]) for row in rows])
        rows = rows[: int(lengths.searchsorted(LONGEST)) + 1]
        text = ""
        for row in rows:
            between = " " if digest.follows[row] else "-"
            text += between * (sentences[row].start - len(text)) + texts[row]
        found.append(Beginning(document, [sentences[row] for row in rows], text))
    return found


def join(partition: Partition, plan: Plan, events: Events) -> Ints:
    """Return the event that each document of a partition is most like."""
    digest, texts = digest_of(partition, plan), texts_of(partition, plan)
    sizes = np.bincount(digest.document, minlength=digest.n_documents)
    return events.join(texts_by_document(texts, sizes), stemmer(plan.language))


def _drawn(whole: Totals) -> list[int]:
    """The originals of the lowest hashes."""
    told = np.flatnonzero(whole.originals)
    order = np.argsort(whole.hashes[told], kind="stable")
    rows: list[int] = told[order[:MAX_DOCUMENTS]].tolist()
    return rows


def _moved(one: Beginning, first: int) -> Beginning:
    """The same, its document counted among all."""
    document = first + one.document
    return replace(
        one, document=document, sentences=[replace(s, document=document) for s in one.sentences]
    )


def _stories(
    others: Sequence[Beginning],
    events: Ints,
    whole: Totals,
    plan: Plan,
    budget: Budget,
    embed: Embedder,
) -> list[list[Sentence]]:
    """The sentences that stand for each event but the main one, whose documents are given."""
    if not others:
        return []
    rows = [one.document for one in others]
    texts = [replace(whole.documents[one.document], text=one.text) for one in others]
    sentences = [replace(s, document=row) for row, one in enumerate(others) for s in one.sentences]
    originals = np.ones(len(others), dtype=bool)
    material = Material(texts, sentences, originals, get_language(plan.language))
    embeddings = embed([sentence.text for sentence in sentences])
    chosen = stories_of(material, embeddings, events[rows], originals, budget)
    return [
        [replace(sentences[k], document=rows[sentences[k].document]) for k in story]
        for story in chosen
    ]
