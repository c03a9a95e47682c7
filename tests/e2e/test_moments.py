"""The moments that must feel right: a clerk, a contact, a mayor. Each leaves a picture.

The pictures go to the folder that ``LUOSHI_PICTURES`` names, else to the test's own.
"""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, expect
from pypdfium2 import PdfDocument

from luoshi.web.dashboard.queries.principal import CHANGES, DECISIONS
from luoshi.web.documents.review import PART
from tests.e2e.conftest import SignedIn
from tests.e2e.loop import FREE_MONTHS, Loop, main, open_round, press

pytestmark = pytest.mark.browser
PAGE_OF_PAPER = 780
"""Characters on a page of A4 in the official layout: 22 lines of 28, less the headings."""

TEN_SECONDS = 10_000
WORK = (
    "改造提升社区服务站{n}个",
    "新建生态停车位{n}个",
    "治理水土流失{n}亩",
    "培训养老护理员{n}人",
)
TALK = "各单位要提高站位、主动作为，把责任落实到岗到人，把压力传导到末梢，以实干实绩取信于民。"


def picture(page: Page, folder: Path, name: str) -> None:
    """The whole page as people see it."""
    kept = Path(os.environ.get("LUOSHI_PICTURES", folder))
    kept.mkdir(parents=True, exist_ok=True)
    taken = page.screenshot(path=kept / f"{name}.png", full_page=True)
    assert taken.startswith(b"\x89PNG")


def long_report(year: int) -> tuple[str, int]:
    """A report of twelve pages, and how many promises stand in it."""
    lines, promises = [f"云川市{year}年社区与生态工作报告", "一、今年重点任务"], 0
    while sum(map(len, lines)) < 12 * PAGE_OF_PAPER:
        work = WORK[promises % len(WORK)].format(n=10 + promises)
        lines += [f"（{promises + 1}）12月底前{work}。（责任单位：市民政局）", TALK * 3]
        promises += 1
    return "\n".join(lines), promises


def test_clerk_confirms_the_first_five(signed_in: SignedIn, tmp_path: Path) -> None:
    """Ten seconds after a report of twelve pages was dropped, its first clause is lit."""
    loop = Loop(signed_in, tmp_path)
    text, promises = long_report(loop.today.year)
    assert 12 * PAGE_OF_PAPER <= len(text) < PART
    page = loop.at("supervisor", "清单")
    page.goto("/lists/new/")
    page.get_by_label("清单名称").fill("社区与生态清单")
    page.get_by_label("清单类型").select_option(label="重点任务清单")
    page.get_by_label("自", exact=True).fill("1月1日")
    page.get_by_label("至", exact=True).fill("12月31日")
    press(page, "新建清单")
    page = loop.at("supervisor", "来源文件")
    file = FilePayload(name="报告.txt", mimeType="text/plain", buffer=text.encode())
    page.get_by_label("文件", exact=True).set_input_files(file)
    press(page, "导入并识别承诺")
    lit = page.get_by_role("region", name="原文").locator("mark.clause.is-current")
    expect(lit).to_have_text("12月底前改造提升社区服务站10个", timeout=TEN_SECONDS)
    expect(page.locator("li.candidate")).to_have_count(promises)
    page.get_by_label("列入清单").select_option(label="社区与生态清单")
    page.get_by_role("heading", level=1).click()
    for _ in range(5):
        page.keyboard.press("Enter")
    expect(page.locator("li.candidate.is-confirmed")).to_have_count(5)
    picture(page, tmp_path, "moment-1")


def test_contact_fills_three_lines(signed_in: SignedIn, tmp_path: Path) -> None:
    """Three lines are due; one certificate serves two of them."""
    loop, name = Loop(signed_in, tmp_path), "周一填报"
    open_round(
        loop.at("supervisor", "调度交账"),
        loop.strive,
        loop.today.year,
        next(FREE_MONTHS),
        name,
    )
    page = loop.at("contact", "首页")
    main(page).get_by_role("heading", name=re.compile(name)).get_by_role("link").click()
    lines = page.locator(".line")
    expect(lines).to_have_count(3)
    for line in lines.all():
        line.get_by_label("累计完成值").fill("5")
        line.get_by_label("进展").fill("按计划推进。")
    paper = tmp_path / "证明.txt"
    paper.write_text("上级部门出具的证明", encoding="utf-8")
    page.get_by_label("上传文件").set_input_files(paper)
    boxes = page.get_by_role("group", name="用于哪些事项").get_by_role("checkbox")
    boxes.nth(0).check()
    boxes.nth(1).check()
    picture(page, tmp_path, "moment-2")
    press(page, "报送")
    expect(main(page).get_by_role("status").first).to_contain_text("已报送 3 项")
    shown = main(page).get_by_role("row").filter(has_text="1 份材料")
    expect(shown).to_have_count(2)


FILL = """parts => { for (const [part, size] of parts) {
    const list = document.querySelector(part)
    while (list.children.length < size) list.append(list.firstElementChild.cloneNode(true))
} }"""
"""The sheet as on the fullest day: as many decisions and changes as it ever shows."""


def test_mayor_sees_what_is_red_and_why(signed_in: SignedIn, tmp_path: Path) -> None:
    """One sheet of A4: what is red, by which rule and number, and what is asked of the mayor."""
    page = signed_in("principal")
    expect(page.get_by_role("region", name="请您决定")).to_be_visible()
    red = page.get_by_role("region", name="红灯：是什么、为什么、请您做什么")
    expect(red).to_be_visible()
    for each in red.get_by_role("listitem").all():
        expect(each.locator(".light-red")).to_contain_text(re.compile(r"\d"))
        expect(each.locator(".why small")).not_to_be_empty()
        expect(each.locator(".ask")).to_contain_text(re.compile(r"\d{4}-\d\d-\d\d"))
    picture(page, tmp_path, "moment-3")
    page.evaluate(FILL, [[".decisions", DECISIONS + 1], [".news", CHANGES + 1]])
    expect(page.locator(".decisions li")).to_have_count(DECISIONS + 1)
    sheet = page.pdf(format="A4", prefer_css_page_size=True)
    assert len(PdfDocument(sheet)) == 1
