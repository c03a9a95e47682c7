"""The supervision office, the assessor, the verifier and the auditor."""

from datetime import date, timedelta
from itertools import product

import pytest
from django.core.cache import cache

from luoshi.web.accounts.queries import actor_at
from luoshi.web.assessment.models import ScoreNode
from luoshi.web.audit.actions import record
from luoshi.web.commitments import remembered
from luoshi.web.commitments.actions import commitment_dispatch, commitment_dispute
from luoshi.web.commitments.queries import superiors_of
from luoshi.web.dashboard.queries import lights
from luoshi.web.dashboard.queries.disputes import superior_units
from luoshi.web.dashboard.queries.lights import warned
from luoshi.web.dashboard.queries.others import AssessorHome, AuditorHome, VerifierHome
from luoshi.web.dashboard.queries.supervisor import SupervisorHome
from luoshi.web.delivery.actions import round_close
from luoshi.web.documents.models import Candidate, SourceDocument
from luoshi.web.objections.models import Window
from luoshi.web.units.models import Unit
from tests.factories import City, make_commitment, make_list
from tests.web.dashboard.build import (
    AT,
    ON,
    block,
    drawn,
    finalise,
    found,
    lit,
    make_report,
    make_round,
    make_run,
    reported,
    workdays,
)

pytestmark = pytest.mark.django_db


def office(city: City) -> SupervisorHome:
    home = block(city, "supervisor")
    assert isinstance(home, SupervisorHome)
    return home


def test_what_nobody_took_on_within_three_working_days_is_late(city: City) -> None:
    workdays()
    lst = make_list(city)
    by = city.actor("supervisor")
    together = [
        make_commitment(city, unit, within=lst, state="draft") for unit in (city.east, city.west)
    ]
    alone = make_commitment(city, city.park, within=lst, state="draft")
    fresh = make_commitment(city, city.health, within=lst, state="draft")
    commitment_dispatch(commitments=together, by=by, at=AT - timedelta(days=9))
    commitment_dispatch(commitments=[alone], by=by, at=AT - timedelta(days=6))
    commitment_dispatch(commitments=[fresh], by=by, at=AT - timedelta(days=3))
    home = office(city)
    assert [(each.commitment, each.days) for each in home.unanswered] == [
        (together[0], 7),
        (together[1], 7),
        (alone, 4),
    ]
    assert (home.waiting, home.late) == (3, 3)


def test_only_who_may_decide_a_dispute_has_it_waiting(city: City) -> None:
    workdays()
    commitment = make_commitment(city, city.transport, state="assigned")
    commitment_dispute(
        commitment=commitment,
        reason="不属本单位职责",
        proposed=city.health,
        by=city.actor("unit_leader", city.transport),
        at=AT - timedelta(days=2),
    )
    home = office(city)
    (dispute,) = home.disputes
    assert (dispute.answer.commitment, dispute.days, dispute.decides) == (commitment, 2, True)
    assert home.waiting == 1


def test_superiors_are_those_that_decide(city: City) -> None:
    parents = dict(Unit.objects.without_tree_fields().values_list("pk", "parent_id"))
    units = [city.unit, city.east, city.west, city.town, city.transport]
    for one, other in product(units, [None, *units]):
        above = superior_units(one.pk, other.pk if other else None, parents)
        assert above == [unit.pk for unit in superiors_of(one, other)]


def test_rounds_that_run_and_reports_to_decide(city: City) -> None:
    workdays()
    lst = make_list(city)
    within = make_round(city, lst)
    for state in ("draft", "submitted", "signed", "signed"):
        make_report(city, make_commitment(city, city.east, within=lst), within, state)
    idle = make_round(city, make_list(city, title="乙"), month=4, due_on=date(2026, 5, 8))
    home = office(city)
    assert [each.round for each in home.rounds] == [within, idle]
    assert [(each.round, each.counts.signed) for each in home.decide] == [(within, 2)]
    assert (home.decide[0].counts.handed_in, home.decide[0].counts.total) == (3, 4)


def test_a_closed_round_still_shows_what_is_signed(city: City) -> None:
    workdays()
    report = reported(city, city.east, "signed")
    report.round.closed_by, report.round.closed_at = city.person("supervisor"), AT
    report.round.save()
    home = office(city)
    assert (home.rounds, [each.round for each in home.decide]) == ([], [report.round])


def test_a_round_is_drawn_from_once_it_is_closed_and_while_it_is_fresh(city: City) -> None:
    workdays()
    ready = reported(city, city.east, "accepted").round
    pending = make_list(city, title="乙")
    half = make_round(city, pending)
    for state in ("accepted", "signed"):
        make_report(city, make_commitment(city, city.east, within=pending), half, state)
    old = make_list(city, title="丙")
    stale = make_round(city, old, month=1, due_on=ON - timedelta(days=32))
    make_report(city, make_commitment(city, city.east, within=old), stale, "accepted")
    assert office(city).draws == []
    for each in (ready, stale):
        round_close(round=each, by=city.actor("supervisor"), at=AT)
    home = office(city)
    assert (home.draws, home.older_draws) == ([ready], 1)


