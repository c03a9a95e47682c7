import pytest

from luoshi.core.text import repair


def test_a_word_cut_by_a_page_is_joined() -> None:
    raw = "扎实推进城区充电桩、停车场和老旧管网更新改造，推动一批新业\n\n态加快发展。"
    assert repair(raw).text == raw.replace("\n", "")


def test_a_line_ending_in_a_comma_goes_on() -> None:
    assert repair("成功创建示范市，\n\n体现了为民情怀。").text == "成功创建示范市，体现了为民情怀。"


def test_a_label_takes_the_number_on_the_next_line() -> None:
    raw = "社会消费品零售额\n12345万元\n\n居民可支配收入\n4321元"
    assert repair(raw).text == "社会消费品零售额12345万元\n\n居民可支配收入4321元"


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param("一、总体要求\n坚持稳中求进。", id="heading"),
        pytest.param("持续扩大有效投资\n大抓项目。", id="short-line"),
        pytest.param("加快建设。\n推进改造。", id="full-stop"),
        pytest.param("推进老旧小区改造，完善配套设施，提升群众居住品质\n（二）抓好环保", id="item"),
        pytest.param("推进老旧小区改造，完善配套设施，提升群众居住品质\n二是抓好环保", id="second"),
    ],
)
def test_a_break_between_two_things_stays(raw: str) -> None:
    assert repair(raw).text == raw
