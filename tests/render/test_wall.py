"""The wall chart: where things stand on it, how it is cut into sheets, and the PDF."""

import re
from ctypes.util import find_library
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from lxml import etree

from luoshi.core.errors import Refused
from luoshi.render.wall import (
    PAPERS,
    Axis,
    Bar,
    Block,
    Cell,
    Paper,
    Row,
    Step,
    Wall,
    Words,
    bar_strip,
    cell_strip,
    key,
    pages,
    today_line,
    wall_pdf,
)
from luoshi.render.wall.paper import ems, fit
from luoshi.render.wall.strip import SHAPES

needs_pango = pytest.mark.skipif(
    find_library("pangoft2-1.0") is None, reason="Pango is not installed: no PDF of the chart"
)
YEAR = Axis(date(2026, 1, 15), date(2026, 12, 31), 730)
SVG = "{http://www.w3.org/2000/svg}"


def read(strip: str) -> etree._Element:
    return etree.fromstring(f'<svg xmlns="http://www.w3.org/2000/svg">{strip}</svg>')


def boxes(strip: str) -> dict[str, tuple[float, float]]:
    """Left edge and width of each box."""
    found = read(strip).iter(f"{SVG}rect")
    return {box.get("class", ""): (float(box.get("x")), float(box.get("width"))) for box in found}


def test_axis_takes_whole_months() -> None:
    assert (YEAR.starts, YEAR.ends, len(YEAR.months)) == (date(2026, 1, 1), date(2027, 1, 1), 12)
    assert (YEAR.x(date(2026, 1, 1)), YEAR.x(date(2026, 7, 2)), YEAR.x(date(2027, 1, 1))) == (
        0,
        364,
        730,
    )


def test_days_outside_lie_on_the_edge() -> None:
    assert (YEAR.x(date(2020, 1, 1)), YEAR.x(date(2030, 1, 1))) == (0, 730)


@pytest.mark.parametrize(("day", "drawn"), [("2026-12-31", True), ("2027-01-01", False)])
def test_today_is_drawn_only_on_the_axis(day: str, drawn: bool) -> None:
    assert bool(today_line(YEAR, 30, date.fromisoformat(day))) is drawn


def test_said_and_achieved_are_two_bars_of_the_planned_one() -> None:
    bar = Bar(date(2026, 1, 1), date(2026, 7, 2), "green", Decimal("0.5"), Decimal("0.25"))
    assert boxes(bar_strip(YEAR, bar, 30)) == {
        "wall-plan": (0, 364),
        "wall-said": (0, 182),
        "wall-achieved": (0, 91),
    }


def test_nothing_known_draws_nothing_but_the_plan() -> None:
    bar = Bar(date(2026, 1, 1), date(2026, 7, 2), "grey")
    assert list(boxes(bar_strip(YEAR, bar, 30))) == ["wall-plan"]


def test_more_than_planned_ends_with_the_bar() -> None:
    bar = Bar(date(2026, 1, 1), date(2026, 7, 2), "green", Decimal("1.3"))
    assert boxes(bar_strip(YEAR, bar, 30))["wall-said"] == (0, 364)


def test_steps_carry_their_state_and_words() -> None:
    steps = [
        Step(date(2026, 3, 1), "missed", "封顶 <一号楼>"),
        Step(date(2027, 3, 1), "ahead", "在图外"),
    ]
    bar = Bar(date(2026, 1, 1), date(2026, 7, 2), "red", steps=steps)
    (drawn,) = [
        path
        for path in read(bar_strip(YEAR, bar, 30)).iter(f"{SVG}path")
        if "wall-step" in path.get("class", "")
    ]
    assert (drawn.get("class"), drawn.findtext(f"{SVG}title")) == (
        "wall-step wall-step-missed",
        "封顶 <一号楼>",
    )


def test_cells_count_each_light_within_its_month() -> None:
    strip = read(cell_strip(YEAR, [Cell(date(2026, 2, 1), [("red", 2), ("green", 13)])], 30))
    assert [label.text for label in strip.iter(f"{SVG}text")] == ["2", "13"]
    places = [float(label.get("x")) for label in strip.iter(f"{SVG}text")]
    assert all(YEAR.x(date(2026, 2, 1)) < x < YEAR.x(date(2026, 3, 1)) for x in places)


def wall(count: int, *, a_block: int = 10) -> Wall:
    bar = Bar(date(2026, 1, 1), date(2026, 7, 2), "green", Decimal("0.5"))
    rows = [Row(str(n), f"第{n}项任务", "green", "正常", bar) for n in range(1, count + 1)]
    blocks = [
        Block(f"第{n // a_block + 1}局", rows[n : n + a_block]) for n in range(0, count, a_block)
    ]
    months = [f"{month}月" for month in range(1, 13)]
    words = Words(
        [("green", "正常"), ("bar-said", "自报")], months, "截至", "规则", "第{n}页共{of}页"
    )
    return Wall(
        "挂图", "全部正常", date(2026, 1, 1), date(2026, 12, 31), date(2026, 5, 1), blocks, words
    )


def labels(page: str) -> list[str]:
    return ["".join(label.itertext()) for label in etree.fromstring(page).iter(f"{SVG}text")]


