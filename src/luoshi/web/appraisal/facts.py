"""What a contender's data page tells: what was verified, with lights, said, did and achieved apart,
and the place in the last final ranking. Nothing is typed here: all of it comes from the facts."""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from luoshi.web.appraisal.models import Contender, Session
from luoshi.web.assessment.models import RunStudy, ScoreRun, UnitScore
from luoshi.web.assessment.standing import rank_words
from luoshi.web.commitments.lights import light_sentence, rule_name
from luoshi.web.commitments.models import Commitment, CommitmentState
from luoshi.web.commitments.rows import JUDGED, claims_of

LEFT_OUT = (CommitmentState.DRAFT, CommitmentState.WITHDRAWN)
LIGHTS = ("blue", "green", "yellow", "red", "grey")
FIRST = {"red": 0, "yellow": 1, "blue": 2, "green": 3, "grey": 4}
MOST_ROWS = 12
"""Rows of one page, what is late first; the counts tell of all."""


@dataclass(frozen=True, slots=True)
class Line:
    """One commitment as it stood; ``said``, ``did`` and ``achieved`` never make one number."""

    text: str
    due_on: str
    said: str
    did: int
    achieved: str
    finding: str
    light: str
    label: str
    rule: str


@dataclass(frozen=True, slots=True)
class DataPage:
    """A contender's data page as it is shown.

    ``total``: how many it leads; ``verified`` of these were found true; ``judged``: had a finding
    at all, ``lights``: how many of these have each colour.
    """

    contender: Contender
    as_of: str
    total: int
    judged: int
    verified: int
    lights: tuple[tuple[str, int], ...]
    lines: tuple[Line, ...]
    place: Mapping[str, Any] | None


def facts_of(session: Session, units: Collection[int], on: date) -> dict[int, dict[str, Any]]:
    """By unit, what is to be kept, as plain data: commitments of the session's year that the unit
    leads. A constant number of queries."""
    rows = Commitment.objects.filter(
        jurisdiction=session.jurisdiction_id,
        lead_unit__in=units,
        starts_on__lte=session.held_on,
        due_on__gte=date(session.held_on.year, 1, 1),
    ).exclude(state__in=LEFT_OUT)
    by_unit: dict[int, list[Commitment]] = {unit: [] for unit in units}
    for row in rows.select_related("progress").order_by("due_on", "pk"):
        by_unit[row.lead_unit_id or 0].append(row)
    places = _places(session.jurisdiction_id, units)
    return {
        unit: {"as_of": on.isoformat(), **_counted(found), "place": places.get(unit)}
        for unit, found in by_unit.items()
    }


def _counted(rows: list[Commitment]) -> dict[str, Any]:
    """Only what somebody else verified is listed; what nobody looked at is told as a number."""
    told = [each for each in map(_told, rows) if each["finding"]]
    return {
        "total": len(rows),
        "judged": len(told),
        "verified": sum(each["finding"] == "confirmed" for each in told),
        "lights": {light: sum(each["light"] == light for each in told) for light in LIGHTS},
        "rows": sorted(told, key=lambda each: FIRST[each["light"]])[:MOST_ROWS],
    }


def _told(row: Commitment) -> dict[str, Any]:
    claims, progress = claims_of(row), getattr(row, "progress", None)
    return {
        "commitment": row.pk,
        "text": row.text[:200],
        "due_on": row.due_on.isoformat(),
        "said": claims.said_percent or claims.said,
        "did": claims.evidence,
        "achieved": claims.achieved_percent or claims.achieved,
        "finding": claims.finding_code,
        "light": progress.light if progress else "grey",
        "light_code": progress.light_code if progress else "",
        "light_params": progress.light_params if progress else {},
        "light_rule": progress.light_rule if progress else "",
    }


def _places(jurisdiction_id: int, units: Collection[int]) -> dict[int, dict[str, Any]]:
    """By unit, its place in the last final run with the interval of places, where one was studied:
    three queries."""
    runs = ScoreRun.objects.filter(jurisdiction=jurisdiction_id, finalised_at__isnull=False)
    run = runs.only("pk", "title").first()
    if run is None:
        return {}
    spans = _spans(run)
    scores = UnitScore.objects.filter(run=run, rank__isnull=False).select_related("unit")
    told = list(scores)
    return {
        each.unit_id: {
            "run": run.title,
            "rank": rank_words(each),
            "of": sum(other.group == each.group for other in told),
            **spans.get(each.unit.code, {}),
        }
        for each in told
        if each.unit_id in units
    }


def _spans(run: ScoreRun) -> dict[str, dict[str, int]]:
    study = RunStudy.objects.filter(run=run).only("text").first()
    groups = json.loads(study.text)["groups"].values() if study else ()
    return {
        one["unit"]: {"low": one["low"], "high": one["high"]}
        for group in groups
        for one in group.get("units", ())
    }


def data_page(contender: Contender) -> DataPage | None:
    """The page as it was frozen; None before."""
    facts = contender.facts
    if facts is None:
        return None
    return DataPage(
        contender=contender,
        as_of=facts["as_of"],
        total=facts["total"],
        judged=facts.get("judged", facts["total"]),
        verified=facts["verified"],
        lights=tuple((light, facts["lights"][light]) for light in LIGHTS),
        lines=tuple(_lines(facts["rows"])),
        place=facts["place"],
    )


def _lines(rows: list[dict[str, Any]]) -> Iterator[Line]:
    for row in rows:
        yield Line(
            text=row["text"],
            due_on=row["due_on"],
            said=row["said"],
            did=row["did"],
            achieved=row["achieved"],
            finding=JUDGED.get(row["finding"]),
            light=row["light"],
            label=light_sentence(row["light_code"], row["light_params"]),
            rule=rule_name(row["light_rule"]),
        )
