import json
import subprocess
import sys
from pathlib import Path

import pytest

from luoshi.core.extract import extract, to_record
from luoshi.core.text import repair
from tests.shared_data import shared

pytestmark = pytest.mark.data


def read(path: Path) -> str:
    with path.open(encoding="utf-8", newline="") as file:
        return file.read()


@pytest.fixture(scope="module")
def predictions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    paths = [*shared("seeds").glob("*.txt"), *shared("extraction", "docs").glob("*.txt")]
    records = [
        to_record(candidate, path.name)
        for path in sorted(paths)
        for candidate in extract(read(path), doc=path.name)
    ]
    target = tmp_path_factory.mktemp("predictions") / "all.jsonl"
    target.write_text("".join(f"{json.dumps(record)}\n" for record in records), "utf-8")
    return target


def scores(predictions: Path, *options: str) -> dict[str, float]:
    """What the evaluator prints. It runs by itself, as a person would run it."""
    program = shared("extraction", "score_commitments.py")
    command = [
        sys.executable,
        *map(str, (program, shared("extraction", "gold"), predictions)),
        *options,
    ]
    done = subprocess.run(command, capture_output=True, check=True, encoding="utf-8")
    printed: dict[str, float] = json.loads(done.stdout)
    return printed


def test_quantified_commitments_are_found(predictions: Path) -> None:
    found = scores(predictions)
    assert found["f1"] >= 0.95
    assert found["fp_retrospective"] <= 1


def test_all_kinds_are_found(predictions: Path) -> None:
    found = scores(predictions, "--all-kinds")
    assert found["f1"] >= 0.9
    assert found["fp_retrospective"] <= 1


@pytest.mark.parametrize("field", ["value", "comparator", "unit", "period_end", "kind"])
def test_fields_are_read_right(predictions: Path, field: str) -> None:
    assert scores(predictions, "--all-kinds")[f"{field}_accuracy"] >= 0.95


def test_units_responsible_are_read_right(predictions: Path) -> None:
    assert scores(predictions, "--all-kinds")["responsible_accuracy"] >= 0.9


def test_the_injected_line_yields_nothing() -> None:
    raw = read(shared("seeds", "004_eb5d0b1167e9c173.txt"))
    (bait,) = [span for span in repair(raw).dropped if span.kind == "spam"]
    assert sum(c.start < bait.end and bait.start < c.end for c in extract(raw)) == 0


def test_nothing_is_taken_from_the_review_of_a_real_report() -> None:
    """A candidate before the heading of the plan would be a past result."""
    for path in sorted(shared("documents").glob("p0[1-5]*.txt")):
        raw = read(path)
        first = min(c.start for c in extract(raw, doc=path.name) if c.value is not None)
        plan = raw.index("二、")
        assert first > plan


@pytest.mark.parametrize("case", range(8))
def test_published_number_expressions(case: int) -> None:
    lines = shared("extraction", "number_expressions.jsonl").read_text("utf-8").splitlines()
    expression = json.loads(lines[case])
    found = extract(f"二、2024年工作安排\n{expression['text']}", year=2024)
    values = [(c.comparator, None if c.value is None else str(c.value)) for c in found]
    assert values == EXPECTED[case]


EXPECTED: list[list[tuple[str, str | None]]] = [
    [("vs", None)],
    [("share<=", "10")],
    [(">=", "6")],
    [("share>=", "90")],
    [("=", "5")],
    [("by", None)],
    [("=", "3270308")],
    [],
]
