"""Every act that matters works in a browser without JavaScript."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.loop import FREE_MONTHS, Loop, follow, line_of, main, open_round, press, row_of
from tests.served import DESKTOP, Site, enter

pytestmark = pytest.mark.browser
LIST = "无脚本清单"


@pytest.fixture
def plain(site: Site, browser: Browser) -> Iterator[Callable[[str], Page]]:
    """A page without JavaScript on which that person has signed in."""
    contexts: list[BrowserContext] = []

    def signed(username: str) -> Page:
        context = browser.new_context(
            viewport=DESKTOP, base_url=site.url, java_script_enabled=False
        )
        contexts.append(context)
        return enter(context, username)

    yield signed
    for context in contexts:
        context.close()


def test_candidates_are_confirmed_and_rejected(plain: Callable[[str], Page]) -> None:
    page, year = plain("supervisor"), timezone.localdate().year
    page.goto("/lists/new/")
    page.get_by_label("清单名称").fill(LIST)
    page.get_by_label("清单类型").select_option(label="重点任务清单")
    page.get_by_label("自", exact=True).fill(f"{year}-01-01")
    page.get_by_label("至", exact=True).fill(f"{year}-12-31")
    press(page, "新建清单")
    page.goto("/documents/")
    page.get_by_label("或粘贴文字").fill(
        f"云川市{year}年水利工作要点\n\n11月底前加固小型水库3座。（责任单位：市水利局）\n"
        "年底前疏浚河道12公里，新建泵站4座。（责任单位：市水利局）\n"
    )
    press(page, "导入并识别承诺")
    desk = page.get_by_role("region", name="当前候选")
    desk.get_by_label("列入清单").select_option(label=LIST)
    desk.get_by_role("button", name="确认").click()
    expect(page.locator("li.candidate.is-confirmed")).to_have_count(1)
    desk.get_by_role("link", name="剔除").click()
    desk.get_by_role("button", name="不属本辖区事项").click()
    expect(page.locator("li.candidate.is-rejected")).to_have_count(1)
    page.goto("/lists/")
    follow(page, LIST)
    expect(row_of(page, "11月底前加固小型水库3座")).to_contain_text("市水利局")


def test_account_is_filled_signed_and_accepted(
    plain: Callable[[str], Page], tmp_path: Path
) -> None:
    loop = Loop(plain, tmp_path)
    name = "无脚本轮次"
    page = loop.at("supervisor", "调度交账")
    open_round(page, loop.strive, loop.today.year, next(FREE_MONTHS), name)
    page = loop.at("contact", "调度交账")
    row_of(page, name).get_by_role("link").click()
    first = page.locator(".line").first
    promise = first.get_by_role("heading").get_by_role("link").inner_text()
    line_of(page, promise).get_by_label("累计完成值").fill("2")
    line_of(page, promise).get_by_label("进展").fill("没有脚本也能报。")
    press(page, "报送")
    expect(main(page).get_by_role("status").first).to_contain_text("已报送 1 项")
    for username, act, done in (
        ("leader", "签发所选", "已签发 1 项"), ("supervisor", "采信所选", "已采信 1 项"),
    ):  # fmt: skip
        page = loop.at(username, "调度交账")
        row_of(page, name).get_by_role("link").click()
        page.get_by_role("checkbox", name=promise[:20]).check()
        press(page, act)
        expect(main(page).get_by_role("status").first).to_contain_text(done)
