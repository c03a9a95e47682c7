"""Quotas and vetoes of a scheme as the fields of their rows, and back."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import QueryDict

from luoshi.web.assessment.editing.values import number_of, text_of

QUOTA = ("key", "title", "share", "mode")
VETO = ("key", "title", "source", "basis", "level", "expires")
EMPTY_QUOTA = {"share": "0.2", "mode": "down"}
EMPTY_VETO = {"level": "law"}
MOST = 20
"""A form has so many quotas and vetoes each at most."""
Texts = dict[str, str]


def quotas_of(fields: Mapping[str, Any]) -> list[Texts]:
    """The rows of a scheme's quotas."""
    return [{name: text_of(row[name]) for name in QUOTA} for row in fields.get("quotas", ())]


def vetoes_of(fields: Mapping[str, Any]) -> tuple[list[Texts], list[list[str]]]:
    """The rows of a scheme's vetoes, and which quotas each bars from."""
    vetoes = fields.get("vetoes", ())
    rows = [{name: text_of(veto[name]) for name in VETO} for veto in vetoes]
    return rows, [list(veto["bars"]) for veto in vetoes]


def sent_rows(data: QueryDict, counted: str, kind: str, names: Sequence[str]) -> list[Texts]:
    """The rows of that kind as they were sent; ``counted`` is the field that says how many."""
    told = data.get(counted, "")
    count = min(int(told), MOST) if told.isascii() and told.isdigit() else 0
    return [
        {name: data.get(f"{kind}-{i}-{name}", "").strip() for name in names} for i in range(count)
    ]


def awards_of(
    quotas: Sequence[Texts], vetoes: Sequence[Texts], bars: Sequence[Sequence[str]]
) -> dict[str, Any]:
    """The fields that the rows stand for; a bar from a quota that is gone is gone too."""
    keys = [row["key"] or f"q{n}" for n, row in enumerate(quotas, 1)]
    found: dict[str, Any] = {}
    if quotas:
        found["quotas"] = [
            {"key": key, "title": row["title"] or None, "share": number_of(row["share"]),
             "mode": row["mode"] or None}
            for key, row in zip(keys, quotas, strict=True)
        ]  # fmt: skip
    if vetoes:
        found["vetoes"] = [
            {name: row[name] or None for name in VETO}
            | {"key": row["key"] or f"v{n}", "bars": [key for key in barred if key in keys]}
            for n, (row, barred) in enumerate(zip(vetoes, bars, strict=True), 1)
        ]
    return {name: [_filled(row) for row in rows] for name, rows in found.items()}


def _filled(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if value is not None}
