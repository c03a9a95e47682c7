"""Which objections a person sees, what waits, and how a run stands towards them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone

from luoshi.core.calendar import WorkCalendar
from luoshi.core.scoring import ROOT
from luoshi.web.accounts.actor import Actor
from luoshi.web.assessment.models import SchemeVersion, ScoreNode, ScoreRun, UnitScore
from luoshi.web.assessment.rules import WHOLE
from luoshi.web.delivery.models import Evidence
from luoshi.web.jobs.models import Job
from luoshi.web.objections.clocks import answer_due
from luoshi.web.objections.models import CHANGING, OPEN, Objection, Rerun, RerunOrder, Window
from luoshi.web.objections.rules import OBJECTING, can_object

RELATED = (
    "node__score__run__jurisdiction", "node__score__run__version__scheme", "unit", "filed_by",
    "answerer", "assigned_by", "decided_by", "withdrawn_by",
)  # fmt: skip
HEAVY = (
    "node__trace", "node__score__run__inputs", "node__score__run__result",
    "node__score__run__version__text",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """An objection with the last day for its answer, None beyond the calendar."""

    objection: Objection
    due_on: date | None
    late: bool


def visible_to(actor: Actor) -> QuerySet[Objection]:
    """Every objection of the jurisdiction for its overseers; the own units' for their contacts and
    leaders; and those that one is named to answer."""
    whole = Q(node__score__run__jurisdiction__in=actor.jurisdictions(*WHOLE))
    own = Q(unit__in=actor.units(*OBJECTING))
    return Objection.objects.filter(whole | own | Q(answerer=actor.user_id))


def objections_for(actor: Actor) -> QuerySet[Objection]:
    """The same with what lists show, the newest first."""
    return visible_to(actor).select_related(*RELATED).defer(*HEAVY)


def objection_for(actor: Actor, pk: int) -> Objection:
    """One objection. Raises Http404."""
    if found := objections_for(actor).filter(pk=pk).first():
        return found
    raise Http404


def evidence_of(actor: Actor, pk: int, evidence_pk: int) -> Evidence:
    """A file that was handed in with an objection. Raises Http404."""
    found = objection_for(actor, pk).evidence.filter(pk=evidence_pk).first()
    if found is None:
        raise Http404
    return found


def shown(rows: Iterable[Objection], calendar: WorkCalendar, today: date) -> list[Shown]:
    """Each with its clock: no query."""
    return [_shown(row, calendar, today) for row in rows]


def _shown(row: Objection, calendar: WorkCalendar, today: date) -> Shown:
    due_on = answer_due(timezone.localdate(row.filed_at), calendar)
    closed = timezone.localdate(row.decided_at) if row.decided_at else today
    counts = row.is_open or row.decided_at is not None
    return Shown(row, due_on, late=bool(counts and due_on and closed > due_on))


def waiting_for(actor: Actor) -> list[Objection]:
    """What waits for the person: to be assigned by the assessor, to be answered by who is named."""
    areas = actor.jurisdictions("assessor")
    assign = Q(node__score__run__jurisdiction__in=areas, state="filed")
    answer = Q(answerer=actor.user_id, state="assigned")
    rows = Objection.objects.filter(assign | answer).select_related(*RELATED).defer(*HEAVY)
    return list(rows.order_by("filed_at", "pk"))


def windows_open_to(actor: Actor, on: date) -> list[Window]:
    """The windows in which units of the person may object today."""
    units = actor.units(*OBJECTING)
    if not units:
        return []
    rows = Window.objects.filter(
        opens_on__lte=on, closes_on__gte=on, run__scores__unit__in=units, run__rerun=None
    )
    heavy = ("run__inputs", "run__result")
    return list(rows.select_related("run").defer(*heavy).distinct().order_by("closes_on", "pk"))


def score_node(run: ScoreRun, unit_id: int, path: str) -> ScoreNode:
    """One number of one unit. Raises Http404."""
    rows = ScoreNode.objects.filter(score__run=run, score__unit=unit_id, path=path or ROOT)
    if found := rows.select_related("score__unit").first():
        return found
    raise Http404


@dataclass(frozen=True, slots=True)
class Standing:
    """How a run stands towards objections."""

    window: Window | None
    undecided: int
    upheld: int
    filed: int
    after: ScoreRun | None
    before: ScoreRun | None
    no_objections: str

    @property
    def needs_window(self) -> bool:
        """Whether one is still to be opened: none was, neither for this run nor for the one that
        it replaces, and the scheme does not say why none is needed."""
        return self.window is None and self.before is None and not self.no_objections

    def takes(self, on: date) -> bool:
        """Whether a unit may object on that day."""
        window = self.window
        return bool(window and self.after is None and window.opens_on <= on <= window.closes_on)

    def is_ripe(self, on: date) -> bool:
        """Whether the run can be computed again: the window over, all answered, some upheld."""
        over = self.window is None or on > self.window.closes_on
        return self.after is None and over and not self.undecided and self.upheld > 0


def standing_of(run: ScoreRun) -> Standing:
    """Two queries."""
    states = list(
        Objection.objects.filter(node__score__run=run).order_by().values_list("state", flat=True)
    )
    rows = ScoreRun.objects.select_related(
        "objection_window__opened_by", "rerun__new", "rerun_of__old", "version"
    ).defer(
        "inputs", "result", "rerun__new__inputs", "rerun__new__result", "rerun_of__old__inputs",
        "rerun_of__old__result", "version__text",
    )  # fmt: skip
    found: Any = rows.get(pk=run.pk)
    return Standing(
        window=getattr(found, "objection_window", None),
        undecided=sum(state in OPEN for state in states),
        upheld=sum(state in CHANGING for state in states),
        filed=len(states),
        after=found.rerun.new if hasattr(found, "rerun") else None,
        before=found.rerun_of.old if hasattr(found, "rerun_of") else None,
        no_objections=found.version.no_objections,
    )


def held_back(ids: Collection[int], on: date) -> set[int]:
    """Those of the runs, none of them final, whose result nobody may take on yet, or any more, as
    long as units may object or nobody asked them: one query."""
    waiting = Objection.objects.filter(
        node__score__run__in=ids, state__in=(*OPEN, *CHANGING)
    ).order_by()
    rows = ScoreRun.objects.filter(pk__in=ids).filter(
        Q(objection_window__closes_on__gte=on)
        | Q(pk__in=waiting.values("node__score__run"))
        | Q(rerun__isnull=False)
        | Q(objection_window=None, rerun_of=None, version__no_objections="")
    )
    return set(rows.order_by().values_list("pk", flat=True))


def replaced(ids: Collection[int]) -> dict[int, ScoreRun]:
    """By run, the one that took its place after objections: one query."""
    rows = Rerun.objects.filter(old__in=ids).select_related("new")
    return {row.old_id: row.new for row in rows.defer("new__inputs", "new__result")}


def rerun_for(run: ScoreRun) -> Rerun | None:
    """How a run came after another one, if it did."""
    rows = Rerun.objects.select_related("old", "made_by").defer("old__inputs", "old__result")
    return rows.filter(new=run).first()


def rerun_of_job(job: Job) -> Rerun | None:
    """What the job computed already."""
    return Rerun.objects.filter(new__job=job).first()


def order_of_job(job: Job) -> RerunOrder:
    """What the job was asked for."""
    return RerunOrder.objects.select_related("run__version", "version__scheme").get(job=job)


def versions_for(run: ScoreRun) -> QuerySet[SchemeVersion]:
    """The versions of the scheme by which a run can be computed again, the newest first."""
    rows = SchemeVersion.objects.filter(scheme=run.version.scheme_id)
    return rows.defer("text").order_by("-number")


def objects_to(actor: Actor, score: UnitScore, on: date) -> bool:
    """Whether the person may object today: two queries, none for those of other units."""
    return bool(can_object(actor, score)) and standing_of(score.run).takes(on)
