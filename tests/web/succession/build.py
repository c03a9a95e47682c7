"""Figures of past years for tests of changes."""

from datetime import date
from decimal import Decimal
from typing import Any

from luoshi.web.commitments.models import Commitment, CommitmentList
from luoshi.web.delivery.models import Draw, Progress, ProgressReport, Round, Sample, Verification
from luoshi.web.units.models import Unit
from tests.factories import NOW, TODAY, City, make_commitment, make_list


def told(
    city: City, unit: Unit, value: str, year: int = 2025, achieved: str = "", **fields: Any
) -> Commitment:
    """A commitment of that year whose unit said the value, and what was achieved of it."""
    lst = CommitmentList.objects.filter(title=str(year)).first() or make_list(city, title=str(year))
    usual: dict[str, Any] = {
        "starts_on": date(year, 1, 1), "due_on": date(year, 12, 31),
        "state": "underway" if year == 2026 else "signed_off",
    }  # fmt: skip
    commitment = make_commitment(city, unit, within=lst, **(usual | fields))
    opened, _ = Round.objects.get_or_create(
        list=lst, title="年度", period_start=date(year, 1, 1), period_end=date(year, 12, 31),
        due_on=date(year, 12, 31), opened_by=city.person("supervisor"), opened_at=NOW,
    )  # fmt: skip
    by, at = city.person("contact", unit), NOW
    report = ProgressReport.objects.create(
        round=opened, commitment=commitment, unit=unit, value=Decimal(value), state="accepted",
        submitted_by=by, submitted_at=at, signed_by=by, signed_at=at, accepted_by=by,
        accepted_at=at,
    )  # fmt: skip
    Progress.objects.create(
        commitment=commitment, report=report, said_value=Decimal(value), as_of=TODAY,
        achieved_value=Decimal(achieved) if achieved else None,
        verification=finding(city, report) if achieved else None,
    )  # fmt: skip
    return commitment


def finding(city: City, report: ProgressReport) -> Verification:
    who = city.person("verifier", city.park)
    draw, _ = Draw.objects.get_or_create(
        round=report.round,
        defaults={
            "seed": "测试", "rule": {}, "frame": [], "frame_digest": "0" * 64,
            "drawn_by": city.person("supervisor"), "drawn_at": NOW,
        },
    )  # fmt: skip
    sample = Sample.objects.create(draw=draw, report=report, verifier=who, reason="random")
    return Verification.objects.create(
        sample=sample, finding="partly", note="现场查看", decided_by=who, decided_at=NOW
    )
