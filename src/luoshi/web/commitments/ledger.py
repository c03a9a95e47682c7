"""The table of commitments: which rows, in which order, how many of each light and state."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import (
    Case,
    Count,
    F,
    FilteredRelation,
    OrderBy,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from luoshi.web.accounts.actor import Actor
from luoshi.web.commitments.lights import COLOURS
from luoshi.web.commitments.lines import COLUMNS, PLACE
from luoshi.web.commitments.models import Commitment, CommitmentList, CommitmentState, ListItem
from luoshi.web.commitments.own import holding, narrowed, offered, order_of, sortable
from luoshi.web.commitments.queries import visible_to
from luoshi.web.commitments.remembered import remembered
from luoshi.web.commitments.spans import Span, asked, known, spans_of
from luoshi.web.commitments.spans import within as within_spans
from luoshi.web.commitments.table import OWN
from luoshi.web.commitments.wording import KINDS, Label
from luoshi.web.prepared import prepared
from luoshi.web.units.models import Unit

SORTS = ("number", "due", "lead", "light", "said", "achieved")
LONGEST_SEARCH = 60
MOST_COLUMNS = 45
COLUMN_KEY = re.compile("[a-z][a-z0-9_]{0,44}")
OWN_VALUE = re.compile("[a-z][a-z0-9_]{0,44}:.{1,60}")
OWN_SORT = re.compile("own_[a-z][a-z0-9_]{0,44}")
ORIGINAL = "original"
LIGHT = Coalesce("progress__light", Value("grey"))
FROZEN_LIGHT = Case(
    When(progress__original_light__gt="", then=F("progress__original_light")), default=LIGHT
)
"""The light against what was frozen; the same one where nothing was amended."""
SEVERITY = Case(
    *(When(progress__light=colour, then=Value(place)) for place, colour in enumerate(COLOURS)),
    default=Value(len(COLOURS) - 1),
)
FROZEN_SEVERITY = Case(
    *(
        When(progress__original_light=colour, then=Value(place))
        for place, colour in enumerate(COLOURS)
    ),
    default=SEVERITY,
)
ORDERS: dict[str, tuple[Any, ...]] = {
    "due": (F("due_on"),),
    "lead": (F("lead_unit__position"), F("lead_unit__code")),
    "light": (SEVERITY,),
    "said": (F("progress__said_share"),),
    "achieved": (F("progress__achieved_share"),),
}


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address of a table asks for; what it asks wrongly is left out."""

    q: str = ""
    light: str = ""
    state: str = ""
    kind: str = ""
    unit: int | None = None
    own: str = ""
    spans: tuple[Span, ...] = ()
    sort: str = ""
    falling: bool = False
    against: str = ""
    columns: tuple[str, ...] = ()
    view: int | None = None

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Filters":
        """From the query of an address: q, light, state, kind, unit, own (``key:value`` of a column
        of the list), from_… and to_… (bounds of such a column), sort (``-`` for falling), against
        (``original``), cols (keys of ``table`` with dots between), view."""
        sort, columns = query.get("sort", ""), query.get("cols", "").split(".")
        return cls(
            q=query.get("q", "").strip()[:LONGEST_SEARCH],
            light=_known(query.get("light", ""), COLOURS),
            state=_known(query.get("state", ""), CommitmentState.values),
            kind=_known(query.get("kind", ""), KINDS),
            unit=_key(query.get("unit", "")),
            own=_shaped(query.get("own", ""), OWN_VALUE),
            spans=spans_of(query),
            sort=_known(sort.removeprefix("-"), SORTS) or _shaped(sort.removeprefix("-"), OWN_SORT),
            falling=sort.startswith("-"),
            against=_known(query.get("against", ""), (ORIGINAL,)),
            columns=tuple(filter(COLUMN_KEY.fullmatch, columns[:MOST_COLUMNS])),
            view=_key(query.get("view", "")),
        )

    @property
    def narrows(self) -> bool:
        """Whether any row may be left out."""
        return bool(self.by_hand or self.light or self.state or self.kind)

    @property
    def by_hand(self) -> bool:
        """Whether rows are left out that no count by light, state and kind tells."""
        return bool(self.q or self.unit or self.own or self.spans)

    @property
    def own_sort(self) -> str:
        """The list's own column by which it is sorted; empty for none."""
        return self.sort.removeprefix(OWN) if self.sort.startswith(OWN) else ""

    @property
    def is_frozen(self) -> bool:
        """Whether lights are held against what was frozen."""
        return self.against == ORIGINAL

    @property
    def kept(self) -> dict[str, str]:
        """What the search form carries along: every value it has no input for."""
        sort = f"{'-' * self.falling}{self.sort}" if self.sort else ""
        values = {
            "light": self.light, "state": self.state, "kind": self.kind, "sort": sort,
            "against": self.against, "cols": ".".join(self.columns), "view": str(self.view or ""),
        }  # fmt: skip
        return {name: value for name, value in values.items() if value}

    @property
    def cleared(self) -> str:
        """The query of the same table with every row."""
        return self.query(q="", light="", state="", kind="", unit=None, own="", spans=())

    def query(self, **changes: Any) -> str:
        """The query of an address for these filters with some of them changed."""
        new = replace(self, **changes)
        values = {"q": new.q, "unit": new.unit, "own": new.own, **asked(new.spans), **new.kept}
        return urlencode({name: value for name, value in values.items() if value})


