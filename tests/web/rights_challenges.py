"""Who may do what in a challenge: rows of the table of rights."""

from luoshi.web.accounts.models import Role
from luoshi.web.challenges.models import (
    Acceptor,
    Bid,
    Challenge,
    Evaluator,
    KeyHolder,
    Objection,
    Pledge,
)
from tests.web.places import ALL, JURISDICTION, SOMEBODY_ELSE, Place, Row, Thing, area, parties


def challenge(place: Place) -> Challenge:
    return Challenge(jurisdiction_id=place.area)


def holder(place: Place) -> KeyHolder:
    return KeyHolder(person_id=place.asker)


def evaluator(*, interest: bool | None = False) -> Thing:
    return lambda place: Evaluator(person_id=place.asker, has_interest=interest)


def acceptor(place: Place) -> Acceptor:
    return Acceptor(challenge=challenge(place), person_id=place.asker)


CHALLENGES: dict[str, Row] = {
    "challenges.can_propose": Row(
        area, dict.fromkeys(("supervisor", "contact", "unit_leader"), JURISDICTION)
    ),
    "challenges.can_run": Row(challenge, {"supervisor": JURISDICTION}),
    "challenges.can_decide": Row(challenge, {"principal": JURISDICTION}),
    "challenges.can_decide/own": Row(challenge, {}, lambda p: {"asked_by": p.asker}),
    "challenges.can_hold_key": Row(holder, dict.fromkeys(Role.values, ALL)),
    "challenges.can_hold_key/another": Row(lambda p: KeyHolder(person_id=SOMEBODY_ELSE)),
    "challenges.can_bid": Row(
        challenge,
        {"unit_leader": "Y---"},
        lambda p: {"unit_id": p.unit.pk, "barred": frozenset()},
    ),
    "challenges.can_bid/owner": Row(
        challenge, {}, lambda p: {"unit_id": p.unit.pk, "barred": frozenset({p.unit.pk})}
    ),
    "challenges.can_declare": Row(evaluator(), dict.fromkeys(Role.values, ALL)),
    "challenges.can_declare/another": Row(lambda p: Evaluator(person_id=SOMEBODY_ELSE)),
    "challenges.can_mark": Row(
        evaluator(),
        dict.fromkeys(Role.values, "-YYY")
        | dict.fromkeys(("contact", "unit_leader", "verifier"), "--YY"),
        parties("near", "bidding"),
    ),
    "challenges.can_mark/interest": Row(evaluator(interest=True), {}, parties("near", "bidding")),
    "challenges.can_mark/undeclared": Row(evaluator(interest=None), {}, parties("near", "bidding")),
    "challenges.can_object": Row(
        challenge, dict.fromkeys(("contact", "unit_leader"), JURISDICTION)
    ),
    "challenges.can_answer_objection": Row(
        lambda p: Objection(challenge=challenge(p)),
        dict.fromkeys(("supervisor", "assessor", "principal"), JURISDICTION),
        lambda p: {"involved": frozenset()},
    ),
    "challenges.can_answer_objection/involved": Row(
        lambda p: Objection(challenge=challenge(p)), {}, lambda p: {"involved": {p.asker}}
    ),
    "challenges.can_sign": Row(
        lambda p: Pledge(bid=Bid(unit_id=p.unit.pk)), {"unit_leader": "Y---"}
    ),
    "challenges.can_accept": Row(acceptor, {"verifier": "--Y-"}, parties("barred", "party")),
    "challenges.can_accept/another": Row(
        lambda p: Acceptor(challenge=challenge(p), person_id=SOMEBODY_ELSE),
        {},
        parties("barred", "party"),
    ),
}
