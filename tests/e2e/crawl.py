"""Walking the site: one page of each kind that links lead to, and what is wrong with a page."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from urllib.parse import urljoin, urlsplit

import yaml
from axe_playwright_python.sync_playwright import Axe
from babel.messages.pofile import read_po
from lxml import html
from playwright.sync_api import Error, Page

from tests.served import DESKTOP, PHONE
from tests.shared_data import ROOT

MOST_PAGES = 60
LINKS = """all => all.filter(a => !a.closest("[hidden]"))
  .map(a => new URL(a.href.baseVal ?? a.href, location).href)"""
ASKED_LINKS = "//a[not(ancestor-or-self::*[@hidden])]/@href"
TOO_WIDE = "document.documentElement.scrollWidth - innerWidth"
CUT_OFF = """across => [...document.querySelectorAll("main table")]
  .filter(one => !one.closest(across) && one.checkVisibility())
  .filter(one => one.offsetWidth > one.parentElement.clientWidth + 1)
  .map(one => `${one.className} of ${one.offsetWidth} px`)"""
ACROSS = ".ranking, .paper, .heat-scroll, .excerpt, .wall-wrap, .table-responsive"
"""Tables with as many columns as there are parts or units: they may be pushed aside."""

FRAME = "nav, h1, h2, h3, th, legend, label, button, summary, .chip, .btn, .count, .lead, .empty"
"""What the product itself writes on a page; names of lists, units and people may stand in it."""

FEW_ROWS = {"exclude": [["tbody tr:nth-child(n+13)"], ["ol li:nth-child(n+13)"]]}
"""Later rows are made by the same pattern as the first dozen."""
ONLY_FAULTS = {"resultTypes": ["violations"], "preload": False}

TEXTS = """all => [...new Set(all)].flatMap(one => {
  const walk = document.createTreeWalker(one, NodeFilter.SHOW_TEXT), found = [];
  while (walk.nextNode()) {
    if (!walk.currentNode.parentElement.closest("[lang^=zh], script, style"))
      found.push(walk.currentNode.data.trim());
  }
  return found;
})"""
CHINESE = re.compile(r"[\u3400-\u9fff]+")
LEAST_PIECE = 4
JOINTS = re.compile(r"年?前?[一二三四]季度|上半年|年度?|月底?|关于|的通报|年中回头看|年终大复盘")
"""What joins the pieces of the demo's own titles."""


def kind_of(address: str) -> str:
    """The address without what differs from one thing to the next."""
    return re.sub(r"\d+", "N", re.sub(r"(/numbers/).+", r"\1", urlsplit(address).path))


Look = Callable[[Page, str], list[str] | None]


def shown(page: Page, address: str) -> list[str] | None:
    """Open it in the browser: where its links lead, None for what is downloaded instead of shown.

    Raises AssertionError for an answer other than 200.
    """
    try:
        answer = page.goto(address)
    except Error:
        answered(page, address)
        return None
    assert answer is not None
    assert answer.status == 200, f"{answer.status} {address}"
    found: list[str] = page.locator("a[href]").evaluate_all(LINKS)
    return found


def answered(page: Page, address: str) -> list[str] | None:
    """Only ask for it, as the same person: what ``shown`` says, for a fraction of its time."""
    answer = page.request.get(address)
    assert answer.status == 200, f"{answer.status} {address}"
    if not answer.headers["content-type"].startswith("text/html"):
        return None
    links = html.fromstring(answer.body()).xpath(ASKED_LINKS)
    return [urljoin(address, str(link)) for link in links]


def walked(page: Page, start: str = "/", look: Look = shown) -> Iterator[str]:
    """Looks at home, then at one page of each kind that is linked to; yields their addresses."""
    base = "{0.scheme}://{0.netloc}/".format(urlsplit(page.url))
    waiting, known = [base + start[1:]], {kind_of(start)}
    for _ in range(MOST_PAGES):
        if not waiting:
            return
        address = waiting.pop(0)
        links = look(page, address)
        if links is None:
            continue
        yield address
        for link in links:
            if link.startswith(base) and kind_of(link) not in known:
                known.add(kind_of(link))
                waiting.append(link.partition("#")[0])


