"""The draw: certain and random parts, sizes by hand, and anyone can do it again."""

import random
from collections import Counter
from decimal import Decimal
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.core.errors import Invalid
from luoshi.core.sampling import Claim, Drawn, SamplingRule, draw, rank_digest, sampling_rule_from
from luoshi.core.sampling.draw import frame_digest

RULE = SamplingRule("sample", "样例", 5, Decimal("0.10"), 1, Decimal(10), "自拟")


def claims(unit: str, count: int, weight: str = "1", *, done: bool = True) -> list[Claim]:
    return [Claim(f"{unit}-{n}", unit, Decimal(weight), done) for n in range(count)]


def keys(drawn: Drawn, reason: str) -> list[str]:
    return [lot.key for lot in drawn.chosen if lot.reason == reason]


def test_heavy_claims_of_being_done_are_certain_and_no_others() -> None:
    frame = claims("A", 3, "10") + claims("B", 3, "99", done=False) + claims("C", 40, "9.99")
    drawn = draw(frame, seed="2026-06", rule=RULE)
    assert set(keys(drawn, "certainty")) == {"A-0", "A-1", "A-2"}
    assert len(keys(drawn, "random")) == 5


def test_the_smallest_digests_of_seed_and_key_are_taken() -> None:
    frame = claims("A", 30)
    by_hand = sorted(
        (sha256(f"2026-06:{claim.key}".encode()).hexdigest(), claim.key) for claim in frame
    )
    drawn = draw(frame, seed="2026-06", rule=RULE)
    assert [(lot.digest, lot.key) for lot in drawn.chosen] == by_hand[:5]


def test_the_digest_is_the_one_of_the_command_line() -> None:
    # printf '%s:%s' 2026-06 A-1 | sha256sum
    digest = "a81b154d8c0fffa88a7fee1a2320e680d21d9c2606aa32cc599ca3f2f0945ce1"
    assert rank_digest("2026-06", "A-1") == digest


@pytest.mark.parametrize(
    ("pool", "size"), [(0, 0), (3, 3), (5, 5), (49, 5), (50, 5), (51, 6), (200, 20), (201, 21)]
)
def test_the_random_size_is_a_tenth_rounded_up_and_five_at_least(pool: int, size: int) -> None:
    assert RULE.size(pool) == size


@pytest.mark.parametrize(
    ("strata", "sizes"),
    [
        ({"A": 100}, {"A": 10}),
        ({"A": 60, "B": 40}, {"A": 6, "B": 4}),
        ({"A": 94, "B": 3, "C": 3}, {"A": 8, "B": 1, "C": 1}),
        ({"A": 10, "B": 10, "C": 10}, {"A": 2, "B": 2, "C": 1}),
        ({"A": 2, "B": 1}, {"A": 2, "B": 1}),
        (dict.fromkeys("ABCDEFGH", 1), dict.fromkeys("ABCDEFGH", 1)),
    ],
    ids=str,
)
def test_the_random_part_is_shared_by_size(strata: dict[str, int], sizes: dict[str, int]) -> None:
    frame = [claim for unit, count in strata.items() for claim in claims(unit, count)]
    assert draw(frame, seed="s", rule=RULE).sizes == sizes


def test_another_seed_draws_others() -> None:
    frame = claims("A", 200)
    drawn = {tuple(keys(draw(frame, seed=str(n), rule=RULE), "random")) for n in range(20)}
    assert len(drawn) == 20


def test_every_claim_has_the_same_chance() -> None:
    frame = claims("A", 20)
    hits = Counter(
        key for n in range(2000) for key in keys(draw(frame, seed=f"s{n}", rule=RULE), "random")
    )
    # 2000 draws of 5 in 20: 500 expected, standard deviation 19.4; 5 of them are 97.
    assert {claim.key for claim in frame if abs(hits[claim.key] - 500) > 97} == set()


def test_an_empty_frame_draws_nothing() -> None:
    drawn = draw([], seed="s", rule=RULE)
    assert (drawn.chosen, drawn.sizes) == ((), {})
    assert drawn.frame_digest == sha256(b"").hexdigest()


def test_the_frame_digest_can_be_made_by_hand() -> None:
    frame = [
        Claim("b", "教育局", Decimal("2.50"), said_done=False),
        Claim("a", "A", Decimal(10), said_done=True),
    ]
    text = '["a","A","10",true]\n["b","教育局","2.5",false]\n'
    assert frame_digest(frame) == sha256(text.encode()).hexdigest()


@pytest.mark.parametrize(
    ("frame", "seed", "code"),
    [([], " ", "seed-empty"), (claims("A", 2) + claims("A", 1), "s", "claim-twice")],
)
def test_a_draw_that_could_not_be_repeated_is_invalid(
    frame: list[Claim], seed: str, code: str
) -> None:
    with pytest.raises(Invalid) as refused:
        draw(frame, seed=seed, rule=RULE)
    assert refused.value.code == code


frames = st.lists(
    st.builds(
        Claim,
        key=st.text("abcdef", min_size=1, max_size=4),
        stratum=st.sampled_from("ABCD"),
        weight=st.integers(0, 20).map(Decimal),
        said_done=st.booleans(),
    ),
    max_size=60,
    unique_by=lambda claim: claim.key,
)


@given(frames, st.randoms(use_true_random=False))
def test_the_order_of_the_frame_does_not_matter(frame: list[Claim], chance: random.Random) -> None:
    shuffled = frame.copy()
    chance.shuffle(shuffled)
    assert draw(shuffled, seed="s", rule=RULE) == draw(frame, seed="s", rule=RULE)


@given(frames)
def test_the_parts_add_up(frame: list[Claim]) -> None:
    drawn = draw(frame, seed="s", rule=RULE)
    certain = {c.key for c in frame if c.said_done and c.weight >= 10}
    rest = [c for c in frame if c.key not in certain]
    strata = Counter(c.stratum for c in rest)
    assert set(keys(drawn, "certainty")) == certain
    assert len({lot.key for lot in drawn.chosen}) == len(drawn.chosen)
    assert Counter(lot.stratum for lot in drawn.chosen if lot.reason == "random") == drawn.sizes
    assert sum(drawn.sizes.values()) == max(RULE.size(len(rest)), len(strata))
    assert all(1 <= drawn.sizes[name] <= size for name, size in strata.items())


ROW = {
    "zh": "样例",
    "minimum": 5,
    "share": "0.10",
    "each_stratum": 1,
    "certain_weight": "10",
    "source": "自拟",
}


def test_a_row_of_rule_data_becomes_a_rule() -> None:
    assert sampling_rule_from("sample", ROW, "sampling.sample") == RULE


@pytest.mark.parametrize(
    ("change", "code", "path"),
    [
        ({"share": "1.1"}, "rule-range", "sampling.sample.share"),
        ({"share": 0.1}, "rule-number", "sampling.sample.share"),
        ({"minimum": -1}, "rule-range", "sampling.sample.minimum"),
        ({"each_stratum": None}, "rule-whole", "sampling.sample.each_stratum"),
        ({"certain_weight": "heavy"}, "rule-number", "sampling.sample.certain_weight"),
        ({"source": ""}, "rule-text", "sampling.sample.source"),
        ({"size": 3}, "rule-unknown-key", "sampling.sample.size"),
    ],
)
def test_a_wrong_row_names_its_place(change: dict[str, Any], code: str, path: str) -> None:
    with pytest.raises(Invalid) as refused:
        sampling_rule_from("sample", ROW | change, "sampling.sample")
    assert (refused.value.code, refused.value.params["path"]) == (code, path)
