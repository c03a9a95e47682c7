"""Bound numbers: a name to write in a text, a stable reference, what stands on paper."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from luoshi.core.sampling import TrueAccount
from luoshi.render.paper import REF_LIMIT, written
from luoshi.web.publishing.facts import RunFacts, UnitFacts, account_of
from luoshi.web.publishing.known import Standing

LIGHTS = (
    ("red", "红灯"), ("yellow", "黄灯"), ("green", "绿灯"), ("blue", "蓝灯"), ("grey", "未亮灯"),
)  # fmt: skip
CLAIMS = (("sampled", "抽查"), ("confirmed", "属实"), ("partly", "部分属实"), ("refuted", "不属实"))
QUARTERS = {(1, 3): "一季度", (4, 6): "二季度", (7, 9): "三季度", (10, 12): "四季度"}
SPANS = {**QUARTERS, (1, 6): "上半年", (7, 12): "下半年", (1, 9): "前三季度", (1, 12): "全年"}
LEVEL = "90%"
"""Of the interval that ``core.sampling.true_account`` gives."""


@dataclass(frozen=True, slots=True)
class Value:
    """One bound number. ``unit`` or ``commitment`` say whose trace it has; ``members`` are
    the commitments that a count counts."""

    name: str
    ref: str
    text: str
    unit: int | None = None
    commitment: int | None = None
    members: tuple[int, ...] = ()

    def plain(self) -> dict[str, object]:
        """The same for storing."""
        return {
            "ref": self.ref, "text": self.text, "unit": self.unit,
            "commitment": self.commitment, "members": list(self.members),
        }  # fmt: skip


@dataclass(slots=True)
class Book:
    """The bound numbers of one run by name, each name and reference once."""

    run: int
    values: dict[str, Value] = field(default_factory=dict)

    def put(
        self,
        name: str,
        path: str,
        text: object,
        *,
        unit: int | None = None,
        commitment: int | None = None,
        members: Iterable[Standing] = (),
    ) -> None:
        """Write down one number."""
        pks = tuple(each.pk for each in members)
        self.values[name] = Value(name, ref_of(self.run, path), str(text), unit, commitment, pks)


def ref_of(run: int, path: str) -> str:
    """``run:9/unit:YC-LJ/points``; one too long for Word ends in a digest of itself."""
    ref = f"run:{run}/{path}"
    if len(ref) <= REF_LIMIT:
        return ref
    return f"{ref[: REF_LIMIT - 17]}#{hashlib.sha256(ref.encode()).hexdigest()[:16]}"


def values_of(facts: RunFacts) -> dict[str, Value]:
    """Every number that a bulletin on the run may say, by name."""
    book = Book(facts.run)
    _whole(book, facts)
    _account(book, "", "count", facts.account)
    _rate(book, facts.account)
    labels = unit_labels(facts)
    for group in facts.groups:
        _account(book, group.title, f"group:{group.key}", account_of(group.units))
        for unit in group.units:
            _unit(book, unit, labels[unit.code])
    for standing in facts.standings:
        _commitment(book, standing)
    return book.values


def unit_labels(facts: RunFacts) -> dict[str, str]:
    """What each unit is called in names of numbers: its short name, with its code if shared."""
    names = [unit.name for unit in facts.units]
    return {
        unit.code: unit.name if names.count(unit.name) == 1 else f"{unit.name}{unit.code}"
        for unit in facts.units
    }


def _whole(book: Book, facts: RunFacts) -> None:
    book.put("期间", "period", period_text(facts.period_start, facts.period_end))
    book.put("期末", "period/end", written(facts.as_of))
    book.put("数据截至", "known", written(facts.known_on))
    book.put("单位数", "count/units", len(facts.units))
    book.put("事项数", "count/commitments", len(facts.standings), members=facts.standings)
    for position, (key, name) in enumerate(
        (("reports", "应交账"), ("accepted", "已采信"), ("in-time", "按时"))
    ):
        book.put(name, f"count/{key}", sum(unit.came[position] for unit in facts.units))
    for light, name in LIGHTS:
        lit = [each for each in facts.standings if each.light == light]
        book.put(name, f"count/{light}", len(lit), members=lit)


def _account(book: Book, name: str, path: str, account: TrueAccount) -> None:
    book.put(f"{name}自报完成", f"{path}/claimed", account.claimed)
    for key, word in CLAIMS:
        book.put(f"{name}{word}", f"{path}/{key}", getattr(account, key))


def _rate(book: Book, account: TrueAccount) -> None:
    book.put("真交账率", "rate/true-account", percent(account.rate))
    book.put("区间下限", "rate/low", percent(account.low))
    book.put("区间上限", "rate/high", percent(account.high))
    book.put("置信度", "rate/level", LEVEL)


def _unit(book: Book, unit: UnitFacts, label: str) -> None:
    path = f"unit:{unit.code}"
    rank = "—" if unit.rank is None else f"{unit.rank.normalize():f}"
    book.put(f"{label}得分", f"{path}/points", unit.points or "—", unit=unit.pk)
    book.put(f"{label}位次", f"{path}/rank", rank, unit=unit.pk)
    for position, part in enumerate(unit.parts, 1):
        book.put(
            f"{label}{part.title}", f"{path}/part:{position}", part.points or "—", unit=unit.pk
        )
    book.put(f"{label}事项", f"{path}/commitments", len(unit.standings), members=unit.standings)
    for light, name in LIGHTS:
        lit = unit.lit(light)
        book.put(f"{label}{name}", f"{path}/{light}", len(lit), members=lit)
    _account(book, label, path, unit.account)


def _commitment(book: Book, standing: Standing) -> None:
    path, name = f"commitment:{standing.pk}", f"事项{standing.pk}"
    book.put(name, f"{path}/text", standing.text.rstrip("。；"), commitment=standing.pk)
    book.put(f"{name}亮灯", f"{path}/light", standing.reason, commitment=standing.pk)


def percent(share: Decimal | None) -> str:
    """A share of 0 … 1 in per cent with one decimal, half up; a dash where there is none."""
    if share is None:
        return "—"
    return f"{(share * 100).quantize(Decimal('0.1'), ROUND_HALF_UP):f}%"


def period_text(start: date, end: date) -> str:
    """2026年三季度, 2026年9月, or the two days where the period is no usual one."""
    whole = start.day == 1 and date.fromordinal(end.toordinal() + 1).day == 1
    if not whole or start.year != end.year:
        return f"{written(start)}至{written(end)}"
    if start.month == end.month:
        return f"{start.year}年{start.month}月"
    span = SPANS.get((start.month, end.month), f"{start.month}至{end.month}月")
    return f"{start.year}年{span.removeprefix('全年') or '度'}"


def plain_values(values: Mapping[str, Value]) -> dict[str, dict[str, object]]:
    """All of them for storing, by name."""
    return {name: value.plain() for name, value in values.items()}
