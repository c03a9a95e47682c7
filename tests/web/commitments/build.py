"""Drafts, actors and states for tests of lists and commitments."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from luoshi.web.accounts.actor import Actor
from luoshi.web.accounts.models import User
from luoshi.web.audit.models import Entry
from luoshi.web.commitments.actions import list_type_create
from luoshi.web.commitments.drafts import CommitmentDraft
from luoshi.web.commitments.kinds import read_kind
from luoshi.web.commitments.models import Commitment, CommitmentList, ListType
from luoshi.web.delivery.models import (
    Draw,
    Evidence,
    EvidenceUse,
    Progress,
    ProgressReport,
    Round,
    Sample,
    Verification,
)
from luoshi.web.units.models import Unit
from tests.factories import NOW, TODAY, City, make_commitment, make_list

STATES = (
    "draft",
    "assigned",
    "disputed",
    "accepted",
    "underway",
    "claimed_done",
    "verified",
    "signed_off",
    "withdrawn",
    "failed",
)
ROLES = (
    "supervisor",
    "assessor",
    "contact",
    "unit_leader",
    "principal",
    "verifier",
    "auditor",
    "admin",
)


def draft(lead: Unit | None, **fields: object) -> CommitmentDraft:
    """A quantified promise for 2026."""
    values: dict[str, object] = {
        "text": "新建农村公路60公里",
        "kind": "target",
        "modality": "确保",
        "metric": "新建农村公路",
        "comparator": ">=",
        "baseline": Decimal(0),
        "target": Decimal(60),
        "unit_of_measure": "公里",
        "starts_on": date(2026, 1, 1),
        "due_on": date(2026, 12, 31),
        "lead_unit": lead,
    }
    return CommitmentDraft(**(values | fields))  # type: ignore[arg-type]


def assigned(city: City, lead: Unit, within: CommitmentList | None = None) -> Commitment:
    """A commitment that waits for its lead unit's answer."""
    return make_commitment(city, lead, within=within or make_list(city), state="assigned")


KIND = """
key: tasks
zh: 重点任务清单
en: Key tasks
columns:
  - {key: category, zh: 类别, en: Class, type: choice, required: true, choices: [
      {key: task, zh: 重点任务, en: Key task}, {key: reform, zh: 重大改革, en: Major reform}]}
  - {key: cost, zh: 投资, en: Cost, type: number, unit: 万元, min: 0}
  - {key: note, zh: 说明, en: Note, type: text, max: 20}
"""


def made_kind(city: City, text: str = KIND, **changes: object) -> ListType:
    """A kind of list with one version, as the supervision office makes it."""
    kind = replace(read_kind(text), **changes)  # type: ignore[arg-type]
    return list_type_create(jurisdiction=city.unit, kind=kind, by=supervisor(city), at=NOW)


def verbs() -> list[str]:
    """What the record says was done, oldest first."""
    return list(Entry.objects.order_by("seq").values_list("verb", flat=True))


def last() -> Entry:
    """The newest entry of the record."""
    return Entry.objects.latest("seq")


def supervisor(city: City) -> Actor:
    """The supervision office."""
    return city.actor("supervisor")


def progress(commitment: Commitment, light: str = "green", **fields: object) -> Progress:
    """Where a commitment stands, without the reports behind it."""
    codes = {"green": "on-plan", "yellow": "behind", "red": "late", "blue": "verified"}
    params = {"yellow": {"points": "12.5"}, "red": {"days": "3"}}
    values: dict[str, object] = {
        "light": light,
        "light_code": codes.get(light, ""),
        "light_params": params.get(light, {}),
        "light_rule": "default",
        "planned_share": Decimal("0.5"),
        "as_of": TODAY,
    }
    return Progress.objects.create(commitment=commitment, **(values | fields))


def report(city: City, commitment: Commitment, month: int = 2, **fields: object) -> ProgressReport:
    """An accepted report for one month of 2026."""
    item = commitment.items.first()
    lst = item.list if item else make_list(city, title=f"报送{commitment.pk}")
    who = city.person("contact", commitment.lead_unit)
    period, _ = Round.objects.get_or_create(
        list=lst,
        period_end=date(2026, month, 28),
        defaults={
            "title": f"2026年{month}月",
            "period_start": date(2026, month, 1),
            "due_on": date(2026, month, 28),
            "opened_by": who,
            "opened_at": NOW,
        },
    )
    values: dict[str, object] = {"unit": commitment.lead_unit, "state": "accepted"}
    for verb in ("submitted", "signed", "accepted"):
        values |= {f"{verb}_by": who, f"{verb}_at": NOW}
    return ProgressReport.objects.create(round=period, commitment=commitment, **(values | fields))


def sample(city: City, commitment: Commitment, verifier: User, month: int = 2) -> Sample:
    """A report of the commitment, drawn for that verifier."""
    drawn = report(city, commitment, month)
    draw = Draw.objects.create(
        round=drawn.round,
        seed="seed",
        rule={},
        frame=[],
        frame_digest="0" * 64,
        drawn_by=city.person("supervisor"),
        drawn_at=NOW,
    )
    return Sample.objects.create(draw=draw, report=drawn, verifier=verifier, reason="random")


def evidence(city: City, used_for: ProgressReport, name: str, sha256: str = "0") -> Evidence:
    """A file offered for a report."""
    file = Evidence.objects.create(
        jurisdiction=city.unit,
        unit=used_for.unit,
        sha256=sha256,
        name=name,
        media_type="application/pdf",
        size=1,
        added_by=city.person("contact", used_for.unit),
        added_at=NOW,
    )
    EvidenceUse.objects.create(report=used_for, evidence=file)
    return file


def verification(drawn: Sample, **fields: object) -> Verification:
    """What the verifier found of a drawn report."""
    values: dict[str, object] = {
        "finding": "partly",
        "note": "现场核对",
        "decided_by": drawn.verifier,
        "decided_at": NOW,
    }
    return Verification.objects.create(sample=drawn, **(values | fields))
