from __future__ import annotations

import hashlib
import json
import shutil
import sys
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from summarize import distillation
from summarize.distillation import distill
from summarize.embedding import load_embedder, packaged_minilm
from summarize.errors import MissingExtraError, ModelNotFoundError, OutputError, SettingsError

WHO = ["The prime minister", "A famous actress", "The rescue team", "The company", "Police"]
WHAT = ["died in hospital", "denied the charges", "won a prize", "warned of floods", "found a dog"]
WHEN = ["on Sunday", "in May"]
TEXTS = [f"{who} {what} {when}." for who, what, when in product(WHO, WHAT, WHEN)]
SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]


@pytest.fixture(scope="module")
def teacher(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """all-MiniLM-L6-v2 itself, with the few tokens of `TEXTS` for a vocabulary."""
    from safetensors.numpy import load_file, save_file

    folder = tmp_path_factory.mktemp("teacher") / "minilm"
    source = packaged_minilm()
    assert source is not None
    shutil.copytree(source, folder)
    tokenizer = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))
    old = tokenizer["model"]["vocab"]
    words = "".join(c if c.isalpha() else " " for c in " ".join(TEXTS).lower()).split()
    kept = SPECIAL + sorted({*words, "."} & set(old), key=old.get)
    new = {token: number for number, token in enumerate(kept)}
    tokenizer["model"]["vocab"] = new
    for added in tokenizer["added_tokens"]:
        added["id"] = new[added["content"]]
    for token, entry in tokenizer["post_processor"]["special_tokens"].items():
        entry["ids"] = [new[token]]
    (folder / "tokenizer.json").write_text(json.dumps(tokenizer), encoding="utf-8")
    (folder / "vocab.txt").write_text("\n".join(kept), encoding="utf-8")
    settings = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    config = json.dumps({**settings, "vocab_size": len(kept)})
    (folder / "config.json").write_text(config, encoding="utf-8")
    tensors = load_file(folder / "model.safetensors")
    rows = [old[token] for token in kept]
    table = "embeddings.word_embeddings.weight"
    save_file({**tensors, table: tensors[table][rows]}, folder / "model.safetensors")
    return folder


def agreement(model: str | Path, teacher: Path) -> float:
    """Correlate a model's similarities between the texts with the teacher's."""
    pairs = np.triu_indices(len(TEXTS), 1)
    small, large = (load_embedder(name)(TEXTS) for name in (model, teacher))
    return float(np.corrcoef((small @ small.T)[pairs], (large @ large.T)[pairs])[0, 1])


@pytest.mark.slow
def test_fitting_brings_it_closer_to_the_teacher(teacher: Path, tmp_path: Path) -> None:
    distill(str(teacher), tmp_path / "plain", dimensions=16)
    distill(str(teacher), tmp_path / "fitted", texts=TEXTS, dimensions=16)
    plain, fitted = (agreement(tmp_path / name, teacher) for name in ("plain", "fitted"))
    assert plain > 0.5
    assert fitted > 0.9


def test_folder_is_a_model_with_its_record(teacher: Path, tmp_path: Path) -> None:
    from model2vec import StaticModel

    target = tmp_path / "new" / "model"
    distill(str(teacher), target, texts=[*TEXTS, " "], dimensions=8)
    record = json.loads((target / "provenance.json").read_text(encoding="utf-8"))
    digest = hashlib.sha256("\n".join(TEXTS).encode()).hexdigest()
    assert record["texts"] == {"count": len(TEXTS), "sha256": digest}
    assert record["model"] == str(teacher)
    assert {path.name for path in target.iterdir()} == {*record["files"], "provenance.json"}
    for name, expected in record["files"].items():
        assert hashlib.sha256((target / name).read_bytes()).hexdigest() == expected
    rows = load_embedder(target)(TEXTS)
    assert rows.shape == (len(TEXTS), 8)
    assert np.allclose(rows, StaticModel.from_pretrained(target).encode(TEXTS), atol=1e-6)
    assert [path.name for path in target.parent.iterdir()] == ["model"]


