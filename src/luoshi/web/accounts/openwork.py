"""What lies open on an appointment: each app says it for what is its own.

An app's ``openwork`` module may hold ``open_work(appointment) -> Iterator[Work]``; what it lists
depends on the role, the unit and the person of the appointment, not on who asks.
"""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from luoshi.web.accounts.models import Appointment

KINDS: dict[str, Promise | str] = {
    "accept": _("待签收事项"),
    "commitment": _("在办事项"),
    "fill": _("待填报"),
    "sign": _("待签发"),
    "decide": _("待审核"),
    "sample": _("待核验"),
    "paper": _("待确认的来源文件"),
    "dispute": _("待裁定的责任异议"),
    "bid": _("揭榜申请"),
    "objection": _("待答复的异议"),
    "key": _("开标密钥"),
    "request": _("待答复的数据要求"),
    "self-check": _("待答复的自查"),
}
"""In the order of a hand-over sheet."""


@dataclass(frozen=True, slots=True)
class Work:
    """One thing that lies open. ``kind`` is a key of ``KINDS``; ``url`` is its own page."""

    kind: str
    text: str
    note: str = ""
    due_on: date | None = None
    url: str = ""

    def plain(self) -> dict[str, str]:
        """The same as it is stored: text only."""
        return {key: str(value or "") for key, value in asdict(self).items()}


Listing = Callable[[Appointment], Iterator[Work]]


@cache
def _listings() -> tuple[Listing, ...]:
    found: list[Listing] = []
    for app in apps.get_app_configs():
        name = f"{app.name}.openwork"
        if app.name.startswith("luoshi.") and name != __name__ and find_spec(name):
            found.append(import_module(name).open_work)
    return tuple(found)


def open_work(appointment: Appointment) -> list[Work]:
    """Everything that lies open on it, by kind: a constant number of queries."""
    order = list(KINDS)
    rows = [work for listing in _listings() for work in listing(appointment)]
    return sorted(rows, key=lambda work: (order.index(work.kind), work.due_on or date.max))
