"""A wall chart on screen, and on a sheet of A0 as the printer gets it."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, Response, expect
from pypdfium2 import PdfDocument

from tests.e2e.conftest import SignedIn
from tests.e2e.loop import follow, main, press
from tests.e2e.test_moments import picture
from tests.render.test_wall import needs_pango

pytestmark = [pytest.mark.browser, needs_pango]
POINTS = 72 / 25.4
"""In a millimetre."""
A0 = (1189, 841)


def width_of_months(page: Page) -> int:
    """Pixels of the axis on screen."""
    return int(page.locator(".wall-months svg").get_attribute("width") or 0)


def pdf_behind(page: Page, button: str) -> bytes:
    """The file a button leads to, asked for again: one browser shows a PDF, another keeps it."""

    def is_sheet(answer: Response) -> bool:
        return answer.headers.get("content-type") == "application/pdf"

    with page.expect_response(is_sheet, timeout=120_000) as found:
        press(page, button)
    assert found.value.url.endswith(".pdf")
    return page.request.get(found.value.url).body()


def test_wall_chart_on_screen_and_on_a0(signed_in: SignedIn, tmp_path: Path) -> None:
    page = signed_in("supervisor")
    page.goto("/lists/")
    follow(page, "政府工作报告重点任务清单")
    follow(page, "挂图")
    rows = page.locator(".wall-what a").evaluate_all("all => all.map(one => one.title)")
    expect(main(page)).to_contain_text(f"共 {len(rows)} 项")
    usual = width_of_months(page)
    follow(page, "放大")
    page.wait_for_url("**zoom=3")
    assert width_of_months(page) > usual
    picture(page, tmp_path, "wall-screen")
    sheets = PdfDocument(pdf_behind(page, "A0"))
    sizes = {tuple(round(side / POINTS) for side in sheet.get_size()) for sheet in sheets}
    assert sizes == {A0}
    text = "".join("".join(sheet.get_textpage().get_text_range().split()) for sheet in sheets)
    assert rows
    assert [row for row in rows if "".join(row.split()) not in text] == []
    kept = Path(os.environ.get("LUOSHI_PICTURES", tmp_path))
    sheets[0].render(scale=0.7).to_pil().save(kept / "wall-a0.png")
    sheets.close()
