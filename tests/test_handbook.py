"""The handbook names pages and buttons as the product shows them, alike in both languages."""

import importlib.util
import re
from functools import cache
from itertools import pairwise

import pytest

from tests.shared_data import ROOT

HANDBOOK = ROOT / "docs/handbook"
ROLES = ("clerk", "contact", "leader", "operator")


@cache
def english() -> dict[str, set[str]]:
    """Every text of the product → its English, with N for what a page fills in."""
    spec = importlib.util.spec_from_file_location("messages", ROOT / "scripts/messages.py")
    assert spec
    assert spec.loader
    messages = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(messages)
    known: dict[str, set[str]] = {}
    for app in messages.apps():
        for entry in messages.catalogue(app):
            ids = entry.id if isinstance(entry.id, tuple) else (entry.id,)
            strings = entry.string if isinstance(entry.string, tuple) else (entry.string,)
            known.setdefault(filled(ids[0]), set()).update(filled(each) for each in strings)
    return known


def filled(text: str) -> str:
    return re.sub(r"%\(\w+\)[sd]", "N", text).replace("%%", "%")


def page(language: str, role: str) -> str:
    return (HANDBOOK / language / f"{role}.md").read_text(encoding="utf-8")


def levels(text: str) -> list[int]:
    return [len(marks) for marks in re.findall(r"^(#+) ", text, re.M)]


@pytest.mark.parametrize("role", ROLES)
def test_a_page_names_what_the_product_shows(role: str) -> None:
    quoted = set(re.findall(r"「([^」]+)」", page("zh", role)))
    bold = set(re.findall(r"\*\*([^*]+)\*\*", page("en", role)))
    known = english()
    assert len(quoted) > 40
    assert sorted(quoted - known.keys()) == []
    assert sorted(bold - set().union(*known.values())) == []
    assert sorted(word for word in quoted if not known[word] & bold) == [], "only in Chinese"
    named = set().union(*(known[word] for word in quoted))
    assert sorted(bold - named) == [], "only in English"


@pytest.mark.parametrize("role", ROLES)
def test_both_languages_say_as_much(role: str) -> None:
    pages = page("zh", role), page("en", role)
    assert levels(pages[0]) == levels(pages[1])
    steps = [re.findall(r"^(\d+\.|-|\|)", text, re.M) for text in pages]
    assert steps[0] == steps[1]
    assert all(60 <= text.count("\n") <= 120 for text in pages)


def test_every_link_leads_somewhere() -> None:
    pages = sorted(HANDBOOK.rglob("*.md"))
    assert len(pages) == 2 * len(ROLES) + 1
    links = [
        (path.parent / link).resolve()
        for path in [*pages, ROOT / "README.md", ROOT / "README.zh.md"]
        for link in re.findall(r"\]\(([^)#]+)", path.read_text(encoding="utf-8"))
        if "://" not in link
    ]
    assert [str(target) for target in links if not target.exists()] == []
    assert [str(path) for path in pages if path.resolve() not in links] == []


def steps_in_order(text: str) -> bool:
    """Whether every numbered list counts 1, 2, 3 …"""
    numbers = [int(n) for n in re.findall(r"^(\d+)\. ", text, re.M)]
    return all(after in (1, before + 1) for before, after in pairwise([0, *numbers]))


def test_steps_count_on() -> None:
    pages = sorted(HANDBOOK.rglob("*.md"))
    assert [str(p) for p in pages if not steps_in_order(p.read_text(encoding="utf-8"))] == []
