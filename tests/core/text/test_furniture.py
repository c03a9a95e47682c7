import pytest

from luoshi.core.text import repair


@pytest.mark.parametrize(
    "line",
    [
        "A+ A-",
        "责任编辑：某某",
        "責任編輯:某某",
        "一审：甲 二审：乙 三审：丙",
        "新闻热点",
        "下一篇：在培训班上的讲话",
        "首页 > 政务公开 > 工作报告",
        "分享到：微信 微博",
        "打印 关闭",
        "字体：[大 中 小]",
        "浏览次数：1234",
        "?",
    ],
)
def test_web_furniture_is_dropped(line: str) -> None:
    raw = f"第一段正文。\n{line}\n第二段正文。"
    repaired = repair(raw)
    assert repaired.text == "第一段正文。\n\n第二段正文。"
    assert [raw[s.start : s.end] for s in repaired.dropped if s.kind == "furniture"] == [line]


@pytest.mark.parametrize(
    "line",
    [
        "责任编辑队伍建设得到加强。",
        "新闻热点追踪报道了全市项目建设情况。",
        "首页设计方案已经完成。",
        "发布时间：2024-03-19 08:43",
    ],
)
def test_a_sentence_with_the_same_words_stays(line: str) -> None:
    assert repair(f"第一段。\n{line}\n第二段。").text == f"第一段。\n{line}\n第二段。"


def test_a_furniture_line_is_seen_through_pronunciation_notes() -> None:
    raw = "正文。\n責(zé)任編(biān)輯(jí)：某某"
    assert repair(raw).text == "正文。\n"


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("**一、总体要求**", "一、总体要求"),
        ("## 一、总体要求", "一、总体要求"),
        ("<p>新建公园</p>", "新建公园"),
        ("投资<10亿元", "投资<10亿元"),
        ("3*4=12", "3*4=12"),
    ],
)
def test_markup_goes_and_signs_stay(raw: str, clean: str) -> None:
    assert repair(raw).text == clean
