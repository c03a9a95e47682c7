"""A department is merged into another, and last year still adds up. Each step leaves a picture."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e import later
from tests.e2e.conftest import SignedIn, fresh_database, signing_in
from tests.e2e.loop import choose, follow, main, press, row_of
from tests.e2e.pasts import CLOSES, GOES_ON, HEIR
from tests.e2e.test_challenge import at
from tests.e2e.test_moments import picture
from tests.served import served

pytestmark = pytest.mark.browser
COMPARED = "/units/comparison/"


@pytest.fixture
def signed_in(browser: Browser, tmp_path: Path) -> Iterator[SignedIn]:
    """People of a city in which two departments have figures of two years."""
    later.set_clock(tmp_path, at(3, 2, 11))
    filled = partial(later.command, filling="tests.e2e.pasts:two_departments")
    with (
        fresh_database("merger") as database,
        served(tmp_path, command=filled, database=database) as city,
        signing_in(city, browser) as signed,
    ):
        yield signed


def totals(page: Page) -> list[str]:
    """Of last year and of this year, as they stand under the table."""
    page.goto(COMPARED)
    return main(page).locator("tfoot td.num").all_inner_texts()


def test_last_year_still_adds_up_after_a_merger(signed_in: SignedIn, tmp_path: Path) -> None:
    office, admin = signed_in("supervisor"), signed_in("admin")
    before = totals(office)
    assert before == ["42", "25"]
    expect(row_of(office, "市文旅局")).to_contain_text("单位未变，原数")

    admin.goto("/settings/units/")
    follow(admin, "云川市文化和旅游局")
    follow(admin, "合并")
    choose(admin, "并入", "市商务局", by="yc-swj")
    admin.get_by_label("生效日期").fill("2026-03-02")
    admin.get_by_label("事由").fill("机构改革")
    press(admin, "下一步：看影响")
    expect(main(admin)).to_contain_text("由承接单位签收")
    expect(row_of(admin, GOES_ON)).to_contain_text("市商务局")
    for person in ("市文旅局联络员", "市文旅局负责人"):
        expect(row_of(admin, person)).to_contain_text("转到市商务局")
    picture(admin, tmp_path, "merger-1-preview")
    press(admin, "确认合并")
    expect(main(admin)).to_contain_text("已生效")

    assert totals(office) == before
    expect(main(office).locator("tfoot")).to_contain_text("按当时的单位合计 42，一致")
    expect(row_of(office, "市商务局")).to_contain_text("市商务局 30、原市文旅局 12")
    picture(office, tmp_path, "merger-2-adds-up")

    heir = signed_in(f"leader-{HEIR}")
    heir.goto("/owners/")
    expect(main(heir).get_by_label(GOES_ON)).to_be_checked()
    press(heir, "签收勾选的划转")
    expect(main(heir).get_by_role("status").first).to_contain_text("已签收")
    contact = signed_in(f"contact-{CLOSES}")
    contact.goto("/commitments/")
    expect(row_of(contact, GOES_ON)).to_contain_text("市商务局")
