"""``luoshi score verify``: the same bytes, the part that differs, or no such run."""

import pytest
from click.testing import CliRunner, Result

from luoshi.cli import main
from luoshi.commands import score as command
from luoshi.commands.scoring_words import PARTS
from luoshi.web.assessment.models import ScoreRun, UnitScore
from luoshi.web.assessment.recompute import recomputed
from tests.factories import City
from tests.web.assessment.build import make_run


@pytest.fixture(autouse=True)
def started(monkeypatch: pytest.MonkeyPatch) -> None:
    """Django runs already, with the test's database; the terminal is Chinese."""
    monkeypatch.setattr(command, "start_site", lambda: None)
    monkeypatch.setenv("LUOSHI_LANG", "zh")


def verify(run: int) -> Result:
    return CliRunner().invoke(main, ["score", "verify", str(run)])


def test_whole_run_exits_with_nought(city: City) -> None:
    run = make_run(city)
    answer = verify(run.pk)
    lines = answer.output.splitlines()
    assert (answer.exit_code, len(lines)) == (0, 7)
    assert lines[2] == f"相同\t保存的结果 (result)\t{run.result_digest}"


def test_told_in_english(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LUOSHI_LANG", "en")
    run = make_run(city)
    answer = verify(run.pk)
    assert answer.output.splitlines()[2] == f"same\tstored result (result)\t{run.result_digest}"
    assert verify(run.pk + 1).output == f"Error: No score run {run.pk + 1}\n"


def test_every_part_of_a_run_has_its_words(city: City) -> None:
    parts = [part.name for part in recomputed(make_run(city)).parts]
    assert parts == list(PARTS)


def test_changed_score_is_named(city: City) -> None:
    run = make_run(city)
    UnitScore.objects.filter(run=run, unit=city.west).update(points=51)
    answer = verify(run.pk)
    differing = [line for line in answer.output.splitlines() if line.startswith("不同")]
    assert (answer.exit_code, [line.split()[2] for line in differing]) == (1, ["(scores)"])


def test_changed_inputs_are_named(city: City) -> None:
    run = make_run(city)
    ScoreRun.objects.filter(pk=run.pk).update(inputs=run.inputs.replace('"0.5"', '"0.6"'))
    answer = verify(run.pk)
    differing = [line for line in answer.output.splitlines() if line.startswith("不同")]
    assert answer.exit_code == 1
    assert [line.split()[2] for line in differing] == [
        "(inputs)", "(computed)", "(scores)", "(traces)",
    ]  # fmt: skip


def test_no_such_run(db: None) -> None:
    answer = verify(7)
    assert (answer.exit_code, answer.output) == (
        1, "Error: 没有编号为 7 的考核轮\n",
    )  # fmt: skip
