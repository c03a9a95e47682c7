"""What happens to people at the report form: a double click, the back button, a lost session."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from luoshi.demo.logins import PASSWORD
from tests.e2e.conftest import SignedIn
from tests.e2e.loop import FREE_MONTHS, Loop, main, open_round, press, row_of

pytestmark = pytest.mark.browser
WORDS = "已召开两次调度会，资料正在汇总。"


@pytest.fixture
def filling(signed_in: SignedIn, tmp_path: Path, request: pytest.FixtureRequest) -> Page:
    """The contact of 市交通局 at a round of its own with three empty lines."""
    loop, name = Loop(signed_in, tmp_path), request.node.name
    page = loop.at("supervisor", "调度交账")
    open_round(page, loop.strive, loop.today.year, next(FREE_MONTHS), name)
    page = loop.at("contact", "调度交账")
    row_of(page, name).get_by_role("link").click()
    return page


def line(page: Page) -> Locator:
    """The first line of the account."""
    return page.locator(".line").first


def sign_in_again(page: Page) -> None:
    """The contact, asked to at the login page."""
    page.get_by_label("登录名").fill("contact")
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    press(page, "登录")


def test_second_click_sends_nothing(filling: Page) -> None:
    """While the first is still under way."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    filling.route("**/fill/", hold)
    line(filling).get_by_label("累计完成值").fill("3")
    place = main(filling).get_by_role("button", name="报送", exact=True).bounding_box()
    assert place
    x, y = place["x"] + place["width"] / 2, place["y"] + place["height"] / 2
    with filling.expect_request("**/fill/"):
        filling.mouse.click(x, y)
    filling.mouse.click(x, y)
    held[0].continue_()
    expect(main(filling).get_by_role("status").first).to_contain_text("已报送 1 项")
    expect(filling.get_by_role("heading", name="等您填报 2 项")).to_be_visible()
    assert len(held) == 1


def test_back_button_cannot_report_twice(filling: Page) -> None:
    line(filling).get_by_label("累计完成值").fill("3")
    press(filling, "报送")
    expect(filling.get_by_role("heading", name="等您填报 2 项")).to_be_visible()
    filling.go_back()
    press(filling, "报送")
    expect(filling.get_by_role("heading", name="等您填报 2 项")).to_be_visible()
    others = filling.get_by_role("region", name="本单位其他交账")
    expect(others.get_by_role("row").filter(has_text="待签发")).to_have_count(1)


def test_lost_session_loses_no_word(filling: Page) -> None:
    line(filling).get_by_label("进展").fill(WORDS)
    line(filling).get_by_label("已完成").check()
    filling.context.clear_cookies(name="sessionid")
    press(filling, "存为草稿")
    expect(filling).to_have_url(re.compile(r"/login/\?next=/rounds/\d+/$"))
    sign_in_again(filling)
    expect(line(filling).get_by_label("进展")).to_have_value(WORDS)
    expect(line(filling).get_by_label("已完成")).to_be_checked()
    press(filling, "存为草稿")
    expect(main(filling).get_by_role("status").first).to_contain_text("已保存")
    assert filling.evaluate("Object.keys(localStorage).filter(k => k.includes('fill-'))") == []


def test_session_lost_before_typing_ends_keeps_the_draft(filling: Page) -> None:
    line(filling).get_by_label("进展").fill(WORDS)
    filling.context.clear_cookies(name="sessionid")
    filling.reload()
    sign_in_again(filling)
    expect(line(filling).get_by_label("进展")).to_have_value(WORDS)
