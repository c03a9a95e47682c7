"""Tables of statistics, long and wide, and what is said of a cell that cannot be taken."""

from datetime import date
from decimal import Decimal

import pytest

from luoshi.core.errors import Invalid
from luoshi.core.indicators import Frequency, Heads, Names, Told, Usual, cells_of, read_period

PUBLISHED = date(2026, 4, 20)
HEADS = Heads(["地区"], ["指标"], ["期间"], ["数值"], ["版本"], ["发布日期"])
NAMES = Names(
    {"地区生产总值": "gdp", "gdp": "gdp", "工业增速": "industry"},
    {"东区": "unit:1", "西县": "unit:2", "全省平均": "peer:1"},
    {"快报": "flash", "最终核实": "final"},
)
MARCH = Told(date(2026, 3, 31), 1)
USUAL = Usual("flash", PUBLISHED, period=MARCH)


@pytest.mark.parametrize(
    ("text", "end", "months"),
    [
        ("2026年3月", "2026-03-31", 1),
        ("2026-02", "2026-02-28", 1),
        ("202603", "2026-03-31", 1),
        ("2026-03-01 00:00:00", "2026-03-31", 1),
        ("2026年1-3月", "2026-03-31", 3),
        ("1—3月", "2026-03-31", 3),
        ("１－１２月", "2025-12-31", 12),
        ("5月", "2025-05-31", 1),
        ("一季度", "2026-03-31", 3),
        ("2025年前三季度", "2025-09-30", 9),
        ("2025年第二季度", "2025-06-30", 3),
        ("2025Q4", "2025-12-31", 3),
        ("上半年", "2025-06-30", 6),
        ("2025年", "2025-12-31", 12),
        ("全年", "2025-12-31", 12),
        ("13月", None, 0),
        ("增速", None, 0),
        ("", None, 0),
    ],
)
def test_periods_are_read(text: str, end: str | None, months: int) -> None:
    expected = Told(date.fromisoformat(end), months) if end else None
    assert read_period(text, PUBLISHED) == expected


@pytest.mark.parametrize(
    ("text", "frequency", "single", "cumulative"),
    [
        ("2026年3月", Frequency.MONTH, True, True),
        ("2026年1-3月", Frequency.MONTH, False, True),
        ("2026年3月", Frequency.QUARTER, False, False),
        ("2025年二季度", Frequency.QUARTER, True, True),
        ("2025年上半年", Frequency.QUARTER, False, True),
        ("2025年", Frequency.YEAR, True, True),
        ("2025年11月", Frequency.QUARTER, False, False),
    ],
)
def test_a_period_fits_its_frequency(
    text: str, frequency: Frequency, single: bool, cumulative: bool
) -> None:
    told = read_period(text, PUBLISHED)
    assert told
    fits = [told.fits(frequency, cumulative=each) for each in (False, True)]
    assert fits == [single, cumulative]


def test_a_wide_table_has_indicators_or_periods_over_its_numbers() -> None:
    labels = ["地区", "地区生产总值（亿元）", "工业增速", "备注"]
    rows = [(3, ["东区", "1,234.5", "7.2%", "x"]), (4, ["西县", "—", "6.1", ""])]
    found = cells_of([(1, ["一季度", "", "", ""]), (2, labels), *rows], HEADS, NAMES, USUAL)
    assert [(c.row, c.indicator, c.place, c.value, c.period) for c in found] == [
        (3, "gdp", "unit:1", Decimal("1234.5"), MARCH),
        (3, "industry", "unit:1", Decimal("7.2"), MARCH),
        (4, "industry", "unit:2", Decimal("6.1"), MARCH),
    ]
    usual = Usual("flash", PUBLISHED, indicator="gdp")
    found = cells_of([(1, ["地区", "2月", "3月"]), (2, ["东区", "1", "2"])], HEADS, NAMES, usual)
    told = [(c.indicator, c.period and c.period.end.month, c.value) for c in found]
    assert told == [("gdp", 2, Decimal(1)), ("gdp", 3, Decimal(2))]


def test_a_long_table_says_vintage_and_day_itself() -> None:
    labels = ["指标", "地区", "期间", "数值", "版本", "发布日期"]
    rows = [(2, ["GDP".lower(), "全省平均", "2025年", "6.0", "最终核实", "2026年1月30日"])]
    (found,) = cells_of([(1, labels), *rows], HEADS, NAMES, USUAL)
    assert found.fault is None
    assert (found.indicator, found.place, found.vintage) == ("gdp", "peer:1", "final")
    assert found.published_on == date(2026, 1, 30)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (["房价", "东区", "3月", "1", "", ""], "statistics-indicator"),
        (["", "东区", "3月", "1", "", ""], "statistics-indicator"),
        (["gdp", "北区", "3月", "1", "", ""], "statistics-place"),
        (["gdp", "东区", "昨天", "1", "", ""], "statistics-period"),
        (["gdp", "东区", "3月", "约1", "", ""], "statistics-number"),
        (["gdp", "东区", "3月", "0.1234567", "", ""], "statistics-decimals"),
        (["gdp", "东区", "3月", "1", "估计", ""], "statistics-vintage"),
        (["gdp", "东区", "3月", "1", "", "2026-13-01"], "statistics-published"),
    ],
)
def test_a_cell_that_cannot_be_taken_says_why(row: list[str], code: str) -> None:
    labels = ["指标", "地区", "期间", "数值", "版本", "发布日期"]
    (found,) = cells_of([(1, labels), (7, row)], HEADS, NAMES, USUAL)
    assert found.fault
    assert (found.row, found.column, found.fault.code) == (7, "数值", code)


@pytest.mark.parametrize(
    ("labels", "code"),
    [(["名称", "数值"], "statistics-no-places"), (["地区", "备注"], "statistics-no-values")],
)
def test_a_table_needs_places_and_numbers(labels: list[str], code: str) -> None:
    with pytest.raises(Invalid) as refused:
        cells_of([(1, labels)], HEADS, NAMES, USUAL)
    assert refused.value.code == code
