"""The total of a scheme as fields, and the step that gives additions a place beside the rest."""

from collections.abc import Mapping
from typing import Any

from luoshi.core.scoring import AGGREGATES
from luoshi.web.assessment.editing.values import number_of, text_of

TOTAL = ("total_aggregate", "total_missing", "total_cap", "total_floor")
MEAN, SUM, SKIP = "weighted_mean", "sum", "skip_and_reweight"
BASE = "base"
Texts = dict[str, str]


def texts_of_total(fields: Mapping[str, Any]) -> Texts:
    """The fields of the total."""
    total = fields.get("total", {})
    return {
        "total_aggregate": total.get("aggregate", MEAN),
        "total_missing": _policy(total),
        "total_cap": text_of(total.get("cap")),
        "total_floor": text_of(total.get("floor")),
    }


def total_of(head: Mapping[str, str], base: Mapping[str, Any]) -> dict[str, Any]:
    """What the fields stand for; what the form does not show is kept of ``base``."""
    kept = dict(base.get("total", {}))
    aggregate = head["total_aggregate"] or MEAN
    missing = head["total_missing"] or SKIP
    if missing != _policy(kept):
        kept["missing"] = missing
    if aggregate in AGGREGATES and not AGGREGATES[aggregate].weighted:
        kept.pop("weighting", None)
    told = {
        "aggregate": aggregate,
        "cap": number_of(head["total_cap"]),
        "floor": number_of(head["total_floor"]),
    }
    return {name: value for name, value in (kept | told).items() if value is not None}


def _policy(total: Mapping[str, Any]) -> str:
    missing = total.get("missing", SKIP)
    return str(missing["policy"] if isinstance(missing, dict) else missing)


def under_base(head: Texts, nodes: list[Texts], blank: Texts) -> None:
    """Put all nodes under one and make the total a sum, so that additions stand beside it."""
    if head["total_aggregate"] == SUM:
        return
    for row in nodes:
        row["level"] = str(int(row["level"]) + 1)
    above = {
        "level": "1", "key": BASE, "title": "基础分", "aggregate": head["total_aggregate"],
        "function": "identity", "source": "", "missing": head["total_missing"],
    }  # fmt: skip
    nodes.insert(0, blank | above)
    head |= {"total_aggregate": SUM, "total_missing": SKIP}
