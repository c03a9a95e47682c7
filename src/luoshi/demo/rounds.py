"""A year of rounds: what units said, what they showed, what verifiers found."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from luoshi.core.calendar import WorkCalendar
from luoshi.core.sampling import rank_digest
from luoshi.demo.clock import at_office, month_end
from luoshi.demo.founding import City
from luoshi.demo.story import Character, chosen, drawn, fits, value_of
from luoshi.web.commitments.models import Commitment, CommitmentList
from luoshi.web.commitments.trajectory import trajectory_of
from luoshi.web.delivery.actions import (
    draw_make,
    evidence_add,
    progress_gathered,
    report_return,
    reports_accept,
    reports_save,
    reports_sign,
    round_close,
    round_open,
    verification_record,
)
from luoshi.web.delivery.figures import said_share_of
from luoshi.web.delivery.models import ProgressReport, Round, Sample
from luoshi.web.delivery.said import Said, is_quantified, said_of
from luoshi.web.units.models import Unit

DAYS_TO_REPORT = 5
"""Working days after a period's end within which units report."""
DAYS_TO_CLOSE = 4
"""Working days from then until the round is accepted and closed; then it is drawn."""
DAYS_TO_SETTLE = 8
"""Working days from then until the sample is verified as well."""


@dataclass(frozen=True, slots=True)
class Period:
    """One reporting period of a list."""

    lst: CommitmentList
    title: str
    start: date
    end: date


def periods(kept: Sequence[tuple[CommitmentList, int]], until: date) -> list[Period]:
    """The periods of each list, every so many months, that began by ``until``; in time order."""
    found = []
    for lst, months in kept:
        year = lst.period_start.year
        first = months if year == until.year else 6
        for month in range(first, 13, months):
            start = month_end(year, month - months) + timedelta(days=1)
            if start <= until:
                found.append(
                    Period(lst, _title(year, month, months), start, month_end(year, month))
                )
    return sorted(found, key=lambda period: (period.end, period.lst.pk))


def _title(year: int, month: int, months: int) -> str:
    if months == 1:
        return f"{year}年{month}月"
    return f"{year}年{'一二三四'[(month - 1) // 3]}季度"


