"""A look-back in the unit's own words; a tour with its judges; the theme of a month."""

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import SignedIn
from tests.e2e.loop import Loop, follow, main, press, row_of, send
from tests.e2e.test_moments import picture
from tests.e2e.test_year import fill, printed

pytestmark = pytest.mark.browser
LESSON = "开工前先把管线迁改谈定，不边干边等。"
JUDGES = ("市人大代表（交通界）", "企业代表（物流业）")
THEME = "停车难"


def test_a_unit_looks_back_in_its_own_words(signed_in: SignedIn, tmp_path: Path) -> None:
    loop = Loop(signed_in, tmp_path)
    contact = loop.at("contact", "回头看")
    row_of(contact, "填写中").get_by_role("link").click()
    look_back = contact.url
    main(contact).locator("td.what a").first.click()
    fill(contact, 变化="上级资金推迟一个季度。", 经验教训=LESSON, 下一步="一月开工两段。")
    send(contact, "报送负责人签发")
    leader = loop.page_of("leader")
    leader.goto(look_back)
    expect(main(leader)).to_contain_text(LESSON)
    send(leader, "签发 1 项")
    picture(leader, tmp_path, "look-back")
    assert LESSON in printed(leader)
    office = loop.page_of("supervisor")
    paper = ZipFile(BytesIO(office.request.get(f"{look_back}word/").body()))
    assert LESSON in paper.read("word/document.xml").decode()


def prepared(loop: Loop, kind: str) -> Page:
    """The supervisor at the next meeting of that kind."""
    page = loop.at("supervisor", "例会")
    coming = main(page).locator(".coming li").filter(has_text="已准备")
    coming.get_by_role("link", name=kind).first.click()
    return page


def test_a_tour_has_stops_judges_and_no_rank(signed_in: SignedIn, tmp_path: Path) -> None:
    page = prepared(Loop(signed_in, tmp_path), "季观摩")
    follow(page, "观摩路线")
    for place, field in enumerate(main(page).locator("td.place input").all()[:3], 1):
        field.fill(str(place))
    send(page, "保存顺序")
    follow(page, "邀请评委")
    page.get_by_label("评委（一行一位）").fill("\n".join(JUDGES))
    send(page, "邀请评委")
    meeting = page.url
    follow(page, "打印评分表")
    expect(main(page).locator(".score-sheet")).to_have_count(len(JUDGES))
    expect(main(page).locator(".score-sheet").first.locator("tbody tr")).to_have_count(3)
    picture(page, tmp_path, "score-sheets")
    assert [judge for judge in JUDGES if judge not in printed(page)] == []
    page.goto(meeting)
    follow(page, JUDGES[0])
    for field in main(page).locator("td.place input").all():
        field.fill("25")
    send(page, "保存评分")
    scores = main(page).locator(".sheet-part").filter(has_text="观摩评分")
    expect(scores).to_contain_text("不足五份不显示分数")
    expect(scores.get_by_role("cell", name="1 份").first).to_be_visible()
    expect(scores.get_by_text("25", exact=True)).to_have_count(0)


def test_a_month_has_its_theme(signed_in: SignedIn, tmp_path: Path) -> None:
    page = prepared(Loop(signed_in, tmp_path), "每月一题")
    follow(page, "时间地点")
    fill(page, 题目=THEME, 地点="市民中心")
    press(page, "调整例会")
    expect(main(page).get_by_role("status").first).to_contain_text("已保存")
    expect(main(page).locator("dl.facts")).to_contain_text(THEME)
    page.goto("/cadences/")
    expect(main(page).locator(".coming")).to_contain_text(THEME)
