"""The principal's page: what is asked, what was promised, who ranks where."""

from datetime import date
from decimal import Decimal

import pytest

from luoshi.web.commitments.actions import commitment_dispute
from luoshi.web.dashboard.queries.principal import PrincipalHome, asked_of
from tests.factories import City, make_commitment, make_list
from tests.web.dashboard.build import (
    AT,
    ON,
    block,
    drawn,
    finalise,
    found,
    lit,
    make_bulletin,
    make_report,
    make_round,
    make_run,
    reported,
    workdays,
)

pytestmark = pytest.mark.django_db


def sheet(city: City) -> PrincipalHome:
    workdays()
    home = block(city, "principal")
    assert isinstance(home, PrincipalHome)
    return home


@pytest.mark.parametrize(
    ("blocker", "named", "finding", "ask", "words"),
    [
        ("land", True, "", "clear", "请协调卫健委YC解决用地问题"),
        ("land", True, "refuted", "clear", "请协调卫健委YC解决用地问题"),
        ("funding", False, "", "back", "请研究解决资金问题"),
        ("weather", False, "", "none", "暂不需出面，由交通局YC限期赶上"),
        ("", False, "refuted", "explain", "请要求交通局YC说明核验不属实的原因"),
        ("", False, "partly", "none", "暂不需出面，由交通局YC限期赶上"),
        ("", False, "", "none", "暂不需出面，由交通局YC限期赶上"),
    ],
)
def test_what_is_asked(
    city: City, blocker: str, named: bool, finding: str, ask: str, words: str
) -> None:
    unit = city.health if named else None
    report = reported(city, city.transport, "accepted", blocker=blocker, blocker_unit=unit)
    lit(report.commitment, "red", report=report, finding=finding)
    asked = asked_of(report.commitment, ON)
    assert (asked.ask, asked.words) == (ask, words)


def test_what_blocks_is_told_with_its_unit_and_words(city: City) -> None:
    report = reported(
        city, city.transport, "accepted", blocker="land", blocker_unit=city.health,
        blocker_text="预审未批",
    )  # fmt: skip
    lit(report.commitment, "red", report=report)
    assert asked_of(report.commitment, ON).blocked == "用地（卫健委YC）：预审未批"


@pytest.mark.parametrize(
    ("steps", "due_on", "by"),
    [
        ([date(2026, 3, 1), date(2026, 6, 30)], date(2026, 12, 31), date(2026, 6, 30)),
        ([date(2026, 3, 1)], date(2026, 12, 31), date(2026, 12, 31)),
        ([], ON, ON),
        ([date(2026, 3, 1)], date(2026, 4, 1), None),
    ],
)
def test_by_when(city: City, steps: list[date], due_on: date, by: date | None) -> None:
    commitment = make_commitment(city, city.transport, due_on=due_on)
    for step in steps:
        commitment.milestones.create(title="节点", due_on=step, planned_share=Decimal("0.5"))
    lit(commitment)
    assert asked_of(commitment, ON).by == by


def test_what_only_the_principal_can_move_comes_first(city: City) -> None:
    lst = make_list(city)
    within = make_round(city, lst)
    late = make_commitment(city, city.east, within=lst, due_on=date(2026, 3, 1))
    plain = make_commitment(city, city.east, within=lst, due_on=date(2026, 4, 30))
    stuck = make_commitment(city, city.east, within=lst)
    calm = make_commitment(city, city.east, within=lst)
    report = make_report(city, stuck, within, "accepted", blocker="land", blocker_unit=city.health)
    lit(late)
    lit(plain)
    lit(stuck, report=report)
    lit(calm, "yellow")
    home = sheet(city)
    assert [each.line.commitment for each in home.reds] == [stuck, plain, late]
    assert (home.red, home.yellow) == (3, 1)


def test_decisions_wait_and_what_does_not_fit_is_counted(city: City) -> None:
    disputed = make_commitment(city, city.transport, state="assigned")
    commitment_dispute(
        commitment=disputed,
        reason="不属本单位",
        by=city.actor("unit_leader", city.transport),
        at=AT,
    )
    final = finalise(city, make_run(city, [(city.east, "90", 1, 1)], month=1))
    runs = [make_run(city, [(city.east, "90", 1, 1)], month=month) for month in range(2, 8)]
    bulletin = make_bulletin(city, final)
    make_bulletin(city, runs[0], number=2)
    home = sheet(city)
    assert (home.waiting, home.issue) == (8, [bulletin])
    assert [kind for kind, _ in home.decisions] == ["dispute", "run", "run", "run"]
    assert home.more_decisions == 4


