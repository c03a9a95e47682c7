"""The norms in docs/rules: every fenced ``pycon`` example does what the article says."""

import doctest
import re

import pytest

from tests.shared_data import ROOT

FENCE = re.compile(r"^```pycon\n(.*?)^```$", re.DOTALL | re.MULTILINE)
ARTICLE = re.compile(r"^## 第.+条 ", re.MULTILINE)
PAGES = [
    "cadence",
    "challenges",
    "clocks",
    "decomposition",
    "exchange",
    "forecast",
    "indicators",
    "lights",
    "list-types",
    "objections",
    "projects",
    "sampling",
    "units",
    "voting",
]


def read(page: str) -> str:
    return (ROOT / "docs" / "rules" / f"{page}.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES)
def test_examples_hold(page: str) -> None:
    examples = "".join(found.group(1) for found in FENCE.finditer(read(page)))
    case = doctest.DocTestParser().get_doctest(examples, {}, page, f"{page}.md", 0)
    report: list[str] = []
    result = doctest.DocTestRunner().run(case, out=report.append)
    assert result.failed == 0, "".join(report)


@pytest.mark.parametrize("page", PAGES)
def test_each_article_has_an_example(page: str) -> None:
    articles = ARTICLE.split(read(page))[1:]
    assert [
        article.splitlines()[0] for article in articles if "```pycon\n>>> " not in article
    ] == []
