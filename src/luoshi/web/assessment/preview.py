"""A draft of rules over what the last run saw: who would stand where. Nothing is stored."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any

from luoshi.core.ranking import published
from luoshi.core.scoring import (
    Result,
    Scheme,
    decimal_text,
    evaluate,
    inputs_from_bytes,
)
from luoshi.web.assessment.elsewhere import names_of
from luoshi.web.assessment.models import ScoreRun, UnitScore
from luoshi.web.assessment.parsed import rules_of
from luoshi.web.assessment.queries import dressed
from luoshi.web.assessment.standing import points_words, rank_words
from luoshi.web.assessment.words import naming, source_words


@dataclass(frozen=True, slots=True)
class Foreseen:
    """One unit: points and place in the run, and under the draft; ``move`` is up (> 0) or down."""

    unit: str
    points: str
    rank: str
    new_points: str
    new_rank: str
    move: int

    @property
    def down(self) -> int:
        """By how many places it falls."""
        return max(0, -self.move)


@dataclass(frozen=True, slots=True)
class Preview:
    """Tables by group title, and the sources that the run has no numbers of."""

    run: ScoreRun
    tables: tuple[tuple[str, tuple[Foreseen, ...]], ...]
    absent: tuple[str, ...]


def preview_of(rules: Scheme, run: ScoreRun) -> Preview:
    """The draft over the run's frozen inputs: two queries, and one where an indicator
    has no numbers there. Units go to the draft's own groups.

    Raises: Invalid("score-undefined") as ``evaluate`` where a formula has no value.
    """
    facts: dict[str, Any] = {}
    for units in json.loads(run.inputs).values():
        facts |= units
    scores = {score.unit.code: score for score in dressed(_scores(run), run)}
    seen = {source for sources in facts.values() for source, rows in sources.items() if rows}
    tables = []
    for group in rules.groups:
        of_group = {
            code: facts[code]
            for code, score in scores.items()
            if code in facts and score.unit.kind in group.unit_kinds
        }
        if of_group:
            inputs = inputs_from_bytes(json.dumps(of_group).encode())
            result = evaluate(rules, group.key, inputs, on=run.as_of)
            tables.append((group.title, _rows(rules, result, scores, run)))
    absent = [source for source in rules.sources() if source not in seen]
    with naming(names_of(absent, run.jurisdiction_id)):
        return Preview(run, tuple(tables), tuple(source_words(source) for source in absent))


def _scores(run: ScoreRun) -> Iterable[UnitScore]:
    return run.scores.select_related("unit")


def _rows(
    rules: Scheme, result: Result, scores: Mapping[str, UnitScore], run: ScoreRun
) -> tuple[Foreseen, ...]:
    shown = partial(published, places=rules.rounding.places, mode=rules.rounding.mode)
    before = rules_of(run.version)
    return tuple(
        Foreseen(
            unit=scores[unit.unit].unit.short_name,
            points=points_words(before, scores[unit.unit]),
            rank=rank_words(scores[unit.unit]),
            new_points="" if unit.points is None else format(shown(unit.points), "f"),
            new_rank="" if unit.rank is None else decimal_text(unit.rank),
            move=_move(scores[unit.unit].rank, unit.rank),
        )
        for unit in result.standing()
    )


def _move(before: Decimal | None, after: Decimal | None) -> int:
    return 0 if before is None or after is None else int(before - after)
