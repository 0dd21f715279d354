"""One partition of a large topic -> the few sentences that may become points, and what it counts.

In: a partition and how to work on it. Out: `Reduced`, which holds candidates with their texts, the
counts that idf and mean are taken from, and a few numbers a document. The texts of all others are
let go here; the digest of the partition stays beside the worker (`partitions`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from summarize.candidates import (
    MIN_WORDS,
    MIN_WORDS_ASKED,
    candidate_rows,
    longest_of,
    most_salient,
)
from summarize.copies import copies_in_order
from summarize.documents import Document, Sentence, Skipped
from summarize.focus import bearing, bearing_rows
from summarize.languages import count_words, get_language
from summarize.partitions import Digest, Ints, Partition, Plan, embedder, new_digest
from summarize.rows import FloatArray, Rows
from summarize.salience import centroid, earliness, position_bonus, relevance
from summarize.stemming import asked_stems, stemmer
from summarize.terms import document_frequencies, idf_of, tfidf

__all__ = ["Counts", "Reduced", "reduce_partition"]

# Longer sentences are counted as of so many words.
MOST_WORDS = 500


@dataclass(frozen=True, slots=True)
class Counts:
    """What idf and mean are taken from, over some sentences of a partition.

    Attributes
    ----------
    df, content_df : ndarray of shape (n_stems,)
        In how many of the sentences each stem is, and is a content word.
    n : int
        Sentences.
    embeddings : ndarray of shape (n_features,)
        The sum of theirs.
    """

    df: Ints
    content_df: Ints
    n: int
    embeddings: FloatArray

    @classmethod
    def of(cls, digest: Digest, documents: NDArray[np.bool_]) -> Counts:
        """Count the sentences of some of the documents."""
        rows = np.flatnonzero(documents[digest.document])
        return cls(
            document_frequencies(digest.terms.counts()[rows]),
            document_frequencies(digest.terms.counts(content_only=True)[rows]),
            len(rows),
            digest.embeddings[rows].sum(axis=0, dtype=np.float64),
        )


@dataclass(frozen=True, slots=True)
class Reduced:
    """What is known of a partition after it was read.

    Attributes
    ----------
    documents : list of Document
        Without their texts.
    n_of : list of int
        How many documents each item of the partition has.
    skipped : list of Skipped
        What of it could not be read.
    sizes, length : ndarray of shape (n_documents,)
        Sentences of prose, and words of the whole text, of each document.
    events, n_words, shingles
        Of each document, as in `Digest`.
    n_dropped : int
        Passages left out as boilerplate.
    vocabulary : list of str
    originals : ndarray of shape (n_documents,)
        Which documents are no copies of others here.
    main, all : Counts
        Of the sentences that count: those of originals of the main event (under a question, of
        all), and of all events.
    words : ndarray of shape (n_lengths,)
        How many of those of the main event have 0, 1, 2 ... words.
    found : ndarray of shape (n_found, 7)
        For each sentence sent on: its document here, position, start and end, start and end of the
        sentence right before (-1 if there is none), and its words.
    texts : list of (str, str)
        Of these sentences and of those before.
    salience, bears : ndarray of shape (n_found,)
    shaped : bool
        Whether these have the shape of a point; otherwise they are for want of any that have.
    n_bearing : int
        How many different sentences bear on a question, whatever their shape.
    """

    documents: list[Document]
    n_of: list[int]
    skipped: list[Skipped]
    sizes: Ints
    length: Ints
    events: Ints
    n_words: list[int]
    shingles: list[Any]
    n_dropped: int
    vocabulary: list[str]
    originals: NDArray[np.bool_]
    main: Counts
    all: Counts
    words: Ints
    found: Ints
    texts: list[tuple[str, str]]
    salience: FloatArray
    bears: FloatArray
    shaped: bool
    n_bearing: int


def reduce_partition(partition: Partition, plan: Plan) -> Reduced:
    """Read a partition, keep its digest, and return its candidates and counts."""
    digest, sentences, read, n_dropped = new_digest(partition, plan)
    copy_of = copies_in_order(read.documents, digest.n_words, digest.shingles)
    originals = np.array([original is None for original in copy_of], dtype=bool)
    counts = originals & plan.told(digest.events)
    among = np.flatnonzero(counts[digest.document])
    main = Counts.of(digest, counts)
    rows, salience, bears, shaped, n_bearing = _candidates(digest, sentences, main.df, counts, plan)
    before = [_before(sentences, row, read.documents) for row in rows.tolist()]
    found = [
        (*_numbers(sentences[row], preceding), digest.words[row])
        for row, preceding in zip(rows.tolist(), before, strict=True)
    ]
    language = get_language(plan.language)
    return Reduced(
        documents=[replace(document, text="") for document in read.documents],
        n_of=read.n_of,
        skipped=read.skipped,
        sizes=np.bincount(digest.document, minlength=len(counts)),
        length=np.array([count_words(d.text, language) for d in read.documents], np.intp),
        events=digest.events,
        n_words=digest.n_words,
        shingles=digest.shingles,
        n_dropped=n_dropped,
        vocabulary=digest.terms.vocabulary,
        originals=originals,
        main=main,
        all=Counts.of(digest, originals) if digest.events.any() else main,
        words=np.bincount(digest.words[among].clip(max=MOST_WORDS), minlength=MOST_WORDS + 1),
        found=np.array(found, dtype=np.intp).reshape(len(rows), 7),
        texts=[
            (sentences[row].text, preceding.text if preceding else "")
            for row, preceding in zip(rows.tolist(), before, strict=True)
        ],
        salience=salience,
        bears=bears,
        shaped=shaped,
        n_bearing=n_bearing,
    )


def _candidates(
    digest: Digest,
    sentences: Sequence[Sentence],
    df: Ints,
    counts: NDArray[np.bool_],
    plan: Plan,
) -> tuple[Ints, FloatArray, FloatArray, bool, int]:
    """The rows that may become points, by how salient they are among their own partition.

    Last, how many sentences bear on a question, whatever their shape.
    """
    counted = np.flatnonzero(counts[digest.document])
    if len(counted) == 0:
        return counted, np.zeros(0), np.zeros(0), False, 0
    # Of equal sentences the first stands for all: a million of them are one candidate.
    first_of: dict[str, int] = {}
    once = [row for row in counted.tolist() if first_of.setdefault(sentences[row].text, row) == row]
    n_wanted = plan.points_per_document if plan.query is None else len(sentences)
    among = np.array(once, dtype=np.intp)
    # Twice as long as will do: the median is known when all partitions are.
    longest = 2 * longest_of(float(np.median(digest.words[counted])))
    lengths, language = digest.words.astype(float), get_language(plan.language)
    shortest = MIN_WORDS if plan.query is None else MIN_WORDS_ASKED
    shaped = candidate_rows(sentences, lengths, among, n_wanted, language, longest, shortest)
    vectors = tfidf(digest.terms.counts(), idf_of(df, len(counted)))
    topic = Rows(vectors, np.zeros((vectors.shape[0], 0)))
    titles = len(digest) + np.flatnonzero(counts[digest.titled])
    shared = centroid(topic.take(counted), topic.take(titles), digest.document[counted])
    early = earliness(digest.position, digest.document)
    relevant = relevance(topic.take(np.arange(len(digest))), shared)
    salience: FloatArray = relevant + position_bonus(early, plan.n_points)
    bears: FloatArray = np.zeros(len(digest))
    if plan.query is not None:
        texts = [sentence.text for sentence in sentences]
        meant = embedder(plan.embedder)([plan.query])
        asked = asked_stems(plan.query, plan.language)
        embeddings, stems = np.vstack([digest.embeddings, meant]), stemmer(plan.language)
        own = counts[digest.document]
        bears = bearing(asked, texts, embeddings, stems, own, digest.position)
        salience = bears
    may = shaped if plan.query is None else bearing_rows(shaped, bears)
    n_bearing = 0 if plan.query is None else len(bearing_rows(among, bears))
    rows = most_salient(may, salience[may], plan.kept)
    return rows, salience[rows], bears[rows], shaped is not among, n_bearing


def _before(
    sentences: Sequence[Sentence], row: int, documents: Sequence[Document]
) -> Sentence | None:
    """The sentence right before, if only white space stands between the two."""
    if not sentences[row].position:
        return None
    before, own = sentences[row - 1], sentences[row]
    between = documents[own.document].text[before.end : own.start]
    return None if between.strip() else before


def _numbers(own: Sentence, before: Sentence | None) -> tuple[int, ...]:
    around = (before.start, before.end) if before else (-1, -1)
    return (own.document, own.position, own.start, own.end, *around)
