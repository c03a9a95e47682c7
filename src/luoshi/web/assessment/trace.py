"""Everything behind one unit's number, down to report, evidence and verification."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from luoshi.core.scoring import ROOT
from luoshi.web.accounts.actor import Actor
from luoshi.web.accounts.models import Appointment
from luoshi.web.assessment import words
from luoshi.web.assessment.caserates import COUNT
from luoshi.web.assessment.elsewhere import names_of
from luoshi.web.assessment.models import Against, ScoreNode, ScoreRun, UnitScore
from luoshi.web.assessment.told import told_of
from luoshi.web.commitments.amending import line_of
from luoshi.web.commitments.models import Amendment, Commitment
from luoshi.web.commitments.queries import visible_to as commitments_visible_to
from luoshi.web.commitments.terms import approved, as_measured
from luoshi.web.delivery.models import Evidence, ProgressReport, Verification
from luoshi.web.delivery.queries.reports import visible_to as reports_visible_to
from luoshi.web.reasons.models import BehindReason

HUNDRED = Decimal(100)
REFS = ("report", "evidence", "verification", "amendment", "reason")
Label = Promise | str


@dataclass(frozen=True, slots=True)
class Said:
    """A report with the figure it gave, beside the target."""

    report: ProgressReport
    figure: str


@dataclass(frozen=True, slots=True)
class Verifier:
    """Who verified, as office: a name of a person is not needed to trust a finding."""

    unit: str
    verification: Verification

    @property
    def figure(self) -> str:
        """What the verifier wrote down; empty where the report's own figure was confirmed."""
        value, share = self.verification.verified_value, self.verification.verified_share
        if value is not None:
            return _plain(value)
        return "" if share is None else _percent(str(share))


@dataclass(frozen=True, slots=True)
class Changed:
    """An approved amendment of the target or a date, and whether this run counts it."""

    pk: int
    words: str
    cause: str


@dataclass(frozen=True, slots=True)
class Line:
    """One fact: a commitment with weight and number, and what it rests on.

    ``opens`` says whether the reader may open the commitment, ``reads`` its reports.
    """

    commitment: Commitment | None
    key: str
    weight: str
    value: str
    reports: tuple[Said, ...]
    evidence: tuple[Evidence, ...]
    findings: tuple[Verifier, ...]
    amendments: tuple[Changed, ...]
    reasons: tuple[BehindReason, ...]
    opens: bool
    reads: bool


@dataclass(frozen=True, slots=True)
class Missing:
    """What had no number, and what the policy did."""

    policy: Label
    effect: str
    percent: str
    absent: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter that was the unit's own number."""

    name: Label
    source: str
    value: str


@dataclass(frozen=True, slots=True)
class Step:
    """One node: how its number came about."""

    path: str
    level: int
    title: str
    weight: str
    value: str
    points: str
    formulas: tuple[str, ...]
    source: str
    source_title: str
    meaning: Label
    claim: Label
    missing: Missing | None
    parameters: tuple[Parameter, ...]
    lines: tuple[Line, ...]
    left_out: tuple[str, ...]

    @property
    def shows_reports(self) -> bool:
        """Whether its facts are of commitments, which accounts are given of."""
        return any(line.commitment for line in self.lines)

    @property
    def shows_findings(self) -> bool:
        """Whether findings of outsiders stand behind the facts."""
        return any(line.findings for line in self.lines)


@dataclass(frozen=True, slots=True)
class Known:
    """What the refs of all facts name, by id."""

    commitments: Mapping[int, Commitment]
    reports: Mapping[int, ProgressReport]
    evidence: Mapping[int, Evidence]
    findings: Mapping[int, Verifier]
    amendments: Mapping[int, Amendment]
    reasons: Mapping[int, BehindReason]
    told: Mapping[str, str]
    original: bool
    opened: frozenset[int]
    readable: frozenset[int]


def steps_of(
    score: UnitScore, actor: Actor, nodes: Sequence[ScoreNode] | None = None
) -> list[Step]:
    """The total first, then every node of the score in the scheme's order: six queries, one for
    ``nodes`` where they are not given, and one where an indicator is asked."""
    nodes = list(score.nodes.all()) if nodes is None else nodes
    known = _known(nodes, actor, score.run)
    titles = {node.path: node.label for node in nodes}
    with words.naming(names_of(_sources(nodes), score.run.jurisdiction_id)):
        return [_step(node, known, titles) for node in nodes]


