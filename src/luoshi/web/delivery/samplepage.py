"""What the pages of verification show."""

import json

from luoshi.web.accounts.actor import Actor
from luoshi.web.commitments.wording import percent, target_text
from luoshi.web.delivery.figures import said_share_of
from luoshi.web.delivery.models import Draw, Sample, Verification
from luoshi.web.delivery.queries import (
    Narrowed,
    draws_visible_to,
    rounds_to_draw,
    samples_of,
    true_account_by_unit,
)
from luoshi.web.delivery.rules import WHOLE
from luoshi.web.delivery.wording import blocker_text, found_text, said_text


def overview_page(actor: Actor, list_key: str) -> dict[str, object]:
    """My samples; draws, what may be drawn, and rates for those who see the whole."""
    whole = actor.holds(*WHOLE)
    draws = list(draws_visible_to(actor)) if whole else []
    lists = {draw.round.list_id: draw.round.list.title for draw in draws}
    chosen = int(list_key) if list_key.isdecimal() and int(list_key) in lists else None
    verifies = actor.holds("verifier")
    mine = [sample_line(sample) for sample in samples_of(actor)] if verifies else []
    mine.sort(key=lambda line: line["current"] is not None)
    return {
        "whole": whole,
        "verifies": verifies,
        "draws": [draw for draw in draws if chosen in (None, draw.round.list_id)],
        "to_draw": list(rounds_to_draw(actor)),
        "mine": mine,
        "waiting": sum(line["current"] is None for line in mine),
        "lists": sorted(lists.items()),
        "chosen": chosen,
        "rates": [
            {
                "row": row,
                "rate": percent(row.account.rate),
                "low": percent(row.account.low),
                "high": percent(row.account.high),
            }
            for row in (true_account_by_unit(actor, Narrowed(list_id=chosen)) if whole else [])
        ],
    }


def sample_line(sample: Sample) -> dict[str, object]:
    """Said, did and achieved of one drawn report, each apart."""
    report = sample.report
    current = current_of(sample)
    return {
        "sample": sample,
        "target": target_text(report.commitment),
        "said": said_text(report),
        "said_share": percent(said_share_of(report.commitment, report)),
        "evidence": [use.evidence for use in report.evidence_uses.all()],
        "current": current,
        "found": found_text(report.commitment, current) if current else "",
    }


def current_of(sample: Sample) -> Verification | None:
    """The finding in force, of a sample that ``queries`` gave."""
    found: list[Verification] = sample.current  # type: ignore[attr-defined]
    return found[0] if found else None


def sample_page(actor: Actor, sample: Sample) -> dict[str, object]:
    """One sample with the whole report and all findings, the superseded ones too."""
    findings = sample.verifications.select_related("decided_by", "superseded_by").order_by("-pk")
    commitment = sample.report.commitment
    return {
        "line": sample_line(sample),
        "report": sample.report,
        "commitment": commitment,
        "blocker": blocker_text(sample.report),
        "findings": [(each, found_text(commitment, each)) for each in findings],
        "mine": sample.verifier_id == actor.user_id and actor.holds("verifier"),
    }


def frame_text(draw: Draw) -> str:
    """The frame as its digest reads it: one JSON array a line."""
    rows = (json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in draw.frame)
    return "".join(f"{row}\n" for row in rows)
