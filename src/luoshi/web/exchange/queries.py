"""Rows of a list as a sheet holds them, the sheets of a list, and who changed what meanwhile."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from luoshi.core.exchange import Kept
from luoshi.core.exchange.fields import tidied
from luoshi.render.roundbook import LONGEST_TEXT
from luoshi.web.accounts.actor import Actor
from luoshi.web.audit.models import Entry
from luoshi.web.commitments.ledger import scope
from luoshi.web.commitments.models import Commitment, CommitmentList
from luoshi.web.commitments.queries import lists_visible_to
from luoshi.web.commitments.terms import plain_value
from luoshi.web.exchange.fields import OWN, WEIGHT
from luoshi.web.exchange.models import SheetIn, SheetNew, SheetOut
from luoshi.web.exchange.rules import can_bring_back

PLAIN = (
    "text", "kind", "modality", "lead_unit_id", "leader", "metric", "comparator", "baseline",
    "target", "unit_of_measure", "starts_on", "due_on", "standard", "measures",
)  # fmt: skip
"""Fields of a commitment that a sheet holds, but for the units that assist."""
CHANGING = (
    "commitment.edit", "commitment.item", "commitment.import", "commitment.reassign",
    "amendment.approve",
)  # fmt: skip
"""Verbs after which a cell of a sheet may be another one."""


def rows_now(
    actor: Actor, lst: CommitmentList, columns: Iterable[str], among: Iterable[int] | None = None
) -> dict[str, Kept]:
    """What the person sees of the list, by commitment; ``columns`` are the list type's own keys.

    ``among``: of these commitments alone. Two queries.
    """
    rows = scope(actor, lst).order_by()
    helping = _helping(lst)
    own = tuple(columns)
    wanted = None if among is None else set(among)
    values = rows.values_list("pk", "version", "number", "weight", "extra", *PLAIN)
    return {
        str(row[0]): Kept(str(row[1]), row[2], _cells(row, own, helping.get(row[0], ())))
        for row in values
        if wanted is None or row[0] in wanted
    }


def _cells(row: Sequence[Any], own: Iterable[str], helping: Sequence[int]) -> dict[str, str | None]:
    weight, extra = row[3], row[4]
    cells: dict[str, str | None] = {
        name.removesuffix("_id"): _kept(value) for name, value in zip(PLAIN, row[5:], strict=True)
    }
    cells["assist_units"] = ",".join(map(str, helping))
    cells[WEIGHT] = plain_value(weight)
    for key in own:
        cells[OWN + key] = _kept(extra.get(key))
    return cells


def _kept(value: object) -> str | None:
    """As merges compare it; None for what is longer than a cell of Excel."""
    if isinstance(value, str):
        return None if len(value) > LONGEST_TEXT else tidied(value)
    if value is None or isinstance(value, Decimal | date):
        return plain_value(value)
    return str(value)


def _helping(lst: CommitmentList) -> Mapping[int, Sequence[int]]:
    links = Commitment.assist_units.through.objects.filter(commitment__items__list=lst)
    found: defaultdict[int, list[int]] = defaultdict(list)
    pairs = links.order_by("unit_id").values_list("commitment_id", "unit_id")
    for commitment, unit in pairs:
        found[commitment].append(unit)
    return found


def sheets_out_of(actor: Actor, lst: CommitmentList) -> QuerySet[SheetOut]:
    """What the person took out of a list, the newest first."""
    return lst.sheets_out.filter(made_by=actor.user_id)


def sheets_in_of(actor: Actor, lst: CommitmentList) -> QuerySet[SheetIn]:
    """What came back to a list: for its office everything, for others their own."""
    rows = lst.sheets_in.select_related("given_by", "applied_by", "undoes")
    whole = actor.holds("supervisor", jurisdiction_id=lst.jurisdiction_id)
    return rows if whole else rows.filter(given_by=actor.user_id)


def sheet_in_for(actor: Actor, pk: int) -> SheetIn:
    """One sheet that came back, for who gave it or the office of its list. Raises Http404."""
    related = ("list__list_type", "list__frozen_version", "list__jurisdiction")
    rows = SheetIn.objects.select_related(*related, "given_by", "applied_by", "undoes", "out")
    found = rows.filter(pk=pk, list__in=lists_visible_to(actor).values("pk")).first()
    if found is None or not can_bring_back(actor, found.list):
        raise Http404
    whole = actor.holds("supervisor", jurisdiction_id=found.list.jurisdiction_id)
    if not whole and found.given_by_id != actor.user_id:
        raise Http404
    return found


def undone_by(sheet: SheetIn) -> SheetIn | None:
    """The undoing of an import that was brought in, if there is one."""
    return sheet.undone.filter(applied_at__isnull=False).first()


def changed_by(ids: Sequence[int], since: datetime) -> dict[tuple[str, str], tuple[str, datetime]]:
    """Who was the last to change each cell of these commitments since then: one query."""
    entries = Entry.objects.filter(
        object_type=Commitment._meta.label_lower,
        object_id__in=[str(pk) for pk in ids],
        verb__in=CHANGING,
        at__gte=since,
    )
    found: dict[tuple[str, str], tuple[str, datetime]] = {}
    for entry in entries.select_related("actor").order_by("seq"):
        name = entry.actor.name if entry.actor else ""
        for key in _changed(entry.before or {}, entry.after or {}):
            found[entry.object_id, key] = (name, entry.at)
    return found


def _changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterable[str]:
    for key, value in after.items():
        if key == "extra":
            old = before.get("extra") or {}
            yield from (OWN + name for name in {*old, *value} if old.get(name) != value.get(name))
        elif value != before.get(key):
            yield key


def sheets_new_of(actor: Actor) -> QuerySet[SheetNew]:
    """The sheets of the person's jurisdictions that are no list yet, the newest first."""
    rows = SheetNew.objects.filter(jurisdiction__in=actor.jurisdictions("supervisor"))
    return rows.filter(applied_at__isnull=True).select_related("given_by")


def sheet_new_for(actor: Actor, pk: int) -> SheetNew:
    """One sheet made elsewhere, for the office of its jurisdiction. Raises Http404."""
    rows = SheetNew.objects.filter(jurisdiction__in=actor.jurisdictions("supervisor"))
    found = rows.select_related("jurisdiction", "given_by", "list").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def open_lists_of(actor: Actor, jurisdiction_id: int) -> QuerySet[CommitmentList]:
    """The lists of a jurisdiction that are not frozen."""
    return lists_visible_to(actor).filter(
        jurisdiction=jurisdiction_id, frozen_at__isnull=True, cohort__isnull=True
    )