def _sources(nodes: Iterable[ScoreNode]) -> set[str]:
    traces = [node.trace for node in nodes]
    own = {trace["source"] for trace in traces if trace["source"]}
    return own | {one["source"] for trace in traces for one in trace["parameters"]}


def _known(nodes: Iterable[ScoreNode], actor: Actor, run: ScoreRun) -> Known:
    refs = {ref for node in nodes for fact in _every_fact(node) for ref in _refs(fact)}
    ids: dict[str, set[int]] = {}
    for ref in refs:
        kind, _colon, pk = ref.partition(":")
        if pk.isdigit():
            ids.setdefault(kind, set()).add(int(pk))
    original = run.against == Against.ORIGINAL
    commitments = _measured(ids.get("commitment", set()), run.known_at, original=original)
    reports = ProgressReport.objects.select_related("round").in_bulk(ids.get("report", set()))
    return Known(
        commitments=commitments,
        reports=reports,
        evidence=Evidence.objects.in_bulk(ids.get("evidence", set())),
        findings=_findings(ids.get("verification", set())),
        amendments=Amendment.objects.in_bulk(ids["amendment"]) if "amendment" in ids else {},
        reasons=_reasons(ids.get("reason", set())),
        told=told_of(_every_fact_of(nodes)),
        original=original,
        opened=_ids(commitments_visible_to(actor).filter(pk__in=list(commitments))),
        readable=_ids(reports_visible_to(actor).filter(pk__in=list(reports))),
    )


def _measured(ids: Iterable[int], at: datetime, *, original: bool) -> dict[int, Commitment]:
    """The commitments with the targets and dates that the run measured by."""
    found = Commitment.objects.in_bulk(list(ids))
    amended = approved(pk for pk, each in found.items() if each.original)
    return found | {
        pk: as_measured(found[pk], rows, at, original=original) for pk, rows in amended.items()
    }


def _ids(rows: QuerySet[Any]) -> frozenset[int]:
    return frozenset(rows.order_by().values_list("pk", flat=True))


def _findings(ids: Iterable[int]) -> dict[int, Verifier]:
    rows = Verification.objects.filter(pk__in=list(ids))
    held = list(
        Appointment.objects.filter(
            role="verifier", user__in=rows.order_by().values("decided_by")
        ).select_related("unit")
    )
    return {row.pk: Verifier(_unit_of(row, held), row) for row in rows}


def _unit_of(row: Verification, held: Sequence[Appointment]) -> str:
    """The unit at which the verifier was appointed on the day of the finding."""
    on = timezone.localdate(row.decided_at)
    units = (
        str(one.unit)
        for one in held
        if one.user_id == row.decided_by_id and one.from_on <= on <= (one.to_on or date.max)
    )
    return next(units, "")


def _every_fact(node: ScoreNode) -> list[dict[str, Any]]:
    trace = node.trace
    return [*trace["facts"], *(fact for p in trace["parameters"] for fact in p["facts"])]


def _every_fact_of(nodes: Iterable[ScoreNode]) -> list[dict[str, Any]]:
    return [fact for node in nodes for fact in _every_fact(node)]


def _refs(fact: Mapping[str, Any]) -> list[str]:
    return [fact["key"], *fact["refs"]]


def _step(node: ScoreNode, known: Known, titles: Mapping[str, str]) -> Step:
    trace = node.trace
    source = trace["source"] or ""
    key = source.partition(":")[0]
    return Step(
        path=node.path,
        level=node.depth,
        title=node.label,
        weight=trace["weight"] or "",
        value=_number(trace["value"], source),
        points=_short(trace["points"]),
        formulas=tuple(trace["formulas"]),
        source=key,
        source_title=words.source_words(source) if source else "",
        meaning=words.MEANINGS.get(key, ""),
        claim=words.CLAIMS.get(key, ""),
        missing=_missing(trace["gap"], known, titles, key) if trace["gap"] else None,
        parameters=tuple(_parameter(one) for one in trace["parameters"]),
        lines=tuple(_line(fact, known, source) for fact in trace["facts"]),
        left_out=tuple(_left_out(one, known, titles) for one in trace.get("set_aside", ())),
    )


