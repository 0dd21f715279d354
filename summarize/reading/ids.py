"""Documents -> the same with unique ids, which show no more of a path than it takes.

An id does not depend on the order in which the sources were named, so that a brief does not either.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import PurePath

from summarize.documents import Document

__all__ = ["named_as", "with_ids"]


def with_ids(documents: Sequence[Document]) -> list[Document]:
    """Give each document a unique id: its own, or the shortest end of its path that is unique.

    Where files number their rows alike, a row is named by its file as well: "x.csv: 1". What is
    still named alike is numbered, within a file in the order of the file, else by content.
    """
    names = _path_names([PurePath(document.path) for document in documents if document.path])
    files = [names[PurePath(document.path)] if document.path else "" for document in documents]
    wanted = [
        document.id or file or document.url or f"text {row}"
        for row, (document, file) in enumerate(zip(documents, files, strict=True), start=1)
    ]
    places: dict[str, set[str]] = {}
    for name, file in zip(wanted, files, strict=True):
        places.setdefault(name, set()).add(file)
    wanted = [
        _in_file(name, file) if document.id and file and len(places[name]) > 1 else name
        for document, name, file in zip(documents, wanted, files, strict=True)
    ]
    order = sorted(range(len(documents)), key=lambda row: (files[row], _content(documents[row])))
    unique = dict(zip(order, _unique([wanted[row] for row in order]), strict=True))
    return [replace(document, id=unique[row]) for row, document in enumerate(documents)]


def named_as(documents: Sequence[Document], ids: Iterable[str]) -> Iterator[Document]:
    """Yield of the documents of one file, as they are loaded, those that `with_ids` named so.

    What other files there were is not known, so each end of the path may have been in the names.
    """
    sought = set(ids)
    parts = PurePath(documents[0].path or "").parts if documents else ()
    ends = ["/".join(parts[-depth:]) for depth in range(1, len(parts) + 1)]
    for end in ends:
        for prefix in ("", f"{end}: "):
            wanted = [f"{prefix}{document.id}" if document.id else end for document in documents]
            for document, name in zip(documents, _unique(wanted), strict=True):
                if name in sought:
                    sought.remove(name)
                    yield replace(document, id=name)
            if not sought:
                return


def _in_file(name: str, file: str) -> str:
    # What was read before may have the name of its file for an id.
    return file if f"/{file}".endswith(f"/{name}") else f"{file}: {name}"


def _content(document: Document) -> tuple[str, ...]:
    """What orders documents that are in no file; those of a file are in order as they come."""
    if document.path:
        return ()
    known = (document.title, document.date, document.url, document.author, document.site)
    return (document.text, *(value or "" for value in known))


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
