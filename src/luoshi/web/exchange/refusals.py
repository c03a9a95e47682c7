"""What a sheet wanted and did not get: kept with the reasons, told on its page and in Excel."""

from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext as _

from luoshi.core.errors import Invalid
from luoshi.core.exchange.merge import MOST_SAID
from luoshi.render.sheet import Sheet, SheetColumn, xlsx
from luoshi.web.commitments.models import Commitment
from luoshi.web.exchange.fields import SheetField
from luoshi.web.exchange.models import SheetIn
from luoshi.web.exchange.plan import Plan
from luoshi.web.exchange.preview import CellRow, LeftRow, shown
from luoshi.web.exchange.stored import Refusal, done_of
from luoshi.web.messages import message


def refused_by(plan: Plan) -> list[Refusal]:
    """The cells of rows that went out, and the rows without a place here, by row of the sheet."""
    left = plan.left
    found = [
        Refusal(one.row, one.id, one.key, one.written, "", one.code, _plain(one.params))
        for one in plan.merge.faults
        if one.id or one.row not in left
    ]
    for change in plan.merge.changes:
        if why := plan.refused.get(change.place):
            params = _plain(why.params)
            found.append(
                Refusal(change.row, change.id, change.key, "", change.mine, why.code, params)
            )
    return sorted(found, key=lambda one: one.row)


def refused_done(sheet: SheetIn) -> list[Refusal]:
    """The same of a sheet that was brought in."""
    return list(done_of(sheet.done_sha256).refused)


def refused_rows(refused: Iterable[Refusal], fields: Mapping[str, SheetField]) -> list[CellRow]:
    """Each in words: one query."""
    refused = list(refused)
    ids = {int(one.pk) for one in refused if one.pk}
    texts = dict(Commitment.objects.filter(pk__in=ids).values_list("pk", "text"))
    return [_row(one, texts, fields.get(one.key)) for one in refused]


def _row(one: Refusal, texts: Mapping[int, str], each: SheetField | None) -> CellRow:
    pk = int(one.pk) if one.pk else 0
    wanted = shown(each, one.kept) if each and one.kept else one.written[:MOST_SAID]
    why = message(Invalid(one.code, **dict(one.params)))
    head = each.head if each else ""
    return CellRow("", one.row, texts.get(pk, ""), pk, head, "", wanted, "", why=why)


def refused_book(rows: Sequence[CellRow], left: Sequence[LeftRow]) -> bytes:
    """A workbook of the cells that were not taken and the rows that were not added, and why."""
    heads = [
        SheetColumn(_("行"), "whole"),
        SheetColumn(_("事项"), width=48),
        SheetColumn(_("栏目")),
        SheetColumn(_("表里的")),
        SheetColumn(_("原因"), width=60),
    ]
    cells = [(one.row or None, one.text, one.head, one.mine, one.why) for one in rows]
    added = [(one.row, one.text, "", _("新增的行"), " ".join(one.why)) for one in left]
    ordered = sorted([*cells, *added], key=lambda row: row[0] or 0)
    return xlsx([Sheet(_("没有采用的"), heads, ordered)])


def _plain(params: Mapping[str, object]) -> dict[str, str]:
    return {key: str(value) for key, value in params.items()}
