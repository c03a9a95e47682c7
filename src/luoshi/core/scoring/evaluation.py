"""Applying a scheme to one group's inputs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import Self

from luoshi.core.errors import Invalid
from luoshi.core.fields import DUST, usable
from luoshi.core.ranking import Place, fill_quota, published, rank, tie_bands
from luoshi.core.scoring.aggregates import AGGREGATES
from luoshi.core.scoring.arithmetic import (
    CONTEXT,
    ONE,
    ZERO,
    Computed,
    UndefinedError,
    shown,
)
from luoshi.core.scoring.calls import bound, is_constant
from luoshi.core.scoring.canonical import canonical_json, digest
from luoshi.core.scoring.facts import Fact, Frozen, Inputs, freeze
from luoshi.core.scoring.functions import Column, Function
from luoshi.core.scoring.missing import Candidate, Gap, settle
from luoshi.core.scoring.result import NodeResult, Parameter, QuotaResult, Result, UnitResult
from luoshi.core.scoring.scheme import (
    ROOT,
    Group,
    Node,
    Scheme,
    SourceRef,
    child_path,
    scheme_digest,
)


def evaluate(scheme: Scheme, group: str, inputs: Inputs) -> Result:
    """The points and ranks of the units in ``inputs``, ranked among themselves as ``group``.

    Points are on the scale the functions give (0-100 as a rule), rounded once where the scheme
    says. Units stand in ascending order of key. The order of the inputs and the caller's decimal
    context change nothing. A unit without a total is kept, without points and rank.

    Raises: Invalid("group-unknown"); Invalid("fact-invalid"); Invalid("score-undefined", node,
    unit, reason) where a formula has no value or the number is 10^18 and more.
    Source: docs/rules/scoring.md.
    """
    chosen = scheme.group(group)
    with localcontext(CONTEXT):
        frozen = freeze(inputs)
        totals = _Run(scheme, chosen, frozen).column(scheme.root, ROOT)
        return _ranked(scheme, chosen, frozen, dict(zip(frozen, totals, strict=True)))


@dataclass(frozen=True, slots=True)
class _Draft:
    """A node of one unit before its function: the function needs the whole column."""

    value: Decimal | None
    formulas: tuple[str, ...]
    facts: tuple[Fact, ...]
    gap: Gap | None
    children: tuple[NodeResult, ...]


@dataclass(frozen=True, slots=True)
class _Scorer:
    """A node's function over its column; ``constant`` where no parameter differs by unit."""

    node: Node
    column: Column
    constant: Function | None

    @classmethod
    def of(cls, node: Node, drafts: Sequence[_Draft]) -> Self:
        values = tuple(draft.value for draft in drafts if draft.value is not None)
        call = node.function
        constant = bound(call, {}) if is_constant(call) else None
        return cls(node, Column(node.direction, values), constant)

    def apply(self, value: Decimal, parameters: Sequence[Parameter]) -> Computed:
        return (self.constant or self._bound(parameters)).apply(value, self.column)

    def _bound(self, parameters: Sequence[Parameter]) -> Function:
        numbers = {p.name: p.value for p in parameters if p.value is not None}
        function = bound(self.node.function, numbers)
        reason = function.fault(self.node.direction)
        if reason is not None:
            raise UndefinedError(reason)
        return function


