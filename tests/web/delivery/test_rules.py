"""Role × relation, the whole table, for every act on rounds, reports and samples."""

from collections.abc import Callable

import pytest

from luoshi.web.accounts.actor import Actor
from luoshi.web.accounts.decisions import Decision
from luoshi.web.delivery.models import Draw, ProgressReport, Round, Sample
from luoshi.web.delivery.rules import (
    can_accept,
    can_fill,
    can_return,
    can_run_rounds,
    can_sign,
    can_verify,
)
from tests.factories import City, make_list

ROLES = (
    "supervisor", "assessor", "contact", "unit_leader", "principal", "verifier", "auditor", "admin",
)  # fmt: skip
RELATIONS = ("city", "above", "own", "other", "elsewhere")
"""Where the role is held, seen from the reporting unit, which is a town."""

Rule = Callable[[Actor, ProgressReport], Decision]


def run_rounds(actor: Actor, report: ProgressReport) -> Decision:
    return can_run_rounds(actor, report.round.list.jurisdiction_id)


def waiting_to_be_signed(actor: Actor, report: ProgressReport) -> Decision:
    report.state = "submitted"
    return can_return(actor, report)


def waiting_to_be_decided(actor: Actor, report: ProgressReport) -> Decision:
    report.state = "signed"
    return can_return(actor, report)


EVERYWHERE = {"city", "above", "own", "other"}
NARROW = {"city", "above", "own"}
TABLE: dict[Rule, dict[str, set[str]]] = {
    run_rounds: {"supervisor": EVERYWHERE},
    can_fill: {"contact": NARROW},
    can_sign: {"unit_leader": NARROW},
    can_accept: {"supervisor": EVERYWHERE},
    waiting_to_be_signed: {"unit_leader": NARROW},
    waiting_to_be_decided: {"supervisor": EVERYWHERE},
}


@pytest.mark.parametrize("rule", list(TABLE), ids=lambda rule: rule.__name__)
def test_table(city: City, other_city: City, rule: Rule) -> None:
    report = ProgressReport(unit=city.town, round=Round(list=make_list(city)))
    where = {
        "city": (city, city.unit), "above": (city, city.east), "own": (city, city.town),
        "other": (city, city.west), "elsewhere": (other_city, other_city.unit),
    }  # fmt: skip
    found = {
        role: {
            relation
            for relation in RELATIONS
            if rule(where[relation][0].actor(role, where[relation][1]), report)
        }
        for role in ROLES
    }
    expected = {role: TABLE[rule].get(role, set()) for role in ROLES}
    assert found == expected


def test_leader_below_does_not_sign_for_the_unit_above(city: City) -> None:
    report = ProgressReport(unit=city.east, round=Round(list=make_list(city)))
    assert not can_sign(city.actor("unit_leader", city.town), report)
    assert not can_fill(city.actor("contact", city.town), report)


@pytest.mark.parametrize("field", ["submitted_by_id", "signed_by_id"])
def test_nobody_decides_an_own_report(city: City, field: str) -> None:
    office = city.actor("supervisor")
    report = ProgressReport(unit=city.town, state="signed", round=Round(list=make_list(city)))
    setattr(report, field, office.user_id)
    assert can_accept(office, report) == can_return(office, report)
    assert getattr(can_accept(office, report), "reason", "") == "own-report"
    assert can_accept(city.actor("supervisor", username="deputy"), report)


@pytest.mark.parametrize(
    ("role", "drawn", "barred", "reason"),
    [
        ("verifier", True, False, ""),
        ("verifier", True, True, "own-unit"),
        ("verifier", False, False, "drawn-verifier-only"),
        ("supervisor", True, False, "drawn-verifier-only"),
        ("contact", True, False, "drawn-verifier-only"),
    ],
)
def test_who_verifies(city: City, role: str, drawn: bool, barred: bool, reason: str) -> None:
    actor = city.actor(role, city.health)
    round_ = Round(list=make_list(city))
    sample = Sample(
        verifier_id=actor.user_id if drawn else 0,
        report=ProgressReport(unit=city.transport),
        draw=Draw(round=round_),
    )
    units = frozenset({city.transport.pk} if barred else {city.health.pk})
    decision = can_verify(actor, sample, barred=units)
    assert getattr(decision, "reason", "") == reason
