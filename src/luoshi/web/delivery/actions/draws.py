"""Drawing what is verified, and by whom."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from luoshi import presets
from luoshi.core.errors import Invalid, Refused
from luoshi.core.sampling import (
    Claim,
    SamplingRule,
    Verifier,
    assign,
    chance_seed,
    draw,
    refuse_unverifiable,
    sampling_rule_from,
)
from luoshi.web.accounts.actor import Actor
from luoshi.web.accounts.queries import people_with
from luoshi.web.audit.actions import record
from luoshi.web.delivery.models import Draw, ProgressReport, ReportState, Round, Sample
from luoshi.web.delivery.queries.bars import barred_units
from luoshi.web.delivery.rules import can_run_rounds

ORDINARY = Decimal(1)
"""The weight of a row that nobody weighed."""


@transaction.atomic
def draw_make(
    *,
    round: Round,  # noqa: A002
    by: Actor,
    at: datetime,
    rule: str = "default",
    chance: Callable[[], str] = chance_seed,
) -> Draw:
    """The sample of a closed round's accepted reports, and who verifies each: once, for good.

    The seed falls when the frame is fixed and nothing can refuse the draw any more, so that
    nobody can choose it, foresee it or try again (ADR 0010). Rule, frame, digest and seed are
    kept, so that anyone can draw again and find the same.
    """
    fresh = _undrawn(round, by)
    how = sampling_rule(rule)
    reports = _accepted(fresh)
    frame = _frame(fresh, reports)
    units = {key: str(report.unit_id) for key, report in reports.items()}
    verifiers = _verifiers(fresh.list.jurisdiction_id, at)
    refuse_unverifiable(units, verifiers)
    seed = chance()
    drawn = draw(frame, seed=seed, rule=how)
    whose = assign({lot.key: units[lot.key] for lot in drawn.chosen}, verifiers, seed=seed)
    made = Draw.objects.create(
        round=fresh,
        seed=seed,
        rule={"key": rule, **presets.load("sampling")[rule]},
        frame=frame_rows(frame),
        frame_digest=drawn.frame_digest,
        drawn_by_id=by.user_id,
        drawn_at=at,
    )
    Sample.objects.bulk_create(
        Sample(draw=made, report_id=int(key), verifier_id=int(whose[key]), reason=reason)
        for key, reason in ((lot.key, lot.reason) for lot in drawn.chosen)
    )
    after = {"seed": seed, "rule": rule, "frame": made.frame_digest, "samples": len(whose)}
    record(by=by, at=at, verb="draw.make", obj=made, after=after)
    return made


def _undrawn(round_: Round, by: Actor) -> Round:
    rounds = Round.objects.select_for_update(of=("self",)).select_related("list")
    fresh = rounds.get(pk=round_.pk)
    can_run_rounds(by, fresh.list.jurisdiction_id).require()
    if fresh.closed_at is None:
        raise Refused("draw-round-open")
    if Draw.objects.filter(round=fresh).exists():
        raise Refused("draw-exists")
    return fresh


def sampling_rule(key: str) -> SamplingRule:
    """The rule of that key in the presets. Raises Invalid ``sampling-rule-unknown``."""
    rules = presets.load("sampling")
    if key not in rules:
        raise Invalid("sampling-rule-unknown", field="rule")
    return sampling_rule_from(key, rules[key], f"sampling.{key}")


def frame_rows(frame: Sequence[Claim]) -> list[list[object]]:
    """The frame line by line as its digest reads it: key, stratum, weight, said done."""
    return [
        [claim.key, claim.stratum, format(claim.weight.normalize(), "f"), claim.said_done]
        for claim in sorted(frame, key=lambda claim: claim.key)
    ]


def _accepted(round_: Round) -> dict[str, ProgressReport]:
    """By key, which is the report's id; locked, so that no correction comes between."""
    rows = (
        ProgressReport.objects.select_for_update(of=("self",))
        .filter(round=round_, state=ReportState.ACCEPTED)
        .select_related("unit")
        .order_by("pk")
    )
    return {str(report.pk): report for report in rows}


def _frame(round_: Round, reports: Mapping[str, ProgressReport]) -> list[Claim]:
    """A part that stands in no list counts as an ordinary row. Raises Refused ``draw-empty``."""
    if not reports:
        raise Refused("draw-empty")
    weights = dict(round_.list.items.values_list("commitment_id", "weight"))
    return [
        Claim(
            key, report.unit.code, weights.get(report.commitment_id, ORDINARY), report.claims_done
        )
        for key, report in reports.items()
    ]


def _verifiers(jurisdiction_id: int, at: datetime) -> list[Verifier]:
    on = timezone.localdate(at)
    people = people_with("verifier", jurisdiction_id=jurisdiction_id, on=on)
    ids = list(people.values_list("pk", flat=True))
    barred = barred_units(ids, on=on)
    return [Verifier(str(pk), frozenset(map(str, barred[pk]))) for pk in ids]
