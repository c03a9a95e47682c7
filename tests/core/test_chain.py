"""The hash chain finds the first record that was touched."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.core.chain import GENESIS, Broken, Link, canonical, first_broken, link_hash


def chain(*facts: dict[str, object]) -> list[Link]:
    links: list[Link] = []
    previous = GENESIS
    for seq, fields in enumerate(facts, 1):
        hash_ = link_hash(previous, seq, fields)
        links.append(Link(seq, fields, previous, hash_))
        previous = hash_
    return links


LINKS = chain({"verb": "a"}, {"verb": "b", "after": {"值": "1"}}, {"verb": "c"})


def test_whole_chain_holds_with_its_head() -> None:
    assert first_broken(LINKS, head=(3, LINKS[2].hash)) is None


def test_empty_chain_holds() -> None:
    assert first_broken([], head=(0, GENESIS)) is None


@pytest.mark.parametrize(
    ("links", "broken"),
    [
        ([LINKS[0], replace(LINKS[1], fields={"verb": "x"}), LINKS[2]], Broken(2, "changed")),
        ([LINKS[0], LINKS[2]], Broken(2, "missing")),
        ([LINKS[1], LINKS[2]], Broken(1, "missing")),
        ([replace(LINKS[0], previous_hash="f" * 64), *LINKS[1:]], Broken(1, "reordered")),
        (LINKS[:2], Broken(3, "cut-off")),
    ],
)
def test_first_broken_record_is_named(links: list[Link], broken: Broken) -> None:
    assert first_broken(links, head=(3, LINKS[2].hash)) == broken


def test_rewritten_record_breaks_at_the_next_one() -> None:
    fields: dict[str, object] = {"verb": "forged"}
    forged = Link(2, fields, LINKS[0].hash, link_hash(LINKS[0].hash, 2, fields))
    assert first_broken([LINKS[0], forged, LINKS[2]]) == Broken(3, "reordered")


@given(st.dictionaries(st.text(), st.integers() | st.text() | st.none()))
def test_order_of_fields_does_not_matter(fields: dict[str, object]) -> None:
    assert canonical(fields) == canonical(dict(reversed(list(fields.items()))))
