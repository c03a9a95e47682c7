"""What a person may do now to a list or a commitment: the rule and the state together."""

from collections.abc import Sequence

from django.db.models import F, Q

from luoshi.core.workflow import COMMITMENT, LIST
from luoshi.web.accounts.actor import Actor
from luoshi.web.accounts.decisions import Decision
from luoshi.web.commitments.actions.amendments import AMENDABLE
from luoshi.web.commitments.actions.division import DIVIDABLE
from luoshi.web.commitments.actions.entries import CHANGING, is_settled_part
from luoshi.web.commitments.audience import answered_by
from luoshi.web.commitments.ledger import scope
from luoshi.web.commitments.models import Acceptance, Commitment, CommitmentList, ListItem
from luoshi.web.commitments.queries import dispute_of, superiors_of
from luoshi.web.commitments.rules import (
    can_answer,
    can_change,
    can_change_list,
    can_decide_dispute,
    can_dispatch,
    can_divide,
    can_propose_amendment,
    can_sign_off,
    can_withdraw,
)
from luoshi.web.commitments.signoff import go_so_far


def acts_on(actor: Actor, commitment: Commitment, places: Sequence[ListItem]) -> frozenset[str]:
    """The verbs whose buttons the page shows; each action asks again for itself."""
    verbs = set(COMMITMENT.verbs(commitment.state))
    frozen = frozen_places(commitment, places)
    changes = bool(can_change(actor, commitment))
    answers = bool(can_answer(actor, commitment))
    open_now = {
        "dispatch": commitment.lead_unit_id is not None
        and "assign" in verbs
        and bool(can_dispatch(actor, commitment)),
        "divide": commitment.state in DIVIDABLE and bool(can_divide(actor, commitment)),
        "edit": changes and not frozen and commitment.state in CHANGING,
        "amend": frozen
        and commitment.state in AMENDABLE
        and bool(can_propose_amendment(actor, commitment)),
        "place": changes and commitment.state != "withdrawn",
        "accept": answers and "accept" in verbs,
        "dispute": answers and "dispute" in verbs,
        "decide": "uphold" in verbs and bool(decides(actor, dispute_of(commitment))),
        "sign_off": "sign_off" in verbs
        and bool(can_sign_off(actor, commitment))
        and go_so_far(places),
        "withdraw": "withdraw" in verbs and bool(can_withdraw(actor, commitment)),
    }
    return frozenset(verb for verb, is_open in open_now.items() if is_open)


def require_open(lst: CommitmentList) -> None:
    """Raises Refused ``wrong-state`` for a list that is frozen."""
    LIST.next("frozen" if lst.frozen_at else "drafting", "freeze")


def frozen_places(commitment: Commitment, places: Sequence[ListItem]) -> bool:
    """Whether only amendments change it, by the lists that the person sees."""
    if any(place.list.frozen_at for place in places):
        return True
    return not places and is_settled_part(commitment)


def decides(actor: Actor, dispute: Acceptance) -> Decision:
    """Whether the person may decide the open dispute, as it was proposed."""
    other = dispute.proposed_unit
    return can_decide_dispute(
        actor,
        superiors=frozenset(unit.pk for unit in superiors_of(dispute.unit, other)),
        parties=frozenset({dispute.unit_id, *([other.pk] if other else [])}),
        disputed_by=dispute.decided_by_id,
    )


def require_decides(actor: Actor, commitment: Commitment) -> Acceptance:
    """The open dispute, for who may decide it. Raises Refused, Forbidden."""
    COMMITMENT.next(commitment.state, "uphold")
    dispute = dispute_of(commitment)
    decides(actor, dispute).require()
    return dispute


def waiting_count(actor: Actor, lst: CommitmentList) -> int:
    """How many commitments of a list wait for this person's acceptance."""
    if not actor.holds("unit_leader"):
        return 0
    return scope(actor, lst).filter(answered_by(actor), state="assigned").count()


def to_dispatch(actor: Actor, lst: CommitmentList) -> list[Commitment]:
    """The drafts of a list, by number, when the person dispatches them."""
    if not can_change_list(actor, lst):
        return []
    return _waiting(actor, lst, Q(state="draft"))


def to_accept(actor: Actor, lst: CommitmentList) -> list[Commitment]:
    """The commitments of a list, by number, that wait for this person's acceptance."""
    waits = Q(answered_by(actor), state="assigned")
    return _waiting(actor, lst, waits) if actor.holds("unit_leader") else []


def _waiting(actor: Actor, lst: CommitmentList, which: Q) -> list[Commitment]:
    rows = scope(actor, lst).filter(which).select_related("lead_unit")
    return list(rows.order_by(F("number").asc()))
