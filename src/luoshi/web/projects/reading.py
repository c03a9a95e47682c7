"""A sheet of projects line by line: what could be read, what is wrong, what looks odd."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cache, cached_property

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from luoshi import presets
from luoshi.core.errors import DomainError, Invalid
from luoshi.core.exchange import filled_down
from luoshi.core.projects import amount_of, unit_in
from luoshi.core.projects.investment import month_end
from luoshi.intake import Ledger, LedgerRow
from luoshi.web.forms import written_date
from luoshi.web.messages import message
from luoshi.web.projects.drafts import PLACES, ProjectDraft
from luoshi.web.projects.models import Sector
from luoshi.web.projects.terms import sector_words, sheet_columns
from luoshi.web.projects.wording import DASH, money
from luoshi.web.units.models import Unit

PARENTHESIS = re.compile(r"[（(][^（）()]*[)）]")
YEAR_LABEL = re.compile(r"^(20\d\d)年(?:度)?")
MONTH = re.compile(r"(\d{4})[-/.年](0?[1-9]|1[0-2])月?(?:底|末|份)?")
PART = re.compile(r"(\d{4})年(?:第?([一二三四])季度末?|([上下])半年|年?底|末)")
QUARTERS = {"一": 3, "二": 6, "三": 9, "四": 12}
YES = frozenset({"是", "√", "✓", "Y", "y", "yes", "Yes", "1"})
WARNINGS: dict[str, Promise | str] = {
    "name-twice": _("表内有同名项目"),
    "name-known": _("批次里已有同名项目"),
    "date-unread": _("日期看不懂，没有导入：%(text)s"),
    "started-missing": _("没有计划开工日期，不计入开工率"),
    "sector-unknown": _("领域对不上，没有导入：%(text)s"),
    "sector-missing": _("没有领域，不能对照门槛"),
    "place-unknown": _("所在地对不上，没有导入：%(text)s"),
    "investment-missing": _("没有总投资"),
    "plan-unread": _("年度计划投资看不懂，没有导入：%(text)s"),
    "as-above": _("同上，取上一行的：%(text)s"),
}
"""What looks odd but may be brought in."""
SHOWN = ("owner", "place", "sector", "investment", "year_plan", "started_on")
DOUBLES = ("name-twice", "name-known")
Named = Mapping[str, Unit]


@dataclass(slots=True)
class Line:
    """One row: its draft unless something is wrong, with what a person should know of it."""

    key: str
    sheet: int
    number: int
    name: str
    texts: Mapping[str, str] = field(default_factory=dict)
    draft: ProjectDraft | None = None
    fault: DomainError | None = None
    warnings: list[tuple[str, str]] = field(default_factory=list)

    @property
    def doubles(self) -> bool:
        """Whether a project of that name is there already, or twice in the sheet."""
        return any(code in DOUBLES for code, _ in self.warnings)

    @property
    def shown(self) -> dict[str, str]:
        """The cells as they were read; as they stand in the sheet where something is wrong."""
        draft = self.draft
        if draft is None:
            return {name: self.texts.get(name) or DASH for name in SHOWN}
        return {
            "owner": str(draft.owner or DASH),
            "place": str(draft.place or DASH),
            "sector": str(Sector(draft.sector).label) if draft.sector else DASH,
            "investment": money(draft.investment),
            "year_plan": money(draft.year_plan),
            "started_on": draft.started_on.isoformat() if draft.started_on else DASH,
        }

    @property
    def fault_text(self) -> str:
        """What is wrong, in words; empty when nothing is."""
        return message(self.fault) if self.fault else ""

    @property
    def told(self) -> list[str]:
        """The warnings in words."""
        return [str(WARNINGS[code]) % {"text": text} for code, text in self.warnings]


def lines_of(
    ledgers: Iterable[Ledger],
    *,
    known: frozenset[str],
    units: Callable[[Sequence[str]], Named],
    jurisdiction_id: int,
    year: int,
) -> list[Line]:
    """Every row of the sheets that have a column of names, in order.

    ``known`` are the names in the cohort; ``units`` finds units by how documents write them;
    ``year`` is that of dates and plans which name none. Raises Invalid
    ``sheet-without-projects`` where no sheet has names.
    """
    sheets = [Columns(ledger, year) for ledger in ledgers]
    sheets = [sheet for sheet in sheets if "name" in sheet.places]
    if not sheets:
        raise Invalid("sheet-without-projects", field="file")
    named = units(sorted({text for sheet in sheets for text in sheet.unit_texts()}))
    lines = [
        Reader(sheet, row, named, jurisdiction_id).line() for sheet in sheets for row in sheet.rows
    ]
    twice = Counter(line.name for line in lines)
    for line in lines:
        if twice[line.name] > 1:
            line.warnings.append(("name-twice", ""))
        if line.name in known:
            line.warnings.append(("name-known", ""))
    return lines


class Columns:
    """Which column of a ledger holds what, and in which unit its money is.

    A cell that says 同上 holds the value above; ``same``: the columns of which it is so, by row.
    """

    def __init__(self, ledger: Ledger, year: int) -> None:
        filled = filled_down([row.cells for row in ledger.rows], same_words())
        rows = [
            replace(row, cells=cells)
            for row, (cells, _same) in zip(ledger.rows, filled, strict=True)
        ]
        self.ledger, self.year = replace(ledger, rows=tuple(rows)), year
        self.same = {row.number: same for row, (_cells, same) in zip(rows, filled, strict=True)}
        self.labels = [bare(label) for label in ledger.labels]

    @property
    def rows(self) -> Sequence[LedgerRow]:
        """The rows that name a project."""
        at = self.places["name"]
        return [row for row in self.ledger.rows if row.cells[at]]

    @cached_property
    def places(self) -> dict[str, int]:
        """Field → column. A label goes to the first field that knows it; 责任单位 before 县区."""
        found: dict[str, int] = {}
        for name, words in sheet_columns().items():
            for word in words:
                if word in self.labels:
                    found.setdefault(name, self.labels.index(word))
        return found

    @cached_property
    def plan_year(self) -> int:
        """The year that the label of the plan names, or the usual one."""
        at = self.places.get("year_plan")
        named = YEAR_LABEL.match(self.ledger.labels[at]) if at is not None else None
        return int(named[1]) if named else self.year

    def unit(self, name: str) -> str:
        """亿元 or 万元 as the label says it, else the lines above the header; else nothing."""
        label = self.ledger.labels[self.places[name]]
        return unit_in(label) or unit_in(" ".join(self.ledger.titles))

    def unit_texts(self) -> Iterator[str]:
        """Everything that stands where units are named."""
        for name in ("owner", "place"):
            if name in self.places:
                yield from (row.cells[self.places[name]] for row in self.ledger.rows)


@cache
def same_words() -> Sequence[str]:
    """What cells say that mean the value above."""
    words: Sequence[str] = presets.load("sheets")["same"]["words"]
    return words


def bare(label: str) -> str:
    """A label without its unit, its year and its blanks."""
    return YEAR_LABEL.sub("", PARENTHESIS.sub("", "".join(label.split())))


class Reader:
    """Reads one row; what is odd is noted, what is wrong ends it."""

    def __init__(self, sheet: Columns, row: LedgerRow, named: Named, jurisdiction_id: int) -> None:
        self.sheet, self.row, self.named, self.area = sheet, row, named, jurisdiction_id
        key = f"{sheet.ledger.sheet}-{row.number}"
        texts = {name: self.text(name) for name in sheet.places}
        self.result = Line(key, sheet.ledger.sheet, row.number, self.text("name"), texts)
        for at in sorted(sheet.same[row.number] & set(sheet.places.values())):
            self._warn("as-above", f"{sheet.ledger.labels[at]} {row.cells[at]}")

    def text(self, name: str) -> str:
        """The cell of that field; empty without such a column."""
        at = self.sheet.places.get(name)
        return "" if at is None else self.row.cells[at]

    def line(self) -> Line:
        """The row with its draft, or with what is wrong with it."""
        try:
            draft = self._draft()
            draft.check(self.area)
        except DomainError as fault:
            self.result.fault = fault
        else:
            self.result.draft = draft
        return self.result

    def _warn(self, code: str, text: str = "") -> None:
        self.result.warnings.append((code, text))

    def _draft(self) -> ProjectDraft:
        owner = self.named.get(self.text("owner"))
        return ProjectDraft(
            name=self.result.name,
            owner=owner,
            investment=self._investment(),
            sector=self._sector(),
            attracted=self.text("attracted") in YES,
            place=self._place(owner),
            address=self.text("address")[:120],
            started_on=self._day("started_on", missing="started-missing"),
            producing_on=self._day("producing_on"),
            capacity_on=self._day("capacity_on"),
            year_plan=self._plan(),
            plan_year=self.sheet.plan_year,
        )

    def _investment(self) -> Decimal | None:
        if not self.text("investment"):
            self._warn("investment-missing")
            return None
        return amount_of(self.text("investment"), self.sheet.unit("investment"))

    def _plan(self) -> Decimal | None:
        if not self.text("year_plan"):
            return None
        try:
            return amount_of(self.text("year_plan"), self.sheet.unit("year_plan"))
        except Invalid:
            self._warn("plan-unread", self.text("year_plan"))
            return None

    def _sector(self) -> str:
        text = self.text("sector")
        sector = sector_words().get(text, "")
        if not sector:
            self._warn("sector-unknown" if text else "sector-missing", text)
        return sector

    def _place(self, owner: Unit | None) -> Unit | None:
        text = self.text("place")
        place = self.named.get(text)
        if text and (place is None or place.kind not in PLACES):
            self._warn("place-unknown", text)
            place = None
        if place is None and owner is not None and owner.kind in PLACES:
            return owner
        return place

    def _day(self, name: str, missing: str = "") -> date | None:
        text = self.text(name)
        day = planned_day(text, self.sheet.year)
        if text and day is None:
            self._warn("date-unread", text)
        if day is None and missing:
            self._warn(missing)
        return day


def planned_day(text: str, year: int) -> date | None:
    """The last day of what a cell means: a day, a month, a quarter, half a year; None if unread."""
    tidy = "".join(text.split())
    try:
        day = written_date(tidy, year)
        if day is None and (found := MONTH.fullmatch(tidy)):
            return month_end(int(found[1]), int(found[2]))
        if day is None and (found := PART.fullmatch(tidy)):
            halves = {"上": 6, "下": 12, None: 12}
            return month_end(int(found[1]), QUARTERS.get(found[2] or "") or halves[found[3]])
    except ValueError:
        return None
    return day
