"""The first half of the closed loop as people click it: from a document to accepted reports."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

PROMISES = {
    "12月底前建成公交首末站8座": ("8", "6"),
    "年底前改造农村公路危桥20座": ("20", "13"),
    "12月底前新增新能源公交车60辆": ("60", "45"),
    "年底前打通城区断头路5条": ("5", "4"),
}
"""What 市交通局 promises, with the value it will report and the one that stands up."""

STATIONS, BRIDGES, BUSES, ROADS = PROMISES
SLOGAN = "深入弘扬“两路”精神"
WRONG = "600"
"""A slip of the contact: ten times as many buses."""

SHOWN = "公交首末站8座、危桥20座，逐处验收。"
"""The evidence, one file for two promises."""

PAPER = f"""云川市{{year}}年交通补短板工作报告

一、去年情况
去年，全市新建城乡公交站亭64座，群众出行条件有所改善。

二、今年任务
{STATIONS}。（责任单位：市交通局）
{BRIDGES}。（责任单位：市交通局）
{BUSES}。（责任单位：市交通局）
{ROADS}。（责任单位：市交通局）
{SLOGAN}，展现交通人新作为。（责任单位：市交通局）
"""


FREE_MONTHS = iter((1, 2, 4, 5, 7, 8, 10, 11))
"""Those in which no quarter ends: the demo has no round of its quarterly list for them."""


@dataclass
class Loop:
    """One list on its way through the city, and what the screens have told of it so far."""

    signed_in: Callable[..., Page]
    folder: Path
    today: date = field(default_factory=timezone.localdate)
    pages: dict[str, Page] = field(default_factory=dict)
    told: dict[str, str] = field(default_factory=dict)

    def page_of(self, username: str) -> Page:
        """That person's own browser, signed in when first needed."""
        if username not in self.pages:
            self.pages[username] = self.signed_in(username)
        return self.pages[username]

    def at(self, username: str, place: str) -> Page:
        """That person's browser at a place of the navigation."""
        page = self.page_of(username)
        places = page.get_by_role("complementary", name="主导航")
        places.get_by_role("link", name=place, exact=True).click()
        page.wait_for_load_state()
        return page

    @property
    def title(self) -> str:
        """The list that comes of the paper."""
        return f"{self.today.year}年交通补短板清单"

    @property
    def run_title(self) -> str:
        """The run that scores it."""
        return f"{self.today.year}年交通补短板清单考核"

    @property
    def strive(self) -> str:
        """The demo's list in which every unit has three lines; its rounds are quarterly."""
        return f"{self.today.year}年度勇争先清单"

    @property
    def period(self) -> str:
        """The period reported on, as a round names it."""
        return f"{self.today.year}年{self.today.month}月"


def main(page: Page) -> Locator:
    """The page without its frame."""
    return page.get_by_role("main")


def press(page: Page, name: str) -> None:
    """Click the one button of that name, and have all of the page it leads to."""
    main(page).get_by_role("button", name=name, exact=True).click()
    page.wait_for_load_state()


def said(page: Page) -> Locator:
    """What the last act did."""
    return main(page).get_by_role("status").first


def send(page: Page, button: str) -> None:
    """Press it and see that it did something."""
    press(page, button)
    expect(said(page)).to_be_visible()


def follow(page: Page, name: str | re.Pattern[str]) -> None:
    """Click the first link of that name in the page itself, and have all that it leads to."""
    main(page).get_by_role("link", name=name).first.click()
    page.wait_for_load_state()


def choose(page: Page, field: str, unit: str, by: str = "") -> None:
    """Find a unit among many by what it is called or coded, and take it, by keyboard."""
    box = main(page).get_by_role("combobox", name=field).and_(page.locator("input"))
    box.fill(by or unit)
    expect(main(page).get_by_role("option", name=unit).first).to_have_attribute(
        "aria-selected", "true"
    )
    box.press("Enter")
    expect(box).to_have_value(unit)


def row_of(page: Page, *texts: str) -> Locator:
    """The first table row that holds all of the texts."""
    rows = main(page).get_by_role("row")
    for text in texts:
        rows = rows.filter(has_text=text)
    return rows.first


def list_is_made(loop: Loop) -> None:
    """The supervisor opens an empty list."""
    page = loop.at("supervisor", "清单")
    follow(page, "新建清单")
    page.get_by_label("清单名称").fill(loop.title)
    page.get_by_label("清单类型").select_option(label="重点任务清单")
    page.get_by_label("自", exact=True).fill(f"{loop.today.year}-01-01")
    page.get_by_label("至", exact=True).fill("12月31日")
    press(page, "新建清单")
    expect(page.get_by_role("heading", level=1)).to_contain_text(loop.title)


