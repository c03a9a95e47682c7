"""What to look at before a list is frozen, and where each thing is mended."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.urls import reverse

from luoshi.core.decompose import DEEPEST, Entry, Flag, Span, list_flags
from luoshi.web.commitments.division.history import Results, results_of
from luoshi.web.commitments.division.whole import (
    flag_rule,
    is_measurable,
    part_of,
    stages_of,
    whole_of,
)
from luoshi.web.commitments.division.words import HEAD_WORDS, HEADS, flag_text
from luoshi.web.commitments.models import Commitment, CommitmentList
from luoshi.web.commitments.trajectory import trajectory_of

DIVIDED = (
    "undivided", "unnumbered-parts", "parts-under", "parts-over", "ceiling-over", "part-over-whole",
    "part-below-whole", "part-due-after", "part-starts-before", "stage-under",
)  # fmt: skip
STAGED = ("stage-falls", "stage-not-whole", "back-loaded")
HUNG = ("orphan", "parent-cycle")


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to look at: about which commitment, in words, and where it is mended."""

    commitment: Commitment | None
    text: str
    mend: str


@dataclass(frozen=True, slots=True)
class ListCheck:
    """All of it, by kind in the order of ``HEADS``; ``kept`` and ``digest`` go on record."""

    groups: Sequence[tuple[str, Sequence[Line]]]
    kept: Sequence[Mapping[str, Any]]

    @property
    def count(self) -> int:
        """How many things there are."""
        return len(self.kept)

    @property
    def digest(self) -> str:
        """Of what was seen; empty where there is nothing."""
        return digest_of(self.kept)


def digest_of(kept: Sequence[Mapping[str, Any]]) -> str:
    """SHA-256 of the flags as they are kept; empty without any."""
    if not kept:
        return ""
    text = json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def flags_of(lst: CommitmentList) -> list[dict[str, Any]]:
    """The flags of a list as they are kept: code, keys and values."""
    return [_kept(flag) for flag in _flags(_rows(lst), lst)]


def check_of_list(lst: CommitmentList) -> ListCheck:
    """Five queries; one more for each level of parents above."""
    rows = _rows(lst)
    return _shown(_flags(rows, lst), rows)


def kept_check(lst: CommitmentList, kept: Sequence[Mapping[str, Any]]) -> ListCheck:
    """What was seen when the list was frozen."""
    flags = [Flag(row["code"], tuple(row["keys"]), row["params"]) for row in kept]
    return _shown(flags, _rows(lst))


def _kept(flag: Flag) -> dict[str, Any]:
    return {"code": flag.code, "keys": list(flag.keys), "params": dict(flag.params)}


def _rows(lst: CommitmentList) -> list[Commitment]:
    """The commitments by number, with their steps and their parts."""
    rows = Commitment.objects.filter(items__list=lst).exclude(state="withdrawn")
    related = rows.select_related("lead_unit", "parent").order_by("items__number", "pk")
    return list(related.prefetch_related("milestones"))


def _flags(rows: Sequence[Commitment], lst: CommitmentList) -> list[Flag]:
    parts = _parts(rows)
    results = results_of({row.metric for row in rows}, {row.lead_unit_id or 0 for row in rows})
    comes_from_above = lst.jurisdiction.parent_id is not None
    listed = {row.pk for row in rows}
    entries = [
        _entry(row, parts.get(row.pk, ()), results, listed, above=comes_from_above) for row in rows
    ]
    return [*_cycles(rows), *list_flags(entries, flag_rule())]


def _parts(rows: Sequence[Commitment]) -> dict[int, list[Commitment]]:
    found: dict[int, list[Commitment]] = {}
    parts = Commitment.objects.filter(parent__in=[row.pk for row in rows])
    ordered = parts.exclude(state="withdrawn").select_related("lead_unit").order_by("pk")
    for part in ordered.prefetch_related("milestones"):
        found.setdefault(part.parent_id or 0, []).append(part)
    return found


