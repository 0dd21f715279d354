"""Make a small static model of a large one: a table of one vector a token.

In: a sentence-transformers model, and texts, one sentence each, if there are any. Out: a folder that
`load_embedder` and model2vec load. The tokens' vectors are the model's own for each token alone, weighted
by frequency (model2vec, Tulkens & van Dongen 2024; the weights of Arora et al. 2017). With texts, the table
is then fitted so that the sum over a text's tokens points where the model's own vector of that text points:
first by one linear map, in closed form, then token by token by gradient descent on the cosine.
The model in `models/static/` was made here; `models/PROVENANCE.md` has the texts and the measures.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from summarize.embedding import encodable, find_model, quiet_transformers
from summarize.errors import MissingExtraError, OutputError, SettingsError

__all__ = ["distill"]

Array = NDArray[np.float32]

SIF = 1e-4  # model2vec's default; 3e-5 to 1e-3 end within .002 of each other once fitted
RIDGE = 0.3  # of .1 to 100 the small ones are alike, from 10 on it loses
# Large steps learn the texts, small ones the language: a rate of .01 loses .02 on news to .001.
RATE, EPOCHS, BATCH = 0.001, 24, 256


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
        Sentences of the kind that will be embedded, tens of thousands at best, at least `dimensions`.
        Without them the model is distilled only.
    dimensions : int
        Number of features, from 1 to what the model has. A token takes as many bytes.

    Raises
    ------
    ModelNotFoundError, MissingExtraError
        The model, or the extra that runs it, is not on this machine.
    SettingsError
        `dimensions` is out of range, or there are too few texts.
    OutputError
        The folder holds something or cannot be written.
    """
    target = Path(directory)
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise OutputError(f"{target} exists and is not an empty folder")
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
        "model_sha256": sha256((teacher.folder / "model.safetensors").read_bytes()),
        "texts": lines and {"count": len(lines), "sha256": sha256("\n".join(lines).encode())},
        "settings": {"sif": SIF, "ridge": RIDGE, "rate": RATE, "epochs": EPOCHS, "batch": BATCH},
        "versions": {name: version(name) for name in ("model2vec", "sentence-transformers", "torch")},
    }
    write(target, files_of(quantize(vectors), tokenizer), record)
