"""Applying a scheme to one group's inputs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, DecimalException, localcontext
from typing import Self

from luoshi.core.errors import Invalid
from luoshi.core.fields import DUST, usable
from luoshi.core.ranking import published
from luoshi.core.scoring.aggregates import AGGREGATES, Member, cut
from luoshi.core.scoring.arithmetic import (
    CONTEXT,
    ONE,
    ZERO,
    Computed,
    UndefinedError,
    WithheldError,
    shown,
)
from luoshi.core.scoring.calls import bound, is_constant
from luoshi.core.scoring.counting import Aside, carried_over, counted, set_asides
from luoshi.core.scoring.facts import Fact, Frozen, Inputs, freeze
from luoshi.core.scoring.functions import Column, Function
from luoshi.core.scoring.missing import Candidate, Gap, settle
from luoshi.core.scoring.outcome import ranked
from luoshi.core.scoring.result import NodeResult, Parameter, Result, SetAside
from luoshi.core.scoring.scheme import (
    ROOT,
    Group,
    Node,
    NodeRounding,
    Scheme,
    SourceRef,
    child_path,
)
from luoshi.core.scoring.weighting import weights_of


def evaluate(scheme: Scheme, group: str, inputs: Inputs, *, on: date | None = None) -> Result:
    """The points and ranks of the units in ``inputs``, ranked among themselves as ``group``.

    Points are on the scale the functions give (0-100 as a rule), rounded once where the scheme
    says. Units stand in ascending order of key. The order of the inputs and the caller's decimal
    context change nothing. A unit without a total is kept, without points and rank. ``on`` is the
    day for which vetoes are looked at.

    Raises: Invalid("group-unknown"); Invalid("fact-invalid"); Invalid("score-undefined", node,
    unit, reason) where a formula has no value or the number is 10^18 and more;
    Invalid("day-missing") for a scheme with vetoes and no ``on``.
    Source: docs/rules/scoring.md.
    """
    chosen = scheme.group(group)
    with localcontext(CONTEXT):
        frozen = freeze(inputs)
        run = _Run(scheme, chosen, frozen, set_asides(scheme.root, frozen))
        totals = dict(zip(frozen, run.column(scheme.root, ROOT), strict=True))
        return ranked(scheme, chosen, frozen, totals, on)


@dataclass(frozen=True, slots=True)
class _Draft:
    """A node of one unit before its function: the function needs the whole column."""

    value: Decimal | None
    formulas: tuple[str, ...]
    facts: tuple[Fact, ...]
    gap: Gap | None
    children: tuple[NodeResult, ...]
    parameters: tuple[Parameter, ...]
    set_aside: tuple[SetAside, ...] = ()
    carried: tuple[Fact, ...] = ()

    @property
    def own(self) -> dict[str, Decimal]:
        """The parameters that have a number."""
        return {p.name: p.value for p in self.parameters if p.value is not None}


@dataclass(frozen=True, slots=True)
class _Scorer:
    """A node's function over its column; ``constant`` where no parameter differs by unit."""

    node: Node
    column: Column
    constant: Function | None

    @classmethod
    def of(cls, node: Node, drafts: Sequence[_Draft]) -> Self:
        there = [draft for draft in drafts if draft.value is not None]
        values = tuple(draft.value for draft in there if draft.value is not None)
        constant = bound(node.function, {}) if is_constant(node.function) else None
        own = () if constant else tuple(draft.own for draft in there)
        return cls(node, Column(node.direction, values, own), constant)

    def apply(self, value: Decimal, numbers: Mapping[str, Decimal]) -> Computed:
        return (self.constant or self._bound(numbers)).apply(value, self.column)

    def _bound(self, numbers: Mapping[str, Decimal]) -> Function:
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
    aside: Aside

    def column(self, node: Node, path: str) -> list[NodeResult]:
        """The node's result for every unit, in the order of the inputs."""
        children = [self.column(child, child_path(path, child.key)) for child in node.children]
        if node.weighting != "stated":
            children = self._weighed(node, path, children)
        drafts = [
            self._draft(node, path, unit, tuple(column[i] for column in children))
            for i, unit in enumerate(self.inputs)
        ]
        scorer = _Scorer.of(node, drafts)
        return [
            self._finish(node, path, unit, draft, scorer)
            for unit, draft in zip(self.inputs, drafts, strict=True)
        ]

    def _weighed(
        self, node: Node, path: str, children: list[list[NodeResult]]
    ) -> list[list[NodeResult]]:
        """The children with the weights that the group's own numbers give them."""
        rows = [
            row for row in zip(*children, strict=True) if all(c.points is not None for c in row)
        ]
        columns = [
            [c.points for c in one if c.points is not None] for one in zip(*rows, strict=True)
        ]
        try:
            weights = weights_of(node.weighting, columns) if columns else (ZERO,) * len(children)
        except UndefinedError as error:
            raise _undefined(path, next(iter(self.inputs)), error.reason) from error
        return [
            [replace(child, weight=weight) for child in column]
            for weight, column in zip(weights, children, strict=True)
        ]

    def weight(self, node: Node, path: str) -> Decimal | None:
        return self.group.weights.get(path, node.weight)

    def _draft(self, node: Node, path: str, unit: str, children: tuple[NodeResult, ...]) -> _Draft:
        facts = self._facts(node.source, unit)
        aside = self.aside.get((path, unit), ())
        there = counted(facts, aside)
        carried: tuple[Fact, ...] = ()
        if node.missing.policy == "carry":
            carried = carried_over(there, self._facts(node.missing.source, unit))
        candidates = _candidates(node, there, carried) or [
            Candidate(c.path, c.weight or ZERO, c.points) for c in children
        ]
        aggregate = AGGREGATES[node.aggregate]
        if not aggregate.weighted:
            candidates = [Candidate(c.key, ONE, c.value) for c in candidates]
        members, gap = settle(candidates, node.missing, all_or_none=aggregate.whole)
        if carried and gap is None:
            gap = Gap("carry", tuple(fact.key for fact in carried), ZERO, "carried")
        value, formulas = self._whole(node, path, unit, members)
        parameters = self._parameters(node, unit)
        return _Draft(value, formulas, facts, gap, children, parameters, aside, carried)

    def _facts(self, source: str | None, unit: str) -> tuple[Fact, ...]:
        return () if source is None else self.inputs[unit].get(source, ())

    def _whole(
        self, node: Node, path: str, unit: str, members: Sequence[Member]
    ) -> tuple[Decimal | None, tuple[str, ...]]:
        """The members as one number, with the lines that say how; nothing where there is none."""
        if not members:
            return None, ()
        first = ""
        if node.trim is not None:
            members, first = cut(members, node.trim)
        try:
            whole = AGGREGATES[node.aggregate].combine(members)
        except UndefinedError as error:
            raise _undefined(path, unit, error.reason) from error
        except DecimalException as error:
            raise _undefined(path, unit, "number-out-of-range") from error
        return whole.value, (first, whole.formula) if first else (whole.formula,)

    def _finish(
        self, node: Node, path: str, unit: str, draft: _Draft, scorer: _Scorer
    ) -> NodeResult:
        points, formulas, gap = None, draft.formulas, draft.gap
        absent = tuple(p.source for p in draft.parameters if p.value is None)
        if draft.value is not None and absent:
            gap = Gap(node.missing.policy, absent, ZERO, "parameter")
        elif draft.value is not None:
            try:
                points, steps = self._steps(node, scorer.apply(draft.value, draft.own), path)
                formulas += steps
            except WithheldError as error:
                gap = Gap(node.missing.policy, (node.source or path,), ZERO, error.effect)
            except UndefinedError as error:
                raise _undefined(path, unit, error.reason) from error
            except DecimalException as error:
                raise _undefined(path, unit, "number-out-of-range") from error
        return NodeResult(
            path=path,
            title=node.title,
            weight=self.weight(node, path),
            source=node.source,
            value=draft.value,
            points=points,
            formulas=formulas,
            facts=draft.facts,
            parameters=draft.parameters,
            gap=gap,
            children=draft.children,
            set_aside=draft.set_aside,
            carried=draft.carried,
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
        return self._rounded(points, self._rounding(node, path), formulas)

    def _rounding(self, node: Node, path: str) -> NodeRounding | None:
        """The node's own, else the scheme's where it says that it holds here."""
        stated = self.scheme.rounding
        if path == ROOT or (node.rounding is None and stated.where == "nodes"):
            return NodeRounding(stated.places, stated.mode)
        return node.rounding

    def _rounded(
        self, points: Decimal, rounding: NodeRounding | None, formulas: tuple[str, ...]
    ) -> tuple[Decimal, tuple[str, ...]]:
        if rounding is None:
            return points, formulas
        rounded = published(points, rounding.places, rounding.mode)
        if rounded == points:
            return rounded, formulas
        line = f"round({shown(points)}, {rounding.places}) = {shown(rounded)}"
        return rounded, (*formulas, line)


def _candidates(node: Node, there: Sequence[Fact], carried: Sequence[Fact]) -> list[Candidate]:
    """The facts of a leaf as they are counted, those carried over in the place of absent ones."""
    instead = {fact.key: fact for fact in carried}
    if instead.keys().isdisjoint(fact.key for fact in there):
        there = carried or there
    facts = [instead.get(fact.key, fact) for fact in there]
    return [_candidate(fact, node.cap_each) for fact in facts]


def _candidate(fact: Fact, cap: Decimal | None = None) -> Candidate:
    if fact.value is None or cap is None:
        return Candidate(fact.key, fact.weight, fact.value)
    return Candidate(fact.key, fact.weight, min(fact.value, cap))


def _undefined(path: str, unit: str, reason: str) -> Invalid:
    return Invalid("score-undefined", node=path, unit=unit, reason=reason)
