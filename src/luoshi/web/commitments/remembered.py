"""Counts over very many commitments, kept until the next entry in the record.

Nothing that a count counts changes without an entry, but for the lights, which are rebuilt at
night: so a count is also forgotten after a while.
"""

from collections.abc import Callable, Hashable
from typing import TypeVar

from django.core.cache import cache

from luoshi.web.accounts.actor import Actor
from luoshi.web.audit.queries import head_hash

Counted = TypeVar("Counted")
MANY = 5_000
"""Rows from which counting costs more than asking for the head of the record."""
KEPT_SECONDS = 120
UNKNOWN = ""
"""The head before the first count: it was not asked for, so the next reader counts again."""


def remembered(
    actor: Actor, about: Hashable, count: Callable[[], Counted], size: Callable[[Counted], int]
) -> Counted:
    """What ``count`` says now. Where ``size`` of it is small, it is counted each time."""
    reader = actor.user_id if actor.holds("verifier") else 0
    key = f"counts:{hash((reader, actor.held, about))}"
    kept: tuple[str, Counted] | None = cache.get(key)
    if kept is None:
        counted = count()
        if size(counted) >= MANY:
            cache.set(key, (UNKNOWN, counted), KEPT_SECONDS)
        return counted
    head, counted = kept
    if head != (now := head_hash()):
        counted = count()
        cache.set(key, (now, counted), KEPT_SECONDS)
    return counted
