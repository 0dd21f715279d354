"""Each rule of differences: what it keeps out, and what differs where nothing but that is other.

And each labelled pair of our own, one by one, with those that are known to come out wrong.
"""

from __future__ import annotations

from typing import NamedTuple

import pytest

from benchmarks.differences import Case, is_right, read_cases
from summarize.differences import compare
from summarize.differences.statements import statement
from summarize.stemming import stemmer

CASES = list(read_cases(None))
# A Tuesday.
DAY = "2025-05-06"

MISSED = {
    "The earthquake had a magnitude of 6.4, the institute said.",
    "Fewer than 20 villagers were hurt by the landslide.",
    "The pilot had not been drinking, the airline said.",
    "The bank did not know of the loans, its chairman said.",
}
# Fights of May and of June are two, whatever was lost in them.
FALSE = {"Fighting killed 200 people in May."}


class Rule(NamedTuple):
    """A trap, and what to replace in it to make its two sentences differ, in a value of `kind`."""

    kind: str
    name: str
    a: str
    b: str
    instead: dict[str, str]


RULES = [
    Rule(
        "number",
        "prices move by the hour",
        "The shares of the brewery sold at 27 dollars in Verden on Monday.",
        "On Monday the shares of the brewery sold at 31 dollars in Verden.",
        {"shares": "barrels"},
    ),
    Rule(
        "number",
        "ten times as many are others",
        "The fire destroyed 40 barns in the village.",
        "The fire destroyed 400 barns in the village.",
        {"400": "90"},
    ),
    Rule(
        "number",
        "sum",
        "The avalanche on the pass killed 12 people.",
        "The avalanche on the pass killed 7 climbers and 5 guides.",
        {"5 guides": "4 guides"},
    ),
    Rule(
        "number",
        "several of one unit",
        "Rents in town rose 3%, those of large empty houses along the river 5%.",
        "Rents in town rose 4%.",
        {"river 5%": "river as well"},
    ),
    Rule(
        "number",
        "rate",
        "The mill burned 40 tons of straw every week.",
        "The mill burned 60 tons of straw.",
        {" every week": ""},
    ),
    Rule(
        "number",
        "another one",
        "Another fire in the harbour destroyed 14 boats.",
        "A fire in the harbour destroyed 9 boats.",
        {"Another": "The"},
    ),
    Rule(
        "number",
        "another year",
        "The 2019 harvest of the valley reached 40 tons.",
        "The 2021 harvest of the valley reached 60 tons.",
        {"2021": "2019"},
    ),
    Rule(
        "number",
        "the same in brackets",
        "The wall is 30 miles (48 km) long.",
        "The wall is 48 km long.",
        {"48 km long": "70 km long"},
    ),
    Rule(
        "number",
        "other names beside it",
        "On the Aller the flood of this spring took 40 houses in Verden.",
        "On the Aller the flood of this spring took 60 houses in Achim.",
        {"Achim": "Verden"},
    ),
    Rule(
        "number",
        "no name in common",
        "The flood of this spring took 40 houses in the valley below Verden.",
        "The flood of this spring took 60 houses in the valley below Achim.",
        {"Achim": "Verden"},
    ),
    Rule(
        "number",
        "converted",
        "The ferry crosses 32 miles of open water.",
        "The ferry crosses 50 km of open water.",
        {"50 km": "60 km"},
    ),
    Rule(
        "number",
        "another fate",
        "The flood killed 27 people in the delta.",
        "The flood injured 31 people in the delta.",
        {"injured": "killed"},
    ),
    Rule(
        "number",
        "two that may be meant",
        "The storm killed 5 people on the coast and killed 9 people on the islands.",
        "The storm killed 7 people.",
        {" and killed 9 people on": " of"},
    ),
    Rule(
        "number",
        "the age of somebody else",
        "The 34-year-old driver was pulled from the wreck.",
        "The 38-year-old mother was pulled from the wreck.",
        {"mother": "driver"},
    ),
    Rule(
        "date",
        "time zones",
        "The quake struck the valley at 11 p.m. GMT on Sunday.",
        "The quake struck the valley early on Monday.",
        {" GMT": ""},
    ),
    Rule(
        "date",
        "when it was said",
        "The miners had left the pit, the owner said on Monday.",
        "The miners had left the pit, the owner said on Tuesday.",
        {"the owner said": "lamps in hand,"},
    ),
    Rule(
        "date",
        "when it was said, first",
        "On Monday officials said the miners had left the pit.",
        "On Tuesday officials said the miners had left the pit.",
        {"officials said": "all of"},
    ),
    Rule(
        "date",
        "no name in common",
        "The school in Verden opens on 3 May.",
        "The school in Achim opens on 5 May.",
        {"Achim": "Verden"},
    ),
    Rule(
        "date",
        "several dates",
        "The guests of the fair arrive on 3 May and leave on 9 May.",
        "The guests of the fair leave on 9 May.",
        {"arrive on 3 May and leave on 9 May": "leave on 3 May"},
    ),
    Rule(
        "name",
        "initials",
        "The prize for the best beer was won by the Northern Brewing Company.",
        "The prize for the best beer was won by the NBC.",
        {"NBC": "KLB"},
    ),
    Rule(
        "name",
        "a town and its country",
        "The treaty was signed in Lisbon.",
        "The treaty was signed in Portugal.",
        {"Portugal": "Porto"},
    ),
    Rule(
        "name",
        "spellings",
        "The race was won by Jon Smythe.",
        "The race was won by John Smith.",
        {"John Smith": "Karl Brandt"},
    ),
    Rule(
        "name",
        "where several can be",
        "Letters were sent from Lisbon in the night.",
        "Letters were sent from Porto in the night.",
        {"sent from": "signed in"},
    ),
    Rule(
        "name",
        "the first word is no name",
        "Children won the match against the teachers.",
        "Pupils won the match against the teachers.",
        {"Children": "Anna Weber", "Pupils": "Eva Brandt"},
    ),
    Rule(
        "negation",
        "what comes after a preposition",
        "The ferry sank off the island, not in the harbour.",
        "The ferry left the harbour and sank off the island.",
        {"sank off the island, not in the harbour": "had not left the harbour of the island"},
    ),
    Rule(
        "negation",
        "no X that, but X",
        "No shots were heard by the guests of the hotel in the harbour.",
        "Shots were fired at the guests of the hotel in the harbour.",
        {"heard by": "fired at"},
    ),
    Rule(
        "negation",
        "no name is denied",
        "No German soldiers were hurt in the raid on the harbour.",
        "Two soldiers were hurt in the German raid on the harbour.",
        {"German ": ""},
    ),
    Rule(
        "negation",
        "what will be",
        "The bank will not raise its rates in the summer.",
        "The bank raised its rates in the summer.",
        {"will not": "did not"},
    ),
    Rule(
        "negation",
        "what is left open",
        "The bank may not have closed its branch in the harbour.",
        "The bank closed its branch in the harbour.",
        {"may not have": "has not"},
    ),
    Rule(
        "negation",
        "another subject",
        "The pilot was not hurt in the storm over the bay.",
        "A sailor was hurt in the storm over the bay.",
        {"A sailor": "The pilot"},
    ),
    Rule(
        "negation",
        "another object",
        "The ban on boats does not apply to farmers.",
        "The ban on boats applies to tourists.",
        {"tourists": "farmers"},
    ),
    Rule(
        "negation",
        "much besides",
        "The pilot was not hurt in the storm.",
        "The pilot was hurt in the storm that took the roofs of forty houses along the coast, sank "
        "two boats in the harbour and closed the school of the town for a week.",
        {
            "took the roofs of forty houses along the coast, sank two boats in the harbour and "
            "closed the school of the town for a week": "came",
        },
    ),
    Rule(
        "order",
        "a place is no event",
        "The president flew home after the summit in Lagos.",
        "The president flew home before the dinner in Lagos.",
        {"dinner": "summit"},
    ),
    Rule(
        "order",
        "idiom that goes on",
        "The owners of the ferry spoke before the court in Verden.",
        "The owners of the ferry spoke after the court in Verden had closed.",
        {"the court": "the strike"},
    ),
    Rule(
        "order",
        "idiom that ends",
        "The street was named after the poet of the harbour.",
        "The street was named before the poet of the harbour died.",
        {"named": "closed"},
    ),
]


def kinds_found(a: str, b: str) -> list[str]:
    stems = stemmer("en")
    one, other = (statement(text, DAY, stems, english=True) for text in (a, b))
    return [kind for kind, _ in compare(one, other)]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.kind}: {rule.name}")
def test_what_a_rule_keeps_out_differs_without_that(rule: Rule) -> None:
    assert kinds_found(rule.a, rule.b) == []
    a, b = rule.a, rule.b
    for old, new in rule.instead.items():
        assert old in a or old in b
        a, b = a.replace(old, new), b.replace(old, new)
    assert kinds_found(a, b) == [rule.kind]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.a.text[:40])
def test_labelled_pairs_of_our_own_one_by_one(case: Case) -> None:
    """Whoever mends one of those known to be wrong takes it off the list."""
    right = [is_right(case, kind, finding) for kind, finding in compare(case.a, case.b)]
    if case.a.text in MISSED:
        assert right == []
    elif case.a.text in FALSE:
        assert right == [False]
    else:
        assert right == [True] * case.differ


def test_what_is_known_to_be_wrong_is_labelled() -> None:
    assert {case.a.text for case in CASES} > MISSED | FALSE
