"""What comes round in a year: a visit, a request for data, a hand-over, a weekly meeting."""

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdfium2 import PdfDocument

from tests.e2e.conftest import SignedIn
from tests.e2e.loop import Loop, choose, follow, main, press, row_of, send
from tests.e2e.test_moments import picture
from tests.served import PHONE

pytestmark = pytest.mark.browser
PROBLEM = "站前路口左转没有信号灯，货车转不过来"
ASKED = "水库除险加固的尾款什么时候付清？"
TOLD = "现场安装调试完毕，今早起用。"


def fill(page: Page, **values: str) -> None:
    """Fields by their labels."""
    for label, value in values.items():
        page.get_by_label(label, exact=True).fill(value)


def test_what_is_raised_on_site_has_an_owner_before_the_visit_ends(
    signed_in: SignedIn, browser: Browser, tmp_path: Path
) -> None:
    loop = Loop(signed_in, tmp_path)
    office = loop.at("supervisor", "现场办公")
    follow(office, "记一次现场办公")
    fill(office, 日期=str(loop.today), 地点="站前物流园")
    office.get_by_label("领导（职务）").fill("分管副市长")
    send(office, "保存")
    follow(office, "记一个问题")
    fill(office, 提出的问题=PROBLEM)
    office.get_by_label("提出人（身份）").fill("货运企业负责人")
    send(office, "记一个问题")
    follow(office, "结束")
    expect(main(office)).to_contain_text("第 1 个问题还没有责任单位")
    expect(main(office).get_by_role("button", name="结束", exact=True)).to_have_count(0)
    follow(office, "回去明确")
    follow(office, "明确责任单位")
    office.get_by_label("列入清单").select_option(label=f"{loop.today.year}年会议和现场交办清单")
    choose(office, "责任单位", "市交通局", by="云川市 交通运输局")
    fill(office, 时限=str(loop.today + timedelta(days=14)))
    send(office, "明确责任单位")
    follow(office, "结束")
    send(office, "结束")
    visit = office.url

    leader = loop.page_of("leader")
    leader.goto(visit)
    follow(leader, "市交通局")
    send(leader, "签收")
    leader.goto(visit)
    follow(leader, "答复")
    fill(leader, 答复=TOLD)
    leader.get_by_label("已经解决，或已当面说清").check()
    send(leader, "答复")

    office.goto(visit)
    press(office, "评价链接")
    address = office.get_by_label("把这个地址发给提出人").input_value()
    asker = browser.new_context(viewport=PHONE).new_page()
    asker.goto(address)
    expect(main(asker)).to_contain_text(TOLD)
    asker.get_by_label("满意", exact=True).check()
    picture(asker, tmp_path, "visit-rating")
    press(asker, "提交评价")
    expect(main(asker)).to_contain_text("您的评价：满意")
    asker.context.close()
    office.goto(visit)
    expect(row_of(office, PROBLEM)).to_contain_text("已办结")
    picture(office, tmp_path, "visit-closed")


def test_what_is_known_is_shown_to_the_asker_and_offered_to_the_unit(
    signed_in: SignedIn, tmp_path: Path
) -> None:
    loop = Loop(signed_in, tmp_path)
    office = loop.at("supervisor", "减负台账")
    follow(office, "要数据")
    title = "农村公路核对"
    fill(office, 要求=title, 要求依据="统计法第七条", 报送截止="12月31日")
    fill(office, 要什么="新建改建农村公路（公里）\n农村公路桥梁（座）", 每个单位估计要几分钟="15")
    office.get_by_label("或向哪些单位").select_option(label="市交通局")
    send(office, "核对并发出")
    repeats = main(office).locator(".figure-repeats")
    expect(repeats).to_have_count(1)
    expect(repeats).to_contain_text("新建改建农村公路")
    expect(repeats.get_by_role("cell", name="公里")).to_be_visible()
    expect(main(office).get_by_role("button", name="发出", exact=True)).to_have_count(0)
    picture(office, tmp_path, "burden-repeats")
    office.get_by_label("仍要再报").check()
    fill(office, 为什么再要="要截至今天的数。")
    send(office, "就这样处理勾选的")
    send(office, "发出")

    contact = loop.at("contact", "减负台账")
    follow(contact, title)
    contact.get_by_role("button", name="用 ").click()
    known = contact.get_by_label("新建改建农村公路", exact=False)
    expect(known).not_to_have_value("")
    contact.get_by_label("农村公路桥梁", exact=False).fill("7")
    send(contact, "答复")
    contact.get_by_label("实际用了几分钟").fill("4")
    send(contact, "记下")
    office.reload()
    expect(main(office)).to_contain_text("中位数 4 分钟")


def test_a_hand_over_is_proposed_taken_and_printed(signed_in: SignedIn, tmp_path: Path) -> None:
    loop = Loop(signed_in, tmp_path)
    admin = loop.page_of("admin")
    admin.goto("/handovers/new/")
    admin.get_by_label("移交人").select_option(label="市应急局联络员（contact-YC-YJJ）")
    press(admin, "选定")
    admin.get_by_label("接收人").select_option(label="青杉县县长（county）")
    fill(admin, 移交日期=str(loop.today + timedelta(days=20)), 交接说明="搬迁协议谈到第三家。")
    press(admin, "下一步：看移交内容")
    expect(main(admin)).to_contain_text("原任职到移交日前一天为止")
    send(admin, "确认移交")
    county = loop.page_of("county")
    county.goto("/handovers/")
    row = row_of(county, "市应急局联络员移交给青杉县县长")
    expect(row).to_contain_text("等我接收")
    row.get_by_role("link").click()
    expect(main(county)).to_contain_text("搬迁协议谈到第三家")
    send(county, "接收")
    expect(main(county)).to_contain_text("已接收，待生效")
    picture(county, tmp_path, "handover-sheet")
    assert "监交人" in printed(county)


def printed(page: Page) -> str:
    """The text of the page on sheets of A4."""
    sheets = PdfDocument(page.pdf(format="A4", prefer_css_page_size=True))
    text = "".join(sheet.get_textpage().get_text_range() for sheet in sheets)
    sheets.close()
    return "".join(text.split())


def test_a_question_left_open_is_carried_to_the_next_meeting(
    signed_in: SignedIn, tmp_path: Path
) -> None:
    loop = Loop(signed_in, tmp_path)
    office = loop.at("supervisor", "例会")
    coming = main(office).locator(".coming li").filter(has_text="已准备")
    coming.get_by_role("link", name="周交办点评").first.click()
    follow(office, "提问")
    choose(office, "问哪个单位", "市水利局")
    fill(office, 问题=ASKED, 提问人职务="市长")
    send(office, "提一个问题")
    picture(office, tmp_path, "meeting-sheet")
    assert ASKED in printed(office)
    follow(office, "记录开会情况")
    office.get_by_label("已召开").check()
    fill(office, 召开日期=str(loop.today))
    send(office, "记录开会情况")
    expect(main(office).locator(".asked-list li").filter(has_text=ASKED)).to_contain_text("未答复")
    office.goto("/questions/")
    expect(row_of(office, ASKED).get_by_role("cell").nth(3)).to_have_text("1")

    office.goto("/reminders/")
    press(office, "生成订阅地址")
    address = office.get_by_label("按网址订阅").input_value()
    feed = office.request.get(address).text()
    assert feed.startswith("BEGIN:VCALENDAR")
    assert "周交办点评" in feed
