"""Ballots and polls by JSON, through Django and before it."""

import io
import json
from typing import Any

import pytest
from django.test import Client

from luoshi.core.errors import Refused
from luoshi.web.appraisal.wrongcodes import wrong_codes
from luoshi.web.voting import guesses, queries
from luoshi.web.voting.fast import before
from tests.factories import City
from tests.web.voting.hall import Hall, open_hall, post

NEW = "0000000000000000"


@pytest.fixture
def hall(city: City) -> Hall:
    guesses._used.clear()
    queries._polled.clear()
    return open_hall(city)


def quick(path: str, body: bytes | None = None, **more: str) -> tuple[int, dict[str, str], Any]:
    """The answer of the way before Django's middleware; Django itself may not be asked."""

    def site(environ: object, start: object) -> list[bytes]:
        raise AssertionError("asked Django")

    told: list[Any] = []
    environ: dict[str, Any] = {
        "PATH_INFO": path,
        "REQUEST_METHOD": "GET" if body is None else "POST",
        "CONTENT_LENGTH": str(len(body or b"")),
        "REMOTE_ADDR": "10.0.0.9",
        "wsgi.input": io.BytesIO(body or b""),
        **more,
    }
    chunks = before(site)(environ, lambda status, headers: told.extend((status, dict(headers))))
    data = b"".join(chunks)
    return int(told[0][:3]), told[1], json.loads(data) if data else None


def test_both_ways_give_the_same_answer(hall: Hall) -> None:
    token = hall.tokens["A"][0]
    answer = hall.send(token)
    status, headers, told = quick("/v/ballot", json.dumps(hall.body(token)).encode())
    assert (status, answer.status_code) == (200, 200)
    assert {**answer.json(), "repeated": True} == told
    assert {name for name, _ in headers.items() - answer.headers.items()} == {"Content-Length"}
    assert told["receipt"] == hall.box.taken()[0].receipt
    assert told["void"] == ""


def test_repeated_older_and_changed(hall: Hall) -> None:
    token = hall.tokens["A"][0]
    first = hall.send(token, edition=2).json()
    assert hall.send(token, edition=2).json() == {**first, "repeated": True}
    older = hall.send(token, edition=1, sending="another-word").json()
    assert (older["older"], older["edition"]) == (True, 2)
    same = {key: dict.fromkeys(row, "10") for key, row in hall.marks().items()}
    assert hall.send(token, edition=3, sending="a-third-word", marks=same).json()["void"] == (
        "all-same"
    )
    hall.close()
    third = hall.send(token, edition=3, sending="a-third-word", marks=same)
    assert third.json()["repeated"]
    late = hall.send(token, edition=4, sending="a-fourth-word")
    assert (late.status_code, late.json()["code"]) == (409, "item-closed")


@pytest.mark.parametrize(
    ("changed", "status", "code"),
    [
        ({"token": NEW}, 404, "token-unknown"),
        ({"token": "short"}, 422, "token-unreadable"),
        ({"item": 999_999}, 409, "item-unknown"),
        ({"turn": 2}, 409, "item-anew"),
        ({"edition": 0}, 422, "edition-too-low"),
        ({"edition": True}, 422, "ballot-unreadable"),
        ({"sending": "x"}, 422, "ballot-unreadable"),
        ({"marks": {}}, 422, "mark-refused"),
        ({"marks": []}, 422, "ballot-unreadable"),
        ({"marks": {"u1": {"stand": 5}}}, 422, "ballot-unreadable"),
    ],
)
def test_what_is_refused_leaves_the_box_alone(
    hall: Hall, changed: dict[str, object], status: int, code: str
) -> None:
    answer = hall.send(hall.tokens["A"][0], **changed)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.json()["message"]
    assert hall.box.taken() == ()


@pytest.mark.parametrize("what", ["missing", "extra", "criterion", "outside", "fraction"])
def test_marks_not_as_asked_for_are_refused(hall: Hall, what: str) -> None:
    marks = hall.marks()
    first = hall.contenders[0]
    changes: dict[str, Any] = {
        "missing": lambda: marks.pop(first),
        "extra": lambda: marks.update(u999999=marks[first]),
        "criterion": lambda: marks[first].update(other="1"),
        "outside": lambda: marks[first].update(stand="20.5"),
        "fraction": lambda: marks[first].update(stand="1/2"),
    }
    changes[what]()
    answer = hall.send(hall.tokens["A"][0], marks=marks)
    assert (answer.status_code, answer.json()["code"]) == (422, "mark-refused")


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"\xff", b"[" * 100_000, b'{"token": NaN}'])
def test_what_is_no_ballot_is_told(hall: Hall, body: bytes) -> None:
    assert post(body).json()["code"] == "ballot-unreadable"
    assert quick("/v/ballot", body)[0] == 422


def test_a_replaced_token_and_one_of_another_session(hall: Hall, other_city: City) -> None:
    other = open_hall(other_city)
    answer = other.send(hall.tokens["A"][0])
    assert answer.json()["code"] == "item-unknown"
    token = hall.tokens["A"][0]
    hall.meeting.session.tokens.update(replaced=True)
    assert hall.send(token).json()["code"] == "token-replaced"
    page = Client().get(f"/v/{token}/").content.decode()
    assert "已经换成纸质选票" in page
    assert "<form" not in page
    assert other.box.taken() == hall.box.taken() == ()


def test_a_poll_is_cheap_and_follows_the_gate(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("luoshi.web.voting.queries.POLLED_SECONDS", 0)
    path = f"/v/state/{hall.meeting.session.pk}/"
    status, headers, told = quick(path)
    assert (status, told["why"]) == (200, "")
    assert told["items"] == [{"item": hall.item.pk, "turn": 1, "open": True}]
    assert quick(path, HTTP_IF_NONE_MATCH=f"W/{headers['ETag']}")[0] == 304
    hall.close()
    assert quick(path, HTTP_IF_NONE_MATCH=headers["ETag"])[2]["items"][0]["open"] is False
    assert Client().get(path).json() == quick(path)[2]
    assert quick("/v/state/999999/")[0] == 404
    hall.box.destroy()
    assert quick(path)[2] == {"items": [], "why": "vote-not-begun"}


def test_refusals_speak_the_visitors_language(hall: Hall) -> None:
    hall.close()
    body = json.dumps(hall.body(hall.tokens["A"][0])).encode()
    assert "截止" in quick("/v/ballot", body)[2]["message"]
    assert "closed" in quick("/v/ballot", body, HTTP_COOKIE="a=1; language=en")[2]["message"]


def test_a_store_that_fails_asks_the_phone_to_send_again(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: object, **more: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr("luoshi.web.box.box.Box._decided", full)
    answer = hall.send(hall.tokens["A"][0])
    assert (answer.status_code, answer.json()["code"]) == (503, "box-unavailable")
    monkeypatch.undo()
    assert hall.send(hall.tokens["A"][0]).status_code == 200


def test_many_wrong_codes_do_nothing_to_the_box(hall: Hall) -> None:
    before_, gates = wrong_codes(hall.meeting.session), hall.box.gates()
    body = json.dumps(hall.body(NEW)).encode()
    statuses = {quick("/v/ballot", body)[0] for _ in range(500)}
    assert statuses == {404, 429}
    assert wrong_codes(hall.meeting.session) - before_ == 500
    assert (hall.box.gates(), hall.box.taken()) == (gates, ())
    with pytest.raises(Refused, match="vote-unknown"):
        queries.hall_of(999_999)
