"""What a leaf's points would be for another number, everything else as it was."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, DecimalException, localcontext

from luoshi.core.scoring.arithmetic import CONTEXT, UndefinedError, WithheldError
from luoshi.core.scoring.calls import bound
from luoshi.core.scoring.functions import Column, Function
from luoshi.core.scoring.result import NodeResult
from luoshi.core.scoring.scheme import Node


@dataclass(frozen=True, slots=True)
class Curve:
    """One unit's function at one node, with cap and floor, before rounding. Functions that look at
    the group see the group as it was; with an empty column they have no points."""

    function: Function
    column: Column
    cap: Decimal | None
    floor: Decimal | None

    def points(self, value: Decimal) -> Decimal | None:
        """The points of ``value``; None where the function has none."""
        with localcontext(CONTEXT):
            try:
                points = self.function.apply(value, self.column).value
            except (UndefinedError, WithheldError, DecimalException, ValueError):
                return None
        if self.cap is not None:
            points = min(points, self.cap)
        return points if self.floor is None else max(points, self.floor)


def curves_of(node: Node, results: Mapping[str, NodeResult]) -> dict[str, Curve]:
    """By unit the curve of ``node``; ``results`` are its results for the whole group. A unit
    without a number or a parameter has none."""
    own = {unit: _own(result) for unit, result in results.items() if result.value is not None}
    there = [unit for unit, parameters in own.items() if parameters is not None]
    values: Sequence[Decimal] = [results[unit].value or Decimal(0) for unit in own]
    column = Column(node.direction, tuple(values), tuple(p or {} for p in own.values()))
    return {
        unit: Curve(bound(node.function, own[unit] or {}), column, node.cap, node.floor)
        for unit in there
    }


def _own(result: NodeResult) -> dict[str, Decimal] | None:
    """The unit's own parameters; None where one has no number."""
    found = {p.name: p.value for p in result.parameters if p.value is not None}
    return found if len(found) == len(result.parameters) else None
