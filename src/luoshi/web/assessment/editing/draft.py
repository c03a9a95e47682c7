"""What stands in the form of a scheme, as text, whether it is right or not."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from luoshi.core.scoring import SOURCES, split_source
from luoshi.web.assessment.editing.awards import (
    EMPTY_QUOTA,
    EMPTY_VETO,
    MOST,
    QUOTA,
    VETO,
    awards_of,
    quotas_of,
    sent_rows,
    vetoes_of,
)
from luoshi.web.assessment.editing.details import details_of, missing_of, texts_of_details
from luoshi.web.assessment.editing.referring import chain_of, drop_own, refer, sent, weights_of
from luoshi.web.assessment.editing.total import TOTAL, texts_of_total, total_of, under_base
from luoshi.web.assessment.editing.values import (
    FALSE,
    number_of,
    parameters_of,
    text_of,
    texts_of_parameters,
)

TITLES = ("title", "edition", "source", "no_objections")
HEAD = (*TITLES, "places", "mode", "where", "tie_rule", *TOTAL)
GROUP = ("key", "title")
NODE = (
    "level", "key", "title", "weight", "source", "source_name", "aggregate", "missing",
    "threshold", "function", "direction", "cap_each", "cap", "floor", "normalise", "kind", "proof",
    "weighting", "drop", "drop_from", "round_places", "round_mode", "carry",
)  # fmt: skip
NUMBERS = ("weight", "cap_each", "cap", "floor")
EMPTY_NODE = {
    "level": "1", "source": next(iter(SOURCES)), "aggregate": "weighted_mean",
    "missing": "skip_and_reweight", "function": "completion", "direction": "higher",
    "kind": "score", "weighting": "stated", "round_mode": "half_up",
}  # fmt: skip
ADDITION = {"kind": "addition", "cap": "5"}
DEDUCTION = {"kind": "deduction", "floor": "-5"}
PLUS = {"source": "manual", "aggregate": "sum", "function": "identity"}
MAX_ROWS = 50
"""A browser's form has at most 2,000 fields; larger schemes are written as YAML."""

DO = re.compile(r"(node-after|node-below|node-drop|group-drop|quota-drop|veto-drop)-(\d{1,3})")
Texts = dict[str, str]


