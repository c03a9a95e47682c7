"""``luoshi tally``: the seal, the count, and every difference from what was published."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from luoshi.cli import main
from luoshi.commands.tally_words import FAILURES, FAULTS, UNRANKED, VOID, WORDS
from luoshi.core.chain import canonical
from luoshi.core.tally import REASONS, sealed_bytes
from tests.core.tally.build import ballot, rules, same
from tests.shared_data import ROOT

BALLOTS = [
    *same("A", 6, (60, 40), (60, 40), (48, 32)),
    *same("B", 6, (30, 20), (30, 20), (48, 32)),
    ballot("B", (61, 0), (30, 20), (48, 32)),
    *same("C", 2, (60, 40), (30, 20), ("abstain", 0)),
]
DATA = sealed_bytes(rules(shown_from=5), BALLOTS, paper=len(BALLOTS))
SEAL = json.loads(DATA)["seal"]


@pytest.fixture
def sealed(tmp_path: Path) -> Path:
    path = tmp_path / "sealed.json"
    path.write_bytes(DATA)
    return path


def run(*words: object, language: str = "zh") -> Result:
    return CliRunner().invoke(main, ["tally", *map(str, words)], env={"LUOSHI_LANG": language})


def test_a_whole_list_is_counted(sealed: Path) -> None:
    answer = run(sealed, "--seal", SEAL)
    assert (answer.exit_code, answer.output.splitlines()) == (0, [
        f"封存摘要相符：{SEAL}",
        "市领导：应到 20，张数不单列",
        "部门：应到 20，收回 7，有效 6，无效 1",
        "代表：应到 20，张数不单列",
        "不单列的票种合计：应到 40，收回 8，有效 8，无效 0",
        "无效票 1：评分超出范围",
        "〔县区〕",
        "1\t河东区\t85.00\t不单列：市领导, 代表",
        "2\t河西区\t70.00\t不单列：市领导, 代表",
        "〔部门〕",
        "1\t教育局\t70.40\t不单列：市领导, 代表",
    ])  # fmt: skip


def test_in_english_with_ties_and_who_is_not_ranked(tmp_path: Path) -> None:
    ballots = same("A", 6, (60, 40), (60, 40), ("abstain", 0))
    path = tmp_path / "sealed.json"
    path.write_bytes(sealed_bytes(rules(), ballots, paper=6))
    assert run(path, language="en").output.splitlines()[4:] == [
        "[县区]",
        "1\t河东区\t100.00 (tie of 2)",
        "1\t河西区\t100.00 (tie of 2)",
        "[部门]",
        "—\t教育局\tnot ranked: nobody marked it on some criterion",
    ]


def test_a_quorum_that_failed_is_told(tmp_path: Path) -> None:
    path = tmp_path / "sealed.json"
    path.write_bytes(sealed_bytes(rules(quorum="0.5"), BALLOTS, paper=len(BALLOTS)))
    answer = run(path, language="en")
    assert (answer.exit_code, answer.output.splitlines()[-1]) == (
        0, "No result. all classes: 15 ballots cast, 30 needed",
    )  # fmt: skip


@pytest.mark.parametrize("language", ["zh", "en"])
def test_another_mark_breaks_the_seal(sealed: Path, language: str) -> None:
    document = json.loads(DATA)
    last = document["ballots"][-1]["marks"]["west"]
    last["plan"] = "60"
    sealed.write_bytes(canonical(document))
    answer = run(sealed, language=language)
    assert (answer.exit_code, SEAL in answer.output) == (1, True)
    assert WORDS["seal-differs"][language == "en"].partition("{")[0] in answer.output
    assert "河东区" not in answer.output


def test_a_list_sealed_anew_differs_from_the_printed_seal(sealed: Path) -> None:
    sealed.write_bytes(sealed_bytes(rules(shown_from=5), BALLOTS[1:], paper=len(BALLOTS) - 1))
    assert run(sealed).exit_code == 0
    assert run(sealed, "--seal", SEAL).exit_code == 1


def test_the_result_is_written_and_compared(sealed: Path, tmp_path: Path) -> None:
    out = tmp_path / "result.json"
    assert run(sealed, "-o", out).exit_code == 0
    same_again = run(sealed, "--result", out, language="en")
    assert (same_again.exit_code, same_again.output.splitlines()[-1]) == (
        0, "The published result is the same in every item.",
    )  # fmt: skip
    published = json.loads(out.read_bytes())
    published["standings"][0]["total"] = "86"
    del published["standings"][1]["criteria"]["plan"]
    published["classes"][1]["cast"] = "7"
    out.write_bytes(canonical(published))
    differs = run(sealed, "--result", out, language="en")
    assert differs.exit_code == 1
    assert [line.split(": ", 1) for line in differs.stderr.splitlines()] == [
        ["The published result differs at result.classes[1].cast", '"7" published, 7 computed'],
        [
            "The published result differs at result.standings[0].total",
            '"86" published, "85" computed',
        ],
        [
            "The published result differs at result.standings[1].criteria.plan",
            'null published, "42" computed',
        ],
    ]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"{", "sealed.json 不能读取: sealed.json: 不是完整的 JSON（UTF-8） [not-json]"),
        (
            canonical({**json.loads(DATA), "rules": rules(quorum="2")}),
            "sealed.json 不能读取: rules.quorum: 数超出范围 [number-out-of-range]",
        ),
    ],
)
def test_what_cannot_be_read_is_named(sealed: Path, data: bytes, told: str) -> None:
    sealed.write_bytes(data)
    answer = run(sealed)
    assert (answer.exit_code, answer.output) == (1, f"Error: {told}\n")


def test_every_reason_has_its_words() -> None:
    source = "".join(
        (ROOT / "src/luoshi/core" / name).read_text(encoding="utf-8")
        for name in ("tally/sealed.py", "tally/rules.py", "fields.py", "document.py")
    )
    raised = set(re.findall(r'fault\(\s*[^,()]+(?:\([^()]*\))?,\s*"([a-z-]+)"', source))
    only_yaml = {"not-yaml", "anchor", "tag"}
    assert raised - only_yaml - {"key-unusable"} <= set(FAULTS)
    assert set(FAULTS) - raised == set()
    assert set(REASONS) == set(VOID)
    counting = (ROOT / "src/luoshi/core/tally/counting.py").read_text(encoding="utf-8")
    assert set(re.findall(r'Failure\("([a-z-]+)"', counting)) == set(FAILURES)
    assert set(UNRANKED) == {"no-marks", "too-few-marks"}
    fields = re.compile(r"\{(\w+)\}")
    for words in (WORDS, FAILURES, FAULTS, VOID, UNRANKED):
        for zh, en in words.values():
            assert set(fields.findall(zh)) == set(fields.findall(en))
