"""The projects of the city: three cohorts with what became of them, a reserve, an open batch."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from luoshi.core.projects import Stage
from luoshi.core.projects.investment import month_end, spread
from luoshi.demo.clock import at_office
from luoshi.demo.founding import City, read
from luoshi.demo.story import Character, chosen, drawn
from luoshi.render.sheet import Cell, Sheet, SheetColumn, xlsx
from luoshi.web.commitments.actions import commitment_dispatch, commitments_accept
from luoshi.web.commitments.models import Commitment
from luoshi.web.delivery.actions import progress_gathered
from luoshi.web.projects import actions
from luoshi.web.projects.actions.sites import Spot
from luoshi.web.projects.models import Cohort, Project, YearPlan
from luoshi.web.projects.terms import seasons
from luoshi.web.units.models import Unit

SIZES = {"third": 18, "first": 20, "second": 20, "reserve": 88}
OFFSETS = {"third": 0, "first": 18, "second": 38, "reserve": 58}
"""Projects are counted through all batches, so that no two have the same name."""
HELD = {"third": 3, "first": 1}
"""How many of a batch stand still: they will be proposed to be moved out."""
ROUND = 56
"""Places and kinds of projects come together anew after so many."""
PHASES = ("", "二期", "三期")
PLACES = Decimal("0.1")
OUTSIDERS = ("verifier", "verifier-YC-SJJ")


@dataclass(frozen=True, slots=True)
class Batch:
    """A cohort of the demo: when it was signed, and when its projects were to start."""

    key: str
    title: str
    signed_on: date
    starts_from: date
    starts_to: date
    in_wan: bool = False


def make_projects(city: City) -> None:
    """Everything under /projects/, from sheets that the supervision office brought in."""
    story = Story(city, read("projects.yaml"))
    story.map()
    played = [(batch, story.play(batch)) for batch in batches(city.today)]
    story.months([project for _, projects in played for project in projects])
    for batch, projects in played:
        story.moved_out(batch, projects)
    story.reserve()
    story.open_batch()


def batches(today: date) -> list[Batch]:
    """Those that were signed long enough ago for something to have become of them."""
    year = today.year
    found = [
        Batch(
            "third", f"{year - 1}年第三批", date(year - 1, 7, 20),
            date(year - 1, 10, 1), date(year, 3, 31),
        ),
        Batch(
            "first", f"{year}年第一批", date(year - 1, 12, 18),
            date(year, 2, 10), date(year, 4, 30), in_wan=True,
        ),
        Batch(
            "second", f"{year}年第二批", date(year, 5, 15), date(year, 6, 20), date(year, 11, 30)
        ),
    ]  # fmt: skip
    return [batch for batch in found if batch.signed_on + timedelta(days=20) < today]


class Story:
    """Plays the projects: who brought them in, told of them, looked at them, decided."""

    def __init__(self, city: City, plan: dict[str, Any]) -> None:
        self.city, self.plan, self.today = city, plan, city.today
        self.places = city.of_kind("county", "park")

    def map(self) -> None:
        """Counties and parks on the map; mountain counties with the lower thresholds."""
        at = at_office(date(self.today.year - 1, 6, 20))
        spots = {
            self.city.units[code].pk: Spot(
                column, row, "threshold-xinyang" if code in self.plan["mountain"] else ""
            )
            for code, (column, row) in self.plan["map"].items()
        }
        by = self.city.actor("supervisor", at.date())
        actions.sites_set(jurisdiction=self.city.unit, spots=spots, by=by, at=at)

    def play(self, batch: Batch) -> list[Project]:
        """One cohort from its sheet to the stages of this day."""
        cohort = self._brought_in(batch, batch.signed_on + timedelta(days=2))
        day = batch.signed_on + timedelta(days=5)
        self._taken_on(cohort, day)
        by = self.city.actor("supervisor", day)
        actions.cohort_freeze(cohort=cohort, by=by, at=at_office(day, 16))
        projects = self._projects(cohort)
        held = HELD.get(batch.key, 0)
        with progress_gathered(on=self.today):
            for number, project in enumerate(projects):
                last = Stage.FULFILLED if number < held else Stage.PRODUCING
                self._stages(project, batch, last=last)
        return self._projects(cohort)

    def reserve(self) -> None:
        """The reserve of the year: nearly enough projects, more than enough investment."""
        year = self.today.year
        begun = date(year - 1, 6, 25)
        batch = Batch("reserve", "项目储备库", begun, date(year + 1, 3, 1), date(year + 1, 9, 30))
        cohort = self._brought_in(batch, begun, signed_on=None)
        self._taken_on(cohort, begun + timedelta(days=3))

    def open_batch(self) -> None:
        """A batch under preparation with an ugly sheet that waits to be looked at."""
        day = self.today - timedelta(days=1)
        by, at = self.city.actor("supervisor", day), at_office(day)
        cohort = self._cohort(f"{self.today.year}年第三批", day, day, day + timedelta(days=730))
        ugly = self.plan["ugly"]
        rows = [
            [str(cell).format(year=self.today.year + 1) for cell in row] for row in ugly["rows"]
        ]
        data = xlsx([Sheet("项目", [SheetColumn(title) for title in ugly["header"]], rows)])
        actions.sheet_take(
            cohort=cohort, name="第三批签约项目申报汇总.xlsx", data=data, by=by, at=at
        )

    def _cohort(self, title: str, signed_on: date | None, begins_on: date, ends_on: date) -> Cohort:
        day = signed_on or begins_on
        return actions.cohort_create(
            jurisdiction=self.city.unit,
            title=title,
            signed_on=signed_on,
            begins_on=begins_on,
            ends_on=ends_on,
            by=self.city.actor("supervisor", day),
            at=at_office(day, 9),
        )

    def _brought_in(self, batch: Batch, day: date, signed_on: date | None = date.min) -> Cohort:
        """A cohort filled from a workbook, line by line as the preview offers them."""
        signed = batch.signed_on if signed_on == date.min else signed_on
        ends_on = date(batch.starts_to.year + 2, 12, 31)
        cohort = self._cohort(batch.title, signed, batch.signed_on, ends_on)
        rows = [self._row(batch, number) for number in range(SIZES[batch.key])]
        by, at = self.city.actor("supervisor", day), at_office(day)
        sheet = actions.sheet_take(
            cohort=cohort,
            name=f"{batch.title}项目台账.xlsx",
            data=xlsx([Sheet("项目", self._heads(batch), rows)]),
            by=by,
            at=at,
        )
        keys = {f"1-{number + 2}" for number in range(len(rows))}
        actions.sheet_apply(sheet=sheet, keys=keys, by=by, at=at)
        return cohort

    def _heads(self, batch: Batch) -> list[SheetColumn]:
        unit = "万元" if batch.in_wan else "亿元"
        year = self.today.year
        money = [f"总投资（{unit}）", f"{year}年计划投资（{unit}）"]
        titles = [*self.plan["sheet"], *money, *self.plan["dates"]]
        kinds = dict.fromkeys(money, "decimal")
        kinds |= dict.fromkeys(self.plan["dates"], "date")
        return [SheetColumn(title, kinds.get(title, "text")) for title in titles]  # type: ignore[arg-type]

    def _row(self, batch: Batch, number: int) -> list[Cell]:
        key = (batch.key, number)
        counted = number + OFFSETS[batch.key]
        place = self.places[counted % len(self.places)]
        kinds = [(sector, name) for sector, names in self.plan["names"].items() for name in names]
        sector, name = kinds[counted * 11 % len(kinds)]
        low, high = self.plan["sizes"][sector]
        size = drawn(*key, "size", low=low, high=high).quantize(PLACES)
        planned = size * drawn(*key, "plan", low="0.25", high="0.6")
        factor = Decimal(10_000) if batch.in_wan else Decimal(1)
        starts_on = self._between(batch, *key)
        undated = drawn(*key, "undated") < Decimal("0.06")
        attracted = "是" if drawn(*key, "attracted") < Decimal("0.4") else "否"
        return [
            f"{place.short_name}{name}" + PHASES[counted // ROUND],
            place.short_name,
            self.plan["sectors"][sector],
            attracted,
            size * factor,
            None if batch.key == "reserve" else planned.quantize(PLACES) * factor,
            None if undated else starts_on,
            starts_on + timedelta(days=240),
            starts_on + timedelta(days=480),
        ]

    def _between(self, batch: Batch, *keys: object) -> date:
        days = (batch.starts_to - batch.starts_from).days
        return batch.starts_from + timedelta(days=int(drawn(*keys, "starts") * days))

    def _taken_on(self, cohort: Cohort, day: date) -> None:
        waiting = Commitment.objects.filter(items__list=cohort.list)
        found = list(waiting.select_related("lead_unit"))
        by = self.city.actor("supervisor", day)
        commitment_dispatch(commitments=found, by=by, at=at_office(day, 9))
        for unit in self.places:
            mine = [each for each in found if each.lead_unit_id == unit.pk]
            if mine:
                leader = self.city.leader(unit, day)
                commitments_accept(commitments=mine, by=leader, at=at_office(day, 14))

    def _projects(self, cohort: Cohort) -> list[Project]:
        found = Project.objects.filter(cohort=cohort).order_by("pk")
        return list(found.select_related("cohort__list", "commitment__lead_unit"))

    def _stages(self, project: Project, batch: Batch, last: Stage) -> None:
        """When each stage was really reached, when it was said to be, and what was found."""
        unit = self._owner(project)
        character = Character.of(unit.code)
        slow = character.pace < Decimal("0.9")
        starts_on = project.started_on or batch.starts_to
        planned = {
            Stage.FULFILLED: batch.signed_on + (starts_on - batch.signed_on) / 2,
            Stage.STARTED: starts_on,
            Stage.PRODUCING: project.producing_on or starts_on + timedelta(days=240),
        }
        earliest = batch.signed_on + timedelta(days=6)
        for stage, plan_on in planned.items():
            keys = (project.pk, stage)
            late = drawn(*keys, "late", low="-12", high="95" if slow else "20")
            real = max(plan_on + timedelta(days=int(late)), earliest)
            overstates = character.inflation > 1 and drawn(*keys, "boast") < Decimal("0.6")
            said = min(plan_on, real) if overstates else real
            said = earliest = max(said, earliest)
            if said > self.today - timedelta(days=3) or stage.place > last.place:
                return
            self._account(project, stage, said, real)

    def _account(self, project: Project, stage: Stage, said: date, real: date) -> None:
        unit, keys = self._owner(project), (project.pk, stage)
        shown = real <= said or drawn(*keys, "shown") < Decimal("0.4")
        body = f"{unit.name} {self.plan['told'][stage]}".encode()
        change = actions.stage_tell(
            project=project,
            stage=stage,
            on=said,
            note=self.plan["told"][stage],
            files=[(self.plan["evidence"][stage], body)] if shown else [],
            by=self.city.contact(unit, said),
            at=at_office(said, 11),
        )
        looked_on = said + timedelta(days=12)
        if looked_on > self.today or drawn(*keys, "looked") > Decimal("0.8"):
            return
        finding = "confirmed" if real <= looked_on else chosen(("partly", "refuted"), *keys, "how")
        actions.stage_find(
            change=change,
            finding=finding,
            note=self.plan["found"][finding],
            by=self.city.actor(chosen(OUTSIDERS, *keys, "who"), looked_on),
            at=at_office(looked_on, 15),
        )

    def months(self, projects: Sequence[Project]) -> None:
        """Month by month of this year: what owners say they invested, what statistics count."""
        months = range(1, self.today.month)
        plans = {plan.project_id: plan for plan in YearPlan.objects.filter(project__in=projects)}
        season = seasons()["season-building"]
        for month in months:
            end = month_end(self.today.year, month)
            said: dict[Unit, dict[int, Decimal]] = {}
            counted: dict[int, Decimal] = {}
            for project in projects:
                plan = plans.get(project.pk)
                if plan is None or end < (project.cohort.signed_on or end):
                    continue
                planned = spread(plan.amount, plan.year, season, project.started_on)[month - 1]
                unit = self._owner(project)
                character = Character.of(unit.code)
                luck = drawn(project.pk, month, "luck", low="0.7", high="1.2")
                real = (planned * character.pace * luck).quantize(Decimal("0.01"))
                boast = min(character.inflation, Decimal("1.4"))
                said.setdefault(unit, {})[project.pk] = (real * boast).quantize(Decimal("0.01"))
                counted[project.pk] = real
            self._told(end, said, counted)

    def _told(
        self, end: date, said: dict[Unit, dict[int, Decimal]], counted: dict[int, Decimal]
    ) -> None:
        day = end + timedelta(days=4)
        if day > self.today:
            return
        for unit, amounts in said.items():
            by = self.city.contact(unit, day)
            actions.investments_tell(month=end, amounts=amounts, by=by, at=at_office(day, 10))
        day = end + timedelta(days=18)
        if counted and day <= self.today:
            actions.investments_count(
                month=end,
                amounts=counted,
                source=self.plan["source"],
                by=self.city.actor(OUTSIDERS[0], day),
                at=at_office(day, 10),
            )

    def moved_out(self, batch: Batch, projects: Sequence[Project]) -> None:
        """Of the oldest batch some are decided on; of the next one a proposal waits."""
        day = self.today - timedelta(days=25)
        if batch.key == "first":
            self._propose(projects[0], self.plan["waiting_out"], day)
        if batch.key != "third":
            return
        cases = self.plan["moving_out"]
        made = [
            (self._propose(project, case, day), case)
            for project, case in zip(projects, cases, strict=False)
        ]
        decided = day + timedelta(days=7)
        actions.adjustment_decide(
            cohort=projects[0].cohort,
            document=f"云政〔{decided.year}〕21号",
            verdicts={pk: (case["verdict"], case.get("note", "")) for pk, case in made},
            by=self.city.actor("principal", decided),
            at=at_office(decided),
        )

    def _propose(self, project: Project, case: dict[str, str], day: date) -> int:
        made = actions.moving_out_propose(
            project=project,
            cause=case["cause"],
            explanation=case["explanation"],
            document=case["document"].format(year=day.year),
            by=self.city.leader(self._owner(project), day),
            at=at_office(day, 9),
        )
        return made.pk

    def _owner(self, project: Project) -> Unit:
        return next(unit for unit in self.places if unit.pk == project.commitment.lead_unit_id)
