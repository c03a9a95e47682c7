"""What would change one unit's total: another number at one leaf, all else as it was."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, DecimalException, localcontext

from luoshi.core.ranking import published
from luoshi.core.scoring.aggregates import AGGREGATES, cut
from luoshi.core.scoring.arithmetic import CONTEXT, ONE, ZERO, UndefinedError
from luoshi.core.scoring.calls import bound, is_constant
from luoshi.core.scoring.curves import Curve
from luoshi.core.scoring.functions import Column, Step
from luoshi.core.scoring.missing import Candidate, settle
from luoshi.core.scoring.scheme import ROOT, Node, NodeRounding, Scheme, SourceRef, child_path

SHOWN = 8
HALVINGS = 40
DOUBLINGS = 40


@dataclass(frozen=True, slots=True)
class Known:
    """What a trace keeps of one node: ``points`` and the ``weight`` that held, the ``value``, and
    the parameters that were the unit's own numbers."""

    points: Decimal | None
    weight: Decimal | None
    value: Decimal | None = None
    own: Mapping[str, Decimal] | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One leaf: with ``full`` marks there the total would be ``gain`` higher. ``needed`` points
    there, which are the number ``value``, would reach the target alone; None where it cannot."""

    path: str
    points: Decimal
    full: Decimal
    gain: Decimal
    needed: Decimal | None
    value: Decimal | None


@dataclass(frozen=True, slots=True)
class _Unit:
    scheme: Scheme
    nodes: Mapping[str, Node]
    known: Mapping[str, Known]

    def total(self, path: str, points: Decimal) -> Decimal | None:
        """The total as published, had the leaf these points; None where a formula on the way looks
        at other units or has no value."""
        while path != ROOT:
            above = path.rpartition(".")[0] or ROOT
            found = self._points(above, path, points)
            if found is None:
                return None
            path, points = above, found
        return points

    def _points(self, path: str, changed: str, points: Decimal) -> Decimal | None:
        node = self.nodes[path]
        aggregate = AGGREGATES[node.aggregate]
        candidates = []
        for child in node.children:
            below = child_path(path, child.key)
            known = self.known[below]
            weight = (known.weight or ZERO) if aggregate.weighted else ONE
            candidates.append(
                Candidate(below, weight, points if below == changed else known.points)
            )
        members, _gap = settle(candidates, node.missing, all_or_none=aggregate.whole)
        if not members:
            return None
        if node.trim is not None:
            members, _line = cut(members, node.trim)
        try:
            whole = aggregate.value(members)
        except (UndefinedError, DecimalException):
            return None
        if not is_constant(node.function):
            return None
        alone = Column(node.direction, ())
        curve = Curve(bound(node.function, {}), alone, node.cap, node.floor)
        return self._rounded(path, node, curve.points(whole))

    def _rounded(self, path: str, node: Node, points: Decimal | None) -> Decimal | None:
        stated = self.scheme.rounding
        own: NodeRounding | None = node.rounding
        if path == ROOT or (own is None and stated.where == "nodes"):
            own = NodeRounding(stated.places, stated.mode)
        if own is None or points is None:
            return points
        return published(points, own.places, own.mode)


def full_marks(node: Node, own: Mapping[str, Decimal] | None = None) -> Decimal | None:
    """The most points a leaf can give: its function's, with its cap, and with every fact at
    ``cap_each``. ``own`` are the unit's own parameters. None where there is no end."""
    found = [most for most in (_end(node), _all_capped(node, own)) if most is not None]
    return min(found, default=None)


def _all_capped(node: Node, own: Mapping[str, Decimal] | None) -> Decimal | None:
    """The points with every fact at its cap, where more of a number is never worth less."""
    rises = node.direction == "higher" and node.function.name != "interval"
    if node.cap_each is None or node.aggregate == "sum" or not rises:
        return None
    if own is None and not is_constant(node.function):
        return None
    function = bound(node.function, own or {})
    return Curve(function, Column(node.direction, ()), node.cap, node.floor).points(node.cap_each)


def _end(node: Node) -> Decimal | None:
    params = {
        name: value
        for name, value in node.function.params.items()
        if not isinstance(value, SourceRef)
    }
    full = _most(node.function.name, params)
    if node.cap is None:
        return full
    return node.cap if full is None else min(full, node.cap)


