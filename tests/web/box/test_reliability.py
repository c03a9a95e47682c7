"""Short versions of ``python -m tests.reliability``, and that their controls are found out."""

import random
import threading
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import override_settings

from luoshi.core.voting import Gate, Submission
from luoshi.web.box import box_of, make_box
from tests.reliability.anonymity import DOUBT, independence, leaks
from tests.reliability.power import compiler, power
from tests.reliability.race import race

KEY = override_settings(SECRET_KEY="of a trial")


def test_no_ballot_is_taken_outside_an_opening_or_lost_in_one(tmp_path: Path) -> None:
    found = race(tmp_path, 12)
    assert found["taken"] > 0
    assert found["refused"] > 0
    assert [found[name] for name in ("late", "refused inside", "missing", "added")] == [0] * 4


@KEY
def test_what_was_acknowledged_is_there_after_kills(tmp_path: Path) -> None:
    found = power(tmp_path, 3, "KILL")
    assert found["acknowledged"] > 0
    assert (found["lost"], found["twice"]) == (0, 0)


@KEY
@pytest.mark.skipif(compiler() is None, reason="no C compiler for the disk that forgets")
def test_what_was_acknowledged_is_there_after_a_power_cut(tmp_path: Path) -> None:
    found = power(tmp_path / "full", 3)
    assert (found["lost"], found["twice"]) == (0, 0)
    assert found["writes taken back"] > 0
    assert power(tmp_path / "normal", 4, "NORMAL")["lost"] > 0


@pytest.mark.usefixtures("committed")
def test_many_phones_with_one_token_make_one_ballot() -> None:
    name = uuid4()
    make_box(name, [Gate(1, 1, is_open=True, contenders=("c",))])
    stands: list[bool] = []

    def send(at: int, key: bytes) -> None:
        given = Submission(1, 1, 1, f"sending-{at}", {"c": {"k": str(at)}})
        kept = box_of(name).cast(key, "A", given)
        stands.append(not kept.older)

    for token in range(5):
        key = bytes([token]) * 32
        threads = [threading.Thread(target=_and_close, args=(send, at, key)) for at in range(16)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
    assert (len(stands), sum(stands), len(box_of(name).taken())) == (80, 5, 5)
    box_of(name).destroy()


def _and_close(send, at: int, key: bytes) -> None:  # type: ignore[no-untyped-def]
    from django.db import connection

    try:
        send(at, key)
    finally:
        connection.close()


def test_an_order_that_was_left_is_told_from_chance() -> None:
    first = list(range(400))
    chance = random.Random(3)
    other = chance.sample(first, 400)
    half = [at if chance.random() < 0.5 else chance.randrange(400) for at in first]
    assert independence(first, other) > DOUBT
    assert independence(first, half) < DOUBT
    assert leaks({"a": 0.5, "b": [], "c": 1e-9, "d": ["file"]}) == ["c", "d"]
