"""Kinds of lists on the screen: made, filled from a sheet, shown as people want, checked, promised.

The pages that only such work leads to are looked at here as the walk looks at the others.
"""

from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.e2e.conftest import SignedIn
from tests.e2e.crawl import barriers, cut_off, too_wide, untranslated
from tests.e2e.loop import follow, main, press, row_of
from tests.e2e.test_excel import ROWS, ugly
from tests.e2e.test_moments import picture
from tests.served import PHONE

pytestmark = pytest.mark.browser
KIND, TITLE = "社区养老任务清单", "社区养老任务（按类型）"
CLASSES = "care: 养老 | Care\nmeals: 助餐 | Meals"
CHECK, FIXES = "下半年作风自查", "下半年作风整改"
SHOWS = "两个科室的台账与现场不一致"


def looked_at(page: Page) -> None:
    """What is on the page fits a phone, is open to everybody and, in English, complete."""
    wrong = barriers(page) + cut_off(page)
    if page.locator("html").get_attribute("lang") == "en":
        wrong += untranslated(page)
    assert (wrong, too_wide(page)) == ([], 0), page.url


def column(page: Page, number: int, name: str, kind: str) -> None:
    """One more column in the form of a kind of list."""
    press(page, "加一个栏目")
    page.locator(f"#id_column-{number}-zh").fill(name)
    page.locator(f"#id_column-{number}-type").select_option(kind)
    press(page, "预览")


def test_a_clerk_builds_a_kind_of_list_and_a_list_from_an_ugly_sheet(
    signed_in: SignedIn, tmp_path: Path
) -> None:
    page = signed_in("supervisor")
    page.goto("/lists/")
    follow(page, "清单类型")
    follow(page, "新建清单类型")
    follow(page, "空白表单")
    page.get_by_label("名称", exact=True).first.fill(KIND)
    column(page, 0, "类别", "choice")
    page.locator("#id_column-0-choices").fill(CLASSES)
    column(page, 1, "服务人次", "number")
    page.locator("#id_column-1-unit").fill("人次")
    press(page, "预览")
    expect(main(page)).to_contain_text("服务人次")
    picture(page, tmp_path, "type-made")
    press(page, "保存")
    expect(page.get_by_role("heading", level=1)).to_contain_text(KIND)
    looked_at(page)
    page.goto("/lists/from-sheet/")
    file = FilePayload(name="任务表.xlsx", mimeType="", buffer=ugly())
    main(page).get_by_label("表格").set_input_files(file)
    press(page, "读表")
    page.get_by_label("清单名称").fill(TITLE)
    page.get_by_label("清单类型").select_option(label=KIND)
    press(page, "按此重新读表")
    expect(page.get_by_label("“类别”对应").locator("option:checked")).to_have_text("类别")
    press(page, f"确认导入 {len(ROWS)} 行")
    expect(page.get_by_role("heading", level=1)).to_contain_text(TITLE)
    expect(main(page)).to_contain_text(KIND)
    expect(row_of(page, "改造社区食堂")).to_contain_text("类别：助餐")
    picture(page, tmp_path, "type-list")


