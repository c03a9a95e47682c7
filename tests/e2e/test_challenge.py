"""A sealed challenge goes through all ten steps with two bidders. The pictures tell the story.

The city is 云川市 in a process of its own, because a year passes: the test moves its clock.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path
from urllib.parse import urlsplit
from zipfile import ZipFile

import pytest
from playwright.sync_api import Browser, Page, expect

from luoshi.demo.logins import PASSWORD
from tests.e2e import later
from tests.e2e.conftest import SignedIn, fresh_database, signing_in
from tests.e2e.loop import follow, main, press, said, send
from tests.e2e.test_moments import picture
from tests.served import served

pytestmark = pytest.mark.browser
TITLE = "打通滨河路断头路"
TESTS = ("双向四车道全线通车", "早高峰平均绕行距离缩短到一公里以内")
STOP_LOSS = "6月底前未取得用地批复即停止。"
PLANS = {
    "leader": ("2800", "夜间天窗顶进箱涵，下穿铁路专用线。"),
    "leader-YC-GX": ("2950", "抬高路面，跨越铁路专用线。"),
}
"""Who bids: price and plan."""
JUDGES = {
    "verifier-YC-SJJ": ("32", "18"),
    "verifier-YC-FGW": ("30", "17"),
    "verifier": ("31", "16"),
}
"""Who judges, with the points for the plan of each bidder."""
RELATED = "verifier-YC-CZJ"
OUTSIDERS = ("verifier-YC-SJJ", "verifier-YC-CZJ")
TERMS = {
    "止损条件": STOP_LOSS,
    "奖励金额（万元）": "60",
    "预算上限（万元）": "3000",
    "攻坚开始": "2026-03-23",
    "攻坚期限": "2026-11-30",
    "开标时间": "2026-03-09 10:00",
    "最多几家攻榜": "2",
}
STEPS = ("征榜", "定榜", "发榜", "揭榜", "评榜", "公示", "签榜", "攻榜", "验榜", "奖榜")


def at(month: int, day: int, hour: int = 9, minute: int = 0, second: int = 0) -> datetime:
    """A time of 2026 in the city."""
    return datetime(2026, month, day, hour, minute, second, tzinfo=timezone(timedelta(hours=8)))


@dataclass
class Board:
    """The city, its clock, and the people at their own browsers."""

    folder: Path
    signed_in: SignedIn
    address: str = "/challenges/"
    pages: dict[str, Page] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)

    def later(self, now: datetime) -> None:
        """Time passes."""
        later.set_clock(self.folder, now)

    def at(self, username: str) -> Page:
        """That person at the challenge; signs in again where the session has run out."""
        if username not in self.pages:
            self.pages[username] = self.signed_in(username)
        page = self.pages[username]
        page.goto(self.address)
        if "/login/" in page.url:
            page.get_by_label("登录名").fill(username)
            page.get_by_label("密码", exact=True).fill(PASSWORD)
            press(page, "登录")
            page.wait_for_url(f"**{self.address}")
        return page

    def asked(self, username: str, act: str, **more: str) -> Page:
        """The form of one act, from the challenge's own buttons; filled in by labels."""
        page = self.at(username)
        page.locator(".page-acts").get_by_role("link", name=act, exact=True).click()
        for label, value in more.items():
            page.get_by_label(label, exact=True).fill(value)
        return page

    def act(self, username: str, act: str, button: str = "", **more: str) -> Page:
        """One act, asked for and sent."""
        page = self.asked(username, act, **more)
        send(page, button or act)
        return page


@pytest.fixture
def board(browser: Browser, tmp_path: Path) -> Iterator[Board]:
    later.set_clock(tmp_path, at(3, 2))
    with (
        fresh_database("later") as database,
        served(tmp_path, command=later.command, database=database) as city,
        signing_in(city, browser) as signed_in,
    ):
        yield Board(tmp_path, signed_in)


def steps_done(page: Page) -> list[str]:
    """The steps behind us, as the page names them."""
    found: list[str] = page.locator(".stepper .step-done .name").evaluate_all(
        "all => all.map(one => one.firstChild.data)"
    )
    return found


def test_all_ten_steps_with_two_bidders(board: Board, tmp_path: Path) -> None:
    for number, step in enumerate(WAY):
        step(board, tmp_path)
        assert steps_done(board.at("supervisor")) == list(STEPS[: number + 1])
    picture(board.at("supervisor"), tmp_path, "challenge-6-rewarded")


