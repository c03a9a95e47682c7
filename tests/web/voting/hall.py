"""A session with its tokens printed, its box made and its one item open."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.test import Client

from luoshi.core.voting import Gate, read_token
from luoshi.web.appraisal.models import Item, SessionState
from luoshi.web.box import Box, make_box
from tests.factories import City
from tests.web.appraisal.build import Meeting

CRITERIA = ("stand", "focus", "means", "effect")


@dataclass
class Hall:
    """Phones of its voters send here. ``tokens``: as ``read_token`` gives them, by class."""

    meeting: Meeting
    box: Box
    item: Item
    tokens: Mapping[str, list[str]]
    turn: int = 1

    @property
    def contenders(self) -> list[str]:
        return [each.key for each in self.item.contenders.all()]

    def marks(self, first: int = 20, step: int = 1) -> dict[str, dict[str, str | None]]:
        """Everybody a little less than the one before."""
        return {
            key: dict.fromkeys(CRITERIA, str(first - at * step))
            for at, key in enumerate(self.contenders)
        }

    def body(self, who: str, **changed: Any) -> dict[str, Any]:
        told = {"token": who, "item": self.item.pk, "turn": self.turn, "edition": 1}
        return {**told, "sending": "a-random-word", "marks": self.marks(), **changed}

    def send(self, who: str, **changed: Any) -> Any:
        return post(self.body(who, **changed))

    def close(self) -> None:
        self.box.set_gate(self.item.pk, turn=self.turn, is_open=False)


def post(body: object, client: Client | None = None, **extra: Any) -> HttpResponse:
    sender: Any = client or Client(enforce_csrf_checks=True)
    given = body if isinstance(body, bytes) else json.dumps(body).encode()
    found: HttpResponse = sender.post("/v/ballot", given, content_type="application/json", **extra)
    return found


def open_hall(city: City, *, is_open: bool = True, **rules: Any) -> Hall:
    """``rules``: changed settings, such as other criteria."""
    meeting = Meeting(city, rules=rules).issued(A=3, B=2)
    session = meeting.session
    session.state = SessionState.RUNNING
    session.save()
    item = session.items.get()
    keys = tuple(sorted(each.key for each in item.contenders.all()))
    gate = Gate(item.pk, int(is_open), is_open=is_open, contenders=keys)
    tokens = {name: [read_token(t) for t in made] for name, made in meeting.tokens.items()}
    return Hall(meeting, make_box(session.box, [gate]), item, tokens)
