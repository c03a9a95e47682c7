"""Kinds of lists: made, changed by adding a version, retired and brought back."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db import transaction

from luoshi.core import listtype
from luoshi.core.errors import Invalid, Refused
from luoshi.web.accounts.actor import Actor
from luoshi.web.audit.actions import record
from luoshi.web.commitments.effects import effects_on, effects_seen
from luoshi.web.commitments.kinds import kind_of, preset_kinds
from luoshi.web.commitments.models import ListType, ListTypeVersion
from luoshi.web.commitments.rules import can_keep_list_types
from luoshi.web.units.models import Unit

LONGEST_NOTE = 200
TOLD = 60
"""Differences that one entry of the record holds; the versions hold them all."""


@transaction.atomic
def list_type_create(
    *, jurisdiction: Unit, kind: listtype.ListType, by: Actor, at: datetime
) -> ListType:
    """A kind of list with its first version. Raises Invalid ``list-type-taken``."""
    can_keep_list_types(by, jurisdiction.pk).require()
    if ListType.objects.filter(jurisdiction=jurisdiction, key=kind.key).exists():
        raise Invalid("list-type-taken", field="key")
    row = ListType.objects.create(jurisdiction=jurisdiction, key=kind.key, **_columns(kind))
    _add_version(row, 1, "", by, at)
    after = {"key": kind.key, "title": kind.zh}
    record(by=by, at=at, verb="list_type.create", obj=row, after=after)
    return row


@transaction.atomic
def list_types_from_presets(*, jurisdiction: Unit, by: Actor, at: datetime) -> list[ListType]:
    """The kinds of lists of the presets that the jurisdiction has not, in their order."""
    can_keep_list_types(by, jurisdiction.pk).require()
    known = set(ListType.objects.filter(jurisdiction=jurisdiction).values_list("key", flat=True))
    return [
        list_type_create(jurisdiction=jurisdiction, kind=kind, by=by, at=at)
        for key, kind in preset_kinds().items()
        if key not in known
    ]


@transaction.atomic
def list_type_revise(
    *,
    list_type: ListType,
    kind: listtype.ListType,
    read: int,
    seen: str,
    by: Actor,
    at: datetime,
    note: str = "",
) -> ListTypeVersion:
    """The next version; lists that are not frozen follow it from now on.

    ``read`` is the number of the version that the person had before the eyes, ``seen`` the digest
    of the effects that were shown (``effects.effects_seen``). Raises Refused
    ``list-type-moved-on``, ``list-type-unchanged``, ``list-type-effects`` (rows are affected in a
    way that was not shown); Invalid ``list-type-key-fixed``, ``list-type-note-long``.
    """
    row = _locked(list_type, by)
    _check_revision(row, kind, read, note)
    changed = listtype.differences(kind_of(row), kind)
    if not changed:
        raise Refused("list-type-unchanged")
    effects = effects_on(row, kind)
    if effects and seen != effects_seen(effects):
        raise Refused("list-type-effects")
    for name, value in _columns(kind).items():
        setattr(row, name, value)
    row.save()
    version = _add_version(row, read + 1, note, by, at)
    before, after = _told(changed, effects, read)
    record(by=by, at=at, verb="list_type.revise", obj=row, before=before, after=after)
    return version


@transaction.atomic
def list_type_retire(*, list_type: ListType, by: Actor, at: datetime) -> None:
    """No new list is made of it; those there are stay. Raises Refused ``list-type-retired``."""
    row = _locked(list_type, by)
    if row.retired_at:
        raise Refused("list-type-retired")
    row.retired_by_id, row.retired_at = by.user_id, at
    row.save(update_fields=["retired_by", "retired_at"])
    record(by=by, at=at, verb="list_type.retire", obj=row, after={"key": row.key})


@transaction.atomic
def list_type_restore(*, list_type: ListType, by: Actor, at: datetime) -> None:
    """New lists may be made of it again. Raises Refused ``list-type-in-use``."""
    row = _locked(list_type, by)
    if not row.retired_at:
        raise Refused("list-type-in-use")
    row.retired_by, row.retired_at = None, None
    row.save(update_fields=["retired_by", "retired_at"])
    record(by=by, at=at, verb="list_type.restore", obj=row, after={"key": row.key})


def _locked(list_type: ListType, by: Actor) -> ListType:
    row = ListType.objects.select_for_update().get(pk=list_type.pk)
    can_keep_list_types(by, row.jurisdiction_id).require()
    return row


def _check_revision(row: ListType, kind: listtype.ListType, read: int, note: str) -> None:
    if kind.key != row.key:
        raise Invalid("list-type-key-fixed", field="key")
    if len(note) > LONGEST_NOTE:
        raise Invalid("list-type-note-long", field="note")
    number = _number(row)
    if read != number:
        raise Refused("list-type-moved-on", number=number)


def _told(
    changed: Sequence[listtype.Difference], effects: Iterable[listtype.Effect], read: int
) -> tuple[dict[str, object], dict[str, object]]:
    """Version and changed values before and after, and the rows that this touches."""
    shown = changed[:TOLD]
    rows = {f"{effect.code} {effect.column.key}": effect.rows for effect in effects}
    before: dict[str, object] = {"version": read, **{each.path: each.old for each in shown}}
    return before, {
        "version": read + 1, **{each.path: each.new for each in shown}, "rows": rows,
    }  # fmt: skip


def _number(row: ListType) -> int:
    """The number of the newest version; 0 where none was kept."""
    newest = row.versions.order_by("-number").first()
    return newest.number if newest else 0


def _columns(kind: listtype.ListType) -> Mapping[str, object]:
    seen = {f"seen_by_{reader}": reader in kind.readers for reader in listtype.READERS}
    return {
        "title": kind.zh,
        "definition": listtype.list_type_fields(kind),
        "light_rule": kind.light_key,
        **seen,
    }


def _add_version(row: ListType, number: int, note: str, by: Actor, at: datetime) -> ListTypeVersion:
    return ListTypeVersion.objects.create(
        list_type=row,
        number=number,
        definition=row.definition,
        light_rule=row.light_rule,
        note=note,
        made_by_id=by.user_id,
        made_at=at,
    )
