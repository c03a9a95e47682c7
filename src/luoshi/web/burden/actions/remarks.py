"""标记: a unit says that a request repeats another or has no basis; reply, appeal, ruling."""

from datetime import datetime

from django.db import transaction

from luoshi.core.errors import Invalid, Refused
from luoshi.web.accounts.actor import Actor
from luoshi.web.audit.actions import record
from luoshi.web.burden.models import Remark, RemarkKind, RequestState, RequestUnit
from luoshi.web.burden.rules import can_handle_request, can_remark, can_rule_remark


@transaction.atomic
def remark_raise(*, asked: RequestUnit, kind: str, words: str, by: Actor, at: datetime) -> Remark:
    """Said once for each unit and request, with the reason."""
    row = (
        RequestUnit.objects.select_for_update(of=("self",))
        .select_related("request")
        .get(pk=asked.pk)
    )
    can_remark(by, row).require()
    if row.request.state != RequestState.SENT:
        raise Refused("wrong-state", state=row.request.state)
    if kind not in RemarkKind.values:
        raise Invalid("repeat-choice-missing", field="kind")
    _require(words)
    if Remark.objects.filter(asked=row).exists():
        raise Refused("remark-made")
    made = Remark.objects.create(
        asked=row, kind=kind, words=words.strip(), raised_by_id=by.user_id, raised_at=at
    )
    record(by=by, at=at, verb="request.remark", obj=made, after={"kind": kind, "unit": row.unit_id})
    return made


@transaction.atomic
def remark_reply(*, remark: Remark, upheld: bool, words: str, by: Actor, at: datetime) -> Remark:
    """The asker agrees, and the unit need not answer; or says why it must."""
    fresh = _locked(remark)
    can_handle_request(by, fresh.asked.request).require()
    _require_stage(fresh, "replying")
    _require(words)
    fresh.upheld, fresh.reply = upheld, words.strip()
    fresh.replied_by_id, fresh.replied_at = by.user_id, at
    fresh.save(update_fields=["upheld", "reply", "replied_by", "replied_at"])
    if upheld:
        _lift(fresh, at)
    record(by=by, at=at, verb="request.remark-reply", obj=fresh, after={"upheld": upheld})
    return fresh


@transaction.atomic
def remark_appeal(*, remark: Remark, words: str, by: Actor, at: datetime) -> Remark:
    """申诉 against a reply that did not agree."""
    fresh = _locked(remark)
    can_remark(by, fresh.asked).require()
    _require_stage(fresh, "declined")
    _require(words)
    fresh.appeal, fresh.appealed_by_id, fresh.appealed_at = words.strip(), by.user_id, at
    fresh.save(update_fields=["appeal", "appealed_by", "appealed_at"])
    record(by=by, at=at, verb="request.remark-appeal", obj=fresh)
    return fresh


@transaction.atomic
def remark_rule(*, remark: Remark, for_unit: bool, words: str, by: Actor, at: datetime) -> Remark:
    """裁定 by somebody who neither asked nor replied."""
    fresh = _locked(remark)
    can_rule_remark(by, fresh).require()
    _require_stage(fresh, "ruling")
    _require(words)
    fresh.ruled_for_unit, fresh.ruling = for_unit, words.strip()
    fresh.ruled_by_id, fresh.ruled_at = by.user_id, at
    fresh.save(update_fields=["ruled_for_unit", "ruling", "ruled_by", "ruled_at"])
    if for_unit:
        _lift(fresh, at)
    record(by=by, at=at, verb="request.remark-rule", obj=fresh, after={"for_unit": for_unit})
    return fresh


def _lift(remark: Remark, at: datetime) -> None:
    RequestUnit.objects.filter(pk=remark.asked_id).update(lifted_at=at)


def _locked(remark: Remark) -> Remark:
    rows = Remark.objects.select_for_update(of=("self",))
    return rows.select_related("asked__request", "asked__unit").get(pk=remark.pk)


def _require(words: str) -> None:
    if not words.strip():
        raise Invalid("reason-missing", field="words")


def _require_stage(remark: Remark, stage: str) -> None:
    if remark.stage != stage:
        raise Refused("wrong-state", state=remark.stage)
