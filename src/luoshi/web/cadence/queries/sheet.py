"""What lies on the table of a meeting: facts in plain values, kept as they are when it is held."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from luoshi.core.cadence import Standing, worth_asking
from luoshi.web.cadence.kinds import sheet_of_kind
from luoshi.web.cadence.models import Item, Mark, Meeting, Resolution
from luoshi.web.commitments.ledger import SEVERITY
from luoshi.web.commitments.models import Commitment, CommitmentState
from luoshi.web.delivery.models import ProgressReport, ReportState
from luoshi.web.projects.models import Project

Facts = dict[str, Any]
WARNING = ("red", "yellow")
MOST_LINES = 30
"""Lines of the sheet: what two pages of A4 hold and a meeting of an hour can go through."""
OVER = (CommitmentState.SIGNED_OFF, CommitmentState.WITHDRAWN)


def sheet_facts(meeting: Meeting, today: date) -> Facts:
    """The sheet as of now: a fixed number of queries. A recorded meeting has its own."""
    if meeting.recorded_at:
        return dict(meeting.sheet)
    kind = sheet_of_kind(meeting.cadence.kind)
    silent = _silent(meeting, today)
    facts: Facts = {"as_of": today.isoformat(), "sheet": kind, "resolved": [], "warned": []}
    facts["resolved"] = _lines(_resolved(meeting), silent)
    if kind == "comment":
        facts |= _list_facts(meeting, silent)
    facts["called"] = _called(meeting, silent)
    return facts


def _resolved(meeting: Meeting) -> QuerySet[Commitment]:
    """What earlier meetings of the cadence decided: all of the last one, open ones of others."""
    earlier = Meeting.objects.filter(cadence=meeting.cadence_id, on__lt=meeting.on, state="held")
    last = earlier.order_by("-on").values("pk")[:1]
    rows = Resolution.objects.filter(meeting__in=earlier)
    open_or_last = Q(meeting__in=last) | ~Q(commitment__state__in=OVER)
    return _read(Commitment.objects.filter(pk__in=rows.filter(open_or_last).values("commitment")))


def _list_facts(meeting: Meeting, silent: frozenset[int]) -> Facts:
    """How the list stands, and its worst lines."""
    within = Commitment.objects.filter(items__list=meeting.cadence.list_id)
    within = within.exclude(state=CommitmentState.WITHDRAWN).order_by()
    lights = Counter[str]()
    for light, pk in within.values_list("progress__light", "pk"):
        lights[light or "grey"] += 1
        del pk
    warned = within.filter(progress__light__in=WARNING)
    rows = _read(warned).order_by(SEVERITY, "due_on", "pk")[:MOST_LINES]
    lines = _lines(rows, silent)
    more = lights["red"] + lights["yellow"] - len(lines)
    return {"lights": dict(lights), "warned": lines, "more": more, "silent": len(silent)}


def _called(meeting: Meeting, silent: frozenset[int]) -> list[Facts]:
    items = {each.commitment_id: each for each in meeting.items.all()}
    if not items:
        return []
    lines = _lines(_read(Commitment.objects.filter(pk__in=items)), silent)
    stages = _stages(items)
    for line in lines:
        line["position"] = items[line["pk"]].position
        line["stages"] = stages.get(line["pk"], [])
    return sorted(lines, key=lambda line: int(line["position"]))


def _stages(commitments: Iterable[int]) -> Mapping[int, list[str]]:
    rows = Project.objects.filter(commitment__in=commitments).order_by()
    found = rows.values_list("commitment", "said", "did", "achieved")
    return {pk: list(stages) for pk, *stages in found}


def _read(commitments: QuerySet[Commitment]) -> QuerySet[Commitment]:
    related = ("lead_unit", "progress__report__blocker_unit")
    rows = commitments.select_related(*related).defer("standard", "measures")
    return rows.order_by("due_on", "pk")


def _silent(meeting: Meeting, today: date) -> frozenset[int]:
    """The commitments of the round whose unit has handed in nothing although its limit is over."""
    if meeting.round is None or meeting.round.due_on >= today:
        return frozenset()
    owed = (ReportState.DRAFT, ReportState.RETURNED)
    rows = ProgressReport.objects.filter(round=meeting.round_id, state__in=owed, supersedes=None)
    return frozenset(rows.values_list("commitment_id", flat=True))


def _lines(commitments: Iterable[Commitment], silent: frozenset[int]) -> list[Facts]:
    return [_line(each, silent) for each in commitments]


def _line(commitment: Commitment, silent: frozenset[int]) -> Facts:
    progress = getattr(commitment, "progress", None)
    report = progress.report if progress else None
    standing = Standing(
        light=progress.light if progress else "grey",
        said_done=bool(report and report.claims_done),
        evidence=progress.evidence_count if progress else 0,
        judged=bool(progress and progress.finding),
        blocked=bool(report and report.blocker),
        waits_for_other=bool(report and report.blocker_unit_id),
        silent=commitment.pk in silent,
    )
    unit, other = commitment.lead_unit, report.blocker_unit if report else None
    return {
        "pk": commitment.pk,
        "text": commitment.text,
        "unit": unit.short_name if unit else "",
        "unit_id": commitment.lead_unit_id,
        "due": commitment.due_on.isoformat(),
        "state": commitment.state,
        "measure": commitment.unit_of_measure,
        "said": _plain(progress and progress.said_value),
        "said_share": _plain(progress and progress.said_share),
        "did": standing.evidence,
        "achieved": _plain(progress and progress.achieved_value),
        "achieved_share": _plain(progress and progress.achieved_share),
        "finding": progress.finding if progress else "",
        "light": standing.light,
        "code": progress.light_code if progress else "",
        "params": progress.light_params if progress else {},
        "rule": progress.light_rule if progress else "",
        "reason_by": progress.reason_by if progress else "",
        "reason_until": _plain(progress and progress.reason_until),
        "blocker": report.blocker if report else "",
        "blocker_unit": other.short_name if other else "",
        "blocker_text": report.blocker_text if report else "",
        "ask": worth_asking(standing),
    }


def _plain(value: object) -> str:
    return "" if value is None else str(value)


def marks_of(meeting: Meeting) -> list[tuple[int, str, Any]]:
    """Each mark as stop, criterion and points, in no order of judges."""
    rows = Mark.objects.filter(item__meeting=meeting)
    return list(rows.order_by("item", "criterion", "points").values_list(
        "item", "criterion", "points"))  # fmt: skip


def candidates(meeting: Meeting, text: str) -> list[Commitment]:
    """What may be called: of a tour projects, else commitments of the list; those chosen first."""
    rows = Commitment.objects.exclude(state__in=("draft", *OVER))
    if sheet_of_kind(meeting.cadence.kind) == "tour":
        area = meeting.cadence.list.jurisdiction_id
        rows = rows.filter(project__cohort__jurisdiction=area, project__moved_out=False)
    else:
        rows = rows.filter(items__list=meeting.cadence.list_id)
    chosen = [each.commitment_id for each in Item.objects.filter(meeting=meeting)]
    if text:
        named = Q(text__contains=text) | Q(lead_unit__short_name__contains=text)
        rows = rows.filter(named | Q(pk__in=chosen))
    found = rows.select_related("lead_unit").order_by("lead_unit__position", "pk")
    first = list(found.filter(pk__in=chosen))
    return first + list(found.exclude(pk__in=chosen)[:MOST_CANDIDATES])


MOST_CANDIDATES = 60
