"""From a scheme to its canonical YAML."""

from collections.abc import Mapping
from decimal import Decimal

import yaml

from luoshi.core.scoring.canonical import decimal_text
from luoshi.core.scoring.functions import Step
from luoshi.core.scoring.scheme import (
    SCHEMA,
    FunctionCall,
    Group,
    MissingPolicy,
    Node,
    NodeRounding,
    ParamValue,
    Quota,
    Scheme,
    SourceRef,
    Veto,
)

Yaml = str | Decimal | bool | int | list["Yaml"] | dict[str, "Yaml"]


class _Dumper(yaml.SafeDumper):
    """Writes Decimals as plain numbers and never an alias."""

    def ignore_aliases(self, _data: object) -> bool:
        return True


def _number(dumper: yaml.SafeDumper, number: Decimal) -> yaml.ScalarNode:
    text = decimal_text(number)
    tag = "float" if "." in text else "int"
    return dumper.represent_scalar(f"tag:yaml.org,2002:{tag}", text)


_Dumper.add_representer(Decimal, _number)


def dump_scheme(scheme: Scheme) -> str:
    """``scheme`` as YAML in the one order of fields; ``parse_scheme`` gives the same scheme back.

    Every value that was a default is written out, so that the text keeps its meaning.
    """
    return yaml.dump(
        scheme_fields(scheme), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=10_000
    )


def scheme_fields(scheme: Scheme) -> dict[str, Yaml]:
    """``scheme`` as the mapping its YAML stands for, for an editor; ``parse_scheme`` takes it."""
    total = _node(scheme.root)
    nodes = total.pop("children")
    del total["key"]
    document: dict[str, Yaml] = {
        "schema": SCHEMA,
        "title": scheme.title,
        "edition": scheme.edition,
        "source": scheme.source,
        "groups": [_group(group) for group in scheme.groups],
        "total": total,
        "nodes": nodes,
        "rounding": {
            "places": scheme.rounding.places,
            "mode": scheme.rounding.mode,
            "where": scheme.rounding.where,
        },
        "ranking": {
            "method": scheme.ranking.method,
            "tie_break": list(scheme.ranking.tie_break),
        },
    }
    if scheme.quotas:
        document["quotas"] = [_quota(quota) for quota in scheme.quotas]
    if scheme.vetoes:
        document["vetoes"] = [_veto(veto) for veto in scheme.vetoes]
    if scheme.no_objections:
        document["no_objections"] = scheme.no_objections
    return document


def _group(group: Group) -> dict[str, Yaml]:
    written: dict[str, Yaml] = {
        "key": group.key,
        "title": group.title,
        "unit_kinds": list(group.unit_kinds),
    }
    if group.weights:
        written["weights"] = {path: group.weights[path] for path in sorted(group.weights)}
    return written


def _node(node: Node) -> dict[str, Yaml]:
    written: dict[str, Yaml | None] = {
        "key": node.key,
        "title": node.title,
        "weight": node.weight,
        "source": node.source,
        "cap_each": node.cap_each,
        "aggregate": node.aggregate,
        "missing": _missing(node.missing),
        "normalise": node.normalise or None,
        "function": _call(node.function),
        "direction": node.direction,
        "cap": node.cap,
        "floor": node.floor,
        "kind": None if node.kind == "score" else node.kind,
        "proof": node.proof or None,
        "trim": {"drop": node.trim.drop, "least": node.trim.least} if node.trim else None,
        "rounding": _rounding(node.rounding),
        "weighting": None if node.weighting == "stated" else node.weighting,
        "children": [_node(child) for child in node.children] or None,
    }
    return {name: value for name, value in written.items() if value is not None}


def _rounding(rounding: NodeRounding | None) -> Yaml | None:
    return {"places": rounding.places, "mode": rounding.mode} if rounding else None


def _missing(missing: MissingPolicy) -> Yaml:
    if missing.source is not None:
        return {"policy": missing.policy, "source": missing.source}
    if missing.threshold is None:
        return missing.policy
    return {"policy": missing.policy, "threshold": missing.threshold}


def _call(call: FunctionCall) -> Yaml:
    if not call.params:
        return call.name
    return {"name": call.name, **_params(call.params)}


def _params(params: Mapping[str, ParamValue]) -> dict[str, Yaml]:
    return {name: _param(params[name]) for name in params}


def _param(value: ParamValue) -> Yaml:
    if isinstance(value, SourceRef):
        return {"source": value.source}
    if isinstance(value, tuple):
        return [_step(step) for step in value]
    return value


def _step(step: Step) -> Yaml:
    return {"at": step.at, "points": step.points}


def _quota(quota: Quota) -> Yaml:
    return {"key": quota.key, "title": quota.title, "share": quota.share, "mode": quota.mode}


def _veto(veto: Veto) -> Yaml:
    return {
        "key": veto.key,
        "title": veto.title,
        "source": veto.source,
        "basis": veto.basis,
        "level": veto.level,
        "expires": veto.expires,
        "bars": list(veto.bars),
    }
