"""Cohorts, projects and accounts for tests, made by the product's own actions."""

import io
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from luoshi.web.audit.models import Entry
from luoshi.web.commitments.actions import commitment_dispatch, commitments_accept
from luoshi.web.commitments.models import Commitment
from luoshi.web.projects import actions
from luoshi.web.projects.drafts import ProjectDraft
from luoshi.web.projects.models import Cohort, DropOut, Project, StageChange
from luoshi.web.units.models import Unit
from tests.factories import NOW, City
from tests.intake.files import xlsx

SIGNED_ON = date(2026, 1, 10)
LATER = NOW + timedelta(hours=1)
HEADER = [
    "项目名称",
    "责任单位",
    "领域",
    "总投资（亿元）",
    "计划开工时间",
    "2026年计划投资（亿元）",
]
ROW = ["精密轴承生产线", "东区YC", "制造业", 3.5, "2026年3月", 1.2]


def cohort(city: City, title: str = "2026年第一批", signed_on: date | None = SIGNED_ON) -> Cohort:
    """An open batch of the city; without ``signed_on`` its reserve."""
    return actions.cohort_create(
        jurisdiction=city.unit,
        title=title,
        signed_on=signed_on,
        begins_on=SIGNED_ON,
        ends_on=date(2027, 12, 31),
        by=city.actor("supervisor"),
        at=NOW,
    )


def draft(owner: Unit, name: str = "精密轴承生产线", **fields: object) -> ProjectDraft:
    """A manufacturing project of 3.5 亿元 that is to start in March."""
    values: dict[str, object] = {
        "name": name,
        "owner": owner,
        "investment": Decimal("3.5"),
        "sector": "manufacturing",
        "place": owner if owner.kind != "department" else None,
        "started_on": date(2026, 3, 31),
        "producing_on": date(2026, 10, 31),
        "capacity_on": date(2027, 6, 30),
    }
    return ProjectDraft(**(values | fields))  # type: ignore[arg-type]


def project(city: City, within: Cohort, owner: Unit | None = None, **fields: object) -> Project:
    """A project in an open batch."""
    made = draft(owner or city.east, **fields)  # type: ignore[arg-type]
    return actions.project_create(cohort=within, draft=made, by=city.actor("supervisor"), at=NOW)


def fixed(city: City, within: Cohort) -> Cohort:
    """The batch dispatched, accepted and frozen."""
    drafts = list(Commitment.objects.filter(items__list=within.list, state="draft"))
    commitment_dispatch(commitments=drafts, by=city.actor("supervisor"), at=NOW)
    for each in Commitment.objects.filter(items__list=within.list, state="assigned"):
        leader = city.actor("unit_leader", each.lead_unit)
        commitments_accept(commitments=[each], by=leader, at=NOW)
    actions.cohort_freeze(cohort=within, by=city.actor("supervisor"), at=NOW)
    within.list.refresh_from_db()
    return within


def running(city: City, owner: Unit | None = None, **fields: object) -> Project:
    """A project of its own fixed batch, taken on by its owner."""
    within = cohort(city, title=str(fields.pop("title", "2026年第一批")))
    made = project(city, within, owner, **fields)
    fixed(city, within)
    made.refresh_from_db()
    return Project.objects.select_related("cohort__list", "commitment").get(pk=made.pk)


def tell(
    city: City, about: Project, stage: str, on: date, at: datetime = NOW, **more: object
) -> StageChange:
    """The owner's contact tells of a stage."""
    by = city.actor("contact", about.commitment.lead_unit)
    return actions.stage_tell(project=about, stage=stage, on=on, by=by, at=at, **more)  # type: ignore[arg-type]


def propose(city: City, about: Project) -> DropOut:
    """The owner's leader asks that it be moved out."""
    return actions.moving_out_propose(
        project=about,
        cause="planning",
        explanation="用地调整为生态红线",
        document="东政函〔2026〕3号",
        by=city.actor("unit_leader", about.commitment.lead_unit),
        at=NOW,
    )


def verbs() -> list[str]:
    """What the record says was done, oldest first."""
    return list(Entry.objects.order_by("seq").values_list("verb", flat=True))


def last() -> Entry:
    """The newest entry of the record."""
    return Entry.objects.latest("seq")


def book(*rows: Sequence[object], header: Sequence[object] = HEADER) -> bytes:
    """A workbook with one sheet under that header."""
    return xlsx([header, *rows])


TEXT = ("现场照片说明.txt", "主体工程已进场施工".encode())
EMPTY = io.BytesIO().getvalue()
