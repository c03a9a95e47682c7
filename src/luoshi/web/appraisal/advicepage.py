"""Advice in sentences: what a mayor may make of it, and what not."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from luoshi.web.appraisal.kinds import frozen_rules
from luoshi.web.appraisal.models import Result, Session
from luoshi.web.appraisal.resultwords import LACKING, RASCH

FELT = Decimal("0.5")
"""Points by which a class must differ from the hall to be worth a word."""
CERTAIN = 5
"""Per cent of random orders below which a trend with the order is worth a word."""
Plain = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Firmness:
    """How firm the place of a contender is. ``moved``: corrected for severity it has another."""

    name: str
    rank: str
    corrected: str
    corrected_rank: str
    moved: bool
    low: int
    high: int
    first: int


@dataclass(frozen=True, slots=True)
class Advice:
    """The advice on one group: why there is none, or its table and sentences."""

    title: str
    lacking: str
    rows: tuple[Firmness, ...] = ()
    said: tuple[str, ...] = ()


def advice_of(session: Session, result: Result) -> list[Advice]:
    """The advice of a result, group by group."""
    rules = frozen_rules(session)
    names = {each.key: each.name for each in rules.contenders}
    names |= {f"class:{each.key}": each.name for each in rules.classes}
    ranks = {row["contender"]: row["rank"] or "" for row in result.tally["standings"]}
    return [_advice(group, names, ranks) for group in result.advice["groups"]]


def _advice(group: Plain, names: Mapping[str, str], ranks: Mapping[str, str]) -> Advice:
    lacking = group["lacking"]
    if lacking:
        return Advice(group["group"], LACKING[lacking["reason"]] % lacking)
    rows = tuple(_firmness(row, names, ranks) for row in group["contenders"])
    return Advice(group["group"], "", rows, tuple(_said(group, names, ranks)))


def _firmness(row: Plain, names: Mapping[str, str], ranks: Mapping[str, str]) -> Firmness:
    rank = ranks[row["key"]]
    return Firmness(
        name=names[row["key"]],
        rank=rank,
        corrected=row["corrected"],
        corrected_rank=row["rank"],
        moved=Decimal(rank) != Decimal(row["rank"]),
        low=row["low"],
        high=row["high"],
        first=row["first"],
    )


def _said(group: Plain, names: Mapping[str, str], ranks: Mapping[str, str]) -> Iterator[str]:
    yield from _severity(group["severity"], names)
    yield from _far(group["far"], names)
    for bloc in group["blocs"]:
        listed = "、".join(names[key] for key in bloc["contenders"])
        values = {"n": bloc["ballots"], "names": listed, "expected": bloc["expected"]}
        yield (
            _("%(n)s 张票同时把 %(names)s 压低，随机只应有 %(expected)s 张。是不是串通由人判断。")
            % values
        )
    yield from _order(group["order"])
    yield _rasch(group["rasch"], names, ranks)


def _severity(told: Plain, names: Mapping[str, str]) -> Iterator[str]:
    gap = Decimal(told["high"]) - Decimal(told["low"])
    yield _("评分人有严有宽：偏严的四分之一比偏宽的四分之一，同一家至少低 %(gap)s 分。") % {
        "gap": gap
    }
    for row in told["classes"]:
        mean = Decimal(row["mean"])
        values = {"name": names[f"class:{row['key']}"], "gap": abs(mean)}
        if mean >= FELT:
            yield _("%(name)s平均比全场严 %(gap)s 分。") % values
        elif mean <= -FELT:
            yield _("%(name)s平均比全场宽 %(gap)s 分。") % values


def _far(rows: list[Plain], names: Mapping[str, str]) -> Iterator[str]:
    for row in rows:
        told = [_count(row[side], side) for side in ("above", "below") if row[side] != 0]
        yield _("%(name)s：%(told)s。") % {"name": names[row["key"]], "told": "，".join(told)}


def _count(number: int | None, side: str) -> str:
    if number is None:
        few = {"above": _("有个别评分明显偏高"), "below": _("有个别评分明显偏低")}
        return few[side]
    if side == "above":
        return ngettext("有 %(n)s 个评分明显偏高", "有 %(n)s 个评分明显偏高", number) % {
            "n": number
        }
    return ngettext("有 %(n)s 个评分明显偏低", "有 %(n)s 个评分明显偏低", number) % {"n": number}


def _order(told: Plain | None) -> Iterator[str]:
    if told is None:
        return
    slope, values = Decimal(told["slope"]), {"chance": told["chance"]}
    values["gap"] = abs(slope)
    if told["chance"] >= CERTAIN:
        yield _("看不出出场次序的影响。")
    elif slope > 0:
        yield _(
            "越晚出场分数越高：每晚一位高 %(gap)s 分，随机次序下这样的机会只有 %(chance)s%%。"
        ) % (values)
    else:
        yield _(
            "越晚出场分数越低：每晚一位低 %(gap)s 分，随机次序下这样的机会只有 %(chance)s%%。"
        ) % (values)


def _rasch(told: Plain, names: Mapping[str, str], ranks: Mapping[str, str]) -> str:
    if told["reason"]:
        return RASCH[told["reason"]]
    ability = {key: Decimal(value) for key, value in told["contenders"].items()}
    order = sorted(ability, key=lambda key: -ability[key])
    official = sorted(ability, key=lambda key: Decimal(ranks[key]))
    if [ability[key] for key in order] == [ability[key] for key in official]:
        return _("按档次模型（多面 Rasch）计算，先后与公布的一致。")
    listed = "、".join(names[key] for key in order)
    return _("按档次模型（多面 Rasch）计算，先后为：%(names)s。") % {"names": listed}
