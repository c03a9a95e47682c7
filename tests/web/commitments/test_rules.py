"""Who may do what: every role by every relation to the thing."""

from itertools import product

import pytest

from luoshi.web.accounts.actor import Actor, Held
from luoshi.web.accounts.decisions import ALLOWED, Denied
from luoshi.web.commitments import rules
from luoshi.web.commitments.models import Commitment, CommitmentList
from tests.web.commitments.build import ROLES, STATES

CITY, TRANSPORT, HEALTH, ELSEWHERE = 1, 2, 3, 9
RELATIONS = ("at the city", "at the lead unit", "at another unit", "in another city")
WHERE = {
    "at the city": (CITY, CITY, {CITY, TRANSPORT, HEALTH}),
    "at the lead unit": (TRANSPORT, CITY, {TRANSPORT}),
    "at another unit": (HEALTH, CITY, {HEALTH}),
    "in another city": (ELSEWHERE, ELSEWHERE, {ELSEWHERE}),
}
NARROW = ("contact", "unit_leader", "verifier")


def actor(role: str, relation: str) -> Actor:
    unit, area, below = WHERE[relation]
    reach = frozenset(below) if role in NARROW else frozenset({unit})
    return Actor(7, role, (Held(role, unit, area, reach),))


def commitment(state: str = "assigned") -> Commitment:
    return Commitment(jurisdiction_id=CITY, lead_unit_id=TRANSPORT, state=state)


def allowed(rule: str, role: str, relation: str) -> bool:
    someone = actor(role, relation)
    match rule:
        case "list types":
            return bool(rules.can_keep_list_types(someone, CITY))
        case "new list":
            return bool(rules.can_create_list(someone, CITY))
        case "change list":
            return bool(rules.can_change_list(someone, CommitmentList(jurisdiction_id=CITY)))
        case "change":
            return bool(rules.can_change(someone, commitment()))
        case "withdraw early":
            return bool(rules.can_withdraw(someone, commitment("draft")))
        case "withdraw settled":
            return bool(rules.can_withdraw(someone, commitment("underway")))
        case "answer":
            return bool(rules.can_answer(someone, commitment()))
        case _:
            return bool(decides(someone))


def decides(someone: Actor, *, disputed_by: int = 1) -> object:
    return rules.can_decide_dispute(
        someone,
        superiors=frozenset({CITY}),
        parties=frozenset({TRANSPORT, HEALTH}),
        disputed_by=disputed_by,
    )


IN_CITY = RELATIONS[:3]
GRANTED = {
    "list types": {*product(("supervisor", "admin"), IN_CITY)},
    "new list": {*product(("supervisor",), IN_CITY)},
    "change list": {*product(("supervisor",), IN_CITY)},
    "change": {*product(("supervisor",), IN_CITY)},
    "withdraw early": {*product(("supervisor",), IN_CITY)},
    "withdraw settled": {*product(("principal",), IN_CITY)},
    "answer": {("unit_leader", "at the city"), ("unit_leader", "at the lead unit")},
    "decide": {("principal", "at the city"), ("supervisor", "at the city")},
}


@pytest.mark.parametrize("rule", GRANTED)
def test_truth_table(rule: str) -> None:
    table = {
        (role, relation)
        for role, relation in product(ROLES, RELATIONS)
        if allowed(rule, role, relation)
    }
    assert table == GRANTED[rule]


def test_nobody_in_particular_may_do_nothing() -> None:
    nobody = Actor(7, "")
    assert not rules.can_create_list(nobody, CITY)
    assert not rules.can_answer(nobody, commitment())


def test_unowned_commitment_is_answered_by_nobody() -> None:
    unowned = Commitment(jurisdiction_id=CITY, state="draft")
    assert not rules.can_answer(actor("unit_leader", "at the city"), unowned)


def test_who_divided_does_not_accept_for_who_got_it() -> None:
    whole = Commitment(jurisdiction_id=CITY, lead_unit_id=TRANSPORT, state="underway")
    section = Commitment(jurisdiction_id=CITY, lead_unit_id=11, state="assigned", parent=whole)
    above = Held("unit_leader", TRANSPORT, CITY, frozenset({TRANSPORT, 11}))
    own = Held("unit_leader", 11, CITY, frozenset({11}))
    for giver in ((above,), (Held("unit_leader", CITY, CITY, frozenset({CITY, TRANSPORT, 11})),)):
        assert rules.can_answer(Actor(7, "", giver), section) == Denied("part-unit-leader-only")
    assert rules.can_answer(Actor(7, "", (above, own)), section) == ALLOWED
    whole.lead_unit_id = HEALTH
    assert rules.can_answer(Actor(7, "", (above,)), section) == ALLOWED
    assert rules.can_answer(Actor(7, "", (own,)), whole) == Denied("lead-unit-leader-only")


@pytest.mark.parametrize("state", STATES)
def test_settled_commitment_is_withdrawn_by_a_leader_alone(state: str) -> None:
    settled = state in ("accepted", "underway")
    by_leader = rules.can_withdraw(actor("principal", "at the city"), commitment(state))
    by_desk = rules.can_withdraw(actor("supervisor", "at the city"), commitment(state))
    assert (bool(by_leader), bool(by_desk)) == (settled, not settled)


def test_disputer_does_not_decide_even_as_a_superior() -> None:
    principal = actor("principal", "at the city")
    assert decides(principal) == ALLOWED
    assert decides(principal, disputed_by=principal.user_id) == Denied("own-dispute")


@pytest.mark.parametrize("party", [TRANSPORT, HEALTH])
@pytest.mark.parametrize("role", ["contact", "unit_leader"])
def test_person_of_a_party_does_not_decide(role: str, party: int) -> None:
    principal = actor("principal", "at the city").held
    both = Actor(7, "", (*principal, Held(role, party, CITY, frozenset({party}))))
    assert decides(both) == Denied("own-dispute")


def test_refusals_say_why() -> None:
    contact = actor("contact", "at the lead unit")
    assert rules.can_create_list(contact, CITY) == Denied("supervisor-only")
    assert rules.can_answer(contact, commitment()) == Denied("lead-unit-leader-only")
    assert rules.can_withdraw(contact, commitment("accepted")) == Denied("principal-withdraws")
    assert decides(contact) == Denied("own-dispute")
