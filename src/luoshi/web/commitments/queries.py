"""Which lists and commitments a person sees, and how they are found."""

from collections.abc import Iterator, Sequence
from functools import reduce
from itertools import count
from operator import or_
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.http import Http404

from luoshi.web.accounts.actor import Actor
from luoshi.web.audit.models import Entry
from luoshi.web.audit.queries import history_by_key
from luoshi.web.commitments.audience import (
    WHOLE_BY_TYPE,
    not_closed,
    open_list,
    opened_by,
    whole_lists,
)
from luoshi.web.commitments.models import (
    Acceptance,
    Amendment,
    Commitment,
    CommitmentList,
    FreezeReview,
    ListItem,
    ListType,
    ListTypeVersion,
    Milestone,
    Outcome,
)
from luoshi.web.commitments.rules import can_change
from luoshi.web.prepared import held, prepared
from luoshi.web.units.models import Unit
from luoshi.web.units.queries import common_superior, units_of

WHOLE = ("supervisor", *WHOLE_BY_TYPE)
"""Roles that oversee the jurisdiction; the last two but for the lists that are closed to them."""
OWNING = ("contact", "unit_leader")
"""Roles that see what their unit leads or assists, once it is dispatched."""
OF_OTHERS = (
    *("progress", "lead_unit__name", "lead_unit__short_name"),
    *("source__text", "source__document__title"),
    *("parent__text", "parent__lead_unit_id", "parent__state"),
    *("self_check__question", "self_check__words", "self_check__self_check_id"),
    *("self_check__commitment_id", "self_check__unit__short_name"),
    *("raised__commitment_id", "raised__state"),
)
"""What the pages of a commitment read beside its own columns; a document is megabytes."""
LIST_RELATED = ("list_type", "frozen_version", "jurisdiction")
"""What the page of a list needs of it."""


def visible_to(actor: Actor, *, abroad: bool = True) -> QuerySet[Commitment]:
    """The commitments the person may know of; none for auditors and administrators.

    Who leads a commitment knows its parts, also before they are dispatched.
    ``audience`` says what the kinds of lists add to this or take away; ``abroad``: with what
    ``ledger.leads_abroad`` asks for, without which an index gives the rows in order.
    """
    claims = [*_whole_claims(actor, abroad=abroad), *_owning_claims(actor)]
    if actor.holds("verifier"):
        drawn = Commitment.objects.filter(reports__samples__verifier=actor.user_id)
        claims.append(Q(pk__in=drawn.values("pk")))
    return Commitment.objects.filter(reduce(or_, claims)) if claims else Commitment.objects.none()


def _whole_claims(actor: Actor, *, abroad: bool) -> Iterator[Q]:
    if actor.holds("supervisor"):
        areas = actor.jurisdictions("supervisor")
        yield Q(jurisdiction__in=areas)
        if abroad:
            yield Q(lead_unit__in=areas) & ~Q(state="draft")
    for role in WHOLE_BY_TYPE:
        if actor.holds(role):
            yield Q(jurisdiction__in=actor.jurisdictions(role)) & not_closed(role)


def _owning_claims(actor: Actor) -> Iterator[Q]:
    if units := actor.units(*OWNING):
        assisted = Commitment.assist_units.through.objects.filter(unit__in=units)
        helps = Q(pk__in=assisted.values("commitment")) & not_closed("assisting")
        yield (Q(lead_unit__in=units) | helps) & ~Q(state="draft")
        led = Commitment.objects.filter(lead_unit__in=units).exclude(state="draft")
        yield Q(parent__in=led.values("pk"))
    for role in OWNING:
        if areas := actor.jurisdictions(role):
            yield opened_by(role, areas)


def commitment_for(actor: Actor, pk: int) -> Commitment:
    """One commitment with its units, source and progress. Raises Http404."""
    for found in _commitment(actor, pk):
        return held(found, assist_units=_assisting(pk), milestones=_steps(pk))
    raise Http404


@prepared
def _assisting(pk: int) -> QuerySet[Unit]:
    return Unit.objects.filter(assisted=pk)


