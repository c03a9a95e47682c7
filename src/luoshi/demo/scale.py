"""The demo city many times over, for measuring: copies of what the product's own actions made.

Every commitment of the two lists that are accounted for monthly is copied under new units, with
its reports and evidence, until there are as many as asked. The copies have no history of their
own in the record: one entry says that they were made.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import cycle, islice
from typing import Any, TypeVar

from django.db import connection, models, transaction

from luoshi.web.accounts.actor import Actor
from luoshi.web.audit.actions import record
from luoshi.web.commitments.models import Commitment, CommitmentList, ListItem, Milestone
from luoshi.web.delivery.models import EvidenceUse, ProgressReport, Round
from luoshi.web.units.models import Unit, UnitVersion

Row = TypeVar("Row", bound=models.Model)

UNITS_OF_COMMITMENTS = 50
"""Commitments a unit: 100,000 stand for 2,000 units."""
LONGEST, WALL, USUAL = 10_000, 300, 1_000
"""Rows of the first list, of the second (a wall chart), and of all others."""
BATCH = 2_000

COPIED = "INSERT INTO {table} ({into}) SELECT {values} FROM {table} old {joins}"
MAPS = {
    "scale_commitment": "copy bigint primary key, source bigint, list bigint, unit bigint",
    "scale_round": "copy bigint primary key, source bigint, list bigint",
}


@dataclass(frozen=True, slots=True)
class Made:
    """How many there are of each afterwards."""

    commitments: int
    reports: int
    units: int


@transaction.atomic
def multiply(wanted: int, *, by: Actor, at: datetime) -> Made:
    """Copy until the city has ``wanted`` commitments. Nothing happens where it has them."""
    missing = wanted - Commitment.objects.count()
    if missing > 0:
        with _maps():
            _copy(missing)
        record(
            by=by,
            at=at,
            verb="demo.multiply",
            obj=Unit.objects.get(pk=next(iter(by.jurisdictions("admin")))),
            after={"commitments": missing},
        )
    return Made(*(kind.objects.count() for kind in (Commitment, ProgressReport, Unit)))


def _copy(missing: int) -> None:
    sources = _sources()
    units = _units(missing // UNITS_OF_COMMITMENTS)
    takers = cycle(units)
    for number, size in enumerate(_sizes(missing)):
        source = sources[number % len(sources)]
        _copy_list(source, number + 1, size, takers)
    _copy_reports()


def _sources() -> list[CommitmentList]:
    """The lists with the most reports, the most first."""
    counted = CommitmentList.objects.annotate(n=models.Count("rounds__reports"))
    return list(counted.order_by("-n", "pk")[:2])


def _sizes(total: int) -> Iterator[int]:
    for size in [LONGEST, WALL]:
        if total >= 2 * size:
            yield size
            total -= size
    while total > 0:
        yield min(USUAL, total)
        total -= USUAL


def _units(count: int) -> list[Unit]:
    """So many more units below the counties, with their first version."""
    counties = list(Unit.objects.filter(kind="county").order_by("pk"))
    made = [
        Unit(
            parent=county,
            jurisdiction_id=county.jurisdiction_id,
            code=f"{county.code}-S{number:05}",
            kind="town",
            name=f"{county.short_name}规模测试单位{number:05}",
            short_name=f"测试{number:05}",
            position=1_000 + number,
            opened_on=county.opened_on,
        )
        for number, county in zip(range(count), cycle(counties), strict=False)
    ]
    units = Unit.objects.bulk_create(made, BATCH)
    first = dict(UnitVersion.objects.values_list("unit", "valid_from"))
    UnitVersion.objects.bulk_create(
        [
            UnitVersion(
                unit=unit,
                name=unit.name,
                short_name=unit.short_name,
                parent_id=unit.parent_id,
                valid_from=first[unit.parent_id or 0],
            )
            for unit in units
        ],
        BATCH,
    )
    return units


def _copy_list(source: CommitmentList, number: int, size: int, takers: Iterator[Unit]) -> None:
    items = list(source.items.select_related("commitment").order_by("number"))
    steps = _steps(source)
    copied = _new(source, title=f"{source.title}（规模测试 {number:03}）")
    copied.save()
    picked = list(islice(cycle(items), size))
    owners = list(islice(takers, size))
    made = Commitment.objects.bulk_create(
        [
            _new(item.commitment, lead_unit=unit, source=None, parent=None)
            for item, unit in zip(picked, owners, strict=True)
        ],
        BATCH,
    )
    pairs = list(zip(picked, made, strict=True))
    ListItem.objects.bulk_create(
        [
            _new(item, list=copied, commitment=one, number=place)
            for place, (item, one) in enumerate(pairs, 1)
        ],
        BATCH,
    )
    Milestone.objects.bulk_create(
        [
            _new(step, commitment=one)
            for item, one in pairs
            for step in steps.get(item.commitment_id, ())
        ],
        BATCH,
    )
    rounds = list(source.rounds.order_by("pk"))
    copies = Round.objects.bulk_create([_new(each, list=copied) for each in rounds])
    _note("scale_round", [(c.pk, r.pk, copied.pk) for c, r in zip(copies, rounds, strict=True)])
    _note(
        "scale_commitment",
        [(one.pk, item.commitment_id, copied.pk, one.lead_unit_id) for item, one in pairs],
    )


def _steps(source: CommitmentList) -> dict[int, list[Milestone]]:
    found: dict[int, list[Milestone]] = {}
    for step in Milestone.objects.filter(commitment__items__list=source):
        found.setdefault(step.commitment_id, []).append(step)
    return found


def _new(row: Row, **changes: Any) -> Row:
    """The same row with another key."""
    kept = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if not field.primary_key and field.name not in changes
    }
    return type(row)(**kept, **changes)


@contextmanager
def _maps() -> Iterator[None]:
    """Two tables that live as long as the copying: which copy stands for which source."""
    with connection.cursor() as cursor:
        for name, columns in MAPS.items():
            cursor.execute(f"CREATE TEMPORARY TABLE {name} ({columns})")
        yield
        for name in MAPS:
            cursor.execute(f"DROP TABLE {name}")


def _note(name: str, rows: Sequence[tuple[Any, ...]]) -> None:
    marks = ", ".join(["%s"] * len(rows[0]))
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {name} VALUES ({marks})", rows)


def _copy_reports() -> None:
    """Accepted reports and what was shown with them, inside the database."""
    of_round = "JOIN scale_round r ON r.source = old.round_id AND r.list = c.list"
    _insert(
        ProgressReport,
        {"commitment_id": "c.copy", "unit_id": "c.unit", "round_id": "r.copy"},
        f"JOIN scale_commitment c ON c.source = old.commitment_id {of_round} "
        "WHERE old.state = 'accepted'",
    )
    report = ProgressReport._meta.db_table
    _insert(
        EvidenceUse,
        {"report_id": "new.id"},
        f"JOIN {report} first ON first.id = old.report_id AND first.state = 'accepted' "
        "JOIN scale_commitment c ON c.source = first.commitment_id "
        "JOIN scale_round r ON r.source = first.round_id AND r.list = c.list "
        f"JOIN {report} new ON new.commitment_id = c.copy AND new.round_id = r.copy",
    )


def _insert(model: type[models.Model], given: dict[str, str], joins: str) -> None:
    columns = [str(f.column) for f in model._meta.concrete_fields if not f.primary_key]
    columns = [name for name in columns if name != "supersedes_id"]
    values = [given.get(name, f"old.{connection.ops.quote_name(name)}") for name in columns]
    statement = COPIED.format(
        table=model._meta.db_table,
        into=", ".join(map(connection.ops.quote_name, columns)),
        values=", ".join(values),
        joins=joins,
    )
    with connection.cursor() as cursor:
        cursor.execute(statement)
