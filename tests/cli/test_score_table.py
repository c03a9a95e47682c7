"""``luoshi score SCHEME DATA``: a table in, ranking and trace out, faults with their place."""

import json
import re
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.utils.translation import override
from openpyxl import load_workbook

from luoshi.cli import main
from luoshi.commands.scoring_words import ENGLISH, PARAMS, TYPES, WORDS
from luoshi.core.scoring import REASONS, digest, parse_scheme, scheme_digest
from luoshi.render.sheet import Cell, Sheet, SheetColumn, xlsx
from luoshi.web.assessment.errors import REASONS as PAGES
from tests.shared_data import ROOT, shared

SCHEME = """\
schema: 1
title: 示例办法
edition: 2026
source: 自拟
groups:
  - {key: counties, title: 县区, unit_kinds: [county]}
  - {key: parks, title: 园区, unit_kinds: [park]}
nodes:
  - {key: gdp, title: 增速, weight: 60, source: "value:增速", function: min_max}
  - {key: done, title: 完成, weight: 40, source: commitments.completion, missing: zero, cap_each: 1,
     function: completion}
quotas: [{key: top, title: 优秀, share: 0.5}]
"""
HEAD = ("单位", "组", "增速", "commitments.completion", "备注")
ROWS: list[Sequence[Cell]] = [
    ("东县", "县区", Decimal("6.5"), Decimal("0.9"), "x"),
    ("西县", "counties", Decimal("4.5"), Decimal("1.2"), ""),
    ("南县", "县区", Decimal("5.5"), None, ""),
    ("甲园", "园区", Decimal("3"), Decimal(1), ""),
    ("乙园", "园区", Decimal("1"), Decimal(1), ""),
]


@pytest.fixture(autouse=True)
def chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LUOSHI_LANG", "zh")


def book(path: Path, head: Sequence[str], rows: Sequence[Sequence[Cell]]) -> Path:
    texts = [[str(c) if isinstance(c, Decimal) else c for c in row] for row in rows]
    columns = [SheetColumn(title) for title in head]
    path.write_bytes(xlsx([Sheet("表", columns, texts)]))
    return path


def sheets(path: Path) -> list[list[tuple[Cell, ...]]]:
    """The rows of each sheet below its head."""
    return [list(page.iter_rows(min_row=2, values_only=True)) for page in load_workbook(path)]


def score(folder: Path, *arguments: str, scheme: str = SCHEME, data: Path | None = None) -> Result:
    rules = folder / "scheme.yaml"
    rules.write_text(scheme, encoding="utf-8")
    table = data or book(folder / "data.xlsx", HEAD, ROWS)
    return CliRunner().invoke(main, ["score", str(rules), str(table), *arguments])


def test_groups_are_ranked_apart(tmp_path: Path) -> None:
    answer = score(tmp_path)
    assert (answer.exit_code, answer.stdout.splitlines()) == (
        0,
        [
            "县区", "1\t东县\t96.00", "2\t西县\t40.00", "3\t南县\t30.00",
            "园区", "1\t甲园\t100.00", "2\t乙园\t40.00",
        ],
    )  # fmt: skip
    assert answer.stderr == "未用的列：备注\n"


def test_workbook_has_ranking_trace_and_digests(tmp_path: Path) -> None:
    out = tmp_path / "result.xlsx"
    assert score(tmp_path, "-o", str(out)).exit_code == 0
    counties, parks, trace, origin = sheets(out)
    assert [row[:5] for row in counties] == [
        (1, "东县", 96, 1, "优秀"),
        (2, "西县", 40, 1, ""),
        (3, "南县", 30, 1, ""),
    ]
    assert [row[1] for row in parks] == ["甲园", "乙园"]
    line = next(row for row in trace if row[1:3] == ("南县", "done"))
    formulas = "(1 × 0) ÷ 1 = 0\n100 × min(0 ÷ 1, 1) = 0"
    gap = "缺的按 0 计；commitments.completion"
    assert (line[0], *line[3:]) == ("县区", "完成", 40, 0, 0, formulas, gap, "")
    assert dict(origin)["办法摘要 parks"] == scheme_digest(parse_scheme(SCHEME))


def test_json_is_canonical_and_the_same_again(tmp_path: Path) -> None:
    out, again = tmp_path / "a.json", tmp_path / "b.json"
    score(tmp_path, "-o", str(out))
    reversed_table = book(tmp_path / "other.xlsx", HEAD, ROWS[::-1])
    score(tmp_path, "-o", str(again), data=reversed_table)
    found = json.loads(out.read_bytes())
    assert [unit["points"] for unit in found["parks"]["units"]] == ["40", "100"]
    assert digest(out.read_bytes()) != digest(again.read_bytes())  # refs name the rows
    other = json.loads(again.read_bytes())
    assert [unit["points"] for unit in other["counties"]["units"]] == [
        unit["points"] for unit in found["counties"]["units"]
    ]