class Year:
    """Plays the periods one after another."""

    def __init__(self, city: City, plan: dict[str, Any], calendar: WorkCalendar) -> None:
        self.city, self.plan, self.calendar = city, plan, calendar
        self.done_share: dict[int, Decimal] = defaultdict(Decimal)

    def play(self, period: Period) -> Round:
        """Open, report, sign, return, accept, draw and verify; the present one stays half-way."""
        due_on = self._due_on(period)
        open_on = min(period.end, self.city.today - timedelta(days=3))
        supervisor = self.city.actor("supervisor", open_on)
        opened = round_open(
            lst=period.lst,
            title=period.title,
            period_start=period.start,
            period_end=period.end,
            due_on=due_on,
            by=supervisor,
            at=at_office(open_on, 9),
        )
        past = period.end < self.city.today and self._settled_on(due_on) <= self.city.today
        self._report(opened, due_on if past else self.city.today, past=past)
        if past:
            self._accept(opened, due_on)
            closing = self.calendar.add_working_days(due_on, DAYS_TO_CLOSE)
            round_close(
                round=opened,
                by=self.city.actor("supervisor", closing),
                at=at_office(closing),
            )
            self._verify(opened, due_on)
        return opened

    def _due_on(self, period: Period) -> date:
        """Some working days after the period; its last day where the next year is unpublished."""
        if period.end.month == 12 and period.end.year + 1 not in self.calendar.years:
            return period.end
        return self.calendar.add_working_days(period.end, DAYS_TO_REPORT)

    def _settled_on(self, due_on: date) -> date:
        return self.calendar.add_working_days(due_on, DAYS_TO_SETTLE)

    def _report(self, opened: Round, by_day: date, *, past: bool) -> None:
        for unit, rows in _by_unit(opened):
            character = Character.of(unit.code)
            late = drawn(unit.code, opened.title, "late") > character.punctuality
            if late and not past:
                continue
            day = self.calendar.add_working_days(by_day, 2) if late else by_day
            self._report_unit(unit, rows, character, day, past=past)

    def _report_unit(
        self,
        unit: Unit,
        rows: Sequence[ProgressReport],
        character: Character,
        day: date,
        *,
        past: bool,
    ) -> None:
        contact = self.city.contact(unit, day)
        at = at_office(day, 11)
        lines = [(row, self._said(row, character)) for row in rows]
        whole = past or drawn(unit.code, "now") > Decimal("0.35")
        self._show(unit, [row for row, said in lines if said.claims_done] or [rows[0]], day)
        reports = reports_save(lines=lines, by=contact, at=at, submit=whole)
        if whole and past:
            reports_sign(reports=reports, by=self.city.leader(unit, day), at=at_office(day, 15))

    def _show(self, unit: Unit, rows: Sequence[ProgressReport], day: date) -> None:
        title = rows[0].round.title
        body = "\n".join(
            [f"{unit.name} {title} 工作台账", *(f"- {row.commitment.text}" for row in rows)]
        )
        evidence_add(
            unit=unit,
            name=f"{title}工作台账.txt",
            data=body.encode(),
            source=f"{unit.short_name}业务科室",
            dated_on=day,
            reports=rows,
            by=self.city.contact(unit, day),
            at=at_office(day, 10),
        )

    def _said(self, row: ProgressReport, character: Character) -> Said:
        commitment = row.commitment
        planned = trajectory_of(commitment, list(commitment.milestones.all())).planned(
            min(row.round.period_end, commitment.due_on)
        )
        keys = (commitment.pk, row.round.title)
        done = max(self.done_share[commitment.pk], character.did(planned, *keys))
        self.done_share[commitment.pk] = done
        said = character.said(done)
        behind = planned - said > Decimal("0.1")
        tone = (
            "done" if said == 1 else "behind" if behind else "steady" if said < planned else "ahead"
        )
        words = chosen(self.plan["narratives"][tone], *keys, "words")
        hindered = behind and drawn(*keys, "blocker") < Decimal("0.6")
        fitting = [each for each in self.plan["blockers"] if fits(each, commitment.text)]
        blocker = chosen(fitting, *keys, "which") if hindered else {}
        if not is_quantified(commitment):
            return self._with_blocker(
                Said(said_share=said, claims_done=said == 1, narrative=words), blocker
            )
        value = _figure(commitment, said)
        claims = said == 1 and not commitment.comparator.startswith(("growth", "share"))
        return self._with_blocker(Said(value=value, claims_done=claims, narrative=words), blocker)

    def _with_blocker(self, said: Said, blocker: dict[str, str]) -> Said:
        if not blocker:
            return said
        return replace(
            said,
            blocker=blocker["kind"],
            blocker_unit=self.city.units.get(blocker.get("unit", "")),
            blocker_text=blocker["text"],
        )

    def _accept(self, opened: Round, due_on: date) -> None:
        signed = list(
            ProgressReport.objects.filter(round=opened, state="signed").select_related(
                "commitment", "round__list", "unit"
            )
        )
        day = self.calendar.add_working_days(due_on, 3)
        supervisor = self.city.actor("supervisor", day)
        sent_back = [row for row in signed if drawn(row.pk, "return") < Decimal("0.03")][:2]
        for row in sent_back:
            report_return(
                report=row,
                reason="evidence-mismatch",
                note="佐证与填报数不一致，请核对后重报。",
                by=supervisor,
                at=at_office(day, 9),
            )
            self._report_again(row, day)
        again = ProgressReport.objects.filter(round=opened, state="signed")
        reports_accept(reports=list(again), by=supervisor, at=at_office(day, 16))

    def _report_again(self, row: ProgressReport, day: date) -> None:
        row.refresh_from_db()
        reports_save(
            lines=[(row, replace(said_of(row), narrative="已核对更正，补充了佐证。"))],
            by=self.city.contact(row.unit, day),
            at=at_office(day, 11),
            submit=True,
        )
        row.refresh_from_db()
        reports_sign(reports=[row], by=self.city.leader(row.unit, day), at=at_office(day, 14))

    def _verify(self, opened: Round, due_on: date) -> None:
        if opened.period_end.month % 3:
            return
        day = self.calendar.add_working_days(due_on, 5)
        made = draw_make(
            round=opened,
            chance=lambda: rank_digest("draw", f"{opened.pk}")[:32],
            by=self.city.actor("supervisor", day),
            at=at_office(day, 9),
        )
        samples = Sample.objects.filter(draw=made).select_related(
            "report__commitment", "report__unit", "verifier"
        )
        found_on = self.calendar.add_working_days(day, 2)
        with progress_gathered(on=found_on):
            for sample in samples:
                self._find(sample, found_on)

    def _find(self, sample: Sample, day: date) -> None:
        report, commitment = sample.report, sample.report.commitment
        said = said_share_of(commitment, report) or Decimal(0)
        done = self.done_share[commitment.pk]
        quantified = is_quantified(commitment)
        figure = _figure(commitment, done) if quantified else None
        finding = (
            "confirmed"
            if said - done < Decimal("0.03") or (quantified and figure == report.value)
            else "partly"
            if done > said / 2
            else "refuted"
        )
        verification_record(
            sample=sample,
            finding=finding,
            verified_value=None if finding == "confirmed" else figure,
            verified_share=None if quantified or finding == "confirmed" else done,
            note=self.plan["verifier_notes"][finding],
            by=self.city.actor(sample.verifier.username, day),
            at=at_office(day),
        )


def _figure(commitment: Commitment, share: Decimal) -> Decimal:
    """The figure of a share of its target."""
    return value_of(
        share,
        commitment.baseline,
        commitment.target or Decimal(1),
        commitment.comparator,
        commitment.unit_of_measure,
    )


def _by_unit(opened: Round) -> Iterator[tuple[Unit, list[ProgressReport]]]:
    rows: dict[Unit, list[ProgressReport]] = defaultdict(list)
    found = ProgressReport.objects.filter(round=opened).select_related(
        "unit", "round__list", "commitment"
    )
    for row in found.prefetch_related("commitment__milestones").order_by("unit__code", "pk"):
        rows[row.unit].append(row)
    yield from rows.items()
