"""The form of a scheme ready to be drawn: every input with label, value, options and fault."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from luoshi.core.scoring import SOURCES, decimal_text
from luoshi.web.assessment import words
from luoshi.web.assessment.caserates import COUNT, PREFIX
from luoshi.web.assessment.editing.awardrows import QuotaRow, VetoRow, quota_rows, veto_rows
from luoshi.web.assessment.editing.draft import MAX_ROWS, TITLES, Draft
from luoshi.web.assessment.editing.field import Choices, Input, Label, input_of
from luoshi.web.assessment.editing.names import Names
from luoshi.web.assessment.editing.referred import OwnWeights, own_weights, tie_inputs
from luoshi.web.assessment.editing.sums import Below, below_of
from luoshi.web.assessment.editing.total import TOTAL
from luoshi.web.assessment.editing.values import declared, options_of
from luoshi.web.assessment.inputs import GATHERED
from luoshi.web.units.models import Kind

HEAD_LABELS: dict[str, Label] = {
    "title": _("办法名称"), "edition": _("版本说明"), "source": _("依据文件"),
    "no_objections": _("不设异议期的依据（设异议期的留空）"),
    "places": _("小数位数"), "mode": _("取整方法"), "where": _("何处取整"),
    "tie_rule": _("并列怎样排"),
    "total_aggregate": _("总分怎样得出"), "total_missing": _("缺数时"),
    "total_cap": _("总分封顶"), "total_floor": _("总分保底"),
}  # fmt: skip
GROUP_LABELS: dict[str, Label] = {
    "title": _("组名"), "key": _("代号"),
}  # fmt: skip
NODE_LABELS: dict[str, Label] = {
    "title": pgettext_lazy("scheme", "项目"),
    "key": _("代号"), "weight": _("权重"), "source": _("数据来源"),
    "source_name": _("来源名称"),
    "aggregate": _("汇总"), "missing": _("缺数时"), "threshold": _("至少有数的份额"),
    "function": _("计分函数"), "direction": _("方向"), "cap_each": _("逐项封顶"),
    "cap": _("封顶"), "floor": _("保底"), "normalise": _("权重按比例折算"),
    "weighting": _("下级权重"), "kind": _("计分、加分还是扣分"), "proof": _("须有文件为凭"),
    "carry": _("沿用的来源（上一期）"), "drop": _("各去掉几个最高最低"),
    "drop_from": _("不足几个不去"),
    "round_places": _("本项小数位数"), "round_mode": _("本项取整方法"),
}  # fmt: skip
YES_NO = [("false", words.CHOICES["false"]), ("true", words.CHOICES["true"])]
HEAD_CHOICES: dict[str, Choices] = {
    "mode": words.choices_of(words.MODES),
    "where": words.choices_of(words.WHERE),
    "tie_rule": words.choices_of(words.METHODS),
    "total_aggregate": words.choices_of(words.AGGREGATES),
    "total_missing": [(key, text) for key, text in words.POLICIES.items() if key != "carry"],
}
NODE_CHOICES: dict[str, Choices] = {
    "aggregate": words.choices_of(words.AGGREGATES),
    "missing": words.choices_of(words.POLICIES),
    "function": words.choices_of(words.FUNCTIONS),
    "direction": words.choices_of(words.DIRECTIONS),
    "normalise": YES_NO,
    "weighting": words.choices_of(words.WEIGHTINGS),
    "kind": words.choices_of(words.KINDS),
    "proof": YES_NO,
    "round_mode": words.choices_of(words.MODES),
}
MAIN = ("title", "weight", "source", "function", "missing")
PLUS_FIELDS = ("kind", "cap", "floor")
"""What an addition or a deduction has to say comes to the front."""
NUMERIC = (
    "weight", "places", "threshold", "cap_each", "cap", "floor", "drop", "drop_from",
    "round_places", "total_cap", "total_floor",
)  # fmt: skip
NO_NAMES: Names = {}
REQUIRED = ("title", "edition", "source", "places")


@dataclass(frozen=True, slots=True)
class NodeRow:
    """A node: its main fields, the parameters of its function, and the rest.

    ``below`` says what the weights right below it add up to, or why they need not.
    """

    number: int
    level: int
    main: tuple[Input, ...]
    params: tuple[Input, ...]
    rest: tuple[Input, ...]
    norm: Label
    below: Below
    opened: bool


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group of units that are ranked among themselves."""

    number: int
    inputs: tuple[Input, ...]
    kinds: tuple[tuple[str, Label, bool], ...]
    fault: str
    own: OwnWeights


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole form. ``below`` is about the weights of the top nodes."""

    head: tuple[Input, ...]
    total: tuple[Input, ...]
    rules: tuple[Input, ...]
    groups: tuple[GroupRow, ...]
    nodes: tuple[NodeRow, ...]
    quotas: tuple[QuotaRow, ...]
    vetoes: tuple[VetoRow, ...]
    below: Below
    fault: str
    groups_fault: str
    nodes_fault: str
    full: bool


def sheet_of(draft: Draft, faults: Mapping[str, str], names: Names = NO_NAMES) -> Sheet:
    """The draft with what is wrong beside each field; ``faults`` by the name of the input,
    ``names`` by source what may stand behind it."""
    inputs = {
        name: input_of(name, HEAD_LABELS[name], draft.head.get(name, ""), faults,
                     HEAD_CHOICES.get(name, ()), numeric=name in NUMERIC, required=name in REQUIRED)
        for name in HEAD_LABELS
    }  # fmt: skip
    sums = below_of(draft)
    return Sheet(
        head=tuple(inputs[name] for name in TITLES),
        total=tuple(inputs[name] for name in TOTAL),
        rules=(
            *(inputs[name] for name in HEAD_LABELS if name not in (*TITLES, *TOTAL)),
            *tie_inputs(draft, faults),
        ),
        groups=tuple(_group(draft, number, sums, faults) for number in range(len(draft.groups))),
        nodes=tuple(_node(draft, i, sums, faults, names) for i in range(len(draft.nodes))),
        quotas=quota_rows(draft, faults),
        vetoes=veto_rows(draft, faults),
        below=sums[-1],
        fault=faults.get("form", ""),
        groups_fault=faults.get("groups", ""),
        nodes_fault=faults.get("nodes", ""),
        full=len(draft.nodes) >= MAX_ROWS,
    )


def _group(
    draft: Draft, number: int, sums: Mapping[int, Below], faults: Mapping[str, str]
) -> GroupRow:
    prefix, row = f"group-{number}-", draft.groups[number]
    return GroupRow(
        number,
        tuple(
            input_of(prefix + name, label, row[name], faults, required=name == "title")
            for name, label in GROUP_LABELS.items()
        ),
        tuple((kind.value, kind.label, kind.value in draft.kinds[number]) for kind in Kind),
        faults.get(f"{prefix}unit_kinds", ""),
        own_weights(draft, number, sums, faults),
    )


def _node(
    draft: Draft,
    number: int,
    sums: Mapping[int, Below],
    faults: Mapping[str, str],
    names: Names,
) -> NodeRow:
    prefix, row = f"node-{number}-", draft.nodes[number]
    leaf = number not in sums
    choices = {name: _choices(name, row, leaf=leaf) for name in NODE_LABELS}
    choices["source_name"] = names.get(row["source"], ())
    inputs = {
        name: input_of(prefix + name, label, row.get(name, ""), faults, choices[name],
                     numeric=name in NUMERIC, required=name == "title")
        for name, label in NODE_LABELS.items()
    }  # fmt: skip
    plus = PLUS_FIELDS if row.get("kind", "score") not in ("", "score") else ()
    shown = (*MAIN, "source_name", *plus)
    rest = tuple(inputs[name] for name in NODE_LABELS if name not in shown)
    known = SOURCES.get(row["source"])
    named = (inputs["source_name"],) if known and known.named != "never" else ()
    return NodeRow(
        number=number,
        level=int(row["level"]),
        main=tuple(inputs[name] for name in MAIN),
        params=(*named, *(inputs[n] for n in plus), *_params(prefix, row, faults)),
        rest=rest,
        norm=words.NORMS.get(row["function"], ""),
        below=sums.get(number, Below()),
        opened=any(one.fault for one in rest),
    )


def _choices(name: str, row: Mapping[str, str], *, leaf: bool) -> Choices:
    if name != "source":
        return NODE_CHOICES.get(name, ())
    known = [(key, label) for key, label in words.SOURCES.items() if key in GATHERED]
    below = [("", _("由下级汇总"))]
    own = row["source"] not in ("", *GATHERED)
    named = [(row["source"], words.source_words(row["source"]))] if own else []
    return [*known, *named, *below] if leaf else [*below, *known, *named]


def _params(prefix: str, row: Mapping[str, str], faults: Mapping[str, str]) -> tuple[Input, ...]:
    return tuple(
        input_of(
            f"{prefix}p-{name}",
            words.PARAMETERS[name],
            row.get(f"p-{name}", "") or _default(entry.default) or _counted(name, row),
            faults,
            [(option, words.CHOICES[option]) for option in options_of(entry)],
        )
        for name, entry in declared(row["function"]).items()
    )


def _counted(name: str, row: Mapping[str, str]) -> str:
    """A rate of cases is of as many cases as its denominator counts."""
    source = row["source"]
    rate = name == "n" and source.startswith(PREFIX) and source != COUNT
    return f"{COUNT}:{source.removeprefix(PREFIX)}" if rate else ""


def _default(value: object) -> str:
    if isinstance(value, Decimal):
        return decimal_text(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else ""
