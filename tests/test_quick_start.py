"""NLTK is loaded without what it does not need here, and nothing is missing afterwards."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from summarize.quick_start import UNUSED, load_nltk_alone

SEEDS = Path(__file__).parent.parent / "seeds"
HEAVY = "{'sklearn', 'scipy.stats', 'pandas'} & set(sys.modules)"


def output_of(code: str) -> str:
    command = [sys.executable, "-c", f"import sys\n{code}"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_the_command_loads_neither_classifiers_nor_statistics() -> None:
    run = f"import runpy; sys.argv[1:] = [{str(SEEDS)!r}, '-q', '-o', '-']"
    module = "try: runpy.run_module('summarize', run_name='__main__')\nexcept SystemExit: pass"
    said = output_of(f"{run}\n{module}\nprint({HEAVY})")
    assert "indispensable partner" in said
    assert said.splitlines()[-1] == "set()"


def test_what_was_hidden_can_be_imported_afterwards() -> None:
    code = (
        "from summarize.quick_start import load_nltk_alone\n"
        "load_nltk_alone()\n"
        f"print('nltk' in sys.modules, {HEAVY})\n"
        "import sklearn.cluster, scipy.stats\n"
        "print(sklearn.cluster.HDBSCAN.__name__, scipy.stats.norm.cdf(0))\n"
    )
    assert output_of(code).splitlines() == ["True set()", "HDBSCAN 0.5"]


def test_what_is_loaded_already_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in UNUSED:
        monkeypatch.setitem(sys.modules, name, sys)
    load_nltk_alone()
    assert all(sys.modules[name] is sys for name in UNUSED)
