"""Everything the page of one commitment shows."""

from collections.abc import Sequence

from luoshi.web.accounts.actor import Actor
from luoshi.web.audit.models import Entry
from luoshi.web.audit.words import role_words
from luoshi.web.commitments.acts import acts_on, frozen_places
from luoshi.web.commitments.amending import AmendmentLine, line_of
from luoshi.web.commitments.bothlights import side_chosen, sides_of
from luoshi.web.commitments.columns import columns_of, extra_text
from luoshi.web.commitments.division.section import cascade_of
from luoshi.web.commitments.kinds import kind_of_list
from luoshi.web.commitments.lights import rule_text
from luoshi.web.commitments.models import Commitment, ListItem
from luoshi.web.commitments.queries import amendments_of, answers_of, history_of, places_of
from luoshi.web.commitments.rows import claims_of, shown_of
from luoshi.web.commitments.unfilled import lacking
from luoshi.web.commitments.wording import (
    FOUND,
    changes_text,
    original_words,
    percent,
    target_text,
    verb_text,
)


def account_page(actor: Actor, commitment: Commitment, against: str = "") -> dict[str, object]:
    """The page's context without the curve: a constant number of queries.

    ``against``: ``original`` for light and shares against what was frozen.
    """
    places = places_of(actor, commitment)
    held = side_chosen(commitment, against)
    shown = shown_of(held)
    return {
        "commitment": commitment,
        "target": target_text(commitment),
        "assist": commitment.assist_units.all(),
        "listed": [_place(place, commitment) for place in places],
        "unlisted": _is_unlisted(commitment, places),
        "steps": [(step, percent(step.planned_share)) for step in commitment.milestones.all()],
        "claims": claims_of(held),
        "sides": sides_of(commitment, against),
        "shown": shown,
        "rule_text": rule_text(shown.rule_key),
        "original": original_words(commitment),
        "amended": _amended(commitment, places),
        "answers": answers_of(commitment),
        "history": [_told(entry) for entry in history_of(commitment, places)],
        "cascade": cascade_of(actor, commitment),
        "acts": acts_on(actor, commitment, places),
        "reads_source": actor.holds("supervisor", jurisdiction_id=commitment.jurisdiction_id),
    }


def _is_unlisted(commitment: Commitment, places: Sequence[ListItem]) -> bool:
    """Whether it is a part that no list holds; asked only where the person sees none."""
    return bool(commitment.parent_id) and not places and not commitment.items.exists()


def _amended(commitment: Commitment, places: Sequence[ListItem]) -> list[AmendmentLine]:
    """Nothing to ask for before a list is frozen."""
    if not frozen_places(commitment, places):
        return []
    return [line_of(each, commitment) for each in amendments_of(commitment)]


def _place(
    place: ListItem, commitment: Commitment
) -> tuple[ListItem, list[tuple[str, str]], list[str]]:
    """The place, its filled columns, and the heads of those that it still lacks."""
    lacks = [] if commitment.state == "withdrawn" else lacking(place.list, place.extra)
    return place, extra_text(columns_of(kind_of_list(place.list)), place.extra), lacks


def _told(entry: Entry) -> dict[str, object]:
    after = entry.after or {}
    changed = changes_text(entry.before, after) if entry.verb == "commitment.edit" else []
    return {
        "entry": entry,
        "verb": verb_text(entry.verb),
        "role": role_words(entry.role),
        "changed": changed,
        "reason": after.get("reason", "") or FOUND.get(str(after.get("finding")), ""),
    }