@prepared
def _steps(pk: int) -> QuerySet[Milestone]:
    return Milestone.objects.filter(commitment=pk).order_by("due_on", "id")


@prepared
def _commitment(actor: Actor, pk: int) -> QuerySet[Commitment]:
    own = (field.name for field in Commitment._meta.concrete_fields)
    return (
        visible_to(actor)
        .select_related(
            "lead_unit", "source__document", "progress", "parent", "self_check__unit", "raised"
        )
        .only(*own, *OF_OTHERS)
        .filter(pk=pk)
        .order_by("pk")
    )


def lists_visible_to(actor: Actor) -> QuerySet[CommitmentList]:
    """The lists of the jurisdiction whose type lets the person in, and those with a row of its own.

    An own row is one that the person's units lead or, where the type lets them, assist.
    """
    claims = whole_lists(actor)
    for role in OWNING:
        if areas := actor.jurisdictions(role):
            claims |= Q(jurisdiction__in=areas) & open_list(role)
    if units := actor.units(*OWNING):
        rows = ListItem.objects.exclude(commitment__state="draft")
        led = rows.filter(commitment__lead_unit__in=units)
        assisted = Commitment.assist_units.through.objects.filter(unit__in=units)
        helped = rows.filter(commitment__in=assisted.values("commitment"))
        claims |= Q(pk__in=led.values("list"))
        claims |= Q(pk__in=helped.values("list")) & open_list("assisting")
    return CommitmentList.objects.filter(claims).select_related(*LIST_RELATED)


def list_for(actor: Actor, pk: int) -> CommitmentList:
    """One list. Raises Http404."""
    for found in _list(actor, pk):
        return found
    raise Http404


@prepared
def _list(actor: Actor, pk: int) -> QuerySet[CommitmentList]:
    return lists_visible_to(actor).select_related("cohort").filter(pk=pk).order_by("pk")


def review_of(lst: CommitmentList) -> FreezeReview | None:
    """What was seen before the list was frozen; None before."""
    return FreezeReview.objects.filter(list=lst).select_related("seen_by").first()


def amendments_visible_to(actor: Actor) -> QuerySet[Amendment]:
    """The amendments of commitments that the person sees, the newest first."""
    related = ("commitment", "old_unit", "new_unit", "proposed_by", "decided_by")
    seen = Amendment.objects.filter(commitment__in=visible_to(actor).order_by().values("pk"))
    return seen.select_related(*related).order_by("-id")


def amendment_for(actor: Actor, pk: int) -> Amendment:
    """One amendment. Raises Http404."""
    if found := amendments_visible_to(actor).filter(pk=pk).first():
        return found
    raise Http404


def amendments_of(commitment: Commitment) -> list[Amendment]:
    """What was proposed and decided about it, oldest first; the caller has shown it is seen."""
    return _amendments(commitment.pk)


@prepared
def _amendments(pk: int) -> QuerySet[Amendment]:
    own = (field.name for field in Amendment._meta.concrete_fields)
    units, people = ("old_unit", "new_unit"), ("proposed_by", "decided_by")
    names = (*(f"{unit}__short_name" for unit in units), *(f"{who}__name" for who in people))
    rows = Amendment.objects.filter(commitment=pk).select_related(*units, *people)
    return rows.only(*own, *names)


def amendments_of_list(actor: Actor, lst: CommitmentList) -> list[Amendment]:
    """Every amendment of what the person sees in a list, in the order of numbers and of time."""
    places = ListItem.objects.filter(list=lst, commitment=OuterRef("commitment"))
    rows = amendments_visible_to(actor).filter(commitment__items__list=lst)
    number = Subquery(places.values("number")[:1])
    return list(rows.annotate(number=number).order_by("number", "id"))


def dispute_of(commitment: Commitment) -> Acceptance:
    """The dispute that is open, with its units."""
    return (
        Acceptance.objects.filter(commitment=commitment, outcome=Outcome.DISPUTED)
        .select_related("unit", "proposed_unit")
        .latest("id")
    )


