"""What verifiers, assessors, auditors and administrators find on their home pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from luoshi.web.accounts.actor import Actor
from luoshi.web.accounts.models import Appointment
from luoshi.web.accounts.queries import in_force, people_visible_to
from luoshi.web.assessment.holds import hold_of
from luoshi.web.assessment.models import Scheme, ScoreNode, ScoreRun
from luoshi.web.assessment.queries import HEAVY, schemes_for, visible_to
from luoshi.web.audit import queries as audit
from luoshi.web.audit.models import Entry, Head
from luoshi.web.audit.naming import names_of
from luoshi.web.audit.sealed import shown
from luoshi.web.audit.words import thing_words, verb_words
from luoshi.web.calendars.queries import years
from luoshi.web.delivery.models import Sample
from luoshi.web.delivery.queries import samples_of
from luoshi.web.jobs.models import Job, State
from luoshi.web.jobs.queries import fault_of
from luoshi.web.messages import message
from luoshi.web.units.models import Unit
from luoshi.web.units.queries import looked_after_by

DONE, RUNS, ENTRIES, FAILURES = 5, 4, 10, 5
DECEMBER = 12


@dataclass(frozen=True, slots=True)
class VerifierHome:
    """The samples to check, and the last few that are done."""

    check: Sequence[Sample]
    done: Sequence[Sample]
    done_count: int
    waiting: int
    late: int = 0


def verifier_home(actor: Actor) -> VerifierHome:
    """Three queries. The oldest draw comes first."""
    samples = list(samples_of(actor))
    check = [sample for sample in reversed(samples) if not sample.current]  # type: ignore[attr-defined]
    done = [sample for sample in samples if sample.current]  # type: ignore[attr-defined]
    return VerifierHome(check, done[:DONE], len(done), len(check))


@dataclass(frozen=True, slots=True)
class AssessorHome:
    """Runs newest first; ``missing``: of the latest, how many numbers were missing by unit;
    ``hold``: why nobody may take the latest on yet, in words; empty where a principal may."""

    runs: Sequence[ScoreRun]
    schemes: Sequence[Scheme]
    missing: Sequence[tuple[str, int]]
    hold: str
    waiting: int
    late: int = 0

    @property
    def open_run(self) -> ScoreRun | None:
        """The latest run, while nobody has taken it on."""
        latest = self.runs[0] if self.runs else None
        return latest if latest and latest.finalised_at is None else None


def assessor_home(actor: Actor, on: date) -> AssessorHome:
    """Four queries, and those for what holds the latest run back."""
    owned = visible_to(actor).filter(jurisdiction__in=actor.jurisdictions("assessor"))
    runs = list(owned.select_related("version__scheme").defer(*HEAVY)[:RUNS])
    missing = missing_by_unit(runs[0]) if runs else []
    hold = hold_of(runs[0], on) if runs and runs[0].finalised_at is None else None
    told = "" if hold is None else message(hold)
    return AssessorHome(runs, list(schemes_for(actor)), missing, told, len(missing))


def missing_by_unit(run: ScoreRun) -> list[tuple[str, int]]:
    """The units for which a number was missing, those with most first."""
    nodes = ScoreNode.objects.filter(score__run=run).exclude(effect="").order_by()
    counted = nodes.values_list("score__unit__short_name").annotate(n=Count("pk"))
    return sorted(counted, key=lambda row: (-row[1], row[0]))


@dataclass(frozen=True, slots=True)
class AuditorHome:
    """How long the record is, and its end."""

    count: int
    entries: Sequence[Entry]
    waiting: int = 0
    late: int = 0

    @property
    def told(self) -> list[tuple[Entry, str, str]]:
        """Each entry with what was done, and to what, in words: two queries for names."""
        names = names_of(self.entries)
        return [
            (entry, verb_words(entry.verb), thing_words(entry, names)) for entry in self.entries
        ]


def auditor_home(actor: Actor) -> AuditorHome:
    """Two queries."""
    head = Head.objects.filter(pk=1).first()
    return AuditorHome(head.seq if head else 0, list(shown(audit.visible_to(actor)[:ENTRIES])))


@dataclass(frozen=True, slots=True)
class AdminHome:
    """What is set up and what is not: ``uncovered`` units have no contact or no leader.

    ``next_year``: the coming year, where its working days should be known by now and are not.
    """

    units: int
    people: int
    no_contact: Sequence[Unit]
    no_leader: Sequence[Unit]
    years: Sequence[int]
    next_year: int | None
    failed: Sequence[Job]
    waiting: int
    late: int = 0

    @property
    def faults(self) -> list[tuple[Job, str]]:
        """Each failed job with why it failed, in words."""
        return [(job, fault_of(job)) for job in self.failed]


def admin_home(actor: Actor, on: date) -> AdminHome:
    """Five queries."""
    units = list(looked_after_by(actor))
    held = Appointment.objects.filter(in_force(on), user__is_active=True, unit__in=units)
    seats = set(held.order_by().values_list("role", "unit_id"))
    known = [entry.year for entry in years()]
    people = people_visible_to(actor).filter(is_active=True).prefetch_related(None)
    failed = list(Job.objects.filter(state=State.FAILED, asked_by__in=people)[:FAILURES])
    no_contact, no_leader = (uncovered(units, seats, role) for role in ("contact", "unit_leader"))
    coming = on.year + 1
    next_year = coming if on.month == DECEMBER and coming not in known else None
    return AdminHome(
        units=len(units),
        people=people.count(),
        no_contact=no_contact,
        no_leader=no_leader,
        years=sorted(known),
        next_year=next_year,
        failed=failed,
        waiting=len(no_contact) + len(no_leader) + bool(next_year) + len(failed),
    )


def uncovered(units: Sequence[Unit], seats: set[tuple[str, int]], role: str) -> list[Unit]:
    """The units for which nobody holds the role, there or above; a jurisdiction needs none."""
    parents = {unit.pk: unit.parent_id for unit in units}

    def covered(unit: int | None) -> bool:
        while unit is not None:
            if (role, unit) in seats:
                return True
            unit = parents.get(unit)
        return False

    return [unit for unit in units if not unit.runs_lists and not covered(unit.pk)]
