"""Commitments in lists: written, changed, weighed, withdrawn, stepped; not once frozen."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from luoshi.core.errors import DomainError, Forbidden, Invalid, Refused
from luoshi.web.audit.models import Entry
from luoshi.web.commitments.actions import (
    commitment_create,
    commitment_edit,
    commitment_list_in,
    commitment_withdraw,
    item_edit,
    list_freeze,
    milestones_set,
)
from luoshi.web.commitments.models import Commitment, ListItem, Milestone
from luoshi.web.documents.models import Candidate, SourceDocument
from tests.factories import NOW, City, make_commitment, make_list
from tests.web.commitments.build import STATES, draft, last, made_kind, supervisor, verbs

STEPS = [
    ("竣工", date(2026, 10, 31), Decimal("0.9")),
    ("开工", date(2026, 3, 31), Decimal("0.1")),
]


def candidate_in(city: City) -> Candidate:
    who = city.person("supervisor")
    document = SourceDocument.objects.create(
        jurisdiction=city.unit,
        title="工作报告",
        name="report.txt",
        kind="txt",
        sha256="0" * 64,
        size=1,
        raw="新建农村公路60公里",
        clean="新建农村公路60公里",
        imported_by=who,
        imported_at=NOW,
    )
    return Candidate.objects.create(
        document=document, start=0, end=9, text="新建农村公路60公里", kind="target", confidence=1
    )


def test_commitment_enters_the_list_at_its_end(city: City) -> None:
    lst = make_list(city, list_type=made_kind(city))
    make_commitment(city, city.health, within=lst)
    before = lst.items.get().number
    source = candidate_in(city)
    made = commitment_create(
        within=lst,
        draft=draft(
            city.transport,
            assist_units=(city.east,),
            weight=Decimal("1.5"),
            extra={"category": "重点任务", "cost": "1,200万元"},
        ),
        source=source,
        by=supervisor(city),
        at=NOW,
    )
    stored = Commitment.objects.get(pk=made.pk)
    assert (stored.state, stored.target, stored.due_on) == (
        "draft",
        Decimal(60),
        date(2026, 12, 31),
    )
    assert (stored.lead_unit, list(stored.assist_units.all())) == (city.transport, [city.east])
    assert (stored.source, stored.created_by, stored.created_at) == (
        source,
        city.person("supervisor"),
        NOW,
    )
    item = stored.items.get()
    assert (item.list, item.number, item.weight) == (lst, before + 1, Decimal("1.5"))
    assert item.extra == {"category": "task", "cost": "1200"}
    entry = last()
    assert (entry.verb, entry.object_id) == ("commitment.create", str(made.pk))
    assert entry.after["text"] == "新建农村公路60公里"
    assert (entry.after["assist_units"], entry.after["source"]) == ([city.east.pk], source.pk)


def test_refused_draft_leaves_nothing(city: City) -> None:
    lst = make_list(city)
    with pytest.raises(Invalid):
        commitment_create(
            within=lst, draft=draft(city.transport, kind="slogan"), by=supervisor(city), at=NOW
        )
    assert (Commitment.objects.count(), ListItem.objects.count()) == (0, 0)
    assert Entry.objects.count() == 0


def test_only_the_supervision_office_adds(city: City, other_city: City) -> None:
    lst = make_list(city)
    for actor in (city.actor("contact", city.transport), supervisor(other_city)):
        with pytest.raises(Forbidden):
            commitment_create(within=lst, draft=draft(city.transport), by=actor, at=NOW)


def test_frozen_list_takes_and_changes_nothing(city: City) -> None:
    lst, other = make_list(city), make_list(city, title="另一清单")
    commitment = make_commitment(city, city.transport, within=lst, state="assigned")
    loose = make_commitment(city, city.transport, within=other, state="draft")
    list_freeze(lst=lst, by=supervisor(city), at=NOW)
    by = {"by": supervisor(city), "at": NOW}
    attempts = [
        lambda: commitment_create(within=lst, draft=draft(city.transport), **by),
        lambda: commitment_edit(commitment=commitment, changes={"text": "别的"}, **by),
        lambda: commitment_list_in(commitment=loose, within=lst, weight=Decimal(1), **by),
        lambda: item_edit(item=commitment.items.get(), weight=Decimal(2), extra={}, **by),
        lambda: milestones_set(commitment=commitment, steps=STEPS, **by),
    ]
    for attempt in attempts:
        with pytest.raises(Refused) as refusal:
            attempt()
        assert refusal.value.code == "list-frozen"
    assert verbs() == ["list.freeze"]


def test_edit_keeps_what_it_does_not_name(city: City) -> None:
    lst = make_list(city)
    made = commitment_create(
        within=lst, draft=draft(city.transport, leader="分管副市长"), by=supervisor(city), at=NOW
    )
    changes = {"text": "新建农村公路80公里", "target": Decimal(80), "assist_units": (city.health,)}
    commitment_edit(commitment=made, changes=changes, by=supervisor(city), at=NOW)
    made.refresh_from_db()
    assert (made.text, made.target, made.leader) == (
        "新建农村公路80公里",
        Decimal(80),
        "分管副市长",
    )
    assert list(made.assist_units.all()) == [city.health]
    entry = last()
    assert entry.before == {
        "assist_units": [],
        "target": "60.0000",
        "text": "新建农村公路60公里",
    }
    assert entry.after == {
        "assist_units": [city.health.pk],
        "target": "80",
        "text": "新建农村公路80公里",
    }


@pytest.mark.parametrize("state", STATES)
def test_commitment_is_edited_until_it_is_taken_on(city: City, state: str) -> None:
    commitment = make_commitment(city, city.transport, within=make_list(city), state=state)
    changing = {"commitment": commitment, "by": supervisor(city), "at": NOW}
    if state in ("draft", "assigned", "disputed"):
        commitment_edit(changes={"leader": "分管副市长"}, **changing)
        milestones_set(steps=STEPS, **changing)
        assert verbs() == ["commitment.edit", "commitment.milestones"]
        return
    for attempt in (
        lambda: commitment_edit(changes={"leader": "x"}, **changing),
        lambda: milestones_set(steps=STEPS, **changing),
    ):
        with pytest.raises(Refused) as refusal:
            attempt()
        assert refusal.value.code == "wrong-state"
    assert verbs() == []


@pytest.mark.parametrize(
    ("state", "changes", "code"),
    [
        ("disputed", "another unit", "dispute-open"),
        ("assigned", "no unit", "commitments-unowned"),
        ("draft", "due too early", "commitment-due-before-start"),
        ("draft", "no text", "commitment-text-missing"),
    ],
)
def test_edit_that_breaks_a_rule_changes_nothing(
    city: City, state: str, changes: str, code: str
) -> None:
    named: dict[str, dict[str, object]] = {
        "another unit": {"lead_unit": city.health},
        "no unit": {"lead_unit": None},
        "due too early": {"due_on": date(2025, 1, 1)},
        "no text": {"text": ""},
    }
    commitment = make_commitment(city, city.transport, within=make_list(city), state=state)
    with pytest.raises(DomainError) as refusal:
        commitment_edit(
            commitment=commitment,
            changes=named[changes],
            by=supervisor(city),
            at=NOW,
        )
    assert refusal.value.code == code
    fresh = Commitment.objects.get(pk=commitment.pk)
    assert (fresh.lead_unit, fresh.due_on) == (city.transport, date(2026, 12, 31))
    assert verbs() == []


def test_due_day_does_not_move_before_a_milestone(city: City) -> None:
    commitment = make_commitment(city, city.transport, within=make_list(city), state="draft")
    milestones_set(commitment=commitment, steps=STEPS, by=supervisor(city), at=NOW)
    with pytest.raises(Invalid) as refusal:
        commitment_edit(
            commitment=commitment,
            changes={"due_on": date(2026, 9, 30)},
            by=supervisor(city),
            at=NOW,
        )
    assert refusal.value.code == "milestone-outside"


def test_state_is_no_field_to_edit(city: City) -> None:
    commitment = make_commitment(city, city.transport, within=make_list(city), state="draft")
    for name in ("state", "weight"):
        with pytest.raises(TypeError):
            commitment_edit(commitment=commitment, changes={name: "x"}, by=supervisor(city), at=NOW)


def test_milestones_are_set_anew_in_order(city: City) -> None:
    commitment = make_commitment(city, city.transport, within=make_list(city), state="draft")
    milestones_set(commitment=commitment, steps=STEPS, by=supervisor(city), at=NOW)
    milestones_set(commitment=commitment, steps=STEPS[:1], by=supervisor(city), at=NOW)
    rows = list(Milestone.objects.values_list("title", "due_on", "planned_share"))
    assert rows == STEPS[:1]
    entry = last()
    assert [step["title"] for step in entry.before["steps"]] == ["开工", "竣工"]
    assert entry.after["steps"] == [
        {"title": "竣工", "due_on": "2026-10-31", "planned_share": "0.9"}
    ]


@pytest.mark.parametrize(
    ("steps", "code"),
    [
        ([(" ", date(2026, 3, 31), Decimal("0.1"))], "milestone-untitled"),
        ([("早", date(2025, 12, 31), Decimal("0.1"))], "milestone-outside"),
        ([("多", date(2026, 3, 31), Decimal("1.1"))], "milestone-share"),
        ([("缺", date(2026, 12, 31), Decimal("0.9"))], "milestone-not-whole"),
        ([STEPS[0], STEPS[0]], "milestone-twice"),
        ([STEPS[1], ("降", date(2026, 6, 30), Decimal("0.05"))], "milestone-falls"),
    ],
)
def test_milestones_that_make_no_curve_are_refused(
    city: City, steps: list[tuple[str, date, Decimal]], code: str
) -> None:
    commitment = make_commitment(city, city.transport, within=make_list(city), state="draft")
    with pytest.raises(Invalid) as refusal:
        milestones_set(commitment=commitment, steps=steps, by=supervisor(city), at=NOW)
    assert refusal.value.code == code
    assert (Milestone.objects.count(), verbs()) == (0, [])


def test_commitment_stands_in_several_lists_with_its_own_weight(city: City) -> None:
    lst, other = make_list(city), make_list(city, title="另一清单")
    commitment = make_commitment(city, city.transport, within=lst)
    place = commitment_list_in(
        commitment=commitment, within=other, weight=Decimal(3), by=supervisor(city), at=NOW
    )
    assert (place.list, place.number, place.weight) == (other, 1, Decimal(3))
    assert sorted(commitment.items.values_list("list", flat=True)) == [lst.pk, other.pk]
    with pytest.raises(Invalid) as refusal:
        commitment_list_in(
            commitment=commitment, within=other, weight=Decimal(1), by=supervisor(city), at=NOW
        )
    assert refusal.value.code == "already-listed"
    assert verbs() == ["commitment.list_in"]


def test_commitment_of_another_city_is_not_listed(city: City, other_city: City) -> None:
    strange = make_commitment(other_city, other_city.transport)
    with pytest.raises(Invalid) as refusal:
        commitment_list_in(
            commitment=strange,
            within=make_list(city),
            weight=Decimal(1),
            by=supervisor(city),
            at=NOW,
        )
    assert refusal.value.code == "list-elsewhere"


def test_weight_and_columns_are_changed_and_weight_stays_positive(city: City) -> None:
    lst = make_list(city, list_type=made_kind(city))
    commitment = make_commitment(city, city.transport, within=lst)
    item = commitment.items.get()
    change = {"item": item, "extra": {"category": "task"}, "by": supervisor(city), "at": NOW}
    item_edit(weight=Decimal("2.5"), **change)
    item.refresh_from_db()
    assert (item.weight, item.extra) == (Decimal("2.5"), {"category": "task"})
    entry = last()
    assert (entry.verb, entry.object_id) == ("commitment.item", str(commitment.pk))
    assert entry.before == {"list": item.list_id, "weight": "1.00", "extra": {}}
    with pytest.raises(Invalid):
        item_edit(weight=Decimal(0), **change)


@pytest.mark.parametrize(
    ("extra", "code"),
    [
        ({"category": "slogan"}, "cell-choice"),
        ({"cost": "-1"}, "cell-low"),
        ({"note": "字" * 21}, "cell-long"),
        ({"colour": "red"}, "cell-unknown"),
    ],
)
def test_a_cell_that_its_column_does_not_take_leaves_nothing(
    city: City, extra: dict[str, object], code: str
) -> None:
    lst = make_list(city, list_type=made_kind(city))
    commitment = make_commitment(city, city.transport, within=lst)
    entries = Entry.objects.count()
    by = {"by": supervisor(city), "at": NOW}
    attempts = [
        lambda: commitment_create(within=lst, draft=draft(city.transport, extra=extra), **by),
        lambda: item_edit(item=commitment.items.get(), weight=Decimal(1), extra=extra, **by),
    ]
    for attempt in attempts:
        with pytest.raises(Invalid) as refusal:
            attempt()
        assert refusal.value.code == code
    assert (ListItem.objects.get().extra, Entry.objects.count()) == ({}, entries)


def test_values_of_a_column_that_went_stay_when_the_row_is_edited(city: City) -> None:
    lst = make_list(city, list_type=made_kind(city))
    item = make_commitment(city, city.transport, within=lst).items.get()
    item.extra = {"gone": "旧值", "cost": "5"}
    item.save()
    item_edit(item=item, weight=Decimal(1), extra={"cost": "7"}, by=supervisor(city), at=NOW)
    item.refresh_from_db()
    assert item.extra == {"gone": "旧值", "cost": "7"}


@pytest.mark.parametrize("state", STATES)
def test_withdrawal_by_state(city: City, state: str) -> None:
    commitment = make_commitment(city, city.transport, within=make_list(city), state=state)
    role = "principal" if state in ("accepted", "underway") else "supervisor"
    closed = state in ("claimed_done", "verified", "signed_off", "withdrawn", "failed")
    attempt = {"commitment": commitment, "reason": "政策调整", "by": city.actor(role), "at": NOW}
    if closed:
        with pytest.raises(Refused):
            commitment_withdraw(**attempt)  # type: ignore[arg-type]
        return
    commitment_withdraw(**attempt)  # type: ignore[arg-type]
    commitment.refresh_from_db()
    assert commitment.state == "withdrawn"
    assert last().after == {"state": "withdrawn", "reason": "政策调整"}


def test_unowned_draft_can_be_withdrawn_but_not_without_reason(city: City) -> None:
    lst = make_list(city)
    made = commitment_create(within=lst, draft=draft(None), by=supervisor(city), at=NOW)
    with pytest.raises(Invalid) as refusal:
        commitment_withdraw(commitment=made, reason=" ", by=supervisor(city), at=NOW)
    assert refusal.value.code == "reason-missing"
    commitment_withdraw(commitment=made, reason="重复", by=supervisor(city), at=NOW)
    made.refresh_from_db()
    assert made.state == "withdrawn"


def test_desk_does_not_drop_what_a_unit_has_taken_on(city: City) -> None:
    commitment = make_commitment(city, city.transport, state="underway")
    with pytest.raises(Forbidden) as refusal:
        commitment_withdraw(commitment=commitment, reason="x", by=supervisor(city), at=NOW)
    assert refusal.value.code == "principal-withdraws"


def test_draft_keeps_its_own_defaults(city: City) -> None:
    bare = replace(draft(city.transport), weight=Decimal(1), extra={})
    made = commitment_create(within=make_list(city), draft=bare, by=supervisor(city), at=NOW)
    assert (made.items.get().weight, made.items.get().extra) == (Decimal(1), {})
