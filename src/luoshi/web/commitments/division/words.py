"""The sum check and every flag in the reader's words."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from luoshi.core.decompose import Aggregation, Cover, Flag, SumCheck, Whole, exceeds
from luoshi.core.pace import less_is_better
from luoshi.web.commitments.wording import amount, percent
from luoshi.web.translated import Translated

Label = str | Promise

AGGREGATIONS: dict[str, Label] = {
    "sum": _("各单位数相加"),
    "each": _("各单位都应达到"),
    "weighted": _("按权重平均"),
}
FLAGS: dict[str, Label] = {
    "unnumbered-parts": _("有 %(count)s 个分解事项没有目标值"),
    "parts-under": _("分解合计 %(total)s，比目标 %(target)s 少 %(gap)s"),
    "parts-over": _("分解合计 %(total)s，比目标 %(target)s 多 %(slack)s（层层加码）"),
    "ceiling-over": _("分解合计 %(total)s，超过上限 %(target)s，多出 %(gap)s"),
    "part-over-whole": _("%(who)s的 %(value)s 超过了全部目标 %(target)s"),
    "part-below-whole": _("%(who)s的 %(value)s 没有达到应达到的 %(target)s"),
    "part-due-after": _("%(who)s的时限 %(due)s 晚于上级事项的 %(parent)s"),
    "part-starts-before": _("%(who)s的开始 %(start)s 早于上级事项的 %(parent)s"),
    "stage-under": _("到 %(on)s，各单位合计 %(total)s，比应完成的 %(target)s 少 %(gap)s"),
    "stage-falls": _("%(who)s到 %(on)s 的累计数 %(value)s 低于前一期"),
    "stage-not-whole": _("%(who)s的阶段数 %(value)s 超过了全年目标 %(target)s"),
    "back-loaded": _("最后一个月安排了 %(percent)s%%（前松后紧）"),
    "unled": _("没有牵头单位，定下以后才能冻结"),
    "undivided": _("须分解，还没有分解"),
    "orphan": _("没有上级事项，或上级事项已撤销"),
    "due-after-parent": _("时限 %(due)s 晚于上级事项的 %(parent)s"),
    "starts-before-parent": _("开始 %(start)s 早于上级事项的 %(parent)s"),
    "conflicting-dates": _("同一单位、同一指标有两个时限：%(early)s 和 %(late)s"),
    "conflicting-targets": _("同一单位、同一指标、同一时限有两个目标：%(one)s 和 %(other)s"),
    "not-above-last-year": _("目标 %(target)s 不高于上年实绩 %(last)s"),
    "below-trend": _("目标 %(target)s 低于往年趋势 %(trend)s"),
    "parent-cycle": _("上下级事项成了一个环"),
}
"""What each flag says; ``who`` is the unit or the part it is about."""
HEADS: dict[str, Label] = {
    "parent-cycle": _("上下级成环"),
    "unled": _("没有牵头单位"),
    "orphan": _("没有上级来源"),
    "undivided": _("应分解未分解"),
    "unnumbered-parts": _("分解没有目标值"),
    "parts-under": _("分解有缺口"),
    "parts-over": _("层层加码"),
    "ceiling-over": _("超过上限"),
    "part-over-whole": _("一个单位超过全部"),
    "part-below-whole": _("低于应达到的水平"),
    "part-due-after": _("分解事项的时限晚于上级"),
    "part-starts-before": _("分解事项的开始早于上级"),
    "due-after-parent": _("时限晚于上级事项"),
    "starts-before-parent": _("开始早于上级事项"),
    "stage-under": _("阶段目标有缺口"),
    "stage-falls": _("阶段目标后低于前"),
    "stage-not-whole": _("阶段目标超过全部"),
    "back-loaded": _("前松后紧"),
    "conflicting-dates": _("时限相互矛盾"),
    "conflicting-targets": _("目标相互矛盾"),
    "not-above-last-year": _("目标不高于上年实绩"),
    "below-trend": _("目标低于往年趋势"),
}
"""The kinds of flags in the order in which a page shows them."""
FLAG_WORDS, HEAD_WORDS = Translated(FLAGS), Translated(HEADS)


def flag_text(flag: Flag, who: str = "") -> str:
    """One flag in a sentence."""
    return FLAG_WORDS[flag.code] % {**flag.params, "who": who}


@dataclass(frozen=True, slots=True)
class CoverShown:
    """A cover in words. ``state``: none, gap, slack or exact; ``width``: of its bar, 0 … 100.

    ``missing``: how many parts do not count yet, for want of a figure or of a weight.
    """

    state: str
    target: str
    total: str
    cover: str
    width: int
    said: str
    missing: int
    is_met: bool


@dataclass(frozen=True, slots=True)
class CheckShown:
    """The sum check as the page shows it."""

    whole: CoverShown
    stages: list[tuple[str, CoverShown]]
    flags: list[str]
    how: str
    stretch: str


def check_shown(
    check: SumCheck, whole: Whole, measure: str, names: Mapping[str, str]
) -> CheckShown:
    """``names``: what the keys of the parts are called."""
    over = exceeds(whole, check.whole)
    flags = [flag_text(flag, _who(flag, names)) for flag in check.flags]
    less = less_is_better(whole.comparator)
    return CheckShown(
        whole=cover_shown(check.whole, whole, measure),
        stages=[
            (on.isoformat(), cover_shown(each, whole, measure))
            for on, each in check.stages
            if each.total is not None
        ],
        flags=list(dict.fromkeys(flags)),
        how=str(AGGREGATIONS[whole.aggregation]),
        stretch=amount(over, measure) if over and not less else "",
    )


def cover_shown(cover: Cover, whole: Whole, measure: str) -> CoverShown:
    """One line of the check."""
    return CoverShown(
        state=cover.state,
        target=amount(cover.target, measure),
        total="" if cover.total is None else amount(cover.total, measure),
        cover=percent(cover.cover),
        width=int(min(cover.cover, Decimal(1)) * 100),
        said=_said(cover, whole, measure),
        missing=cover.missing,
        is_met=cover.is_met,
    )


def _said(cover: Cover, whole: Whole, measure: str) -> str:
    """What is short, and what does not count yet; only a whole cover is more than enough."""
    if cover.total is None:
        return gettext("还没有目标值")
    if not cover.missing:
        return _reached(cover, whole, measure)
    weighs = whole.aggregation is Aggregation.WEIGHTED
    told = (
        ngettext("%(n)s 个没有目标值或权重", "%(n)s 个没有目标值或权重", cover.missing)
        if weighs
        else ngettext("%(n)s 个没有目标值", "%(n)s 个没有目标值", cover.missing)
    ) % {"n": cover.missing}
    return gettext("，").join([_reached(cover, whole, measure), told]) if cover.gap else told


def _reached(cover: Cover, whole: Whole, measure: str) -> str:
    less = less_is_better(whole.comparator)
    if whole.aggregation is Aggregation.EACH:
        return (
            gettext("都已达到")
            if not cover.gap
            else gettext("最低的还差 %(n)s") % _n(cover.gap, measure)
        )
    if cover.gap:
        told = gettext("超出上限 %(n)s") if less else gettext("缺口 %(n)s")
        return told % _n(cover.gap, measure)
    if cover.slack:
        told = gettext("余量 %(n)s") if less else gettext("超过目标 %(n)s")
        return told % _n(cover.slack, measure)
    return gettext("正好足额")


def _n(value: Decimal, measure: str) -> dict[str, str]:
    return {"n": amount(value, measure)}


def _who(flag: Flag, names: Mapping[str, str]) -> str:
    return "、".join(names.get(key, "") for key in flag.keys)
