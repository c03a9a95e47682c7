"""Dispatch, acceptance, dispute and its decision; and the steps of progress."""

import threading
from decimal import Decimal

import pytest
from django.db import connection

from luoshi.core.errors import DomainError, Forbidden, Invalid, Refused
from luoshi.core.workflow import COMMITMENT
from luoshi.web.accounts.actor import Actor
from luoshi.web.commitments.actions import (
    commitment_accept,
    commitment_advance,
    commitment_dispatch,
    commitment_dispute,
    commitment_list_in,
    commitments_accept,
    dispute_decide,
)
from luoshi.web.commitments.actions.progress import ADVANCES
from luoshi.web.commitments.models import Acceptance, Commitment
from luoshi.web.units.models import Unit
from tests.factories import NOW, City, make_city, make_commitment, make_list
from tests.web.commitments.build import STATES, assigned, last, supervisor, verbs


def states() -> list[str]:
    return list(Commitment.objects.order_by("pk").values_list("state", flat=True))


def leader(city: City, unit: Unit | None = None) -> Actor:
    return city.actor("unit_leader", unit or city.transport)


def disputed(city: City, lead: Unit, proposed: Unit | None) -> Commitment:
    commitment = assigned(city, lead)
    commitment_dispute(
        commitment=commitment,
        reason="不属本单位职责",
        proposed=proposed,
        by=leader(city, lead),
        at=NOW,
    )
    return commitment


def decide(city: City, commitment: Commitment, lead: Unit | None, by: Actor) -> Acceptance:
    return dispute_decide(
        commitment=commitment,
        uphold=lead is None,
        lead_unit=lead,
        reason="按三定方案",
        by=by,
        at=NOW,
    )


def test_list_is_dispatched_at_once_with_one_entry(city: City) -> None:
    lst = make_list(city)
    rows = [make_commitment(city, city.transport, within=lst, state="draft") for _ in range(3)]
    commitment_dispatch(commitments=rows, by=supervisor(city), at=NOW)
    assert states() == ["assigned"] * 3
    entry = last()
    assert (entry.verb, entry.object_type) == ("commitment.dispatch", "commitments.commitmentlist")
    assert (entry.object_id, entry.after) == (str(lst.pk), {"commitments": [r.pk for r in rows]})
    assert verbs() == ["commitment.dispatch"]


def test_dispatch_over_two_lists_leaves_an_entry_on_each(city: City) -> None:
    lists = [make_list(city, title=f"清单{n}") for n in (1, 2)]
    rows = [make_commitment(city, city.transport, within=lst, state="draft") for lst in lists]
    commitment_list_in(
        commitment=rows[0], within=lists[1], weight=Decimal(1), by=supervisor(city), at=NOW
    )
    commitment_dispatch(commitments=rows, by=supervisor(city), at=NOW)
    assert verbs()[1:] == ["commitment.dispatch"] * 2
    assert last().after == {"commitments": [rows[1].pk]}


def test_one_commitment_has_its_own_entry(city: City) -> None:
    row = make_commitment(city, city.transport, within=make_list(city), state="draft")
    commitment_dispatch(commitments=[row], by=supervisor(city), at=NOW)
    assert (last().object_type, last().object_id) == ("commitments.commitment", str(row.pk))


def test_dispatch_is_all_or_nothing(city: City) -> None:
    lst = make_list(city)
    owned = make_commitment(city, city.transport, within=lst, state="draft")
    loose = make_commitment(city, city.transport, within=lst, state="draft", lead_unit=None)
    with pytest.raises(Refused) as refusal:
        commitment_dispatch(commitments=[owned, loose], by=supervisor(city), at=NOW)
    assert (refusal.value.code, refusal.value.params) == ("commitments-unowned", {"count": 1})
    running = make_commitment(city, city.transport, within=lst)
    with pytest.raises(Refused):
        commitment_dispatch(commitments=[owned, running], by=supervisor(city), at=NOW)
    with pytest.raises(Forbidden):
        commitment_dispatch(commitments=[owned], by=leader(city), at=NOW)
    assert (states(), verbs()) == (["draft", "draft", "underway"], [])


def test_acceptance_says_which_unit_who_and_when(city: City) -> None:
    commitment = assigned(city, city.transport)
    commitment_accept(commitment=commitment, by=leader(city), at=NOW)
    answer = Acceptance.objects.get()
    assert states() == ["accepted"]
    assert (answer.unit, answer.outcome, answer.decided_at) == (city.transport, "accepted", NOW)
    assert answer.decided_by == city.person("unit_leader", city.transport)
    assert verbs() == ["commitment.accept"]


