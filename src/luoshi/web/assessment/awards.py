"""Quotas of a run and vetoes of its units, in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from luoshi.core.scoring import Scheme
from luoshi.web.assessment import words
from luoshi.web.assessment.models import EdgeDecision, RunQuota, ScoreRun, UnitScore
from luoshi.web.assessment.told import told_of

NOTHING: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Award:
    """One quota of one group with the units by name. ``waits`` for a person to decide."""

    pk: int
    group: str
    title: str
    seats: int
    left: int
    inside: tuple[str, ...]
    edge: tuple[str, ...]
    barred: tuple[str, ...]
    decision: EdgeDecision | None
    chosen: tuple[str, ...]

    @property
    def waits(self) -> bool:
        """Whether a tie stands at the edge and nobody has decided."""
        return bool(self.edge) and self.decision is None


@dataclass(frozen=True, slots=True)
class Held:
    """A veto that held on the day: why, who issued it, until when, what it bars from, and what it
    rests on, in words."""

    unit: str
    title: str
    basis: str
    level: Promise | str
    expires: str
    bars: tuple[str, ...]
    proofs: tuple[str, ...]


def awards_of(run: ScoreRun, names: Mapping[str, str]) -> list[Award]:
    """The quotas of the run; ``names`` are the units' by code: one query."""
    rows = run.quotas.select_related("decision__decided_by").order_by("pk")
    return [award_of(row, names) for row in rows]


def award_of(row: RunQuota, names: Mapping[str, str]) -> Award:
    """One quota with its units by name."""
    decision: EdgeDecision | None = getattr(row, "decision", None)
    inside, edge, barred, chosen = (
        tuple(names.get(code, code) for code in codes)
        for codes in (row.inside, row.edge, row.barred, decision.chosen if decision else ())
    )
    return Award(
        row.pk, row.group, row.title, row.seats, row.left, inside, edge, barred, decision, chosen
    )


def vetoes_of(
    rules: Scheme, scores: Iterable[UnitScore], told: Mapping[str, str] = NOTHING
) -> list[Held]:
    """The vetoes that held, unit by unit; ``told`` are facts in words by key (``proofs_of``)."""
    quotas = {quota.key: quota.title for quota in rules.quotas}
    return [_held(score, veto, quotas, told) for score in scores for veto in score.vetoes]


def proofs_of(score: UnitScore) -> dict[str, str]:
    """The facts behind the vetoes of a score in words; nothing is asked where none held."""
    return told_of([fact for veto in score.vetoes for fact in veto["facts"]])


def _held(
    score: UnitScore, veto: Mapping[str, Any], quotas: Mapping[str, str], told: Mapping[str, str]
) -> Held:
    keys = [fact["key"] for fact in veto["facts"]]
    return Held(
        unit=score.unit.short_name,
        title=veto["title"],
        basis=veto["basis"],
        level=words.LEVELS[veto["level"]],
        expires=veto["expires"],
        bars=tuple(quotas.get(key, key) for key in veto["bars"]) or (_("无"),),
        proofs=tuple(told[key] for key in keys if key in told),
    )
