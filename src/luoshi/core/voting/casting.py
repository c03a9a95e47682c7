"""What becomes of a ballot that arrives, from the gate of its item and what its token sent before.

Pure: the box reads gate and row in one transaction, asks here, and stores what it is told.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from luoshi.core.errors import Invalid, Refused

Marks = Mapping[str, Mapping[str, str | None]]
"""Contender → criterion → mark, as in the sealed list."""


@dataclass(frozen=True, slots=True)
class Gate:
    """Whether ballots for an item are taken. ``turn`` counts its openings; ``contenders`` are the
    keys of those who are marked in it."""

    item: int
    turn: int
    is_open: bool
    contenders: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Submission:
    """What a voter sends for one item.

    ``turn``: the opening in which it was marked. ``edition`` counts the voter's changes to this
    item from 1. ``sending``: a random word; what arrives twice with the same one is the same.
    """

    item: int
    turn: int
    edition: int
    sending: str
    marks: Marks


@dataclass(frozen=True, slots=True)
class Sent:
    """The last that was taken for an item."""

    edition: int
    sending: str


@dataclass(frozen=True, slots=True)
class Held:
    """What lies under the key of a token, over all items.

    ``receipt`` is empty where the token was handed in for a ballot on paper.
    """

    voter_class: str
    receipt: str
    sent: Mapping[int, Sent]
    marks: Marks


@dataclass(frozen=True, slots=True)
class Kept:
    """The answer to a submission: ``edition`` is the one that stands for the item.

    ``repeated``: it was in already. ``older``: a later one of the same token stands, and stays.
    """

    receipt: str
    edition: int
    repeated: bool = False
    older: bool = False


def decide(
    gate: Gate | None, held: Held | None, given: Submission, voter_class: str, receipt: str
) -> tuple[Kept, Held | None]:
    """The answer, and what is to lie under the key from now on (None: what lies there stays).

    ``receipt`` is the code for a first ballot. What was taken is answered again after the close,
    for its answer may have been lost; marks of an item that was made void are asked for again.
    Other marks under the same sending are a form that was gone back to: they are no repetition.
    Raises: Refused("token-replaced", "item-unknown", "item-anew", "item-closed");
    Invalid("contender-not-asked", "edition-too-low").
    """
    if held is not None and not held.receipt:
        raise Refused("token-replaced")
    if gate is None:
        raise Refused("item-unknown")
    if given.turn != gate.turn:
        raise Refused("item-anew")
    before = held.sent.get(given.item) if held else None
    if held and before and before.sending == given.sending and _has(held, gate, given):
        return Kept(held.receipt, before.edition, repeated=True), None
    if not gate.is_open:
        raise Refused("item-closed")
    _check(gate, given)
    if held and before and given.edition <= before.edition:
        return Kept(held.receipt, before.edition, older=True), None
    after = _merged(gate, held or Held(voter_class, receipt, {}, {}), given)
    return Kept(after.receipt, given.edition), after


def emptied(held: Held, contenders: frozenset[str], items: frozenset[int]) -> Held:
    """The row without what was sent for those items and contenders, whose vote was made void."""
    return Held(
        held.voter_class,
        held.receipt,
        {item: sent for item, sent in held.sent.items() if item not in items},
        {key: row for key, row in held.marks.items() if key not in contenders},
    )


def is_returned(held: Held) -> bool:
    """Whether the row is a ballot that was returned: something sent in it still stands.

    A token handed in for paper is none, nor is one all of whose items were made void since.
    """
    return bool(held.receipt and held.sent)


def settled(held: Held) -> Held:
    """The row once everything is closed: how often it was changed is no longer asked, and would
    tell who saw a phone send so many times."""
    sent = {item: Sent(1, each.sending) for item, each in held.sent.items()}
    return Held(held.voter_class, held.receipt, sent, held.marks)


def _has(held: Held, gate: Gate, given: Submission) -> bool:
    return {key: row for key, row in held.marks.items() if key in gate.contenders} == given.marks


def _check(gate: Gate, given: Submission) -> None:
    if not given.marks.keys() <= set(gate.contenders):
        raise Invalid("contender-not-asked", field="marks")
    if given.edition < 1:
        raise Invalid("edition-too-low", field="edition")


def _merged(gate: Gate, held: Held, given: Submission) -> Held:
    """An item is sent as a whole: what it had before for its contenders is gone."""
    others = {key: row for key, row in held.marks.items() if key not in gate.contenders}
    sent = {**held.sent, given.item: Sent(given.edition, given.sending)}
    return Held(held.voter_class, held.receipt, sent, {**others, **given.marks})
