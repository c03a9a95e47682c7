"""Judges of a tour and their marks: recorded, shown, and of no consequence here."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from luoshi.core.errors import Invalid
from luoshi.web.accounts.actor import Actor
from luoshi.web.audit.actions import record
from luoshi.web.cadence.actions.meetings import meeting_locked
from luoshi.web.cadence.kinds import criteria_of
from luoshi.web.cadence.models import Judge, Mark, Meeting

MOST_JUDGES = 60
NAME = 40


@transaction.atomic
def judges_invite(
    *, meeting: Meeting, names: Sequence[str], by: Actor, at: datetime
) -> list[Judge]:
    """People invited to score, by office or sector; none twice.

    Raises Invalid ``meeting-other-sheet``, ``judge-exists``, ``judges-many``.
    """
    fresh = meeting_locked(meeting, by)
    if not criteria_of(fresh.cadence.kind):
        raise Invalid("meeting-other-sheet")
    wanted = [name.strip()[:NAME] for name in names if name.strip()]
    if not wanted:
        raise Invalid("judge-name-missing", field="names")
    known = set(fresh.judges.values_list("name", flat=True))
    if len(set(wanted)) < len(wanted) or known & set(wanted):
        raise Invalid("judge-exists", field="names")
    if len(known) + len(wanted) > MOST_JUDGES:
        raise Invalid("judges-many", field="names", limit=MOST_JUDGES)
    made = Judge.objects.bulk_create(Judge(meeting=fresh, name=name) for name in wanted)
    record(by=by, at=at, verb="meeting.invite", obj=fresh, after={"judges": len(made)})
    return made


@transaction.atomic
def marks_enter(
    *, judge: Judge, marks: Mapping[tuple[int, str], Decimal], by: Actor, at: datetime
) -> None:
    """The score sheet of one judge: points by stop and criterion; what is missing was not scored.

    Raises Invalid ``mark-range``, ``meeting-other-sheet``.
    """
    fresh = meeting_locked(judge.meeting, by)
    most = {each.key: each.most for each in criteria_of(fresh.cadence.kind)}
    stops = set(fresh.items.values_list("pk", flat=True))
    for (item, criterion), points in marks.items():
        if item not in stops or criterion not in most:
            raise Invalid("meeting-other-sheet")
        if not 0 <= points <= most[criterion]:
            raise Invalid("mark-range", field=f"m{item}-{criterion}", limit=most[criterion])
    judge.marks.all().delete()
    Mark.objects.bulk_create(
        Mark(judge=judge, item_id=item, criterion=criterion, points=points)
        for (item, criterion), points in marks.items()
    )
    after = {"judge": judge.pk, "marks": len(marks)}
    record(by=by, at=at, verb="meeting.mark", obj=fresh, after=after)
