"""The plan of the house holds: imports go down, heavy ones wait, public names are as promised."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import summarize

PACKAGE = Path(summarize.__file__).parent

FLOORS = {
    -2: {"errors"},
    -1: {"fields", "quick_start", "rows", "showing", "threads", "tokens"},
    0: {"documents", "filenames", "languages", "outcomes", "terms", "settings", "typicality"},
    1: {"cleaning", "on_dask", "punkt", "standing"},
    2: {
        "briefing",
        "candidates",
        "clustering",
        "contributions",
        "copies",
        "differences",
        "embedding",
        "events",
        "focus",
        "keeping",
        "known",
        "parallel",
        "reading",
        "rendering",
        "salience",
        "scheduler",
        "selection",
        "sentences",
        "similarity",
        "stemming",
        "support",
        "verification",
    },
    3: {"choosing", "distillation", "partitions"},
    4: {"reducing", "repetition", "surroundings"},
    5: {"relating", "totals"},
    6: {"citing", "joining", "ranking"},
    7: {"pooling"},
    8: {"contrasting"},
    9: {"merging"},
    10: {"large"},
    11: {"pipeline"},
    12: {"__init__", "__main__", "batch", "cli", "cli_batch", "console"},
}
FLOOR_OF = {module: floor for floor, modules in FLOORS.items() for module in modules}

# Whoever takes one away breaks what others have written.
PUBLIC = [
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

# A brief knows how to show itself: the one arrow upward, taken when it is called.
UPWARD = {("documents", "rendering"), ("showing", "rendering"), ("showing", "documents")}

HEAVY = {
    "numpy",
    "scipy",
    "sklearn",
    "nltk",
    "model2vec",
    "trafilatura",
    "rich",
    "joblib",
    "dask",
    "distributed",
    "torch",
    "sentence_transformers",
    "charset_normalizer",
    "tokenizers",
}


def modules() -> list[Path]:
    return sorted(p for p in PACKAGE.rglob("*.py"))


def name_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    """Names of the package's own modules that a file imports anywhere in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            if node.level:
                base = path.parent
                for _ in range(node.level - 1):
                    base = base.parent
                parts = [*base.relative_to(PACKAGE).parts, *(node.module or "").split(".")]
                names = [parts[0] or alias.name for alias in node.names]
            elif node.module == "summarize":
                names = [alias.name for alias in node.names]
            elif node.module and node.module.startswith("summarize."):
                names = [node.module.split(".")[1]]
            else:
                names = []
            found.update(name for name in names if name in FLOOR_OF)
        elif isinstance(node, ast.Import):
            found.update(
                alias.name.split(".")[1]
                for alias in node.names
                if alias.name.startswith("summarize.")
            )
    return found


def test_every_module_has_a_floor() -> None:
    assert {name_of(p) for p in modules()} == set(FLOOR_OF)


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_only_go_down(path: Path) -> None:
    module = name_of(path)
    for other in imported(path) - {module}:
        if module == "__init__" or (module, other) in UPWARD:
            continue
        assert FLOOR_OF[other] < FLOOR_OF[module] or FLOOR_OF[module] == max(FLOORS), (
            f"{module} -> {other}"
        )


def test_public_names() -> None:
    assert list(summarize.__all__) == PUBLIC
    assert sorted(PUBLIC, key=lambda n: (not n.isupper(), n.islower(), n)) == PUBLIC
    for name in summarize.__all__:
        assert getattr(summarize, name) is not None
        assert name in dir(summarize)


@pytest.mark.parametrize("arguments", [["-c", "import summarize"], ["-m", "summarize", "--help"]])
def test_start_is_light(arguments: list[str]) -> None:
    """Neither the import nor the help loads anything that takes long (benchmarks time it)."""
    run = subprocess.run(
        [sys.executable, "-X", "importtime", *arguments], capture_output=True, text=True, check=True
    )
    loaded = {
        line.rsplit("|", 1)[1].strip().split(".")[0]
        for line in run.stderr.splitlines()
        if line.startswith("import time:")
    }
    assert "summarize" in loaded
    assert loaded & HEAVY == set()


def test_files_stay_short() -> None:
    lengths = {p.name: len(p.read_text(encoding="utf-8").splitlines()) for p in modules()}
    assert {name: n for name, n in lengths.items() if n > 400} == {}


def test_every_module_opens_with_a_docstring() -> None:
    for path in modules():
        assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), path
