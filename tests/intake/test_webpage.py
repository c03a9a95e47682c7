"""HTML pages: reading order, tables, and nothing a reader does not see."""

import dataclasses

import pytest

from luoshi.core.errors import Invalid
from luoshi.intake import DEFAULT, read


def lines(body: str) -> list[str]:
    page = f"<!DOCTYPE html><html><head><title>题</title></head><body>{body}</body></html>"
    return read("a.html", page.encode()).text.split("\n")


def test_blocks_are_lines_in_reading_order() -> None:
    body = "前<h1>题</h1><div>甲<p>乙<b>丙</b>丁</p>戊<ul><li>己<li>庚</ul></div>后<br>尾"
    assert lines(body) == ["前", "题", "甲", "乙丙丁", "戊", "己", "庚", "后", "尾"]


def test_white_space_reads_as_in_a_browser() -> None:
    assert lines("<p>年内新建\n   口袋公园&nbsp;20 个，\n GDP\n 增长</p>") == [
        "年内新建口袋公园 20 个， GDP 增长"
    ]


def test_what_is_not_shown_is_not_read() -> None:
    body = (
        "<nav><ul><li>首页<li>政务公开</ul></nav>"
        "<script>var a='承诺'</script><style>p{}</style><!-- 注 --><noscript>无</noscript>"
        "<p hidden>藏</p><p style='color:red; DISPLAY : none'>藏<b>深</b></p>尾"
        "<select><option>选</select><ruby>拼<rp>(</rp><rt>pin</rt></ruby><p>看<span>见</span></p>"
    )
    assert lines(body) == ["尾拼", "看见"]


def test_spans_are_expanded() -> None:
    body = """<table><caption>任务表</caption>
    <tr><th rowspan=2>序号<th rowspan=2>任务<th colspan=2>目标<th rowspan=2>责任单位</tr>
    <tr><th>一季度<th>全年</tr>
    <tr><td>1<td>新建公园<td>5个<td>20个<td rowspan=2>城管局</tr>
    <tr><td>2<td>改造小区<td>10个<td>45个</tr>
    <tr><td colspan=2>合计<td>15<td>65<td></tr></table>"""
    reading = read("a.html", f"<html>{body}".encode())
    assert reading.text.split("\n") == [
        "任务表",
        "一季度目标：新建公园5个，全年目标：新建公园20个（责任单位：城管局）。",
        "一季度目标：改造小区10个，全年目标：改造小区45个（责任单位：城管局）。",
    ]
    assert [block.row for block in reading.blocks] == [None, 3, 4]
    assert reading.totals_left_out == 1


def test_a_layout_table_reads_as_paragraphs() -> None:
    body = "<table><tr><td><p>甲</p><table><tr><td>任务<td>备注</tr></table>乙</td></tr></table>丙"
    assert lines(body) == ["甲", "任务\t备注", "乙", "丙"]
    assert lines("<table><tr><td>独</td></tr></table>") == ["独"]


@pytest.mark.parametrize("declared", ["gb2312", "GBK", "gb18030"])
def test_declared_charsets(declared: str) -> None:
    page = f"<html><meta charset={declared}><p>新建公园20个，镕喆"
    reading = read("a.html", page.encode("gb18030"))
    assert (reading.text, reading.encoding) == ("新建公园20个，镕喆", "gb18030")


@pytest.mark.parametrize("declared", ["utf-8", "no-such-charset", "ascii"])
def test_a_false_declaration_does_not_mislead(declared: str) -> None:
    page = f"<html><meta charset='{declared}'><p>年内新建公园二十个，全部开放。"
    assert read("a.html", page.encode("gb18030")).text == "年内新建公园二十个，全部开放。"


def test_an_xml_declaration_and_a_public_doctype_do_no_harm() -> None:
    head = (
        '<?xml version="1.0" encoding="gb2312"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0//EN" '
        '"http://127.0.0.1:9/xhtml1.dtd"><html xmlns="http://www.w3.org/1999/xhtml">'
    )
    assert read("a.html", f"{head}<p>甲</p></html>".encode()).text == "甲"


@pytest.mark.parametrize("tag", ["<div>", "<b>", "<table><tr><td>"])
def test_deep_tags_are_read_or_refused_but_never_cut_short(tag: str) -> None:
    assert lines(tag * 400 + "底") == ["底"]
    with pytest.raises(Invalid) as caught:
        lines("前" + tag * 10_000 + "底")
    assert caught.value.code == "damaged-file"


def test_spans_beyond_reason() -> None:
    body = '<table><tr><td rowspan="99999" colspan="99999">甲<td colspan="-3">乙</tr></table>'
    assert lines(body) == ["甲\t乙"]
    rows = "<tr><td rowspan=200 colspan=1000>甲<td>乙</tr>" + "<tr><td>丙</tr>" * 250
    with pytest.raises(Invalid) as caught:
        lines(f"<table>{rows}</table>")
    assert caught.value.code == "sheet-too-large"


def test_a_long_cell_repeated_down_the_table() -> None:
    rows = f"<tr><td rowspan=9>{'长' * 900}<td>甲</tr>" + "<tr><td>乙</tr>" * 8
    limits = dataclasses.replace(DEFAULT, characters=5_000)
    with pytest.raises(Invalid) as caught:
        read("a.html", f"<html><table>{rows}</table>".encode(), limits)
    assert caught.value.code == "text-too-long"
