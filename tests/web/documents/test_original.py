"""The text with its marks: all of it once, escaped, and nothing that was injected."""

import html
import re

from hypothesis import given
from hypothesis import strategies as st

from luoshi.core.text import Span
from luoshi.web.documents.original import Clause, original

TITLES = {"damaged": '缺损"<处>'}


def shown(text: str, clauses: list[Clause], marks: list[Span], current: int = 0) -> str:
    return str(original(text, clauses, marks, titles=TITLES, current=current))


def test_clause_is_marked_with_its_state_and_an_anchor() -> None:
    assert shown("建路十公里。", [Clause(7, 0, 5, "confirmed")], []) == (
        '<p data-from="0"><a id="clause-7"></a><mark class="clause is-confirmed" '
        'data-clauses="7">建路十公里</mark>。</p>\n'
    )


def test_current_clause_is_lit() -> None:
    page = shown("建路。修桥。", [Clause(1, 0, 2, "open"), Clause(2, 3, 5, "open")], [], current=2)
    assert re.findall(r'class="([^"]+)" data-clauses="(\d+)"', page) == [
        ("clause is-open", "1"),
        ("clause is-open is-current", "2"),
    ]


def test_clauses_of_one_place_share_a_mark_that_shows_the_undecided() -> None:
    page = shown("分别建甲乙", [Clause(1, 0, 5, "confirmed"), Clause(2, 0, 5, "open")], [])
    assert page == (
        '<p data-from="0"><a id="clause-1"></a><a id="clause-2"></a>'
        '<mark class="clause is-open" data-clauses="1 2">分别建甲乙</mark></p>\n'
    )


def test_overlapping_clauses_are_cut_where_they_meet_and_anchored_once() -> None:
    page = shown("甲乙丙", [Clause(1, 0, 2, "open"), Clause(2, 1, 3, "rejected")], [])
    found = re.findall(r'data-clauses="([^"]+)">(.)', page)
    assert found == [("1", "甲"), ("1 2", "乙"), ("2", "丙")]
    assert re.findall(r'id="clause-(\d)"', page) == ["1", "2"]


def test_injected_text_is_left_out_and_its_neighbours_stay() -> None:
    page = shown("前言\n垃圾词\n正文", [], [Span(3, 6, "spam")])
    assert page == '<p data-from="0">前言</p>\n<p data-from="7">正文</p>\n'


def test_injected_text_inside_a_line_or_a_clause_is_left_out() -> None:
    page = shown("甲垃圾乙", [Clause(1, 0, 4, "open")], [Span(1, 3, "spam")])
    assert re.sub("<[^>]+>", "", page) == "甲\n乙\n"
    assert re.findall(r'data-from="(\d)"', page) == ["0", "3"]


def test_damage_is_set_apart_with_an_escaped_hint() -> None:
    assert '<span class="is-damaged" title="缺损&quot;&lt;处&gt;">?ˇ</span>元' in shown(
        "产值?ˇ元", [], [Span(2, 4, "damaged")]
    )


def test_note_inside_a_clause_does_not_cut_the_mark() -> None:
    page = shown("落实(shi)好", [Clause(1, 0, 8, "open")], [Span(2, 7, "pinyin")])
    assert page.count("<mark") == 1
    assert '<span class="is-pinyin">(shi)</span>' in page


def test_break_that_was_closed_still_ends_the_line_as_stored() -> None:
    assert shown("甲\n乙", [], [Span(1, 2, "break")]).count("<p ") == 2


def test_part_counts_from_its_base() -> None:
    page = original("乙", [Clause(1, -3, 1, "open")], [], titles={}, base=40)
    assert 'data-from="40"' in page
    assert ">乙</mark>" in page


def test_script_in_the_document_is_text() -> None:
    page = shown('<script>alert("1")</script>', [Clause(1, 0, 8, "open")], [Span(3, 5, "markup")])
    assert "<script" not in page
    assert html.unescape(re.sub("<[^>]+>", "", page)) == '<script>alert("1")</script>\n'


SPANS = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 12)), max_size=6)


@given(st.text("甲乙<&\n ", min_size=1, max_size=40), SPANS, SPANS)
def test_every_line_is_shown_once_in_order(
    text: str, places: list[tuple[int, int]], marks: list[tuple[int, int]]
) -> None:
    clauses = [Clause(n, a, a + length, "open") for n, (a, length) in enumerate(places, 1)]
    kinds = [Span(a, a + length, "damaged") for a, length in marks]
    page = shown(text, clauses, kinds)
    lines = [line for line in text.split("\n") if line.strip()]
    assert html.unescape(re.sub("<[^>]+>", "", page)) == "".join(f"{line}\n" for line in lines)


@given(st.text("甲乙\n", min_size=1, max_size=40))
def test_each_line_knows_where_it_begins(text: str) -> None:
    page = shown(text, [], [])
    for at, line in re.findall(r'<p data-from="(\d+)">([^<]*)</p>', page):
        assert text[int(at) :].split("\n", 1)[0] == line