@pytest.mark.slow
def test_same_command_same_bytes(teacher: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        distill(str(teacher), tmp_path / name, texts=TEXTS, dimensions=8)
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()


def test_empty_folder_is_filled(teacher: Path, tmp_path: Path) -> None:
    distill(str(teacher), tmp_path, dimensions=4)
    assert (tmp_path / "model.safetensors").is_file()


def test_nothing_is_printed(
    teacher: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    distill(str(teacher), tmp_path, dimensions=4)
    assert capfd.readouterr() == ("", "")


@pytest.mark.slow
def test_packaged_minilm(tmp_path: Path) -> None:
    distill("all-MiniLM-L6-v2", tmp_path, dimensions=64)
    embed = load_embedder(tmp_path)
    rows = embed(["The king spoke to the crowd.", "The queen talked to the people.", "Rain fell."])
    assert rows.shape == (3, 64)
    assert rows[0] @ rows[1] > 0.6
    assert rows[0] @ rows[2] < 0.4


class TestRefusals:
    @pytest.mark.parametrize("name", ["full", "file"])
    def test_target_holds_something(self, tmp_path: Path, name: str) -> None:
        (tmp_path / "full").mkdir()
        (tmp_path / "full" / "note").write_text("keep me", encoding="utf-8")
        (tmp_path / "file").write_text("keep me", encoding="utf-8")
        with pytest.raises(OutputError, match=f"{name} exists and is not an empty folder"):
            distill("all-MiniLM-L6-v2", tmp_path / name)
        assert (tmp_path / "full" / "note").read_text(encoding="utf-8") == "keep me"

    def test_target_cannot_be_made(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("", encoding="utf-8")
        with pytest.raises(OutputError, match=r"cannot make .*file: File exists"):
            distill("all-MiniLM-L6-v2", tmp_path / "file" / "model")

    def test_target_cannot_be_written(
        self, teacher: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(path: Path, content: bytes) -> int:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(Path, "write_bytes", full)
        with pytest.raises(OutputError, match=r"to .*model: No space left on device"):
            distill(str(teacher), tmp_path / "model", dimensions=4)
        assert not list(tmp_path.iterdir())

    @pytest.mark.parametrize("dimensions", [0, 385])
    def test_dimensions_out_of_range(self, teacher: Path, tmp_path: Path, dimensions: int) -> None:
        message = f"dimensions must be between 1 and 384; got {dimensions}"
        with pytest.raises(SettingsError, match=message):
            distill(str(teacher), tmp_path / "model", dimensions=dimensions)
        assert not (tmp_path / "model").exists()

    def test_too_few_texts(self, teacher: Path, tmp_path: Path) -> None:
        with pytest.raises(SettingsError, match="texts must hold at least 8 texts; got 2"):
            distill(str(teacher), tmp_path, texts=["one", "", "two"], dimensions=8)

    def test_model_is_not_here(self, tmp_path: Path) -> None:
        with pytest.raises(ModelNotFoundError, match="'no-such-model' is not on this machine"):
            distill("no-such-model", tmp_path)

    def test_extra_is_not_here(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "sentence_transformers", None)
        with pytest.raises(MissingExtraError, match=r'pip install "summarize\[transformers\]"'):
            distill("all-MiniLM-L6-v2", tmp_path)


class TestParts:
    """The arithmetic, on arrays small enough to check by eye."""

    @pytest.fixture
    def problem(self) -> dict[str, Any]:
        """Bags of tokens whose sums a hidden linear map takes to the goal."""
        rng = np.random.default_rng(0)
        tokens = rng.normal(size=(20, 6)).astype(np.float32)
        bags = [rng.integers(0, 20, size=4).tolist() for _ in range(300)]
        sums = np.stack([tokens[bag].sum(axis=0) for bag in bags])
        goal = sums @ rng.normal(size=(6, 3))
        goal /= np.linalg.norm(goal, axis=1, keepdims=True)
        return {"tokens": tokens, "bags": bags, "goal": goal.astype(np.float32)}

    @staticmethod
    def mean_cosine(vectors: NDArray[Any], problem: dict[str, Any]) -> float:
        sums = np.stack([vectors[bag].sum(axis=0) for bag in problem["bags"]])
        sums /= np.linalg.norm(sums, axis=1, keepdims=True)
        return float(np.mean(np.sum(sums * problem["goal"], axis=1)))

    def test_frequent_tokens_weigh_less(self) -> None:
        weights = distillation.frequency_weights(1000).ravel()
        assert (np.diff(weights) > 0).all()
        assert 0 < weights[0] < 0.01 < weights[-1] < 1

    def test_axes_of_most_variation_come_first(self) -> None:
        rows = np.array([[0, 3, 0], [0, -3, 0], [1, 0, 0]], dtype=np.float32)
        assert np.allclose(np.abs(distillation.project(rows, 2)), [[3, 0], [3, 0], [0, 1]])

    def test_linear_map_is_found(self, problem: dict[str, Any]) -> None:
        assert self.mean_cosine(distillation.map_linearly(**problem), problem) > 0.95

    def test_descent_gets_closer_and_leaves_unseen_tokens(self, problem: dict[str, Any]) -> None:
        rng = np.random.default_rng(1)
        start = distillation.map_linearly(**problem)
        start = (start + 0.1 * rng.normal(size=start.shape)).astype(np.float32)
        start = np.vstack([start, np.ones((1, 3), dtype=np.float32)])
        end = distillation.descend(start, problem["bags"], problem["goal"])
        assert self.mean_cosine(end, problem) > self.mean_cosine(start, problem)
        assert np.array_equal(end[-1], start[-1])

    def test_quantised_vectors_keep_their_directions(self) -> None:
        rows = np.random.default_rng(0).normal(size=(50, 32)).astype(np.float32)
        small = distillation.quantize(rows)
        assert small.dtype == np.int8
        assert np.abs(small).max() == 127
        cosine = np.sum(rows * small, axis=1) / np.linalg.norm(rows, axis=1)
        assert (cosine / np.linalg.norm(small.astype(float), axis=1) > 0.999).all()
