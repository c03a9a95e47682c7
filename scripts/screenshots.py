"""The README's pictures, taken of the demo city in Chromium: ``make screenshots``."""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.served import CHROMIUM, DESKTOP, FLAGS, PHONE, Site, enter, served  # noqa: E402

PICTURES = ROOT / "docs/pictures"
SHOTS = (
    ("review", "supervisor", "/documents/", "a[href$='/review/']"),
    ("principal", "principal", "/", ""),
    ("list", "supervisor", "/lists/", "main td a:has-text('政府工作报告')"),
    ("run", "principal", "/runs/", "main a[href^='/runs/']:not([href$='/new/'])"),
    ("bulletin", "supervisor", "/bulletins/", "main a[href^='/bulletins/']"),
    ("season", "supervisor", "/arena/", "main a[href^='/arena/']:not([href$='/new/'])"),
)
"""Name, person, page, and the link to follow from there."""


def main() -> int:
    """Write the pictures; 1 where there is no browser."""
    if CHROMIUM is None:
        sys.stderr.write("Chromium is not installed\n")
        return 1
    PICTURES.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix="luoshi-pictures-") as folder,
        served(Path(folder)) as site,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for english in (False, True):
            _all(browser, site, english=english)
        browser.close()
    return 0


def _all(browser: Browser, site: Site, *, english: bool) -> None:
    suffix = "en" if english else "zh"
    for name, person, path, link in SHOTS:
        page = _page(browser, site, person, DESKTOP, english=english)
        page.goto(path)
        if link:
            page.locator(link).first.click()
            page.wait_for_load_state("networkidle")
        if name == "run":
            _picture(page, f"run-{suffix}")
            page.locator("main a[href*='/units/']").first.click()
            page.wait_for_load_state("networkidle")
            name = "trace"
        _picture(page, f"{name}-{suffix}")
        page.context.close()
    page = _page(browser, site, "contact", PHONE, english=english)
    _picture(page, f"phone-{suffix}")
    page.context.close()


def _page(
    browser: Browser, site: Site, person: str, size: dict[str, int], *, english: bool
) -> Page:
    context = browser.new_context(viewport=size, base_url=site.url)  # type: ignore[arg-type]
    return enter(context, person, english=english)


def _picture(page: Page, name: str) -> None:
    page.screenshot(path=str(PICTURES / f"{name}.png"))


if __name__ == "__main__":
    raise SystemExit(main())
