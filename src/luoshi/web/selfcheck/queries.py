"""Which self-checks a person sees, and how they stand."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from luoshi.core.listtype import Area, Named
from luoshi.web.accounts.actor import Actor
from luoshi.web.burden.models import RequestUnit
from luoshi.web.commitments.kinds import kind_of_list
from luoshi.web.commitments.models import CommitmentList
from luoshi.web.commitments.rows import Shown, shown_of
from luoshi.web.selfcheck.models import OPEN, Answer, SelfCheck
from luoshi.web.units.models import Unit

OWNING = ("contact", "unit_leader")
RELATED = ("list__list_type", "list__frozen_version", "list__jurisdiction")


@dataclass(frozen=True, slots=True)
class UnitLine:
    """How far one unit is: questions left and answered, problems, how many of these promised."""

    unit: Unit
    left: int
    answered: int = 0
    problems: int = 0
    promised: int = 0


@dataclass(frozen=True, slots=True)
class Asked:
    """One question with what the unit says to it now, and the light of what it promised."""

    question: Named
    answer: Answer | None = None
    shown: Shown | None = None

    @property
    def is_open(self) -> bool:
        """Whether there is a problem that nobody has promised to put right."""
        answer = self.answer
        return answer is not None and answer.verdict in OPEN and answer.commitment_id is None


@dataclass(frozen=True, slots=True)
class Sheet:
    """All questions of one unit, by area."""

    areas: Sequence[tuple[Area, Sequence[Asked]]]
    verdicts: Mapping[str, int] = field(default_factory=dict)

    @property
    def asked(self) -> Iterator[Asked]:
        """Every question."""
        for _area, rows in self.areas:
            yield from rows


def checks_visible_to(actor: Actor) -> QuerySet[SelfCheck]:
    """Those of the jurisdictions supervised, and those that ask the own units."""
    claims = Q(list__jurisdiction__in=actor.jurisdictions("supervisor"))
    if units := actor.units(*OWNING):
        mine = SelfCheck.units.through.objects.filter(unit__in=units)
        claims |= Q(pk__in=mine.values("selfcheck"))
    return SelfCheck.objects.filter(claims).select_related(*RELATED)


def check_for(actor: Actor, pk: int) -> SelfCheck:
    """One self-check. Raises Http404."""
    if found := checks_visible_to(actor).filter(pk=pk).first():
        return found
    raise Http404


def waiting(units: Collection[int] | None = None) -> list[tuple[int, int, int]]:
    """Self-check, unit, and how many questions the unit has still to answer; of standing units, or
    of these. Where a remark lifted the request, nothing waits. Four queries."""
    rows = SelfCheck.units.through.objects.order_by("selfcheck_id", "unit_id")
    wanted = Q(unit__closed_on=None) if units is None else Q(unit__in=units)
    pairs = list(rows.filter(wanted).values_list("selfcheck_id", "unit_id"))
    checks = SelfCheck.objects.select_related(*RELATED).in_bulk({check for check, _ in pairs})
    given = Answer.objects.filter(current=True, self_check__in=checks).order_by()
    answered: dict[tuple[int, int], set[str]] = {}
    for check, unit, question in given.values_list("self_check_id", "unit_id", "question"):
        answered.setdefault((check, unit), set()).add(question)
    asked = {pk: keys_of(check) for pk, check in checks.items()}
    lifted = _lifted(checks.values())
    left = [(*pair, len(asked[pair[0]] - answered.get(pair, set()))) for pair in pairs]
    return [each for each in left if each[2] and each[:2] not in lifted]


def keys_of(check: SelfCheck) -> set[str]:
    """The keys of the questions that are asked."""
    return {question.key for _area, question in kind_of_list(check.list).questions()}


def _lifted(checks: Iterable[SelfCheck]) -> set[tuple[int, int]]:
    by_list = {check.list_id: check.pk for check in checks}
    rows = RequestUnit.objects.filter(
        request__list__in=by_list, request__round=None, lifted_at__isnull=False
    )
    return {(by_list[lst], unit) for lst, unit in rows.values_list("request__list", "unit")}


def check_of(lst: CommitmentList) -> SelfCheck | None:
    """The self-check of a list; None where none was opened."""
    return SelfCheck.objects.filter(list=lst).first()


def units_seen(actor: Actor, check: SelfCheck) -> QuerySet[Unit]:
    """The units asked that the person oversees or answers for, in tree order."""
    rows = Unit.objects.filter(pk__in=check.units.through.objects.filter(selfcheck=check).values(
        "unit"
    ))  # fmt: skip
    if not actor.holds("supervisor", jurisdiction_id=check.list.jurisdiction_id):
        rows = rows.filter(pk__in=actor.units(*OWNING))
    ordered: QuerySet[Unit] = rows.without_tree_fields().order_by("position", "code")
    return ordered


def unit_of(actor: Actor, check: SelfCheck, pk: int) -> Unit:
    """One unit asked. Raises Http404."""
    if found := units_seen(actor, check).filter(pk=pk).first():
        return found
    raise Http404


def lines_of(actor: Actor, check: SelfCheck) -> list[UnitLine]:
    """How far each unit is that the person sees: two queries."""
    problem = Q(verdict__in=OPEN)
    rows = Answer.objects.filter(self_check=check, current=True).order_by().values_list("unit")
    counts = {
        unit: numbers
        for unit, *numbers in rows.annotate(
            answered=Count("pk"),
            problems=Count("pk", filter=problem),
            promised=Count("commitment"),
        )
    }
    asked = sum(len(area.questions) for area in kind_of_list(check.list).areas)
    return [_line(unit, asked, counts.get(unit.pk, (0, 0, 0))) for unit in units_seen(actor, check)]


def _line(unit: Unit, asked: int, numbers: Sequence[int]) -> UnitLine:
    answered, problems, promised = numbers
    return UnitLine(unit, max(asked - answered, 0), answered, problems, promised)


def sheet_of(check: SelfCheck, unit: Unit) -> Sheet:
    """The questions with what the unit says now: one query; the caller has shown it is seen."""
    rows = Answer.objects.filter(self_check=check, unit=unit, current=True)
    related = ("answered_by", "commitment__progress", "commitment__lead_unit")
    found = {each.question: each for each in rows.select_related(*related)}
    areas = [
        (area, [_asked(question, found.get(question.key)) for question in area.questions])
        for area in kind_of_list(check.list).areas
    ]
    return Sheet(areas, Counter(each.verdict for each in found.values()))


def _asked(question: Named, answer: Answer | None) -> Asked:
    promised = answer.commitment if answer else None
    return Asked(question, answer, shown_of(promised) if promised else None)


def answer_for(actor: Actor, pk: int) -> Answer:
    """One current answer of a unit that the person answers for. Raises Http404."""
    related = ("unit", "commitment", *(f"self_check__{name}" for name in RELATED))
    rows = Answer.objects.filter(current=True, unit__in=actor.units(*OWNING))
    if found := rows.select_related(*related).filter(pk=pk).first():
        return found
    raise Http404


def takers(check: SelfCheck) -> QuerySet[CommitmentList]:
    """The lists named for what is found, as long as they are not frozen."""
    rows = check.lists.filter(frozen_at=None).select_related("list_type", "frozen_version")
    return rows.order_by("pk")


def open_lists_of(lst: CommitmentList) -> QuerySet[CommitmentList]:
    """The lists of the jurisdiction that still take commitments; a batch takes projects alone."""
    return CommitmentList.objects.filter(
        jurisdiction=lst.jurisdiction_id, frozen_at=None, cohort=None
    )


def owners_for(unit: Unit) -> list[Unit]:
    """Who may be the owner: the unit itself and the standing units below it."""
    rows = Unit.objects.descendants(unit.pk, include_self=True).filter(closed_on__isnull=True)
    return list(rows.order_by("position", "code"))
