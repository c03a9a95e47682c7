"""The box: what it takes, answers, gives out and leaves behind."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.db import connection

from luoshi.core.errors import Refused
from luoshi.core.voting import ballot_key, new_token
from luoshi.web.box import Box, BoxBallot, Gate, Submission, box_of, make_box

pytestmark = pytest.mark.usefixtures("db")
GATES = tuple(
    Gate(item, 0, is_open=False, contenders=keys)
    for item, keys in ((1, ("east", "west")), (2, ("north",)))
)


@pytest.fixture
def name() -> UUID:
    return uuid4()


@pytest.fixture
def box(name: UUID) -> Iterator[Box]:
    """A box with two items, the first of them open."""
    made = make_box(name, GATES)
    made.set_gate(1, turn=1, is_open=True)
    yield made
    made.destroy()


def key(letters: str = "") -> bytes:
    return ballot_key(letters or new_token(), "here")


def given(*marks: str, item: int = 1, turn: int = 1, edition: int = 1, sending: str = "s"):  # type: ignore[no-untyped-def]
    contenders = GATES[item - 1].contenders
    rows = {each: {"plan": mark} for each, mark in zip(contenders, marks, strict=False)}
    return Submission(item, turn, edition, sending, rows)


def taken(box: Box) -> list[tuple[str, dict[str, str | None]]]:
    return sorted(
        (each.voter_class, {c: row["plan"] for c, row in each.marks.items()})
        for each in box.taken()
    )


def run(sql: str, path: Path, *values: object) -> None:
    """By another hand, past the box."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            table = f"box_{UUID(path.stem).hex}_"
            sql = sql.replace("UPDATE ", f"UPDATE {table}").replace("FROM ", f"FROM {table}")
            cursor.execute(sql, list(values))
        return
    other = sqlite3.connect(path)
    other.execute(sql, values)
    other.commit()
    other.close()


def file_of(name: UUID) -> Path:
    return Path(settings.DATA_DIR) / "boxes" / f"{name}.sqlite3"


def test_ballots_go_in_once_and_come_out_without_keys(box: Box) -> None:
    mine, other = key(), key()
    first = box.cast(mine, "A", given("5", "6"))
    assert box.cast(mine, "A", given("5", "6")).repeated
    box.cast(other, "B", given("1", "2", sending="t"))
    changed = box.cast(mine, "A", given("7", "8", edition=2, sending="u"))
    late = box.cast(mine, "A", given("0", "0", edition=1, sending="v"))
    assert changed.receipt == late.receipt == first.receipt
    assert (changed.edition, late.edition, late.older) == (2, 2, True)
    assert taken(box) == [("A", {"east": "7", "west": "8"}), ("B", {"east": "1", "west": "2"})]
    assert box.counts() == {"A": 1, "B": 1}
    standing = box.standing(mine)
    assert standing
    assert (standing.receipt, standing.editions) == (first.receipt, {1: 2})
    assert box.standing(key()) is None
    assert set(BoxBallot.__slots__) == {"voter_class", "marks", "receipt"}


def test_nothing_comes_in_after_the_close_but_what_was_in_is_answered(box: Box) -> None:
    mine = key()
    kept = box.cast(mine, "A", given("5", "6"))
    box.set_gate(1, turn=1, is_open=False)
    with pytest.raises(Refused, match="item-closed"):
        box.cast(key(), "A", given("5", "6"))
    with pytest.raises(Refused, match="item-closed"):
        box.cast(mine, "A", given("9", "9", edition=2, sending="t"))
    assert box.cast(mine, "A", given("5", "6")).receipt == kept.receipt
    assert taken(box) == [("A", {"east": "5", "west": "6"})]


def test_items_lie_in_one_ballot_and_a_void_one_is_taken_out(box: Box) -> None:
    mine = key()
    box.cast(mine, "A", given("5", "6"))
    box.set_gate(2, turn=1, is_open=True)
    box.cast(mine, "A", given("4", item=2))
    assert taken(box) == [("A", {"east": "5", "west": "6", "north": "4"})]
    box.set_gate(1, turn=1, is_open=False)
    box.clear(["east", "west"])
    assert (box.counts(1), box.counts(2), box.counts()) == ({}, {"A": 1}, {"A": 1})
    assert taken(box) == [("A", {"north": "4"})]
    box.set_gate(1, turn=2, is_open=True)
    with pytest.raises(Refused, match="item-anew"):
        box.cast(mine, "A", given("5", "6"))
    box.cast(mine, "A", given("1", "1", turn=2))
    assert taken(box) == [("A", {"north": "4", "east": "1", "west": "1"})]
    assert [(gate.turn, gate.is_open) for gate in box.gates()] == [(2, True), (1, True)]
    with pytest.raises(Refused, match="gate-turn-back"):
        box.set_gate(1, turn=1, is_open=True)