def collect(board: Board, _folder: Path) -> None:
    """征榜 by the unit whose problem it is; the office draws up all that will be fixed."""
    page = board.asked(
        "contact-YC-ZRJ", "征榜", 榜单题目=TITLE, 难题="铁路和老厂隔断，多年打不通。"
    )
    press(page, "提交难题")
    expect(page.get_by_role("heading", level=1)).to_contain_text(TITLE)
    board.address = urlsplit(page.url).path
    page = board.asked("supervisor", "拟定榜单", **TERMS)
    page.get_by_label("验榜标准").fill("\n".join(TESTS))
    send(page, "保存榜单")
    page = board.asked("supervisor", "指定保管人和评委")
    page.get_by_label("密钥保管人一").select_option(label="审计员")
    page.get_by_label("密钥保管人二").select_option(label="市考核办")
    for unit in ("市审计局", "市发改委", "市统计局", "市财政局"):
        page.get_by_label(f"{unit}核验员").check()
    send(page, "保存人员")
    board.act("supervisor", "提请定榜")


def approve(board: Board, _folder: Path) -> None:
    """定榜 by a leader: acceptance test and stop-loss are fixed before anybody bids."""
    page = board.act("principal", "定榜")
    expect(main(page)).to_contain_text("发榜前定死，不能再改")
    acts = board.at("supervisor").locator(".page-acts")
    expect(acts.get_by_role("link", name="发榜")).to_have_count(0)
    expect(acts.get_by_role("link", name="拟定榜单")).to_have_count(0)


def publish(board: Board, folder: Path) -> None:
    """发榜, once two people have each taken their half of the key away."""
    for holder in ("auditor", "assessor"):
        page = board.asked(holder, "领取密钥")
        press(page, "显示我的一份")
        board.keys[holder] = "-".join(page.locator("#key span").all_inner_texts())
    page = board.act("supervisor", "发榜")
    for fixed in (*TESTS, STOP_LOSS):
        expect(main(page)).to_contain_text(fixed)
    picture(page, folder, "challenge-1-published")


def bid(board: Board, folder: Path) -> None:
    """揭榜 under seal; one second late is too late; the two halves open it."""
    board.later(at(3, 6))
    for username in PLANS:
        page = _bid_of(board, username)
        press(page, "密封提交")
        expect(said(page)).to_contain_text("已密封收下")
    expect(main(page)).to_contain_text("本单位的回执")
    picture(page, folder, "challenge-2-sealed")
    page = board.at("principal")
    expect(main(page)).to_contain_text("密封中")
    assert not [plan for _price, plan in PLANS.values() if plan in main(page).inner_text()]
    expect(page.locator("#bids ~ *").get_by_text("市交通局")).to_have_count(0)
    board.later(at(3, 9, 9, 59))
    page = _bid_of(board, "county")
    board.later(at(3, 9, 10, 0, 1))
    press(page, "密封提交")
    expect(page.get_by_role("alert")).to_contain_text(re.compile(r"迟到 \d+ 秒，没有收下"))
    for holder in ("auditor", "assessor"):
        page = board.act(holder, "交出密钥开标", "交出我的一份", 密钥=board.keys[holder])
    expect(said(page)).to_contain_text("已开标，共 2 份方案")


def _bid_of(board: Board, username: str) -> Page:
    price, plan = PLANS.get(username, ("2000", "另走一线。"))
    page = board.asked(username, "揭榜", 攻坚队伍="专班十二人", 攻坚方案=plan)
    page.get_by_label("投入（万元）").fill(price)
    step = page.locator(".bid-step").first
    step.get_by_label("节点").fill("主体完工")
    step.get_by_label("时间").fill("2026-09-30")
    step.get_by_label(re.compile("进度")).fill("80")
    return page


def evaluate(board: Board, folder: Path) -> None:
    """评榜: who has an interest stays away, the others mark the defences; both may race."""
    page = board.asked(RELATED, "申明利害关系", 是什么利害关系="曾在其中一家任职。")
    page.get_by_label("有利害关系，回避").check()
    send(page, "申明利害关系")
    expect(page.locator(".page-acts").get_by_role("link", name="打分")).to_have_count(0)
    for username, points in JUDGES.items():
        page = board.asked(username, "申明利害关系")
        page.get_by_label("没有利害关系").check()
        send(page, "申明利害关系")
        page = board.asked(username, "打分")
        _mark(page, points)
        send(page, "提交打分")
    page = board.asked("principal", "评定中榜", 说明="两家路线不同，同时攻榜。")
    for box in page.get_by_role("group", name="中榜").get_by_role("checkbox").all():
        box.check()
    picture(page, folder, "challenge-3-standing")
    send(page, "评定并公示")


