"""A run's period under another version of the rules: nothing is stored, everything is advice."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import partial

from django.utils.translation import gettext as _

from luoshi import presets
from luoshi.core.rulelab import (
    Bunch,
    Correlation,
    Double,
    Move,
    Part,
    bunches,
    correlation,
    doubles,
    moves,
    shown_parts,
)
from luoshi.core.scoring import ROOT, Result, Scheme, evaluate, inputs_from_bytes, parse_scheme
from luoshi.web.accounts.actor import Actor
from luoshi.web.assessment.actions.runs import Inputs, RunPlan, evaluated, run_check
from luoshi.web.assessment.models import SchemeVersion, ScoreRun
from luoshi.web.assessment.queries import points_before
from luoshi.web.commitments.wording import plain
from luoshi.web.units.models import Unit

PLACES = 2
SMALLEST = 0.001
Results = Mapping[str, Result]


@dataclass(frozen=True, slots=True)
class Row:
    """One unit under both rules; ``parts`` add up to ``points`` as shown."""

    move: Move
    name: str
    points: Decimal | None
    parts: Sequence[tuple[str, Decimal]]

    @property
    def lost(self) -> Decimal:
        """How many places it falls; below 0 where it rises."""
        return -(self.move.places or Decimal(0))


@dataclass(frozen=True, slots=True)
class Near:
    """What stands near one cut; ``bunched`` where so many good ones are hardly chance."""

    bunch: Bunch
    bunched: bool

    @property
    def where(self) -> str:
        """The cut with its window."""
        return f"{plain(self.bunch.cut.at)} ± {plain(self.bunch.width)}"

    @property
    def jump(self) -> str:
        """The points of one step."""
        return plain(self.bunch.cut.jump)

    @property
    def chance(self) -> str:
        """The corrected chance to three decimals; empty where there are too few."""
        chance = self.bunch.corrected
        if chance is None:
            return ""
        return "< 0.001" if chance < SMALLEST else f"{chance:.3f}"


@dataclass(frozen=True, slots=True)
class Fairness:
    """Whether points go with size or with the points of the run before, under both rules."""

    group: str
    against: str
    before: Correlation
    after: Correlation


@dataclass(frozen=True, slots=True)
class Trial:
    """What the draft would do. ``moved`` counts the units that change places."""

    groups: Sequence[tuple[str, Sequence[Row]]]
    doubles: Sequence[tuple[Double, bool]]
    near: Sequence[Near]
    fairness: Sequence[Fairness]

    @property
    def units(self) -> int:
        """How many units there are."""
        return sum(len(rows) for _title, rows in self.groups)

    @property
    def moved(self) -> int:
        """How many of them would stand at another place."""
        return sum(bool(row.move.places) for _title, rows in self.groups for row in rows)


def trial(*, run: ScoreRun, version: SchemeVersion, by: Actor, at: datetime) -> Trial:
    """The lists, period and day of knowledge of ``run``, by the rules of ``version``.

    Raises Forbidden and Invalid as ``run_check``; Invalid for a score the draft leaves undefined.
    """
    plan = RunPlan(
        version=version, lists=list(run.lists.select_related("list_type")), title=run.title,
        period_start=run.period_start, period_end=run.period_end, known_at=run.known_at,
        against=run.against,
    )  # fmt: skip
    inputs = run_check(plan=plan, by=by, at=at)
    rules = parse_scheme(version.text)
    new = rules, evaluated(rules, inputs, plan.window.as_of)
    old = _stored(run)
    rule = presets.load("rulelab")["default"]
    found = bunches(*new, width=Decimal(rule["width"]), least=int(rule["least"]))
    alpha = float(rule["alpha"])
    twice = {(one.first, one.second) for one in doubles(old[1])}
    return Trial(
        groups=_groups(old, new),
        doubles=[(one, (one.first, one.second) not in twice) for one in doubles(new[1])],
        near=[Near(one, one.corrected is not None and one.corrected < alpha) for one in found],
        fairness=list(_fairness(run, rules, inputs, old[1], new[1], float(rule["level"]))),
    )


def _stored(run: ScoreRun) -> tuple[Scheme, Results]:
    """The rules and results of the run, evaluated from what it stored."""
    rules = parse_scheme(run.version.text)
    results = {
        group: evaluate(rules, group, inputs_from_bytes(json.dumps(facts).encode()), on=run.as_of)
        for group, facts in json.loads(run.inputs).items()
    }
    return rules, results


def _groups(
    old: tuple[Scheme, Results], new: tuple[Scheme, Results]
) -> list[tuple[str, list[Row]]]:
    found = moves(old, new)
    codes = [move.unit for move in found]
    units = Unit.objects.filter(code__in=codes).without_tree_fields().in_bulk(field_name="code")
    titles = {group.key: group.title for rules in (new[0], old[0]) for group in rules.groups}
    rows: dict[str, list[Row]] = {}
    for move in found:
        parts = [(_title(part), points) for part, points in shown_parts(move.parts, PLACES)]
        points = None if move.points is None else round(move.points, PLACES)
        row = Row(move, units[move.unit].short_name, points, parts)
        rows.setdefault(titles[move.group], []).append(row)
    return [(title, rows[title]) for title in dict.fromkeys(titles.values()) if title in rows]


def _title(part: Part) -> str:
    """What the total adds of its own is its rounding."""
    return str(_("总分取整")) if part.path == ROOT else part.title


def _fairness(
    run: ScoreRun, rules: Scheme, inputs: Inputs, old: Results, new: Results, level: float
) -> Iterator[Fairness]:
    """By group: the number of facts as size, the points of the run before as base."""
    base = points_before(run)
    correlate = partial(correlation, level=level)
    for group in rules.groups:
        units = {unit.unit: unit.points for unit in new[group.key].units}
        was = {unit.unit: unit.points for result in old.values() for unit in result.units}
        size = {
            unit: Decimal(len({fact.key for facts in told.values() for fact in facts}))
            for unit, told in inputs[group.key].items()
        }
        for against, column in (("size", size), ("base", base)):
            if column:
                before, after = (
                    correlate(*_pairs(points, column, units)) for points in (was, units)
                )
                yield Fairness(group.title, against, before, after)


def _pairs(
    points: Mapping[str, Decimal | None], column: Mapping[str, Decimal], units: Mapping[str, object]
) -> tuple[list[Decimal], list[Decimal]]:
    """Points and the other number of the units that have both."""
    rows = [(points.get(unit), column.get(unit)) for unit in units]
    both = [(one, other) for one, other in rows if one is not None and other is not None]
    return [one for one, _other in both], [other for _one, other in both]
