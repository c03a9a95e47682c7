"""Merging and splitting units with all that hangs on them."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from luoshi.core.errors import Invalid
from luoshi.web.accounts.actor import Actor
from luoshi.web.accounts.models import Appointment
from luoshi.web.accounts.queries import actor_at
from luoshi.web.audit.models import Entry
from luoshi.web.commitments.models import Acceptance, Commitment
from luoshi.web.delivery.models import ProgressReport
from luoshi.web.delivery.queries import visible_to
from luoshi.web.succession.actions import changes_due, unit_merge, unit_split
from luoshi.web.succession.models import Transfer
from luoshi.web.succession.queries.touched import touched
from luoshi.web.succession.tasks import DAILY
from luoshi.web.units.drafts import HeirDraft
from luoshi.web.units.models import Unit, UnitEvent
from tests.factories import NOW, START, TODAY, City, make_commitment, make_list
from tests.web.commitments.build import STATES
from tests.web.delivery.build import make_report
from tests.web.units.build import AHEAD, WHY, founded

DAY = TODAY
PASSING = {
    "draft": "draft", "assigned": "assigned", "disputed": "assigned", "accepted": "accepted",
    "underway": "underway", "claimed_done": "claimed_done", "verified": "verified",
}  # fmt: skip


def merged(
    city: City,
    *units: Unit,
    into: Unit | HeirDraft,
    on: date = DAY,
    at: datetime = NOW,
    **more: Any,
) -> UnitEvent:
    heir = into if isinstance(into, HeirDraft) else HeirDraft(unit=into)
    return unit_merge(
        units=units, into=heir, on=on, reason=WHY, by=city.actor("admin"), at=at, **more
    )


def split(city: City, unit: Unit, *heirs: HeirDraft, **more: Any) -> UnitEvent:
    return unit_split(
        unit=unit, heirs=heirs, on=DAY, reason=WHY, by=city.actor("admin"), at=NOW, **more
    )


def promise(city: City, unit: Unit, state: str = "underway", **more: Any) -> Commitment:
    return make_commitment(city, unit, within=make_list(city), state=state, **more)


def leads(*commitments: Commitment) -> list[Unit | None]:
    for commitment in commitments:
        commitment.refresh_from_db()
    return [commitment.lead_unit for commitment in commitments]


@pytest.mark.parametrize("state", STATES)
def test_what_is_open_passes_and_what_is_settled_stays(city: City, state: str) -> None:
    commitment = promise(city, city.health, state)
    before = commitment.version
    merged(city, city.health, into=city.transport)
    (lead,) = leads(commitment)
    passes = state in PASSING
    assert lead == (city.transport if passes else city.health)
    assert commitment.state == PASSING.get(state, state)
    assert commitment.version == before + passes
    waits = Transfer.objects.filter(commitment=commitment, outcome="").exists()
    assert waits == (state in ("accepted", "underway", "claimed_done", "verified"))


def test_the_transfer_says_from_whom_to_whom_when_and_why(city: City) -> None:
    commitment = promise(city, city.health)
    event = merged(city, city.health, into=city.transport, basis="云编发〔2026〕3号")
    transfer = Transfer.objects.get()
    assert (transfer.from_unit, transfer.to_unit) == (city.health, city.transport)
    assert (transfer.event, transfer.cause, transfer.on) == (event, "merge", DAY)
    told = Acceptance.objects.get(commitment=commitment)
    assert (told.outcome, told.unit) == ("reassigned", city.transport)
    assert told.reason == "卫健委YC自 2026-03-02 起合并，事项随单位划转（云编发〔2026〕3号）"
    entry = Entry.objects.get(verb="commitment.pass_on")
    assert entry.object_id == str(commitment.pk)
    assert entry.before == {"lead_unit": city.health.pk, "state": "underway"}


def test_what_was_only_assigned_is_asked_of_the_heir_in_the_ordinary_way(city: City) -> None:
    promise(city, city.health, "assigned")
    merged(city, city.health, into=city.transport)
    transfer = Transfer.objects.get()
    assert (transfer.outcome, transfer.settled_at) == ("asked", NOW)


def test_commitments_of_other_units_stay(city: City, other_city: City) -> None:
    mine, theirs = promise(city, city.east), promise(other_city, other_city.health)
    merged(city, city.health, into=city.transport)
    assert leads(mine, theirs) == [city.east, other_city.health]
    assert not Transfer.objects.exists()


def test_heir_assists_what_the_closed_unit_assisted(city: City) -> None:
    assisted, own = promise(city, city.east), promise(city, city.transport)
    done = promise(city, city.east, "signed_off")
    for commitment in (assisted, own, done):
        commitment.assist_units.add(city.health)
    merged(city, city.health, into=city.transport)
    assert list(assisted.assist_units.all()) == [city.transport]
    assert list(own.assist_units.all()) == []
    assert list(done.assist_units.all()) == [city.health]


@pytest.mark.parametrize(
    ("state", "passes"),
    [("draft", True), ("submitted", True), ("signed", False), ("accepted", False)],
)
def test_unsigned_reports_pass_and_signed_ones_stay(city: City, state: str, passes: bool) -> None:
    report = make_report(city, city.health, state=state)
    merged(city, city.health, into=city.transport)
    report.refresh_from_db()
    assert report.unit == (city.transport if passes else city.health)
    assert Entry.objects.filter(verb="report.pass_on").exists() == passes


def test_people_of_the_heir_reach_what_the_closed_unit_said(city: City) -> None:
    report = make_report(city, city.health, state="accepted")
    outsider = city.actor("contact", city.east)
    merged(city, city.health, into=city.transport)
    contact = city.actor("contact", city.transport)
    assert visible_to(contact).get() == report
    assert not visible_to(outsider).exists()
    city.health.refresh_from_db()
    assert city.health.versions.get(superseded_at=None).parent == city.unit


def seats(user_id: int | None) -> list[tuple[str, str, date, date | None]]:
    rows = Appointment.objects.filter(user=user_id).order_by("from_on", "id")
    return [(row.role, row.unit.code, row.from_on, row.to_on) for row in rows]


def test_seats_pass_to_the_heir_without_a_gap_or_end_by_choice(city: City) -> None:
    contact, leader = city.actor("contact", city.health), city.actor("unit_leader", city.health)
    seat = Appointment.objects.get(user=leader.user_id)
    merged(
        city, city.health, into=city.transport,
        choices={"appointments": {str(seat.pk): "end"}},
    )  # fmt: skip
    eve = DAY - timedelta(days=1)
    assert seats(contact.user_id) == [
        ("contact", city.health.code, START, eve),
        ("contact", city.transport.code, DAY, None),
    ]
    assert seats(leader.user_id) == [("unit_leader", city.health.code, START, eve)]
    assert actor_at(city.person("contact", city.health), DAY).holds_for(
        city.transport.pk, "contact"
    )


def test_a_seat_begun_on_the_day_holds_that_day_and_passes(city: City) -> None:
    person = city.person("contact", city.health)
    Appointment.objects.filter(user=person).update(from_on=DAY)
    merged(city, city.health, into=city.transport)
    assert seats(person.pk) == [
        ("contact", city.health.code, DAY, DAY),
        ("contact", city.transport.code, DAY, None),
    ]


def test_seats_change_from_today_where_the_day_is_past(city: City) -> None:
    """What was done in between was done by right."""
    person = city.person("contact", city.health)
    merged(city, city.health, into=city.transport, on=date(2026, 1, 1))
    assert [end for *_rest, end in seats(person.pk)] == [TODAY - timedelta(days=1), None]


def test_an_administrator_always_goes_on(city: City) -> None:
    person = city.person("admin", city.health)
    seat = Appointment.objects.get(user=person)
    with pytest.raises(Invalid, match="admin-goes-on"):
        merged(
            city, city.health, into=city.transport,
            choices={"appointments": {str(seat.pk): "end"}},
        )  # fmt: skip
    assert not UnitEvent.objects.exists()


@pytest.mark.parametrize(
    "choices",
    [
        {"commitments": {"1": "end"}},
        {"commitments": {"1": "没有"}},
        {"appointments": {"1": "没有"}},
        {"scores": {}},
    ],
)
def test_choices_name_what_there_is(city: City, choices: dict[str, dict[str, str]]) -> None:
    with pytest.raises(Invalid, match="choice-unknown"):
        merged(city, city.health, into=city.transport, choices=choices)


def test_a_split_passes_by_choice_else_to_the_largest_share(city: City) -> None:
    roads, buses = promise(city, city.transport), promise(city, city.transport)
    split(
        city,
        city.transport,
        founded(city, "YC-A", "公路局", share=Decimal("0.3")),
        founded(city, "YC-B", "运输局", share=Decimal("0.7")),
        choices={"commitments": {str(roads.pk): "YC-A"}},
    )
    assert [lead and lead.code for lead in leads(roads, buses)] == ["YC-A", "YC-B"]
    assert set(Transfer.objects.values_list("cause", flat=True)) == {"split"}


def test_a_split_unit_that_goes_on_keeps_what_nobody_chose_away(city: City) -> None:
    stays, goes = promise(city, city.transport), promise(city, city.transport)
    person = city.person("contact", city.transport)
    split(
        city,
        city.transport,
        HeirDraft(unit=city.transport, share=Decimal("0.4")),
        founded(city, "YC-B", "运输局", share=Decimal("0.6")),
        choices={"commitments": {str(goes.pk): "YC-B"}},
    )
    assert [lead and lead.code for lead in leads(stays, goes)] == [city.transport.code, "YC-B"]
    assert seats(person.pk) == [("contact", city.transport.code, START, None)]


def test_what_passes_twice_waits_for_the_last_owner_only(city: City) -> None:
    commitment = promise(city, city.health)
    merged(city, city.health, into=city.transport, on=DAY - timedelta(days=1))
    merged(city, city.transport, into=founded(city, "YC-N", "综合局"))
    assert list(Transfer.objects.order_by("id").values_list("outcome", flat=True)) == [
        "passed_on", "",
    ]  # fmt: skip
    (lead,) = leads(commitment)
    assert lead
    assert lead.code == "YC-N"


def test_a_change_ahead_is_done_on_its_day_in_the_name_of_who_decided_it(city: City) -> None:
    commitment = promise(city, city.health)
    event = merged(city, city.health, into=city.transport, on=AHEAD)
    assert leads(commitment) == [city.health]
    early = NOW + timedelta(days=29)
    assert (timezone.localdate(early), changes_due(at=early)) == (AHEAD - timedelta(days=1), 0)
    on_the_day = NOW + timedelta(days=30)
    daily = DAILY[0]
    daily(on_the_day)
    assert leads(commitment) == [city.transport]
    entry = Entry.objects.get(verb="unit.take-effect")
    assert (entry.actor_id, entry.role) == (event.decided_by_id, "admin")
    assert changes_due(at=on_the_day) == 0


def test_all_of_it_happens_or_nothing(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    commitment = promise(city, city.health)

    def broken(**_facts: object) -> None:
        raise RuntimeError("no room for the record")

    monkeypatch.setattr("luoshi.web.commitments.actions.passing.record", broken)
    with pytest.raises(RuntimeError):
        merged(city, city.health, into=city.transport)
    city.health.refresh_from_db()
    assert (leads(commitment), city.health.closed_on) == ([city.health], None)
    assert not UnitEvent.objects.exists()


def test_what_an_event_touches_is_told_before(city: City) -> None:
    promise(city, city.east, "signed_off")
    mine = promise(city, city.east)
    assisted = promise(city, city.health)
    assisted.assist_units.add(city.east)
    make_report(city, city.east, state="accepted")
    found = touched([city.east], DAY)
    assert mine in found.commitments
    assert [seat.role for seat in found.appointments] == ["contact", "unit_leader"]
    assert (found.assists, found.kept, found.settled) == (1, 1, 1)
    assert list(found.below) == [city.town]
    assert not found.is_nothing
    assert touched([city.park], DAY).is_nothing


def test_only_an_administrator_of_the_jurisdiction(city: City, other_city: City) -> None:
    for by in (city.actor("supervisor"), other_city.actor("admin"), Actor(0, "")):
        with pytest.raises(Exception, match="admin-only"):
            unit_merge(
                units=[city.health], into=HeirDraft(unit=city.transport), on=DAY, reason=WHY,
                by=by, at=NOW,
            )  # fmt: skip
    assert not UnitEvent.objects.exists()
    assert ProgressReport.objects.count() == 0
