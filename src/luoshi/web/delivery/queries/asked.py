"""Which commitments a round asks of their units, and which it leaves in peace."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date

from django.db.models import Max, Q, QuerySet

from luoshi.core.cadence import asks_again
from luoshi.core.decompose import DEEPEST
from luoshi.web.commitments.models import Commitment, CommitmentList, ListItem, Milestone
from luoshi.web.commitments.trajectory import is_held
from luoshi.web.delivery.elsewhere import told_elsewhere
from luoshi.web.delivery.models import ProgressReport, ReportState

REPORTING = ("accepted", "underway", "claimed_done")
"""States of a commitment that is reported on: taken on, and neither verified nor given up."""
VERIFIED = "verified"


def asked_in(lst: CommitmentList, until: date) -> QuerySet[Commitment]:
    """The commitments of a list, and their parts that stand in none, that a round asks of which
    the period ends ``until``: few queries, whatever their number.

    Left out is what gives its account elsewhere, and what an outsider found done, unless a later
    period has a target of its own (``_owes_more``). Source: docs/rules/cadence.md.
    """
    listed = Q(pk__in=ListItem.objects.filter(list=lst).values("commitment"))
    parts = unlisted_parts(lst)
    within = Commitment.objects.filter(listed | Q(pk__in=parts) if parts else listed)
    going = within.filter(state__in=(*REPORTING, VERIFIED))
    states = dict(going.order_by().values_list("pk", "state"))
    verified = {pk for pk, state in states.items() if state == VERIFIED}
    elsewhere = {pk for pk, told in told_elsewhere(states, until).items() if not told.in_rounds}
    quiet = verified - _owes_more(verified, until) | elsewhere
    return going.exclude(pk__in=quiet)


def unlisted_parts(lst: CommitmentList) -> set[int]:
    """The parts below what the list holds, to the lowest level, that stand in no list themselves:
    one query for each level. A part of another jurisdiction is asked by the rounds of that one,
    and below a withdrawn whole nothing is asked. Source: docs/rules/decomposition.md.
    """
    rows = Commitment.objects.filter(items=None, jurisdiction=lst.jurisdiction_id)
    rows = rows.exclude(parent__state="withdrawn").order_by()
    found: set[int] = set()
    level = set(rows.filter(parent__items__list=lst).values_list("pk", flat=True))
    for _ in range(DEEPEST):
        found |= level
        if not level:
            break
        level = set(rows.filter(parent__in=level).values_list("pk", flat=True))
    return found


def _owes_more(verified: Collection[int], until: date) -> set[int]:
    """Of those found done, the ones with a target of their own in the period: a milestone, an open
    part; what is held at every time (a rate, a rank) has one until its due day.
    """
    if not verified:
        return set()
    targets: defaultdict[int, list[date]] = defaultdict(list)
    steps = Milestone.objects.filter(commitment__in=verified)
    parts = Commitment.objects.filter(parent__in=verified, state__in=REPORTING).order_by()
    for pk, due_on in (
        *steps.values_list("commitment_id", "due_on"),
        *parts.values_list("parent_id", "due_on"),
    ):
        targets[pk].append(due_on)
    rows = Commitment.objects.filter(pk__in=verified).only("comparator", "due_on")
    for row in rows:
        if is_held(row):
            targets[row.pk].append(min(until, row.due_on))
    told = _told_until(verified)
    return {pk for pk, days in targets.items() if pk in told and asks_again(told[pk], until, days)}


def _told_until(ids: Collection[int]) -> Mapping[int, date]:
    """By commitment: the last day of which an accepted account tells."""
    rows = ProgressReport.objects.filter(commitment__in=ids, state=ReportState.ACCEPTED)
    return dict(rows.order_by().values_list("commitment_id").annotate(Max("round__period_end")))
