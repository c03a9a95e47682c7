"""A session as the product's own actions make it."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.test import Client
from django.urls import reverse

from luoshi.web.accounts.actor import Actor
from luoshi.web.appraisal import actions
from luoshi.web.appraisal.models import Contender, Session
from luoshi.web.units.models import Unit
from tests.factories import NOW, City

HELD_ON = date(2026, 3, 10)
LATER = NOW + timedelta(days=8)
SIZES = {"A": 9, "B": 40, "C": 12}


def draft(**changed: Any) -> actions.SessionDraft:
    told: dict[str, Any] = {
        "title": "半年述职评议会", "held_on": HELD_ON, "place": "市礼堂", "minutes": 8,
        "at_once": True, "by_group": True, "slides_until": NOW + timedelta(days=7),
    }  # fmt: skip
    return actions.SessionDraft(**told | changed)


@dataclass
class Meeting:
    """Two counties and two departments give their account. ``rules``: changed settings."""

    city: City
    changed: dict[str, Any] = field(default_factory=dict)
    tokens: dict[str, tuple[str, ...]] = field(default_factory=dict)
    rules: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def desk(self) -> Actor:
        return self.city.actor("supervisor")

    @cached_property
    def session(self) -> Session:
        return actions.session_create(
            jurisdiction=self.city.unit, template="account", draft=draft(**self.changed),
            by=self.desk, at=NOW,
        )  # fmt: skip

    @property
    def who(self) -> dict[str, Any]:
        """The session as it stands now, by whom, when."""
        self.session.refresh_from_db()
        return {"session": self.session, "by": self.desk, "at": NOW}

    def contenders(self, *units: Unit) -> list[Contender]:
        east, west = self.city.east, self.city.west
        told = units or (east, west, self.city.transport, self.city.health)
        groups = {unit.pk: "县区" if unit in (east, west) else "部门" for unit in told}
        return actions.contenders_add(units=told, groups=groups, **self.who)

    def settings(self, **changed: Any) -> dict[str, Any]:
        told = dict(self.session.settings)
        told["classes"] = [{**row, "size": SIZES[row["key"]]} for row in told["classes"]]
        return {**told, **changed}

    def prepared(self, **changed: Any) -> "Meeting":
        self.contenders()
        actions.settings_set(settings=self.settings(**self.rules | changed), **self.who)
        people = [self.city.person("principal"), self.city.person("assessor")]
        actions.releasers_name(people=people, **self.who)
        return self

    def frozen(self, **changed: Any) -> "Meeting":
        self.prepared(**changed)
        actions.session_freeze(**self.who)
        return self

    def drawn(self) -> "Meeting":
        self.frozen()
        actions.order_draw(**self.who)
        return self

    def issued(self, **counts: int) -> "Meeting":
        self.drawn()
        counts = counts or {"A": 3, "B": 2}
        self.tokens |= actions.tokens_make(counts=counts, printed=dict, **self.who)
        return self


def text(client: Client, name: str, *args: int | str, **query: str) -> str:
    """The page of that name."""
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200, name
    return answer.content.decode()
