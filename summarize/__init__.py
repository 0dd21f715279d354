"""Several texts on one subject in, one short brief out: their own sentences, each with its sources.

    paths, URLs, texts   -> reading        Documents, whose text is never changed again
    Documents            -> cleaning       the spans that are prose, and what was dropped, and why
    spans                -> sentences      Sentences, each with its place in its document
    Sentences            -> embedding, similarity      the space in which sentences are compared
    similarities         -> clustering, salience       who says the same; what the sources share
    both                 -> selection      the sentences of the brief, by marginal relevance (MMR)
    chosen Sentences     -> support        who else says it; copies; other events
    their closest        -> differences    values that cannot all be true
    Points, Sources      -> Brief          shown by rendering, checked again by verification

`pipeline` joins these stages; `settings` declares what can be set. Names are imported when they are
first used, so that `import summarize` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from summarize.clustering import CLUSTERERS
    from summarize.distillation import distill
    from summarize.documents import (
        Brief,
        Citation,
        Corpus,
        Difference,
        Document,
        Dropped,
        Explanation,
        Known,
        Point,
        Skipped,
        Source,
        Span,
        Story,
        Update,
        Value,
    )
    from summarize.embedding import EMBEDDERS
    from summarize.errors import (
        BriefFormatError,
        EmptyInputError,
        MissingExtraError,
        ModelNotFoundError,
        OutputError,
        PluginError,
        ReadingError,
        SchedulerError,
        SettingsError,
        SummarizeError,
        UnknownNameError,
        WorkerError,
    )
    from summarize.outcomes import Failure
    from summarize.pipeline import Summarizer, summarize
    from summarize.reading import read
    from summarize.rendering import RENDERERS
    from summarize.selection import SELECTORS, Candidates, Selection
    from summarize.settings import Settings
    from summarize.verification import Mismatch, verify

__version__ = "0.1.0"

__all__ = [
    "CLUSTERERS",
    "EMBEDDERS",
    "RENDERERS",
    "SELECTORS",
    "Brief",
    "BriefFormatError",
    "Candidates",
    "Citation",
    "Corpus",
    "Difference",
    "Document",
    "Dropped",
    "EmptyInputError",
    "Explanation",
    "Failure",
    "Known",
    "Mismatch",
    "MissingExtraError",
    "ModelNotFoundError",
    "OutputError",
    "PluginError",
    "Point",
    "ReadingError",
    "SchedulerError",
    "Selection",
    "Settings",
    "SettingsError",
    "Skipped",
    "Source",
    "Span",
    "Story",
    "SummarizeError",
    "Summarizer",
    "UnknownNameError",
    "Update",
    "Value",
    "WorkerError",
    "distill",
    "read",
    "summarize",
    "verify",
]

_MODULES = {
    "CLUSTERERS": "clustering",
    "Candidates": "selection",
    "EMBEDDERS": "embedding",
    "Failure": "outcomes",
    "Mismatch": "verification",
    "RENDERERS": "rendering",
    "SELECTORS": "selection",
    "Selection": "selection",
    "Settings": "settings",
    "Summarizer": "pipeline",
    "distill": "distillation",
    "read": "reading",
    "summarize": "pipeline",
    "verify": "verification",
}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home = _MODULES.get(name) or ("errors" if name.endswith("Error") else "documents")
    value = getattr(import_module(f"{__name__}.{home}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
