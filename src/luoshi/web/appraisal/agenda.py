"""Who is to speak when, by the clock; and when all are marked."""

from collections.abc import Sequence
from datetime import time

from luoshi.core.voting import clock
from luoshi.web.appraisal.models import Contender, Session


def plan(session: Session, contenders: Sequence[Contender]) -> time | None:
    """Give each contender its ``planned_at``; back comes when all have spoken.

    ``contenders``: as drawn. Nothing is planned before the draw, nor without a beginning.
    """
    if session.begins is None or session.drawn_at is None:
        return None
    *starts, ends = clock(session.begins, [each.minutes for each in contenders])
    for each, at in zip(contenders, starts, strict=True):
        each.planned_at = at
    return ends
