"""Reading veto items: none without basis, issuing level and the day it ends."""

from collections.abc import Mapping
from datetime import date

from luoshi.core.document import Entry, fault
from luoshi.core.fields import Fields, key, one_of, text
from luoshi.core.scoring.calls import read_source
from luoshi.core.scoring.scheme import Quota, Veto
from luoshi.core.scoring.sources import Source

LEVELS = ("law", "central", "province", "city")
"""Who issued the basis: a law, the centre, the province, the city itself."""


def read_veto(entry: Entry, sources: Mapping[str, Source], quotas: tuple[Quota, ...]) -> Veto:
    """One veto. Raises: Invalid("scheme-invalid") with field-missing, day-unusable, quota-unknown.

    Source: domain.md §1.8: no veto without a legal or central basis, its level and its expiry.
    """
    given = Fields(entry)
    veto = Veto(
        key=key(given.need("key")),
        title=text(given.need("title")),
        source=read_source(given.need("source"), sources),
        basis=text(given.need("basis")),
        level=one_of(given.need("level"), LEVELS),
        expires=_day(given.need("expires")),
        bars=tuple(_quota(item, quotas) for item in given.items("bars")),
    )
    given.close()
    return veto


def _day(entry: Entry) -> str:
    written = text(entry)
    try:
        day = date.fromisoformat(written).isoformat()
    except ValueError:
        day = ""
    if day != written:
        raise fault(entry, "day-unusable")
    return day


def _quota(entry: Entry, quotas: tuple[Quota, ...]) -> str:
    name = key(entry)
    if name not in {quota.key for quota in quotas}:
        raise fault(entry, "quota-unknown", quota=name)
    return name
