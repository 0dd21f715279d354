"""The JSON Schema (draft 2020-12) of the JSON of a brief, for readers in other languages.

It is made of the same types by which `json` checks what it reads, so the two agree; the file
`brief.schema.json` beside this one is what was made last, and a test compares them. Required is
what a reader can rely on in every brief of this version; keys may be added.

    python -m summarize.rendering.schema > summarize/rendering/brief.schema.json
"""

from __future__ import annotations

import json
from dataclasses import MISSING, is_dataclass
from importlib.resources import files
from inspect import getdoc
from types import UnionType
from typing import Any, cast, get_args, get_origin

from summarize.documents import FORMAT_VERSION, Brief
from summarize.rendering.json import hints, written

__all__ = ["load_schema", "make_schema"]

_SCALARS = {str: "string", int: "integer", float: "number", bool: "boolean"}


def load_schema() -> dict[str, Any]:
    """Return the schema that the package carries."""
    text = files("summarize.rendering").joinpath("brief.schema.json").read_text(encoding="utf-8")
    return cast(dict[str, Any], json.loads(text))


def make_schema() -> dict[str, Any]:
    """Return the schema of what `documents.Brief` is today."""
    definitions: dict[str, Any] = {}
    brief = _record(Brief, definitions)
    properties = {"version": {"const": FORMAT_VERSION}, **brief["properties"]}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"A brief, version {FORMAT_VERSION}",
        **brief,
        "required": ["version", *brief["required"]],
        "properties": properties,
        "$defs": dict(sorted(definitions.items())),
    }


def _record(kind: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    fields = written(kind)
    needed = [
        field.name
        for field in fields
        if field.default is MISSING and field.default_factory is MISSING
    ]
    described = (getdoc(kind) or "").partition("\n\n")[0].replace("\n", " ")
    properties = {field.name: _schema(hints(kind)[field.name], definitions) for field in fields}
    return {
        "description": described,
        "type": "object",
        "required": needed,
        "properties": properties,
    }


def _schema(kind: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    origin = get_origin(kind)
    if origin is UnionType:  # always `X | None` here
        return {"anyOf": [_schema(get_args(kind)[0], definitions), {"type": "null"}]}
    if origin is tuple:
        return {"type": "array", "items": _schema(get_args(kind)[0], definitions)}
    if origin is dict:
        return {
            "type": "object",
            "additionalProperties": _schema(get_args(kind)[1], definitions),
        }
    if is_dataclass(kind):
        name = kind.__name__  # type: ignore[union-attr]
        if name not in definitions:
            definitions[name] = {}  # so that a record may hold one of its own kind
            definitions[name] = _record(kind, definitions)
        return {"$ref": f"#/$defs/{name}"}
    return {} if kind is Any else {"type": _SCALARS[kind]}


if __name__ == "__main__":
    print(json.dumps(make_schema(), indent=2))
