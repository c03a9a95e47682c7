"""How firm a run is, as its page shows it: who could stand where, and what that hangs on."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from luoshi.core.scoring import Scheme, decimal_text
from luoshi.web.assessment.firmwords import CAUSES, NO_STUDY, likely, moved, sentence
from luoshi.web.assessment.models import RunStudy, ScoreRun
from luoshi.web.assessment.parsed import rules_of
from luoshi.web.assessment.queries import dressed

MOST_PAIRS = 30
Label = Promise | str


@dataclass(frozen=True, slots=True)
class Spot:
    """One unit. ``low`` to ``high`` is the interval of places; the numbers of ``x`` are those of a
    drawing 100 wide: interval, narrow interval, official place."""

    unit_id: int
    name: str
    rank: str
    low: int
    high: int
    x: tuple[str, str, str, str, str]
    top: str
    first: str
    last: str
    next: str
    opens_tier: bool
    in_tier: bool


@dataclass(frozen=True, slots=True)
class Cause:
    """What was varied, and how many places a unit moves by it on average, with a bar of 100."""

    title: Label
    places: str
    bar: str


@dataclass(frozen=True, slots=True)
class Handle:
    """An indicator and what hangs on it."""

    path: str
    title: str
    weight: str
    index: str
    bar: str
    moved: str
    turns: tuple[str, ...]
    level: str
    crowded: bool


@dataclass(frozen=True, slots=True)
class Firmness:
    """One group. ``refused`` says why there is no study; then all else is empty."""

    key: str
    title: str
    refused: str = ""
    sentence: str = ""
    spots: tuple[Spot, ...] = ()
    top: int = 0
    pairs: tuple[tuple[str, tuple[str, ...]], ...] = ()
    causes: tuple[Cause, ...] = ()
    handles: tuple[Handle, ...] = ()
    deciders: tuple[str, ...] = ()
    crowded: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Names:
    """Units by code, nodes by path."""

    units: Mapping[str, tuple[int, str]]
    nodes: Mapping[str, str]

    def unit(self, code: str) -> str:
        return self.units[code][1]


def firmness_of(run: ScoreRun, study: RunStudy) -> list[Firmness]:
    """The groups in the scheme's order: two queries."""
    rules = rules_of(run.version)
    scores = dressed(run.scores.select_related("unit"), run)
    units = {one.unit.code: (one.unit_id, one.unit.short_name) for one in scores}
    names = _Names(units, {path: node.title for path, node in rules.root.walk()})
    told = json.loads(study.text)
    return [
        _group(rules, group.key, told["groups"][group.key], told["plan"], names)
        for group in rules.groups
        if group.key in told["groups"]
    ]


def plan_words(study: RunStudy) -> str:
    """What was varied and how often, in one sentence."""
    plan = json.loads(study.text)["plan"]
    return _(
        "%(draws)s 次抽样：权重上下浮动 %(band)s 或在所写权重附近另定，指标换一种归一，"
        "加权平均换成几何平均，数据上下误差 %(error)s；先各自变，再一起变。"
    ) % {
        "draws": f"{plan['draws']:,}",
        "band": _percent(plan["band"]),
        "error": _percent(plan["error"]),
    }


def _group(
    rules: Scheme, key: str, told: Mapping[str, Any], plan: Mapping[str, Any], names: _Names
) -> Firmness:
    title = rules.group(key).title
    if "refused" in told:
        why = str(NO_STUDY.get(told["refused"], told["refused"]))
        node = names.nodes.get(told["node"], "")
        return Firmness(key, title, refused=why % {"node": node} if node else why)
    return Firmness(
        key=key,
        title=title,
        sentence=sentence(told, {code: name for code, (_pk, name) in names.units.items()}),
        spots=_spots(told, names),
        top=plan["top"],
        pairs=_pairs(told, names),
        causes=_causes(told["shifts"]),
        handles=tuple(_handle(lever, names) for lever in told["levers"]),
        deciders=_deciders(told, names),
        crowded=tuple(names.nodes[one["path"]] for one in told["levers"] if one["crowded"]),
        kept=tuple(names.nodes[path] for path in told["kept"]),
    )


def _spots(told: Mapping[str, Any], names: _Names) -> tuple[Spot, ...]:
    units, ahead = told["units"], told["ahead"]
    tiers = {code: tier for tier in told["tiers"] for code in tier}
    found = []
    for at, one in enumerate(units):
        pk, name = names.units[one["unit"]]
        tier = tiers[one["unit"]]
        edges = (one["low"] - 1, one["high"], one["band_low"] - 1, one["band_high"])
        x = tuple(_x(edge, len(units)) for edge in edges)
        dot = _x(Decimal(one["rank"]) - Decimal("0.5"), len(units))
        found.append(
            Spot(
                pk, name, one["rank"], one["low"], one["high"], (*x, dot),  # type: ignore[arg-type]
                likely(one["top"]), likely(one["first"]), likely(one["last"]),
                likely(Decimal(ahead[at][at + 1]) / 1000) if at + 1 < len(units) else "",
                opens_tier=tier[0] == one["unit"], in_tier=len(tier) > 1,
            )
        )  # fmt: skip
    return tuple(found)


def _x(place: Decimal | int, units: int) -> str:
    """Where a number of places lies in a drawing 100 wide."""
    return format((Decimal(place) * 100 / units).quantize(Decimal("0.01")), "f")


def _pairs(told: Mapping[str, Any], names: _Names) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Per cent by row and column; nothing for groups too large for a sheet."""
    units = [names.unit(one["unit"]) for one in told["units"]]
    if not 1 < len(units) <= MOST_PAIRS:
        return ()
    return tuple(
        (name, tuple("" if i == j else f"{share / 10:.0f}" for j, share in enumerate(row)))
        for i, (name, row) in enumerate(zip(units, told["ahead"], strict=True))
    )


def _causes(shifts: Sequence[tuple[str, str]]) -> tuple[Cause, ...]:
    most = max((Decimal(places) for _name, places in shifts), default=Decimal(0)) or Decimal(1)
    return tuple(
        Cause(CAUSES[name], moved(places), _bar(Decimal(places) / most)) for name, places in shifts
    )


def _handle(lever: Mapping[str, Any], names: _Names) -> Handle:
    turns = []
    if lever["new_first"]:
        turns.append(_("第一换人"))
    if lever["new_last"]:
        turns.append(_("末位换人"))
    return Handle(
        lever["path"], names.nodes[lever["path"]], _percent(lever["weight"]),
        _percent(lever["index"]), _bar(Decimal(lever["index"])), moved(lever["moved"]),
        tuple(turns), _percent(lever["level"]), lever["crowded"],
    )  # fmt: skip


def _deciders(told: Mapping[str, Any], names: _Names) -> tuple[str, ...]:
    ends = (
        ("first", _("定第一的是“%(node)s”：总分领先 %(gap)s 分，单这一项就领先 %(part)s 分。")),
        ("last", _("定末位的是“%(node)s”：总分落后 %(gap)s 分，单这一项就落后 %(part)s 分。")),
    )
    return tuple(
        words
        % {
            "node": names.nodes[told[end]["path"]],
            "gap": _short(told[end]["gap"]),
            "part": _short(told[end]["part"]),
        }
        for end, words in ends
        if told[end]
    )


def _percent(share: str) -> str:
    return f"{decimal_text((Decimal(share) * 100).quantize(Decimal('0.1')))}%"


def _bar(share: Decimal) -> str:
    return format((share * 100).quantize(Decimal("0.1")), "f")


def _short(points: str) -> str:
    return decimal_text(Decimal(points).quantize(Decimal("0.01")))
