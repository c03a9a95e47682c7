"""Rows of a list that still lack what its kind requires: asked for until the list is frozen."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet, TextField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from luoshi.core.listtype import missing
from luoshi.web.commitments.columns import title
from luoshi.web.commitments.kinds import kind_of_list
from luoshi.web.commitments.models import CommitmentList, ListItem


@dataclass(frozen=True, slots=True)
class Lacking:
    """A place in a list, and the heads of the columns that it still has to fill."""

    item: ListItem
    heads: list[str]


def lacking(lst: CommitmentList, extra: Mapping[str, object]) -> list[str]:
    """The heads of the required columns that the cells of a row leave empty, as they are read.

    None once the list is frozen or stands without such columns.
    """
    if lst.frozen_at:
        return []
    return [title(column) for column in missing(kind_of_list(lst), extra)]


def lacking_note(lst: CommitmentList, extra: Mapping[str, object]) -> str:
    """What a new row still lacks and until when, as a sentence; empty where it lacks nothing."""
    heads = lacking(lst, extra)
    if not heads:
        return ""
    told = {"columns": _("、").join(heads), "list": lst.title}
    return _("还缺必填栏目：%(columns)s。“%(list)s”冻结以前补齐。") % told


def unfilled(lst: CommitmentList) -> QuerySet[ListItem]:
    """The places, by number, that leave a required column empty; withdrawn ones do not count."""
    empty = Q(pk__in=())
    rows = lst.items.exclude(commitment__state="withdrawn")
    for at, column in enumerate(kind_of_list(lst).columns):
        if column.required:
            cell = Cast(KeyTextTransform(column.key, "extra"), TextField())
            rows = rows.alias(**{f"cell_{at}": cell})
            empty |= Q(**{f"cell_{at}__isnull": True}) | Q(**{f"cell_{at}": ""})
    return rows.filter(empty).order_by("number")


def unfilled_count(lst: CommitmentList) -> int:
    """How many there are; nothing is asked of the database where no column is required."""
    required = any(column.required for column in kind_of_list(lst).columns)
    return unfilled(lst).count() if required else 0


def lacking_rows(lst: CommitmentList, items: Iterable[ListItem]) -> list[Lacking]:
    """Each place with what it lacks."""
    return [Lacking(item, lacking(lst, item.extra)) for item in items]