def too_wide(page: Page) -> int:
    """Pixels by which the page is wider than a small phone; 0 where it fits."""
    before = page.viewport_size or DESKTOP
    if before != PHONE:
        page.set_viewport_size(PHONE)
    found = int(page.evaluate(TOO_WIDE))
    if before != PHONE:
        page.set_viewport_size(before)
    return max(found, 0)


def cut_off(page: Page) -> list[str]:
    """Tables of which a part lies beyond the frame; of what is read across, none is counted."""
    found: list[str] = page.evaluate(CUT_OFF, ACROSS)
    return found


def barriers(page: Page) -> list[str]:
    """What axe calls serious or critical, with the first place of each."""
    found = Axe().run(page, context=FEW_ROWS, options=ONLY_FAULTS).response["violations"]
    return [
        f"{each['id']}: {each['nodes'][0]['target']}"
        for each in found
        if each["impact"] in ("serious", "critical")
    ]


def untranslated(page: Page) -> list[str]:
    """Texts of an English page that are still Chinese: a known message anywhere on it, and in
    the frame whatever is no datum of the demo."""
    everywhere = page.locator("body").evaluate_all(TEXTS)
    inside = page.locator(FRAME).evaluate_all(TEXTS)
    known = [text for text in everywhere if text in _messages() - _names()]
    return list(dict.fromkeys(known + [text for text in inside if not _is_datum(text)]))


def _is_datum(text: str) -> bool:
    apart = JOINTS.sub(" ", _units_and_posts().sub(" ", text))
    return all(_is_made_of_data(run) for run in CHINESE.findall(apart))


@cache
def _units_and_posts() -> re.Pattern[str]:
    """Names of units, posts and phases, of which the demo makes people and projects."""
    names = _scalars(yaml.safe_load((ROOT / "src/luoshi/demo/city.yaml").read_bytes()))
    units = sorted({name for name in names if CHINESE.fullmatch(name)}, key=len, reverse=True)
    return re.compile("|".join([*units, "负责人", "核验员", "联络员", "[二三]期"]))


def _is_made_of_data(run: str) -> bool:
    """Whether it stands in the data, as one piece or as two that the demo joined."""
    cuts = range(LEAST_PIECE, len(run) - LEAST_PIECE + 1)
    return run in _data() or any(run[:at] in _data() and run[at:] in _data() for at in cuts)


@cache
def _data() -> str:
    """Everything Chinese that the demo, its presets and these tests put into the database."""
    source = ROOT / "src/luoshi"
    files = [*(source / "demo").iterdir(), *(source / "presets").rglob("*.yaml")]
    files += [source / "web/publishing/heads.yaml", *(ROOT / "tests/e2e").glob("*.py")]
    return "\n".join(each.read_text(encoding="utf-8") for each in files if each.is_file())


@cache
def _names() -> frozenset[str]:
    """The demo's own words that happen to be messages too: of people, schemes, bulletins."""
    source = ROOT / "src/luoshi"
    files = [*(source / "demo").glob("*.yaml"), *(source / "presets/schemes").glob("*.yaml")]
    files += [source / "presets/bulletins.yaml", source / "presets/ballots.yaml"]
    return frozenset(name for each in files for name in _scalars(yaml.safe_load(each.read_bytes())))


def _scalars(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        node = [*node, *node.values()]
    if isinstance(node, list):
        for each in node:
            yield from _scalars(each)
    elif isinstance(node, str):
        yield node


@cache
def _messages() -> frozenset[str]:
    """Our Chinese messages that have an English wording."""
    found: set[str] = set()
    for path in (ROOT / "src/luoshi/web").rglob("locale/en/LC_MESSAGES/django.po"):
        with path.open("rb") as stream:
            for message in read_po(stream, locale="en"):
                if message.id and message.string and message.id != message.string:
                    found.update([message.id] if isinstance(message.id, str) else message.id)
    return frozenset(found)