@pytest.mark.parametrize("paper", PAPERS.values(), ids=PAPERS)
@pytest.mark.parametrize("count", [0, 1, 40, 300])
def test_every_row_is_on_one_sheet_in_order(paper: Paper, count: int) -> None:
    sheets = pages(wall(count), paper)
    shown = [words for sheet in sheets for words in labels(sheet) if words.startswith("第")]
    rows = [words for words in shown if words.endswith("项任务")]
    assert rows == [f"第{n}项任务" for n in range(1, count + 1)]
    assert [labels(sheet)[-2] for sheet in sheets] == [
        f"截至　第{n}页共{len(sheets)}页" for n in range(1, len(sheets) + 1)
    ]


@pytest.mark.parametrize("paper", PAPERS.values(), ids=PAPERS)
def test_no_sheet_ends_with_a_heading(paper: Paper) -> None:
    for a_block in range(1, 14):
        for sheet, following in pairwise(pages(wall(300, a_block=a_block), paper)):
            rows = [words for words in labels(sheet) if words.endswith(("局", "项任务"))]
            assert rows[-1].endswith("项任务"), following[:0]


@pytest.mark.parametrize("paper", PAPERS.values(), ids=PAPERS)
@pytest.mark.parametrize("count", [100, 140, 300])
def test_sheets_are_about_as_full_as_each_other(paper: Paper, count: int) -> None:
    sheets = pages(wall(count), paper)
    rows = [sum(words.endswith("项任务") for words in labels(sheet)) for sheet in sheets]
    assert max(rows) - min(rows) <= len(sheets) + 2, rows


def test_a_chart_of_short_titles_leaves_the_sheet_to_the_months() -> None:
    long = replace(wall(4), blocks=[Block("", [Row("1", "很长的事项" * 20, "green", "正常")])])
    assert [edge_of_months(each) for each in (wall(4), long)] == [137.88, 367.68]


def edge_of_months(chart: Wall) -> float:
    """Where the months begin on A0, in millimetres from the left edge of the print."""
    (sheet,) = pages(chart, PAPERS["A0"])
    group = next(each for each in etree.fromstring(sheet).iter(f"{SVG}g") if each.get("transform"))
    places = [each.get("transform", "").partition(" ")[0] for each in group]
    return max(float(place.partition("(")[2] or 0) for place in places)


@pytest.mark.parametrize("paper", PAPERS.values(), ids=PAPERS)
def test_rows_stay_above_the_foot(paper: Paper) -> None:
    for count in (1, 30, 55, 300):
        for sheet in pages(wall(count), paper):
            groups = etree.fromstring(sheet).iterfind(f"{SVG}g/{SVG}g")
            downs = [float(group.get("transform").split()[1].rstrip(")")) for group in groups]
            assert max(downs) + paper.least <= paper.head + paper.body + 0.01


@pytest.mark.parametrize(
    ("words", "most", "shown"),
    [
        ("新建公园三个", 6, "新建公园三个"),
        ("新建公园三个", 5, "新建公园…"),
        ("GDP≥7.5%", 6, "GDP≥7.5%"),
        ("新建", 0.5, "…"),
        ("“新”建", 4, "“新”建"),
        ("“新”建", 3.5, "“新…"),
    ],
)
def test_long_words_are_cut(words: str, most: float, shown: str) -> None:
    assert fit(words, most) == shown
    assert most < 1 or ems(fit(words, most)) <= most


@needs_pango
@pytest.mark.parametrize("name", PAPERS)
def test_pdf_has_the_size_of_the_paper_and_keeps_text(name: str) -> None:
    pdfium = pytest.importorskip("pypdfium2")
    paper = PAPERS[name]
    made = pdfium.PdfDocument(wall_pdf(pages(wall(40), paper), paper))
    width, height = made[0].get_size()
    text = "".join(made[0].get_textpage().get_text_range().split())
    images = [item for item in made[0].get_objects() if item.type == 3]
    made.close()
    assert (round(width * 25.4 / 72), round(height * 25.4 / 72)) == (paper.width, paper.height)
    assert "第40项任务" in text
    assert images == []


def test_pdf_says_when_it_took_too_long() -> None:
    with pytest.raises(Refused) as refused:
        wall_pdf(pages(wall(40), PAPERS["A3"]), PAPERS["A3"], timeout=0.01)
    assert refused.value.code == "pdf-timeout"


def test_a_milestone_looks_like_no_light() -> None:
    """On a chart in grey a verified milestone and a blue light are told apart by shape alone."""
    drawn = [key(mark, 0, 0, 1) for mark in (*SHAPES, "step-achieved")]
    marks = {each.split(' d="')[1].split('"')[0] for each in drawn}
    assert len(marks) == len(SHAPES) + 1


def test_the_light_leaves_a_milestone_on_the_due_day_to_be_seen() -> None:
    due = date(2026, 6, 30)
    axis = Axis(date(2026, 1, 1), date(2026, 12, 31), 365)
    bare = bar_strip(axis, Bar(date(2026, 1, 5), due, "green"), 10)
    step = Step(due, "ahead", "完工")
    marked = bar_strip(axis, Bar(date(2026, 1, 5), due, "green", steps=[step]), 10)

    def at(drawn: str, kind: str) -> float:
        found = re.search(rf'class="[^"]*{kind}"[^>]*translate\(([\d.]+)', drawn)
        assert found
        return float(found[1])

    assert at(bare, "wall-green") == axis.x(due)
    assert at(marked, "wall-step-ahead") - at(marked, "wall-green") >= 5