def _most(name: str, params: Mapping[str, object]) -> Decimal | None:
    points, table = params.get("points"), params.get("table")
    if isinstance(table, tuple):
        return max(step.points for step in table if isinstance(step, Step))
    if name == "efficacy":
        base, span = params["base"], params["span"]
        return base + span if isinstance(base, Decimal) and isinstance(span, Decimal) else None
    if name == "min_max":
        highest = params["highest"]
        return highest if isinstance(highest, Decimal) else None
    if name == "completion":
        limit = params["limit"]
        known = isinstance(points, Decimal) and isinstance(limit, Decimal)
        return points * limit if known else None  # type: ignore[operator]
    bounded = (
        "deduction", "interval", "linear", "percentile", "rank_deduction", "ratio_to_best",
        "shrunk_rate",
    )  # fmt: skip
    return points if name in bounded and isinstance(points, Decimal) else None


def changes(
    scheme: Scheme, known: Mapping[str, Known], target: Decimal | None = None
) -> tuple[Change, ...]:
    """The leaves at which most is lost, at most eight, the greatest gain first. ``known`` are the
    unit's nodes by path; ``target`` is the total to reach, if any.

    Source: domain.md §4 no. 3 (a trace ends with what-if).
    """
    nodes = dict(scheme.root.walk())
    unit = _Unit(scheme, nodes, known)
    total = known[ROOT].points
    if total is None:
        return ()
    with localcontext(CONTEXT):
        likely = sorted(_losses(nodes, known), key=lambda one: (-one[0], one[1]))[:SHOWN]
        found = [_change(unit, path, full, total, target) for _loss, path, full in likely]
    gains = [one for one in found if one is not None and one.gain > 0]
    return tuple(sorted(gains, key=lambda one: (-one.gain, one.path)))


def _losses(
    nodes: Mapping[str, Node], known: Mapping[str, Known]
) -> list[tuple[Decimal, str, Decimal]]:
    """Roughly what each leaf loses, by its part of the stated weights, its path, full marks."""
    parts: dict[str, Decimal] = {ROOT: ONE}
    found = []
    for path, node in nodes.items():
        below = {child_path(path, child.key): child for child in node.children}
        whole = sum((known[name].weight or ZERO for name in below), ZERO)
        weighted = AGGREGATES[node.aggregate].weighted and whole > 0
        for name in below:
            parts[name] = parts[path] * ((known[name].weight or ZERO) / whole if weighted else ONE)
        points = known[path].points
        if node.source is None or points is None:
            continue
        full = full_marks(node, known[path].own)
        if full is not None and points < full:
            found.append((parts[path] * (full - points), path, full))
    return found


def _change(
    unit: _Unit, path: str, full: Decimal, total: Decimal, target: Decimal | None
) -> Change | None:
    points, best = unit.known[path].points, unit.total(path, full)
    if points is None or best is None:
        return None
    needed = None if target is None or best < target else _needed(unit, path, full, target)
    value = None if needed is None else _value(unit, path, needed)
    return Change(path, points, full, best - total, needed, value)


def _needed(unit: _Unit, path: str, full: Decimal, target: Decimal) -> Decimal:
    """The fewest points, to four decimals, with which the total reaches the target."""
    low, high = unit.known[path].points or ZERO, full
    for _ in range(HALVINGS):
        if high - low < Decimal("0.0001"):
            break
        middle = (low + high) / 2
        reached = unit.total(path, middle)
        if reached is not None and reached >= target:
            high = middle
        else:
            low = middle
    return high


def _value(unit: _Unit, path: str, needed: Decimal) -> Decimal | None:
    """The number that gives the points, where the function looks at no other unit."""
    node, known = unit.nodes[path], unit.known[path]
    if known.value is None or (known.own is None and not is_constant(node.function)):
        return None
    column = Column(node.direction, ())
    function = bound(node.function, known.own or {})
    curve = Curve(function, column, node.cap, node.floor)
    sign = 1 if node.direction == "higher" else -1
    step = max(abs(known.value), Decimal("0.01")) / 64 * sign
    low, high = known.value, known.value
    for _ in range(DOUBLINGS):
        high, step = high + step, step * 2
        if _reaches(curve, high, needed):
            break
    else:
        return None
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if _reaches(curve, middle, needed) else (middle, high)
    return high


def _reaches(curve: Curve, value: Decimal, needed: Decimal) -> bool:
    points = curve.points(value)
    return points is not None and points >= needed
