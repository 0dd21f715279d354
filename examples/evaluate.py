"""You have topics with summaries that people wrote: how close does the brief come to them?

ROUGE-1 recall at equal length, beside the first sentences of each source in turn, which is hard to
beat on news. Needs `pip install rouge-score-rs`. To compare settings properly, with tests of
significance, use `python -m benchmarks` of this project.
"""

from rouge_score_rs.rouge_scorer import RougeScorer

from summarize import Summarizer, read

TOPICS = {  # yours: documents, and a summary that a person wrote
    "seeds": (
        read("seeds/"),
        "The American defence secretary and Japan's defence minister agreed in Tokyo to place a "
        "combined commander in Japan and to speed up the upgrade of their forces to deter China.",
    )
}
scorer = RougeScorer(["rouge1"], use_stemmer=True)
for name, (documents, written) in TOPICS.items():
    for selector in ("mmr", "lead"):
        brief = Summarizer(selector=selector, max_words=60).summarize(documents)
        text = " ".join(point.text for point in brief.points)
        recall = scorer.score(written, text)["rouge1"].recall
        print(f"{name}: {selector} {100 * recall:.1f}, {len(text.split())} words")
