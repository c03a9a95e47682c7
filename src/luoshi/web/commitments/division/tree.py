"""The cascade of a commitment: from the top to the lowest part, each level with its check."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from luoshi.core.decompose import DEEPEST
from luoshi.web.accounts.actor import Actor
from luoshi.web.commitments.division.whole import check_of, part_of, stages_of, whole_of
from luoshi.web.commitments.division.words import CoverShown, cover_shown
from luoshi.web.commitments.models import Commitment
from luoshi.web.commitments.queries import visible_to
from luoshi.web.commitments.rows import STATES, Claims, Shown, claims_of, shown_of
from luoshi.web.commitments.wording import target_text


@dataclass
class Node:
    """One commitment with its parts. ``depth``: 1 at the top. ``hidden``: parts not shown."""

    commitment: Commitment
    depth: int
    cover: CoverShown | None
    parts: list["Node"] = field(default_factory=list)
    hidden: int = 0

    @property
    def target(self) -> str:
        """What is to be reached, in words."""
        return target_text(self.commitment)

    @property
    def state(self) -> str:
        """Where it is in its life, in words."""
        return STATES[self.commitment.state]

    @property
    def shown(self) -> Shown:
        """Its light."""
        return shown_of(self.commitment)

    @property
    def claims(self) -> Claims:
        """What was said, done and achieved."""
        return claims_of(self.commitment)


@dataclass(frozen=True, slots=True)
class Tree:
    """The nodes from the top on, each before its parts; ``here`` is where the person came from."""

    nodes: Sequence[Node]
    here: int
    levels: int


def tree_of(actor: Actor, commitment: Commitment) -> Tree:
    """Two queries for each level above, three for each below."""
    top = _top(actor, commitment)
    root = Node(top, 1, None)
    level, levels = {top.pk: root}, 1
    while (level := _grow(actor, level)) and levels < DEEPEST:
        levels += 1
    return Tree(list(_walk(root)), commitment.pk, levels)


def _top(actor: Actor, commitment: Commitment) -> Commitment:
    found = commitment
    for _ in range(DEEPEST):
        above = found.parent_id
        rows = visible_to(actor).select_related("lead_unit", "progress")
        parent = rows.prefetch_related("milestones").filter(pk=above).first() if above else None
        if parent is None:
            break
        found = parent
    return found


def _grow(actor: Actor, level: dict[int, Node]) -> dict[int, Node]:
    """The parts of a level below it; and the check of each of its nodes."""
    rows = Commitment.objects.filter(parent__in=level).exclude(state="withdrawn")
    ordered = rows.order_by("lead_unit__position", "lead_unit__code", "pk")
    parts = list(ordered.select_related("lead_unit", "progress").prefetch_related("milestones"))
    if not parts:
        return {}
    keys = [part.pk for part in parts]
    seen = set(visible_to(actor).filter(pk__in=keys).order_by().values_list("pk", flat=True))
    below: dict[int, Node] = {}
    for pk, node in level.items():
        mine = [part for part in parts if part.parent_id == pk]
        node.cover = cover_of_parts(node.commitment, mine)
        for part in mine:
            if part.pk in seen:
                below[part.pk] = Node(part, node.depth + 1, None)
                node.parts.append(below[part.pk])
            else:
                node.hidden += 1
    return below


def cover_of_parts(whole: Commitment, parts: Iterable[Commitment]) -> CoverShown | None:
    """The cover of a commitment by its parts, in words; None without parts or figures."""
    measure = whole.unit_of_measure
    told = [part_of(part, part.milestones.all(), measure) for part in parts]
    check = check_of(whole, whole.milestones.all(), told)
    core = whole_of(whole, stages_of(whole, whole.milestones.all()))
    return cover_shown(check.whole, core, measure) if check and core else None


def _walk(node: Node) -> Iterator[Node]:
    yield node
    for part in node.parts:
        yield from _walk(part)