def test_a_ballot_all_of_whose_marks_are_void_is_not_returned(box: Box) -> None:
    mine, other = key(), key()
    first = box.cast(mine, "A", given("5", "6"))
    box.cast(other, "A", given("3", "4", sending="t"))
    box.set_gate(1, turn=1, is_open=False)
    box.clear(["east", "west"])
    assert (box.taken(), box.counts()) == ((), {})
    box.set_gate(1, turn=2, is_open=True)
    again = box.cast(mine, "A", given("5", "6", turn=2, sending="u"))
    assert again.receipt == first.receipt
    assert [each.receipt for each in box.taken()] == [first.receipt]


def test_a_token_handed_in_for_paper_counts_no_more(box: Box) -> None:
    mine, unused = key(), key()
    box.cast(mine, "A", given("5", "6"))
    assert (box.drop(mine), box.drop(mine), box.drop(unused)) == (True, False, False)
    for each in (mine, unused):
        with pytest.raises(Refused, match="token-replaced"):
            box.cast(each, "A", given("5", "6", edition=3, sending="t"))
    assert (box.taken(), box.counts(), box.standing(mine)) == ((), {}, None)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="of a file the bytes are read")
def test_after_the_close_rows_lie_by_key_and_are_of_one_moment(box: Box, name: UUID) -> None:
    arrived = sorted((key() for _ in range(40)), key=lambda each: each[::-1])
    for at, each in enumerate((*arrived, *arrived[::3])):
        box.cast(each, "A", given("5", "6", edition=1 + at // 40, sending=str(at)))

    def lying() -> tuple[list[bytes], set[str]]:
        table = f"box_{name.hex}_ballot"
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT key, xmin::text FROM {table} ORDER BY ctid")
            rows = cursor.fetchall()
        return [bytes(row[0]) for row in rows], {row[1] for row in rows}

    assert lying()[0] != sorted(arrived)
    box.set_gate(1, turn=1, is_open=False)
    keys, moments = lying()
    assert (keys, len(moments)) == (sorted(arrived), 1)
    box.set_gate(2, turn=1, is_open=True)
    box.cast(arrived[-1], "A", given("4", item=2))
    box.set_gate(2, turn=1, is_open=False)
    assert lying()[0] == sorted(arrived)


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("UPDATE ballot SET marks = '{}'", {"numbers": "1", "missing": 0}),
        ("UPDATE ballot SET class = 'B'", {"numbers": "1", "missing": 0}),
        ("DELETE FROM ballot", {"numbers": "—", "missing": 1}),
        ("UPDATE total SET number = 0", {"numbers": "—", "missing": "?"}),
    ],
)
def test_what_another_hand_did_to_the_rows_is_found(
    box: Box, name: UUID, sql: str, told: dict[str, object]
) -> None:
    mine = key()
    box.cast(mine, "A", given("5", "6"))
    run(sql, file_of(name))
    with pytest.raises(Refused, match="box-altered") as refused:
        box.taken()
    assert refused.value.params == told
    if told["numbers"] == "1":
        with pytest.raises(Refused, match="ballot-altered"):
            box.cast(mine, "A", given("5", "6", edition=2, sending="t"))


def test_made_twice_it_stays_as_it_is(box: Box, name: UUID) -> None:
    box.cast(key(), "A", given("5", "6"))
    again = make_box(name, GATES)
    assert again.counts() == {"A": 1}
    assert again.gates()[0].is_open


def test_destroyed_it_leaves_no_byte_and_is_missing(name: UUID) -> None:
    box = make_box(name, GATES)
    box.set_gate(1, turn=1, is_open=True)
    mine = key()
    box.cast(mine, "A", given("5", "6"))
    box.destroy()
    with pytest.raises(Refused, match="box-missing"):
        box_of(name)
    with pytest.raises(Refused, match="box-missing"):
        box.cast(mine, "A", given("5", "6", edition=2, sending="t"))
    with pytest.raises(Refused, match="box-missing"):
        box.gates()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT relname FROM pg_class WHERE relname LIKE %s", [f"%{name.hex}%"])
            assert cursor.fetchall() == []
    assert list(file_of(name).parent.glob(f"{name}*")) == []
