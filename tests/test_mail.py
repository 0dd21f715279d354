"""A mail is read without the earlier mails that it quotes, and says so."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize import Skipped, read, summarize
from summarize.reading.mail import QUOTED
from summarize.reading.replies import without_quotes

REPORT = (
    "The city council voted on Tuesday to close the old harbour bridge for eighteen months.\n"
    "Engineers found deep cracks in two of the main cables during an inspection in March.\n"
)
ANSWER = "I disagree: a second inspection in April found only surface rust on the cables.\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def quoted(text: str) -> str:
    return "".join(f"> {line}" for line in text.splitlines(keepends=True))


def mail(name: str, body: str, subject: str = "Bridge", kind: str = "plain") -> str:
    head = f"Subject: {subject}\nFrom: Bo <bo@x.example>\n"
    head += f"Content-Type: text/{kind}; charset=utf-8\n\n"
    Path(name).write_text(head + body, encoding="utf-8")
    return name


@pytest.mark.parametrize(
    "above",
    [
        "On Tue, 7 May 2024, Ann Lee wrote:\n",
        "On Tue, 7 May 2024 at 10:00, Ann Lee\n<ann@x.example> wrote:\n\n",
        "Am 07.05.2024 um 10:00 schrieb Ann Lee:\n",
        "Le mar. 7 mai 2024 à 10:00, Ann Lee <ann@x.example> a écrit :\n",
        "El mar, 7 may 2024 a las 10:00, Ann Lee (<ann@x.example>) escribió:\n",
        "Ann Lee writes:\n",
        "2024-05-07 10:00 GMT+02:00 Ann Lee <ann@x.example>:\n",
        "",
    ],
)
def test_a_quotation_and_the_line_above_it_are_left_out(above: str) -> None:
    assert without_quotes(f"{ANSWER}\n{above}{quoted(REPORT)}").rstrip("\n") == ANSWER.rstrip("\n")


@pytest.mark.parametrize(
    "above",
    [
        "-----Original Message-----\nFrom: Ann Lee\n",
        "---- Ursprüngliche Nachricht ----\n",
        f"{'_' * 32}\nFrom: Ann Lee <ann@x.example>\nSent: Tuesday\nTo: Bo\nSubject: Bridge\n",
        "Von: Ann Lee\n\nGesendet: Dienstag\n\nAn: Bo\n\nBetreff: Brücke\n",
    ],
)
def test_an_appended_mail_is_left_out(above: str) -> None:
    assert without_quotes(f"{ANSWER}\n{above}\n{REPORT}") == ANSWER


def test_answers_between_quotations_are_kept_apart() -> None:
    said = without_quotes(f"It is old.\n{quoted(REPORT)}It is not.\n\n{quoted(REPORT)}\nGood.\n")
    assert said.split("\n\n") == ["It is old.", "It is not.", "", "Good.\n"]


@pytest.mark.parametrize(
    "text",
    [
        f"Dear all,\n\n{REPORT}\nOn 7 May the mayor wrote:\nIt is closed.\n-- \nAnn\n",
        "From: what I heard the bridge is closed.\n",
        f"---------- Forwarded message ---------\nFrom: A\nDate: Mon\nSubject: x\n\n{REPORT}",
        f"From: A\nSent: Mon\nSubject: x\n\n{REPORT}",
        "A -> B\n\n5 > 4\n",
        "",
    ],
)
def test_what_quotes_nothing_is_kept_as_it_is(text: str) -> None:
    assert without_quotes(text) == text


def test_a_mail_that_is_passed_on_is_kept() -> None:
    body = f"For you.\n\nFrom: Ann\nSent: Tuesday\nSubject: Bridge\n\n{REPORT}"
    assert read(mail("a.eml", body, "FW: Bridge"))[0].text == body
    assert read(mail("b.eml", body, "RE: Bridge"))[0].text == "For you.\n"


def test_quotations_in_html_are_left_out() -> None:
    body = (
        f"<p>{ANSWER}</p><div class='gmail_quote'><div>On Tue, 7 May 2024 Ann wrote:<br></div>"
        f"<blockquote class='gmail_quote'><p>{REPORT}</p></blockquote></div>"
    )
    assert read(mail("a.eml", body, kind="html"))[0].text.strip() == ANSWER.strip()
    body = f"<p>{ANSWER}</p><blockquote><p>As the law says.</p></blockquote>"
    assert "law" in read(mail("b.eml", body, kind="html"))[0].text


def test_the_reader_learns_of_it() -> None:
    names = [mail(f"{k}.eml", f"{k} {ANSWER}\n{quoted(REPORT)}") for k in range(3)]
    assert read(names[0]).skipped == (Skipped("0.eml", QUOTED),)
    assert read(*names).skipped == (Skipped("0.eml and 2 more", QUOTED),)
    corpus = read(mail("none.eml", quoted(REPORT)))
    assert corpus.skipped == (Skipped("none.eml", "nothing but quotes of earlier mail"),)
    assert len(corpus) == 0


def test_who_quotes_is_no_witness() -> None:
    above = "On Tue, 7 May 2024, Ann Lee wrote:\n"
    brief = summarize(
        read(mail("1.eml", REPORT), mail("2.eml", f"{ANSWER}\n{above}{quoted(REPORT)}"))
    )
    assert all(point.n_sources == 1 for point in brief.points)
    assert not any(">" in point.text or "wrote" in point.text for point in brief.points)
    assert {point.source for point in brief.points} == {"1.eml", "2.eml"}


@given(st.lists(st.sampled_from([REPORT, "\n", "> a\n", "On 1 May A wrote:\n", "b\n", ">\n"])))
def test_only_whole_lines_are_left_out(parts: list[str]) -> None:
    text = "".join(parts)
    lines = iter(text.splitlines())
    kept = [line for line in without_quotes(text).splitlines() if line]
    assert all(line in lines for line in kept)  # in their order
    assert not any(line.startswith(">") for line in kept)


def test_it_takes_no_longer_than_the_mail_is_long() -> None:
    start = time.perf_counter()
    without_quotes("On 1 May wrote wrote wrote\n> a\n" * 20_000 + "From: a\n" * 20_000)
    assert time.perf_counter() - start < 5


def test_what_is_passed_on_behind_marks_is_read() -> None:
    body = f"For you.\n\nBegin forwarded message:\n\n> From: Ann\n> \n{quoted(REPORT)}"
    corpus = read(mail("a.eml", body, "Bridge"))
    assert corpus[0].text.endswith(REPORT.strip()) or REPORT.strip() in corpus[0].text
    assert not corpus.skipped
    page = f"<p>Begin forwarded message:</p><blockquote type='cite'><p>{REPORT}</p></blockquote>"
    assert REPORT.split(".")[0] in read(mail("b.eml", page, kind="html"))[0].text


def test_a_mail_that_is_all_appended_is_read() -> None:
    body = f"-----Original Message-----\nFrom: Ann\nSent: Tuesday\nSubject: Bridge\n\n{REPORT}"
    assert REPORT.strip() in read(mail("a.eml", body, "Bridge"))[0].text


def test_what_looks_like_a_header_or_an_attribution_is_kept() -> None:
    voted = "On Monday 5 May the council voted 7 to 2 to close the pool.\n"
    body = f"{voted}The mayor wrote about it:\n> We have no money.\nSo it is.\n"
    assert read(mail("a.eml", body))[0].text.startswith(voted)
    for lines in (
        "From: 9 a.m. to 10 a.m.\nDate: 7 May 2025\nSubject: Bridges in winter\n",
        "From: Berlin to Hamburg\nDate: 7 May\nTrains run hourly.\nSubject: to change\n",
    ):
        body = f"{ANSWER}\n{lines}\nAll are welcome.\n"
        assert read(mail("b.eml", body))[0].text == body
