"""Who took part in a number, and who is left to answer an objection to it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.db.models import Q

from luoshi.core.errors import Forbidden
from luoshi.core.scoring import ROOT
from luoshi.web.accounts.actor import Actor, Held
from luoshi.web.accounts.decisions import Decision, Denied
from luoshi.web.accounts.models import Appointment
from luoshi.web.accounts.queries import in_force
from luoshi.web.assessment.models import SchemeVersion, ScoreNode
from luoshi.web.commitments.models import Amendment
from luoshi.web.delivery.models import ProgressReport, Verification
from luoshi.web.messages import message
from luoshi.web.objections.models import Objection
from luoshi.web.objections.rules import ANSWERING, Involved, can_be_named
from luoshi.web.reasons.models import BehindReason
from luoshi.web.units.models import Unit


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could be named, and whether that person may be."""

    user_id: int
    name: str
    units: str
    decision: Decision

    @property
    def why(self) -> str:
        """Why not, in words; empty where nothing stands in the way."""
        return message(Forbidden(self.decision.reason)) if isinstance(self.decision, Denied) else ""


def involved_in(objection: Objection) -> Involved:
    """Who took part in the number objected to: eight queries."""
    score, run = objection.node.score, objection.run
    wrote = SchemeVersion.objects.filter(scheme=run.version.scheme_id).values_list("made_by")
    units = set(run.scores.filter(group=score.group).values_list("unit", flat=True))
    made = [run.computed_by_id, *([run.finalised_by_id] if run.finalised_by_id else [])]
    return Involved(
        rules=frozenset(pk for (pk,) in wrote),
        run=frozenset(made),
        facts=frozenset(_behind(objection.node)),
        filed=frozenset({objection.filed_by_id}),
        sides=frozenset(_with_below(units)),
    )


def _behind(node: ScoreNode) -> Iterator[int]:
    """Everybody who filled, signed, accepted, verified or decided a fact below the node."""
    below = ScoreNode.objects.filter(score=node.score_id)
    if node.path != ROOT:
        below = below.filter(Q(path=node.path) | Q(path__startswith=f"{node.path}."))
    refs = sorted({ref for row in below for fact in _facts(row.trace) for ref in fact["refs"]})
    ids = {
        kind: [int(ref.partition(":")[2]) for ref in found]
        for kind, found in groupby(refs, key=lambda ref: ref.partition(":")[0])
    }
    people: tuple[tuple[str, Any, tuple[str, ...]], ...] = (
        ("report", ProgressReport, ("submitted_by", "signed_by", "accepted_by")),
        ("verification", Verification, ("decided_by",)),
        ("amendment", Amendment, ("proposed_by", "decided_by")),
        ("reason", BehindReason, ("given_by", "decided_by")),
    )
    for kind, model, roles in people:
        if kind in ids:
            for row in model.objects.filter(pk__in=ids[kind]).order_by().values_list(*roles):
                yield from (pk for pk in row if pk is not None)


def _facts(trace: dict[str, Any]) -> list[dict[str, Any]]:
    return [*trace["facts"], *(fact for one in trace["parameters"] for fact in one["facts"])]


def _with_below(units: set[int]) -> set[int]:
    """The units and all below them."""
    parents = dict(Unit.objects.without_tree_fields().values_list("pk", "parent_id"))

    def above(unit: int | None) -> Iterator[int]:
        while unit is not None:
            yield unit
            unit = parents.get(unit)

    return {pk for pk in parents if not units.isdisjoint(above(pk))}


def candidates(objection: Objection, involved: Involved, on: date) -> list[Candidate]:
    """Everybody who holds an office from which one could answer, those who may first."""
    rows = (
        Appointment.objects.filter(in_force(on), user__is_active=True)
        .filter(
            user__appointments__role__in=ANSWERING,
            user__appointments__jurisdiction=objection.run.jurisdiction_id,
        )
        .select_related("user", "unit")
        .order_by("user__name", "user_id", "pk")
        .distinct()
    )
    found = []
    for _user, group in groupby(rows, key=attrgetter("user_id")):
        held = list(group)
        first = held[0]
        actor = Actor(first.user_id, first.user.name, tuple(_held(one) for one in held))
        decision = can_be_named(actor, objection, involved=involved)
        units = "、".join(dict.fromkeys(one.unit.short_name for one in held))
        found.append(Candidate(first.user_id, first.user.name, units, decision))
    return sorted(found, key=lambda one: not one.decision)


def _held(one: Appointment) -> Held:
    return Held(one.role, one.unit_id, one.jurisdiction_id, frozenset({one.unit_id}))