def test_columns_are_chosen_and_kept_as_a_view_for_all(signed_in: SignedIn, tmp_path: Path) -> None:
    desk = signed_in("supervisor")
    desk.goto("/lists/")
    follow(desk, "环境问题整改销号清单")
    address = desk.url
    main(desk).get_by_text("视图和栏目").click()
    follow(desk, "选择栏目，保存视图")
    looked_at(desk)
    for name in ("目标", "计划", "说", "做"):
        main(desk).get_by_role("checkbox", name=name, exact=True).uncheck()
    main(desk).get_by_role("checkbox", name="验收单位 清单栏目").check()
    desk.get_by_label("“验收单位”排在第几").fill("1")
    desk.get_by_label("视图名称").fill("谁来验收")
    desk.get_by_label("共享").check()
    press(desk, "保存视图")
    expect(main(desk).locator("thead th").nth(2)).to_have_text("验收单位")
    expect(main(desk).locator(".view-menu summary")).to_have_text("视图：谁来验收")
    picture(desk, tmp_path, "view-open")
    with desk.expect_download():
        main(desk).get_by_role("link", name="导出 Excel").click()
    mayor = signed_in("principal", english=True, phone=True)
    mayor.goto(address)
    main(mayor).get_by_text("Views and columns").click()
    follow(mayor, "谁来验收")
    expect(main(mayor).locator("td.own-cell").first).to_be_visible()
    looked_at(mayor)
    picture(mayor, tmp_path, "view-phone")
    mayor.goto(f"{address}views/")
    expect(main(mayor).get_by_role("link", name="Delete")).to_have_count(0)
    looked_at(mayor)
    desk.goto(f"{address}views/")
    row = main(desk).get_by_role("listitem").filter(has_text="谁来验收").last
    row.get_by_role("link", name="改名").click()
    looked_at(desk)
    desk.get_by_label("视图名称").fill("验收分工")
    press(desk, "保存")
    row = main(desk).get_by_role("listitem").filter(has_text="验收分工").last
    row.get_by_role("link", name="删除").click()
    looked_at(desk)
    press(desk, "删除")
    expect(main(desk).get_by_role("status").first).to_contain_text("“验收分工”已删除")
    expect(main(desk).get_by_role("listitem").filter(has_text="验收分工")).to_have_count(0)


def made(page: Page, title: str, kind: str) -> str:
    """The address of a new list."""
    page.goto("/lists/new/")
    page.get_by_label("清单名称").fill(title)
    page.get_by_label("清单类型").select_option(label=kind)
    press(page, "新建清单")
    return page.url


def test_a_self_check_finds_what_a_leader_promises(signed_in: SignedIn, tmp_path: Path) -> None:
    desk = signed_in("supervisor")
    made(desk, FIXES, "整改销号清单")
    made(desk, CHECK, "能力作风自查清单")
    main(desk).get_by_role("link", name="自查", exact=True).click()
    looked_at(desk)
    desk.get_by_label(FIXES).check()
    desk.get_by_label("市交通局").check()
    press(desk, "发起自查")
    contact = signed_in("contact", phone=True)
    contact.goto("/self-checks/")
    follow(contact, CHECK)
    follow(contact, "市交通局")
    question = main(contact).locator("#c2")
    question.get_by_role("combobox").select_option("存在")
    press(contact, "保存答复")
    expect(main(contact)).to_contain_text("有问题的，请写明表现。")
    question.get_by_role("textbox").fill(SHOWS)
    press(contact, "保存答复")
    expect(question).to_contain_text("待本单位负责人列为整改事项")
    picture(contact, tmp_path, "self-check-phone")
    leader = signed_in("leader", english=True)
    leader.goto(contact.url)
    looked_at(leader)
    main(leader).locator("#c2").get_by_role("link", name="Promise to put it right").click()
    looked_at(leader)
    leader.set_viewport_size(PHONE)
    looked_at(leader)
    leader.get_by_label("Origin").select_option("Other")
    leader.get_by_label("Accepting body").fill("市政府督查室")
    press(leader, "Promise to put it right")
    expect(main(leader)).to_contain_text(SHOWS)
    looked_at(leader)
    follow(leader, "市交通局")
    expect(main(leader).locator("#c2")).to_contain_text("Promised")
    picture(leader, tmp_path, "self-check-promised")


def test_a_commitment_in_two_lists_is_one_truth(signed_in: SignedIn) -> None:
    page = signed_in("supervisor")
    lights = []
    for title in ("环境问题整改销号清单", "每月一地清单"):
        page.goto("/lists/")
        follow(page, title)
        row = row_of(page, "封堵清溪河沿岸违规排口")
        lights.append(row.locator(".card-light").inner_text())
        row.get_by_role("link").click()
        for each in ("环境问题整改销号清单", "每月一地清单"):
            expect(main(page).get_by_role("heading", name=each)).to_be_visible()
    assert lights[0] == lights[1]
    assert lights[0].splitlines()[0].strip() in main(page).locator(".standing").inner_text()
