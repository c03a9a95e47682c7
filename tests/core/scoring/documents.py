"""Small schemes for tests, as the mappings their YAML stands for."""

from decimal import Decimal
from typing import Any

from luoshi.core.scoring import Fact, Scheme, parse_scheme

D = Decimal


def leaf(key: str, weight: int | None = None, **fields: Any) -> dict[str, Any]:
    node: dict[str, Any] = {"key": key, "title": key, "source": f"value:{key}", **fields}
    return node if weight is None else {**node, "weight": weight}


def branch(
    key: str, weight: int | None, *children: dict[str, Any], **fields: Any
) -> dict[str, Any]:
    node: dict[str, Any] = {"key": key, "title": key, "children": list(children), **fields}
    return node if weight is None else {**node, "weight": weight}


def document(*nodes: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {
        "schema": 1,
        "title": "甲办法",
        "edition": "1",
        "source": "自拟",
        "groups": [{"key": "counties", "title": "县区", "unit_kinds": ["county"]}],
        "nodes": list(nodes),
        **fields,
    }


def scheme(*nodes: dict[str, Any], **fields: Any) -> Scheme:
    return parse_scheme(document(*nodes, **fields))


def numbers(**units: dict[str, str | None]) -> dict[str, dict[str, list[Fact]]]:
    """Inputs of one fact per ``value:`` source: ``numbers(a={"x": "1.5"})``."""
    return {
        unit: {
            f"value:{name}": [Fact(name, None if text is None else D(text))]
            for name, text in values.items()
        }
        for unit, values in units.items()
    }
