"""Who verifies what: never the own unit, evenly, and recomputable from the seed."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from luoshi.core.errors import Refused
from luoshi.core.sampling.seed import rank_digest


@dataclass(frozen=True, slots=True)
class Verifier:
    """``barred``: every unit this person may not verify: the own one, those above and below."""

    key: str
    barred: AbstractSet[str]


def assign(items: Mapping[str, str], verifiers: Sequence[Verifier], *, seed: str) -> dict[str, str]:
    """Item key → verifier key for ``items`` (item key → unit), in the order of the item keys.

    Nobody gets an item of a barred unit. The loads are as even as the bars allow: no
    chain of exchanges makes the fullest load smaller or the squares of all loads fewer.
    Among equals the digest of seed, item and verifier decides, so the order of the
    arguments does not matter.
    Raises Refused ``no-eligible-verifier`` with the first such item by key.
    """
    refuse_unverifiable(items, verifiers)
    eligible = {item: _eligible(item, items[item], verifiers, seed) for item in sorted(items)}
    loads: dict[str, list[str]] = {verifier.key: [] for verifier in verifiers}
    for item in sorted(eligible, key=lambda item: (len(eligible[item]), rank_digest(seed, item))):
        least = min(eligible[item], key=lambda key: len(loads[key]))
        loads[least].append(item)
    while _levelled(loads, eligible):
        continue
    holders = {item: key for key, held in loads.items() for item in held}
    return {item: holders[item] for item in eligible}


def refuse_unverifiable(items: Mapping[str, str], verifiers: Sequence[Verifier]) -> None:
    """Refused ``no-eligible-verifier`` with the first item, by key, that nobody may verify.

    Needs no seed: asked of the whole frame before the seed falls, no draw can fail after it.
    """
    for item in sorted(items):
        if all(items[item] in verifier.barred for verifier in verifiers):
            raise Refused("no-eligible-verifier", item=item)


def _eligible(item: str, unit: str, verifiers: Sequence[Verifier], seed: str) -> list[str]:
    keys = [verifier.key for verifier in verifiers if unit not in verifier.barred]
    return sorted(keys, key=lambda key: (rank_digest(seed, f"{item}:{key}"), key))


def _levelled(loads: dict[str, list[str]], eligible: Mapping[str, list[str]]) -> bool:
    for full in sorted(loads, key=lambda key: (-len(loads[key]), key)):
        moves = _path_to_emptier(full, loads, eligible)
        for item, source, target in moves:
            loads[source].remove(item)
            loads[target].append(item)
        if moves:
            return True
    return False


def _path_to_emptier(
    full: str, loads: Mapping[str, list[str]], eligible: Mapping[str, list[str]]
) -> list[tuple[str, str, str]]:
    """The shortest chain of moves from ``full`` to a load smaller by two or more; else none."""
    came: dict[str, tuple[str, str, str] | None] = {full: None}
    ahead = [full]
    for holder in ahead:
        if len(loads[holder]) <= len(loads[full]) - 2:
            return _steps_back(holder, came)
        for item in loads[holder]:
            for key in eligible[item]:
                if key not in came:
                    came[key] = (item, holder, key)
                    ahead.append(key)
    return []


def _steps_back(
    end: str, came: Mapping[str, tuple[str, str, str] | None]
) -> list[tuple[str, str, str]]:
    moves = []
    step = came[end]
    while step is not None:
        moves.append(step)
        step = came[step[1]]
    return moves
