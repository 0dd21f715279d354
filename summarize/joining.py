"""Which story a document tells, when the stories are known from some of the documents.

In: the sentences of a sample and the event of each of its documents. Out: `Stories`, which give any
other document the event whose documents it is most like in words, on the whole. A topic too large
to compare all its documents is labelled this way; `events` finds the events of the sample.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from summarize.documents import Sentence
from summarize.rows import FloatArray
from summarize.terms import StemFunction

__all__ = ["Stories"]

# News says first what it is about.
MAX_WORDS = 250


@dataclass(frozen=True, slots=True)
class Stories:
    """The mean of each event's documents.

    Attributes
    ----------
    column : dict of str to int
        Of each stem.
    idf : ndarray of shape (n_stems,)
    means : ndarray of shape (n_stems, n_events)
    """

    column: dict[str, int]
    idf: FloatArray
    means: FloatArray

    @classmethod
    def of(
        cls, sentences: Sequence[Sentence], events: NDArray[np.intp], stems: StemFunction
    ) -> Stories:
        """Learn the events of documents that are labelled."""
        counts = _counts(sentences, len(events), stems)
        df = Counter(stem for of_document in counts for stem in of_document)
        column = {stem: k for k, stem in enumerate(sorted(df))}
        idf = np.array([np.log((1 + len(counts)) / (1 + df[stem])) + 1 for stem in column])
        means = np.zeros((len(column), int(events.max()) + 1))
        for of_document, event in zip(counts, events.tolist(), strict=True):
            columns, values = _vector(of_document, column, idf)
            means[columns, event] += values
        return cls(column, idf, means / np.bincount(events))

    def join(
        self, sentences: Sequence[Sentence], n_documents: int, stems: StemFunction
    ) -> NDArray[np.intp]:
        """Return the event of each document; 0 for one that shares no word with any."""
        labels = np.zeros(n_documents, dtype=np.intp)
        for row, of_document in enumerate(_counts(sentences, n_documents, stems)):
            columns, values = _vector(of_document, self.column, self.idf)
            labels[row] = int((values @ self.means[columns]).round(9).argmax())
        return labels


def _counts(
    sentences: Sequence[Sentence], n_documents: int, stems: StemFunction
) -> list[Counter[str]]:
    counts: list[Counter[str]] = [Counter() for _ in range(n_documents)]
    read = [0] * n_documents
    for sentence in sentences:
        if read[sentence.document] < MAX_WORDS:
            found = stems(sentence.text)
            read[sentence.document] += len(found)
            counts[sentence.document].update(stem for stem, is_content in found if is_content)
    return counts


def _vector(
    counts: Counter[str], column: dict[str, int], idf: FloatArray
) -> tuple[NDArray[np.intp], FloatArray]:
    known = sorted((column[stem], n) for stem, n in counts.items() if stem in column)
    columns = np.array([k for k, _ in known], dtype=np.intp)
    values = (1 + np.log(np.array([n for _, n in known], dtype=float))) * idf[columns]
    return columns, values / max(float(np.linalg.norm(values)), 1e-12)
