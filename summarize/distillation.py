"""Make a small static model of a large one: a table of one vector a token.

In: a sentence-transformers model, and sentences if there are any. Out: a folder that
`load_embedder` and model2vec load. A token's vector is the model's own for that token alone,
weighted by frequency (model2vec, Tulkens & van Dongen 2024; weights of Arora et al. 2017). With
sentences, the table is then fitted until the sum over a sentence's tokens points where the model's
own vector of it points: by one linear map, in closed form, then token by token by gradient descent
on the cosine. `models/PROVENANCE.md` has the texts and the measures of the bundled model.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Iterable
from contextlib import redirect_stderr
from importlib.metadata import version
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from summarize.embedding import encodable, open_model, quiet_transformers, unknown_token
from summarize.errors import MissingExtraError, OutputError, SettingsError

__all__ = ["distill"]

Array = NDArray[np.float32]

SIF = 1e-4  # model2vec's default; 3e-5 to 1e-3 end within .002 of each other once fitted
RIDGE = 0.3  # of .1 to 100 the small ones are alike, from 10 on it loses
# Large steps learn the texts, small ones the language: a rate of .01 loses .02 on news to .001.
RATE, EPOCHS, BATCH = 0.001, 24, 256

TOOLS = ("model2vec", "sentence-transformers", "torch")


def distill(
    model: str,
    directory: str | Path,
    *,
    texts: Iterable[str] | None = None,
    dimensions: int = 256,
) -> None:
    """Distil a sentence-transformers model into a folder.

    Parameters
    ----------
    model : str
        Name or folder of a model that is on this machine.
    directory : str or Path
        Folder to make; it must not exist, or be empty.
    texts : iterable of str, optional
        Sentences of the kind that will be embedded, best tens of thousands, at least `dimensions`.
        Without them the model is distilled only.
    dimensions : int
        Number of features, from 1 to what the model has. A token takes as many bytes.

    Raises
    ------
    ModelNotFoundError, MissingExtraError
        The model, or the extra that runs it, is not on this machine.
    SettingsError
        `dimensions` is out of range, or there are fewer texts.
    OutputError
        The folder holds something or cannot be written.
    """
    target = Path(directory)
    prepare(target)
    lines = None if texts is None else [encodable(text) for text in texts if text.strip()]
    teacher = Teacher(model)
    if not 1 <= dimensions <= teacher.width:
        raise SettingsError(f"dimensions must be between 1 and {teacher.width}; got {dimensions}")
    if lines is not None and len(lines) < dimensions:
        raise SettingsError(f"texts must hold at least {dimensions} texts; got {len(lines)}")

    tokenizer, tokens = teacher.token_vectors()
    if lines is None:
        vectors = project(tokens - tokens.mean(axis=0), dimensions) * frequency_weights(len(tokens))
    else:
        vectors = fit(tokens, tokenizer, lines, teacher.encode(lines), dimensions)
    record = {
        "model": model,
        "model_files": digests(teacher.folder.glob("*.safetensors")),
        "dimensions": dimensions,
        "texts": lines and {"count": len(lines), "sha256": sha256("\n".join(lines).encode())},
        "settings": {"sif": SIF, "ridge": RIDGE, "rate": RATE, "epochs": EPOCHS, "batch": BATCH},
        "versions": {name: version(name) for name in TOOLS},
    }
    write(target, files_of(quantize(vectors), tokenizer), record)


class Teacher:
    """The large model: vectors of texts, and of single tokens."""

    def __init__(self, model: str) -> None:
        self.folder, self.model = open_model(model)
        self.width = self.encode([""]).shape[1]

    def token_vectors(self) -> tuple[Any, Array]:
        """Return the tokenizer, and each token's vector in the order of the tokens' numbers."""
        try:
            from model2vec.distill import distill as distill_tokens
        except ImportError as error:
            raise MissingExtraError("distillation", "transformers") from error
        # model2vec draws a progress bar that nothing turns off.
        with quiet_transformers(), redirect_stderr(StringIO()):
            found = distill_tokens(
                str(self.folder), pca_dims=None, sif_coefficient=None, quantize_to="float32"
            )
        return found.tokenizer, np.asarray(found.embedding, dtype=np.float32)

    def encode(self, texts: list[str]) -> Array:
        """Return unit vectors of texts, shape (n_texts, width)."""
        found = self.model.encode(texts, normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(found, dtype=np.float32)


def frequency_weights(n_tokens: int) -> Array:
    """Return a column of weights that are small for frequent tokens (SIF).

    Vocabularies list frequent tokens first; by Zipf's law a token's share falls with its place.
    """
    share = 1 / np.arange(2, n_tokens + 2)
    share /= share.sum()
    return np.asarray(SIF / (SIF + share), dtype=np.float32)[:, np.newaxis]


def principal_axes(rows: Array, n_axes: int) -> Array:
    """Return the axes that keep most of the rows' dot products, shape (n_features, n_axes)."""
    _, axes = np.linalg.eigh((rows.T @ rows).astype(np.float64))
    return np.ascontiguousarray(axes[:, ::-1][:, :n_axes], dtype=np.float32)


