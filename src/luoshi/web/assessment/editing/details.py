"""What a node says beyond its function and limits, as the fields of its row and back."""

from collections.abc import Mapping
from typing import Any

from luoshi.web.assessment.editing.values import FALSE, TRUE, number_of, text_of

SCORE, STATED, HALF_UP, SKIP = "score", "stated", "half_up", "skip_and_reweight"


def texts_of_details(node: Mapping[str, Any]) -> dict[str, str]:
    """The fields that stand for kind, proof, trim, rounding and weighting of a node."""
    trim, rounding = node.get("trim") or {}, node.get("rounding") or {}
    return {
        "kind": node.get("kind", SCORE),
        "proof": TRUE if node.get("proof") else FALSE,
        "weighting": node.get("weighting", STATED),
        "drop": text_of(trim.get("drop")),
        "drop_from": text_of(trim.get("least")),
        "round_places": text_of(rounding.get("places")),
        "round_mode": rounding.get("mode", HALF_UP),
    }


def details_of(row: Mapping[str, str]) -> dict[str, Any]:
    """What the fields stand for; None for what was left as it is by default."""
    return {
        "kind": _unless(row["kind"], SCORE),
        "proof": True if row["proof"] == TRUE else None,
        "weighting": _unless(row["weighting"], STATED),
        "trim": _filled({"drop": row["drop"], "least": row["drop_from"]}),
        "rounding": _rounding(row),
    }


def missing_of(row: Mapping[str, str]) -> Any:
    """The policy by name, or with the threshold or the earlier source that was written."""
    policy: dict[str, Any] = {"policy": row["missing"] or SKIP}
    if row["threshold"]:
        policy["threshold"] = number_of(row["threshold"])
    if row["carry"]:
        policy["source"] = row["carry"]
    return policy if len(policy) > 1 else row["missing"] or None


def _rounding(row: Mapping[str, str]) -> dict[str, Any] | None:
    if not row["round_places"]:
        return None
    return {"places": number_of(row["round_places"]), "mode": row["round_mode"] or HALF_UP}


def _filled(texts: Mapping[str, str]) -> dict[str, Any] | None:
    return {name: number_of(text) for name, text in texts.items() if text} or None


def _unless(text: str, default: str) -> str | None:
    return text if text not in ("", default) else None
