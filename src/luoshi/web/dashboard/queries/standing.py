"""Lists and units side by side: what was said, done and achieved, and the lights."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, F, Q, Value
from django.db.models.functions import Coalesce

from luoshi.web.accounts.actor import Actor
from luoshi.web.commitments.lights import COLOURS
from luoshi.web.commitments.models import CommitmentList, ListItem
from luoshi.web.commitments.queries import lists_visible_to
from luoshi.web.dashboard.queries.lights import WARNING
from luoshi.web.units.models import Unit

TENTH = Decimal("0.1")
LISTS, UNITS = 5, 36
"""What fits one A4 page."""
ACHIEVED = ("verified", "signed_off")


@dataclass(frozen=True, slots=True)
class Bar:
    """One part of a bar of 100: where it starts and how wide it is, as a drawing reads it."""

    light: str
    start: str
    width: str


@dataclass(frozen=True, slots=True)
class ListStanding:
    """A list in counts. ``said``: reported done; ``did``: with evidence; ``achieved``: verified."""

    lst: CommitmentList
    ended: bool
    total: int
    said: int
    did: int
    achieved: int
    lights: Mapping[str, int]

    @property
    def lit(self) -> list[tuple[str, str, int]]:
        """Each light that occurs: its code, its name in the reader's language, how many."""
        return [(code, str(COLOURS[code]), n) for code, n in self.lights.items() if n]

    @property
    def bars(self) -> list[Bar]:
        """The lights as parts of a bar, worst first."""
        found, start = [], Decimal(0)
        for light, n in self.lights.items():
            width = (Decimal(100 * n) / self.total).quantize(TENTH) if self.total else Decimal(0)
            found.append(Bar(light, str(start), str(width)))
            start += width
        return found


@dataclass(frozen=True, slots=True)
class Cell:
    """What one unit leads in one list: its worst light, how many have it, and how many in all."""

    light: str
    count: int
    total: int

    @property
    def label(self) -> str:
        """The name of the light in the reader's language."""
        return str(COLOURS[self.light])


@dataclass(frozen=True, slots=True)
class Standing:
    """The lists, and the heat map: ``rows`` follow the lists, cells follow ``units``.

    What does not fit a page is counted: ``more_lists``, ``more_units``.
    """

    lists: Sequence[ListStanding]
    more_lists: int
    units: Sequence[Unit]
    more_units: int
    rows: Sequence[tuple[CommitmentList, Sequence[Cell | None]]]


@dataclass(frozen=True, slots=True)
class Group:
    """What one unit leads in one list under one light, counted."""

    list_id: int
    unit_id: int | None
    light: str
    total: int
    said: int
    did: int
    achieved: int


def standing(actor: Actor, on: date) -> Standing:
    """The lists that run and the ended ones with something red or yellow: three queries.

    A list of which nothing is dispatched yet is left out. Running lists first, by what is red
    and yellow in them, then the newest; the units with most red and yellow where not all fit.
    """
    lists = list(lists_visible_to(actor))
    groups = _groups(lists)
    filled = {each.list_id for each in groups}
    warned = {each.list_id for each in groups if each.light in WARNING}
    listed = [lst for lst in lists if lst.pk in (filled if lst.period_end >= on else warned)]
    lit = _lit(groups)
    listed.sort(
        key=lambda lst: (
            lst.period_end < on,
            *(-lit[lst.pk, light] for light in WARNING),
            -lst.period_end.toordinal(),
            lst.pk,
        )
    )
    shown = listed[:LISTS]
    groups = [each for each in groups if each.list_id in {lst.pk for lst in shown}]
    units = list(
        Unit.objects.without_tree_fields().filter(pk__in={each.unit_id for each in groups})
    )
    across = _most_warned(units, groups)
    return Standing(
        lists=[_list_standing(lst, groups, ended=lst.period_end < on) for lst in shown],
        more_lists=len(listed) - len(shown),
        units=across,
        more_units=len(units) - len(across),
        rows=_heat(shown, across, groups),
    )


def _lit(groups: Iterable[Group]) -> Counter[tuple[int, str]]:
    """How many of each list have each light."""
    counts: Counter[tuple[int, str]] = Counter()
    for each in groups:
        counts[each.list_id, each.light] += each.total
    return counts


def _most_warned(units: Sequence[Unit], groups: Iterable[Group]) -> list[Unit]:
    """As many as fit, in their usual order."""
    counts: Counter[tuple[int | None, str]] = Counter()
    for each in groups:
        counts[(each.unit_id, each.light)] += each.total
    ranked = sorted(units, key=lambda unit: [-counts[(unit.pk, light)] for light in WARNING])
    kept = {unit.pk for unit in ranked[:UNITS]}
    return [unit for unit in units if unit.pk in kept]


def _groups(lists: Sequence[CommitmentList]) -> list[Group]:
    items = ListItem.objects.filter(list__in=lists).exclude(
        commitment__state__in=("draft", "withdrawn")
    )
    light = Coalesce("commitment__progress__light", Value("grey"))
    said = Q(commitment__progress__report__claims_done=True)
    did = Q(commitment__progress__evidence_count__gt=0)
    achieved = Q(commitment__state__in=ACHIEVED)
    rows = (
        items.order_by()
        .values_list("list_id", F("commitment__lead_unit"), light)
        .annotate(
            total=Count("pk"),
            said=Count("pk", filter=said),
            did=Count("pk", filter=did),
            achieved=Count("pk", filter=achieved),
        )
    )
    return [Group(*row) for row in rows]


def _list_standing(lst: CommitmentList, groups: Iterable[Group], *, ended: bool) -> ListStanding:
    own = [each for each in groups if each.list_id == lst.pk]
    lights: Counter[str] = Counter()
    for each in own:
        lights[each.light] += each.total
    return ListStanding(
        lst=lst,
        ended=ended,
        total=lights.total(),
        said=sum(each.said for each in own),
        did=sum(each.did for each in own),
        achieved=sum(each.achieved for each in own),
        lights={colour: lights[colour] for colour in COLOURS},
    )


def _heat(
    lists: Sequence[CommitmentList], units: Sequence[Unit], groups: Iterable[Group]
) -> list[tuple[CommitmentList, list[Cell | None]]]:
    found: dict[tuple[int, int | None], Counter[str]] = {}
    for each in groups:
        found.setdefault((each.list_id, each.unit_id), Counter())[each.light] += each.total
    return [(lst, [cell_of(found.get((lst.pk, unit.pk))) for unit in units]) for lst in lists]


def cell_of(lights: Mapping[str, int] | None) -> Cell | None:
    """The worst light with its count; None for nothing."""
    if not lights:
        return None
    worst = next(colour for colour in COLOURS if lights.get(colour))
    return Cell(worst, lights[worst], sum(lights.values()))
