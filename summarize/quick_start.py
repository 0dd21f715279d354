"""NLTK without what only its classifiers and its statistics use, for a process of our own.

`import nltk` loads scikit-learn, scipy.stats and, if it is there, pandas, which takes longer than a
brief of five files; where they are missing it does without. So they are hidden from it while it is
loaded. In somebody else's process its classifiers may be wanted: only the command line does this.
"""

from __future__ import annotations

import sys

__all__ = ["load_nltk_alone"]

UNUSED = ("sklearn", "scipy.stats")


def load_nltk_alone() -> None:
    """Import what is used of NLTK; afterwards `UNUSED` can be imported as ever."""
    hidden = [name for name in UNUSED if name not in sys.modules]
    modules: dict[str, object] = sys.modules  # type: ignore[assignment]
    for name in hidden:
        modules[name] = None  # an import of it now raises ImportError
    try:
        import nltk.stem.snowball
        import nltk.tokenize.punkt  # noqa: F401
    finally:
        for name in hidden:
            del modules[name]
