"""Which requests a person knows of."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import Http404

from luoshi.core.burden import week_of
from luoshi.web.accounts.actor import Actor
from luoshi.web.accounts.models import User
from luoshi.web.accounts.queries import people_with
from luoshi.web.burden.models import DataRequest, RequestState, RequestUnit
from luoshi.web.burden.rules import ASKING, WHOLE
from luoshi.web.units.models import Unit

OWNING = ("contact", "unit_leader")


def visible_to(actor: Actor) -> QuerySet[DataRequest]:
    """The own unit's; those sent to the own units; those to approve; all that were sent in the
    jurisdictions overseen."""
    claims = Q(approver=actor.user_id, state__in=(RequestState.WAITING, RequestState.SENT))
    if own := actor.own_units(*ASKING):
        claims |= Q(asker__in=own)
    if areas := actor.jurisdictions(*WHOLE):
        claims |= Q(jurisdiction__in=areas, state=RequestState.SENT)
    if units := actor.units(*OWNING):
        asked = RequestUnit.objects.filter(unit__in=units)
        claims |= Q(pk__in=asked.values("request"), state=RequestState.SENT)
    return DataRequest.objects.filter(claims).select_related("asker", "approver", "round")


def request_for(actor: Actor, pk: int) -> DataRequest:
    """One request with its people. Raises Http404."""
    found = visible_to(actor).select_related(
        "asker",
        "approver",
        "round",
        "list__self_check",
        "made_by",
        "sent_by",
        "approved_by",
        "withdrawn_by",
    )
    if request := found.filter(pk=pk).first():
        return request
    raise Http404


def asked_of(actor: Actor, *, weeks: Iterable[date]) -> QuerySet[RequestUnit]:
    """What was asked of the person's units in these weeks."""
    return _asked(actor).filter(week__in=list(weeks))


def unanswered(actor: Actor, on: date) -> QuerySet[RequestUnit]:
    """What the person's units have still to answer; rounds are answered as reports."""
    return _asked(actor).filter(
        answered_at=None, lifted_at=None, request__expires_on__gte=on, request__list=None
    )


def _asked(actor: Actor) -> QuerySet[RequestUnit]:
    rows = RequestUnit.objects.filter(
        unit__in=actor.units(*OWNING), request__state=RequestState.SENT
    )
    related = ("request__asker", "request__list__self_check", "unit", "remark")
    return rows.select_related(*related).order_by("request__due_on", "unit__position", "pk")


def asked_row_for(actor: Actor, pk: int) -> RequestUnit:
    """One unit of a request that the person sees. Raises Http404."""
    rows = RequestUnit.objects.select_related("request__asker", "unit", "remark")
    seen = visible_to(actor).filter(state=RequestState.SENT)
    if found := rows.filter(pk=pk, request__in=seen.values("pk")).first():
        return found
    raise Http404


def rows_of(actor: Actor, request: DataRequest) -> QuerySet[RequestUnit]:
    """The units asked: all of them for the asker and those who oversee, else the own ones."""
    rows = request.units.select_related("unit", "remark__replied_by", "answered_by")
    whole = request.asker_id in actor.own_units(*ASKING) or actor.holds(
        *WHOLE, jurisdiction_id=request.jurisdiction_id
    )
    if not (whole or request.approver_id == actor.user_id):
        rows = rows.filter(unit__in=actor.units(*OWNING))
    return rows.prefetch_related(Prefetch("answers")).order_by("unit__position", "unit__code")


def own_requests(actor: Actor) -> QuerySet[DataRequest]:
    """What the person's own unit has asked, the newest first."""
    rows = DataRequest.objects.filter(asker__in=actor.own_units(*ASKING))
    counted = rows.annotate(
        asked=Count("units", distinct=True),
        answered=Count("units", filter=Q(units__answered_at__isnull=False), distinct=True),
    )
    return counted.select_related("asker", "round").order_by("-made_at", "-pk")


def asks_of(actor: Actor, on: date) -> list[DataRequest]:
    """What waits for the person: to approve, or to answer for a unit. One query."""
    mine = Q(approver=actor.user_id, state=RequestState.WAITING)
    if units := actor.units("contact"):
        waiting = RequestUnit.objects.filter(unit__in=units, answered_at=None, lifted_at=None)
        mine |= Q(
            pk__in=waiting.values("request"), state=RequestState.SENT, expires_on__gte=on,
            list=None,
        )  # fmt: skip
    rows = DataRequest.objects.filter(mine).select_related("asker")
    return list(rows.order_by("due_on", "pk"))


def remarks_to_handle(actor: Actor) -> QuerySet[RequestUnit]:
    """Remarks on what the own unit asked that have no reply, and appeals to rule on."""
    rows = RequestUnit.objects.filter(remark__isnull=False)
    own = Q(request__asker__in=actor.own_units(*ASKING), remark__replied_at=None)
    areas = actor.jurisdictions("principal", "supervisor")
    appeals = Q(request__jurisdiction__in=areas, remark__appealed_at__isnull=False,
                remark__ruled_at=None)  # fmt: skip
    related = ("request__asker", "unit", "remark")
    return rows.filter(own | appeals).select_related(*related).order_by("pk")


def askers_for(actor: Actor, *roles: str) -> QuerySet[Unit]:
    """The units in whose name the person asks, by these roles or by any that asks."""
    units: QuerySet[Unit] = Unit.objects.without_tree_fields().filter(
        pk__in=actor.own_units(*(roles or ASKING))
    )
    return units


def approvers(jurisdiction_id: int, on: date) -> QuerySet[User]:
    """Who may approve what is over budget."""
    return people_with("principal", jurisdiction_id=jurisdiction_id, on=on)


def this_week(on: date) -> date:
    """Its Monday."""
    return week_of(on)


def repeats_of_figure(request: DataRequest, text: str) -> list[int]:
    """The keys of all repeats of that figure."""
    return list(request.repeats.filter(text=text).values_list("pk", flat=True))
