"""You have a question, not an hour: only what bears on it, each sentence with who says it.

Fewer points than asked for are no fault; what does not bear on the question never fills the length.
"""

from summarize import Summarizer, read

documents = read("seeds/")
for question in ("missile production", "What did Hegseth say about China?", "chess"):
    brief = Summarizer(query=question, max_points=3).summarize(documents)
    print(question)
    for point in brief.points:
        print("  -", point.text, sorted({citation.source for citation in point.citations}))
    for note in brief.notes[:1]:
        print("  note:", note)