def test_said_done_and_achieved_are_counted_apart(city: City) -> None:
    lst = make_list(city)
    within = make_round(city, lst)
    said = make_commitment(city, city.east, within=lst, state="claimed_done")
    done = make_commitment(city, city.east, within=lst, state="verified")
    make_commitment(city, city.west, within=lst)
    make_commitment(city, city.west, within=lst, state="draft")
    for commitment, light, files in ((said, "red", 0), (done, "blue", 2)):
        report = make_report(city, commitment, within, "accepted", claims_done=True)
        lit(commitment, light, report=report, evidence_count=files)
    home = sheet(city)
    (row,) = home.standing.lists
    assert (row.total, row.said, row.did, row.achieved) == (3, 2, 1, 1)
    assert row.lights == {"red": 1, "yellow": 0, "green": 0, "blue": 1, "grey": 1}
    assert [(bar.light, bar.start, bar.width) for bar in row.bars if bar.width != "0.0"] == [
        ("red", "0", "33.3"), ("blue", "33.3", "33.3"), ("grey", "66.6", "33.3"),
    ]  # fmt: skip


def test_the_heat_map_shows_the_worst_light_with_its_count(city: City) -> None:
    first, second = make_list(city, title="甲"), make_list(city, title="乙")
    for lst, unit, light in (
        (first, city.east, "red"), (first, city.east, "red"), (first, city.east, "blue"),
        (second, city.west, "green"),
    ):  # fmt: skip
        lit(make_commitment(city, unit, within=lst), light)
    standing = sheet(city).standing
    assert standing.units == [city.east, city.west]
    cells = {
        lst: [cell and (cell.light, cell.count, cell.total) for cell in row]
        for lst, row in standing.rows
    }
    assert cells == {first: [("red", 2, 3), None], second: [None, ("green", 1, 1)]}


def test_an_ended_list_stays_while_something_in_it_is_red(city: City) -> None:
    past = {"period_start": date(2025, 1, 1), "period_end": date(2025, 12, 31)}
    open_, closed = (make_list(city, title=title, **past) for title in ("甲", "乙"))
    running, _empty = make_list(city), make_list(city, title="空")
    make_commitment(city, city.east, within=running)
    lit(make_commitment(city, city.east, within=open_), "red")
    lit(make_commitment(city, city.east, within=closed), "blue")
    rows = sheet(city).standing.lists
    assert [(row.lst, row.ended) for row in rows] == [(running, False), (open_, True)]


def test_the_list_with_most_red_comes_first(city: City) -> None:
    """The page holds a few lists: calm ones give way."""
    calm, uneasy, stuck = (make_list(city, title=title) for title in ("甲", "乙", "丙"))
    for lst, lights in ((calm, ["green"]), (uneasy, ["red", "green"]), (stuck, ["red", "red"])):
        for light in lights:
            lit(make_commitment(city, city.east, within=lst), light)
    assert [row.lst for row in sheet(city).standing.lists] == [stuck, uneasy, calm]


def test_a_short_ranking_keeps_both_ends_and_ties(city: City) -> None:
    units = [city.east, city.west, city.transport, city.health, city.park, city.town, city.unit]
    run = make_run(city, [(unit, "80", place, 1) for place, unit in enumerate(units, 1)])
    run.scores.update(group="all")
    run.scores.filter(rank__lte=2).update(rank=1, tied=2)
    (group,) = sheet(city).ranking
    assert [(score.unit, str(score.rank), score.tied) for score in group.top] == [
        (city.east, "1.0", 2), (city.west, "1.0", 2), (city.transport, "3.0", 1),
    ]  # fmt: skip
    assert [score.unit for score in group.end] == [city.park, city.town, city.unit]
    assert (group.size, group.label) == (7, "县区、市直部门、园区、乡镇街道、市")


def test_the_lowest_true_account_rate_comes_first(city: City) -> None:
    verifier = city.person("verifier", city.park)
    for unit, finding in ((city.east, "confirmed"), (city.west, "refuted"), (city.health, None)):
        report = reported(city, unit, "accepted", claims_done=True)
        if finding is None:
            continue
        found(drawn(city, report, verifier), finding)
    home = sheet(city)
    assert [(each.unit, each.account.rate) for each in home.accounts] == [
        (city.west, Decimal(0)), (city.east, Decimal(1)),
    ]  # fmt: skip


def test_nothing_of_another_city_is_on_the_page(city: City, other_city: City) -> None:
    lst = make_list(other_city)
    lit(make_commitment(other_city, other_city.east, within=lst))
    make_run(other_city, [(other_city.east, "90", 1, 1)])
    home = sheet(city)
    assert (home.names, home.red, home.waiting) == ("YC市", 0, 0)
    assert (home.reds, home.standing.lists, home.run, home.ranking) == ([], [], None, [])
