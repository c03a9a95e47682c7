"""The order as it was drawn, with what anyone needs to draw it again by hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from shlex import quote

from luoshi.core.sampling import rank_digest
from luoshi.web.appraisal.models import Contender, Session


@dataclass(frozen=True, slots=True)
class Lot:
    """One contender with its lot; ``group_lot``: that of its group, empty where it is drawn over
    all. ``command`` and ``group_command`` give the lots on any computer, as they are printed."""

    contender: Contender
    digest: str
    group_lot: str
    command: str
    group_command: str
    opens_group: bool


def lots_of(session: Session, contenders: Sequence[Contender]) -> list[Lot]:
    """In the order drawn; the smaller lot comes first, of groups and then of contenders."""
    found: list[Lot] = []
    for each in contenders:
        group = f"group:{each.group}" if session.by_group else ""
        before = found[-1].contender.group if found else None
        found.append(
            Lot(
                contender=each,
                digest=rank_digest(session.seed, each.key),
                group_lot=rank_digest(session.seed, group) if group else "",
                command=command_of(session.seed, each.key),
                group_command=command_of(session.seed, group) if group else "",
                opens_group=session.by_group and before != each.group,
            )
        )
    return found


def command_of(seed: str, key: str) -> str:
    """Prints the lot of a key in any shell."""
    return f"printf '%s:%s' {quote(seed)} {quote(key)} | sha256sum"
