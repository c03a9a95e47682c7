"""The sealed list: one form of bytes, a seal that any change breaks, no way to a voter."""

import json
from random import Random
from typing import Any

import pytest

from luoshi.core.chain import canonical
from luoshi.core.errors import Invalid
from luoshi.core.scoring.canonical import digest
from luoshi.core.tally import Ballot, open_part, read_sealed, sealed_bytes
from tests.core.tally.build import ballot, rules

ROWS = ((60, 40), (30, 20), (48, 32))
BALLOTS = [ballot("A", *ROWS), ballot("C", *ROWS[::-1]), ballot("B", (1, None), *ROWS[1:])]
DATA = sealed_bytes(rules(), BALLOTS, ["k3", "k1"], paper=1)


def refused(data: bytes) -> tuple[str, str]:
    with pytest.raises(Invalid) as found:
        read_sealed(data)
    assert found.value.code == "sealed-list"
    return str(found.value.params["path"]), str(found.value.params["reason"])


def changed(**fields: object) -> bytes:
    return canonical({**json.loads(DATA), **fields})


def test_a_list_comes_back_whole() -> None:
    found = read_sealed(DATA)
    assert found.whole
    assert sorted(each.voter_class for each in found.ballots) == ["A", "B", "C"]
    assert (found.receipts, found.paper) == (("k1", "k3"), 1)
    pretty = json.dumps(json.loads(DATA), indent=2, ensure_ascii=False).encode()
    assert read_sealed(pretty) == found


def test_nothing_is_left_of_the_order() -> None:
    ballots, receipts, rng = list(BALLOTS), ["k3", "k1"], Random(3)
    for _ in range(6):
        rng.shuffle(ballots)
        rng.shuffle(receipts)
        assert sealed_bytes(rules(), ballots, receipts, paper=1) == DATA


def test_the_seal_is_four_digests() -> None:
    parts = json.loads(DATA)
    each = {name: digest(canonical({name: parts[name]})) for name in sorted(parts)}
    kept = {name: each[name] for name in ("rules", "receipts", "ballots", "paper")}
    assert parts["seal"] == digest(canonical(kept))


def test_any_change_breaks_the_seal() -> None:
    """Of every value in the list: another mark, class, weight, name or receipt."""
    broken = 0
    document = json.loads(DATA)
    for where, key in list(leaves(document)):
        if where is document:
            continue
        kept = where[key]
        where[key] = changed_value(kept)
        try:
            assert not read_sealed(canonical(document)).whole
            broken += 1
        except Invalid:
            pass
        where[key] = kept
    assert broken > 20
    assert canonical(document) == DATA


def leaves(value: Any) -> Any:
    keys = value if isinstance(value, dict) else range(len(value))
    for key in keys:
        if isinstance(value[key], dict | list):
            yield from leaves(value[key])
        else:
            yield value, key


def changed_value(value: Any) -> Any:
    if isinstance(value, int):
        return value + 1
    return "7" if value is None else f"{value}1"


def test_a_ballot_more_or_less_breaks_it() -> None:
    rows = json.loads(DATA)["ballots"]
    assert not read_sealed(changed(ballots=rows[:2], paper=0)).whole
    assert not read_sealed(changed(ballots=[rows[0], *rows], paper=2)).whole
    assert refused(changed(ballots=rows[:2])) == ("receipts", "receipts-number")


def test_the_open_part_proves_receipts_without_a_mark() -> None:
    shown = json.loads(open_part(DATA))
    assert (shown["receipts"], "ballots" in shown) == (["k1", "k3"], False)
    assert shown["digests"]["receipts"] == digest(canonical({"receipts": shown["receipts"]}))
    assert shown["digests"]["rules"] == digest(canonical({"rules": shown["rules"]}))
    assert shown["seal"] == digest(canonical(shown["digests"])) == read_sealed(DATA).seal