def test_papers_with_something_to_confirm(city: City) -> None:
    workdays()
    for number, state in enumerate(("open", "confirmed")):
        document = SourceDocument.objects.create(
            jurisdiction=city.unit, title=f"报告{number}", name="r.txt", kind="txt",
            sha256=str(number), size=1, raw="承诺", clean="承诺", imported_at=AT,
            imported_by=city.person("supervisor"),
        )  # fmt: skip
        decided = (
            {} if state == "open" else {"decided_by": city.person("supervisor"), "decided_at": AT}
        )
        Candidate.objects.create(
            document=document, start=0, end=2, text="承诺", kind="target", confidence="0.9",
            state=state, **decided,
        )  # fmt: skip
    assert [str(document) for document in office(city).documents] == ["报告0"]


def test_units_with_most_red_come_first(city: City) -> None:
    workdays()
    for unit, light in (
        (city.east, "yellow"), (city.east, "yellow"), (city.west, "red"), (city.park, "green"),
    ):  # fmt: skip
        lit(make_commitment(city, unit), light)
    lit(make_commitment(city, city.park, state="withdrawn"), "red")
    assert [(each.pk, each.unit, each.red, each.yellow) for each in office(city).units] == [
        (city.west.pk, city.west.short_name, 1, 0),
        (city.east.pk, city.east.short_name, 0, 2),
    ]


def test_of_very_many_the_same_ones_are_shown(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    for light in ("yellow", "red", "green", "yellow", "red"):
        lit(make_commitment(city, city.east), light)
    actor = city.actor("supervisor")
    few = warned(actor)
    monkeypatch.setattr(lights, "MANY", 3)
    monkeypatch.setattr(remembered, "MANY", 3)
    cache.clear()
    for _first_and_remembered in range(2):
        many = warned(actor)
        assert [line.commitment for line in many.rows] == [line.commitment for line in few.rows]
        assert (many.red, many.yellow, many.more) == (2, 2, 0)
    cache.clear()


def test_a_verifier_sees_the_own_samples_only(city: City) -> None:
    verifier, other = city.person("verifier", city.west), city.person("verifier", city.park)
    samples = []
    for who in (verifier, verifier, other):
        report = reported(city, city.transport, "accepted", claims_done=True)
        samples.append(drawn(city, report, who))
    found(samples[0], "confirmed")
    home = block(city, "verifier", city.west)
    assert isinstance(home, VerifierHome)
    assert (home.check, home.done, home.done_count, home.waiting) == (
        [samples[1]], [samples[0]], 1, 1,
    )  # fmt: skip


def test_an_assessor_sees_the_open_run_and_missing_numbers(city: City) -> None:
    rows = [(city.east, "90", 1, 1), (city.west, "80", 2, 1)]
    finalise(city, make_run(city, rows, month=1))
    latest = make_run(city, rows, month=3)
    for score, effects in zip(
        latest.scores.order_by("rank"), (["zero", ""], ["zero", "zero"]), strict=True
    ):
        for position, effect in enumerate(effects):
            ScoreNode.objects.create(
                score=score, path=str(position), title="完成", depth=1, position=position,
                effect=effect, trace={},
            )  # fmt: skip
    home = block(city, "assessor")
    assert isinstance(home, AssessorHome)
    assert (home.open_run, home.missing, home.waiting) == (
        latest, [(str(city.west), 2), (str(city.east), 1)], 2,
    )  # fmt: skip
    assert home.hold == ""
    Window.objects.create(
        run=latest, clock="score-objection", opens_on=ON, closes_on=ON,
        opened_by=city.person("assessor"), opened_at=AT,
    )  # fmt: skip
    held = block(city, "assessor")
    assert isinstance(held, AssessorHome)
    assert held.hold == "异议期到 2026-04-02 才结束，结束后再办。"
    finalise(city, latest)
    again = block(city, "assessor")
    assert isinstance(again, AssessorHome)
    assert (again.open_run, again.hold) == (None, "")


def test_an_auditor_sees_the_end_of_the_record(city: City) -> None:
    by = actor_at(city.person("admin"), ON)
    for _ in range(12):
        record(by=by, at=AT, verb="unit.create", obj=city.east)
    home = block(city, "auditor")
    assert isinstance(home, AuditorHome)
    assert (home.count, [entry.seq for entry in home.entries]) == (12, list(range(12, 2, -1)))
