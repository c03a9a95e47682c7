"""The page of fields says what the parser takes: every name, type, need and default on it."""

import re
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import MISSING, fields
from decimal import Decimal
from typing import Any, Literal, get_args, get_origin

import pytest
import yaml

from luoshi.core.document import Entry
from luoshi.core.errors import Invalid
from luoshi.core.fields import Fields
from luoshi.core.scoring import FUNCTIONS, Scheme, parse_scheme
from tests.shared_data import ROOT

PAGE = (ROOT / "docs/rules/scheme.md").read_text(encoding="utf-8")
WHOLE: dict[str, Any] = yaml.load(
    """\
schema: 1
title: 全
edition: 一
source: 本页
no_objections: 试行
groups: [{key: g, title: 组, unit_kinds: [county], weights: {leaf: 60, branch: 40}}]
total: {aggregate: weighted_mean, cap: 100, floor: 0, missing: zero}
nodes:
  - {key: leaf, title: 叶, weight: 50, source: "value:x", aggregate: trimmed_mean, proof: true,
     trim: {drop: 1, least: 3}, cap_each: 1, cap: 100, floor: 0, rounding: {places: 1, mode: down},
     missing: {policy: carry, source: "value:y"}, direction: higher,
     function: {name: completion, target: {source: "value:z"}}}
  - {key: branch, title: 枝, weight: 50, missing: {policy: block, threshold: 0.5}, children: [
       {key: under, title: 下, weight: 100, source: "value:v", missing: {policy: zero},
        function: {name: steps, table: [{at: 1, points: 2}]}}]}
rounding: {places: 1, mode: down, where: nodes}
ranking: {method: dense, tie_break: [leaf]}
quotas: [{key: q, title: 额, share: 0.2, mode: half_up}]
vetoes: [{key: v, title: 否, source: "manual:a", basis: 法, level: law, expires: 2027-12-31,
          bars: [q]}]
""",
    Loader=yaml.BaseLoader,
)
"""A scheme with a mapping of every kind, as texts."""

LEAF, BRANCH = ("nodes", 0), ("nodes", 1)
PLACES: dict[str, tuple[str | int, ...]] = {
    "1 最上层": (),
    "`total`（总分）可写的：": ("total",),
    "`missing` 写成映射时：": (*LEAF, "missing"),
    "`trim`：": (*LEAF, "trim"),
    "节点的 `rounding`：": (*LEAF, "rounding"),
    "`groups` 的各项：": ("groups", 0),
    "`rounding`：": ("rounding",),
    "`ranking`：": ("ranking",),
    "`quotas` 的各项：": ("quotas", 0),
    "`vetoes` 的各项：": ("vetoes", 0),
    "`function` 写成映射时": (*LEAF, "function"),
    "取本单位自己的数时": (*LEAF, "function", "target"),
    "`table` 的各行：": (*BRANCH, "children", 0, "function", "table", 0),
}
"""How the text before a table begins → where ``WHOLE`` has such a mapping."""
NODES = "`nodes` 和每个 `children` 的各项"
PARAMETERS = "各函数的参数："
Row = dict[str, str]
Where = tuple[str | int, ...]


def tables() -> dict[str, list[Row]]:
    """By what stands before it (a heading or a line), each table as rows of its columns."""
    found: dict[str, list[Row]] = {}
    before, head = "", []
    for line in PAGE.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if not line.startswith("|"):
            before, head = (line.lstrip("# ") or before), []
        elif not head:
            head = cells
        elif not cells[0].startswith("---"):
            found.setdefault(before, []).append(dict(zip(head, cells, strict=True)))
    return found


def table(begins: str) -> list[Row]:
    (rows,) = (rows for before, rows in tables().items() if before.startswith(begins))
    return rows