def paper_is_read(loop: Loop) -> None:
    """The supervisor drops the report and sees the first clause lit in its original."""
    paper = loop.folder / "交通补短板工作报告.txt"
    paper.write_text(PAPER.format(year=loop.today.year), encoding="utf-8")
    page = loop.at("supervisor", "来源文件")
    page.get_by_label("文件", exact=True).set_input_files(paper)
    press(page, "导入并识别承诺")
    expect(main(page).get_by_role("status").first).to_contain_text("找到 5 项候选承诺")
    original = page.get_by_role("region", name="原文")
    expect(original.locator("mark.clause.is-current")).to_have_text(STATIONS)
    expect(original.locator("mark.clause")).to_have_count(5)


def promises_are_confirmed(loop: Loop) -> None:
    """Three with Enter, one with the mouse; the slogan goes out by its number. No past result."""
    page = loop.page_of("supervisor")
    page.get_by_label("列入清单").select_option(label=loop.title)
    page.get_by_role("heading", level=1).click()
    for _ in range(3):
        page.keyboard.press("Enter")
    expect(page.locator("li.candidate.is-confirmed")).to_have_count(3)
    desk = page.get_by_role("region", name="当前候选")
    expect(desk.locator("blockquote mark")).to_have_text(ROADS)
    desk.get_by_role("button", name="确认").click()
    expect(page.locator("li.candidate.is-confirmed")).to_have_count(4)
    page.get_by_role("heading", level=1).click()
    page.keyboard.press("x")
    expect(desk.get_by_role("group", name="剔除理由")).to_be_visible()
    page.keyboard.press("2")
    rejected = page.locator("li.candidate.is-rejected")
    expect(rejected).to_contain_text("口号或原则性表述")
    expect(desk).to_contain_text("已全部处理")


def list_is_dispatched(loop: Loop) -> None:
    """The supervisor sends all four to 市交通局, told once what that does."""
    page = loop.at("supervisor", "清单")
    follow(page, loop.title)
    follow(page, "交办 4 项")
    expect(main(page)).to_contain_text("签收或提出异议")
    press(page, "确认交办")
    expect(row_of(page, BRIDGES)).to_contain_text("待签收")


def owner_answers(loop: Loop) -> None:
    """The leader of 市交通局 takes the stations on, disputes the bridges, accepts the others."""
    page = loop.at("leader", "清单")
    follow(page, loop.title)
    follow(page, STATIONS)
    press(page, "签收")
    expect(main(page).get_by_role("status").first).to_contain_text("已签收")
    follow(page, loop.title)
    follow(page, BRIDGES)
    follow(page, "提出异议")
    page.get_by_label("理由").fill("危桥改造资金由财政统筹，建议由市财政局牵头。")
    choose(page, "建议责任单位", "市财政局")
    press(page, "提出异议")
    expect(main(page)).to_contain_text("建议由市财政局牵头")
    follow(page, loop.title)
    follow(page, "签收 2 项")
    press(page, "确认签收")


def dispute_is_decided(loop: Loop) -> None:
    """The principal finds the dispute on the home page and leaves the bridges where they are."""
    page = loop.at("principal", "首页")
    asked = main(page).get_by_role("listitem").filter(has_text=BRIDGES)
    asked.get_by_role("link", name="裁定责任单位").click()
    follow(page, "裁定异议")
    page.get_by_label("维持原牵头单位").check()
    page.get_by_label("理由").fill("工程由市交通局组织实施，资金由市财政局保障。")
    press(page, "裁定异议")
    expect(main(page)).to_contain_text("工程由市交通局组织实施")
    expect(page.get_by_role("link", name="裁定异议")).to_have_count(0)


def round_is_opened(loop: Loop) -> None:
    """The supervisor asks for an account of this month."""
    page = loop.at("supervisor", "调度交账")
    open_round(page, loop.title, loop.today.year, loop.today.month)
    expect(row_of(page, "市交通局").get_by_role("cell").nth(1)).to_have_text("4")


def open_round(page: Page, listed: str, year: int, month: int, name: str = "") -> None:
    """From the page of rounds: one more, of a list and a month."""
    follow(page, "开一轮")
    page.get_by_label("清单").select_option(label=listed)
    page.get_by_label("期间").select_option(label=f"{year}年{month}月")
    page.get_by_label("轮次名称").fill(name)
    page.get_by_label("报送截止").fill(f"{year}年12月31日")
    press(page, "开轮")
    expect(page.get_by_role("heading", name="开一轮", exact=True)).to_have_count(0)
    if "/burden/requests/" in page.url:
        _ask_again(page)


