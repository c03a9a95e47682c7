"""What the voter's page shows: the rules in words, items with their sheets, where each stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext as _

from luoshi.core.tally import ABSTAIN, TallyRules
from luoshi.core.tally.rules import Contender, Criterion
from luoshi.core.voting import Gate, Marks, Sheet, new_receipt
from luoshi.web.voting.queries import Entry, Hall, Holder, agenda_of, gates_of, rules_of, sheet_of


@dataclass(frozen=True, slots=True)
class Shown:
    """An item on the page. ``edition``: the one to be sent next; ``sent``: one stands already;
    ``told``: where it stands, in words."""

    gate: Gate
    title: str
    sheet: SafeString
    edition: int
    sent: bool
    sending: str
    told: str


@dataclass(frozen=True, slots=True)
class VotersPage:
    """All of it. ``why``: the code for there being no items; ``receipt``: of the ballot so far."""

    hall: Hall
    rules: TallyRules
    class_name: str
    lines: tuple[str, ...]
    items: tuple[Shown, ...]
    why: str
    receipt: str


Typed = Mapping[str, Mapping[str, str]]
"""Contender → criterion → as it was typed; a contender that is not known has none."""


def voters_page(
    letters: str, holder: Holder, typed: Typed | None = None, item: int = 0
) -> VotersPage:
    """The page of one token. ``typed`` is put back into the sheet of ``item``."""
    hall = holder.hall
    rules = rules_of(hall.pk, hall.digest)
    gates, why = ((), "token-replaced") if holder.replaced else gates_of(hall)
    items, receipt = _shown(letters, holder, gates, (item, typed)) if gates else ((), "")
    name = next(c.name for c in rules.classes if c.key == holder.voter_class)
    lines = tuple(_lines(rules, holder.voter_class))
    return VotersPage(hall, rules, name, lines, items, why, receipt)


def _shown(
    letters: str, holder: Holder, gates: Sequence[Gate], typed: tuple[int, Typed | None]
) -> tuple[tuple[Shown, ...], str]:
    box = holder.hall.its_box()
    standing = box.standing(box.key(letters))
    editions = standing.editions if standing else {}
    by_item = {gate.item: gate for gate in gates}
    shown = []
    for entry in agenda_of(holder.hall.pk):
        item = entry.item
        if item not in by_item:
            continue
        sheet = sheet_of(holder.hall, box, item)
        kept = typed[1] if typed[0] == item else None
        html = _sheet(sheet, holder.voter_class, get_language() or "", holder.hall.digest)
        if kept is not None:
            html = _drawn(sheet, holder.voter_class, kept)
        edition = editions.get(item, 0)
        sent, gate = bool(edition), by_item[item]
        told = _stands(entry, gate, sent=sent)
        shown.append(Shown(gate, entry.title, html, edition + 1, sent, new_receipt(), told))
    stands = standing and any(each.sent for each in shown)
    return tuple(shown), standing.receipt if standing and stands else ""


def _stands(entry: Entry, gate: Gate, *, sent: bool) -> str:
    """Whether to mark now, to wait, or nothing more. A ballot that was made void is no ballot."""
    why = {"why": entry.voided}
    if gate.is_open and sent:
        return _("已收到。截止前可以改，改后请再发送。")
    if gate.is_open:
        return (
            _("上次投票作废（%(why)s），请重新评分。") % why if entry.voided else _("可以投票了。")
        )
    if not gate.turn:
        return _("还没有开始。")
    if entry.waits and entry.voided:
        return _("投票作废（%(why)s）。请等重新开始，再评一次。") % why
    return _("已截止，您的票已收到。") if sent else _("已截止。")


@lru_cache(maxsize=512)
def _sheet(sheet: Sheet, voter_class: str, language: str, digest: str) -> SafeString:
    """The fields of an item, alike for all of a class: drawn once."""
    del language, digest
    return _drawn(sheet, voter_class, {})


def _drawn(sheet: Sheet, voter_class: str, typed: Typed) -> SafeString:
    due = sheet.due(voter_class)
    rows = [
        {
            "contender": each,
            "unknown": each.key in typed and not typed[each.key],
            "fields": [(c, typed.get(each.key, {}).get(c.key, "")) for c in sheet.rules.criteria],
        }
        for each in due
    ]
    together = len(list(groupby(due, key=_group))) == len({each.group for each in due})
    return render_to_string("voting/sheet.html", {"rows": rows, "together": together})


def _group(each: Contender) -> str:
    return each.group


def _lines(rules: TallyRules, voter_class: str) -> list[str]:
    """The rules that a voter should know before marking, as they were frozen."""
    found = [_criterion(each) for each in rules.criteria]
    chosen = next(each for each in rules.classes if each.key == voter_class)
    weights = sum(each.weight for each in rules.classes)
    shares = {"weight": f"{chosen.weight:f}", "all": f"{weights:f}", "size": chosen.size}
    found.append(_("您的票种占权重 %(weight)s（共 %(all)s），这一票种共 %(size)s 人。") % shares)
    validity = rules.validity
    if validity.all_same:
        found.append(_("同组各家打分全部相同的，整张票无效。"))
    if validity.blanks is not None:
        share = {"share": _percent(validity.blanks)}
        found.append(
            _("空白超过 %(share)s 的，整张票无效；选“不了解”不算空白，也不算低分。") % share
        )
    if validity.top_share is not None:
        shares = {"from": _percent(validity.top_from), "share": _percent(validity.top_share)}
        found.append(_("得分在满分 %(from)s 以上的超过 %(share)s 的，整张票无效。") % shares)
    if rules.trim.drop:
        trim = {"least": rules.trim.least, "drop": rules.trim.drop}
        found.append(_("同一票种评分有 %(least)s 个以上的，去掉 %(drop)s 个最高和最低。") % trim)
    return found


def _criterion(each: Criterion) -> str:
    given = {"name": each.name, "low": f"{each.minimum:f}", "high": f"{each.maximum:f}"}
    if each.step is None:
        return _("%(name)s：%(low)s 至 %(high)s 分") % given
    step = {"step": f"{each.step:f}"}
    return _("%(name)s：%(low)s 至 %(high)s 分，每档 %(step)s 分") % {**given, **step}


def _percent(share: object) -> str:
    return f"{float(str(share)) * 100:g}%"


def words() -> dict[str, str]:
    """What the script says, in the reader's language."""
    return {
        "saved": gettext("已保存在这部手机上，还没有发送。"),
        "sending": gettext("正在发送……"),
        "offline": gettext("网络不通。选票保存在这部手机上，恢复后自动发送，请不要关闭本页。"),
        "sent": gettext("已收到。截止前可以改，改后请再发送。"),
        "older": gettext("您在别处交过更晚的一张，以那张为准。要以这一张为准，请再按一次发送。"),
        "closed": gettext("已截止。"),
        "lost": gettext("已截止，这次修改没有收到。"),
        "anew": gettext("这一项重新开放，请再评一次。"),
        "open": gettext("可以投票了。"),
        "send": gettext("发送"),
        "again": gettext("再次发送修改"),
        "anyway": gettext("仍然发送"),
        "blanks": gettext("空白太多，这样的票无效。不了解的请选“不了解”。"),
        "same": gettext("同组各家打分全部相同，这样的票无效。"),
        "top": gettext("高分太多，这样的票无效。"),
        "range": gettext("请填 %(low)s 至 %(high)s。"),
        "less": gettext("减"),
        "more": gettext("加"),
        "one": gettext("逐家评"),
        "all": gettext("全部一起评"),
        "next": gettext("下一家"),
        "previous": gettext("上一家"),
        "receipt": gettext("已收到您的选票。回执码"),
        "failed": gettext("没有发出去，请再试一次。"),
    }


def limits(rules: TallyRules) -> dict[str, object]:
    """What the script needs to warn of a void ballot."""
    validity = rules.validity
    return {
        "same": validity.all_same,
        "blanks": None if validity.blanks is None else float(validity.blanks),
        "topFrom": float(validity.top_from),
        "topShare": None if validity.top_share is None else float(validity.top_share),
        "all": len(rules.contenders),
    }


def marks_of(typed: Typed, sheet: Sheet, voter_class: str) -> Marks:
    """The marks of a form: what is empty is blank, who is not known is so in all criteria."""
    found = {}
    for each in sheet.due(voter_class):
        row = typed.get(each.key)
        empty = ABSTAIN if row is not None and not row else None
        found[each.key] = {c.key: (row or {}).get(c.key) or empty for c in sheet.rules.criteria}
    return found