VETO = """\
vetoes:
  - {key: v, title: 事故, source: 'manual:事故', basis: 条例, level: law, expires: 2026-12-31,
     bars: [top]}
"""


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("2026-12-31", [("东县", 85, 1, "", "事故"), ("西县", 0, 1, "优秀", "")]),
        ("2027-01-01", [("东县", 85, 1, "优秀", ""), ("西县", 0, 1, "", "")]),
    ],
)
def test_long_table_has_facts_with_weights_and_papers(
    tmp_path: Path, day: str, told: list[tuple[Cell, ...]]
) -> None:
    head = ("unit", "source", "fact", "weight", "value", "refs")
    rows = [
        ("东县", "增速", None, None, "6", None),
        ("东县", "commitments.completion", "c1", "3", "50%", None),
        ("东县", "commitments.completion", "c2", "1", "1", "报告1 报告2"),
        ("东县", "manual:事故", "a", None, "1", "文件1"),
        ("西县", "增速", None, None, "4", None),
    ]
    table, out = book(tmp_path / "long.xlsx", head, rows), tmp_path / "o.xlsx"
    options = ("--group", "counties", "--on", day, "-o", str(out))
    answer = score(tmp_path, *options, scheme=SCHEME + VETO, data=table)
    assert answer.output == ""
    assert [row[1:6] for row in sheets(out)[0]] == told


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "weight: 60",
            "weight: 61",
            "scheme.yaml:9: nodes: 同一上级下的权重之和须为 100（或写明 normalise: true） "
            "[weights-sum]（现为：101，应为：100）",
        ),
        ("weight: 60", "weight: .inf", "nodes[0].weight: 不是有限的数（无穷大，或不是数）"),
        ("weight: 60", "weight: 1e400", "nodes[0].weight: 数字过大、过小或过长"),
        ("weight: 60", "weight: 六十", "类型不对 [wrong-type]（应为：数字，例如 1.5）"),
        (
            "min_max",
            "{name: linear, worst: 1, best: 1}",
            "scheme.yaml:9: nodes[0].function: 两端相等，除数为零 [goalposts-equal]",
        ),
        ("schema: 1", "schema: &a 1", "scheme.yaml:1: 不能使用锚点和别名（& 和 *） [anchor]"),
        ("value:增速", "gossip", "source-unknown"),
        ("value:增速", "value:其他", "数据表与办法的来源对不上：value:其他"),
        ("title: 园区", "title: 乡镇", "第 5 行的组“园区”办法里没有"),
        ("function: min_max", "function: logarithm, direction: lower", "[direction-unused]"),
    ],
)
def test_fault_of_the_scheme_is_told_with_its_place(
    tmp_path: Path, old: str, new: str, told: str
) -> None:
    answer = score(tmp_path, scheme=SCHEME.replace(old, new))
    assert (answer.exit_code, told in answer.stderr) == (1, True), answer.output


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "weight: 60",
            "weight: 61",
            "scheme.yaml:9: nodes: Weights under one item must add up to 100 (or normalise: true "
            "must be written) [weights-sum] (found: 101, expected: 100)",
        ),
        (
            "min_max",
            "{name: linear, worst: 1, best: 1}",
            "scheme.yaml:9: nodes[0].function: The end points are equal: division by zero "
            "[goalposts-equal]",
        ),
        (
            "weight: 60",
            "weight: .nan",
            "scheme.yaml:9: nodes[0].weight: The number is not finite: infinite, or not a number "
            "[number-not-finite]",
        ),
        (
            "weight: 60",
            "weight: [6]",
            "scheme.yaml:9: nodes[0].weight: Wrong type [wrong-type] "
            "(expected: a number, such as 1.5)",
        ),
        ("value:增速", "value:其他", "data.xlsx: Sources of table and scheme do not match: "),
    ],
)
def test_fault_is_told_in_english_to_who_reads_english(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str, told: str
) -> None:
    monkeypatch.setenv("LUOSHI_LANG", "en_US.UTF-8")
    answer = score(tmp_path, scheme=SCHEME.replace(old, new))
    said = answer.stderr.startswith(f"Error: {told}")
    assert (answer.exit_code, said) == (1, True), answer.stderr


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("zh", "Error: data.xlsx: 办法里没有这个组：towns [group-unknown]\n"),
        ("en", "Error: data.xlsx: The scheme has no such group: towns [group-unknown]\n"),
    ],
)
def test_group_that_the_scheme_lacks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str, told: str
) -> None:
    monkeypatch.setenv("LUOSHI_LANG", language)
    answer = score(tmp_path, "--group", "towns")
    assert (answer.exit_code, answer.stderr) == (1, told)


