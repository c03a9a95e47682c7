"""Sign-off after verification, with the steps that lists put before it."""

from datetime import date, datetime, timedelta

import pytest

from luoshi.core.errors import Forbidden, Invalid, Refused
from luoshi.web.calendars.models import Year
from luoshi.web.commitments.actions import (
    commitment_advance,
    commitment_sign_off,
    sign_off_step_take,
)
from luoshi.web.commitments.models import Commitment, ListItem, SignOffStep
from tests.factories import NOW, TODAY, City, make_commitment, make_list
from tests.web.commitments.build import last, made_kind, supervisor

STEPS = """
key: fixes
zh: 整改清单
steps:
  - {key: notice, zh: 公示, en: Public notice, working_days: 5}
  - {key: filed, zh: 备案, en: Filed}
"""
LATER = NOW + timedelta(days=8)
"""Monday 2 March; five working days after it end on Monday 9 March."""


@pytest.fixture
def verified(city: City) -> Commitment:
    Year.objects.create(year=2026, source="国务院办公厅通知")
    lst = make_list(city, list_type=made_kind(city, STEPS))
    return make_commitment(city, city.transport, within=lst, state="verified")


def take(city: City, item: ListItem, key: str, on: date = TODAY, at: datetime = NOW) -> SignOffStep:
    return sign_off_step_take(
        item=item, key=key, on=on, note="网站公示", by=supervisor(city), at=at
    )


def test_steps_are_taken_in_order_and_the_days_between_them_pass(
    city: City, verified: Commitment
) -> None:
    item = verified.items.get()
    step = take(city, item, "notice")
    assert (step.taken_on, step.taken_by, step.taken_at) == (TODAY, city.person("supervisor"), NOW)
    entry = last()
    assert (entry.verb, entry.object_id) == ("commitment.step", str(verified.pk))
    assert entry.after == {
        "list": item.list_id, "step": "notice", "on": "2026-03-02", "reason": "网站公示",
    }  # fmt: skip
    with pytest.raises(Refused) as early:
        take(city, item, "filed", TODAY + timedelta(days=7), NOW + timedelta(days=7))
    assert (early.value.code, early.value.params) == ("step-too-early", {"day": date(2026, 3, 10)})
    take(city, item, "filed", LATER.date(), LATER)
    commitment_sign_off(commitment=verified, by=supervisor(city), at=LATER)
    verified.refresh_from_db()
    assert (verified.state, last().verb) == ("signed_off", "commitment.sign_off")


@pytest.mark.parametrize(
    ("key", "on", "code"),
    [
        ("filed", TODAY, "step-not-next"),
        ("unknown", TODAY, "step-not-next"),
        ("notice", TODAY + timedelta(days=1), "step-in-future"),
    ],
)
def test_a_step_out_of_turn_is_refused(
    city: City, verified: Commitment, key: str, on: date, code: str
) -> None:
    with pytest.raises((Refused, Invalid)) as refusal:
        take(city, verified.items.get(), key, on)
    assert refusal.value.code == code
    assert SignOffStep.objects.count() == 0


def test_nothing_is_signed_off_before_its_steps(city: City, verified: Commitment) -> None:
    by = {"commitment": verified, "by": supervisor(city)}
    with pytest.raises(Refused) as refusal:
        commitment_sign_off(at=NOW, **by)
    assert refusal.value.code == "steps-missing"
    take(city, verified.items.get(), "notice")
    with pytest.raises(Refused) as refusal:
        commitment_sign_off(at=LATER, **by)
    assert refusal.value.code == "steps-missing"


def test_the_last_steps_days_count_for_the_sign_off(city: City) -> None:
    Year.objects.create(year=2026, source="测试")
    one = STEPS.replace("  - {key: filed, zh: 备案, en: Filed}\n", "")
    lst = make_list(city, list_type=made_kind(city, one))
    row = make_commitment(city, city.transport, within=lst, state="verified")
    take(city, row.items.get(), "notice")
    for day, code in ((7, "step-too-early"), (8, "")):
        at: datetime = NOW + timedelta(days=day)
        if code:
            with pytest.raises(Refused) as refusal:
                commitment_sign_off(commitment=row, by=supervisor(city), at=at)
            assert refusal.value.code == code
        else:
            commitment_sign_off(commitment=row, by=supervisor(city), at=at)
    row.refresh_from_db()
    assert row.state == "signed_off"


def test_a_plain_list_signs_off_at_once_and_one_without_sign_off_never(city: City) -> None:
    plain = make_commitment(city, city.transport, within=make_list(city), state="verified")
    commitment_sign_off(commitment=plain, by=supervisor(city), at=NOW)
    kind = made_kind(city, "{key: short, zh: 短清单, states: {signed_off: unused}}")
    short = make_commitment(
        city, city.transport, within=make_list(city, list_type=kind), state="verified"
    )
    with pytest.raises(Refused) as refusal:
        commitment_sign_off(commitment=short, by=supervisor(city), at=NOW)
    assert refusal.value.code == "sign-off-unused"


def test_every_list_of_it_is_asked(city: City, verified: Commitment) -> None:
    plain = make_list(city, title="另一清单")
    ListItem.objects.create(list=plain, commitment=verified, number=1)
    with pytest.raises(Refused) as refusal:
        commitment_sign_off(commitment=verified, by=supervisor(city), at=LATER)
    assert refusal.value.code == "steps-missing"


def test_re_opened_it_takes_its_steps_again(city: City, verified: Commitment) -> None:
    item = verified.items.get()
    take(city, item, "notice")
    by = {"by": supervisor(city), "at": LATER}
    commitment_advance(commitment=verified, verb="reopen", **by)
    Commitment.objects.update(state="verified")
    assert list(item.steps.values_list("void", flat=True)) == [True]
    take(city, item, "notice", LATER.date(), LATER)
    assert item.steps.count() == 2


@pytest.mark.parametrize("state", ["underway", "claimed_done", "signed_off", "withdrawn"])
def test_only_what_is_verified(city: City, verified: Commitment, state: str) -> None:
    Commitment.objects.update(state=state)
    with pytest.raises(Refused) as refusal:
        take(city, verified.items.get(), "notice")
    assert refusal.value.code == "wrong-state"
    with pytest.raises(Refused) as refusal:
        commitment_sign_off(commitment=verified, by=supervisor(city), at=NOW)
    assert refusal.value.code == "wrong-state"


def test_only_the_supervision_office(city: City, other_city: City, verified: Commitment) -> None:
    for actor in (city.actor("unit_leader", city.transport), supervisor(other_city)):
        with pytest.raises(Forbidden):
            commitment_sign_off(commitment=verified, by=actor, at=NOW)
        with pytest.raises(Forbidden):
            sign_off_step_take(
                item=verified.items.get(), key="notice", on=TODAY, note="", by=actor, at=NOW
            )
