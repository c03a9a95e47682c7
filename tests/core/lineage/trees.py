"""A small tree for tests: a city with two bureaus and a county with two towns, since 2020."""

from datetime import date
from decimal import Decimal

from luoshi.core.lineage import Event, Heir, History, Kind, Place, Version

BEGUN = date(2020, 1, 1)
DAY = date(2025, 7, 1)
LATER = date(2025, 10, 1)


def version(
    unit: str, parent: str | None, start: date = BEGUN, end: date | None = None, name: str = ""
) -> Version:
    return Version(unit, name or f"{unit}局", name or unit, parent, start, end)


TREE = History.of(
    [
        version("市", None),
        version("文化", "市"),
        version("旅游", "市"),
        version("东县", "市"),
        version("甲镇", "东县"),
        version("乙镇", "东县"),
    ]
)


def place(name: str, parent: str | None = "市") -> Place:
    return Place(f"{name}局", name, parent)


def rename(unit: str, name: str, on: date = DAY, parent: str | None = "市") -> Event:
    return Event(Kind.RENAME, on, (unit,), (Heir(unit, place=place(name, parent)),))


def move(unit: str, parent: str, on: date = DAY) -> Event:
    return Event(Kind.MOVE, on, (unit,), (Heir(unit, place=place(unit, parent)),))


def merge(*units: str, into: str, on: date = DAY, founding: bool = False) -> Event:
    heir = Heir(into, Decimal(1), place(into) if founding else None)
    return Event(Kind.MERGE, on, units, (heir,))


def split(unit: str, on: date = DAY, founding: bool = True, **shares: str | None) -> Event:
    heirs = tuple(
        Heir(
            heir,
            None if share is None else Decimal(share),
            place(heir) if founding and heir != unit else None,
        )
        for heir, share in shares.items()
    )
    return Event(Kind.SPLIT, on, (unit,), heirs)


def shape(history: History, day: date) -> dict[str, tuple[str, str | None]]:
    """Short name and parent of each unit of a day."""
    tree = history.as_of(day)
    return {unit: (each.short_name, each.parent) for unit, each in tree.items()}
