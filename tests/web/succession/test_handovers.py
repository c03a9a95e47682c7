"""A person's seats, and all that hangs on them, pass to a successor on a day."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries

from luoshi.core.errors import Forbidden, Invalid, Refused
from luoshi.web.accounts.actor import Actor
from luoshi.web.accounts.models import Appointment, User
from luoshi.web.accounts.queries import actor_at
from luoshi.web.audit.models import Entry
from luoshi.web.calendars.queries import work_calendar
from luoshi.web.commitments.actions import commitment_dispatch
from luoshi.web.delivery.models import Sample
from luoshi.web.succession import actions
from luoshi.web.succession.models import Handover, Transfer
from luoshi.web.succession.queries.unowned import unaccepted
from luoshi.web.succession.tasks import DAILY
from tests.conftest import SignIn
from tests.factories import NOW, TODAY, City, make_commitment, make_list
from tests.web.commitments.build import sample
from tests.web.delivery.build import make_report, workdays
from tests.web.succession.test_changes import merged, promise

AHEAD = TODAY + timedelta(days=7)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def seat_of(user: User) -> Appointment:
    return Appointment.objects.get(user=user, to_on=None)


def handed(city: City, giver: User, taker: User, *, on: date = AHEAD, **more: Any) -> Handover:
    return actions.handover_propose(
        seats=[seat_of(giver)], to_user=taker, on=on, note="已谈妥用地",
        by=more.get("by") or city.actor("admin"), at=more.get("at", NOW),
    )  # fmt: skip


def units_held(user: User, role: str, on: date) -> frozenset[int]:
    return actor_at(user, on).own_units(role)


def acts(user: User, on: date = TODAY) -> Actor:
    return actor_at(user, on)


def at(on: date) -> datetime:
    return NOW + (on - TODAY)


@pytest.fixture
def pair(city: City) -> tuple[User, User]:
    """The contact of the transport bureau, and who is to follow."""
    return city.person("contact", city.transport), city.person("contact", city.health)


def test_a_successor_who_took_over_before_the_day_has_the_seat_on_it(
    city: City, pair: tuple[User, User]
) -> None:
    giver, taker = pair
    report = make_report(city, city.transport)
    made = handed(city, giver, taker)
    with pytest.raises(Forbidden, match="successor-only"):
        actions.handover_confirm(handover=made, by=city.actor("admin"), at=NOW)
    made = actions.handover_confirm(handover=made, by=acts(taker), at=NOW)
    assert made.state == "decided"
    DAILY[1](at(AHEAD - timedelta(days=1)))
    assert units_held(giver, "contact", AHEAD) == {city.transport.pk}
    DAILY[1](at(AHEAD))
    DAILY[1](at(AHEAD))
    made.refresh_from_db()
    assert made.state == "confirmed"
    assert [(item["kind"], item["text"]) for item in made.items] == [
        ("commitment", report.commitment.text), ("fill", report.commitment.text),
    ]  # fmt: skip
    last = AHEAD - timedelta(days=1)
    assert units_held(giver, "contact", last) == {city.transport.pk}
    assert units_held(giver, "contact", AHEAD) == frozenset()
    assert units_held(taker, "contact", AHEAD) == {city.transport.pk, city.health.pk}
    verbs = Entry.objects.filter(object_type="succession.handover").values_list("verb", flat=True)
    assert list(verbs.order_by("seq")) == [
        "handover.propose", "handover.decide", "handover.confirm", "handover.take-effect",
    ]  # fmt: skip


def test_until_the_successor_takes_over_the_superior_holds(
    city: City, pair: tuple[User, User]
) -> None:
    giver, taker = pair
    workdays(2026)
    leader = city.person("unit_leader", city.transport)
    made = handed(city, giver, taker, on=TODAY)
    assert made.state == "effective"
    tomorrow = TODAY + timedelta(days=1)
    assert units_held(giver, "contact", tomorrow) == frozenset()
    assert units_held(leader, "contact", tomorrow) == {city.transport.pk}
    assert city.transport.pk not in units_held(taker, "contact", tomorrow)
    told = unaccepted(city.actor("supervisor"), work_calendar(), TODAY + timedelta(days=4))
    assert [row.kind for row in told.late if row.kind == "handover"] == ["handover"]
    done = actions.handover_confirm(handover=made, by=acts(taker), at=at(AHEAD))
    assert done.state == "confirmed"
    assert units_held(leader, "contact", AHEAD) == frozenset()
    assert units_held(taker, "contact", AHEAD) == {city.transport.pk, city.health.pk}


def test_refused_seats_stay_with_the_superior_and_say_why(
    city: City, pair: tuple[User, User]
) -> None:
    giver, taker = pair
    leader = city.person("unit_leader", city.transport)
    made = handed(city, giver, taker, on=TODAY)
    with pytest.raises(Invalid, match="reason-missing"):
        actions.handover_refuse(handover=made, answer=" ", by=acts(taker), at=NOW)
    made = actions.handover_refuse(handover=made, answer="已借调", by=acts(taker), at=NOW)
    assert (made.state, made.answer) == ("refused", "已借调")
    assert units_held(leader, "contact", AHEAD) == {city.transport.pk}
    with pytest.raises(Refused, match="wrong-state"):
        actions.handover_confirm(handover=made, by=acts(taker), at=NOW)


def test_what_was_drawn_for_a_verifier_passes_and_the_seat_waits_empty(city: City) -> None:
    giver, taker = city.person("verifier", city.health), city.person("verifier", city.park)
    commitment = promise(city, city.transport)
    drawn = sample(city, commitment, giver)
    made = handed(city, giver, taker, on=TODAY)
    assert units_held(giver, "verifier", AHEAD) == frozenset()
    assert Sample.objects.get(pk=drawn.pk).verifier == giver
    actions.handover_confirm(handover=made, by=acts(taker), at=at(AHEAD))
    assert Sample.objects.get(pk=drawn.pk).verifier == taker
    assert units_held(taker, "verifier", AHEAD) == {city.health.pk, city.park.pk}


def test_the_last_administrator_stays_until_there_is_another(city: City) -> None:
    admin, taker = city.person("admin"), city.person("contact", city.health)
    made = handed(city, admin, taker, on=TODAY)
    assert units_held(admin, "admin", AHEAD) == {city.unit.pk}
    actions.handover_confirm(handover=made, by=acts(taker), at=at(AHEAD))
    assert units_held(admin, "admin", AHEAD) == frozenset()
    assert units_held(taker, "admin", AHEAD) == {city.unit.pk}


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("handover-day-past", {"on": TODAY - timedelta(days=1)}),
        ("successor-unfit", {"to": "self"}),
        ("successor-unfit", {"to": "stranger"}),
        ("handover-empty", {"seats": []}),
    ],
)
def test_what_cannot_be_handed_over(
    city: City, other_city: City, pair: tuple[User, User], code: str, changes: dict[str, Any]
) -> None:
    giver, taker = pair
    who = {"self": giver, "stranger": other_city.person("contact")}
    with pytest.raises(Invalid, match=code):
        actions.handover_propose(
            seats=changes.get("seats", [seat_of(giver)]),
            to_user=who.get(changes.get("to", ""), taker),
            on=changes.get("on", AHEAD), note="", by=city.actor("admin"), at=NOW,
        )  # fmt: skip
    assert not Handover.objects.exists()


def test_the_person_proposes_and_only_an_administrator_decides(
    city: City, pair: tuple[User, User]
) -> None:
    giver, taker = pair
    made = handed(city, giver, taker, by=acts(giver))
    assert made.state == "proposed"
    with pytest.raises(Invalid, match="seat-is-passing"):
        handed(city, giver, taker)
    with pytest.raises(Forbidden, match="admin-only"):
        actions.handover_decide(handover=made, approve=True, answer="", by=acts(giver), at=NOW)
    made = actions.handover_cancel(handover=made, by=acts(giver), at=NOW)
    assert made.state == "cancelled"
    assert handed(city, giver, taker).state == "decided"


def test_pages_from_the_form_to_the_sheet(
    city: City,
    pair: tuple[User, User],
    sign_in: SignIn,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    giver, taker = pair
    make_report(city, city.transport)
    mine, theirs, admin = sign_in(giver), sign_in(taker), sign_in(city.person("admin"))
    typed = {"seats": [seat_of(giver).pk], "to_user": taker.pk, "on": "2026-03-02", "note": ""}
    preview = mine.post("/handovers/new/", typed)
    assert "在办事项" in preview.content.decode()
    assert not Handover.objects.exists()
    assert mine.post("/handovers/new/", typed | {"on": "2026-03-01"}).status_code == 422
    mine.post("/handovers/new/", typed | {"confirm": "1"})
    made = Handover.objects.get()
    url = f"/handovers/{made.pk}/"
    assert "等我批准" in admin.get("/handovers/").content.decode()
    assert admin.post(f"{url}decide/", {"decline": "1"}).status_code == 422
    admin.post(f"{url}decide/", {"approve": "1"})
    assert "请您接收" in theirs.get(url).content.decode()
    stranger = sign_in(city.person("contact", city.west))
    assert stranger.get(url).status_code == 404
    assert stranger.post(f"{url}take/", {"take": "1"}).status_code == 404
    theirs.post(f"{url}take/", {"take": "1"})
    with django_assert_num_queries(7):
        page = theirs.get(url)
    assert "交接清单" in page.content.decode()
    with django_assert_num_queries(8):
        theirs.get("/handovers/")


def test_what_nobody_accepted_is_listed_to_the_office_and_chased_once_a_day(
    city: City, sign_in: SignIn, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    workdays(2026)
    within = make_list(city)
    late = make_commitment(city, city.transport, within=within, state="draft")
    commitment_dispatch(commitments=[late], by=city.actor("supervisor"), at=NOW)
    city.person("unit_leader", city.transport)
    make_commitment(city, city.east, state="underway")
    fresh_day, later = TODAY + timedelta(days=3), TODAY + timedelta(days=4)
    office = city.actor("supervisor")

    def told(on: date) -> list[tuple[str, str]]:
        return [(row.kind, row.owner) for row in unaccepted(office, work_calendar(), on).late]

    nobody = ("leaderless", city.east.short_name)
    assert told(fresh_day) == [nobody]
    assert told(later) == [("assigned", city.transport.short_name), nobody]
    unled = make_commitment(city, city.east, state="draft", created_at=NOW)
    unled.lead_unit = None
    unled.save(update_fields=["lead_unit"])
    assert (told(fresh_day), ("unled", "") in told(later)) == ([nobody], True)
    browser: Client = sign_in(city.person("supervisor"))
    with django_assert_num_queries(16):
        browser.get("/owners/")
    for _ in range(2):
        browser.post(f"/owners/{late.pk}/remind/")
    assert Entry.objects.filter(verb="owner.remind").count() == 1
    assert sign_in(city.person("contact", city.transport)).get("/owners/").status_code == 404
    leader = sign_in(city.person("unit_leader", city.transport))
    assert "2026-03-02 催办" in leader.get("/").content.decode()
    outside = sign_in(city.person("supervisor", city.unit, "other"))
    assert outside.post("/owners/999/remind/").status_code == 404


def test_the_heir_accepts_transfers_on_the_page(city: City, sign_in: SignIn) -> None:
    for state in ("underway", "underway"):
        promise(city, city.health, state)
    merged(city, city.health, into=city.transport)
    leader = sign_in(city.person("unit_leader", city.transport))
    assert "另有 2 项划转来的等您签收" in leader.get("/").content.decode()
    ids = list(Transfer.objects.values_list("pk", flat=True))
    stranger = sign_in(city.person("unit_leader", city.west))
    assert stranger.post("/owners/accept/", {"transfer": ids}).status_code == 404
    leader.post("/owners/accept/", {"transfer": ids})
    assert not Transfer.objects.filter(outcome="").exists()


def test_what_lay_open_is_told_in_the_language_of_each_reader(city: City, sign_in: SignIn) -> None:
    """Whoever's turn it was to write it down."""
    promise(city, city.transport)
    giver = city.person("contact", city.transport)
    with override("en"):
        made = handed(city, giver, city.person("contact", city.health), on=TODAY)
    client, url = sign_in(city.person("admin")), made.get_absolute_url()
    assert "推进中" in client.get(url).content.decode()
    User.objects.filter(pk=city.person("admin").pk).update(language="en")
    assert "Under way" in client.get(url).content.decode()


def test_who_divided_a_commitment_is_no_leader_of_its_part(city: City) -> None:
    """The county's leader is above the town, but gave the part away."""
    city.person("unit_leader", city.east)
    whole = make_commitment(city, city.east)
    make_commitment(city, city.town, parent=whole, state="assigned")
    make_commitment(city, city.town, parent=whole)

    def told() -> list[str]:
        found = unaccepted(city.actor("supervisor"), work_calendar(), TODAY)
        return [row.text for row in found.late if row.kind == "leaderless"]

    (line,) = told()
    assert line.startswith("东镇YC没有单位负责人，待签收的 1 项是上级分解下来的")
    city.person("unit_leader", city.town)
    assert told() == []