def _mark(page: Page, points: tuple[str, ...]) -> None:
    """Those points for the plan of each bidder, and the same for the rest."""
    rows = main(page).locator("tbody tr").all()
    for row, rest in zip(rows, ("", "17", "16", "12", "8"), strict=True):
        for cell, plan in zip(row.locator("input").all(), points, strict=True):
            cell.fill(rest or plan)


def notice(board: Board, folder: Path) -> None:
    """公示: five working days; an objection is answered by somebody who had no part."""
    page = board.at("supervisor")
    expect(page.locator(".waits")).to_contain_text("公示到 2026-03-16 结束")
    follow(page, "看公示、打印")
    expect(page.locator(".notice-paper")).to_contain_text("云川高新技术产业开发区")
    picture(page, folder, "challenge-4-notice")
    board.later(at(3, 10))
    page = board.act("county", "提出异议", 异议和依据="我县的方案只晚了一秒，请一并评审。")
    expect(main(page)).to_contain_text("等待答复")
    page = board.at("principal")
    expect(main(page).get_by_role("link", name="答复")).to_have_count(0)
    page = board.at("assessor")
    follow(page, "答复")
    page.get_by_label("异议不成立").check()
    page.get_by_label("答复", exact=True).fill("截止时间发榜时已定，以服务器时钟为准。")
    send(page, "答复异议")
    expect(main(page)).to_contain_text("异议不成立")
    board.later(at(3, 17))
    board.act("supervisor", "结束公示")


def sign(board: Board, _folder: Path) -> None:
    """签榜: the pledge in Word, signed by the unit and countersigned; then it is in a list."""
    for username in PLANS:
        page = board.at(username)
        with page.expect_download() as found:
            follow(page, "下载军令状（Word）")
        text = ZipFile(found.value.path()).read("word/document.xml").decode()
        assert [part for part in (TITLE, *TESTS, STOP_LOSS) if part not in text] == []
        follow(page, "签军令状")
        send(page, "签军令状")
    for _ in PLANS:
        page = board.at("principal")
        follow(page, "会签军令状")
        send(page, "会签军令状")
    page = board.at("supervisor")
    page.goto("/lists/new/")
    send(page, "载入预设清单类型")
    page.get_by_label("清单名称").fill("揭榜挂帅清单")
    page.get_by_label("清单类型").select_option(label="克难破冰攻坚揭榜挂帅清单")
    send(page, "新建清单")
    board.act("supervisor", "开始攻榜")


def attack(board: Board, folder: Path) -> None:
    """攻榜: each team takes its commitment on, with the milestones of its bid."""
    for username in PLANS:
        page = board.at(username)
        follow(page, "看事项")
        expect(main(page)).to_contain_text("主体完工")
        send(page, "签收")
    picture(page, folder, "challenge-5-underway")
    board.later(at(11, 24))
    page = board.asked("supervisor", "组织验榜")
    for unit in ("市审计局", "市财政局"):
        page.get_by_label(f"{unit}核验员").check()
    send(page, "组织验榜")


def hold_against_tests(board: Board, _folder: Path) -> None:
    """验榜 by outsiders, test by test: one team stands, the other does not."""
    for username in OUTSIDERS:
        page = board.asked(username, "逐条判定")
        expect(page.locator("main section")).to_have_count(2)
        for section, word in zip(
            page.locator("main section").all(), ("通过", "不通过"), strict=True
        ):
            for box in section.get_by_label(word, exact=True).all():
                box.check()
            for field_ in section.get_by_role("textbox").all():
                field_.fill("现场看过，有验收单。")
        send(page, "提交判定")
    page = board.act("supervisor", "确认验榜通过")
    expect(page.locator("#pledges ~ ul")).to_contain_text("未通过")


def reward(board: Board, _folder: Path) -> None:
    """奖榜: only who passed is rewarded."""
    page = board.asked("supervisor", "提出奖励")
    amount = page.get_by_label(re.compile("奖励金额"))
    expect(amount).to_have_count(1)
    amount.fill("60")
    send(page, "提出奖励")
    page = board.act("principal", "奖榜")
    expect(main(page).get_by_text("奖励 60 万元")).to_have_count(1)


WAY = (collect, approve, publish, bid, evaluate, notice, sign, attack, hold_against_tests, reward)
