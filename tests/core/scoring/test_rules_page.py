"""The rules page says what the code does: every example on it is run."""

import re
from decimal import Decimal

import pytest

from luoshi.core.ranking import METHODS, MODES, rank
from luoshi.core.scoring import (
    AGGREGATES,
    FUNCTIONS,
    LEVELS,
    POLICIES,
    REASONS,
    SOURCES,
    WEIGHTINGS,
    Fact,
    evaluate,
    parse_scheme,
)
from tests.shared_data import ROOT

PAGE = (ROOT / "docs/rules/scoring.md").read_text(encoding="utf-8")
NAMED = {"never": "不写", "optional": "可写", "always": "必写"}
ONE_NODE = """\
schema: 1
title: 例
edition: 1
source: 本页
groups: [{{key: g, title: 组, unit_kinds: [county]}}]
nodes: [{{key: n, title: 例, weight: 100, source: "value:n",
  direction: {direction}, function: {function}}}]
"""


def section(number: int) -> str:
    return PAGE.split(f"\n## {number} ")[1].split("\n## ")[0]


def table(text: str) -> list[list[str]]:
    cells = [line.strip("|").split("|") for line in text.splitlines() if line.startswith("|")]
    rows = [[cell.strip() for cell in row] for row in cells]
    return [row for row in rows if not row[0].startswith("---")]


def body(text: str) -> list[list[str]]:
    return table(text)[1:]


EXAMPLES = [row for row in table(section(2)) if row[0] != "写法"]


@pytest.mark.parametrize("row", EXAMPLES, ids=lambda row: row[0].strip("`"))
def test_formula_of_each_function(row: list[str]) -> None:
    function, x, group, direction, formula = row
    scheme = parse_scheme(ONE_NODE.format(function=function.strip("`"), direction=direction))
    numbers = {f"u{i}": text for i, text in enumerate(group.split())} | {"own": x}
    inputs = {unit: {"value:n": [Fact("n", Decimal(text))]} for unit, text in numbers.items()}
    node = evaluate(scheme, "g", inputs).unit("own").total.children[0]
    assert (node.formulas[1:] or (x,))[0] == formula


def facts(cell: str) -> list[Fact]:
    pairs = [pair.split("×") for pair in cell.split()]
    return [
        Fact(f"c{i}", None if value == "缺" else Decimal(value), Decimal(weight))
        for i, (weight, value) in enumerate(pairs)
    ]


def test_whole_example() -> None:
    text = section(6)
    scheme = parse_scheme(text.split("```yaml\n")[1].split("```")[0])
    rows = body(text)
    inputs = {
        unit: {"commitments.completion": facts(done), "commitments.verified": facts(verified)}
        for unit, done, verified, *_ in rows
    }
    result = evaluate(scheme, "counties", inputs)
    found = [
        [str(unit.points), str(unit.rank), unit.total.formulas[0]]
        for unit in map(result.unit, inputs)
    ]
    assert found == [row[3:] for row in rows]
    assert len(found) == 3


def test_veto_on_the_page_is_one_that_can_be_read() -> None:
    text = ONE_NODE.format(function="identity", direction="higher")
    veto = section(5).split("```yaml\n")[1].split("```")[0]
    assert [one.bars for one in parse_scheme(text + veto).vetoes] == [("excellent",)]


def test_ranking_methods() -> None:
    scores = {"a": Decimal(90), "b": Decimal(85), "c": Decimal(85), "d": Decimal(80)}
    assert {row[0].strip("`"): row[1] for row in body(section(5))} == {
        method: " ".join(str(place.rank) for place in rank(scores, method=method))
        for method in METHODS
    }
    assert all(f"`{mode}`" in section(5) for mode in MODES)


def test_every_function_aggregate_policy_source_and_reason_is_listed() -> None:
    headings = re.findall(r"^### `(\w+)` (.+)$", section(2), re.MULTILINE)
    assert dict(headings) == {name: kind.title for name, kind in FUNCTIONS.items()}
    ways, weightings = section(3).split("`weighting` 让")
    assert [(row[0].strip("`"), row[1]) for row in body(ways)] == [
        (name, aggregate.title) for name, aggregate in AGGREGATES.items()
    ]
    assert [row[0].strip("`") for row in body(weightings)] == list(WEIGHTINGS)
    assert all(f"`{level}`" in section(5) for level in LEVELS)
    assert [row[0].strip("`") for row in body(section(4))] == list(POLICIES)
    assert body(section(7)) == [
        [f"`{source.key}`", source.title, source.meaning, NAMED[source.named]]
        for source in SOURCES.values()
    ]
    assert body(section(8)) == [[f"`{reason}`", text] for reason, text in REASONS.items()]


def test_every_reason_the_code_gives_can_be_explained() -> None:
    core = ROOT / "src/luoshi/core"
    code = "\n".join(
        path.read_text(encoding="utf-8")
        for path in [
            core / "document.py",
            core / "fields.py",
            *sorted(core.glob("scoring/**/*.py")),
        ]
        if path.name != "reasons.py"
    )
    given = set(
        re.findall(r'(?:fault\([^"\n]*|UndefinedError\(|return )"([a-z]+(?:-[a-z]+)+)"', code)
    )
    assert given - set(REASONS) == set()
    assert [reason for reason in REASONS if f'"{reason}"' not in code] == []
