"""The benchmark: its measure against the official one, its baselines, its files, gate and report.

The peers need the extra `[bench]`; they are run by `python -m benchmarks run`, not here.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace
from importlib import import_module
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import baselines, gate, openings, report, results
from benchmarks.__main__ import COMMANDS, main
from benchmarks.ablation import VARIANTS
from benchmarks.contributions import measure, summed
from benchmarks.data import Topic, digest, load
from benchmarks.left_out import CONSTANTS, chosen_without, neighbours
from benchmarks.official import FILE
from benchmarks.processes import Job, execute
from benchmarks.quality import parse_setting, task_of
from benchmarks.readability import FAULTS, faults, repetition
from benchmarks.rouge import cut, score
from benchmarks.sets import SETS, Task, tasks
from benchmarks.significance import interval, p_value
from benchmarks.since import judged
from benchmarks.splitting import lines, split, take
from benchmarks.systems import BASELINES, SYSTEMS, ours
from benchmarks.tables import marked
from summarize import Summarizer, salience, summarize
from summarize.differences.statements import Statement, statement
from summarize.documents import Document
from summarize.settings import Settings
from summarize.stemming import stemmer

OFFICIAL = json.loads(FILE.read_text(encoding="utf-8"))["cases"]
TASK = Task("set/tiny", 30, "recall")
TEXTS = (
    "The river Lone flooded the old town of Marbach on Tuesday. About 400 people had to leave "
    "their homes in the old town. The mayor opened two schools as shelters for them.",
    "Marbach's old town stood under water on Tuesday after the river Lone rose. Some 400 people "
    "left their homes. Trains to the coast were late because of a broken signal.",
    "A signal failure delayed trains to the coast. Engineers replaced the signal during the night.",
)
REFERENCE = "The river Lone flooded the old town of Marbach and 400 people left their homes."


@pytest.fixture
def topic() -> Topic:
    documents = tuple(Document(text, id=f"d{n}") for n, text in enumerate(TEXTS))
    return Topic("flood", documents, (REFERENCE,))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    rows = [
        {"id": name, "documents": [{"text": text} for text in texts], "summaries": [REFERENCE]}
        for name, texts in (("flood", TEXTS), ("flood, the other way", TEXTS[::-1]))
    ]
    path = tmp_path / "tiny.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return path


class TestRouge:
    @pytest.mark.parametrize("case", OFFICIAL, ids=lambda case: case["name"])
    def test_it_agrees_with_rouge_1_5_5(self, case: dict) -> None:
        scores = score(
            case["candidate"], case["references"], words=case["words"], stem=case["stem"]
        )
        for name, expected in case["scores"].items():
            # The script prints five decimals, and makes its F1 of rounded parts.
            assert list(scores[name]) == pytest.approx(expected, abs=2e-5), name

    @given(st.text("ab ", min_size=1), st.lists(st.text("abc ", min_size=1), min_size=1))
    def test_references_are_pooled_as_a_slow_reference_does(
        self, candidate: str, references: list[str]
    ) -> None:
        own = Counter(zip(*(candidate.split()[n:] for n in range(2)), strict=False))
        matches = total = 0
        for reference in references:
            words = reference.split()
            grams = Counter(pairwise(words))
            matches += (own & grams).total()
            total += grams.total()
        found = score(candidate, references, stem=False, measures=["rouge2"])["rouge2"]
        assert found.recall == pytest.approx(matches / max(total, 1))
        assert found.precision == pytest.approx(matches / max(own.total() * len(references), 1))

    @pytest.mark.parametrize("text", ["बाढ़ से चार सौ लोग घर छोड़ गए", "غادر السكان", "洪水淹没了"])
    def test_other_scripts_need_the_unicode_tokenizer(self, text: str) -> None:
        assert score(text, [text], stem=False)["rouge1"].f1 == 0
        assert score(text, [text], stem=False, tokenizer="unicode")["rouge1"].f1 == 1
        assert score(text, [text], stem=False, tokenizer="unicode")["rougeLsum"].f1 == 1

    def test_vowel_signs_do_not_split_hindi_words(self) -> None:
        # One word in common out of two; runs of \w would find letters in common as well.
        found = score("बाढ़ लोग", ["बाढ़ लेग"], stem=False, tokenizer="unicode")["rouge1"]
        assert found.recall == 0.5

    def test_stems_match_inflections_in_english_only(self) -> None:
        assert score("floods flooding", ["flooded flood"])["rouge1"].f1 == 1
        assert score("floods flooding", ["flooded flood"], stem=False)["rouge1"].f1 == 0
        with pytest.raises(ValueError, match=r"for English only; got tokenizer 'unicode'"):
            score("a", ["a"], tokenizer="unicode")

    def test_no_reference_is_an_error(self) -> None:
        with pytest.raises(ValueError, match="at least one reference"):
            score("a", [])

    @given(st.text("ab \n\t"), st.integers(1, 12))
    def test_cut_keeps_the_first_words_and_the_lines(self, text: str, words: int) -> None:
        kept = cut(text, words)
        assert kept.split() == text.split()[:words]
        assert all(line in " ".join(text.split()) for line in kept.split("\n"))

    def test_cut_stops_inside_a_line(self) -> None:
        assert cut("one two three\n\nfour five six\nseven", 5) == "one two three\nfour five"


class TestData:
    def test_a_topic_is_read_with_what_it_has(self, tmp_path: Path) -> None:
        path = tmp_path / "x.jsonl"
        document = {"id": "a", "title": "T", "date": "2020-01-02", "text": "Body."}
        row = {"id": 7, "documents": [document, {"text": "Second."}], "summaries": ["S."]}
        path.write_text(json.dumps({**row, "alignments": []}) + "\n\n", encoding="utf-8")
        [topic] = load(path, "fr")
        assert topic.documents[0] == Document("Body.", id="a", title="T", date="2020-01-02")
        assert topic.documents[1] == Document("Second.", id="d2")
        assert (topic.id, topic.references, topic.language) == ("7", ("S.",), "fr")

    @pytest.mark.parametrize(
        ("line", "why"),
        [
            ("{", "JSONDecodeError"),
            ('{"id": 1, "documents": [{"text": "T."}]}', "'summaries'"),
            ('{"id": 1, "documents": [], "summaries": ["S."]}', "at least one document"),
            ('{"id": 1, "documents": [{"title": "T"}], "summaries": ["S."]}', "'text'"),
        ],
    )
    def test_a_bad_line_is_named(self, tmp_path: Path, line: str, why: str) -> None:
        path = tmp_path / "x.jsonl"
        path.write_text("\n" + line, encoding="utf-8")
        with pytest.raises(ValueError, match=rf"x\.jsonl, line 2: not a topic: .*{why}"):
            load(path)

    def test_the_digest_is_that_of_the_bytes(self, tmp_path: Path) -> None:
        (tmp_path / "x").write_bytes(b"abc")
        assert digest(tmp_path / "x").startswith("ba7816bf8f01cfea")

    def test_sentences_come_by_document_with_single_spaces(self, topic: Topic) -> None:
        found = split(topic)
        assert [len(sentences) for sentences in found] == [3, 3, 2]
        assert found[0][1] == "About 400 people had to leave their homes in the old town."
        assert lines("One came.\nTwo  went. Three\nstayed.", "en").split("\n") == [
            "One came.",
            "Two went.",
            "Three stayed.",
        ]

    @given(st.lists(st.text("ab ", min_size=1)), st.integers(1, 20))
    def test_take_stops_as_soon_as_there_are_enough_words(
        self, sentences: list[str], words: int
    ) -> None:
        taken = take(sentences, words)
        assert taken == sentences[: len(taken)]
        count = sum(len(sentence.split()) for sentence in taken)
        assert count >= words or taken == sentences
        assert not taken or sum(len(s.split()) for s in taken[:-1]) < words


# Loading torch takes longer than all the others together.
WITH_TORCH = [pytest.param(name, marks=pytest.mark.slow) for name in ("textbook", "MiniLM mean")]
WITHOUT = [name for name in BASELINES if name not in ("textbook", "MiniLM mean")]


class TestBaselines:
    @pytest.mark.parametrize("name", [*WITHOUT, *WITH_TORCH, "oracle", "ours"])
    @pytest.mark.parametrize("words", [10, 40, 1000])
    def test_each_returns_sentences_of_the_topic_once(
        self, topic: Topic, name: str, words: int
    ) -> None:
        sentences = [sentence for document in split(topic) for sentence in document]
        chosen = SYSTEMS[name](topic, words)
        assert chosen
        assert set(chosen) <= set(sentences)
        assert len(set(chosen)) == len(chosen)

    def test_first_in_turn_goes_round_the_documents(self, topic: Topic) -> None:
        sentences = split(topic)
        assert baselines.first_in_turn(topic, 1000) == [
            *(document[0] for document in sentences),
            *(document[1] for document in sentences),
            *(document[2] for document in sentences[:2]),
        ]

    def test_random_depends_on_the_id_alone(self, topic: Topic) -> None:
        first = baselines.shuffled(topic, 1000)
        assert first == baselines.shuffled(topic, 1000)
        orders = {tuple(baselines.shuffled(_renamed(topic, str(n)), 1000)) for n in range(9)}
        assert len(orders) > 1

    def test_the_oracle_finds_what_the_reference_says(self, topic: Topic) -> None:
        chosen = baselines.oracle(topic, 15)
        assert chosen[0] == "The river Lone flooded the old town of Marbach on Tuesday."
        reached = score("\n".join(chosen), topic.references, words=15)["rouge1"].recall
        for name in BASELINES:
            text = "\n".join(SYSTEMS[name](topic, 15))
            assert score(text, topic.references, words=15)["rouge1"].recall <= reached

    def test_the_oracle_counts_a_word_as_often_as_the_reference(self) -> None:
        texts = ("Flood flood flood flood flood flood hit it.", "A flood hit the town of Marbach.")
        topic = Topic("x", tuple(map(Document, texts)), ("A flood hit Marbach.",))
        assert baselines.oracle(topic, 3) == [texts[1]]

    def test_the_centroid_is_what_the_documents_repeat(self, topic: Topic) -> None:
        assert "signal" not in baselines.centroid(topic, 5)[0]
        assert len(baselines.centroid(topic, 1000, first=1)) == len(TEXTS)

    def test_ours_takes_settings(self, topic: Topic) -> None:
        assert len(ours(topic, 1000, max_points=2)) == 2


def _renamed(topic: Topic, name: str) -> Topic:
    return Topic(name, topic.documents, topic.references)


class TestProcesses:
    def test_a_system_runs_at_each_budget_in_a_process_of_its_own(self, data: Path) -> None:
        [run] = execute([Job("first in turn", data, "en", (30, 10), limit=1)])
        topic = load(data)[0]
        assert run.summaries == {
            words: [baselines.first_in_turn(topic, words)] for words in (30, 10)
        }
        assert run.seconds > 0
        assert 20 < run.memory_mb < 1000

    @pytest.mark.slow
    def test_a_constant_is_changed_there_only(self, data: Path) -> None:
        import summarize.salience

        before = summarize.salience.POSITION
        firsts = [[sentences[0] for sentences in split(topic)] for topic in load(data)]
        for strength, leads in ((100.0, True), (-100.0, False)):
            changes = {"salience.POSITION": strength, "max_points": 1}
            [run] = execute([Job("ours", data, "en", (30,), changes)])
            for [point], first in zip(run.summaries[30], firsts, strict=True):
                assert (point in first) is leads
        assert before == summarize.salience.POSITION

    def test_an_unknown_constant_is_an_error(self, data: Path) -> None:
        job = Job("ours", data, "en", (30,), {"salience.NO_SUCH": 1})
        with pytest.raises(AttributeError, match=r"summarize\.salience has no constant 'NO_SUCH'"):
            list(execute([job]))

    def test_every_constant_of_the_ablation_exists(self) -> None:
        for changes in VARIANTS.values():
            for name in changes:
                module, _, constant = name.rpartition(".")
                if module:
                    assert hasattr(import_module(f"summarize.{module}"), constant), name

    def test_settings_are_python_literals_or_strings(self) -> None:
        assert parse_setting("diversity=0.3") == ("diversity", 0.3)
        assert parse_setting("embedder=tfidf") == ("embedder", "tfidf")


class TestSignificance:
    def test_the_interval_holds_the_mean_and_shrinks(self) -> None:
        few, many = [0.2, 0.4, 0.3, 0.6] * 3, [0.2, 0.4, 0.3, 0.6] * 60
        for scores in (few, many):
            low, high = interval(scores)
            assert low < 0.375 < high
        assert interval(many)[1] - interval(many)[0] < interval(few)[1] - interval(few)[0]
        assert interval([0.5]) == (0.5, 0.5)

    def test_p_is_small_for_a_steady_difference_only(self) -> None:
        scores = [n / 40 for n in range(40)]
        assert p_value(scores, scores) == 1
        assert p_value([x + 0.01 for x in scores], scores) < 0.01
        assert p_value([x + 0.01 * (-1) ** n for n, x in enumerate(scores)], scores) > 0.5

    def test_topics_must_be_the_same(self) -> None:
        with pytest.raises(ValueError, match="same topics; got 2 and 1"):
            p_value([0.1, 0.2], [0.1])


class TestLeftOut:
    def test_a_setting_is_chosen_by_the_other_collections_alone(self) -> None:
        def of(**means: float) -> dict:
            return {name: {"rouge1": [x], "rouge2": [x]} for name, x in means.items()}

        scores = {"default": of(a=0.5, b=0.5), "bold": of(a=0.9, b=0.1), "same": of(a=0.5, b=0.5)}
        assert chosen_without("a", scores) == "default"
        assert chosen_without("b", scores) == "bold"

    def test_every_constant_is_moved_both_ways(self) -> None:
        found = neighbours()
        assert found["default"] == {}
        assert found["POSITION x 0.5"]["salience.POSITION"] == salience.POSITION / 2
        assert found["diversity x 1.5"]["diversity"] == pytest.approx(1.5 * Settings().diversity)
        assert len(found) == 1 + 2 * len(CONSTANTS) + 2


class TestResults:
    def entry(self, *scores: float) -> dict:
        columns = {name: list(scores) for name in ("rouge1", "rouge2", "rouge4", "rougeLsum")}
        mean = {name: sum(scores) / len(scores) for name in columns}
        ends = {name: [0.0, 1.0] for name in ("rouge1", "rouge2")}
        own = {"mean": mean, "interval": ends, "scores": columns}
        return {**own, "seconds": 0.5, "memory_mb": 90}

    def test_systems_measured_before_stay_while_the_input_does(self, tmp_path: Path) -> None:
        first = results.update(None, TASK, "aa", {"random": self.entry(0.1, 0.2)})
        results.write(tmp_path / "r.json", first)
        stored = results.read(tmp_path / "r.json")
        assert stored == first
        second = results.update(stored, TASK, "aa", {"ours": self.entry(0.3, 0.4)})
        assert list(second["systems"]) == ["random", "ours"]
        assert second["systems"]["random"]["p"]["rouge1"] == 0.5
        third = results.update(second, TASK, "bb", {"ours": self.entry(0.3, 0.4)})
        assert list(third["systems"]) == ["ours"]

    def test_who_chose_from_other_sentences_is_marked(self) -> None:
        systems = {"ours": {"sentences": "aa"}, "lead": {"sentences": "aa"}, "old": {}}
        assert [marked(name, {"systems": systems}) for name in systems] == ["ours", "lead", "old †"]

    def test_the_digest_of_sentences_is_of_what_cleaning_leaves(self, topic: Topic) -> None:
        junk = replace(topic.documents[0], text=topic.documents[0].text + "\n\nShare on Facebook")
        same = replace(topic, documents=(junk, *topic.documents[1:]))
        other = replace(topic, documents=topic.documents[1:])
        found = results.sentences_of([topic])
        assert results.sentences_of([same]) == found != results.sentences_of([other])

    def test_the_stored_results_are_complete_and_name_no_path(self) -> None:
        files = sorted((results.RESULTS / "quality").glob("*.json"))
        assert [file.stem for file in files] == sorted(task.key for task in tasks())
        for file in files:
            text = file.read_text(encoding="utf-8")
            assert not re.search(r'"(?:/|[A-Z]:)', text)
            content = json.loads(text)
            assert "ours" in content["systems"]
            lengths = {len(s["scores"]["rouge1"]) for s in content["systems"].values()}
            assert len(lengths) == 1


class TestGate:
    floors = {"a-50": {"sha256": "aa", "rouge1": 0.4, "rouge2": 0.1}}  # noqa: RUF012

    def test_it_fails_below_a_floor_and_on_other_input(self) -> None:
        measured = {"a-50": {"sha256": "aa", "rouge1": 0.399, "rouge2": 0.2}}
        assert gate.check(self.floors, measured) == ["a-50: rouge1 is 0.399, the floor 0.400"]
        assert gate.check(self.floors, self.floors) == []
        other = {"a-50": {**measured["a-50"], "sha256": "bb"}}
        assert gate.check(self.floors, other) == ["a-50: the input is not the pinned one (aa...)"]
        assert gate.check(self.floors, {}) == ["a-50: not measured"]

    @given(st.floats(0, 1), st.floats(0, 1))
    def test_pinning_raises_and_never_lowers(self, first: float, second: float) -> None:
        measured = {"a-50": {"sha256": "aa", "rouge1": first, "rouge2": second}, "b-9": {}}
        measured["b-9"] = measured["a-50"]
        pinned = gate.raised(self.floors, measured)
        assert pinned["a-50"]["rouge1"] == max(0.4, first)
        assert pinned["b-9"] == measured["b-9"]
        assert not [f for f in gate.check(self.floors, pinned) if "floor" in f]

    def test_every_task_has_a_floor(self) -> None:
        floors = json.loads(gate.FLOORS.read_text(encoding="utf-8"))
        assert sorted(floors) == sorted(task.key for task in tasks())
        assert all(floor["rouge1"] > floor["rouge2"] > 0 for floor in floors.values())

    @pytest.mark.parametrize(
        ("options", "low", "code", "pinned"),
        [
            ([], False, 0, 0.4),
            ([], True, 1, 0.4),
            (["--pin"], True, 1, 0.4),
            (["--pin"], False, 0, 0.5),
            (["--lower"], True, 0, 0.3),
        ],
    )
    def test_only_a_flag_lowers_a_floor(
        self,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        options: list[str],
        low: bool,
        code: int,
        pinned: float,
    ) -> None:
        file = tmp_path / "floors.json"
        file.write_text(json.dumps(self.floors), encoding="utf-8")
        measured = {"a-50": {**self.floors["a-50"], "rouge1": 0.3 if low else 0.5}}
        monkeypatch.setattr(gate, "FLOORS", file)
        monkeypatch.setattr(gate, "measure", lambda *_: measured)
        result = CliRunner().invoke(main, ["gate", "--data-dir", str(tmp_path), *options])
        assert result.exit_code == code, result.output
        assert json.loads(file.read_text(encoding="utf-8"))["a-50"]["rouge1"] == pinned


class TestReport:
    def test_tables_are_made_between_their_markers_alone(self) -> None:
        page = "# A\n\n<!-- table: quality -->\nstale\n<!-- end of table -->\n\nrest\n"
        filled = report.fill(page)
        assert "stale" not in filled
        assert filled.startswith("# A\n\n<!-- table: quality -->\n| system |")
        assert filled.endswith("|\n<!-- end of table -->\n\nrest\n")
        assert report.fill(filled) == filled

    def test_an_unknown_table_is_an_error(self) -> None:
        with pytest.raises(ValueError, match="no table 'x'; choose one of: ablation, "):
            report.fill("<!-- table: x -->\n<!-- end of table -->")

    @pytest.mark.parametrize("page", report.PAGES, ids=lambda page: page.parent.name)
    def test_the_tables_are_those_of_the_stored_results(self, page: Path) -> None:
        text = page.read_text(encoding="utf-8")
        assert report.fill(text) == text


class TestReadability:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("The court ruled on Monday that the law stands.", []),
            ("It is not known whether the law stands.", []),
            ("This week the court struck down the law.", []),
            ("Those who stayed in the house were hurt.", []),
            ("Both Germany and France agreed to the plan.", []),
            ("After he left, Brown was arrested in Leeds.", []),
            ("So far, twelve people have died in the flood.", []),
            ("He also said that the law stands.", ["unresolved opening"]),
            ("However, the law stands for now.", ["unresolved opening"]),
            ("They agreed to meet again on Monday.", ["unresolved opening"]),
            ("This was said to anger the team.", ["unresolved opening"]),
            ("After he left, nothing more was found.", ["unresolved opening"]),
            ("The decision came as a surprise to many.", ["unresolved opening"]),
            ("\u201cThe law will stand for years,\u201d Brown said.", []),
            ("\u201cThe law will stand for years,\u201d she said.", ["quotes nobody"]),
            ("The law will stand for years.\u201d", ["quotes nobody"]),
            ("\u201cThe law will stand for years.", ["quotes nobody"]),
            ("\u201cThe law will stand for years,\u201d a source said.", []),
            ('Mr Brown said: "The law will stand for years.', []),
            ('The "law" will stand for years, she said.', []),
            ("the law that stands for now.", ["fragment"]),
            ("The law that stands and the", ["fragment"]),
            ("Court Strikes Down Law on Water in Leeds.", ["headline"]),
            ("LEEDS (AP) \u2014 The court struck down the law.", ["dateline"]),
            ("Leeds, England (CNN) - The court struck down the law.", ["dateline"]),
            ("THE COURT STRUCK DOWN THE LAW ON MONDAY.", ["shouting"]),
        ],
    )
    def test_faults_of_a_point(self, text: str, expected: list[str]) -> None:
        assert faults(text) == expected
        assert set(expected) <= set(FAULTS)

    def test_an_opening_is_judged_by_the_context_where_there_is_one(self) -> None:
        assert faults("Brown was there.\nHe also said that the law stands.") == []
        assert faults("He was there.\nHe also said it all.") == ["unresolved opening"]
        assert faults("Brown was there.\nthe law that stands and") == ["fragment"]

    def test_a_context_may_name_who_is_quoted(self) -> None:
        assert faults("“We will not go, whatever comes,” she said.") == ["quotes nobody"]
        assert faults("Mayor Brown was there.\n“We will not go, whatever comes,” she said.") == []
        assert faults("Rain fell.\n“We will not go, whatever comes.”") == ["quotes nobody"]

    def test_repetition_is_found_in_other_words(self) -> None:
        same = ["About 400 people left their homes.", "Some 400 residents left their homes."]
        other = ["About 400 people left their homes.", "Trains were late on the coast."]
        assert repetition([same])["repeat"] == 0.5
        assert repetition([other])["repeat"] == 0
        assert repetition([other, same])["mean similarity"] > repetition([other])["mean similarity"]


class TestOpenings:
    def test_what_was_read_is_complete(self) -> None:
        readings = json.loads(openings.READ.read_text(encoding="utf-8"))
        kinds = {"alone", "open", "quote", "first", "stub", "other"}
        for name, of_set in readings["sets"].items():
            assert name in SETS
            read = of_set["labels"] + of_set["fresh"]
            assert {label for *_, label in read} <= kinds
            assert len({tuple(span) for *span, _ in read}) == len(read)
        halves = Counter(openings.half(row[0]) for row in of_set["labels"])
        assert set(halves) == {"tuned", "held"}

    def test_points_are_drawn_by_lot_whatever_the_order(self) -> None:
        brief = summarize(TEXTS)
        briefs = [(name, brief) for name in ("one", "two", "three")]
        one = openings.drawn(briefs, 4, per_topic=2)
        assert one == openings.drawn(briefs[::-1], 4, per_topic=2)
        assert len(one) == 4
        assert max(Counter(span[0] for span, _ in one).values()) <= 2

    def test_points_are_counted_as_they_were_read(
        self, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        task = Task(data.stem, 30, "recall")
        [topic, *_] = load(data)
        point, *_ = Summarizer(max_words=30).summarize(topic.documents).points
        span = [topic.id, point.source, point.start, point.end]
        of_set = {"sha256": digest(data), "points": 99, "per topic": 99, "fresh": []}
        read = tmp_path / "read.json"
        monkeypatch.setattr(openings, "READ", read)
        read.write_text(json.dumps({"sets": {task.name: {**of_set, "labels": [[*span, "quote"]]}}}))
        found = openings.points_read(task, data.parent)[openings.half(topic.id)]
        assert found["quote"] + found["with context"] == 1
        assert found["alone"] == 0
        wanted = openings.rule_read(lambda text: True, [task.name], data.parent, {"quote"})
        assert wanted[openings.half(topic.id)]["precision"] == 1.0
        missed = openings.rule_read(lambda text: False, [task.name], data.parent, {"quote"})
        assert missed[openings.half(topic.id)]["recall"] == 0.0


class TestCommands:
    @pytest.mark.parametrize("name", sorted(COMMANDS))
    def test_each_has_help_without_the_extra_installed(self, name: str) -> None:
        result = CliRunner().invoke(main, [name, "--help"])
        assert result.exit_code == 0
        assert "Usage:" in result.output

    @pytest.mark.slow
    def test_quality_prints_a_table_and_stores_own_data_only_where_it_is_told(
        self, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("benchmarks.quality.RESULTS", tmp_path)
        names = ["--system", "first in turn", "--system", "oracle"]
        arguments = ["quality", "--data", str(data), "--words", "30", *names]
        result = CliRunner().invoke(main, arguments)
        assert result.exit_code == 0, result.output
        assert "30 words, f1, stemmed, 2 topics" in result.output
        assert not (tmp_path / "quality").exists()
        file = tmp_path / "own.json"
        assert CliRunner().invoke(main, [*arguments, "--out", str(file)]).exit_code == 0
        content = json.loads(file.read_text(encoding="utf-8"))
        assert content["sha256"] == digest(data)
        assert sorted(content["systems"]) == ["first in turn", "oracle"]
        entry = content["systems"]["oracle"]
        assert len(entry["scores"]["rouge1"]) == 2
        assert {"date", "versions", "machine", "settings", "seconds", "memory_mb"} <= entry.keys()

    @pytest.mark.slow
    def test_quality_stores_a_set_of_ours_under_its_own_measure(
        self, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("benchmarks.quality.RESULTS", tmp_path)
        folder = tmp_path / "neus"
        folder.mkdir()
        (folder / "dev.jsonl").write_bytes(data.read_bytes())
        arguments = ["quality", "--data", str(folder / "dev.jsonl"), "--system", "random"]
        for extra in (["--words", "50"], ["--words", "50", "--measure", "f1"]):
            result = CliRunner().invoke(main, [*arguments, *extra])
            assert result.exit_code == 0, result.output
        [file] = (tmp_path / "quality").iterdir()
        content = json.loads(file.read_text(encoding="utf-8"))
        assert content["task"]["measure"] == "recall"

    def test_the_language_of_other_data_is_what_most_of_it_is_in(self, tmp_path: Path) -> None:
        texts = [
            "Le fleuve a débordé lundi dans la vieille ville et les écoles sont restées fermées.",
            "Les habitants ont passé la nuit dans une salle que la mairie avait ouverte pour eux.",
        ]
        topic = {"id": "a", "documents": [{"text": t} for t in texts], "summaries": ["Le fleuve."]}
        file = tmp_path / "own.jsonl"
        file.write_text(json.dumps(topic), encoding="utf-8")
        task = task_of(file, 250)
        assert (task.language, task.stem, task.tokenizer) == ("fr", False, "unicode")
        assert task_of(file, 250, language="en").tokenizer == "rouge"

    def test_what_is_said_of_ours_is_every_setting_and_which_code(self) -> None:
        found = results.resolved(Task("neus/dev", 66, "f1"))
        assert found["max_words"] == 88
        assert (found["selector"], found["diversity"]) == ("mmr", 0.2)
        assert re.fullmatch("[0-9a-f]{12}", found["code"])

    def test_every_set_has_its_main_budget_first(self) -> None:
        assert [of_set[0].words for of_set in SETS.values()] == [250, 230, 66] + [250] * 6 + [17]
        assert len({task.key for task in tasks()}) == 16


def test_changes_are_counted_by_kind() -> None:
    def said(text: str, day: str) -> Statement:
        return statement(text, day, stemmer("en"), english=True)

    then = said("The flood drove 27,000 people from their homes in the valley.", "2025-03-03")
    now = said("The flood has driven 31,000 people from their homes in the valley.", "2025-03-04")
    pairs = [(then, now, "number"), (then, then, "number"), (then, now, None), (now, now, None)]
    assert judged(pairs) == {"pairs": 4, "changed": 2, "found": 1, "false": 1}


def test_lines_are_counted_by_verdict() -> None:
    flood = "The Aller rose by three metres and flooded Verden on Monday. "
    dam = "Engineers found a crack in the wall of the dam at Langwedel. "
    rest = "The mayor of Verden, Ilse Brandt, promised forty boats for the fire brigade. "
    documents = [Document(flood + dam + rest * 6, id="long"), Document(flood * 2, id="short")]
    brief = summarize(documents, max_points=1, all_events=True)
    (line,) = [source.only for source in brief.sources if source.only]
    found = measure(brief, [["long", line.start, line.end, "alone"]])
    assert (found["alone"], found["sources"], found["with a line"]) == (1, 1, 1)
    assert measure(brief, [])["unread"] == 1
    assert summed(found + measure(brief, [["long", line.start, line.end, "good"]])) == {
        "alone": 1,
        "good": 1,
        "sources": 2,
        "with a line": 2,
        "poor of read": 0.5,
        "line of sources": 1.0,
    }
