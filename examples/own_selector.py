"""You want another choice, such as one sentence a source: any callable like this is a selector.

It gets the candidates as arrays, the limits and `diversity`; what it returns is checked.
"""

import numpy as np

from summarize import Candidates, Selection, Summarizer, read


def one_of_each_source(candidates: Candidates, limits: np.ndarray, diversity: float) -> Selection:
    """Choose the most relevant sentence of each source, as far as the limits allow."""
    rows: list[int] = []
    left = limits.copy()  # points, words, characters
    for row in np.argsort(-candidates.relevance.round(9), kind="stable").tolist():
        is_told = candidates.labels[row] in candidates.labels[rows]
        is_heard = candidates.document_of[row] in candidates.document_of[rows]
        if not (is_told or is_heard) and (candidates.costs[row] <= left).all():
            rows.append(row)
            left -= candidates.costs[row]
    chosen = candidates.sameness.take(rows)
    redundancy = np.tril(chosen.dot(chosen), k=-1).max(axis=1, initial=0.0)
    return Selection(np.array(rows), candidates.relevance[rows], redundancy)


brief = Summarizer(selector=one_of_each_source, max_words=120).summarize(read("seeds/"))
print(brief.settings["selector"], [(point.source, point.score) for point in brief.points])