def superiors_of(one: Unit, other: Unit | None) -> list[Unit]:
    """The units above both, the lowest first; above ``one`` alone where there is no other.

    A unit that is itself one of the two is left out, unless nothing stands above it.
    """
    lowest: Any = common_superior(one, other or one)  # tree_queries has no types
    chain = list(lowest.ancestors(include_self=True))[::-1]
    if lowest.pk in {one.pk, other.pk if other else one.pk} and len(chain) > 1:
        return chain[1:]
    return chain


def list_types_for(actor: Actor) -> QuerySet[ListType]:
    """The kinds in use of the jurisdictions whose lists the person keeps."""
    kinds = ListType.objects.filter(
        jurisdiction__in=actor.jurisdictions("supervisor"), retired_at__isnull=True
    )
    return kinds.select_related("jurisdiction")


KEEPERS = ("supervisor", "admin")
"""Roles that look after the kinds of lists of their jurisdiction."""


def kinds_kept(actor: Actor) -> QuerySet[ListType]:
    """The kinds of lists the person looks after, those in use first, with how many lists follow."""
    newest = ListTypeVersion.objects.filter(list_type=OuterRef("pk")).order_by("-number")
    rows = ListType.objects.filter(jurisdiction__in=actor.jurisdictions(*KEEPERS))
    return (
        rows.select_related("jurisdiction")
        .annotate(list_count=Count("lists"), newest=Subquery(newest.values("number")[:1]))
        .order_by("jurisdiction", F("retired_at").desc(nulls_first=True), "pk")
    )


def free_kind_key(actor: Actor) -> str:
    """A key that none of the kinds of lists has that the person looks after."""
    used = set(kinds_kept(actor).values_list("key", flat=True))
    return next(key for number in count(1) if (key := f"list_{number}") not in used)


def kind_row_for(actor: Actor, pk: int) -> ListType:
    """One kind of list the person looks after. Raises Http404."""
    if found := kinds_kept(actor).filter(pk=pk).first():
        return found
    raise Http404


def versions_of(list_type: ListType) -> QuerySet[ListTypeVersion]:
    """Every definition it had, the newest first."""
    rows = list_type.versions.select_related("made_by").annotate(frozen=Count("frozen_lists"))
    return rows.order_by("-number")


def kind_jurisdictions(actor: Actor) -> QuerySet[Unit]:
    """The jurisdictions whose kinds of lists the person looks after."""
    return Unit.objects.filter(pk__in=actor.jurisdictions(*KEEPERS))


def kept_jurisdictions(actor: Actor) -> QuerySet[Unit]:
    """The jurisdictions whose lists the person keeps."""
    return Unit.objects.filter(pk__in=actor.jurisdictions("supervisor"))


def units_for_parts(actor: Actor, whole: Commitment) -> list[Unit]:
    """The standing units to which the person may give parts of a commitment, in tree order.

    The supervision office: any of the jurisdiction. A lead unit that has units of its own: these
    and itself; one without, as a department: any, and the supervision office dispatches.
    """
    lead = whole.lead_unit_id
    if can_change(actor, whole) or lead is None:
        return list(units_of(whole.jurisdiction_id))
    own = Unit.objects.descendants(lead, include_self=True).filter(closed_on__isnull=True)
    below = list(own)
    return below if len(below) > 1 else list(units_of(whole.jurisdiction_id))


def parts_of(whole: Commitment) -> list[Commitment]:
    """Its parts with units, steps and progress, in the order of units; the caller has shown that
    the whole is seen; ``is_listed``: whether a list holds it. Withdrawn ones are none."""
    parts = _parts(whole.pk)
    for part in parts:
        part.parent = whole
    return parts


@prepared
def _parts(whole: int) -> QuerySet[Commitment]:
    rows = Commitment.objects.filter(parent=whole).exclude(state="withdrawn")
    listed = Exists(ListItem.objects.filter(commitment=OuterRef("pk")))
    related = rows.select_related("lead_unit", "progress").prefetch_related("milestones")
    return related.annotate(is_listed=listed).order_by(
        "lead_unit__position", "lead_unit__code", "pk"
    )


