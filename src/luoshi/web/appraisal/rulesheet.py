"""The rules of a session in plain sentences, as they are printed."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from luoshi.core.tally import TallyRules
from luoshi.core.tally.rules import Criterion


@dataclass(frozen=True, slots=True)
class ClassLine:
    """One class as it is printed."""

    key: str
    name: str
    size: int
    weight: str
    quorum_percent: str
    recused_names: str


@dataclass(frozen=True, slots=True)
class RuleSheet:
    """What is printed: numbers without trailing zeros, shares in per cent."""

    criteria: tuple[Criterion, ...]
    classes: tuple[ClassLine, ...]
    counting: tuple[str, ...]


def sheet_of(rules: TallyRules) -> RuleSheet:
    """The whole sheet."""
    names = {each.key: each.name for each in rules.contenders}
    classes = tuple(
        ClassLine(
            key=each.key,
            name=each.name,
            size=each.size,
            weight=plain(each.weight),
            quorum_percent=percent(each.quorum) if each.quorum else "—",
            recused_names=_("、").join(names[key] for key in each.recused),
        )
        for each in rules.classes
    )
    return RuleSheet(rules.criteria, classes, tuple(_counting(rules)))


def plain(number: Decimal) -> str:
    """Without trailing zeros."""
    return f"{number.normalize():f}"


def percent(share: Decimal) -> str:
    """A share in per cent."""
    return f"{plain(share * 100)}%"


def _counting(rules: TallyRules) -> Iterator[str]:
    if rules.combine == "mean":
        yield _("每个票种对每家每项先求平均，再按票种权重合成，再按项目权重相加。")
    else:
        yield _("各票评分直接相加。")
    if rules.trim.drop:
        yield _(
            "同一票种对同一家同一项的评分达到 %(least)s 个的，去掉 %(drop)s 个最高分和 "
            "%(drop)s 个最低分。"
        ) % {"least": rules.trim.least, "drop": rules.trim.drop}
    yield from _void(rules)
    if rules.quorum:
        yield _("收回的票不到应到人数 %(share)s 的，没有结果。") % {"share": percent(rules.quorum)}
    yield _("总分四舍五入到 %(n)s 位小数；分数相同就是并列。") % {"n": rules.rounding.total}
    yield _("一个票种不足 %(n)s 票的不单列，也不能由其余推出。") % {"n": rules.shown_from}


def _void(rules: TallyRules) -> Iterator[str]:
    validity = rules.validity
    if validity.all_same:
        yield _("同组各家打分全部相同的票无效。")
    if validity.blanks is not None:
        yield _("空白超过 %(share)s 的票无效。") % {"share": percent(validity.blanks)}
    if validity.top_share is not None:
        told = {"share": percent(validity.top_share), "top": percent(validity.top_from)}
        yield _("达到满分 %(top)s 的评分超过 %(share)s 的票无效。") % told
    if validity.void_share is not None:
        share = {"share": percent(validity.void_share)}
        yield _("无效票超过 %(share)s 的，没有结果，重新投票。") % share
