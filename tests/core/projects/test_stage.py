"""Stages: said, did and achieved are told apart, and a step back takes all three along."""

from datetime import date

import pytest

from luoshi.core.errors import Invalid
from luoshi.core.projects import Change, Stage, Standing, check_change, reached_on, standing
from luoshi.core.sampling import Finding

RESERVE, SIGNED, FULFILLED, STARTED, PRODUCING, CAPACITY = Stage
TODAY = date(2026, 9, 30)


def day(month: int, number: int = 15) -> date:
    return date(2026, month, number)


def told(stage: Stage, month: int, **more: object) -> Change:
    return Change(stage, day(month), **more)  # type: ignore[arg-type]


def test_stages_stand_in_their_order() -> None:
    assert [stage.place for stage in Stage] == [0, 1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ([], (SIGNED, SIGNED, SIGNED)),
        ([told(STARTED, 3)], (STARTED, SIGNED, SIGNED)),
        ([told(STARTED, 3, shown=True)], (STARTED, STARTED, SIGNED)),
        ([told(STARTED, 3, finding=Finding.CONFIRMED)], (STARTED, SIGNED, STARTED)),
        ([told(STARTED, 3, finding=Finding.PARTLY)], (STARTED, SIGNED, SIGNED)),
        ([told(STARTED, 3, shown=True, finding=Finding.REFUTED)], (STARTED, STARTED, SIGNED)),
        (
            [told(FULFILLED, 2, shown=True, finding=Finding.CONFIRMED), told(PRODUCING, 6)],
            (PRODUCING, FULFILLED, FULFILLED),
        ),
        (
            [told(STARTED, 3, shown=True, finding=Finding.CONFIRMED), told(FULFILLED, 5)],
            (FULFILLED, FULFILLED, FULFILLED),
        ),
        (
            [
                told(STARTED, 3, shown=True, finding=Finding.CONFIRMED),
                told(SIGNED, 5),
                told(STARTED, 7),
            ],
            (STARTED, SIGNED, SIGNED),
        ),
    ],
    ids=[
        "nothing", "said", "shown", "confirmed", "partly", "refuted", "climbs", "back",
        "back-and-up",
    ],
)  # fmt: skip
def test_standing(changes: list[Change], expected: tuple[Stage, Stage, Stage]) -> None:
    assert standing(SIGNED, changes) == Standing(*expected)


def test_standing_does_not_ask_for_the_order_of_its_changes() -> None:
    changes = [told(PRODUCING, 8), told(FULFILLED, 2, shown=True), told(STARTED, 4)]
    assert standing(SIGNED, changes) == standing(SIGNED, changes[::-1])


def test_standing_on_a_day_counts_that_day() -> None:
    changes = [told(STARTED, 3)]
    assert standing(SIGNED, changes, day(3, 14)).said is SIGNED
    assert standing(SIGNED, changes, day(3, 15)).said is STARTED


@pytest.mark.parametrize(
    ("claim", "stage", "expected"),
    [
        ("said", STARTED, day(6)),
        ("said", FULFILLED, day(2)),
        ("did", FULFILLED, day(2)),
        ("did", STARTED, None),
        ("achieved", FULFILLED, None),
        ("said", PRODUCING, None),
    ],
)
def test_day_since_which_a_stage_stands(claim: str, stage: Stage, expected: date | None) -> None:
    changes = [
        told(FULFILLED, 2, shown=True),
        told(STARTED, 3),
        told(FULFILLED, 4),
        told(STARTED, 6),
    ]
    assert reached_on(SIGNED, changes, claim, stage) == expected


@pytest.mark.parametrize(
    ("change", "reason", "code", "field"),
    [
        (told(STARTED, 6), "", "stage-unchanged", "stage"),
        (told(RESERVE, 6), "退回储备", "stage-before-signing", "stage"),
        (Change(PRODUCING, date(2026, 10, 1)), "", "stage-in-future", "on"),
        (told(PRODUCING, 4), "", "stage-before-last", "on"),
        (told(SIGNED, 6), " ", "stage-back-without-reason", "reason"),
    ],
)
def test_change_that_is_refused(change: Change, reason: str, code: str, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_change(STARTED, day(5), change, reason=reason, today=TODAY)
    assert (refused.value.code, refused.value.params["field"]) == (code, field)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (told(PRODUCING, 5), ""),
        (told(CAPACITY, 6), ""),
        (told(SIGNED, 6), "资金链断裂，项目停工"),
        (Change(PRODUCING, TODAY), ""),
    ],
    ids=["same-day", "skips", "back-with-reason", "today"],
)
def test_change_that_may_follow(change: Change, reason: str) -> None:
    check_change(STARTED, day(5), change, reason=reason, today=TODAY)
    check_change(STARTED, None, change, reason=reason, today=TODAY)
