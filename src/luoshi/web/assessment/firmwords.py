"""What a study of a ranking says in one sentence, for who has two minutes."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

CAUSES: dict[str, Promise | str] = {
    "band": gettext_lazy("权重上下浮动"),
    "weights": gettext_lazy("权重另定"),
    "scale": gettext_lazy("换一种归一"),
    "mean": gettext_lazy("换一种汇总"),
    "error": gettext_lazy("数据有误差"),
    "all": gettext_lazy("一起变"),
}
NO_STUDY: dict[str, Promise | str] = {
    "robustness-node": gettext_lazy(
        "“%(node)s”不是加权平均或求和，或另有计分函数，不能换权重来检验。"
    ),
    "units-unusable": gettext_lazy("没有一个单位有名次，无从检验。"),
}
SURE = Decimal("0.9")
ALMOST = Decimal("0.995")


def moved(places: str) -> str:
    """How many places units move on average; what is little is not told as none."""
    number = Decimal(places).quantize(Decimal("0.1"))
    told = "< 0.1" if Decimal(places) and not number else number
    return ngettext("%(n)s 名", "%(n)s 名", 1 if number == 1 else 2) % {"n": told}


def likely(share: Decimal | str) -> str:
    """A share of the draws in whole per cent, never a certainty that a draw cannot give."""
    share = Decimal(share)
    if share >= ALMOST:
        return "> 99%"
    if share <= 1 - ALMOST:
        return "< 1%"
    return f"{share * 100:.0f}%"


def sentence(told: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """First place, who cannot be told apart, last place: as one sentence."""
    units = told["units"]
    if len(units) == 1:
        return _("只有 %(unit)s 一个单位，不存在先后。") % {"unit": names[units[0]["unit"]]}
    if len(told["tiers"]) == 1:
        return _("%(n)s 个单位全都分不出先后，不宜据此论第一和末位。") % {"n": len(units)}
    parts = [_first(told, names), _level(told, names), _last(told, names)]
    return _("；").join(part for part in parts if part) + _("。")


def _first(told: Mapping[str, Any], names: Mapping[str, str]) -> str:
    ordered = sorted(told["units"], key=lambda one: -Decimal(one["first"]))
    leader = told["units"][0]
    what = {"unit": names[leader["unit"]], "share": likely(leader["first"])}
    if Decimal(leader["first"]) >= SURE:
        return _("%(unit)s的第一站得住（%(share)s 的情形）") % what
    rival = next(one for one in ordered if one is not leader)
    what |= {"rival": names[rival["unit"]], "other": likely(rival["first"])}
    return _("%(unit)s的第一不稳（%(share)s 的情形；%(rival)s %(other)s）") % what


def _level(told: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """The largest tier of units that cannot be told apart."""
    tier = max(told["tiers"], key=len)
    if len(tier) < 2:
        return _("名次都分得开")
    at = [one["unit"] for one in told["units"]].index(tier[0])
    what = {
        "n": len(tier), "first": names[tier[0]], "last": names[tier[-1]],
        "from": at + 1, "to": at + len(tier),
    }  # fmt: skip
    if len(tier) == len(told["units"]):
        return _("%(n)s 个单位分不出先后") % what
    return _("第 %(from)s 到第 %(to)s 的 %(n)s 个单位（%(first)s至%(last)s）分不出先后") % what


def _last(told: Mapping[str, Any], names: Mapping[str, str]) -> str:
    last = told["units"][-1]
    what = {"unit": names[last["unit"]], "share": likely(last["last"])}
    if Decimal(last["last"]) >= SURE:
        return _("%(unit)s的末位也站得住（%(share)s）") % what
    return _("%(unit)s只在 %(share)s 的情形里是末位，不宜单凭这一轮问责") % what
