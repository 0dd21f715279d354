"""One partition of a large topic -> what it counts, before and after the whole topic is known.

In: a partition and how to work on it. Out: first `Reduced`, a few numbers a document, by which the
copies and events of the whole topic are told; then `Counted`, what idf and mean are taken from. The
texts are let go here; the digest of the partition stays beside the worker (`partitions`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from summarize.copies import shingled
from summarize.documents import Document, Skipped
from summarize.events import hash_of, n_words_of
from summarize.languages import count_words, get_language
from summarize.partitions import Digest, Ints, Partition, Plan, Standing, digest_of, new_digest
from summarize.rows import FloatArray
from summarize.terms import document_frequencies

__all__ = ["Counted", "Counts", "Reduced", "count", "reduce_partition"]

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
    n_content : int
        Content words that they have together.
    embeddings : ndarray of shape (n_features,)
        The sum of theirs.
    """

    df: Ints
    content_df: Ints
    n: int
    n_content: int
    embeddings: FloatArray

    @classmethod
    def of(cls, digest: Digest, counts: Any, content: Any, documents: NDArray[np.bool_]) -> Counts:
        """Count the sentences of some of the documents.

        Parameters
        ----------
        digest : Digest
        counts, content : scipy.sparse.csr_array of shape (n_texts, n_stems)
            How often each text has each stem, and has it as a content word.
        documents : ndarray of bool, shape (n_documents,)
        """
        rows = digest.rows_of(documents)
        of_content = content[rows]
        return cls(
            document_frequencies(counts[rows]),
            document_frequencies(of_content),
            len(rows),
            int(of_content.sum()),
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
    sizes, length, told : ndarray of shape (n_documents,)
        Of each document the sentences of prose, the words of the whole text, and the words of the
        prose by which the size of an event is told.
    hashes : ndarray of shape (n_documents,)
        By which documents are drawn (`events.hash_of`).
    n_words : list of int
        Of each document's prose, for copies, as the following.
    shingles : list of ndarray of int
    n_dropped : int
        Passages left out as boilerplate.
    vocabulary : list of str
    """

    documents: list[Document]
    n_of: list[int]
    skipped: list[Skipped]
    sizes: Ints
    length: Ints
    told: Ints
    hashes: Ints
    n_words: list[int]
    shingles: list[Any]
    n_dropped: int
    vocabulary: list[str]


@dataclass(frozen=True, slots=True)
class Counted:
    """What a partition adds to the counts of the whole topic.

    Attributes
    ----------
    main, all : Counts
        Of the sentences that count: those of originals of the main event (under a question, of
        all), and of all events.
    words : ndarray of shape (n_lengths,)
        How many of the first have 0, 1, 2 ... words.
    n_words : int
        How many words they have together.
    """

    main: Counts
    all: Counts
    words: Ints
    n_words: int


def reduce_partition(partition: Partition, plan: Plan) -> Reduced:
    """Read a partition, keep its digest, and return what copies and events are told by."""
    digest, texts, read, n_dropped = new_digest(partition, plan)
    language = get_language(plan.language)
    sizes = np.bincount(digest.document, minlength=digest.n_documents)
    of_document = texts_by_document(texts, sizes)
    n_words, shingles = shingled(digest.n_documents, digest.sentences(texts), plan.sampling)
    return Reduced(
        documents=[replace(document, text="") for document in read.documents],
        n_of=read.n_of,
        skipped=read.skipped,
        sizes=sizes,
        length=_numbers(count_words(document.text, language) for document in read.documents),
        told=_numbers(map(n_words_of, of_document)),
        hashes=_numbers(map(hash_of, of_document)),
        n_words=n_words,
        shingles=shingles,
        n_dropped=n_dropped,
        vocabulary=digest.terms.vocabulary,
    )


def count(partition: Partition, plan: Plan, standing: Standing) -> Counted:
    """Return what a partition adds to idf, mean and lengths, when it is known what counts."""
    digest = digest_of(partition, plan)
    counts, content = digest.terms.counts(), digest.terms.counts(content_only=True)
    main = Counts.of(digest, counts, content, standing.counts)
    words = digest.words[digest.rows_of(standing.counts)]
    others = bool((standing.originals & ~standing.counts).any())
    return Counted(
        main,
        Counts.of(digest, counts, content, standing.originals) if others else main,
        np.bincount(words.clip(max=MOST_WORDS), minlength=MOST_WORDS + 1),
        int(words.sum()),
    )


def texts_by_document(texts: Sequence[str], sizes: Ints) -> list[Sequence[str]]:
    """Return the sentences of each document, from those of all, one document after the other."""
    ends = np.cumsum(sizes).tolist()
    return [texts[end - size : end] for end, size in zip(ends, sizes.tolist(), strict=True)]


def _numbers(values: Any) -> Ints:
    return np.fromiter(values, dtype=np.intp)
