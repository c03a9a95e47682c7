"""Schemes, accounts and runs for tests, made through the actions."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from luoshi.web.accounts.actor import Actor
from luoshi.web.assessment.actions import run_compute, run_finalise, scheme_create
from luoshi.web.assessment.models import SchemeVersion, ScoreRun, UnitScore
from luoshi.web.assessment.presets import preset_text
from luoshi.web.calendars.models import Year
from luoshi.web.commitments.models import Commitment, CommitmentList
from luoshi.web.delivery.actions import (
    evidence_add,
    report_accept,
    report_correct,
    report_save,
    report_sign,
    report_submit,
    round_open,
)
from luoshi.web.delivery.models import Draw, ProgressReport, Round, Sample, Verification
from luoshi.web.delivery.said import Said
from luoshi.web.units.models import Unit
from tests.factories import NOW, City, make_commitment, make_list
from tests.web.delivery.build import PNG

START, END = date(2026, 1, 1), date(2026, 3, 31)
OPENED = datetime(2026, 3, 25, 2, 0, tzinfo=UTC)
TOLD = datetime(2026, 4, 2, 2, 0, tzinfo=UTC)
KNOWN = datetime(2026, 4, 20, 2, 0, tzinfo=UTC)
LATER = datetime(2026, 4, 25, 2, 0, tzinfo=UTC)
DUE = date(2026, 4, 8)
PLAIN = """\
schema: 1
title: 试行办法
edition: 2026年版
source: 市考核委员会第1次会议
groups:
  - {key: counties, title: 县区, unit_kinds: [county]}
nodes:
  - {key: done, title: 任务完成, weight: 60, source: commitments.completion, missing: zero,
     cap_each: 1, function: {name: completion, target: 1}}
  - {key: seen, title: 核验结果, weight: 40, source: commitments.verified,
     cap_each: 1, function: {name: completion, target: 1}}
rounding: {places: 2}
ranking: {method: competition}
no_objections: 试行一季度，不用于奖惩
"""


def assessor(city: City) -> Actor:
    return city.actor("assessor")


def principal(city: City) -> Actor:
    return city.actor("principal")


def make_scheme(city: City, text: str = PLAIN) -> SchemeVersion:
    return scheme_create(jurisdiction=city.unit, text=text, by=assessor(city), at=NOW)


def preset_scheme(city: City) -> SchemeVersion:
    return make_scheme(city, preset_text("yunchuan"))


@dataclass
class Quarter:
    """A list whose commitments are planned evenly over the first quarter, and its round."""

    city: City
    list: CommitmentList
    round: Round | None = None

    def commit(self, unit: Unit, *, weight: str = "1", **fields: object) -> Commitment:
        values = {"due_on": END, "created_at": NOW} | fields
        return make_commitment(self.city, unit, within=self.list, weight=weight, **values)

    def open(self, **fields: object) -> "Quarter":
        if not Year.objects.exists():
            Year.objects.create(year=2026, source="测试")
        values: dict[str, Any] = {
            "title": "一季度", "period_start": START, "period_end": END, "due_on": DUE,
            "at": OPENED,
        } | fields  # fmt: skip
        self.round = round_open(lst=self.list, by=self.city.actor("supervisor"), **values)
        return self

    def report(self, commitment: Commitment) -> ProgressReport:
        return ProgressReport.objects.get(round=self.round, commitment=commitment, supersedes=None)

    def tell(
        self,
        commitment: Commitment,
        value: str | None,
        *,
        at: datetime = TOLD,
        accepted_at: datetime | None = None,
        evidence: bool = False,
        share: Decimal | None = None,
    ) -> ProgressReport:
        """The account of this round, filled, signed and accepted."""
        report = self.report(commitment)
        unit = Unit.objects.get(pk=report.unit_id)
        contact = self.city.actor("contact", unit)
        number = None if value is None else Decimal(value)
        said = Said(value=number, said_share=share, narrative="已开工")
        report = report_save(report=report, said=said, by=contact, at=at)
        if evidence:
            evidence_add(
                unit=unit, reports=[report], name="照片.png", data=PNG, by=contact, at=at
            )  # fmt: skip
        return self._pass_on(report, unit, at, accepted_at or at)

    def correct(self, report: ProgressReport, value: str, *, at: datetime) -> ProgressReport:
        """A corrected account, accepted."""
        unit = Unit.objects.get(pk=report.unit_id)
        said = Said(value=Decimal(value), narrative="更正")
        draft = report_correct(report=report, by=self.city.actor("contact", unit), at=at, said=said)
        return self._pass_on(draft, unit, at, at)

    def _pass_on(
        self, report: ProgressReport, unit: Unit, at: datetime, accepted_at: datetime
    ) -> ProgressReport:
        report = report_submit(report=report, by=self.city.actor("contact", unit), at=at)
        report = report_sign(report=report, by=self.city.actor("unit_leader", unit), at=at)
        return report_accept(report=report, by=self.city.actor("supervisor"), at=accepted_at)

    def verify(
        self,
        report: ProgressReport,
        finding: str,
        *,
        value: str | None = None,
        at: datetime = TOLD,
        before: Verification | None = None,
    ) -> Verification:
        """A finding of a verifier of the health commission, drawn for it."""
        who = self.city.person("verifier", self.city.health)
        draw, _ = Draw.objects.get_or_create(
            round=report.round,
            defaults={
                "seed": "测试", "rule": {}, "frame": [], "frame_digest": "0" * 64,
                "drawn_by": self.city.person("supervisor"), "drawn_at": TOLD,
            },
        )  # fmt: skip
        sample, _ = Sample.objects.get_or_create(
            draw=draw, report=report, defaults={"verifier": who, "reason": "random"}
        )
        return Verification.objects.create(
            sample=sample, finding=finding, note="现场查看", decided_by=who, decided_at=at,
            verified_value=None if value is None else Decimal(value), supersedes=before,
        )  # fmt: skip


def make_quarter(city: City, title: str = "年度清单") -> Quarter:
    return Quarter(city, make_list(city, title=title))


def told_quarter(city: City) -> Quarter:
    """East said 100 of 100 and was confirmed; west said 50 and nobody looked."""
    quarter = make_quarter(city)
    east, west = quarter.commit(city.east), quarter.commit(city.west)
    quarter.open()
    report = quarter.tell(east, "100", evidence=True)
    quarter.tell(west, "50")
    quarter.verify(report, "confirmed")
    return quarter


def compute(
    version: SchemeVersion, *lists: CommitmentList, city: City, **fields: object
) -> ScoreRun:
    values: dict[str, Any] = {
        "title": "一季度考核", "period_start": START, "period_end": END, "known_at": KNOWN,
        "at": LATER, "by": assessor(city),
    } | fields  # fmt: skip
    return run_compute(version=version, lists=list(lists), **values)


def make_run(city: City, *, final: bool = False, text: str = PLAIN) -> ScoreRun:
    quarter = told_quarter(city)
    run = compute(make_scheme(city, text), quarter.list, city=city)
    if final:
        run_finalise(run=run, by=principal(city), at=LATER)
        run.refresh_from_db()
    return run


def points(run: ScoreRun) -> dict[str, tuple[object, object]]:
    """By unit name, points and rank."""
    rows = UnitScore.objects.filter(run=run).select_related("unit")
    return {row.unit.short_name: (row.points, row.rank) for row in rows}


def said(run: ScoreRun, unit: Unit, path: str) -> str | None:
    """The value of a node of one unit, as traced."""
    score = run.scores.get(unit=unit)
    value: str | None = score.nodes.get(path=path).trace["value"]
    return value
