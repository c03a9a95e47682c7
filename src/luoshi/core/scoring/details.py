"""Reading what a node may say beyond its members, function and limits."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from luoshi.core.document import Entry, fault
from luoshi.core.fields import Fields, number, one_of
from luoshi.core.ranking import MAX_PLACES, MODES
from luoshi.core.scoring.aggregates import AGGREGATES
from luoshi.core.scoring.arithmetic import ONE, ZERO
from luoshi.core.scoring.calls import read_source
from luoshi.core.scoring.counting import KINDS
from luoshi.core.scoring.missing import POLICIES
from luoshi.core.scoring.scheme import MissingPolicy, NodeRounding, Trim
from luoshi.core.scoring.sources import Source
from luoshi.core.scoring.weighting import WEIGHTINGS

TRIMMED = "trimmed_mean"
MOST_DROPPED = 50


def read_details(given: Fields, aggregate: str, *, leaf: bool, total: bool) -> dict[str, Any]:
    """Kind, limits, proof, trim, rounding and weighting, by the names of ``Node``."""
    return {
        **read_limits(given, total=total),
        "proof": given.flag("proof") if leaf else False,
        "trim": read_trim(given, aggregate),
        "rounding": None if total else read_rounding(given.take("rounding")),
        "weighting": read_weighting(given, aggregate, leaf=leaf),
    }


def read_limits(given: Fields, *, total: bool) -> dict[str, Any]:
    """``kind``, ``cap`` and ``floor``: an addition has a cap above 0, a deduction a floor below.

    Raises: Invalid("scheme-invalid") with addition-without-cap, deduction-without-floor,
    cap-below-floor.
    """
    kind = "score" if total else given.word("kind", KINDS, "score")
    cap, floor = given.optional_number("cap"), given.optional_number("floor")
    if kind == "addition":
        if cap is None or cap <= 0:
            raise fault(given.entry, "addition-without-cap")
        floor = ZERO if floor is None else floor
    if kind == "deduction":
        if floor is None or floor >= 0:
            raise fault(given.entry, "deduction-without-floor")
        cap = ZERO if cap is None else cap
    if cap is not None and floor is not None and cap < floor:
        raise fault(given.entry, "cap-below-floor")
    return {"kind": kind, "cap": cap, "floor": floor}


def read_weighting(given: Fields, aggregate: str, *, leaf: bool) -> str:
    """``stated`` or a way to make the children's weights. Raises: weighting-unused."""
    entry = given.take("weighting")
    if entry is None:
        return "stated"
    if leaf or not AGGREGATES[aggregate].weighted:
        raise fault(entry, "weighting-unused")
    return one_of(entry, ("stated", *WEIGHTINGS))


def read_trim(given: Fields, aggregate: str) -> Trim | None:
    """What a trimmed mean drops; one of six at each end where it says nothing.

    Raises: Invalid("scheme-invalid") with trim-unusable.
    """
    entry = given.take("trim")
    if aggregate != TRIMMED:
        if entry is not None:
            raise fault(entry, "trim-unusable")
        return None
    if entry is None:
        return Trim()
    fields = Fields(entry)
    drop = number(fields.need("drop"))
    least = fields.optional_number("least")
    fields.close()
    least = 2 * drop + 1 if least is None else least
    if not (1 <= drop <= MOST_DROPPED and _whole(drop) and _whole(least) and least > 2 * drop):
        raise fault(entry, "trim-unusable")
    return Trim(int(drop), int(least))


def read_rounding(entry: Entry | None) -> NodeRounding | None:
    """Rounding at one node. Raises: Invalid("scheme-invalid") with places-unusable."""
    if entry is None:
        return None
    given = Fields(entry)
    rounding = NodeRounding(read_places(given), given.word("mode", tuple(MODES), "half_up"))
    given.close()
    return rounding


def read_places(given: Fields) -> int:
    """A number of decimals, 0 to 10. Raises: Invalid("scheme-invalid") with places-unusable."""
    places = given.need("places")
    if number(places) not in range(MAX_PLACES + 1):
        raise fault(places, "places-unusable", limit=MAX_PLACES)
    return int(number(places))


def read_missing(
    entry: Entry | None, sources: Mapping[str, Source], *, leaf: bool
) -> MissingPolicy:
    """A policy by name, or with its threshold or its earlier source.

    Raises: Invalid("scheme-invalid") with threshold-unusable, carry-source.
    """
    if entry is None:
        return MissingPolicy()
    if isinstance(entry.value, str):
        entry = entry.holding({"policy": entry})
    given = Fields(entry)
    policy = given.word("policy", POLICIES, "skip_and_reweight")
    threshold = given.optional_number("threshold")
    if threshold is not None and (policy != "block" or not 0 < threshold <= 1):
        raise fault(entry, "threshold-unusable")
    earlier = given.take("source")
    if (earlier is not None) != (policy == "carry") or (earlier is not None and not leaf):
        raise fault(entry, "carry-source")
    given.close()
    return MissingPolicy(
        policy,
        ONE if policy == "block" and threshold is None else threshold,
        None if earlier is None else read_source(earlier, sources),
    )


def _whole(value: Decimal) -> bool:
    return value == value.to_integral_value()