def test_leader_above_accepts_for_a_unit_below(city: City) -> None:
    commitment_accept(commitment=assigned(city, city.town), by=leader(city, city.east), at=NOW)
    assert (states(), Acceptance.objects.get().unit) == (["accepted"], city.town)


def test_several_are_accepted_together_or_not_at_all(city: City) -> None:
    lst = make_list(city)
    mine = [assigned(city, city.transport, lst) for _ in range(2)]
    others = assigned(city, city.health, lst)
    with pytest.raises(Forbidden):
        commitments_accept(commitments=[*mine, others], by=leader(city), at=NOW)
    assert (states(), Acceptance.objects.count()) == (["assigned"] * 3, 0)
    commitments_accept(commitments=mine, by=leader(city), at=NOW)
    assert states() == ["accepted", "accepted", "assigned"]
    assert (Acceptance.objects.count(), verbs()) == (2, ["commitment.accept"])


@pytest.mark.parametrize("role", ["contact", "supervisor", "principal", "verifier"])
def test_nobody_accepts_for_the_leader(city: City, role: str) -> None:
    commitment = assigned(city, city.transport)
    by = city.actor(role, city.transport if role in ("contact", "verifier") else None)
    with pytest.raises(Forbidden):
        commitment_accept(commitment=commitment, by=by, at=NOW)


def test_dispute_keeps_reason_and_proposal(city: City) -> None:
    disputed(city, city.transport, city.health)
    answer = Acceptance.objects.get()
    assert states() == ["disputed"]
    assert (answer.outcome, answer.reason) == ("disputed", "不属本单位职责")
    assert (answer.unit, answer.proposed_unit) == (city.transport, city.health)
    assert last().after["proposed"] == city.health.pk


@pytest.mark.parametrize(
    ("reason", "proposal", "code"),
    [
        ("", None, "reason-missing"),
        ("理由", "itself", "same-lead-unit"),
        ("理由", "elsewhere", "unit-elsewhere"),
    ],
)
def test_dispute_without_ground_is_refused(
    city: City, other_city: City, reason: str, proposal: str | None, code: str
) -> None:
    proposed = {None: None, "itself": city.transport, "elsewhere": other_city.health}[proposal]
    commitment = assigned(city, city.transport)
    with pytest.raises(Invalid) as refusal:
        commitment_dispute(
            commitment=commitment, reason=reason, proposed=proposed, by=leader(city), at=NOW
        )
    assert (refusal.value.code, states(), verbs()) == (code, ["assigned"], [])


def test_upheld_dispute_binds_the_unit(city: City) -> None:
    commitment = disputed(city, city.transport, city.health)
    decision = decide(city, commitment, None, city.actor("principal"))
    assert states() == ["accepted"]
    assert (decision.outcome, decision.unit) == ("upheld", city.transport)
    assert (decision.decider_unit, decision.decided_by) == (city.unit, city.person("principal"))
    assert verbs() == ["commitment.dispute", "commitment.uphold"]


def test_reassigned_commitment_waits_for_its_new_lead_unit(city: City) -> None:
    commitment = disputed(city, city.transport, city.health)
    commitment.assist_units.add(city.health)
    decision = decide(city, commitment, city.health, city.actor("supervisor"))
    commitment.refresh_from_db()
    assert (commitment.state, commitment.lead_unit) == ("assigned", city.health)
    assert list(commitment.assist_units.all()) == []
    assert (decision.outcome, decision.unit) == ("reassigned", city.health)
    assert last().before == {"state": "disputed", "lead_unit": city.transport.pk}
    commitment_accept(commitment=commitment, by=leader(city, city.health), at=NOW)
    assert states() == ["accepted"]


def test_superior_may_choose_another_than_proposed(city: City) -> None:
    commitment = disputed(city, city.transport, city.health)
    decide(city, commitment, city.park, city.actor("principal"))
    commitment.refresh_from_db()
    assert commitment.lead_unit == city.park


def sibling_towns(city: City) -> tuple[Unit, Unit]:
    second = Unit.objects.create(
        parent=city.east,
        code="second-town",
        kind="town",
        name="南镇",
        short_name="南镇",
        jurisdiction=city.unit,
    )
    return city.town, second


def test_county_decides_between_its_towns_and_the_city_may_too(city: City) -> None:
    one, other = sibling_towns(city)
    first, second = disputed(city, one, other), disputed(city, one, other)
    by_county = decide(city, first, other, city.actor("principal", city.east))
    by_city = decide(city, second, other, city.actor("principal"))
    assert (by_county.decider_unit, by_city.decider_unit) == (city.east, city.unit)