@dataclass(frozen=True, slots=True)
class _Run:
    """One scheme, one group, its inputs."""

    scheme: Scheme
    group: Group
    inputs: Frozen

    def column(self, node: Node, path: str) -> list[NodeResult]:
        """The node's result for every unit, in the order of the inputs."""
        children = [self.column(child, child_path(path, child.key)) for child in node.children]
        drafts = [
            self._draft(node, path, unit, tuple(column[i] for column in children))
            for i, unit in enumerate(self.inputs)
        ]
        scorer = _Scorer.of(node, drafts)
        return [
            self._finish(node, path, unit, draft, scorer)
            for unit, draft in zip(self.inputs, drafts, strict=True)
        ]

    def weight(self, node: Node, path: str) -> Decimal | None:
        return self.group.weights.get(path, node.weight)

    def _draft(self, node: Node, path: str, unit: str, children: tuple[NodeResult, ...]) -> _Draft:
        aggregate = AGGREGATES[node.aggregate]
        facts = self.inputs[unit].get(node.source, ()) if node.source is not None else ()
        candidates = [_candidate(f, node.cap_each) for f in facts] or [
            Candidate(c.path, c.weight or ZERO, c.points) for c in children
        ]
        if not aggregate.weighted:
            candidates = [Candidate(c.key, ONE, c.value) for c in candidates]
        members, gap = settle(candidates, node.missing)
        if not members:
            return _Draft(None, (), facts, gap, children)
        try:
            whole = aggregate.combine(members)
        except UndefinedError as error:
            raise _undefined(path, unit, error.reason) from error
        return _Draft(whole.value, (whole.formula,), facts, gap, children)

    def _finish(
        self, node: Node, path: str, unit: str, draft: _Draft, scorer: _Scorer
    ) -> NodeResult:
        parameters = self._parameters(node, unit)
        points, formulas, gap = None, draft.formulas, draft.gap
        absent = tuple(p.source for p in parameters if p.value is None)
        if draft.value is not None and absent:
            gap = Gap(node.missing.policy, absent, ZERO, "parameter")
        elif draft.value is not None:
            try:
                points, steps = self._steps(node, scorer.apply(draft.value, parameters), path)
            except UndefinedError as error:
                raise _undefined(path, unit, error.reason) from error
            formulas += steps
        return NodeResult(
            path=path,
            title=node.title,
            weight=self.weight(node, path),
            source=node.source,
            value=draft.value,
            points=points,
            formulas=formulas,
            facts=draft.facts,
            parameters=parameters,
            gap=gap,
            children=draft.children,
        )

    def _parameters(self, node: Node, unit: str) -> tuple[Parameter, ...]:
        found = []
        mean = AGGREGATES["weighted_mean"]
        for name, ref in node.function.params.items():
            if not isinstance(ref, SourceRef):
                continue
            facts = self.inputs[unit].get(ref.source, ())
            members, _ = settle([_candidate(f) for f in facts], node.missing)
            value = mean.combine(members).value if members else None
            found.append(Parameter(name, ref.source, value, facts))
        return tuple(found)

    def _steps(self, node: Node, whole: Computed, path: str) -> tuple[Decimal, tuple[str, ...]]:
        points = whole.value
        formulas: tuple[str, ...] = (whole.formula,)
        if node.function.name == "identity":
            formulas = ()
        if node.cap is not None and points > node.cap:
            formulas += (f"min({shown(points)}, {shown(node.cap)}) = {shown(node.cap)}",)
            points = node.cap
        if node.floor is not None and points < node.floor:
            formulas += (f"max({shown(points)}, {shown(node.floor)}) = {shown(node.floor)}",)
            points = node.floor
        if points.adjusted() < DUST:
            points = ZERO
        if not usable(points):
            raise UndefinedError("number-out-of-range")
        return self._rounded(points, path, formulas)

    def _rounded(
        self, points: Decimal, path: str, formulas: tuple[str, ...]
    ) -> tuple[Decimal, tuple[str, ...]]:
        rounding = self.scheme.rounding
        if path != ROOT and rounding.where == "total":
            return points, formulas
        rounded = published(points, rounding.places, rounding.mode)
        if rounded == points:
            return rounded, formulas
        line = f"round({shown(points)}, {rounding.places}) = {shown(rounded)}"
        return rounded, (*formulas, line)


def _candidate(fact: Fact, cap: Decimal | None = None) -> Candidate:
    if fact.value is None or cap is None:
        return Candidate(fact.key, fact.weight, fact.value)
    return Candidate(fact.key, fact.weight, min(fact.value, cap))


def _undefined(path: str, unit: str, reason: str) -> Invalid:
    return Invalid("score-undefined", node=path, unit=unit, reason=reason)


def _ranked(
    scheme: Scheme, group: Group, inputs: Frozen, totals: Mapping[str, NodeResult]
) -> Result:
    scores = {unit: node.points for unit, node in totals.items() if node.points is not None}
    chain = scheme.ranking.tie_break
    places = rank(
        scores,
        method=scheme.ranking.method,
        places=scheme.rounding.places,
        mode=scheme.rounding.mode,
        tie_break={unit: _chain(totals[unit], chain) for unit in scores} if chain else None,
    )
    by_unit = {place.key: place for place in places}
    return Result(
        scheme_digest=scheme_digest(scheme),
        inputs_digest=digest(canonical_json(inputs)),
        group=group.key,
        units=tuple(_unit(unit, totals[unit], by_unit.get(unit)) for unit in inputs),
        ties=tie_bands(places),
        quotas=tuple(
            QuotaResult(quota.key, quota.title, fill_quota(places, quota.share, quota.mode))
            for quota in scheme.quotas
        ),
    )


def _chain(total: NodeResult, paths: Sequence[str]) -> tuple[Decimal | None, ...]:
    points = {node.path: node.points for node in total.walk()}
    return tuple(points[path] for path in paths)


def _unit(unit: str, total: NodeResult, place: Place | None) -> UnitResult:
    if place is None:
        return UnitResult(unit, None, None, total)
    return UnitResult(unit, place.points, place.rank, total)
