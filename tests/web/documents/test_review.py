"""What the review shows: parts, rows, coverage, quotes, gaps."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.web.documents import review as module
from luoshi.web.documents.actions import candidate_confirm, candidate_reject
from luoshi.web.documents.models import Candidate, SourceDocument
from luoshi.web.documents.review import Quote, Review, gaps, parts
from luoshi.web.documents.wording import comparators, quantity
from tests.factories import NOW, City, make_list
from tests.web.documents.build import (
    decide,
    homes,
    make_candidate,
    make_document,
    roads,
    station,
)


def review(document: SourceDocument, at: Candidate | None = None, **given: object) -> Review:
    values = {"part": None, "repaired": False} | given
    return Review(document, at=at.pk if at else None, **values)  # type: ignore[arg-type]


@given(st.text("甲\n", max_size=200), st.integers(1, 30))
def test_parts_cover_the_text_in_order(text: str, size: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "PART", size)
        bounds = parts(text)
    assert "".join(text[start:end] for start, end in bounds) == text
    assert all(end - start <= size for start, end in bounds)


def test_part_ends_with_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PART", 5)
    assert parts("甲甲\n乙乙\n丙") == [(0, 3), (3, 7)]
    assert parts("") == [(0, 0)]


def test_large_document_shows_the_part_of_the_candidate(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PART", 30)
    document = make_document(city)
    first, last = roads(document), make_candidate(document, "新增就业2万人以上")
    assert [c.pk for c in review(document, first).candidates] == [first.pk]
    later = review(document, last)
    assert [c.pk for c in later.candidates] == [last.pk]
    assert later.part > 0
    assert ">新增就业2万人以上</mark>" in later.original
    assert "云川市2026年" not in later.original
    assert review(document, part=0).part == 0
    assert review(document, part=99).part == len(later.parts) - 1


def test_without_a_wish_the_first_open_one_is_on_the_desk(city: City) -> None:
    document = make_document(city)
    assert review(document).current is None
    decide(roads(document), city, "rejected")
    second = homes(document)
    assert review(document).current == second


def test_candidate_of_another_document_is_not_put_on_the_desk(city: City) -> None:
    document, other = make_document(city), make_document(city)
    own = roads(document)
    assert review(document, roads(other)).current == own


def test_row_says_where_a_candidate_went(city: City) -> None:
    document = make_document(city)
    one, other = roads(document), homes(document)
    by = city.actor("supervisor")
    lst = make_list(city, title="三个一批")
    made = candidate_confirm(candidate=one, within=lst, by=by, at=NOW)
    candidate_reject(candidate=other, reason="slogan", by=by, at=NOW)
    first, second = review(document).rows
    assert (first.commitment, first.listed_in, first.quantity) == (
        made,
        "三个一批",
        "新建公路 ≥ 120 公里",
    )
    assert (second.commitment, second.listed_in, second.reason) == (None, "", "口号或原则性表述")


def test_withdrawn_commitment_is_not_shown(city: City) -> None:
    document = make_document(city)
    one = roads(document)
    made = candidate_confirm(
        candidate=one, within=make_list(city), by=city.actor("supervisor"), at=NOW
    )
    made.state = "withdrawn"
    made.save()
    assert review(document).rows[0].commitment is None


def test_coverage_counts_the_whole_document(city: City) -> None:
    document = make_document(city)
    roads(document)
    decide(homes(document), city, "rejected", reason="slogan")
    decide(station(document), city, "confirmed")
    decide(make_candidate(document, "新增就业"), city, "split")
    coverage = review(document).coverage
    assert (coverage.open, coverage.confirmed, coverage.rejected) == (1, 1, 1)
    assert (coverage.total, coverage.decided) == (3, 2)
    assert (list(coverage.reasons), list(coverage.gaps)) == ([("口号或原则性表述", 1)], [])


def test_quote_is_the_repaired_clause_in_its_line(city: City) -> None:
    document = make_document(
        city, "前一段。\n今年要新(xīn)增(zēng)就(jiù)业2万人，稳定物价。\n后一段。"
    )
    one = make_candidate(document, "新(xīn)增(zēng)就(jiù)业2万人", text="新增就业2万人")
    assert review(document, one).quote == Quote("今年要", "新增就业2万人", "，稳定物价。")


def test_repaired_view_marks_the_same_clause(city: City) -> None:
    document = make_document(city, "今年新(xīn)增(zēng)就(jiù)业2万人。\n")
    one = make_candidate(document, "新(xīn)增(zēng)就(jiù)业2万人", text="新增就业2万人")
    assert ">新增就业2万人</mark>" in review(document, one, repaired=True).original
    raw = review(document, one).original
    assert '新<span class="is-pinyin"' in raw
    assert raw.count("<mark") == 1


def test_neighbours_and_merging(city: City) -> None:
    document = make_document(city)
    first, second, third = roads(document), homes(document), station(document)
    middle = review(document, second)
    assert middle.neighbours == (first.pk, third.pk)
    assert middle.mergeable == third
    assert review(document, third).mergeable is None
    decide(third, city, "rejected")
    assert review(document, second).mergeable is None


DAMAGED = "今年新建公路1\ufffd\ufffd公里，改造小区35个，绿化造林20万亩。\n"


def test_damage_is_noted_and_marks_what_lies_beside_it(city: City) -> None:
    document = make_document(city, DAMAGED)
    near, far = make_candidate(document, "新建公路1"), make_candidate(document, "绿化造林20万亩")
    found = review(document)
    assert [found.near_damage(one) for one in (near, far)] == [True, False]
    assert list(gaps(document)) == ["原文有 1 处缺损，那里的承诺和数字无法识别。"]
    assert 'class="is-damaged"' in found.original


@pytest.mark.parametrize(
    ("text", "kind", "incomplete"),
    [
        ("今年要抓好供水供热和公共交通等各项民生工作，继续推", "txt", True),
        ("今年要抓好供水供热和公共交通等各项民生工作，继续推进。", "txt", False),
        ("今年要抓好供水供热。\n云川日报记者", "txt", False),
        ("今年要抓好供水供热和公共交通等各项民生工作，继续推", "xlsx", False),
    ],
    ids=["cut", "whole", "byline", "table"],
)
def test_text_that_breaks_off_is_noted(city: City, text: str, kind: str, incomplete: bool) -> None:
    noted = list(gaps(make_document(city, text, kind=kind)))
    assert noted == (["原文结尾不是完整的句子，可能没有收全。"] if incomplete else [])


def test_totals_left_out_are_noted(city: City) -> None:
    noted = list(gaps(make_document(city, totals_left_out=2)))
    assert noted == ["表格里的 2 行合计没有读入。"]


@pytest.mark.parametrize(
    ("metric", "comparator", "unit", "said"),
    [
        ("公路", ">=", "公里", "公路 ≥ 120 公里"),
        ("产值", "growth>=", "%", "产值 增长≥ 120%"),
        ("", "", "", "120"),
    ],
)
def test_quantity_in_words(city: City, metric: str, comparator: str, unit: str, said: str) -> None:
    one = roads(make_document(city))
    one.refresh_from_db()
    one.metric, one.comparator, one.unit_of_measure = metric, comparator, unit
    assert quantity(one) == said


def test_comparison_a_candidate_has_can_be_kept() -> None:
    assert ("growthvs", "增长高于") in comparators("growthvs")
    assert len(comparators(">=")) == len(comparators("")) == len({c for c, _ in comparators("")})
