"""Numbers others have published, reproduced by scheme files alone."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from luoshi.core.scoring import Fact, Result, Scheme, evaluate, parse_scheme
from tests.shared_data import shared

SCHEMES = Path(__file__).parent / "schemes"
pytestmark = pytest.mark.data


def load(name: str) -> Scheme:
    return parse_scheme((SCHEMES / name).read_text(encoding="utf-8"))


def rows(*parts: str) -> list[dict[str, str]]:
    with shared("composite", *parts).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def run(scheme: Scheme, table: list[dict[str, str]], key: str) -> Result:
    inputs = {
        row[key]: {
            source: [Fact(source, Decimal(row[source.removeprefix("value:")]))]
            for source in scheme.sources()
        }
        for row in table
    }
    return evaluate(scheme, scheme.groups[0].key, inputs)


def test_human_development_index_of_193_countries() -> None:
    table = rows("hdi", "hdi_2022.csv")
    result = run(load("hdi.yaml"), table, "country")
    expected = {
        row["country"]: (Decimal(row["hdi_published_3dp"]), Decimal(row["hdi_rank_published"]))
        for row in table
    }
    assert len(expected) == 193
    assert {unit.unit: (unit.points, unit.rank) for unit in result.units} == expected


@pytest.mark.parametrize(
    ("name", "parts", "count"),
    [
        ("arwu.yaml", ("university_arwu", "arwu_2005_top100.csv"), 100),
        ("the.yaml", ("university_the", "the_2012.csv"), 176),
    ],
)
def test_university_rankings_within_a_tenth(name: str, parts: tuple[str, ...], count: int) -> None:
    table = rows(*parts)
    result = run(load(name), table, "university_name")
    published = {row["university_name"]: Decimal(row["total_score_published"]) for row in table}
    assert len(published) == count
    apart = {
        unit.unit: (unit.points, published[unit.unit])
        for unit in result.units
        if unit.points is None or abs(unit.points - published[unit.unit]) > Decimal("0.1")
    }
    assert apart == {}


def test_staffing_rules_that_can_be_recomputed() -> None:
    table = {
        row["rule_id"]: row
        for row in rows("score_rules", "real_rules.csv")
        if row["recomputable"] == "True"
    }
    values = {f"value:{rule}": row["indicator_value"] for rule, row in table.items()}
    values |= {f"value:{rule}.threshold": row["threshold"] for rule, row in table.items()}
    inputs = {"unit": {s: [Fact(s, Decimal(text))] for s, text in values.items()}}
    scheme = load("staffing.yaml")
    assert set(scheme.sources()) == set(values)
    result = evaluate(scheme, "units", inputs)
    found = {node.title: node.points for node in result.unit("unit").total.children}
    expected = [Decimal(row["score_published"]) for row in table.values()]
    assert list(found.values()) == expected
    assert result.unit("unit").points == sum(expected)
