"""What would change a unit's number, out of its stored trace."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from luoshi.core.scoring import Known, Scheme, changes, decimal_text
from luoshi.web.assessment.models import ScoreNode, UnitScore
from luoshi.web.assessment.queries import next_above

FOUR, TWO = Decimal("0.0001"), Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Way:
    """One indicator below ``top``: points now and in full, what full marks would add to the total,
    and the points and the number there that alone would draw level with the next unit; empty where
    none would."""

    path: str
    top: str
    title: str
    points: str
    full: str
    gain: str
    needed: str
    value: str


@dataclass(frozen=True, slots=True)
class WhatIf:
    """``gap`` is what is missing to the next unit above; empty for the first, and for who may not
    see the ranking."""

    ways: tuple[Way, ...]
    gap: str


def whatif_of(
    rules: Scheme, score: UnitScore, nodes: Iterable[ScoreNode], *, ranked: bool
) -> WhatIf:
    """One query where the ranking may be seen, none else."""
    rows = {node.path: node for node in nodes}
    target = next_above(score) if ranked else None
    known = {path: _known(node.trace) for path, node in rows.items()}
    ways = tuple(
        Way(
            one.path, one.path.partition(".")[0], rows[one.path].title,
            _short(one.points), _short(one.full), _short(one.gain), _short(one.needed),
            _number(one.value, rows[one.path].trace),
        )
        for one in changes(rules, known, target)
    )  # fmt: skip
    gap = target - score.points if target is not None and score.points is not None else None
    return WhatIf(ways, _short(gap))


def _known(trace: Mapping[str, Any]) -> Known:
    own = {
        one["name"]: Decimal(one["value"])
        for one in trace["parameters"]
        if one["value"] is not None
    }
    return Known(
        _decimal(trace["points"]), _decimal(trace["weight"]), _decimal(trace["value"]), own
    )


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _short(number: Decimal | None) -> str:
    return "" if number is None else decimal_text(number.quantize(TWO))


def _number(value: Decimal | None, trace: Mapping[str, Any]) -> str:
    """As the trace writes it: shares of commitments in per cent."""
    if value is None:
        return ""
    if (trace["source"] or "").startswith("commitments."):
        return f"{_short(value * 100)}%"
    return decimal_text(value.quantize(FOUR))
