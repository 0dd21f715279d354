"""Your retriever returns more than the prompt has room for: squeeze it, and keep who said what.

Takes the documents of LangChain (`page_content`, `metadata`) and of LlamaIndex (`text`, `metadata`)
by their attributes, so that neither needs to be installed; `Retrieved` stands in for them here.
What comes back is of the type that went in: a short document a point, with its place in `source`.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from summarize import Brief, Document, summarize


@dataclass
class Retrieved:
    """Stands in for `langchain_core.documents.Document`."""

    page_content: str
    metadata: dict[str, Any] = field(default_factory=dict)


def to_documents(retrieved: list[Any]) -> list[Document]:
    """Return documents of LangChain, or nodes of LlamaIndex, as ours."""
    return [
        Document(
            getattr(each, "page_content", None) or each.text,
            id=str(each.metadata.get("source", "")),
            title=each.metadata.get("title"),
        )
        for each in retrieved
    ]


def to_retrieved(brief: Brief, kind: type, text: str = "page_content") -> list[Any]:
    """Return a document of `kind` for each point; `text="text"` for LlamaIndex."""
    return [
        kind(
            **{text: point.text},
            metadata={
                "source": point.source,
                "start": point.start,
                "end": point.end,
                "cited": [citation.source for citation in point.citations],
            },
        )
        for point in brief.points
    ]


retrieved = [
    Retrieved(path.read_text(encoding="utf-8"), {"source": path.name})
    for path in sorted(Path("seeds").glob("*.txt"))
]
brief = summarize(to_documents(retrieved), query="missile production", max_words=200)
print(brief.to_context(max_tokens=150))  # straight into a prompt
for short in to_retrieved(brief, Retrieved):  # or back into the chain
    print(short.metadata["source"], short.page_content[:60])