def asked_of(query: Mapping[str, str], lst: CommitmentList | None) -> Filters:
    """The filters of an address for one table, without own values and columns that its list does
    not have."""
    filters = Filters.of(query)
    own = filters.own if filters.own in offered(lst) else ""
    return replace(filters, own=own, spans=known(filters.spans, lst))


def _key(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 10 else None


def _known(value: str, choices: Any) -> str:
    return value if value in choices else ""


def _shaped(value: str, shape: re.Pattern[str]) -> str:
    return value if shape.fullmatch(value) else ""


def scope(
    actor: Actor, within: CommitmentList | None = None, *, abroad: bool = True
) -> QuerySet[Commitment]:
    """Every commitment the person sees (in one list, with ``number``, ``weight``, ``extra``).

    ``abroad``: as for ``visible_to``.
    """
    seen = visible_to(actor, abroad=abroad)
    if within is None:
        return seen
    place = FilteredRelation("items", condition=Q(items__list=within.pk))
    return (
        seen.alias(place=place)
        .filter(place__isnull=False)
        .annotate(number=F("place__number"), weight=F("place__weight"), extra=F("place__extra"))
    )


def leads_abroad(actor: Actor) -> bool:
    """Whether what a supervisor watches over leads anything of another jurisdiction."""
    areas = tuple(sorted(actor.jurisdictions("supervisor")))
    return bool(_led_abroad(areas))


@prepared
def _led_abroad(areas: tuple[int, ...]) -> QuerySet[Commitment, Any]:
    led = Commitment.objects.filter(lead_unit__in=areas).exclude(state="draft")
    return led.exclude(jurisdiction__in=areas).order_by().values_list("pk")[:1]


def list_rows(
    actor: Actor, filters: Filters, within: CommitmentList | None = None, *, abroad: bool = True
) -> QuerySet[Commitment, tuple[Any, ...]]:
    """The rows of a table, to be read as ``lines.lines_of``; of one list with its places.

    ``abroad``: as for ``visible_to``.
    """
    rows = _filtered(scope(actor, within, abroad=abroad), filters, within)
    if within and filters.own_sort:
        rows = sortable(rows, filters.own_sort)
    ordered = rows.order_by(*_order(filters, within))
    return ordered.values_list(*COLUMNS, *(PLACE if within else ()))


def rows_between(
    actor: Actor, filters: Filters, within: CommitmentList | None, places: range
) -> Sequence[tuple[Any, ...]]:
    """The rows of ``list_rows`` at these places."""
    if filters.own_sort:
        return list(list_rows(actor, filters, within)[places.start : places.stop])
    chosen = replace(filters, columns=(), view=None)
    return _rows_between(actor, chosen, within.pk if within else None, places)


@prepared
def _rows_between(
    actor: Actor, filters: Filters, within: int | None, places: range
) -> QuerySet[Commitment, tuple[Any, ...]]:
    lst = CommitmentList(pk=within) if within else None
    return list_rows(actor, filters, lst)[places.start : places.stop]


def _filtered(
    rows: QuerySet[Commitment], filters: Filters, listed: CommitmentList | None
) -> QuerySet[Commitment]:
    exact = {"state": filters.state, "kind": filters.kind, "lead_unit": filters.unit}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if filters.light:
        shown = FROZEN_LIGHT if filters.is_frozen else LIGHT
        rows = rows.alias(shown=shown).filter(shown=filters.light)
    if filters.q:
        named = Unit.objects.filter(
            Q(name__icontains=filters.q) | Q(short_name__icontains=filters.q)
        )
        found = named.order_by().values("pk")
        rows, own = holding(rows, listed, filters.q) if listed else (rows, Q())
        rows = rows.filter(Q(text__icontains=filters.q) | Q(lead_unit__in=found) | own)
    if filters.own and listed:
        rows = narrowed(rows, filters.own)
    if filters.spans and listed:
        rows = within_spans(rows, listed, filters.spans)
    return rows


def _order(filters: Filters, within: CommitmentList | None) -> list[OrderBy]:
    listed = within is not None
    first = filters.sort or ("number" if listed else "due")
    own = order_of(within, filters.own_sort) if within and filters.own_sort else None
    keys = ORDERS.get(first, (F("number" if listed else "pk"),))
    if first == "light" and filters.is_frozen:
        keys = (FROZEN_SEVERITY,)
    if own is not None:
        keys = (own,)
    ordered = [OrderBy(key, descending=filters.falling, nulls_last=True) for key in keys]
    return [*ordered, F("due_on").asc(), F("pk").asc()]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many rows there are of each light, state and kind, and which units lead any.

    ``units``: key and short name, in the order of the units. ``amended``: how many have another
    light or share against what was frozen. ``groups``: by state, kind and light together.
    """

    total: int
    lights: Counter[str] = field(default_factory=Counter)
    states: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    units: Sequence[tuple[int, str]] = ()
    amended: int = 0
    groups: Mapping[tuple[str, str, str], int] = field(default_factory=dict)

    def length(self, filters: Filters) -> int | None:
        """How many rows these filters leave; None where words, a unit or an own value were asked
        for."""
        if filters.by_hand:
            return None
        wanted = (filters.state, filters.kind, filters.light)
        return sum(
            n
            for group, n in self.groups.items()
            if all(not want or want == has for want, has in zip(wanted, group, strict=True))
        )


def tally(actor: Actor, within: CommitmentList | None = None, *, frozen: bool = False) -> Tally:
    """Counts over everything the person sees there, before any filter: one query.

    ``frozen``: of the lights against what was frozen.
    """
    about = ("tally", within and within.pk, frozen)
    return remembered(actor, about, lambda: _tally(actor, within, frozen), lambda it: it.total)


def _tally(actor: Actor, within: CommitmentList | None, frozen: bool) -> Tally:
    lights: Counter[str] = Counter()
    states: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    leads: set[tuple[int, str, int, str]] = set()
    together: Counter[tuple[str, str, str]] = Counter()
    amended = 0
    for row in _groups(actor, within.pk if within else None):
        state, kind, light, original, place, code, pk, name, n = row
        shown = (frozen and original) or light
        together[state, kind, shown] += n
        lights[shown] += n
        amended += n if original else 0
        states[state] += n
        kinds[kind] += n
        if pk is not None:
            leads.add((place, code, pk, name))
    units = [(pk, name) for _place, _code, pk, name in sorted(leads)]
    return Tally(lights.total(), lights, states, kinds, units, amended, together)


@prepared
def _groups(actor: Actor, within: int | None) -> QuerySet[Commitment, tuple[Any, ...]]:
    unit = ("lead_unit__position", "lead_unit__code", "lead_unit", "lead_unit__short_name")
    both = (LIGHT, F("progress__original_light"))
    rows = scope(actor, CommitmentList(pk=within) if within else None).order_by()
    return rows.values_list("state", "kind", *both, *unit).annotate(n=Count("pk"))


@dataclass(frozen=True, slots=True)
class ListCounts:
    """A list with how many of its visible commitments have each light and state.

    ``lights`` and ``states``: code, words, count, in their usual order, without zeros.
    """

    list: CommitmentList
    total: int
    lights: Sequence[tuple[str, Label, int]]
    states: Sequence[tuple[str, Label, int]]


def lists_with_counts(actor: Actor, lists: Iterable[CommitmentList]) -> list[ListCounts]:
    """These lists with what the person sees of each: one query."""
    rows = remembered(actor, "lists", lambda: _by_list(actor), lambda it: sum(n for *_, n in it))
    lights: defaultdict[int, Counter[str]] = defaultdict(Counter)
    states: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for pk, state, light, n in rows:
        lights[pk][light] += n
        states[pk][state] += n
    return [
        ListCounts(
            lst,
            lights[lst.pk].total(),
            _counted(COLOURS, lights[lst.pk]),
            _counted(dict(CommitmentState.choices), states[lst.pk]),
        )
        for lst in lists
    ]


def _by_list(actor: Actor) -> list[tuple[int, str, str, int]]:
    """List, state, light, number."""
    shown = Coalesce("commitment__progress__light", Value("grey"))
    groups = (
        ListItem.objects.filter(commitment__in=visible_to(actor))
        .order_by()
        .values_list("list_id", "commitment__state", shown)
    )
    return list(groups.annotate(n=Count("pk")))


def _counted(
    labels: Mapping[str, Label], counts: Mapping[str, int]
) -> list[tuple[str, Label, int]]:
    return [(code, label, counts[code]) for code, label in labels.items() if counts[code]]
