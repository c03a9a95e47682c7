"""A session on its way from the last ballot to the accepted result, by the product's own acts."""

from datetime import timedelta

import numpy as np

from luoshi.core.voting import (
    Gate,
    Submission,
    ballot_key,
    new_token,
    read_token,
    registry_digest,
)
from luoshi.web.accounts.actor import Actor
from luoshi.web.appraisal import actions
from luoshi.web.appraisal.models import Item, ItemState, Session, SessionState, Token
from luoshi.web.box import make_box
from tests.factories import NOW
from tests.web.appraisal.build import Meeting

SEALED = NOW + timedelta(days=8, hours=1)
STRENGTH = np.array([19, 17, 16, 14])
"""Of the four contenders: about what each criterion of 20 gets."""


def marks_of(session: Session, rng: np.random.Generator) -> dict[str, dict[str, str | None]]:
    """A voter's marks for everybody."""
    rules = session.rules or {}
    strict = int(rng.integers(0, 3))
    found: dict[str, dict[str, str | None]] = {}
    for contender, strength in zip(rules["contenders"], STRENGTH, strict=False):
        found[contender["key"]] = {
            each["key"]: str(_mark(int(strength), strict, int(each["maximum"]), rng))
            for each in rules["criteria"]
        }
    return found


def _exchanged(marks: dict[str, dict[str, str | None]]) -> dict[str, dict[str, str | None]]:
    first, second = list(marks)[:2]
    return {**marks, first: marks[second], second: marks[first]}


def _mark(strength: int, strict: int, maximum: int, rng: np.random.Generator) -> int:
    given = (strength - strict + int(rng.integers(-1, 2))) * maximum // 20
    return max(0, min(maximum, given))


def vote(
    held: Meeting, *, seed: int = 1, closed: bool = True, tied: bool = False, **counts: int
) -> Meeting:
    """Tokens, a box and ballots of each class: made in the tables, for who operates and who votes
    have tests of their own. ``tied``: every second voter marks as the one before, with the first
    two contenders exchanged."""
    held.drawn()
    session = held.session
    session.refresh_from_db()
    item = session.items.get()
    keys = tuple(each.key for each in session.contenders.all())
    gate = Gate(item.pk, 1, is_open=True, contenders=keys)
    box = make_box(session.box, [gate])
    rng = np.random.default_rng(seed)
    marks: dict[str, dict[str, str | None]] = {}
    for voter_class, count in (counts or {"A": 8, "B": 30, "C": 10}).items():
        for at in range(count):
            letters = read_token(new_token())
            digest = registry_digest(letters)
            Token.objects.create(digest=digest, session=session, voter_class=voter_class)
            marks = _exchanged(marks) if tied and at % 2 else marks_of(session, rng)
            given = Submission(item.pk, 1, 1, letters[:8], marks)
            box.cast(ballot_key(letters, session.box.hex), voter_class, given)
    Session.objects.filter(pk=session.pk).update(state=SessionState.RUNNING)
    if closed:
        box.set_gate(item.pk, turn=1, is_open=False)
        who = held.desk.user_id
        Item.objects.filter(pk=item.pk).update(
            state=ItemState.CLOSED, turn=1,
            opened_by=who, opened_at=NOW, closed_by=who, closed_at=NOW,
        )  # fmt: skip
    session.refresh_from_db()
    return held


def releasers(held: Meeting) -> tuple[Actor, Actor]:
    return held.city.actor("principal"), held.city.actor("assessor")


def computed(held: Meeting, *, tied: bool = False, **counts: int) -> Meeting:
    vote(held, tied=tied, **counts)
    actions.session_seal(**held.who)
    actions.session_compute(**held.who)
    return held


def released(held: Meeting, **counts: int) -> Meeting:
    computed(held, **counts)
    for each in releasers(held):
        actions.result_release(session=held.session, by=each, at=SEALED)
    held.session.refresh_from_db()
    return held