@dataclass
class Draft:
    """The form's texts: of the whole, of each group with its unit kinds, of each node in tree
    order with its level (1 is the top), of each quota, of each veto with the quotas barred.
    ``ties`` are the nodes that break ties, as ``referring`` says."""

    head: Texts
    groups: list[Texts] = field(default_factory=list)
    kinds: list[list[str]] = field(default_factory=list)
    nodes: list[Texts] = field(default_factory=list)
    quotas: list[Texts] = field(default_factory=list)
    vetoes: list[Texts] = field(default_factory=list)
    bars: list[list[str]] = field(default_factory=list)
    ties: list[str] = field(default_factory=list)

    @classmethod
    def of_fields(cls, fields: Mapping[str, Any]) -> "Draft":
        """A scheme's own fields (``core.scoring.scheme_fields``) as they are written."""
        rounding, ranking = fields["rounding"], fields["ranking"]
        head = {name: text_of(fields.get(name)) for name in TITLES}
        head |= {name: text_of(value) for name, value in rounding.items()}
        head |= {"tie_rule": ranking["method"]} | texts_of_total(fields)
        groups = [{name: group[name] for name in GROUP} for group in fields["groups"]]
        kinds = [list(group["unit_kinds"]) for group in fields["groups"]]
        nodes = list(_flat(fields["nodes"], 1))
        awards = quotas_of(fields), *vetoes_of(fields)
        return cls(head, groups, kinds, nodes, *awards, refer(fields, nodes))

    @classmethod
    def of_post(cls, data: QueryDict) -> "Draft":
        """What was sent, nothing lost."""
        groups = range(_count(data.get("groups", "")))
        nodes = [_sent(data, i) for i in range(_count(data.get("nodes", "")))]
        vetoes = sent_rows(data, "vetoes", "veto", VETO)
        return cls(
            {name: data.get(name, "").strip() for name in HEAD},
            [{name: data.get(f"group-{i}-{name}", "").strip() for name in GROUP} for i in groups],
            [data.getlist(f"group-{i}-unit_kinds") for i in groups],
            nodes,
            sent_rows(data, "quotas", "quota", QUOTA),
            vetoes,
            [data.getlist(f"veto-{i}-bars") for i in range(len(vetoes))],
            sent(data, len(groups), nodes),
        )

    def apply(self, do: str) -> None:
        """Add or drop a row as a button asks; anything else changes nothing."""
        if do == "node-add":
            self._insert(len(self.nodes), "1")
        elif do == "group-add":
            self.groups.append(dict.fromkeys(GROUP, ""))
            self.kinds.append([])
        elif do == "quota-add" and len(self.quotas) < MOST:
            self.quotas.append(dict.fromkeys(QUOTA, "") | EMPTY_QUOTA)
        elif do == "veto-add" and len(self.vetoes) < MOST:
            self.vetoes.append(dict.fromkeys(VETO, "") | EMPTY_VETO)
            self.bars.append([row["key"] for row in self.quotas if row["key"]])
        elif do in ("node-addition", "node-deduction"):
            self._insert_plus(ADDITION if do == "node-addition" else DEDUCTION)
        elif found := DO.fullmatch(do):
            self._apply_to(found[1], int(found[2]))

    def _apply_to(self, verb: str, number: int) -> None:
        whose = {"group": self.groups, "quota": self.quotas, "veto": self.vetoes}
        rows = whose.get(verb.partition("-")[0], self.nodes)
        if number >= len(rows):
            return
        if rows is not self.nodes:
            del rows[number]
            self._drop_boxes(verb, number)
        elif verb == "node-drop":
            gone = [row.get("at") for row in self.nodes[number : self._end(number)]]
            self.ties = [tie for tie in self.ties if tie not in gone]
            del self.nodes[number : self._end(number)]
        elif verb == "node-after":
            self._insert(self._end(number), self.nodes[number]["level"])
        else:
            above = self.nodes[number]
            above |= {"source": "", "function": "identity"}
            self._insert(self._end(number), str(int(above["level"]) + 1))

    def _drop_boxes(self, verb: str, number: int) -> None:
        if verb == "group-drop":
            del self.kinds[number]
            drop_own(self.nodes, number)
        elif verb == "veto-drop":
            del self.bars[number]

    def _insert_plus(self, plus: Texts) -> None:
        """A row for additions or deductions at the end of the top level."""
        if len(self.nodes) + 2 > MAX_ROWS:
            return
        under_base(self.head, self.nodes, dict.fromkeys(NODE, "") | EMPTY_NODE)
        self._insert(len(self.nodes), "1")
        self.nodes[-1] |= PLUS | plus

    def _insert(self, at: int, level: str) -> None:
        if len(self.nodes) < MAX_ROWS:
            self.nodes.insert(at, dict.fromkeys(NODE, "") | EMPTY_NODE | {"level": level})

    def _end(self, number: int) -> int:
        """The row behind everything below this one."""
        level = int(self.nodes[number]["level"])
        for at in range(number + 1, len(self.nodes)):
            if int(self.nodes[at]["level"]) <= level:
                return at
        return len(self.nodes)

    def paths(self) -> list[str]:
        """Of each node row, the path that ``parse_scheme`` calls it by."""
        counts: list[int] = []
        found = []
        for row in self.nodes:
            level = min(int(row["level"]), len(counts) + 1)
            counts = [*counts[: level - 1], (counts[level - 1] + 1 if level <= len(counts) else 0)]
            found.append("nodes" + ".children".join(f"[{count}]" for count in counts))
        return found

    def fields(self, base: Mapping[str, Any]) -> dict[str, Any]:
        """The mapping that the texts stand for; what the form does not show is kept of ``base``.

        What cannot be read stays text, so that ``parse_scheme`` says what is wrong with it.
        """
        head = {name: value or None for name, value in self.head.items()}
        return {
            "schema": base["schema"],
            **{name: head[name] for name in TITLES},
            "groups": [self._group(number, base) for number in range(len(self.groups))],
            "total": total_of(self.head, base),
            "nodes": self._tree(),
            "rounding": {
                "places": number_of(head["places"]), "mode": head["mode"], "where": head["where"],
            },
            "ranking": {
                "method": head["tie_rule"], "tie_break": chain_of(self.nodes, self.ties),
            },
            **awards_of(self.quotas, self.vetoes, self.bars),
        }  # fmt: skip

    def _group(self, number: int, base: Mapping[str, Any]) -> dict[str, Any]:
        """Boxes have one order only: kinds that were not changed keep the order they had."""
        row, kinds = self.groups[number], self.kinds[number]
        orders = {frozenset(group["unit_kinds"]): group["unit_kinds"] for group in base["groups"]}
        return {
            "key": row["key"] or f"g{number + 1}",
            "title": row["title"] or None,
            "unit_kinds": orders.get(frozenset(kinds), kinds),
            "weights": weights_of(self.nodes, number),
        }

    def _tree(self) -> list[dict[str, Any]]:
        top: list[dict[str, Any]] = []
        stack = [top]
        for number, row in enumerate(self.nodes):
            level = min(int(row["level"]), len(stack))
            node = _node(row, number)
            stack[level - 1].append(node)
            stack = [*stack[:level], node.setdefault("children", [])]
        return [_trimmed(node) for node in top]


