"""Paper tokens: made and handed to the printer in one go, and never kept in the clear."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from django.db import transaction

from luoshi.core.errors import Invalid, Refused
from luoshi.core.tally import VoterClass
from luoshi.core.voting import new_token, read_token, registry_digest
from luoshi.web.accounts.actor import Actor
from luoshi.web.appraisal.actions.steps import locked, note_step, require_reason
from luoshi.web.appraisal.kinds import frozen_rules, tokens_at_once, tokens_most
from luoshi.web.appraisal.models import Session, SessionState, Token, TokenSheet
from luoshi.web.audit.actions import record

ISSUING = (SessionState.FROZEN, SessionState.RUNNING)
Printed = TypeVar("Printed")
Codes = Mapping[str, tuple[str, ...]]
"""By class, the codes of its tokens."""
BATCH = 500


def tokens_make(
    *,
    session: Session,
    counts: Mapping[str, int],
    printed: Callable[[Codes], Printed],
    by: Actor,
    at: datetime,
) -> Printed:
    """What ``printed`` makes of so many new tokens (``XXXX-XXXX-XXXX-XXXX``) of each class.

    It is printed before the transaction begins, so that nobody waits for it and a printer that
    fails leaves no token. Rows are laid by digest: nothing tells which card is which row. Raises
    Invalid ``tokens-count``; Refused ``tokens-many``; as ``printed`` does.
    """
    with transaction.atomic():
        _allowed(session, counts, by)
    codes = {key: tuple(new_token() for _ in range(count)) for key, count in counts.items()}
    paper = printed(codes)
    with transaction.atomic():
        fresh = _allowed(session, counts, by)
        for key, made in codes.items():
            _keep(fresh, key, made, by, at)
    return paper


def _keep(
    session: Session, voter_class: str, codes: Sequence[str], by: Actor, at: datetime
) -> None:
    digests = sorted(registry_digest(read_token(each)) for each in codes)
    Token.objects.bulk_create(
        [Token(digest=each, session=session, voter_class=voter_class) for each in digests],
        batch_size=BATCH,
    )
    count = len(codes)
    sheet = TokenSheet.objects.create(
        session=session, voter_class=voter_class, count=count, made_by_id=by.user_id, made_at=at
    )
    after = {"session": session, "class": voter_class, "count": count}
    record(by=by, at=at, verb="tokens.make", obj=sheet, after=after)


def _allowed(session: Session, counts: Mapping[str, int], by: Actor) -> Session:
    fresh = locked(session, by, *ISSUING)
    if min(counts.values(), default=0) < 1 or sum(counts.values()) > tokens_at_once():
        raise Invalid("tokens-count", most=tokens_at_once())
    for key, count in counts.items():
        most = tokens_most(class_of(fresh, key).size)
        left = most - fresh.tokens.filter(voter_class=key).count()
        if count > left:
            raise Invalid("tokens-many", field=f"count-{key}", left=left, most=most)
    return fresh


def class_of(session: Session, key: str) -> VoterClass:
    """One class of the frozen rules. Raises Invalid ``voter-class-unknown``."""
    for each in frozen_rules(session).classes:
        if each.key == key:
            return each
    raise Invalid("voter-class-unknown", field="voter_class")


@transaction.atomic
def tokens_discard(
    *, session: Session, voter_class: str, note: str, by: Actor, at: datetime
) -> int:
    """Make every token of a class void, before anybody votes: a sheet was lost, or torn by the
    printer, and nobody can tell which. How many they were. Raises Refused ``tokens-none``."""
    fresh = locked(session, by, SessionState.FROZEN)
    gone, _kinds = fresh.tokens.filter(voter_class=class_of(fresh, voter_class).key).delete()
    if not gone:
        raise Refused("tokens-none")
    facts = {"class": voter_class, "count": gone}
    note_step(fresh, "discard", by=by, at=at, note=require_reason(note), facts=facts)
    return gone