def _left_out(one: Mapping[str, str], known: Known, titles: Mapping[str, str]) -> str:
    """A fact that does not count here, and why."""
    what = {"what": _absent(one["key"], known, titles), "where": titles.get(one["where"], "")}
    if one["reason"] == "no-proof":
        return _("%(what)s：没有文件为凭，按缺数处理") % what
    return _("%(what)s：同一事实已在“%(where)s”计入，这里不再计") % what


def _parameter(one: Mapping[str, Any]) -> Parameter:
    return Parameter(
        words.PARAMETERS[one["name"]], words.source_words(one["source"]), _short(one["value"])
    )


def _line(fact: Mapping[str, Any], known: Known, source: str) -> Line:
    ids: dict[str, list[int]] = {kind: [] for kind in REFS}
    for ref in fact["refs"]:
        kind, _colon, pk = ref.partition(":")
        ids.setdefault(kind, []).append(int(pk))
    pk = _commitment_id(fact["key"])
    return Line(
        commitment=known.commitments.get(pk),
        key=known.told.get(fact["key"], fact["key"]),
        weight=fact["weight"],
        value=_number(fact["value"], source),
        reports=_said(known, ids["report"]),
        evidence=tuple(known.evidence[i] for i in sorted(ids["evidence"]) if i in known.evidence),
        findings=tuple(known.findings[i] for i in ids["verification"] if i in known.findings),
        amendments=tuple(_changed(known, each) for each in ids["amendment"]),
        reasons=tuple(known.reasons[i] for i in ids["reason"] if i in known.reasons),
        opens=pk in known.opened,
        reads=not known.readable.isdisjoint(ids["report"]),
    )


def _reasons(ids: set[int]) -> Mapping[int, BehindReason]:
    """Nothing is asked where no fact rests on one."""
    return BehindReason.objects.select_related("decided_by").in_bulk(ids) if ids else {}


def _changed(known: Known, pk: int) -> Changed:
    amendment = known.amendments[pk]
    line = line_of(amendment, known.commitments[amendment.commitment_id])
    words = {"what": line.what, "old": line.old, "new": line.new}
    told = (
        _("未计入调整：%(what)s %(old)s → %(new)s")
        if known.original
        else _("已计入调整：%(what)s %(old)s → %(new)s")
    )
    return Changed(pk, str(told % words), line.cause)


def _said(known: Known, ids: Iterable[int]) -> tuple[Said, ...]:
    rows = [known.reports[pk] for pk in ids if pk in known.reports]
    rows.sort(key=lambda row: (row.round.period_end, row.pk))
    return tuple(Said(row, _figure(row, known.commitments.get(row.commitment_id))) for row in rows)


def _figure(report: ProgressReport, commitment: Commitment | None) -> str:
    """The figure over the target with its unit, or the share where nothing is counted."""
    if report.value is not None and commitment and commitment.target is not None:
        target = _plain(commitment.target)
        return f"{_plain(report.value)} / {target} {commitment.unit_of_measure}".strip()
    share = Decimal(1) if report.claims_done else report.said_share
    return "" if share is None else _percent(str(share))


def _commitment_id(key: str) -> int:
    kind, _colon, pk = key.partition(":")
    return int(pk) if kind == "commitment" and pk.isdigit() else 0


def _missing(
    gap: Mapping[str, Any], known: Known, titles: Mapping[str, str], source: str
) -> Missing:
    return Missing(
        policy=words.POLICIES[gap["policy"]],
        effect=gap["effect"],
        percent=_percent(gap["share"]),
        absent=tuple(_absent(key, known, titles) for key in gap["absent"]),
        source=source,
    )


def _absent(key: str, known: Known, titles: Mapping[str, str]) -> str:
    commitment = known.commitments.get(_commitment_id(key))
    if commitment:
        return commitment.text
    if key in known.told:
        return known.told[key]
    return titles.get(key, words.source_words(key))


def _number(value: str | None, source: str) -> str:
    """Shares of commitments and of cases as per cent, other numbers as they are."""
    key = source.partition(":")[0]
    share = key.startswith(("commitments.", "cases.")) and key != COUNT
    return _percent(value) if share and value is not None else _short(value)


def _percent(share: str) -> str:
    return f"{_plain((Decimal(share) * HUNDRED).quantize(Decimal('0.01')))}%"


def _short(value: str | None) -> str:
    return "" if value is None else _plain(round(Decimal(value), 4))


def _plain(number: Decimal) -> str:
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def total_of(steps: Sequence[Step]) -> Step:
    """The step of the total."""
    return next(step for step in steps if step.path == ROOT)