def _flat(nodes: Sequence[Mapping[str, Any]], level: int) -> Iterator[Texts]:
    for node in nodes:
        missing = node["missing"]
        policy = missing if isinstance(missing, dict) else {"policy": missing}
        row = {name: text_of(node.get(name)) for name in NODE}
        row |= {"level": str(level), "missing": policy["policy"]}
        row |= {"threshold": text_of(policy.get("threshold")), "carry": policy.get("source", "")}
        row |= texts_of_details(node)
        row |= texts_of_parameters(node["function"])
        key, name = split_source(row["source"])
        row |= {"source": key, "source_name": name or ""}
        yield row
        yield from _flat(node.get("children") or [], level + 1)


def _sent(data: QueryDict, number: int) -> Texts:
    prefix = f"node-{number}-"
    row = {name: data.get(prefix + name, "").strip() for name in NODE}
    row |= {
        name.removeprefix(prefix): str(value).strip()
        for name, value in data.items()
        if name.startswith(f"{prefix}p-")
    }
    level = row["level"]
    row["level"] = level if level.isascii() and level.isdigit() and int(level) else "1"
    return row


def _count(text: str) -> int:
    return min(int(text), MAX_ROWS) if text.isascii() and text.isdigit() else 0


def _node(row: Texts, number: int) -> dict[str, Any]:
    return {
        "key": row["key"] or f"n{number + 1}",
        "title": row["title"] or None,
        **{name: number_of(row[name]) for name in NUMBERS},
        "source": _source(row),
        "aggregate": row["aggregate"] or None,
        "missing": missing_of(row),
        "normalise": row["normalise"] not in ("", FALSE),
        "function": parameters_of(row),
        "direction": row["direction"] or None,
        **details_of(row),
    }


def _source(row: Texts) -> str | None:
    """A source with its name; one that never has a name drops it."""
    known = SOURCES.get(row["source"])
    if not row["source_name"] or (known and known.named == "never"):
        return row["source"] or None
    return f"{row['source']}:{row['source_name']}" if row["source"] else None


def _trimmed(node: dict[str, Any]) -> dict[str, Any]:
    """Without what was left empty: a field that does not belong there is refused even empty."""
    below = [_trimmed(child) for child in node["children"]]
    return {
        name: value
        for name, value in (node | {"children": below or None}).items()
        if value is not None
    }
