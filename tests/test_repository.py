"""The house rules that a command can check: sizes, words, pages, settings, translations."""

import ast
import importlib.util
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import URLPattern, URLResolver, get_resolver

from tests.shared_data import ROOT

SRC = ROOT / "src/luoshi"
CODE = sorted(p for p in SRC.rglob("*.py") if "migrations" not in p.parts)
TESTS = sorted((ROOT / "tests").rglob("*.py"))
TEMPLATES = sorted(SRC.rglob("*.html"))


def lines(path: Path) -> int:
    return path.read_text(encoding="utf-8").count("\n")


def functions() -> Iterator[tuple[str, int]]:
    for path in CODE:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or 0) - node.lineno + 1
                yield f"{path.relative_to(ROOT)}:{node.name}", length


def test_no_file_is_long() -> None:
    assert [str(p) for p in [*CODE, *TESTS] if lines(p) > 400] == []


def test_no_function_is_long() -> None:
    assert [name for name, length in functions() if length > 40] == []


def test_the_usual_function_is_short() -> None:
    lengths = sorted(length for _, length in functions())
    assert lengths[len(lengths) // 2] <= 9


def test_no_template_is_long_and_each_says_what_it_takes() -> None:
    assert [str(p) for p in TEMPLATES if lines(p) > 120] == []
    assert [str(p) for p in TEMPLATES if not p.read_text(encoding="utf-8").startswith("{#")] == []


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        (r"<script>|<style>|\son(click|change|submit|load|input)=|\sstyle=\"", "inline code"),
        (r"https?://", "outside address"),
    ],
)
def test_templates_keep_to_the_content_policy(pattern: str, why: str) -> None:
    found = [str(p) for p in TEMPLATES if re.search(pattern, p.read_text(encoding="utf-8"))]
    assert found == [], why


def test_every_column_has_a_name() -> None:
    """Who hears a table hears the head of each column; one may be hidden, none is empty."""
    heads = {p: re.findall(r"<th\b[^>]*>(.*?)</th>", p.read_text("utf-8"), re.S) for p in TEMPLATES}
    named = {
        p: [re.sub(r"<[^>]*>", "", head).strip() for head in found] for p, found in heads.items()
    }
    assert [str(p) for p, names in named.items() if "" in names] == []
    corners = re.compile(r"<thead>(?:(?!</thead>).)*<td", re.S)
    assert [str(p) for p in TEMPLATES if corners.search(p.read_text("utf-8"))] == []


def test_every_page_has_one_main_heading() -> None:
    """The frame writes it; a page only says what stands in it. A broken page has no frame, and the
    voter's pages have one of their own."""
    texts = {p.name: p.read_text("utf-8") for p in TEMPLATES}
    assert {name: text.count("<h1") for name, text in texts.items() if "<h1" in text} == {
        "base.html": 1,
        "500.html": 1,
        "frame.html": 1,
    }
    pages = {str(p): p.read_text("utf-8") for p in TEMPLATES}
    framed = {name: text for name, text in pages.items() if '{% extends "base.html" %}' in text}
    assert [name for name, text in framed.items() if text.count("{% block heading %}") != 1] == []


def test_paper_is_not_taken_for_a_phone() -> None:
    """A sheet of A4 is narrow too: what is for narrow screens says so."""
    styles = sorted((SRC / "web/static/luoshi").glob("*.css"))
    assert [p.name for p in styles if "@media (max-width" in p.read_text("utf-8")] == []
    cards = [p.name for p in styles if ".cards tr" in p.read_text("utf-8")]
    assert cards == ["theme.css"]


def test_views_leave_the_database_to_queries_and_actions() -> None:
    views = [p for p in CODE if "views" in p.name or "views" in p.parts]
    pattern = re.compile(r"\.objects\b|\.save\(|\.delete\(\)|transaction\.atomic")
    assert [str(p) for p in views if pattern.search(p.read_text(encoding="utf-8"))] == []


SAYS_ELSEWHERE = {
    "language": "the page itself speaks the other language",
    "_on": "its callers say it",
    "again": "the page of the job says how far it is",
    "calendar": "only reads",
    "edit": "leads to the same act as text",
    "job_open": "takes a notice away",
    "new": "the page of the job says how far it is",
    "pdf": "the page of the job says how far it is",
    "vote_enter": "leads to the voter's page",
    "_posted": "the voter's page says what was received",
    "_chosen": "the page itself speaks the other language",
}


def test_every_act_that_leads_on_says_what_it_did() -> None:
    silent = set()
    for path in (p for p in CODE if "views" in p.name or "views" in p.parts):
        source = path.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.FunctionDef):
                body = ast.get_source_segment(source, node) or ""
                leads_on = re.search(r"\b(redirect|back)\(", body)
                if leads_on and "messages." not in body:
                    silent.add(f"{path.relative_to(SRC / 'web')}:{node.name}")
    assert {name for name in silent if name.partition(":")[2] not in SAYS_ELSEWHERE} == set()
    assert sum(name.endswith(":new") for name in silent) == 1


def test_no_work_diary_lies_about() -> None:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    diary = re.compile(r"(^|/)[A-Z0-9_-]*(SUMMARY|COMPLETE|IMPLEMENTATION)[A-Z0-9_-]*\.(md|txt)$")
    assert [name for name in listed if diary.search(name)] == []


def test_no_person_is_counted_by_presence() -> None:
    """Law 1: no login, streak, click or online-time metric anywhere."""
    words = re.compile(
        r"last_login|login_count|online_time|streak|click_count|last_seen", re.IGNORECASE
    )
    found = {
        f"{p.relative_to(ROOT)}:{match[0]}"
        for p in CODE
        for match in words.finditer(p.read_text(encoding="utf-8"))
    }
    assert found == {"src/luoshi/web/accounts/models.py:last_login"}


def test_no_model_holds_a_float_for_points() -> None:
    assert [str(p) for p in CODE if "FloatField" in p.read_text(encoding="utf-8")] == []


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_every_text_has_its_english() -> None:
    spec = importlib.util.spec_from_file_location("messages", ROOT / "scripts/messages.py")
    assert spec
    assert spec.loader
    messages = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(messages)
    assert {app: gaps for app in messages.apps() if (gaps := messages.missing(app))} == {}
    assert messages.twofold() == []


def routes(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, str]]:
    for entry in resolver.url_patterns:
        where = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield str(entry.name), where
        else:
            yield from routes(entry, where)


def test_every_address_has_one_name() -> None:
    names = [name for name, _ in routes(get_resolver())]
    assert sorted(names) == sorted(set(names))
    assert "None" not in names


def test_every_setting_is_documented() -> None:
    settings = (SRC / "web/settings.py").read_text(encoding="utf-8")
    names = {f"LUOSHI_{name}" for name in re.findall(r"env\.\w+\(\"([A-Z_]+)\"", settings)}
    text = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
    assert sorted(name for name in names if f"`{name}`" not in text) == []


def test_every_command_is_documented() -> None:
    from luoshi.cli import main

    text = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
    assert [name for name in main.list_commands(None) if f"luoshi {name}" not in text] == []  # type: ignore[attr-defined]


def test_every_dependency_says_what_it_is_needed_for() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    block = text.split("dependencies = [", 1)[1].split("\n]", 1)[0]
    assert [line for line in block.splitlines() if line.strip() and "needed for:" not in line] == []


def test_lock_file_names_no_download_address() -> None:
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text(encoding="utf-8")
