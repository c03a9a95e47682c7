from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi.core.errors import Invalid
from luoshi.core.ranking import METHODS, Band, Place, published, rank, tie_bands

scores = st.dictionaries(
    st.text("abcdefgh", min_size=1, max_size=4),
    st.decimals(min_value=-5, max_value=5, places=3),
    max_size=25,
)
methods = st.sampled_from(sorted(METHODS))


def ranks(method: str, *points: str) -> list[tuple[str, str]]:
    given_scores = {f"u{i}": Decimal(text) for i, text in enumerate(points)}
    return [(place.key, str(place.rank)) for place in rank(given_scores, method=method)]


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        ("competition", ["1", "2", "2", "4", "5"]),
        ("dense", ["1", "2", "2", "3", "4"]),
        ("fractional", ["1", "2.5", "2.5", "4", "5"]),
    ],
)
def test_methods(method: str, expected: list[str]) -> None:
    placed = ranks(method, "7", "9", "8", "8", "1")
    assert [key for key, _ in placed] == ["u1", "u2", "u3", "u0", "u4"]
    assert [number for _, number in placed] == expected


def test_ties_are_seen_on_the_published_number() -> None:
    placed = rank({"a": Decimal("89.994"), "b": Decimal("89.9949"), "c": Decimal("89.995")})
    assert placed == (
        Place("c", Decimal("90.00"), Decimal(1), 1),
        Place("a", Decimal("89.99"), Decimal(2), 2),
        Place("b", Decimal("89.99"), Decimal(2), 2),
    )


def test_tie_break_chain_decides_in_order_and_after_rounding() -> None:
    level = dict.fromkeys("abcd", Decimal(80))
    chain = {
        "a": (Decimal(70), Decimal(1)),
        "b": (Decimal("70.001"), Decimal(2)),
        "c": (Decimal(90), Decimal(0)),
        "d": (Decimal(70), Decimal(2)),
    }
    placed = rank(level, places=2, tie_break=chain)
    assert [(p.key, p.rank) for p in placed] == [("c", 1), ("b", 2), ("d", 2), ("a", 4)]


def test_absent_tie_break_stands_behind_every_number() -> None:
    level = dict.fromkeys("ab", Decimal(80))
    placed = rank(level, tie_break={"a": (None,), "b": (Decimal(-5),)})
    assert [(p.key, p.rank) for p in placed] == [("b", 1), ("a", 2)]


def test_tie_bands_name_only_ties() -> None:
    placed = rank({"d": Decimal(5), "c": Decimal(5), "a": Decimal(9), "b": Decimal(5)}, places=1)
    assert tie_bands(placed) == (Band(Decimal(2), Decimal("5.0"), ("b", "c", "d")),)
    assert tie_bands(rank({"a": Decimal(1), "b": Decimal(2)})) == ()


def test_nobody_and_one() -> None:
    assert rank({}) == ()
    assert rank({"a": Decimal(3)}, method="fractional") == (
        Place("a", Decimal("3.00"), Decimal(1), 1),
    )


def test_method_that_does_not_exist() -> None:
    with pytest.raises(Invalid, match=r"^ranking-unknown: method=olympic$"):
        rank({"a": Decimal(1)}, method="olympic")


def test_a_hundred_thousand_ties() -> None:
    placed = rank({f"u{i:06}": Decimal(1) for i in range(100_000)}, method="fractional")
    assert {place.rank for place in placed} == {Decimal("50000.5")}
    assert len(tie_bands(placed)[0].keys) == 100_000


@settings(deadline=None)
@given(scores, methods, st.randoms(use_true_random=False))
def test_order_of_input_does_not_matter(given_scores, method, random) -> None:
    shuffled = list(given_scores.items())
    random.shuffle(shuffled)
    assert rank(dict(shuffled), method=method) == rank(given_scores, method=method)


@settings(deadline=None)
@given(scores, methods)
def test_more_points_never_rank_worse(given_scores, method) -> None:
    placed = {place.key: place.rank for place in rank(given_scores, method=method)}
    for one, points in given_scores.items():
        for other, fewer in given_scores.items():
            if published(points, 2) > published(fewer, 2):
                assert placed[one] < placed[other]
            elif published(points, 2) == published(fewer, 2):
                assert placed[one] == placed[other]


@settings(deadline=None)
@given(scores, st.decimals(min_value=0, max_value=3, places=2))
def test_raising_one_score_never_worsens_its_rank(given_scores, more) -> None:
    for key in given_scores:
        before = {p.key: p.rank for p in rank(given_scores)}[key]
        raised = {**given_scores, key: given_scores[key] + more}
        assert {p.key: p.rank for p in rank(raised)}[key] <= before


@given(scores)
def test_fractional_ranks_add_up(given_scores) -> None:
    count = len(given_scores)
    total = sum(place.rank for place in rank(given_scores, method="fractional"))
    assert total == Decimal(count * (count + 1)) / 2


@given(scores)
def test_competition_rank_counts_those_in_front(given_scores) -> None:
    for place in rank(given_scores):
        ahead = [p for p in given_scores.values() if published(p, 2) > place.points]
        level = [p for p in given_scores.values() if published(p, 2) == place.points]
        assert (place.rank, place.shared_by) == (len(ahead) + 1, len(level))
