"""What refers to nodes: weights that groups set for themselves, and the order that breaks ties.

A group's own weight stands in the node's row as ``own-<number of the group>``, and a tie refers to
a row by the number that it was sent with (``at``): both stay with their row when others come or go.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.http import QueryDict

from luoshi.core.scoring import ROOT, child_path
from luoshi.web.assessment.editing.values import number_of, text_of

MOST_TIES = 50
Texts = dict[str, str]


def own(group: int) -> str:
    """The name in a node's row of the weight that the group sets."""
    return f"own-{group}"


def key_paths(nodes: Sequence[Mapping[str, str]]) -> list[str]:
    """Of each row the path of keys that the scheme calls its node by."""
    above, found = [ROOT], []
    for number, row in enumerate(nodes, 1):
        above = above[: int(row["level"])]
        found.append(child_path(above[-1], row["key"] or f"n{number}"))
        above.append(found[-1])
    return found


def refer(fields: Mapping[str, Any], nodes: Sequence[Texts]) -> list[str]:
    """Number the rows, write the own weights of a scheme's groups into them; its ties by number."""
    paths = key_paths(nodes)
    for number, row in enumerate(nodes):
        row["at"] = str(number)
        for group, told in enumerate(fields["groups"]):
            row[own(group)] = text_of(told.get("weights", {}).get(paths[number]))
    chain = fields["ranking"]["tie_break"]
    return [str(paths.index(path)) if path in paths else path for path in chain]


def sent(data: QueryDict, groups: int, nodes: Sequence[Texts]) -> list[str]:
    """The same of what was sent."""
    for number, row in enumerate(nodes):
        row["at"] = str(number)
        for group in range(groups):
            row[own(group)] = data.get(f"group-{group}-own-{number}", "").strip()
    names = (f"tie-{number}" for number in range(MOST_TIES))
    told = (data.get(name, "").strip() for name in names)
    return [text for text in told if text]


def drop_own(nodes: Sequence[Texts], group: int) -> None:
    """The group is gone: the weights of those behind it move up."""
    for row in nodes:
        kept = [text for number, text in enumerate(_own(row)) if number != group]
        for number in range(len(kept) + 1):
            row.pop(own(number), None)
        row |= {own(number): text for number, text in enumerate(kept)}


def weights_of(nodes: Sequence[Texts], group: int) -> dict[str, Any] | None:
    """By path what the group sets for itself; None where it sets nothing."""
    told = zip(key_paths(nodes), (row.get(own(group), "") for row in nodes), strict=True)
    return {path: number_of(text) for path, text in told if text} or None


def chain_of(nodes: Sequence[Texts], ties: Sequence[str]) -> list[str]:
    """The paths of the ties; what refers to no row stays as it is, to be refused."""
    paths = dict(zip((row.get("at", "") for row in nodes), key_paths(nodes), strict=True))
    return [paths.get(tie, tie) for tie in ties]


def rows_of(nodes: Sequence[Texts], ties: Sequence[str]) -> list[str]:
    """The ties by the numbers that the rows have now."""
    now = {row["at"]: str(number) for number, row in enumerate(nodes) if row.get("at")}
    return [now.get(tie, tie) for tie in ties]


def _own(row: Mapping[str, str]) -> Iterator[str]:
    number = 0
    while own(number) in row:
        yield row[own(number)]
        number += 1