@pytest.mark.parametrize(
    ("language", "told"),
    [("zh", "scheme.yaml: 不是 UTF-8 文本"), ("en", "scheme.yaml: not UTF-8 text")],
)
def test_scheme_in_another_encoding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str, told: str
) -> None:
    monkeypatch.setenv("LUOSHI_LANG", language)
    rules, table = tmp_path / "scheme.yaml", book(tmp_path / "data.xlsx", HEAD, ROWS)
    rules.write_bytes(SCHEME.encode("gb18030"))
    answer = CliRunner().invoke(main, ["score", str(rules), str(table)])
    assert (answer.exit_code, answer.stderr) == (1, f"Error: {told}\n")


def test_every_word_is_said_in_both_languages() -> None:
    assert set(ENGLISH) == set(REASONS)
    with override("en"):
        assert {key: str(text) for key, text in PAGES.items()} == ENGLISH
    fields = re.compile(r"\{(\w+)\}")
    for zh, en in WORDS.values():
        assert set(fields.findall(zh)) == set(fields.findall(en))
    core = ROOT / "src/luoshi/core"
    code = "".join(
        path.read_text(encoding="utf-8")
        for path in (core / "fields.py", core / "document.py", *core.glob("scoring/*.py"))
    )
    beside = set(re.findall(r'fault\([^"]*"[a-z-]+", (\w+)=', code)) | {"expected"}
    assert beside == set(PARAMS)
    assert set(re.findall(r'expected="([a-z ]+)"', code)) == set(TYPES)


@pytest.mark.parametrize(
    ("head", "row", "told"),
    [
        (HEAD, ("东县", "县区", "高", "1", ""), "第 2 行“增速”不是数字"),
        (HEAD, ("东县", "县区", "1E400", "1", ""), "第 2 行“增速”不是数字"),
        (HEAD, ("东县", "县区", "Infinity", "1", ""), "第 2 行“增速”不是数字"),
        (HEAD, ("东县", "县区", "9" * 18, "1", ""), "东县 gdp：全组的数都相同，或只有一个单位"),
        (HEAD, ("东县", "", "1", "1", ""), "第 2 行的组“”办法里没有"),
        (("单位", "增速", "commitments.completion"), ("东县", "1", "1"), "办法有几个组"),
    ],
)
def test_fault_of_the_data_is_told_with_its_place(
    tmp_path: Path, head: Sequence[str], row: Sequence[Cell], told: str
) -> None:
    rows = [[cell or None for cell in row]]
    answer = score(tmp_path, data=book(tmp_path / "bad.xlsx", head, rows))
    assert (answer.exit_code, told in answer.stderr) == (1, True), answer.output


def test_unit_that_stands_twice(tmp_path: Path) -> None:
    answer = score(tmp_path, data=book(tmp_path / "twice.xlsx", HEAD, [*ROWS, ROWS[0]]))
    assert (answer.exit_code, "第 7 行的单位已经出现过" in answer.stderr) == (1, True)


def test_file_that_is_no_table(tmp_path: Path) -> None:
    other = tmp_path / "data.xlsx"
    other.write_text("plain words", encoding="utf-8")
    answer = score(tmp_path, data=other)
    assert (answer.exit_code, "[type-mismatch]" in answer.stderr) == (1, True)


def test_missing_file_is_wrong_usage() -> None:
    answer = CliRunner().invoke(main, ["score", "nowhere.yaml", "nothing.xlsx"])
    assert (answer.exit_code, "SCHEME.yaml" in answer.stderr) == (2, True)


@pytest.mark.data
def test_development_index_from_its_csv(tmp_path: Path) -> None:
    table = shared("composite", "hdi", "hdi_2022.csv")
    scheme = ROOT / "tests/core/scoring/schemes/hdi.yaml"
    options = ("--group", "countries", "--unit", "country")
    answer = CliRunner().invoke(main, ["score", str(scheme), str(table), *options])
    lines = answer.stdout.splitlines()
    assert (answer.exit_code, lines[1], len(lines)) == (0, "1\tSwitzerland\t0.967", 194)
