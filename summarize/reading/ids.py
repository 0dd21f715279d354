"""Documents -> the same with unique ids, which show no more of a path than it takes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePath

from summarize.documents import Document

__all__ = ["with_ids"]


def with_ids(documents: Sequence[Document]) -> list[Document]:
    """Give each document a unique id: its own, or the shortest end of its path that is unique."""
    paths = [PurePath(document.path) for document in documents if document.path and not document.id]
    names = _path_names(paths)
    wanted = [
        document.id
        or (names[PurePath(document.path)] if document.path else document.url)
        or f"text {row}"
        for row, document in enumerate(documents, start=1)
    ]
    return [
        replace(document, id=name)
        for document, name in zip(documents, _unique(wanted), strict=True)
    ]


def _path_names(paths: list[PurePath]) -> dict[PurePath, str]:
    """Take of each path the last part, and one more as long as others end the same."""
    depth = dict.fromkeys(paths, 1)
    while True:
        names = {path: "/".join(path.parts[-depth[path] :]) for path in depth}
        shared = {name for name, count in Counter(names.values()).items() if count > 1}
        deeper = [path for path in depth if names[path] in shared and depth[path] < len(path.parts)]
        if not deeper:
            return names
        for path in deeper:
            depth[path] += 1


def _unique(wanted: list[str]) -> list[str]:
    """Number the second and further of equal names: "x", "x (2)", "x (3)"."""
    taken = set(wanted)
    unique: list[str] = []
    counts: dict[str, int] = {}
    for name in wanted:
        counts[name] = counts.get(name, 0) + 1
        candidate = name
        while counts[name] > 1 and (candidate := f"{name} ({counts[name]})") in taken:
            counts[name] += 1
        taken.add(candidate)
        unique.append(candidate)
    return unique
