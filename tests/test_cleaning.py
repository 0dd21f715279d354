"""Cleaning: each rule on lines it must drop and on prose it must leave, structure, offsets."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.cleaning import RULES, Block, Prose, clean
from summarize.cleaning.phrases import PHRASES
from summarize.cleaning.words import KEYS
from summarize.documents import Document
from summarize.errors import UnknownNameError

SEEDS = Path(__file__).parent.parent / "seeds"
OPENING = "The committee met on Tuesday and approved the plan."
CLOSING = "It will take effect in the autumn, the chair said."

JUNK = {
    "ornament": ["***", "---|---|", "|", "=====", "• • •", "___", "—"],
    "comments": [
        "Comments",
        "12 Comments",
        "Post a Comment",
        "Leave a Reply",
        "Your email address will not be published.",
        "Required fields are marked *",
        "Your email address will not be published. Required fields are marked *",
        "Name *",
        "Comments are closed.",
    ],
    "navigation": [
        "Add this video to your website by copying the code below.",
        "Add Fairview as an interest to stay up to date on the latest Fairview news and analysis.",
        "You need the latest version of the Adobe Flash Player to view the clip of this report.",
        "Home",
        "Next",
        "Read more",
        "ADVERTISEMENT",
        "Advertisement Continue reading the main story",
        "Continue reading below",
        "Story continues below advertisement",
        "Click here",
        "Click here to see the whole gallery.",
        "Watch the full Evening Hour interview with the mayor (video).",
        "Watch the report from Jane Doe at 4 p.m. on Monday.",
        "Read the whole exchange here.",
        "*** Join it LIVE here ! ***",
        "Check when the moon rises in your town here.",
        "Related: Three bridges that never opened",
        "More: What the council promised last year",
        "Image 1 of 5",
        "Skip to main content",
        "Related stories",
        "Table of contents",
    ],
    "sharing": [
        "Share this",
        "Share this story: https://example.org/x",
        "Follow us on Twitter",
        "Follow Jane Doe on Twitter.",
        "936 SHARES Share Tweet",
        "Like us on Facebook.",
        "Jane Doe can be reached at jane@example.org.",
    ],
    "subscription": [
        "Sign up for our newsletter",
        "Subscribe to our free newsletters.",
        "Get the latest news delivered to your inbox.",
        "You will now receive the Business newsletter.",
        "Get unlimited access to all our articles for 1 euro in the first month.",
    ],
    "cookies": [
        "We use cookies to improve your visit.",
        "This site uses cookies.",
        "By continuing you agree to our terms.",
        "Privacy Policy",
    ],
    "copyright": [
        "Reprints: This copy is for your personal, non-commercial use only.",
        "© 2019 Example Media",
        "Copyright 2019 Example Media. All rights reserved.",
        "This material may not be published, broadcast or rewritten.",
    ],
    "placeholder": [
        "Sorry, the page you requested was not found.",
        "We're sorry, but this page is not available. Try typing the web address again.",
        "404 - Page not found",
        "The article you are looking for does not exist.",
        "This page may have been moved or deleted.",
        "Access denied",
        "Error 503: the server is busy.",
        "Please enable JavaScript to view this site.",
        "You have reached your limit of free articles this month.",
        "To continue reading this article, subscribe or log in.",
        "This content is only available to subscribers.",
        "Checking your browser before you go on.",
        "You can add location information to your Tweets, such as your city.",
        "The WARC files of this crawl are not available to the public.",
    ],
    "credits": [
        "Reporting by Jo Doe; Editing by Ann Roe",
        "(Additional reporting by Jo Doe and Ann Roe in Paris; Writing by Max Poe)",
        "Jane Doe contributed to this report.",
        "With assistance from Jo Doe and Ann Roe.",
        "This story has been corrected to show the right date.",
        "Editor's note: The house asked us to add its reply.",
    ],
    "byline": ["By Jane Doe", "By Jane Doe in Tokyo", "BY JANE DOE", "Jane Doe, Staff Writer"],
    "caption": [
        "(AP Photo/Jane Doe)",
        "Photo: Getty",
        "The mayor waves to the crowd on Monday. (Jane Doe/Getty Images)",
        "FILE - In this March 3, 2010 file photo, a man crosses the bridge",
        "Image caption The old bridge before the flood",
        "CLOSE The old bridge was closed on Monday. A witness tells what he saw. Newsline",
        "An engineer looks at the crack. Credit: Jane Doe",
    ],
    "post": ["So sad about our bridge tonight. — Jane Doe (@janedoe) March 3, 2016"],
    "table": [
        "Article Subheadings |",
        "1) Why It Matters |",
        "| City | Votes |",
        "2 | A commander will be named in the spring. |",
        "Oslo\t12\t14\t19",
        "Persons 24.3 25.0 23.8 21.8 19.4 17.5",
    ],
    "code": ["var x = {a: 1};", "<div class='top'>", "function go() { return 1; }"],
    "address": ["https://example.org/a/b", "jane@example.org", "Twitter: @janedoe"],
    "date": [
        "Updated 5:14 p.m.",
        "2 hours ago",
        "March 30, 2025",
        "TOKYO, March 30, 2025",
        "Posted on March 31, 2025",
        "Wednesday, 5 May 2010.",
        "السبت 8 يناير 2005",
        "शनिवार, जनवरी 8, 2005",
    ],
    "contents": ["3. Plan a trip", "Introduction ........ 5", "IV. Results of the test"],
    "question": [
        "Question: How many troops are there?",
        "What happens now?",
        "Why does the bridge matter so much to the town?",
        "何が起きたのか？",
        "ماذا حدث؟",
    ],
    "label": ["Additional Coverage:", "The latest:", "Online:"],
    "shouting": ["BREAKING NOW: BRIDGE CLOSED.", "BECOME ELIGIBLE FOR DISCOUNTS."],
    "heading": [
        "Summary",
        "Making Munitions Together",
        "Council weighs new bridge after flood",
        "## A heading of markdown that is quite long and goes on for more than twenty words "
        "so that no count of words can tell it",
        "[The strange theory that explains what closed the bridge in the spring of last year]",
        "Porter Brewing Co.",
        "U.N. warns of delays",
        "Διαπραγματεύσεις στο Μπαλί",
        "स्थानीय मृतकों की संख्या",
        "各国の反応",
    ],
}

PROSE = [
    "The page of the register that named him was not found by the police.",
    "Sorry for his part in the theft, he gave the story of his life to a paper.",
    "Access was denied to the inspectors who came to the plant on Friday.",
    "The museum said the statue has been removed from the square for good.",
    "“We will not go,” he said.",
    '"We will not go," she told the BBC on Friday afternoon',
    "We stayed.",
    "He left at 5 p.m.",
    "He died 20 years ago in Paris.",
    "By Monday, the army had left.",
    "9/11 changed the country for good.",
    "It ended May 5, 2010.",
    "More than 300 cases were reported from Kerala.",
    "High winds contributed to this disaster.",
    "Research by Oxford University shows that 4 in 10 fall ill.",
    "With help from the army, the city rebuilt its bridges.",
    "Written by a Frenchman, the book sold 3 million copies.",
    "Copyright trolls sued 100 firms in May.",
    "The summit can be reached on foot in four hours.",
    "Signing up for insurance took him three hours.",
    "More from the army was expected on Friday.",
    "Grandma uses cookies to win hearts.",
    "You will receive 10 dollars for each bottle.",
    "Updated figures show 12 people died in 2020.",
    "Just watched the debate from the gallery, he wrote in his diary.",
    "The National Rifle Association (NRA) said it would sue.",
    "The report was published online Jan. 25 in the journal Cancer.",
    "“Next?” he asked.",
    "“Who will pay for it?” the mayor asked.",
    "The police asked why nobody in the whole town had called before the bridge fell",
    "In 2010 some 24 per cent smoked, in 2020 some 12 per cent.",
    "The group includes carmakers (Ford, GM), insurers (Allstate) and banks (Chase).",
    "Home is where the children are, the mother said.",
    "Search teams found two more bodies in the river.",
    "Photos of the bridge show a crack in its second pier.",
    "The photo shows a crack.",
    "Comments from the public were mostly hostile.",
    "Related charges were dropped in March.",
    "Share prices fell by a tenth.",
    "Video from the scene shows the bridge falling.",
    "Source code was stolen from the company, it said.",
    "She can be contacted only through her lawyer, who did not answer.",
    "The officers have spent thousands of hours on the investigation so far, including:",
    "They met at the U.N.",
    "The measure was “cold-hearted.”[12]",
    "Η γέφυρα έκλεισε τη Δευτέρα.",
    "एक पुल सोमवार को बंद हो गया।",
    "एक पुल सोमवार को बंद हो गया |",
    "橋は月曜日に閉鎖された。",
    "大桥周一关闭。",
    "أغلق الجسر يوم الاثنين.",
    "پل پیر کو بند کر دیا گیا۔",
    "הגשר נסגר ביום שני.",
    "สะพานปิดเมื่อวันจันทร์หลังจากน้ำท่วมใหญ่ในเมืองหลวงของประเทศ",
]

PREFIXES = {
    "dateline": [
        ("TOKYO (Agency) — ", "Japan said on Monday that it would act."),
        ("NEW YORK, March 3 - ", "Stocks fell on Monday."),
        ("WASHINGTON (AP) -- ", "The Senate voted on Tuesday."),
        ("Washington (CNN)", "The court let the ruling stand."),
        ("(CNN) -- ", "After days of talks, he won."),
        ("Dec 17 (Reuters) - ", "A late rush began on Tuesday."),
        ("NAPLES — ", "The ministers met on Saturday."),
        ("CHARLOTTESVILLE, Va. (AP) — ", "A witness spoke on Monday."),
        ("Berlin (dpa) - ", "Der Minister kam am Montag."),
        ("LAHORE: ", "A court let three of the four men go on Monday."),
        ("NEW DELHI, India: ", "A court let three of the four men go on Monday."),
    ],
    "lead-in": [
        ("Answer: ", "The talks ended on Sunday."),
        ("UPDATE: ", "Police now say three people died."),
        ("UPDATED 5:14 p.m.: ", "Police now say three people died."),
        ("Summary: ", "The bridge is closed until May."),
    ],
    "marker": [
        ("• ", "The bridge is closed until May."),
        ("3. ", "The bridge is closed until May."),
        (">> ", "The bridge is closed until May."),
        ("Quote-mark2.svg ", "The bridge is closed until May."),
    ],
}


def page(*lines: str) -> str:
    return "\n\n".join([OPENING, *lines, CLOSING])


def one(text: str, **settings: object) -> Prose:
    return clean([Document(text, id="page")], **settings)[0]  # type: ignore[arg-type]


def kept(text: str, **settings: object) -> list[str]:
    return [text[start:end] for start, end in one(text, **settings).spans]


def cases(table: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(name, line) for name, lines in table.items() for line in lines]


@pytest.mark.parametrize(("rule", "line"), cases(JUNK))
def test_junk_is_dropped_for_its_reason(rule: str, line: str) -> None:
    prose = one(page(line))
    assert [(d.reason, d.text, d.source) for d in prose.dropped] == [(rule, line, "page")]
    assert kept(page(line)) == [OPENING, CLOSING]


@pytest.mark.parametrize("line", PROSE)
def test_prose_is_kept_whole(line: str) -> None:
    assert kept(page(line)) == [OPENING, line, CLOSING]
    assert one(page(line)).dropped == ()


@pytest.mark.parametrize(
    ("rule", "prefix", "sentence"),
    [(rule, *pair) for rule, pairs in PREFIXES.items() for pair in pairs],
)
def test_prefix_is_dropped_and_its_sentence_stands(rule: str, prefix: str, sentence: str) -> None:
    text = page(prefix + sentence)
    assert kept(text) == [OPENING, sentence, CLOSING]
    assert [(d.reason, d.text) for d in one(text).dropped] == [(rule, prefix.strip())]


@pytest.mark.parametrize("dash", ["NASA — which runs the station — said no.", "“No” — he left."])
def test_a_dash_inside_a_sentence_is_no_dateline(dash: str) -> None:
    assert kept(page(dash)) == [OPENING, dash, CLOSING]


@pytest.mark.parametrize(
    "line",
    [
        "Watch out for cracks, the chair told those who report on the bridge.",
        "Read by the mayor, the letter was heard in the square and not only here in the hall.",
        "Close to the river, the committee saw a crack in the old bridge.",
        "The chair was blunt: This is a bridge that nobody should cross any more.",
    ],
)
def test_prose_that_resembles_a_caption_or_a_dateline_is_kept(line: str) -> None:
    assert kept(page(line)) == [OPENING, line, CLOSING]


def test_speakers_are_no_places() -> None:
    talk = [
        "MAYOR: The committee met on Tuesday and approved the plan for the bridge.",
        "BERG: It will take effect in the autumn, if the money is found in time.",
    ]
    assert kept("\n\n".join(talk)) == talk


def test_every_rule_has_a_case() -> None:
    elsewhere = {"title", "repeat", "tail"}
    assert set(JUNK) | set(PREFIXES) | elsewhere == set(RULES)


def test_junk_beside_a_sentence_leaves_the_sentence() -> None:
    text = page("The bridge is closed. Click here to read more. It may open in May.")
    assert kept(text) == [OPENING, "The bridge is closed.", "It may open in May.", CLOSING]


def test_words_left_over_after_the_last_sentence_are_dropped() -> None:
    text = page("The bridge closed on Monday after the storm. (Family photos)")
    assert [(d.reason, d.text) for d in one(text).dropped] == [("tail", "(Family photos)")]
    assert kept(page("He lives in Washington, D.C. Metro area")) == [OPENING, CLOSING]


def test_credit_after_the_last_sentence_of_a_story_leaves_the_sentence() -> None:
    text = f"{OPENING}\n\nThe bridge stays closed until May. (AP)"
    assert kept(text) == [OPENING, "The bridge stays closed until May."]


def test_the_title_again_is_dropped_wherever_it_stands() -> None:
    title = "The bridge that nobody wanted is open at last, and people like it."
    document = Document(page(title), id="page", title=title)
    assert [d.reason for d in clean([document])[0].dropped] == ["title"]
    alone = Document(title, id="page", title=title)
    assert clean([alone])[0].dropped == ()


def test_line_that_sources_repeat_is_dropped_but_a_shared_sentence_is_a_witness() -> None:
    line = "The oldest paper of the valley and of all the villages along the upper river"
    documents = [Document(page(line), id="a"), Document(page(line), id="b")]
    for prose in clean(documents):
        assert [d.reason for d in prose.dropped] == ["repeat"]
        assert len(prose.spans) == 2
    assert kept(page(line)) == [OPENING, line, CLOSING]


# Structure ---------------------------------------------------------------------------------------

WRAPPED = (
    "The committee met on Tuesday and approved the plan that the mayor\n"
    "had put before it in March, when the old bridge was closed to all\n"
    "traffic after a storm. Two members of the committee voted against\n"
    "it, since the costs are high."
)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\u2028", "\x85"])
def test_lines_filled_to_a_width_are_one_span(newline: str) -> None:
    text = WRAPPED.replace("\n", newline)
    assert kept(text) == [text]


def test_wrapped_paragraphs_end_at_blank_lines_and_short_lines() -> None:
    text = f"{WRAPPED}\n{WRAPPED}\n\n{WRAPPED}"
    assert kept(text) == [WRAPPED, WRAPPED, WRAPPED]


def test_wrapped_text_keeps_headings_and_items_apart() -> None:
    text = f"A New Bridge\n{WRAPPED}\n\n- first the piers\n- then the road\n\n{WRAPPED}"
    assert kept(text) == [WRAPPED, WRAPPED]


def test_wrapped_text_in_a_script_without_capitals() -> None:
    line = "हमारे शहर की समिति ने सोमवार को नए पुल की योजना को मान लिया और"
    text = "\n".join([line, line, line, "काम शुरू हुआ।"])
    assert kept(text) == [text]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\f", "\u2028", "\n\n", "\n \t\n"])
def test_page_with_one_paragraph_a_line(newline: str) -> None:
    lines = ["A New Bridge", OPENING, "What It Costs", CLOSING, "Comments", "Post a Comment"]
    assert kept(newline.join(lines)) == [OPENING, CLOSING]


def test_line_broken_inside_a_sentence_by_a_link_is_joined() -> None:
    text = "The plan that the mayor of the town\nput forward was approved by all. It costs much."
    assert kept(text) == [text]


def test_one_short_sentence_a_line_is_one_span_a_line() -> None:
    lines = ["The battery lasts all day.", "Its screen is much too dark.", "We like it."]
    assert kept("\n".join(lines)) == lines


def test_lines_of_equal_length_that_each_begin_anew_are_not_wrapped() -> None:
    lines = [
        "The council of the old town says no to the second bridge",
        "The mayor of the new town says yes to the second bridge",
        "The people of the two towns ask who is to pay for it all",
        "The builders of the first one say it can be done by May",
    ]
    assert kept("\n".join(lines)) == lines


def test_one_sentence_a_line_in_a_script_without_capitals() -> None:
    line = "हमारे शहर की समिति ने सोमवार को नए पुल की योजना को मान लिया है।"
    assert kept("\n".join([line] * 4)) == [line] * 4


def test_a_text_without_any_sentence_is_not_made_of_headings() -> None:
    assert kept("first text") == ["first text"]
    points = ["The battery lasts all day", "The screen is too dark for me"]
    assert kept("\n".join(points)) == points


def test_a_text_all_in_capitals_does_not_shout() -> None:
    assert kept("THE BRIDGE IS CLOSED.\n\nIT MAY OPEN IN MAY.") == [
        "THE BRIDGE IS CLOSED.",
        "IT MAY OPEN IN MAY.",
    ]


def test_only_junk_leaves_no_span() -> None:
    prose = one("Comments\n\nPost a Comment\n\n***")
    assert prose.spans == ()
    assert [d.text for d in prose.dropped] == ["Comments", "Post a Comment", "***"]


@pytest.mark.parametrize("text", ["", " \n\t\n "])
def test_nothing_comes_of_nothing(text: str) -> None:
    assert one(text) == Prose((), ())


def test_phrases_of_the_language_are_known() -> None:
    line = "Schreibe einen Kommentar."
    assert kept(page(line)) == [OPENING, line, CLOSING]
    assert kept(page(line), language="de") == [OPENING, CLOSING]


@pytest.mark.parametrize("rule", sorted(JUNK))
def test_keep_turns_a_rule_off(rule: str) -> None:
    assert all(d.reason != rule for d in one(page(*JUNK[rule]), keep=[rule]).dropped)


def test_keep_all_only_cuts_into_blocks() -> None:
    assert kept(page("Comments", "***"), keep=["all"]) == [OPENING, "Comments", "***", CLOSING]


def test_unknown_name_to_keep() -> None:
    with pytest.raises(UnknownNameError, match="unknown cleaning rule 'footer'; choose one of: a"):
        clean([], keep=["footer"])


def test_a_new_rule_is_a_function_and_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def exclamation(block: Block) -> list[tuple[int, int]]:
        return block.whole if block.text.endswith("!") else []

    monkeypatch.setitem(RULES, "exclamation", exclamation)
    assert [d.reason for d in one(page("What a fine bridge that is!")).dropped] == ["exclamation"]


# Any text ----------------------------------------------------------------------------------------

PIECES = st.sampled_from(
    [line for _, line in cases(JUNK)]
    + PROSE
    + ["\n", "\n\n", "\r\n", "\r", "\f", "\u2028", " ", "\t", "\x00", "\ud800", "\u202e", "e\u0301"]
)
TEXTS = st.one_of(
    st.text(alphabet=st.characters(), max_size=300),
    st.lists(PIECES, max_size=12).map("".join),
    st.lists(PIECES, max_size=12).map("\n".join),
)


@given(st.lists(TEXTS, min_size=1, max_size=3), st.sampled_from([(), ("all",), ("heading",)]))
def test_spans_and_dropped_cover_all_but_white_space_once(
    texts: list[str], keep: tuple[str, ...]
) -> None:
    documents = [Document(text, id=str(i)) for i, text in enumerate(texts)]
    for document, prose in zip(documents, clean(documents, keep=keep), strict=True):
        parts = [*prose.spans, *((d.start, d.end) for d in prose.dropped)]
        assert list(prose.spans) == sorted(prose.spans)
        assert all(d.text == document.text[d.start : d.end] for d in prose.dropped)
        assert all(d.source == document.id and d.reason in RULES for d in prose.dropped)
        end = 0
        for start, stop in sorted(parts):
            assert not document.text[end:start].strip()
            assert end <= start < stop
            assert document.text[start:stop] == document.text[start:stop].strip()
            end = stop
        assert not document.text[end:].strip()


@given(st.lists(st.sampled_from(PROSE), min_size=1, max_size=8))
def test_paragraphs_of_prose_all_survive(lines: list[str]) -> None:
    assert kept(page(*lines)) == [OPENING, *lines, CLOSING]


UNITS = ["word ", "He said. ", ".", '."', "A - ", "|a", "(", "1\t", "橋。", "\x00", " \ud800"]


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [unit * (5_000_000 // len(unit)) for unit in UNITS],
    ids=[repr(unit) for unit in UNITS],
)
def test_five_megabytes_on_one_line(text: str) -> None:
    prose = one(text)  # with a pattern that backtracks it takes hours
    assert prose.spans or prose.dropped


# The reports in seeds/ ---------------------------------------------------------------------------


def test_reports_come_out_clean() -> None:
    documents = [Document(p.read_text("utf-8"), id=p.name) for p in sorted(SEEDS.glob("*.txt"))]
    for document, prose in zip(documents, clean(documents), strict=True):
        paragraphs = [line for line in document.text.split("\n") if line.strip()]
        whole = [p for p in paragraphs if p.endswith((".", ".”")) and "|" not in p and len(p) > 60]
        spans = [document.text[start:end] for start, end in prose.spans]
        expected = [p.removeprefix("NAPLES — ") for p in whole]
        assert spans == expected
        assert len(whole) >= 7


@pytest.mark.parametrize(
    "phrase", [p for table in PHRASES.values() for phrases in table.values() for p in phrases]
)
def test_phrases_that_begin_with_anything_name_the_words_they_need(phrase: str) -> None:
    """They are not tried without; so each word must stand in the phrase as it is written."""
    keys = KEYS.match(phrase)
    begins_with_anything = phrase.removeprefix(keys[0] if keys else "").startswith((".{", "(?:.{"))
    assert keys or not begins_with_anything
    if keys:
        rest = phrase.removeprefix(keys[0])
        assert all(key in rest and key == key.casefold() for key in keys[1].split("|"))


def test_numbered_pictures_of_a_gallery_are_captions_however_long() -> None:
    long = " ".join(["Researchers found that rice keeps traces of arsenic when it is boiled."] * 9)
    share = f"40/100 Americans ate rice in May. {long}"
    text = f"12/37 {long}\n\nThe inquiry into 9/11 ended on Monday, the commission said.\n\n{share}"
    (prose,) = clean([Document(text, "a")])
    assert [dropped.reason for dropped in prose.dropped] == ["caption"]
    assert [text[start:end][:6] for start, end in prose.spans] == ["The in", "40/100"]
