"""Putting a clause into another shape: edited, split, merged, or marked by hand."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from luoshi.core.errors import Invalid, Refused
from luoshi.core.text import OffsetMap
from luoshi.web.accounts.actor import Actor
from luoshi.web.audit.actions import record
from luoshi.web.documents.actions.decisions import candidate_decided, candidate_locked
from luoshi.web.documents.actions.steps import step_keep
from luoshi.web.documents.models import Candidate, SourceDocument
from luoshi.web.documents.papers import spans
from luoshi.web.documents.queries import standing
from luoshi.web.documents.rules import can_review

EDITABLE = (
    "text",
    "kind",
    "metric",
    "comparator",
    "value",
    "unit_of_measure",
    "period",
    "period_start",
    "period_end",
    "recurrence",
    "responsible",
    "modality",
)
QUANTITY = ("metric", "comparator", "value", "unit_of_measure")
SHARED = (
    "start",
    "end",
    "period",
    "period_start",
    "period_end",
    "recurrence",
    "responsible",
    "modality",
)
KINDS = ("target", "project", "qualitative-task")
MARKED_LIMIT = 2_000
BY_HAND = "人工标出"
SPLIT = "人工拆分"
MERGED = "人工合并"


@transaction.atomic
def candidate_edit(
    *, candidate: Candidate, changes: Mapping[str, object], by: Actor, at: datetime
) -> Candidate:
    """Other values for some of the fields; the source clause stays."""
    fresh = _open(candidate, by)
    if unknown := set(changes) - set(EDITABLE):
        raise TypeError(f"not editable: {sorted(unknown)}")
    changed = [name for name, value in changes.items() if value != getattr(fresh, name)]
    before = {name: getattr(fresh, name) for name in changed}
    for name in changed:
        setattr(fresh, name, changes[name])
    _check(fresh)
    if changed:
        fresh.save(update_fields=changed)
        after = {name: getattr(fresh, name) for name in changed}
        step_keep(fresh, before, after, by, at)
        record(by=by, at=at, verb="candidate.edit", obj=fresh, before=before, after=after)
    return fresh


@transaction.atomic
def candidate_split(
    *, candidate: Candidate, texts: Sequence[str], by: Actor, at: datetime
) -> list[Candidate]:
    """Two or more candidates in place of one, each from the same place of the source.

    The quantity goes with the text that names its metric; the others are left without one.
    """
    fresh = _open(candidate, by)
    parts = [text.strip() for text in texts]
    if len(parts) < 2 or not all(parts):
        raise Invalid("split-part-empty", field="texts")
    owner = next((n for n, text in enumerate(parts) if fresh.metric and fresh.metric in text), None)
    made = [_part(fresh, text, owns=number == owner) for number, text in enumerate(parts)]
    Candidate.objects.bulk_create(made)
    for part in made:
        part.came_from.add(fresh)
    candidate_decided(fresh, "split", by, at)
    record(
        by=by,
        at=at,
        verb="candidate.split",
        obj=fresh,
        before={"state": "open"},
        after={"state": fresh.state, "became": [p.pk for p in made]},
    )
    return made


@transaction.atomic
def candidate_merge(*, candidates: Sequence[Candidate], by: Actor, at: datetime) -> Candidate:
    """One candidate in place of neighbours in the same document.

    Fields come from the first that has them; two different quantities cancel each other, since
    no number is guessed (law 8). Raises Invalid ``merge-not-adjacent``.
    """
    chosen = sorted((_open(one, by) for one in candidates), key=_place)
    _check_adjacent(chosen)
    first = chosen[0]
    made = Candidate(
        document=first.document,
        start=first.start,
        end=max(one.end for one in chosen),
        text=_joined([one.text for one in chosen]),
        confidence=min(one.confidence for one in chosen),
        reasons=[MERGED],
        period_end=max((one.period_end for one in chosen if one.period_end), default=None),
        responsible=";".join(
            _each_once(name for one in chosen for name in one.responsible.split(";"))
        )[:300],
        **_first_known(chosen, ("period", "period_start", "recurrence", "modality")),
        **_one_quantity(chosen),
    )
    made.save()
    made.came_from.set(chosen)
    for one in chosen:
        candidate_decided(one, "merge", by, at)
    record(
        by=by,
        at=at,
        verb="candidate.merge",
        obj=made,
        after={"came_from": [one.pk for one in chosen]},
    )
    return made


@transaction.atomic
def candidate_add(
    *, document: SourceDocument, start: int, end: int, by: Actor, at: datetime
) -> Candidate:
    """A clause the extractor missed: code points of the raw text, chosen by a person."""
    fresh = SourceDocument.objects.select_for_update().get(pk=document.pk)
    can_review(by, fresh).require()
    text = _chosen(fresh, start, end)
    made = Candidate.objects.create(
        document=fresh,
        start=start,
        end=end,
        text=text,
        kind="qualitative-task",
        confidence=Decimal(1),
        reasons=[BY_HAND],
    )
    place = {"start": start, "end": end}
    step_keep(made, None, place, by, at)
    record(by=by, at=at, verb="candidate.add", obj=made, after=place)
    return made


def _open(candidate: Candidate, by: Actor) -> Candidate:
    fresh = candidate_locked(candidate, by)
    if fresh.state != "open":
        raise Refused("wrong-state", state=fresh.state)
    return fresh


def _check(fresh: Candidate) -> None:
    if not fresh.text.strip():
        raise Invalid("candidate-text-missing", field="text")
    if fresh.kind not in KINDS:
        raise Invalid("commitment-kind", field="kind")
    if fresh.period_start and fresh.period_end and fresh.period_end < fresh.period_start:
        raise Invalid("ends-before-start", field="period_end")


def _part(fresh: Candidate, text: str, *, owns: bool) -> Candidate:
    shared = {name: getattr(fresh, name) for name in SHARED}
    quantity = {name: getattr(fresh, name) for name in QUANTITY} if owns else {}
    kind = fresh.kind if owns or fresh.kind != "target" else "qualitative-task"
    return Candidate(
        document_id=fresh.document_id,
        text=text,
        kind=kind,
        confidence=fresh.confidence,
        reasons=[SPLIT],
        **shared,
        **quantity,
    )


def _place(candidate: Candidate) -> tuple[int, int, int]:
    return candidate.start, candidate.end, candidate.pk


def _check_adjacent(chosen: Sequence[Candidate]) -> None:
    document_id = chosen[0].document_id
    order = list(standing(document_id).values_list("pk", flat=True))
    places = [order.index(one.pk) for one in chosen if one.document_id == document_id]
    neighbours = list(range(places[0], places[0] + len(chosen)))
    if len(chosen) < 2 or places != neighbours:
        raise Invalid("merge-not-adjacent")


def _joined(texts: Sequence[str]) -> str:
    kept = [t for t in _each_once(texts) if not any(t != o and t in o for o in texts)]
    return "；".join(text.rstrip("，,；;。 ") for text in kept)


def _each_once(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(text for text in texts if text))


def _first_known(chosen: Sequence[Candidate], names: Sequence[str]) -> dict[str, object]:
    known: dict[str, object] = {}
    for name in names:
        values = [getattr(one, name) for one in chosen]
        known[name] = next((value for value in values if value), values[0])
    return known


def _one_quantity(chosen: Sequence[Candidate]) -> dict[str, object]:
    measured = [one for one in chosen if one.metric or one.value is not None]
    quantities = {tuple(getattr(one, name) for name in QUANTITY) for one in measured}
    if len(quantities) == 1:
        return dict(zip(QUANTITY, quantities.pop(), strict=True)) | {"kind": measured[0].kind}
    kinds = [one.kind for one in chosen if one.kind != "target"]
    return {"kind": kinds[0] if kinds else "qualitative-task"}


def _chosen(document: SourceDocument, start: int, end: int) -> str:
    """The repaired text of the place. Raises Invalid for nothing, too much, or injected text."""
    if not 0 <= start < end <= len(document.raw):
        raise Invalid("mark-empty")
    if end - start > MARKED_LIMIT:
        raise Invalid("mark-too-long", limit=MARKED_LIMIT)
    offsets = OffsetMap.from_runs(document.offset_map)
    text = document.clean[offsets.from_raw(start) : offsets.from_raw(end)].strip()
    injected = any(s.kind == "spam" and s.overlaps(start, end) for s in spans(document.dropped))
    if not text or injected:
        raise Invalid("mark-empty")
    return text
