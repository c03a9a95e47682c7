"""Reading the record and proving it whole."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Model, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from luoshi.core.chain import GENESIS, Broken, Link, first_broken
from luoshi.web.accounts.actor import Actor
from luoshi.web.audit.actions import fields
from luoshi.web.audit.models import Entry, Head
from luoshi.web.audit.rules import can_read_audit
from luoshi.web.audit.sealed import sealed, with_seals
from luoshi.web.audit.sealed import shown as shown_of

PAGE = 50


@dataclass(frozen=True, slots=True)
class Sought:
    """What an auditor looks for; what is empty does not narrow."""

    verb: str = ""
    thing: str = ""
    person: str = ""
    from_on: date | None = None
    to_on: date | None = None


@dataclass(frozen=True, slots=True)
class EntryPage:
    """Up to 50 entries, newest first, and the places to go on from (None at an end)."""

    entries: list[Entry]
    newer_than: int | None
    older_than: int | None


@dataclass(frozen=True, slots=True)
class ChainCheck:
    """How many entries the record claims, and the first that is broken, with what is left of it."""

    count: int
    broken: Broken | None = None
    entry: Entry | None = None


def visible_to(actor: Actor) -> QuerySet[Entry]:
    """All entries for an auditor, none for anybody else; to be read through ``sealed.shown``."""
    entries = with_seals(Entry.objects.select_related("actor"))
    return entries if can_read_audit(actor) else entries.none()


def record_for(actor: Actor) -> QuerySet[Entry]:
    """The whole record. Raises Http404 for anybody but an auditor."""
    if not can_read_audit(actor):
        raise Http404
    return visible_to(actor)


def matching(entries: QuerySet[Entry], sought: Sought) -> QuerySet[Entry]:
    """The entries that fit. A thing is a type, or a type and an id: ``units.unit:5``."""
    wanted = Q()
    if sought.verb:
        wanted &= Q(verb__startswith=sought.verb)
    if sought.thing:
        kind, _, pk = sought.thing.partition(":")
        wanted &= Q(object_type__contains=kind.lower())
        wanted &= Q(object_id=pk) if pk else Q()
    if sought.person:
        wanted &= Q(actor__username=sought.person) | Q(actor__name__contains=sought.person)
        wanted &= ~sealed()
    if sought.from_on:
        wanted &= Q(at__gte=midnight(sought.from_on))
    if sought.to_on:
        wanted &= Q(at__lt=midnight(sought.to_on + timedelta(days=1)))
    return entries.filter(wanted)


def midnight(day: date) -> datetime:
    """The first moment of a local day."""
    return timezone.make_aware(datetime.combine(day, time.min))


def entry_page(
    entries: QuerySet[Entry], *, older_than: int | None = None, newer_than: int | None = None
) -> EntryPage:
    """One page from a place on. Costs the same at any depth: it seeks by number."""
    if newer_than is not None:
        found = list(shown_of(entries.filter(seq__gt=newer_than).order_by("seq")[: PAGE + 1]))
        shown = found[:PAGE][::-1]
        newer, older = len(found) > PAGE, bool(shown)
    else:
        place = Q() if older_than is None else Q(seq__lt=older_than)
        found = list(shown_of(entries.filter(place).order_by("-seq")[: PAGE + 1]))
        shown = found[:PAGE]
        newer, older = older_than is not None, len(found) > PAGE
    return EntryPage(
        shown,
        shown[0].seq if newer and shown else None,
        shown[-1].seq if older and shown else None,
    )


def history(obj: Model) -> QuerySet[Entry]:
    """What was done to one thing, newest first. The caller has shown that it may be seen."""
    return history_by_key(type(obj), obj.pk)


def history_by_key(kind: type[Model], pk: int) -> QuerySet[Entry]:
    """The same of the thing of a kind that has this key."""
    entries = Entry.objects.filter(object_type=kind._meta.label_lower, object_id=str(pk))
    shown = ("at", "role", "verb", "object_type", "object_id", "before", "after", "actor__name")
    return entries.select_related("actor").only(*shown)


def changes(entry: Entry) -> list[tuple[str, object, object]]:
    """Each named value with what it was and what it became (None where it was not said)."""
    before = entry.before if isinstance(entry.before, Mapping) else {}
    after = entry.after if isinstance(entry.after, Mapping) else {}
    return [(name, before.get(name), after.get(name)) for name in {**before, **after}]


def verify() -> tuple[int, Broken | None]:
    """How many entries there are, and the first broken one (None when the chain is whole).

    A head row that is gone counts as a chain cut off at its end.
    """
    head = Head.objects.filter(pk=1).first() or Head(hash="")
    return head.seq, first_broken(_links(), head=(head.seq, head.hash))


def check_chain() -> ChainCheck:
    """Recompute every hash. Writes nothing."""
    count, broken = verify()
    if broken is None:
        return ChainCheck(count)
    at_fault = with_seals(Entry.objects.select_related("actor")).filter(seq=broken.seq)
    return ChainCheck(count, broken, next(shown_of(at_fault), None))


def _links() -> Iterator[Link]:
    for entry in Entry.objects.order_by("seq").iterator(chunk_size=2000):
        yield Link(entry.seq, fields(entry), entry.previous_hash, entry.hash)


def head_hash() -> str:
    """The hash of the last entry: another one after every change to anything."""
    return Head.objects.values_list("hash", flat=True).get(pk=1)


def last_link() -> tuple[int, str]:
    """Number and hash of the last entry, also where the head is held."""
    return Entry.objects.order_by("-seq").values_list("seq", "hash").first() or (0, GENESIS)
