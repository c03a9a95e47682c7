"""The verification draw: certain where much is at stake, at random elsewhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from hashlib import sha256
from json import dumps

from luoshi.core.errors import Invalid
from luoshi.core.sampling.rule import SamplingRule
from luoshi.core.sampling.seed import rank_digest


@dataclass(frozen=True, slots=True)
class Claim:
    """One line of the frame: a claim that could be verified, ``stratum`` is mostly its unit."""

    key: str
    stratum: str
    weight: Decimal
    said_done: bool


@dataclass(frozen=True, slots=True)
class Chosen:
    """A drawn claim: ``reason`` is certainty or random, ``digest`` gave it its place."""

    key: str
    stratum: str
    reason: str
    digest: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """A draw with all that is needed to do it again: frame digest, seed, rule key, sizes.

    ``sizes`` gives for each stratum, by name, how many claims were drawn at random.
    """

    chosen: tuple[Chosen, ...]
    frame_digest: str
    seed: str
    rule: str
    sizes: Mapping[str, int]


def draw(frame: Sequence[Claim], *, seed: str, rule: SamplingRule) -> Drawn:
    """The claims to verify: certain ones first, then random ones, each by ``rank_digest``.

    The same frame in any order, seed and rule give the same draw. The random number is shared
    among the strata by their size (largest remainder, ties to the name that sorts first)
    after each got its own minimum; within a stratum the smallest digests are taken. The seed
    should be nobody's choice, and fall only when the frame can change no more.
    Raises Invalid ``seed-empty`` or ``claim-twice``.
    """
    if not seed.strip():
        raise Invalid("seed-empty")
    _refuse_twins(frame)
    certain = [claim for claim in frame if _is_certain(claim, rule)]
    pool: dict[str, list[Claim]] = {}
    for claim in frame:
        if not _is_certain(claim, rule):
            pool.setdefault(claim.stratum, []).append(claim)
    sizes = _sizes({stratum: len(claims) for stratum, claims in pool.items()}, rule)
    lots = {stratum: _ranked(claims, seed, "random") for stratum, claims in pool.items()}
    taken = [lot for stratum, size in sizes.items() for lot in lots[stratum][:size]]
    taken.sort(key=lambda lot: (lot.digest, lot.key))
    chosen = (*_ranked(certain, seed, "certainty"), *taken)
    return Drawn(chosen, frame_digest(frame), seed, rule.key, sizes)


def frame_digest(frame: Sequence[Claim]) -> str:
    """SHA-256 of the frame, 64 hex digits, whatever its order.

    One line a claim, sorted by key, each the JSON array [key, stratum, weight without
    trailing zeros as text, said_done], UTF-8, ended by a newline.
    """
    lines = (
        [claim.key, claim.stratum, format(claim.weight.normalize(), "f"), claim.said_done]
        for claim in sorted(frame, key=lambda claim: claim.key)
    )
    text = "".join(dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n" for line in lines)
    return sha256(text.encode()).hexdigest()


def _is_certain(claim: Claim, rule: SamplingRule) -> bool:
    return claim.said_done and claim.weight >= rule.certain_weight


def _refuse_twins(frame: Sequence[Claim]) -> None:
    seen: set[str] = set()
    for claim in frame:
        if claim.key in seen:
            raise Invalid("claim-twice", key=claim.key)
        seen.add(claim.key)


def _ranked(claims: Sequence[Claim], seed: str, reason: str) -> list[Chosen]:
    lots = [Chosen(c.key, c.stratum, reason, rank_digest(seed, c.key)) for c in claims]
    return sorted(lots, key=lambda lot: (lot.digest, lot.key))


def _sizes(strata: Mapping[str, int], rule: SamplingRule) -> dict[str, int]:
    names = sorted(strata)
    sizes = {name: min(rule.each_stratum, strata[name]) for name in names}
    open_places = {name: strata[name] - sizes[name] for name in names}
    rest = max(rule.size(sum(strata.values())) - sum(sizes.values()), 0)
    for name, extra in _by_largest_remainder(open_places, rest).items():
        sizes[name] += extra
    return sizes


def _by_largest_remainder(places: Mapping[str, int], rest: int) -> dict[str, int]:
    total = sum(places.values())
    if not rest:
        return dict.fromkeys(places, 0)
    quotas = {name: Fraction(rest * size, total) for name, size in places.items()}
    shares = {name: int(quota) for name, quota in quotas.items()}
    by_remainder = sorted(places, key=lambda name: (shares[name] - quotas[name], name))
    for name in by_remainder[: rest - sum(shares.values())]:
        shares[name] += 1
    return shares
