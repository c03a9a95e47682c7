from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.core.extract.quantities import han_number, quantities


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("投资12.5亿元", [("12.5", "亿元", "")]),
        ("新增1,234户以上", [("1234", "户", "以上")]),
        ("培训3万人次左右", [("3", "万人次", "左右")]),
        ("达到6500个", [("6500", "个", "")]),
        ("面积150万平方米", [("150", "万平方米", "")]),
        ("里程2平方公里", [("2", "平方公里", "")]),
        ("接待游客130万以上", [("130", "万", "以上")]),
        ("下降0.3个百分点", [("0.3", "个百分点", "")]),
        ("2024年3月5日", []),
        ("第3个", []),
        ("5G基站", []),
        ("3个月", []),
        ("6人民", []),
        ("2个小区", [("2", "个", "")]),
        ("新建两所学校", [("2", "所", "")]),
        ("改造三个公园", [("3", "个", "")]),
        ("开通一条航线", [("1", "条", "")]),
        ("打造三个千亿级产业集群", []),
        ("落实三项制度", []),
        ("聚焦两个中心", []),
        ("处理能力5万吨/日", [("5", "万吨/日", "")]),
        ("浓度控制在35微克/立方米以下", [("35", "微克/立方米", "以下")]),
        ("优良天数达到300天以上", [("300", "天", "以上")]),
        ("平均受教育年限达到14.2年", [("14.2", "年", "")]),
        ("15分钟生活圈", []),
        ("60岁以上老人", []),
        ("20万贫困人口", [("20", "万人", "")]),
        ("300万农户", [("300", "万户", "")]),
        ("2万户居民", [("2", "万户", "")]),
    ],
)
def test_numbers_with_their_units(text: str, expected: list[tuple[str, str, str]]) -> None:
    found = [(q.value, q.unit, q.bound) for q in quantities(text)]
    assert found == [(Decimal(value), unit, bound) for value, unit, bound in expected]


def test_a_range_keeps_its_lower_end() -> None:
    (found,) = quantities("增长7.5%-8%")
    assert (found.value, found.ranged, found.is_percent) == (Decimal("7.5"), True, True)


def test_a_level_and_a_round_number_are_marked() -> None:
    level, more = quantities("500亿级集群和30多家")
    assert (level.level, level.approximate) == (True, False)
    assert (more.level, more.approximate) == (False, True)


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("两", 2),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("一百零五", 105),
        ("三千六百", 3600),
        ("千", 1000),
        ("百亿", 10_000_000_000),
        ("两万三千", 23_000),
        ("大", None),
        ("", None),
    ],
)
def test_numbers_in_words(words: str, number: int | None) -> None:
    assert han_number(words) == number


@given(st.integers(1, 9), st.integers(1, 9), st.integers(1, 9))
def test_every_three_digit_number_in_words(hundreds: int, tens: int, ones: int) -> None:
    digits = "零一二三四五六七八九"
    words = f"{digits[hundreds]}百{digits[tens]}十{digits[ones]}"
    assert han_number(words) == 100 * hundreds + 10 * tens + ones
