"""A run as a bulletin tells of it: groups, standings, points, and what was delivered.

Points, ranks and ties come from the run's stored result, commitments and reports from its
stored inputs; both are refused when they no longer have the digest they were stored with.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from luoshi.core.errors import Refused
from luoshi.core.ranking import published
from luoshi.core.sampling import Finding, TrueAccount, true_account
from luoshi.core.scoring import Group, Rounding, digest, parse_scheme
from luoshi.web.assessment.models import Against, ScoreRun
from luoshi.web.publishing.known import Delivered, Period, Standing, delivered
from luoshi.web.units.models import Unit
from luoshi.web.units.past import names_of

WORST_FIRST = ("red", "yellow", "grey", "green", "blue")
COMMITMENT = "commitment:"


@dataclass(frozen=True, slots=True)
class Part:
    """One first-level node of the scheme: its title and the points, None without a number."""

    title: str
    points: str


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """One unit: points and place as published (empty without a number), and what it delivered.

    ``standings`` has the worst lights first. ``came``: reports owed, accepted, in time.
    """

    pk: int
    code: str
    name: str
    points: str
    rank: Decimal | None
    tied: int
    parts: tuple[Part, ...]
    standings: tuple[Standing, ...]
    came: tuple[int, int, int]
    account: TrueAccount
    findings: tuple[Finding | None, ...]

    def lit(self, light: str) -> tuple[Standing, ...]:
        """Its commitments with that light."""
        return tuple(each for each in self.standings if each.light == light)


@dataclass(frozen=True, slots=True)
class GroupFacts:
    """One group in the order of its standing; units without points at the end."""

    key: str
    title: str
    kinds: tuple[str, ...]
    units: tuple[UnitFacts, ...]


@dataclass(frozen=True, slots=True)
class RunFacts:
    """All groups of a run, in the scheme's order."""

    run: int
    period_start: date
    period_end: date
    known_on: date
    groups: tuple[GroupFacts, ...]

    @property
    def as_of(self) -> date:
        """The day of the lights: the period's last, or the day of looking where it came before."""
        return min(self.period_end, self.known_on)

    @property
    def units(self) -> tuple[UnitFacts, ...]:
        """Every unit, group by group."""
        return tuple(unit for group in self.groups for unit in group.units)

    @property
    def standings(self) -> tuple[Standing, ...]:
        """Every commitment."""
        return tuple(each for unit in self.units for each in unit.standings)

    @property
    def account(self) -> TrueAccount:
        """The true-account rate over all claims."""
        return account_of(self.units)


def account_of(units: Iterable[UnitFacts]) -> TrueAccount:
    """The true-account rate over the claims of some units."""
    return true_account(finding for unit in units for finding in unit.findings)


def run_facts(run: ScoreRun) -> RunFacts:
    """What the run found. Raises Refused ``bulletin-run-differs`` when its bytes were changed."""
    _require_whole(run)
    rules = parse_scheme(run.version.text)
    inputs, results = json.loads(run.inputs), json.loads(run.result)
    known_on = timezone.localdate(run.known_at)
    named = _names({code for units in inputs.values() for code in units}, run.known_at)
    sources = _Sources(_delivered(run, inputs), named, rules.rounding)
    return RunFacts(
        run.pk,
        run.period_start,
        run.period_end,
        known_on,
        tuple(
            sources.group(group, results[group.key], inputs[group.key])
            for group in rules.groups
            if group.key in results
        ),
    )


def _require_whole(run: ScoreRun) -> None:
    stored = ((run.inputs, run.inputs_digest), (run.result, run.result_digest))
    if any(digest(text.encode()) != expected for text, expected in stored):
        raise Refused("bulletin-run-differs")


def _delivered(run: ScoreRun, inputs: Mapping[str, Any]) -> Delivered:
    units = [unit for units in inputs.values() for unit in units.values()]
    commitments = {pk for unit in units for pk in _commitments(unit)}
    original = run.against == Against.ORIGINAL
    return delivered(commitments, Period(run.period_start, run.period_end, run.known_at, original))


def _commitments(unit: Mapping[str, Any]) -> list[int]:
    """The commitments of one unit's inputs, each once, in ascending order."""
    keys = {fact["key"] for facts in unit.values() for fact in facts}
    return sorted(int(key.removeprefix(COMMITMENT)) for key in keys if key.startswith(COMMITMENT))


def _names(codes: Iterable[str], known_at: datetime) -> dict[str, tuple[int, str]]:
    """Unit and short name by code, as the unit was called on the day, as known then."""
    units = list(Unit.objects.filter(code__in=list(codes)).without_tree_fields())
    names = names_of((unit.pk for unit in units), known_at=known_at)
    on = timezone.localdate(known_at)
    return {unit.code: (unit.pk, names.short(unit, on)) for unit in units}


@dataclass(frozen=True, slots=True)
class _Sources:
    """What all units of a run are told from."""

    told: Delivered
    named: Mapping[str, tuple[int, str]]
    rounding: Rounding

    def group(
        self, group: Group, result: Mapping[str, Any], inputs: Mapping[str, Any]
    ) -> GroupFacts:
        tied = {key: len(band["keys"]) for band in result["ties"] for key in band["keys"]}
        units = [
            self._unit(row, tied.get(row["unit"], 1), _commitments(inputs[row["unit"]]))
            for row in result["units"]
        ]
        units.sort(key=lambda unit: (unit.rank is None, unit.rank or 0, unit.code))
        return GroupFacts(group.key, group.title, group.unit_kinds, tuple(units))

    def _unit(self, row: Mapping[str, Any], tied: int, commitments: list[int]) -> UnitFacts:
        pk, name = self.named[row["unit"]]
        told = self.told
        standings = [told.standings[each] for each in commitments if each in told.standings]
        came = [report for each in commitments for report in told.came.get(each, ())]
        findings = tuple(found for each in commitments for found in told.claims.get(each, ()))
        children = row["total"]["children"]
        return UnitFacts(
            pk=pk,
            code=row["unit"],
            name=name,
            points=self._shown(row["points"]),
            rank=None if row["rank"] is None else Decimal(row["rank"]),
            tied=tied,
            parts=tuple(Part(each["title"], self._shown(each["points"])) for each in children),
            standings=tuple(sorted(standings, key=lambda each: WORST_FIRST.index(each.light))),
            came=(len(came), sum(accepted for accepted, _ in came), sum(kept for _, kept in came)),
            account=true_account(findings),
            findings=findings,
        )

    def _shown(self, points: str | None) -> str:
        if points is None:
            return ""
        return f"{published(Decimal(points), self.rounding.places, self.rounding.mode):f}"
