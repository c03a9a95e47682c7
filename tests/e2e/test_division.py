"""A county decomposes a city target until the sum check is green. Each step leaves a picture."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import SignedIn
from tests.e2e.loop import follow, main, press
from tests.e2e.test_moments import picture

pytestmark = pytest.mark.browser


def test_county_divides_until_the_check_is_green(signed_in: SignedIn, tmp_path: Path) -> None:
    desk = signed_in("supervisor")
    desk.goto("/commitments/?q=完成营造林")
    follow(desk, "完成营造林")
    follow(desk, "交办 4 个")
    press(desk, "确认交办")
    page = signed_in("county")
    page.goto("/commitments/?q=营造林")
    follow(page, "营造林")
    press(page, "签收")
    expect(main(page)).to_contain_text("还没有分解")
    follow(page, "分解")
    press(page, "列出下级单位")
    units = page.get_by_label("单位", exact=True)
    expect(units.first).to_have_value("城关镇")
    check = page.locator("#check")
    press(page, "平均分")
    expect(check).to_contain_text("分解足额")
    first = page.get_by_label("目标值", exact=True).first
    fair = first.input_value()
    first.fill("0.1")
    expect(check).to_contain_text("分解还不足额")
    expect(check).to_contain_text("缺口")
    picture(page, tmp_path, "division-1-gap")
    first.fill(fair)
    expect(check.locator(".check-main.is-met")).to_contain_text("正好足额")
    page.get_by_label("分期").select_option(label="按季度")
    press(page, "换分期")
    press(page, "按上级进度分到各期")
    expect(check.locator(".check-main.is-met")).to_be_visible()
    picture(page, tmp_path, "division-2-green")
    press(page, "保存分解")
    expect(main(page).get_by_role("status").first).to_contain_text("已保存 7 个分解事项")
    follow(page, "交办分解事项")
    press(page, "确认交办")
    parts = page.locator("#parts")
    expect(parts.get_by_role("row").filter(has_text="待签收")).to_have_count(7)
    parts.get_by_role("link", name="分解图").click()
    expect(page.locator(".cascade-2")).to_have_count(7)
    picture(page, tmp_path, "division-3-tree")