def _ask_again(page: Page) -> None:
    """Some of it was told before: the supervisor says why it is asked once more."""
    while main(page).get_by_text("项待说明").count():
        page.get_by_label("仍要再报").check()
        page.get_by_label("为什么再要").fill("要截至本月底的数。")
        with page.expect_navigation():
            press(page, "就这样处理勾选的")
    press(page, "发出")
    page.wait_for_url("**/rounds/**")


def round_of(loop: Loop, username: str) -> Page:
    """That person at the round."""
    page = loop.at(username, "调度交账")
    row_of(page, loop.title).get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(loop.title)
    return page


def line_of(page: Page, promise: str) -> Locator:
    """The fields of one commitment in the account."""
    return page.get_by_role("region", name=promise)


def account_is_given(loop: Loop) -> None:
    """The contact fills four lines, one with a slip, and shows one file for two of them."""
    page = round_of(loop, "contact")
    expect(page.get_by_role("heading", name="等您填报 4 项")).to_be_visible()
    for promise, (said, _stands) in PROMISES.items():
        line = line_of(page, promise)
        line.get_by_label("累计完成值").fill(WRONG if promise == BUSES else said)
        line.get_by_label("进展").fill(f"{promise}：已按计划完成，资料齐备。")
        line.get_by_label("已完成").check()
    paper = loop.folder / "竣工验收单.txt"
    paper.write_text(SHOWN, encoding="utf-8")
    page.get_by_label("上传文件").set_input_files(paper)
    page.get_by_label("出处").fill("工程科")
    served = page.get_by_role("group", name="用于哪些事项")
    for promise in (STATIONS, BRIDGES):
        served.get_by_label(promise).check()
    press(page, "报送")
    expect(main(page).get_by_role("status").first).to_contain_text("已报送 4 项")


def account_is_signed(loop: Loop) -> None:
    """The leader of the unit stands for all of it."""
    page = round_of(loop, "leader")
    page.get_by_label("全选").check()
    press(page, "签发所选")
    expect(main(page).get_by_role("status").first).to_contain_text("已签发 4 项")


def slip_is_returned(loop: Loop) -> None:
    """The supervisor sends the buses back with a reason of the list."""
    page = round_of(loop, "supervisor")
    follow(page, BUSES)
    page.get_by_text("退回", exact=True).click()
    page.get_by_label("退回原因").select_option(label="数据前后矛盾")
    page.get_by_label("要改什么").fill("与目标相差十倍，请核对辆数。")
    press(page, "退回给联络员")
    expect(main(page).get_by_role("status").first).to_contain_text("已退回")


def slip_is_corrected(loop: Loop) -> None:
    """The contact sees why, corrects the number; the leader signs again."""
    page = round_of(loop, "contact")
    line = line_of(page, BUSES)
    expect(line).to_contain_text("数据前后矛盾 — 与目标相差十倍")
    expect(line.get_by_label("累计完成值")).to_have_value(WRONG)
    line.get_by_label("累计完成值").fill(PROMISES[BUSES][0])
    press(page, "报送")
    expect(main(page).get_by_role("status").first).to_contain_text("已报送 1 项")
    page = round_of(loop, "leader")
    follow(page, BUSES)
    press(page, "签发")
    expect(main(page).get_by_role("status").first).to_contain_text("已签发")


def account_is_accepted(loop: Loop) -> None:
    """The supervisor takes all four as facts; from then on nobody is offered to edit them."""
    page = round_of(loop, "supervisor")
    page.get_by_label("全选").check()
    press(page, "采信所选")
    expect(main(page).get_by_role("status").first).to_contain_text("已采信 4 项")
    page = round_of(loop, "contact")
    follow(page, BUSES)
    report = page.locator("#report")
    expect(report.locator(".claim-said")).to_contain_text("60 辆")
    expect(report.get_by_role("textbox")).to_have_count(0)
    expect(report.get_by_role("button", name=re.compile("报送|草稿|签发|采信"))).to_have_count(0)


FIRST_HALF: tuple[Callable[[Loop], None], ...] = (
    list_is_made,
    paper_is_read,
    promises_are_confirmed,
    list_is_dispatched,
    owner_answers,
    dispute_is_decided,
    round_is_opened,
    account_is_given,
    account_is_signed,
    slip_is_returned,
    slip_is_corrected,
    account_is_accepted,
)