def parts_to_list(whole: Commitment) -> QuerySet[Commitment]:
    """The parts of its jurisdiction that stand in no list, so that no score counts them."""
    rows = Commitment.objects.filter(
        parent=whole.pk, items=None, jurisdiction=whole.jurisdiction_id
    )
    return rows.exclude(state="withdrawn").order_by("lead_unit__position", "lead_unit__code", "pk")


def frozen_parts(whole: Commitment) -> frozenset[int]:
    """The parts that stand in a frozen list, so that only amendments change them."""
    held = whole.parts.filter(items__list__frozen_at__isnull=False).order_by()
    return frozenset(held.values_list("pk", flat=True))


def open_lists(actor: Actor, commitment: Commitment) -> QuerySet[CommitmentList]:
    """The lists of its jurisdiction that are not frozen and do not hold the commitment yet."""
    held = commitment.items.values("list")
    return lists_for_parts(actor, commitment).exclude(pk__in=held)


def lists_for_parts(actor: Actor, whole: Commitment) -> QuerySet[CommitmentList]:
    """The lists of its jurisdiction that are not frozen; that of the whole may be one. Batches of
    projects take projects only."""
    lists = lists_visible_to(actor)
    return lists.filter(
        jurisdiction=whole.jurisdiction_id, frozen_at__isnull=True, cohort__isnull=True
    )


def item_for(actor: Actor, list_pk: int, pk: int) -> ListItem:
    """One place in a list the person sees. Raises Http404."""
    places = ListItem.objects.filter(list__in=lists_visible_to(actor).values("pk"))
    related = ("list__list_type", "list__frozen_version", "commitment")
    found = places.select_related(*related).filter(pk=pk, list=list_pk)
    if item := found.first():
        return item
    raise Http404


def places_of(actor: Actor, commitment: Commitment) -> list[ListItem]:
    """Where the person sees it listed, the oldest list first.

    A verifier sees the lists for whose rounds it was drawn: their columns say what to look at.
    """
    return _places(actor, commitment.pk)


@prepared
def _places(actor: Actor, commitment: int) -> QuerySet[ListItem]:
    seen = Q(list__in=lists_visible_to(actor).values("pk"))
    if actor.holds("verifier"):
        drawn = CommitmentList.objects.filter(
            rounds__reports__commitment=commitment,
            rounds__reports__samples__verifier=actor.user_id,
        )
        seen |= Q(list__in=drawn.values("pk"))
    places = ListItem.objects.filter(seen, commitment=commitment).order_by("list_id")
    related = ("list__list_type", "list__frozen_version")
    shown = ("commitment", "number", "weight", "extra", "list__title", "list__frozen_at")
    return places.select_related(*related).only(*shown, *related)


def answers_of(commitment: Commitment) -> list[Acceptance]:
    """Who accepted, disputed and decided, oldest first."""
    return _answers(commitment.pk)


@prepared
def _answers(commitment: int) -> QuerySet[Acceptance]:
    units = ("unit", "proposed_unit", "decider_unit")
    answers = Acceptance.objects.filter(commitment=commitment)
    answers = answers.select_related(*units, "decided_by").order_by("pk")
    names = (*(f"{unit}__short_name" for unit in units), "decided_by__name")
    return answers.only("commitment", "outcome", "reason", "decided_at", *names)


def history_of(commitment: Commitment, places: Sequence[ListItem]) -> list[Entry]:
    """What was done to it, newest first, alone or together with others of its lists."""
    single = Commitment._meta.label_lower
    lists = tuple(place.list_id for place in places)
    return [
        entry
        for entry in _entries(commitment.pk, lists)
        if entry.object_type == single or commitment.pk in (entry.after or {})["commitments"]
    ]


@prepared
def _entries(commitment: int, lists: tuple[int, ...]) -> QuerySet[Entry]:
    entries = history_by_key(Commitment, commitment)
    for lst in lists:
        together = history_by_key(CommitmentList, lst)
        entries |= together.filter(verb__startswith="commitment.")
    return entries
