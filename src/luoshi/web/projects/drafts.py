"""A project before it is one: what a person typed or a sheet says."""

from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from itertools import pairwise

from luoshi.core.errors import Invalid
from luoshi.web.commitments.drafts import CommitmentDraft
from luoshi.web.projects.models import Cohort, Project, Sector
from luoshi.web.units.models import Kind, Unit

LONGEST_NAME = 120
PLACES = (Kind.COUNTY, Kind.PARK, Kind.TOWN)
PLANNED = ("fulfilled_on", "started_on", "producing_on", "capacity_on")
METRIC = "完成投资"
MEASURE = "亿元"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectDraft:
    """Everything asked of one project; investments in 亿元. What is not known stays open."""

    name: str
    owner: Unit | None
    investment: Decimal | None = None
    sector: str = ""
    attracted: bool = False
    place: Unit | None = None
    address: str = ""
    fulfilled_on: date | None = None
    started_on: date | None = None
    producing_on: date | None = None
    capacity_on: date | None = None
    year_plan: Decimal | None = None
    plan_year: int | None = None

    def check(self, jurisdiction_id: int) -> None:
        """Raises Invalid with the ``field`` at fault."""
        if not self.name.strip():
            raise Invalid("project-untitled", field="name")
        if len(self.name) > LONGEST_NAME:
            raise Invalid("project-title-long", field="name")
        if self.owner is None:
            raise Invalid("project-owner-missing", field="owner")
        for field, unit in (("owner", self.owner), ("place", self.place)):
            if unit and not unit.belongs_to(jurisdiction_id):
                raise Invalid("project-unit-elsewhere", field=field)
        if self.place and self.place.kind not in PLACES:
            raise Invalid("project-place-kind", field="place")
        if self.sector not in ("", *Sector.values):
            raise Invalid("project-sector", field="sector")
        check_dates({name: getattr(self, name) for name in PLANNED})

    def commitment(self, cohort: Cohort) -> CommitmentDraft:
        """The promise of the owner that the project is."""
        starts_on = cohort.signed_on or cohort.list.period_start
        due_on = self.capacity_on or self.producing_on or cohort.list.period_end
        return CommitmentDraft(
            text=self.name.strip(),
            kind="project",
            modality="确保",
            metric=METRIC if self.investment else "",
            comparator=">=" if self.investment else "",
            baseline=Decimal(0) if self.investment else None,
            target=self.investment,
            unit_of_measure=MEASURE if self.investment else "",
            starts_on=starts_on,
            due_on=max(due_on, starts_on),
            lead_unit=self.owner,
        )


OWN = ("sector", "attracted", "place", "address", *PLANNED)
"""The fields that are the project's own; the others are its commitment's."""
FIELDS = frozenset(entry.name for entry in fields(ProjectDraft))


def check_dates(planned: dict[str, date | None]) -> None:
    """Raises Invalid ``project-dates`` where a later stage is planned before an earlier one."""
    known = [(name, planned[name]) for name in PLANNED if planned[name]]
    for (_, before), (name, after) in pairwise(known):
        if before and after and after < before:
            raise Invalid("project-dates", field=name)


def draft_of(project: Project) -> ProjectDraft:
    """What is known of a project now."""
    commitment = project.commitment
    own = {name: getattr(project, name) for name in OWN}
    return ProjectDraft(
        name=commitment.text, owner=commitment.lead_unit, investment=commitment.target, **own
    )
