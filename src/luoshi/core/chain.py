"""A hash chain over records: change, removal or insertion of one is found by anyone.

Each record's hash covers the hash before it, so the first record whose stored hash differs
from the recomputed one is where the books were opened. Source: the construction of
Haber & Stornetta, "How to Time-Stamp a Digital Document", J. Cryptology 3 (1991).
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

GENESIS = "0" * 64
"""The hash before the first record."""


@dataclass(frozen=True, slots=True)
class Link:
    """One stored record: its place, what it says, and the two hashes stored with it."""

    seq: int
    fields: Mapping[str, object]
    previous_hash: str
    hash: str


@dataclass(frozen=True, slots=True)
class Broken:
    """The first record that does not fit, and why: missing, reordered, changed or cut off."""

    seq: int
    reason: str


def canonical(fields: Mapping[str, object]) -> bytes:
    """UTF-8 JSON with sorted keys and no spaces: the same fields give the same bytes.

    Raises TypeError for values JSON does not know.
    """
    text = json.dumps(fields, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return text.encode()


def link_hash(previous_hash: str, seq: int, fields: Mapping[str, object]) -> str:
    """SHA-256 in hex over the previous hash, the place and the canonical fields."""
    body = f"{previous_hash}\n{seq}\n".encode() + canonical(fields)
    return hashlib.sha256(body).hexdigest()


def first_broken(links: Iterable[Link], *, head: tuple[int, str] | None = None) -> Broken | None:
    """The first record that breaks the chain, or None when all hold.

    ``links`` come in order of ``seq`` from 1. ``head`` is the stored end (seq, hash): with it,
    a tail that was cut off is found too.
    """
    seq, previous = 0, GENESIS
    for link in links:
        reason = _fault(link, seq + 1, previous)
        if reason:
            return Broken(min(link.seq, seq + 1), reason)
        seq, previous = link.seq, link.hash
    if head is not None and head != (seq, previous):
        return Broken(seq + 1, "cut-off")
    return None


def _fault(link: Link, seq: int, previous: str) -> str:
    if link.seq != seq:
        return "missing"
    if link.previous_hash != previous:
        return "reordered"
    if link.hash != link_hash(previous, seq, link.fields):
        return "changed"
    return ""
