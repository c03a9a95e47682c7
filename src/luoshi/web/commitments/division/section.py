"""What the page of a commitment shows of the cascade: its whole, its parts and their check."""

from collections.abc import Sequence
from dataclasses import dataclass

from luoshi.web.accounts.actor import Actor
from luoshi.web.commitments.division.tree import Node, cover_of_parts
from luoshi.web.commitments.division.words import CoverShown
from luoshi.web.commitments.models import Commitment
from luoshi.web.commitments.queries import parts_of, visible_to


@dataclass(frozen=True, slots=True)
class Cascade:
    """``whole``: what this is a part of; ``whole_seen``: whether the person may open it;
    ``unlisted``: how many parts of its jurisdiction no list holds, so that no score counts them."""

    whole: Commitment | None
    whole_seen: bool
    parts: Sequence[Node]
    hidden: int
    cover: CoverShown | None
    drafts: int
    unlisted: int


def _seen(actor: Actor, keys: Sequence[int]) -> set[int]:
    rows = visible_to(actor).filter(pk__in=keys).order_by()
    return set(rows.values_list("pk", flat=True))


def is_listed(part: Commitment) -> bool:
    """Whether a list holds a part, as ``parts_of`` found it."""
    return bool(getattr(part, "is_listed", False))


def cascade_of(actor: Actor, commitment: Commitment) -> Cascade:
    """One query where nothing was divided; with parts three, one more below a whole."""
    parts = parts_of(commitment)
    keys = [part.pk for part in parts]
    if commitment.parent_id:
        keys.append(commitment.parent_id)
    seen = _seen(actor, keys) if keys else set()
    nodes = [Node(part, 2, None) for part in parts if part.pk in seen]
    return Cascade(
        whole=commitment.parent,
        whole_seen=commitment.parent_id in seen,
        parts=nodes,
        hidden=len(parts) - len(nodes),
        cover=cover_of_parts(commitment, parts) if parts else None,
        drafts=sum(part.state == "draft" for part in parts),
        unlisted=sum(
            not is_listed(part) and part.jurisdiction_id == commitment.jurisdiction_id
            for part in parts
        ),
    )