def project(rows: Array, n_axes: int) -> Array:
    """Return the rows on their own principal axes."""
    return np.asarray(rows @ principal_axes(rows, n_axes))


def fit(tokens: Array, tokenizer: Any, texts: list[str], targets: Array, dimensions: int) -> Array:
    """Return token vectors whose sums over the texts point where `targets` do."""
    unknown = unknown_token(tokenizer)
    found = (tokenizer.encode(text, add_special_tokens=False).ids for text in texts)
    bags = [[token for token in ids if token != unknown] for ids in found]
    filled = [row for row, bag in enumerate(bags) if bag]
    bags = [bags[row] for row in filled]
    goal = (targets @ principal_axes(targets, dimensions))[filled]
    start = map_linearly(tokens * frequency_weights(len(tokens)), bags, goal)
    return descend(start, bags, goal)


def map_linearly(tokens: Array, bags: list[list[int]], goal: Array) -> Array:
    """Return the tokens under the linear map that takes unit sums closest to the goal (ridge)."""
    sums = np.stack([tokens[bag].sum(axis=0) for bag in bags])
    sums /= np.linalg.norm(sums, axis=1, keepdims=True)
    square = sums.T @ sums + RIDGE * np.eye(sums.shape[1], dtype=np.float32)
    mapped = tokens @ np.linalg.solve(square, sums.T @ goal)
    return np.asarray(mapped / np.sqrt(np.mean(np.sum(mapped**2, axis=1))), dtype=np.float32)


def descend(start: Array, bags: list[list[int]], goal: Array) -> Array:
    """Move the vectors of the tokens seen, so that sums get closer to the goal in angle.

    The step size falls to nothing; tokens that no text holds stay where the linear map put them.
    """
    import torch as untyped_torch

    torch: Any = untyped_torch
    table = torch.nn.EmbeddingBag.from_pretrained(
        torch.from_numpy(start.copy()), freeze=False, mode="sum", sparse=True
    )
    optimizer = torch.optim.SparseAdam(list(table.parameters()), lr=RATE)
    steps = EPOCHS * -(-len(bags) // BATCH)
    schedule = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.0, total_iters=steps)
    order = torch.Generator().manual_seed(0)
    aims = torch.from_numpy(goal)
    for _ in range(EPOCHS):
        for batch in torch.randperm(len(bags), generator=order).split(BATCH):
            chosen = [bags[row] for row in batch.tolist()]
            offsets = np.cumsum([0, *map(len, chosen[:-1])])
            tokens = np.concatenate([np.array(bag) for bag in chosen])
            sums = table(torch.from_numpy(tokens), torch.from_numpy(offsets))
            loss = 1 - torch.nn.functional.cosine_similarity(sums, aims[batch]).mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
    return np.asarray(table.weight.detach().numpy())


def quantize(vectors: Array) -> NDArray[np.int8]:
    """Round to 8-bit integers, one scale for all: only directions count."""
    return np.asarray(np.rint(vectors * (127 / np.abs(vectors).max())), dtype=np.int8)


def files_of(vectors: NDArray[np.int8], tokenizer: Any) -> dict[str, bytes]:
    """Return the files of a model in model2vec's format, by name."""
    from safetensors.numpy import save

    config = {
        "model_type": "model2vec",
        "architectures": ["StaticModel"],
        "hidden_dim": vectors.shape[1],
        "normalize": True,
        "embedding_dtype": "int8",
    }
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return {
        "config.json": (json.dumps(config, indent=1) + "\n").encode(),
        "model.safetensors": save({"embeddings": np.ascontiguousarray(vectors)}),
        "tokenizer.json": tokenizer.to_str().encode(),
    }


def prepare(target: Path) -> None:
    """Refuse a folder that holds something, and make its parent: better now than after the work."""
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise OutputError(f"{target} exists and is not an empty folder")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"cannot make {target.parent}: {error.strerror}") from error


def write(target: Path, files: dict[str, bytes], record: dict[str, Any]) -> None:
    """Write the files and the record of how they were made, all or nothing."""
    record["files"] = {name: sha256(content) for name, content in files.items()}
    contents = {**files, "provenance.json": (json.dumps(record, indent=1) + "\n").encode()}
    try:
        with tempfile.TemporaryDirectory(dir=target.parent, ignore_cleanup_errors=True) as scratch:
            folder = Path(scratch) / "model"
            folder.mkdir()
            for name, content in contents.items():
                (folder / name).write_bytes(content)
            if target.exists():
                target.rmdir()
            folder.rename(target)
    except OSError as error:
        raise OutputError(f"cannot write the model to {target}: {error.strerror}") from error


def digests(paths: Iterable[Path]) -> dict[str, str]:
    """Return the digests of files by their names."""
    return {path.name: sha256(path.read_bytes()) for path in sorted(paths)}


def sha256(content: bytes) -> str:
    """Return the hexadecimal digest of a file's content."""
    return hashlib.sha256(content).hexdigest()
