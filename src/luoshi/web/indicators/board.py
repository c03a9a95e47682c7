"""One indicator as a page: numbers by place and period, standings, moves, targets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from luoshi.core import indicators as core
from luoshi.web.delivery.wording import words
from luoshi.web.indicators.models import Indicator, Target
from luoshi.web.indicators.periods import measured, number_text, period_text
from luoshi.web.indicators.queries.library import Table
from luoshi.web.indicators.queries.places import Place
from luoshi.web.indicators.reading import vintages

PERIODS = 12
INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Cell:
    """A number as shown: its vintage's mark and name, and what it was before a revision."""

    text: str = ""
    mark: str = ""
    title: str = ""
    was: str = ""


@dataclass(frozen=True, slots=True)
class Moved:
    """A change of rank in words; ``gained`` counts ranks, ``level`` is up, down or flat."""

    gained: int
    level: str
    text: str
    split: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One place."""

    place: Place
    cells: Sequence[Cell]
    standing: core.Standing | None = None
    moved: Moved | None = None
    changed: str = ""


@dataclass(frozen=True, slots=True)
class Reached:
    """A target, how it stands in the newest period, and that in words."""

    target: Target
    outlook: core.Outlook
    value: Decimal | None
    text: str
    bound: str
    verdict: str
    level: str


@dataclass(slots=True)
class Board:
    """An indicator among the places of one kind, as known at a time.

    ``standings`` are of the newest period; ``then`` and ``revised`` those of the one before, as
    published until the newest came in and as they are known now.
    """

    indicator: Indicator
    places: Sequence[Place]
    table: Table
    rows: Sequence[core.Observation]
    at: datetime
    end: date | None = None
    standings: Mapping[str, core.Standing] = field(default_factory=dict)
    then: Mapping[str, core.Standing] = field(default_factory=dict)
    revised: Mapping[str, core.Standing] = field(default_factory=dict)

    def __post_init__(self) -> None:
        keys = {place.key for place in self.places if place.own}
        ends = {end for place, end in self.table if place in keys}
        self.end = max(ends, default=None)
        if self.end is None:
            return
        self.standings = self._standings(self.table, self.end)
        arrived = min(
            row.known_at for row in self.rows if row.period == self.end and row.is_known(self.at)
        )
        old = core.known(self.rows, arrived - INSTANT)
        self.then = self._standings(old, self.before)
        self.revised = self._standings(self.table, self.before)
        self.old = old

    old: Table = field(default_factory=dict)

    @property
    def before(self) -> date:
        """The period before the newest."""
        assert self.end
        return core.before(self.end, self.indicator.rhythm)

    @property
    def period(self) -> str:
        """The newest period in words; empty without one."""
        return period_text(self.end, self.indicator) if self.end else ""

    def values(self, end: date) -> dict[str, Decimal]:
        """The numbers of the places with a rank in one period."""
        return self._values(self.table, end)

    def _values(self, table: Table, end: date) -> dict[str, Decimal]:
        ranked = [place.key for place in self.places if not place.benchmark]
        return {key: table[key, end].value for key in ranked if (key, end) in table}

    def _standings(self, table: Table, end: date) -> dict[str, core.Standing]:
        return core.standings(self._values(table, end), self.indicator.measure)

    def ends(self, most: int = PERIODS) -> list[date]:
        """The last periods with a number of any place, the newest first."""
        keys = {place.key for place in self.places}
        return sorted({end for place, end in self.table if place in keys}, reverse=True)[:most]

    def heads(self) -> list[str]:
        """The periods in words."""
        return [period_text(end, self.indicator) for end in self.ends()]

    def shown(self) -> list[Row]:
        """Every place, best first, those without a rank at the end."""
        ends = self.ends()
        order = {key: at for at, key in enumerate(self.standings)}
        rows = [self._row(place, ends) for place in self.places]
        return sorted(rows, key=lambda row: order.get(row.place.key, len(order)))

    def _row(self, place: Place, ends: Sequence[date]) -> Row:
        key = place.key
        return Row(
            place,
            [self.cell(key, end) for end in ends],
            self.standings.get(key),
            self.moved(key),
            self._changed(key),
        )

    def cell(self, key: str, end: date) -> Cell:
        """One number as shown; an empty one where there is none."""
        row = self.table.get((key, end))
        if row is None:
            return Cell()
        mark, name = _vintage(row.stage)
        told = {"vintage": name, "day": row.published_on.isoformat()}
        earlier = [
            one
            for one in self.rows
            if (one.place, one.period) == (key, end) and one.known_at < row.known_at
        ]
        was = max(earlier, key=lambda one: one.standing, default=None)
        different = was is not None and was.value != row.value
        return Cell(
            number_text(row.value, self.indicator),
            mark,
            _("%(vintage)s，%(day)s发布") % told,
            number_text(was.value, self.indicator) if was and different else "",
        )

    def move(self, key: str) -> core.Move | None:
        """How a place moved since the period before; None where it had no rank then."""
        told = [side.get(key) for side in (self.then, self.revised, self.standings)]
        then, revised, now = told
        if then is None or revised is None or now is None:
            return None
        return core.move(then, revised, now)

    def moved(self, key: str) -> Moved | None:
        """The same in words."""
        move = self.move(key)
        return None if move is None else moved_words(move)

    def _changed(self, key: str) -> str:
        """The change of the number over the period before, and how much of it is revision."""
        if self.end is None:
            return ""
        spots = [(self.old, self.before), (self.table, self.before), (self.table, self.end)]
        values = [table[key, end].value for table, end in spots if (key, end) in table]
        if len(values) < len(spots):
            return ""
        split = core.split(*values)
        text = number_text(split.total, self.indicator, sign=True)
        if not split.revision:
            return text
        told = {
            "total": text,
            "real": number_text(split.real, self.indicator, sign=True),
            "revision": number_text(split.revision, self.indicator, sign=True),
        }
        return _("%(total)s（实际 %(real)s，修订 %(revision)s）") % told

    def reached(self, target: Target) -> Reached:
        """How a target stands in the newest period."""
        key = f"unit:{target.unit_id}"
        end = self.end
        values = self.values(end) if end else {}
        base = self._base(target, key, end) if end else None
        outlook = core.resolve(target.goal, key, values, self.indicator.measure, base=base)
        value = self.table[key, end].value if end and (key, end) in self.table else None
        bound = "" if outlook.bound is None else measured(outlook.bound, self.indicator)
        verdict, level = self._verdict(target, outlook)
        return Reached(
            target, outlook, value, target_words(target, self.indicator), bound, verdict, level
        )

    def _base(self, target: Target, key: str, end: date) -> Decimal | None:
        spot = (target.comparator, end) if target.comparator else (key, core.year_before(end))
        row = self.table.get(spot)
        return row.value if row else None

    def _verdict(self, target: Target, outlook: core.Outlook) -> tuple[str, str]:
        if outlook.met is None:
            return _lacks()[outlook.lacks], "open"
        word = _("达到") if outlook.met else _("未达到")
        if outlook.gap is None or target.kind == core.GoalKind.RANK:
            return word, "met" if outlook.met else "short"
        gap = number_text(outlook.gap, self.indicator, sign=True)
        return f"{word} {gap}", "met" if outlook.met else "short"


def _lacks() -> dict[str, str]:
    """Why a target cannot be judged yet."""
    return {
        "value": _("还没有本单位的数"),
        "comparator": _("对比地区的数还没有公布"),
        "year-before": _("没有上年同期数"),
    }


def _vintage(stage: int) -> tuple[str, str]:
    """The mark and the name."""
    row = next(each for each in vintages().values() if each["stage"] == stage)
    return words(row, "mark", "mark_en"), words(row)


def moved_words(move: core.Move) -> Moved:
    """↑2, with how much of it is revision where there is any."""
    gained = move.gained
    level = "up" if gained > 0 else "down" if gained < 0 else "flat"
    text = {"up": f"↑{gained}", "down": f"↓{-gained}", "flat": "—"}[level]
    split = ""
    if move.revision:
        told = {"real": _signed(move.real), "revision": _signed(move.revision)}
        split = _("实际 %(real)s，修订 %(revision)s") % told
    if not move.alike:
        among = _("参排数 %(before)s → %(after)s")
        told_of = among % {"before": move.before.of, "after": move.after.of}
        split = "；".join(filter(None, (split, told_of)))
    return Moved(gained, level, text, split)


def _signed(ranks: int) -> str:
    return f"{ranks:+d}".replace("-", "−") if ranks else "0"


def target_words(target: Target, indicator: Indicator) -> str:
    """≥ 7.5%, 高于全省平均 1 个百分点, 前 3 名."""
    sign = {">=": "≥", "<=": "≤"}.get(target.sign, target.sign)
    number = measured(target.number, indicator)
    if target.kind == core.GoalKind.RANK:
        return _("前 %(n)s 名") % {"n": int(target.number)}
    if target.kind == core.GoalKind.VALUE:
        return f"{sign} {number}"
    if target.kind == core.GoalKind.GROWTH:
        return _("比上年同期增长 %(sign)s %(n)s%%") % {"sign": sign, "n": f"{target.number:f}"}
    whom = _("上年同期") if target.kind == core.GoalKind.OWN else str(target.peer or target.other)
    offset = number_text(target.number, indicator, sign=True) if target.number else ""
    return f"{sign} {whom} {offset}".strip()


def finding_of(reached: Sequence[Reached]) -> str:
    """What a bullet chart shows, in one sentence."""
    judged = [one for one in reached if one.outlook.met is not None]
    met = sum(bool(one.outlook.met) for one in judged)
    if not judged:
        return _("还没有可以判断的目标")
    words_of = ngettext(
        "%(n)s 个目标中达到 %(met)s 个", "%(n)s 个目标中达到 %(met)s 个", len(judged)
    )
    return words_of % {"n": len(judged), "met": met}
