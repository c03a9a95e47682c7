"""The file: the same bytes for the same run, every number bound, the layout of the norm."""

from datetime import date, timedelta

import pytest

from luoshi.render.bound import bound_numbers
from luoshi.render.lint import lint_official
from luoshi.render.official import official_docx
from luoshi.render.paper import Block, Heading, Run, Table
from luoshi.web.commitments.models import Commitment
from luoshi.web.publishing.facts import run_facts
from luoshi.web.publishing.paper import content_of, note_of, paper_of
from luoshi.web.publishing.preview import missing_fonts, names_for, sheet_of
from luoshi.web.units.models import Unit
from tests.factories import City
from tests.web.assessment.build import KNOWN
from tests.web.publishing.build import claim, file_of, make_draft, make_issued, make_run, make_story

DAY = date(2026, 4, 27)


def runs_of(block: Block) -> list[Run]:
    if isinstance(block, Heading):
        return []
    return [run for row in block.rows for run in row] if isinstance(block, Table) else [*block.runs]


def test_same_run_gives_same_bytes_whatever_came_later(city: City) -> None:
    run, quarter = make_story(city)
    first = paper_of(content_of(run_facts(run), city.unit), year=2026, number=1, signed_on=DAY)
    late = KNOWN + timedelta(days=1)
    school = Commitment.objects.get(text="修缮校舍100间")
    quarter.verify(claim(quarter, school, at=late), "confirmed", at=late)
    again = paper_of(content_of(run_facts(run), city.unit), year=2026, number=1, signed_on=DAY)
    assert official_docx(again) == official_docx(first)


def test_references_read_back_are_those_stored(city: City) -> None:
    draft = make_draft(city)
    stored = [(row["ref"], row["text"]) for row in draft.bound]
    assert bound_numbers(file_of(draft)) == stored
    assert len(stored) > 30


def test_every_figure_in_body_and_tables_is_bound(city: City) -> None:
    draft = make_draft(city)
    paper = paper_of(draft.content, year=2026, number=1, signed_on=DAY)
    loose = [
        run.text
        for block in paper.blocks
        for run in runs_of(block)
        if run.ref is None and any(mark.isdigit() for mark in run.text)
    ]
    assert loose == []


def test_file_keeps_to_the_norm(city: City) -> None:
    assert lint_official(file_of(make_draft(city))) == []


def test_head_names_the_office_and_those_addressed(city: City) -> None:
    Unit.objects.filter(pk=city.unit.pk).update(name="云川市", short_name="云川市")
    draft = make_draft(city)
    assert draft.content["head"] == {
        "agency": "云川市人民政府督查室",
        "code": "云政督",
        "title": "云川市人民政府督查室关于2026年一季度重点任务落实情况的通报",
        "addressee": "各县（市、区）人民政府",
        "copy_to": ["市委办公室", "市人大常委会办公室", "市政协办公室"],
        "period": "2026年一季度",
    }


@pytest.mark.parametrize(
    ("kind", "agency"),
    [("county", "甲人民政府督查室"), ("park", "甲督查室"), ("department", "甲督查室")],
)
def test_office_of_other_jurisdictions(city: City, kind: str, agency: str) -> None:
    facts = run_facts(make_run(city))
    content = content_of(facts, Unit(name="甲", short_name="甲", kind=kind))
    assert content["head"]["agency"] == agency


def test_ranking_has_a_table_for_each_group_with_ties_shown(city: City) -> None:
    draft = make_draft(city)
    for row in draft.content["groups"][0]["rows"]:
        row["tied"] = True
    paper = paper_of(draft.content, year=2026, number=1, signed_on=DAY)
    (table,) = [block for block in paper.blocks if isinstance(block, Table)]
    assert [column.title for column in table.columns] == [
        "位次", "单位", "得分", "任务完成", "核验结果", "事项", "红灯",
    ]  # fmt: skip
    assert [[run.text for run in row] for row in table.rows] == [
        ["并列1", city.east.short_name, "80.00", "100.00", "50.00", "2", "1"],
        ["并列2", city.west.short_name, "10.00", "10.00", "—", "2", "1"],
    ]


def test_sections_come_in_order(city: City) -> None:
    sheet = sheet_of(make_draft(city))
    heads = [line.pieces[0].text for line in sheet.lines if line.kind.startswith("h")]
    assert heads == ["一、总体情况", "二、得分排名", "三、点评", "（一）县区", "四、下一步要求"]


def test_page_links_every_bound_number_to_its_trace(city: City) -> None:
    draft = make_draft(city)
    pieces = [
        piece
        for line in sheet_of(draft).lines
        for part in (line.pieces, *line.rows)
        for piece in part
        if piece.trace
    ]
    assert [piece.text for piece in pieces] == [row["text"] for row in draft.bound]


def test_note_fixes_result_and_place_in_the_record(city: City) -> None:
    anchor = {"result": "ab" * 32, "seq": 12, "hash": "cd" * 32}
    assert note_of(anchor) == "数据指纹：abababababababab；审计记录第12条：cdcdcdcdcdcdcdcd"
    assert note_of({}) == ""


def test_page_of_an_issued_paper_has_its_day(city: City) -> None:
    sheet = sheet_of(make_issued(city))
    assert (sheet.signed_on, sheet.printed_by[1]) == ("2026年4月29日", "2026年4月29日印发")


@pytest.mark.parametrize(
    ("fonts", "missing"),
    [
        (["FangSong_GB2312", "KaiTi_GB2312", "SimHei", "FZXBSJW--GB1-0", "SimSun"], []),
        (
            ["FangSong_GB2312", "KaiTi_GB2312", "NotoSansCJKjp-Regular", "FZXBSJW", "SimSun"],
            ["黑体"],
        ),
    ],
)
def test_fonts_that_the_preview_lacked(city: City, fonts: list[str], missing: list[str]) -> None:
    draft = make_draft(city)
    assert missing_fonts(draft) == []
    draft.pdf_sha256, draft.pdf_fonts = "0" * 64, fonts
    assert missing_fonts(draft) == missing


def test_names_to_write_are_all_there_but_for_what_is_not_red(city: City) -> None:
    draft = make_draft(city)
    groups = names_for(draft.content)
    assert [group.title for group in groups] == ["总体", "红灯事项", "县区"]
    assert len(groups[1].names) == 4
    known = {name for group in groups for name, _ in group.names}
    left = [name for name in draft.content["values"] if name not in known]
    assert [draft.content["values"][name]["text"] for name in left] == [
        "新建农村公路100公里", "已核验办结", "修缮校舍100间", "距时限还有0天",
    ]  # fmt: skip