def test_county_does_not_decide_on_a_unit_outside_it(city: City) -> None:
    commitment = disputed(city, city.town, city.transport)
    for by in (city.actor("principal", city.east), city.actor("supervisor", city.west)):
        with pytest.raises(Forbidden) as refusal:
            decide(city, commitment, city.transport, by)
        assert refusal.value.code == "common-superior-only"
    assert states() == ["disputed"]


def test_county_that_is_a_party_does_not_decide(city: City) -> None:
    commitment = disputed(city, city.town, city.east)
    with pytest.raises(Forbidden):
        decide(city, commitment, city.east, city.actor("principal", city.east))
    assert decide(city, commitment, None, city.actor("principal")).decider_unit == city.unit


def test_unit_without_proposal_is_upheld_by_its_superior(city: City) -> None:
    commitment = disputed(city, city.town, None)
    decision = decide(city, commitment, None, city.actor("principal", city.east))
    assert decision.decider_unit == city.east


@pytest.mark.parametrize("role", ["contact", "unit_leader", "assessor", "admin"])
def test_others_do_not_decide(city: City, role: str) -> None:
    commitment = disputed(city, city.transport, city.health)
    where = city.health if role in ("contact", "unit_leader") else None
    with pytest.raises(Forbidden):
        decide(city, commitment, None, city.actor(role, where))


def test_decision_needs_reason_and_another_unit(city: City) -> None:
    commitment = disputed(city, city.transport, city.health)
    attempt = {"commitment": commitment, "by": city.actor("principal"), "at": NOW}
    for values, code in (
        ({"uphold": True, "lead_unit": None, "reason": " "}, "reason-missing"),
        ({"uphold": False, "lead_unit": None, "reason": "x"}, "new-lead-unit-missing"),
        ({"uphold": False, "lead_unit": city.transport, "reason": "x"}, "same-lead-unit"),
    ):
        with pytest.raises(Invalid) as refusal:
            dispute_decide(**attempt, **values)  # type: ignore[arg-type]
        assert refusal.value.code == code
    assert (states(), verbs()) == (["disputed"], ["commitment.dispute"])


@pytest.mark.parametrize("state", [state for state in STATES if state != "disputed"])
def test_there_is_nothing_to_decide_in_other_states(city: City, state: str) -> None:
    commitment = make_commitment(city, city.transport, state=state)
    with pytest.raises(Refused):
        decide(city, commitment, None, city.actor("principal"))


@pytest.mark.parametrize("verb", sorted(ADVANCES))
@pytest.mark.parametrize("state", STATES)
def test_progress_follows_the_table_of_the_core(city: City, state: str, verb: str) -> None:
    commitment = make_commitment(city, city.transport, state=state)
    sources, target = COMMITMENT.transitions[verb]
    by = leader(city)
    if state not in sources:
        with pytest.raises(Refused):
            commitment_advance(commitment=commitment, verb=verb, by=by, at=NOW)
        assert (states(), verbs()) == ([state], [])
        return
    moved = commitment_advance(commitment=commitment, verb=verb, by=by, at=NOW)
    assert (moved.state, states()) == (target, [target])
    assert (last().before, last().after) == ({"state": state}, {"state": target})


def test_ownership_is_not_settled_by_advancing(city: City) -> None:
    commitment = assigned(city, city.transport)
    with pytest.raises(ValueError, match="accept"):
        commitment_advance(commitment=commitment, verb="accept", by=leader(city), at=NOW)


def test_of_accept_and_dispute_at_once_one_wins(committed: None) -> None:
    if connection.vendor == "sqlite" and connection.is_in_memory_db():  # type: ignore[attr-defined]
        pytest.skip("SQLite in memory has no waiting for locks; a file or PostgreSQL has")
    city = make_city()
    commitment = assigned(city, city.transport)
    by = leader(city)
    outcomes: list[str] = []
    start = threading.Barrier(2)

    def attempt(dispute: bool) -> None:
        start.wait()
        try:
            if dispute:
                commitment_dispute(commitment=commitment, reason="理由", by=by, at=NOW)
            else:
                commitment_accept(commitment=commitment, by=by, at=NOW)
            outcomes.append("done")
        except DomainError as refusal:
            outcomes.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=attempt, args=(flag,)) for flag in (True, False)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["done", "wrong-state"]
    assert (Acceptance.objects.count(), len(verbs())) == (1, 1)