def plain(value: Any) -> Any:
    """Texts as the parser's own values."""
    if isinstance(value, Mapping):
        return {name: plain(item) for name, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    if value in ("true", "false"):
        return value == "true"
    return Decimal(value) if re.fullmatch(r"-?\d+(\.\d+)?", value) else value


def written(where: Where, name: str, value: Any = None) -> dict[str, Any]:
    """``WHOLE`` with another value at that field, or without the field."""
    document: dict[str, Any] = deepcopy(plain(WHOLE))
    at: Any = document
    for step in where:
        at = at[step]
    at.pop(name, None)
    if value is not None:
        at[name] = value
    if (*where, name) == ("total", "trim"):
        _trim(document)
    return document


def _trim(document: dict[str, Any]) -> None:
    """Only a trimmed mean takes ``trim``, and it takes no weights."""
    document["total"]["aggregate"] = "trimmed_mean"
    del document["groups"][0]["weights"]
    for node in document["nodes"]:
        del node["weight"]


def reading(where: Where, name: str, value: Any = None) -> Scheme | Mapping[str, object]:
    """The scheme, or the parameters of the refusal."""
    try:
        return parse_scheme(written(where, name, value))
    except Invalid as refusal:
        return refusal.params


def reason(where: Where, name: str, value: Any = None) -> str:
    found = reading(where, name, value)
    return "" if isinstance(found, Scheme) else str(found["reason"])


BESIDES: dict[Where, Where] = {
    (*LEAF, "missing", "policy"): (*BRANCH, "children", 0, "missing"),
    (*LEAF, "missing", "threshold"): (*BRANCH, "missing"),
    (*LEAF, "aggregate"): BRANCH,
    (*LEAF, "normalise"): BRANCH,
    (*LEAF, "kind"): BRANCH,
}
"""Fields that are tried elsewhere, because of what stands beside them."""


def home(where: Where, field: str) -> Where:
    """A mapping of ``WHOLE`` that may have the field."""
    return BESIDES.get((*where, field), where)


def rows() -> list[tuple[Where, Row]]:
    """Every row of a mapping, with where ``WHOLE`` has one."""
    found = [(where, row) for begins, where in PLACES.items() for row in table(begins)]
    found += [(BRANCH if row["只在"] == "枝" else LEAF, row) for row in table(NODES)]
    return [(home(where, row["字段"].strip("`")), row) for where, row in found]


ROWS = rows()
IDS = [".".join(map(str, (*where, row["字段"].strip("`")))) for where, row in ROWS]


def words(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


WORDS = {"word-unknown": "词", "function-unknown": "词"}
TEXTS = {"source-unknown": "来源", "day-unusable": "日期", "": "文字"}
TYPES = {"number": "数字", "true or false": "真假", "list": "列表", "mapping": "映射"}


def kind(where: Where, name: str) -> tuple[str, list[str]]:
    """What the parser takes there, and which words: told by how it refuses other things."""
    listed, said = reading(where, name, [[]]), reading(where, name, "gossip")
    refused = {} if isinstance(listed, Scheme) else dict(listed)
    told = "" if isinstance(said, Scheme) else str(said["reason"])
    known = [] if isinstance(said, Scheme) else str(said.get("allowed", "")).split(", ")
    known = list(FUNCTIONS) if told == "function-unknown" else known
    if refused.get("path", "").endswith("[0]") or told == "nodes-empty":
        return "列表", []
    if refused["reason"] == "key-unusable":
        return "代号", []
    expected = str(refused.get("expected", ""))
    if expected == "mapping":
        return ("词或映射", known) if told in WORDS else ("映射", [])
    if expected == "text":
        return TEXTS[told], []
    return (TYPES[expected], []) if expected in TYPES else (WORDS[str(refused["reason"])], known)


@pytest.mark.parametrize(("where", "row"), ROWS, ids=IDS)
def test_type_is_what_the_parser_takes(where: Where, row: Row) -> None:
    name = row["字段"].strip("`")
    found = ("数字", []) if name == "schema" else kind(where, name)
    said, _colon, listed = row["类型"].partition("：")
    assert (said, words(listed)) == found
    assert row["含义"]


@pytest.mark.parametrize(("where", "row"), ROWS, ids=IDS)
def test_required_is_what_cannot_be_left_out(where: Where, row: Row) -> None:
    name = row["字段"].strip("`")
    refused = reason(where, name) in ("field-missing", "source-or-children", "carry-source")
    assert row["必填"] == ("必填" if refused else "")
    assert (row["默认"] == "") == refused


DEFAULTS = [(where, row) for where, row in ROWS if re.fullmatch(r"`[^`]+`", row["默认"])]


@pytest.mark.parametrize(("where", "row"), DEFAULTS, ids=lambda each: str(each)[:40])
def test_default_means_the_same_as_nothing(where: Where, row: Row) -> None:
    name, default = row["字段"].strip("`"), row["默认"].strip("`")
    value = plain(yaml.load(default, Loader=yaml.BaseLoader))
    alone, same = written(where, name), written(where, name, value)
    for document in (alone, same):
        if name == "quotas":
            del document["vetoes"]
    assert parse_scheme(same) == parse_scheme(alone)


def test_no_default_is_a_field_without_a_value() -> None:
    without = [row["字段"] for _where, row in ROWS if row["默认"] == "—"]
    assert set(without) == {"`no_objections`", "`cap_each`", "`cap`", "`floor`", "`rounding`"}


def place(path: str) -> str:
    """A path of a document as the kind of mapping it is."""
    path = re.sub(r"nodes\[\d+\](\.children\[\d+\])*", "node", path)
    path = re.sub(r"\[\d+\]", "", path)
    return path.replace("total.", "node.").replace("function.target", "parameter")


SPOKEN = {
    "": "1 最上层", "total": "`total`（总分）可写的：", "node": NODES,
    "node.missing": "`missing` 写成映射时：", "node.trim": "`trim`：",
    "node.rounding": "节点的 `rounding`：", "groups": "`groups` 的各项：",
    "rounding": "`rounding`：", "ranking": "`ranking`：", "quotas": "`quotas` 的各项：",
    "vetoes": "`vetoes` 的各项：", "node.parameter": "取本单位自己的数时",
    "node.function.table": "`table` 的各行：",
}  # fmt: skip


def test_every_name_the_parser_asks_for_is_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: dict[str, set[str]] = {}
    take = Fields.take

    def taken(self: Fields, name: str) -> Entry | None:
        asked.setdefault(place(self.entry.path), set()).add(name)
        return take(self, name)

    monkeypatch.setattr(Fields, "take", taken)
    parse_scheme(plain(WHOLE))
    assert asked.pop("groups.weights") == {"leaf", "branch"}
    assert asked.pop("node.function") >= {"name"}
    asked["total"].remove("source")
    assert asked == {
        where: {row["字段"].strip("`") for row in table(begins)} for where, begins in SPOKEN.items()
    }


def test_the_total_has_no_source() -> None:
    assert reason(("total",), "source", "value:x") == "source-or-children"


def declared(name: str) -> list[Row]:
    """The parameters of a function as the page lists them."""
    rows = []
    of: Any = FUNCTIONS[name]
    for each in fields(of):
        said, needed = "列表", each.default is MISSING
        if each.type is bool:
            said = "真假"
        elif each.type in (Decimal, Decimal | None):
            said = "数字"
        elif get_origin(each.type) is Literal:
            said = "词：" + "、".join(f"`{word}`" for word in get_args(each.type))
        default = f"`{str(each.default).lower()}`" if each.default is not None else "—"
        row = {"函数": f"`{name}`", "参数": f"`{each.name}`", "类型": said}
        rows.append(row | {"必填": "必填" if needed else "", "默认": "" if needed else default})
    return rows


def test_parameters_are_those_that_functions_declare() -> None:
    listed = table(PARAMETERS)
    assert all(row["含义"] for row in listed)
    told = [{name: text for name, text in row.items() if name != "含义"} for row in listed]
    assert told == [row for name in FUNCTIONS for row in declared(name)]
