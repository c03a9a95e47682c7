"""Look-backs a person sees: of lists and commitments that the person sees."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from luoshi.web.accounts.actor import Actor
from luoshi.web.commitments.models import CommitmentList
from luoshi.web.commitments.queries import lists_visible_to, visible_to
from luoshi.web.lookback.facts import Facts, facts_of
from luoshi.web.lookback.models import Entry, EntryState, LookBack

RELATED = ("list__list_type", "list__jurisdiction", "opened_by", "closed_by")


@dataclass(frozen=True, slots=True)
class Line:
    """One commitment: the facts, and the words of its unit."""

    entry: Entry
    facts: Facts


def look_backs_visible_to(actor: Actor) -> QuerySet[LookBack]:
    """The newest day first, with how many entries there are and how many are signed."""
    seen = lists_visible_to(actor).order_by().values("pk")
    signed = Count("entries", filter=Q(entries__state=EntryState.SIGNED))
    rows = LookBack.objects.filter(list__in=seen).select_related(*RELATED)
    return rows.annotate(total=Count("entries"), signed=signed)


def look_back_for(actor: Actor, pk: int) -> LookBack:
    """One look-back. Raises Http404."""
    if found := look_backs_visible_to(actor).filter(pk=pk).first():
        return found
    raise Http404


def entries_visible_to(actor: Actor) -> QuerySet[Entry]:
    """The entries of commitments that the person sees, in the order of the list."""
    seen = visible_to(actor).order_by().values("pk")
    lists = lists_visible_to(actor).order_by().values("pk")
    rows = Entry.objects.filter(commitment__in=seen, look_back__list__in=lists)
    return rows.select_related("unit", "saved_by", "signed_by")


def entry_for(actor: Actor, pk: int) -> Entry:
    """One entry with its look-back. Raises Http404."""
    rows = entries_visible_to(actor).select_related("look_back__list", "commitment", "unit")
    if found := rows.filter(pk=pk).first():
        return found
    raise Http404


def known_at(look_back: LookBack, at: datetime) -> datetime:
    """When the facts are known: at closing, and now while it is open."""
    return look_back.closed_at or at


def lines_of(actor: Actor, look_back: LookBack, at: datetime) -> list[Line]:
    """What the person sees of it: six queries."""
    entries = list(entries_visible_to(actor).filter(look_back=look_back).order_by("pk"))
    facts = facts_of(
        [each.commitment_id for each in entries], look_back.as_of, known_at(look_back, at)
    )
    return [Line(each, facts[each.commitment_id]) for each in entries]


def to_sign(actor: Actor, look_back: LookBack) -> list[Entry]:
    """What waits for this person's signature."""
    led = actor.units("unit_leader")
    if not led or look_back.closed_at:
        return []
    return list(look_back.entries.filter(unit__in=led, state=EntryState.SUBMITTED))


def open_count(actor: Actor, today: datetime) -> int:
    """How many entries wait for this person's words."""
    mine = Entry.objects.filter(unit__in=actor.units("contact"), look_back__closed_at=None)
    waiting = mine.filter(state__in=(EntryState.BLANK, EntryState.DRAFT))
    return waiting.filter(look_back__opened_at__lte=today).count()


def earlier_lists(actor: Actor, look_back: LookBack) -> list[CommitmentList]:
    """The lists of the year before in that jurisdiction, those of the same kind first."""
    year = look_back.as_of.year - 1
    rows = lists_visible_to(actor).filter(
        jurisdiction=look_back.list.jurisdiction_id, period_end__year=year
    )
    own = look_back.list.list_type_id
    return sorted(rows, key=lambda lst: (lst.list_type_id != own, lst.pk))