@pytest.mark.parametrize("name", ["voter", "token", "at", "order", "receipt"])
def test_a_ballot_holds_nothing_that_leads_to_a_voter(name: str) -> None:
    rows = json.loads(DATA)["ballots"]
    rows[0][name] = "1"
    assert refused(changed(ballots=rows)) == ("ballots[0]", "field-unknown")


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", ("", "not-json")),
        (b"[]", ("", "wrong-type")),
        (b"{", ("", "not-json")),
        (b"[" * 200_000, ("", "not-json")),
        (b'{"a": 1, "a": 2}', ("", "duplicate-key")),
        (b'{"a": 0.5}', ("", "fraction")),
        (b'{"a": NaN}', ("", "fraction")),
        (b'{"a": "\\ud800"}', ("", "not-json")),
        ("{}".encode("utf-16"), ("format", "word-unknown")),
        (changed(format="luoshi.sealed/2"), ("format", "word-unknown")),
        (changed(more=1), ("", "field-unknown")),
        (changed(seal=None), ("seal", "field-missing")),
        (changed(ballots={}), ("ballots", "wrong-type")),
        (changed(ballots=[1]), ("ballots[0]", "wrong-type")),
        (changed(ballots=[{"class": 1, "marks": {}}]), ("ballots[0]", "wrong-type")),
        (changed(ballots=[{"class": "A", "marks": {"e": 1}}]), ("ballots[0].marks", "wrong-type")),
        (changed(ballots=json.loads(DATA)["ballots"][::-1]), ("ballots", "not-in-order")),
        (changed(receipts=["k3", "k1"]), ("receipts", "not-in-order")),
        (changed(receipts=["k1", "k1"]), ("receipts", "receipt-twice")),
        (changed(receipts=[1, 2]), ("receipts", "wrong-type")),
        (changed(paper=True), ("paper", "wrong-type")),
        (changed(rules=[]), ("rules", "wrong-type")),
        (changed(rules={}), ("rules", "field-missing")),
        (changed(rules=rules(contenders=[])), ("rules", "field-missing")),
        (changed(rules=rules(luck=1)), ("rules.luck", "field-unknown")),
        (changed(rules=rules(shown_from="0")), ("rules.shown_from", "number-out-of-range")),
        (changed(rules=rules(quorum="1.1")), ("rules.quorum", "number-out-of-range")),
        (changed(rules=rules(combine="median")), ("rules.combine", "word-unknown")),
        (changed(rules=rules(tie_break=["D"])), ("rules", "key-unknown")),
        (changed(rules=rules(trim={"drop": 2, "least": 4})), ("rules.trim", "trim-leaves-none")),
        (changed(rules=rules(title=" ")), ("rules.title", "text-unusable")),
        (
            changed(rules=rules(classes=[{"key": "A", "name": "A", "size": 9, "weight": 0}])),
            ("rules", "number-out-of-range"),
        ),
        (
            changed(rules=rules(classes=[{"key": "A", "name": "A", "size": 9}] * 2)),
            ("rules.classes[1]", "key-twice"),
        ),
        (
            changed(rules=rules(criteria=[{"key": "k", "name": "k", "maximum": 0}])),
            ("rules.criteria[0].maximum", "number-out-of-range"),
        ),
    ],
)  # fmt: skip
def test_a_bad_list_is_refused_with_its_place(data: bytes, fault: tuple[str, str]) -> None:
    assert refused(data) == fault


def test_what_is_sealed_can_be_read() -> None:
    with pytest.raises(Invalid):
        sealed_bytes(rules(), BALLOTS)
    with pytest.raises(Invalid):
        sealed_bytes(rules(luck=1), [], paper=0)
    nobody = read_sealed(sealed_bytes(rules(), []))
    assert (nobody.whole, nobody.ballots) == (True, ())
    assert read_sealed(sealed_bytes(rules(), [Ballot("A", {})], paper=1)).whole
