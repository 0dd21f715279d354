"""A brief as JSON, and back: `from_json(to_json(brief)) == brief`.

The keys are the names of the fields in `documents`, and the types of these fields are what reading
checks, so a field added there is written and read here without a line more. All that is not ASCII
is escaped: lone surrogates survive, and the file is the same in every encoding. (Two halves of a
pair that stand side by side are one character to every reader of JSON, and come back as that.)
Whether the quotations are true is not checked here; `verification` does that.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from functools import cache
from types import UnionType
from typing import Any, cast, get_args, get_origin, get_type_hints

from summarize.documents import FORMAT_VERSION, Brief
from summarize.errors import BriefFormatError

__all__ = ["from_dict", "from_json", "hints", "render_json", "to_dict", "written"]

# The keys of a brief in the order in which a person would read them.
_ORDER = (
    "title",
    "points",
    "differences",
    "stories",
    "update",
    "sources",
    "dropped",
    "skipped",
    "notes",
    "settings",
)


def render_json(brief: Brief, *, explain: bool = False, show_dropped: bool = False) -> str:
    """Return the brief as JSON; it always holds the explanations and what was dropped."""
    return json.dumps(to_dict(brief), indent=2, allow_nan=False)


def to_dict(brief: Brief) -> dict[str, Any]:
    """Return the brief as dicts, lists, strings, numbers and None."""
    plain = _plain(brief)
    return {"version": FORMAT_VERSION, **{key: plain.pop(key) for key in _ORDER}, **plain}


def from_json(text: str) -> Brief:
    """Return the brief that a JSON text holds, or raise BriefFormatError."""
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BriefFormatError(f"not JSON: {error}") from error
    return from_dict(content)


def from_dict(content: Any) -> Brief:
    """Return the brief that a mapping like that of `to_dict` holds, or raise BriefFormatError."""
    _require(isinstance(content, Mapping), "brief", dict, content)
    if "version" not in content:
        raise BriefFormatError("not a brief: no key 'version'")
    version = _checked(int, content["version"], "version")
    if version != FORMAT_VERSION:
        raise BriefFormatError(
            f"version: this library reads version {FORMAT_VERSION}; got {version}"
        )
    return cast(Brief, _checked(Brief, content, ""))


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in written(value)}
    if isinstance(value, dict):
        return {str(key): _plain(each) for key, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, (list, tuple)) else value


def written(record: Any) -> list[Field[Any]]:
    """Return the fields of the format: all but those that briefs are not compared by."""
    return [field for field in fields(record) if field.compare]


def _checked(kind: Any, value: Any, where: str) -> Any:
    """Return `value` as the type `kind`; `where` is its path for the message."""
    origin = get_origin(kind)
    if origin is UnionType:  # always `X | None` here
        return None if value is None else _checked(get_args(kind)[0], value, where)
    if origin is tuple:
        _require(isinstance(value, (list, tuple)), where, list, value)
        inner = get_args(kind)[0]
        return tuple(_checked(inner, each, f"{where}[{i}]") for i, each in enumerate(value))
    if origin is dict:
        _require(isinstance(value, Mapping), where, dict, value)
        inner = get_args(kind)[1]
        return {key: _checked(inner, each, f"{where}.{key}") for key, each in value.items()}
    if is_dataclass(kind):
        _require(isinstance(value, Mapping), where, dict, value)
        return _checked_record(kind, value, where)
    return value if kind is Any else _checked_scalar(kind, value, where)


def _checked_record(kind: Any, value: Mapping[str, Any], where: str) -> Any:
    found = {}
    for field in written(kind):
        path = f"{where}.{field.name}" if where else field.name
        if field.name in value:
            found[field.name] = _checked(hints(kind)[field.name], value[field.name], path)
        elif field.default is MISSING and field.default_factory is MISSING:
            raise BriefFormatError(f"{path}: missing")
    return kind(**found)


def _checked_scalar(kind: type, value: Any, where: str) -> Any:
    # JSON has one kind of number: 1.0 may come back as 1, and 1 as 1.0. And True is an int to
    # Python but not to a reader of JSON.
    if kind is int and isinstance(value, float) and value.is_integer():
        return int(value)
    accepted = (int, float) if kind is float else kind
    _require(isinstance(value, accepted) and not isinstance(value, bool), where, kind, value)
    return _finite(value, where) if kind is float else value


def _finite(value: float, where: str) -> float:
    try:
        number = float(value)
    except OverflowError:  # an integer of hundreds of digits
        number = math.inf
    if not math.isfinite(number):
        raise BriefFormatError(f"{where}: expected a finite number, got {number}")
    return number


def _require(holds: bool, where: str, expected: type, value: Any) -> None:
    if not holds:
        got = "null" if value is None else type(value).__name__
        raise BriefFormatError(f"{where}: expected {expected.__name__}, got {got}")


@cache
def hints(kind: Any) -> dict[str, Any]:
    """Return the types of a record's fields."""
    return get_type_hints(kind)
