"""The tree after an event."""

from dataclasses import replace
from datetime import date

from luoshi.core.lineage.checks import check_event
from luoshi.core.lineage.events import Event, Place
from luoshi.core.lineage.history import History, Version


def after(history: History, event: Event) -> History:
    """The history with the event in it; whatever was before its day stays as it was.

    Heirs with a new place get it from the day on; closing units end; units below a closing one
    stand below the main heir from the day on. Raises Invalid as ``check_event``.
    """
    check_event(history, event)
    placed = {heir.unit: heir.place for heir in event.heirs if heir.place}
    closing = set(event.closing)
    found: list[Version] = []
    for version in history.versions:
        if version.unit in closing:
            found += _until(version, event.on)
        elif place := placed.get(version.unit):
            found += _from(version, event.on, place)
        elif version.parent in closing:
            found += _from(version, event.on, _below(version, event.main.unit))
        else:
            found.append(version)
    found += [_founded(heir.unit, heir.place, event.on) for heir in event.founded if heir.place]
    return History.of(found)


def _until(version: Version, on: date) -> list[Version]:
    if version.start >= on:
        return []
    return [replace(version, end=on)] if version.end is None or version.end > on else [version]


def _from(version: Version, on: date, place: Place) -> list[Version]:
    """As before until the day, as placed from then on."""
    if version.end is not None and version.end <= on:
        return [version]
    new = replace(
        version,
        name=place.name,
        short_name=place.short_name,
        parent=place.parent,
        start=max(version.start, on),
    )
    return [*_until(version, on), new]


def _below(version: Version, parent: str) -> Place:
    return Place(version.name, version.short_name, parent)


def _founded(unit: str, place: Place, on: date) -> Version:
    return Version(unit, place.name, place.short_name, place.parent, on)
