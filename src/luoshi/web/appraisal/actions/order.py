"""The order of speakers by lot: a seed nobody chose, which anyone can draw from again."""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import transaction

from luoshi.core.errors import Refused
from luoshi.core.sampling import chance_seed, rank_digest
from luoshi.web.accounts.actor import Actor
from luoshi.web.appraisal.actions.sessions import lay_agenda
from luoshi.web.appraisal.actions.steps import locked, note_step
from luoshi.web.appraisal.models import Contender, Session, SessionState


@transaction.atomic
def order_draw(
    *, session: Session, by: Actor, at: datetime, chance: Callable[[], str] = chance_seed
) -> Session:
    """Who speaks when: once, after the rules are frozen and before anybody votes (ADR 10).

    The seed falls when nothing can refuse the draw any more. Raises Refused ``order-drawn``.
    """
    fresh = locked(session, by, SessionState.FROZEN)
    if fresh.drawn_at:
        raise Refused("order-drawn")
    contenders = list(fresh.contenders.select_related("unit").order_by("pk"))
    fresh.seed, fresh.drawn_by_id, fresh.drawn_at = chance(), by.user_id, at
    fresh.save(update_fields=["seed", "drawn_by", "drawn_at"])
    rows = in_order(fresh, contenders)
    for position, each in enumerate(rows, 1):
        each.position = position
    Contender.objects.bulk_update(rows, ["position"])
    lay_agenda(fresh, rows)
    facts = {"seed": fresh.seed, "order": [each.key for each in rows]}
    note_step(fresh, "draw", by=by, at=at, facts=facts)
    return fresh


def in_order(session: Session, contenders: Sequence[Contender]) -> list[Contender]:
    """As the seed has it: by ``rank_digest`` of the key; where it is drawn within groups, the
    groups one after the other, by ``rank_digest`` of ``group:`` and the name."""

    def lot(each: Contender) -> tuple[str, str]:
        group = rank_digest(session.seed, f"group:{each.group}") if session.by_group else ""
        return group, rank_digest(session.seed, each.key)

    return sorted(contenders, key=lot)
