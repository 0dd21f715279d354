"""The shipped JSON Schema: every brief satisfies it, and it takes what `from_json` takes."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from summarize import Brief, BriefFormatError, Document, read, summarize
from summarize.rendering.schema import make_schema

ROOT = Path(__file__).parent.parent
SCHEMA = Brief.json_schema()
VALIDATOR = Draft202012Validator(SCHEMA)
LATER = "The harbour bridge closed on Monday. It opened again on Friday, the mayor said."
EARLIER = "The harbour bridge closed on Monday. Ferries carry commuters across the water."


def flaws(content: Any) -> list[str]:
    return [error.json_path + ": " + error.message for error in VALIDATOR.iter_errors(content)]


def briefs() -> Iterator[Brief]:
    seeds = read(ROOT / "seeds", ROOT / "no such file")
    yield summarize(seeds, max_points=5)
    yield summarize(seeds, query="missile production", all_events=True, max_words=80)
    before = summarize([EARLIER], max_points=3)
    yield summarize([LATER], before, max_points=3)
    yield summarize([Document(LATER, pages=(0, 37), author="A", site="S", date="2025-03-31")])
    yield Brief(points=(), sources=())


def test_the_shipped_schema_is_that_of_the_types() -> None:
    assert make_schema() == SCHEMA, "run python -m summarize.rendering.schema, as it says"


def test_it_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["properties"]["version"] == {"const": 1}
    assert SCHEMA["$defs"]["Citation"]["required"] == [
        *("source", "start", "end", "text", "similarity")
    ]


def test_briefs_satisfy_it() -> None:
    for brief in briefs():
        assert flaws(json.loads(brief.to_json())) == []
        assert set(brief.to_dict()) == set(SCHEMA["properties"])


def test_unknown_keys_are_allowed() -> None:
    content = {**Brief(points=(), sources=()).to_dict(), "new": 1}
    assert flaws(content) == []


CONTENT = summarize([EARLIER, LATER], max_points=2).to_dict()


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the path of every value that a brief holds."""
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    for key, each in inner:
        yield (*path, key)
        if isinstance(each, (dict, list)):
            yield from places(each, (*path, key))


json_values = st.one_of(
    *(st.none(), st.booleans(), st.integers(-9, 9), st.floats(-9, 9), st.text(max_size=3)),
    *(st.just([]), st.just({}), st.just([1]), st.just(1.0), st.just({"a": "b"})),
)


@given(st.sampled_from(list(places(CONTENT))), json_values, st.booleans())
def test_reading_and_schema_agree(path: tuple[Any, ...], value: Any, delete: bool) -> None:
    content = copy.deepcopy(CONTENT)
    inner: Any = content
    for key in path[:-1]:
        inner = inner[key]
    if delete:
        del inner[path[-1]]
    else:
        inner[path[-1]] = value
    try:
        Brief.from_json(json.dumps(content))
        readable = True
    except BriefFormatError:
        readable = False
    assert (flaws(content) == []) is readable


def test_a_wrong_brief_is_found() -> None:
    content = copy.deepcopy(CONTENT)
    content["points"][0]["citations"][0]["page"] = "three"
    assert [flaw.partition(":")[0] for flaw in flaws(content)] == ["$.points[0].citations[0].page"]
    with pytest.raises(BriefFormatError, match=r"citations\[0\].page: expected int, got str"):
        Brief.from_dict(content)