def _entry(
    row: Commitment,
    parts: Sequence[Commitment],
    results: Results,
    listed: Collection[int],
    *,
    above: bool,
) -> Entry:
    measurable = is_measurable(row)
    metric = row.metric if row.kind == "target" else ""
    steps = list(row.milestones.all())
    whole = whole_of(row, stages_of(row, steps))
    parent = row.parent if row.parent and row.parent.state != "withdrawn" else None
    past = results.get((row.lead_unit_id or 0, metric, row.unit_of_measure), {})
    return Entry(
        key=str(row.pk),
        unit=str(row.lead_unit_id or ""),
        metric=metric,
        comparator=row.comparator if measurable else "",
        target=row.target,
        span=Span(row.starts_on, row.due_on),
        trajectory=trajectory_of(row, steps),
        stages={step.due_on: step.value for step in steps if step.value is not None},
        rises=whole is None or whole.rises,
        parent=Span(parent.starts_on, parent.due_on)
        if parent and parent.pk not in listed
        else None,
        has_parent=parent is not None,
        comes_from_above=above or row.parent_id is not None,
        must_divide=row.must_divide,
        whole=whole,
        parts=[part_of(part, part.milestones.all(), row.unit_of_measure) for part in parts],
        results=past if measurable and metric else {},
    )


def _cycles(rows: Sequence[Commitment]) -> Iterator[Flag]:
    """Commitments that stand above themselves, however that came about."""
    above = {row.pk: row.parent_id for row in rows}
    for _ in range(DEEPEST):
        unknown = {up for up in above.values() if up is not None and up not in above}
        if not unknown:
            break
        above |= dict(Commitment.objects.filter(pk__in=unknown).values_list("pk", "parent_id"))
    for row in rows:
        step, seen = above.get(row.pk), set()
        while step is not None and step not in seen:
            seen.add(step)
            if step == row.pk:
                yield Flag("parent-cycle", (str(row.pk),))
            step = above.get(step)


def _shown(flags: Sequence[Flag], rows: Sequence[Commitment]) -> ListCheck:
    by_key = {str(row.pk): row for row in rows}
    names = _unit_names(flags, by_key)
    lines: dict[str, list[Line]] = {}
    for flag in flags:
        lines.setdefault(flag.code, []).append(_line(flag, by_key, names))
    groups = [(HEAD_WORDS[code], lines[code]) for code in HEADS if code in lines]
    return ListCheck(groups, [_kept(flag) for flag in flags])


def _unit_names(flags: Sequence[Flag], known: Mapping[str, Commitment]) -> Mapping[str, str]:
    """What the parts are called: their units."""
    strange = {key for flag in flags for key in flag.keys if key not in known}
    found = {key: row.lead_unit.short_name for key, row in known.items() if row.lead_unit}
    rows = Commitment.objects.filter(pk__in=strange) if strange else Commitment.objects.none()
    return found | {
        str(pk): name or "—" for pk, name in rows.values_list("pk", "lead_unit__short_name")
    }


def _line(flag: Flag, known: Mapping[str, Commitment], names: Mapping[str, str]) -> Line:
    """The last key of a flag of parts is the commitment that is divided."""
    whole = known.get(flag.keys[-1])
    of_parts = flag.code in DIVIDED or (flag.code in STAGED and len(flag.keys) > 1)
    about = flag.keys[:-1] if of_parts else ()
    who = "、".join(names.get(key, "—") for key in about)
    return Line(whole, flag_text(flag, who), mend_of(flag, of_parts=of_parts))


def mend_of(flag: Flag, *, of_parts: bool) -> str:
    """The page on which it is put right."""
    pk = int(flag.keys[-1])
    if of_parts:
        return reverse("commitment-divide", args=[pk])
    if flag.code in STAGED:
        return reverse("commitment-milestones", args=[pk])
    name = "commitment-parent" if flag.code in HUNG else "commitment-edit"
    return reverse(name, args=[pk])
