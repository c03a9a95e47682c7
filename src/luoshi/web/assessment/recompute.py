"""Checking a stored run against nothing but what it stored."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from luoshi.core.errors import Invalid
from luoshi.core.scoring import (
    Result,
    Scheme,
    canonical_json,
    digest,
    evaluate,
    inputs_from_bytes,
    parse_scheme,
    plain,
    scheme_digest,
    told,
)
from luoshi.core.scoring.canonical import Written, canonical_text
from luoshi.web.assessment.models import ScoreRun

UNREADABLE = ""
"""Stands for the digest of what cannot be read or computed any more."""


@dataclass(frozen=True, slots=True)
class Part:
    """One thing a run keeps, with the digest it should have and the one it has.

    ``rules``, ``inputs`` and ``result`` are the stored texts, ``computed`` the result of
    evaluating them now, ``scores``, ``quotas`` and ``traces`` the tables that pages show.
    """

    name: str
    stored: str
    found: str

    @property
    def same(self) -> bool:
        """Whether the bytes are the same."""
        return self.stored == self.found


@dataclass(frozen=True, slots=True)
class Recomputed:
    """The digest stored with a run, the one found now, and the parts one by one."""

    stored: str
    found: str
    parts: tuple[Part, ...]

    @property
    def same(self) -> bool:
        """Whether the run gives the same bytes, and its tables say the same."""
        return not self.differing

    @property
    def differing(self) -> tuple[str, ...]:
        """The names of the parts that differ."""
        return tuple(part.name for part in self.parts if not part.same)


def recomputed(run: ScoreRun) -> Recomputed:
    """Evaluate the stored rules over the stored inputs and compare every digest: three queries."""
    rules, results = results_again(run)
    found = digest(canonical_json(results)) if results else UNREADABLE
    parts = (
        Part("rules", run.version.digest, scheme_digest(rules) if rules else UNREADABLE),
        Part("inputs", run.inputs_digest, digest(run.inputs.encode())),
        Part("result", run.result_digest, digest(run.result.encode())),
        Part("computed", run.result_digest, found),
        Part("scores", digest(canonical_json(_scores(results))), _stored_scores(run)),
        Part("quotas", digest(canonical_json(_quotas(results))), _stored_quotas(run)),
        Part("traces", _traces(results), _stored_traces(run)),
    )
    return Recomputed(run.result_digest, found, parts)


def results_again(run: ScoreRun) -> tuple[Scheme | None, dict[str, Result]]:
    """The stored rules and the results by group that they give now over the stored inputs;
    nothing of what can no longer be read."""
    try:
        rules = parse_scheme(run.version.text)
    except Invalid:
        return None, {}
    try:
        return rules, {
            group: evaluate(
                rules, group, inputs_from_bytes(json.dumps(facts).encode()), on=run.as_of
            )
            for group, facts in json.loads(run.inputs).items()
        }
    except (Invalid, ValueError, AttributeError):
        return rules, {}


def _scores(results: Mapping[str, Result]) -> list[list[object]]:
    rows: list[list[object]] = []
    for group, result in results.items():
        tied = {key: len(band.keys) for band in result.ties for key in band.keys}
        rows += (
            [unit.unit, group, unit.points, unit.rank, tied.get(unit.unit, 1), plain(unit.vetoes)]
            for unit in result.units
        )
    return sorted(rows, key=lambda row: str(row[0]))


def _stored_scores(run: ScoreRun) -> str:
    rows = run.scores.order_by().values_list(
        "unit__code", "group", "points", "rank", "tied", "vetoes"
    )
    return digest(canonical_json(sorted(list(row) for row in rows)))


def quota_rows(group: str, result: Result) -> Iterator[dict[str, object]]:
    """The quotas of a group as their table keeps them."""
    for quota in result.quotas:
        filled = quota.filled
        yield {
            "group": group, "key": quota.key, "title": quota.title, "seats": filled.seats,
            "inside": list(filled.inside), "edge": list(filled.edge), "barred": list(quota.barred),
        }  # fmt: skip


def _quotas(results: Mapping[str, Result]) -> list[dict[str, object]]:
    return [row for group, result in results.items() for row in quota_rows(group, result)]


def _stored_quotas(run: ScoreRun) -> str:
    names = ("group", "key", "title", "seats", "inside", "edge", "barred")
    return digest(canonical_json(list(run.quotas.order_by("pk").values(*names))))


def _traces(results: Mapping[str, Result]) -> str:
    nodes = told(results).nodes
    rows = [
        (unit.unit, node.path, text)
        for result in results.values()
        for unit in result.units
        for node, text in zip(unit.total.walk(), nodes[unit.unit], strict=True)
    ]
    return _digest_of_traces(rows)


def _stored_traces(run: ScoreRun) -> str:
    rows = run.scores.order_by().values_list("unit__code", "nodes__path", "nodes__trace")
    return _digest_of_traces(
        [(unit, path or "", canonical_text(trace)) for unit, path, trace in rows.iterator()]
    )


def _digest_of_traces(rows: list[tuple[str, str, str]]) -> str:
    return digest(canonical_json([(u, p, Written(text)) for u, p, text in sorted(rows)]))
