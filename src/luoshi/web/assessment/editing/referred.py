"""Own weights of groups and the order of ties, ready to be drawn: nodes by their titles."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from luoshi.web.assessment.editing.draft import Draft
from luoshi.web.assessment.editing.field import Input, input_of
from luoshi.web.assessment.editing.referring import MOST_TIES, own, rows_of
from luoshi.web.assessment.editing.sums import TOP, Below, above_of

MOST_OWN = 200
"""Fields for own weights in a form, which has at most 2,000 of all kinds."""
LEAST_TIES = 3
INDENT = "\u3000"


@dataclass(frozen=True, slots=True)
class OwnWeight:
    """A group's own weight of a node. ``trail`` is number and title of each node down to it."""

    one: Input
    trail: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class OwnWeights:
    """What a group may set for itself; ``short`` where there are too many to offer them all."""

    weights: tuple[OwnWeight, ...]
    fault: str
    short: bool
    opened: bool


def own_weights(
    draft: Draft, group: int, sums: Mapping[int, Below], faults: Mapping[str, str]
) -> OwnWeights:
    """A field for each node whose weight counts, and for each that has one all the same."""
    name, above = f"group-{group}-own", above_of(draft.nodes)
    short = len(draft.groups) * len(draft.nodes) > MOST_OWN
    said = [row.get(own(group), "") for row in draft.nodes]
    weighted = [bool(sums.get(number, Below()).total) for number in above]
    weights = tuple(
        OwnWeight(
            input_of(f"{name}-{number}", "", text, faults, numeric=True),
            _trail(draft, number, above),
        )
        for number, text in enumerate(said)
        if text or (weighted[number] and not short)
    )
    fault = faults.get(name, "")
    opened = bool(fault) or any(each.one.value or each.one.fault for each in weights)
    return OwnWeights(weights, fault, short, opened)


def tie_inputs(draft: Draft, faults: Mapping[str, str]) -> tuple[Input, ...]:
    """A choice of nodes for each step of the chain, and some steps more."""
    chain = rows_of(draft.nodes, draft.ties)
    shown = min(max(LEAST_TIES, len(chain) + 1), MOST_TIES)
    nodes = [
        (str(number), INDENT * (int(row["level"]) - 1) + title_of(draft.nodes, number))
        for number, row in enumerate(draft.nodes)
    ]
    return tuple(
        input_of(f"tie-{step}", _label(step), tie, faults, [("", _("不比")), *nodes])
        for step, tie in enumerate([*chain, *[""] * (shown - len(chain))])
    )


def title_of(nodes: Sequence[Mapping[str, str]], number: int) -> str:
    """The title of a row, or which it is as long as it has none."""
    return nodes[number]["title"] or _("第 %(n)s 个项目") % {"n": number + 1}


def _trail(draft: Draft, number: int, above: Sequence[int]) -> tuple[tuple[int, str], ...]:
    found: list[tuple[int, str]] = []
    while number != TOP:
        found.insert(0, (number, title_of(draft.nodes, number)))
        number = above[number]
    return tuple(found)


def _label(step: int) -> str:
    return _("同分第 %(n)s 步再比") % {"n": step + 1} if step else _("同分先比")
