"""A stored run proves itself, and every part of it that was changed by hand is named."""

import pytest

from luoshi.web.assessment.models import SchemeVersion, ScoreNode, ScoreRun, UnitScore
from luoshi.web.assessment.recompute import recomputed
from tests.factories import City
from tests.web.assessment.build import PLAIN, make_run

GONE = ("inputs", "computed", "scores", "traces")


def again(run: ScoreRun) -> tuple[str, ...]:
    return recomputed(ScoreRun.objects.get(pk=run.pk)).differing


def test_run_as_it_was_computed(city: City) -> None:
    run = make_run(city)
    found = recomputed(ScoreRun.objects.get(pk=run.pk))
    assert (found.same, found.stored, found.found) == (True, run.result_digest, run.result_digest)
    assert [part.name for part in found.parts] == [
        "rules", "inputs", "result", "computed", "scores", "quotas", "traces",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "parts"),
    [
        ({"result": "{}"}, ("result",)),
        ({"result_digest": "0" * 64}, ("result", "computed")),
        ({"inputs_digest": "0" * 64}, ("inputs",)),
        ({"inputs": "no json"}, ("inputs", "computed", "scores", "traces")),
        ({"inputs": "[]"}, ("inputs", "computed", "scores", "traces")),
        (
            {"inputs": '{"counties": {"X": {"y": [{}]}}}'},
            ("inputs", "computed", "scores", "traces"),
        ),
        ({"inputs": '{"nobody": {}}'}, ("inputs", "computed", "scores", "traces")),
    ],
)
def test_changed_run(city: City, change: dict[str, str], parts: tuple[str, ...]) -> None:
    run = make_run(city)
    ScoreRun.objects.filter(pk=run.pk).update(**change)
    assert again(run) == parts


def test_changed_rules(city: City) -> None:
    run = make_run(city)
    text = PLAIN.replace("weight: 60", "weight: 70").replace("weight: 40", "weight: 30")
    SchemeVersion.objects.update(text=text)
    assert again(run) == ("rules", "computed", "traces")
    SchemeVersion.objects.update(text="gone")
    assert again(run) == ("rules", "computed", "scores", "traces")


@pytest.mark.parametrize("change", [{"points": 51}, {"rank": 1}, {"tied": 2}, {"group": "parks"}])
def test_changed_score(city: City, change: dict[str, object]) -> None:
    run = make_run(city)
    UnitScore.objects.filter(run=run, unit=city.west).update(**change)
    assert again(run) == ("scores",)


def test_changed_trace(city: City) -> None:
    run = make_run(city)
    node = ScoreNode.objects.get(score__run=run, score__unit=city.west, path="done")
    node.trace["facts"][0]["refs"] = []
    node.save()
    assert again(run) == ("traces",)


def test_dropped_trace(city: City) -> None:
    run = make_run(city)
    ScoreNode.objects.filter(score__run=run, score__unit=city.west, path="done").delete()
    assert again(run) == ("traces",)
