"""The clock of a speaker begins at the whole minutes, whatever the two clocks say of each other."""

from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.shared_data import ROOT

SCRIPT = ROOT / "src/luoshi/web/static/luoshi/appraisal.js"
MINUTES = 8
LAY = """([behind, ran]) => {
  const now = Date.now() - behind;
  document.body.innerHTML = `<div id="live" data-now="${now}"><div class="timer" data-warn="60,0"
    data-began="${now + behind - ran}" data-ends="${now + behind - ran + 480000}">
    <p data-left></p><p data-warning></p><p data-over></p></div></div>`;
}"""


@pytest.mark.parametrize(
    ("behind", "ran", "shown"),
    [(0, 0, {"8:00"}), (700, 0, {"8:00"}), (0, 2500, {"7:58", "7:57"}), (0, 481_500, {"-0:01"})],
    ids=["the same clock", "a page asked for before the turn", "under way", "over"],
)
def test_a_turn_of_eight_minutes(browser: Browser, behind: int, ran: int, shown: set[str]) -> None:
    page: Any = browser.new_page()
    page.evaluate(LAY, [behind, ran])
    page.add_script_tag(path=SCRIPT)
    assert page.locator("[data-left]").inner_text() in shown
    page.close()
