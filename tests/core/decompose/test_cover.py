"""What parts make together: sums, held levels, weighted means; ceilings the other way round."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.core.decompose import Aggregation, Cover, Figure, aggregation_of, cover_of, part_share
from luoshi.core.errors import Invalid

D = Decimal

SUM, EACH, WEIGHTED = Aggregation.SUM, Aggregation.EACH, Aggregation.WEIGHTED


def figures(*values: str | None) -> list[Figure]:
    return [Figure(None if value is None else D(value)) for value in values]


@pytest.mark.parametrize(
    ("comparator", "unit", "kind"),
    [
        (">=", "亿元", SUM),
        ("=", "个", SUM),
        ("<=", "万吨", SUM),
        ("~", "公里", SUM),
        (">=", "%", EACH),
        (">=", "个百分点", EACH),
        ("growth>=", "%", EACH),
        ("growth>=", "", EACH),
        ("share>=", "", EACH),
        ("rank<=", "位", EACH),
        ("reduce>=", "万吨", EACH),
        ("times>=", "倍", EACH),
        ("vs", "", EACH),
        ("all", "", None),
        ("by", "", None),
        ("", "公里", None),
    ],
)
def test_kind_follows_from_comparator_and_unit(
    comparator: str, unit: str, kind: Aggregation | None
) -> None:
    assert aggregation_of(comparator, unit) is kind


SUMS = [
    # values, total, cover, gap, slack, state, met
    (("60", "40"), "100", "1.0000", "0", "0", "exact", True),
    (("60", "30"), "90", "0.9000", "10", "0", "gap", False),
    (("60", "45"), "105", "1.0500", "0", "5", "slack", True),
    (("60", "40", None), "100", "1.0000", "0", "0", "exact", False),
    (("99.9999",), "99.9999", "0.9999", "0.0001", "0", "gap", False),
]


@pytest.mark.parametrize(("values", "total", "cover", "gap", "slack", "state", "met"), SUMS)
def test_sum_of_amounts(
    values: tuple[str | None, ...],
    total: str,
    cover: str,
    gap: str,
    slack: str,
    state: str,
    met: bool,
) -> None:
    found = cover_of(D(100), ">=", SUM, figures(*values))
    counted = sum(value is not None for value in values)
    assert found == Cover(
        D(100), D(total), D(cover), D(gap), D(slack), counted, len(values) - counted
    )
    assert (found.state, found.is_met) == (state, met)


def test_nothing_covers_nothing() -> None:
    found = cover_of(D(100), ">=", SUM, figures(None))
    assert found == Cover(D(100), None, D(0), D(100), D(0), 0, 1)
    assert (found.state, found.is_met) == ("none", False)
    assert cover_of(D(100), "<=", SUM, []).gap == 0


@pytest.mark.parametrize(
    ("values", "cover", "gap", "slack"),
    [
        (("60", "40"), "1", "0", "0"),
        (("60", "20"), "1", "0", "20"),
        (("60", "65"), "0.8", "25", "0"),
    ],
)
def test_sum_under_a_ceiling(values: tuple[str, ...], cover: str, gap: str, slack: str) -> None:
    found = cover_of(D(100), "<=", SUM, figures(*values))
    assert (found.cover, found.gap, found.slack) == (D(cover), D(gap), D(slack))


def test_each_part_is_held_to_the_level() -> None:
    found = cover_of(D("7.5"), "growth>=", EACH, figures("8", "7.5", "7"))
    assert (found.total, found.cover, found.gap, found.slack) == (D(7), D("0.6666"), D("0.5"), 0)
    ranks = cover_of(D(3), "rank<=", EACH, figures("2", "3"))
    assert (ranks.total, ranks.cover, ranks.state) == (D(3), D(1), "exact")


def test_weighted_mean_counts_what_has_a_weight() -> None:
    parts = [Figure(D(8), D(3)), Figure(D(6), D(1)), Figure(D(99), None), Figure(D(99), D(0))]
    found = cover_of(D("7.5"), "growth>=", WEIGHTED, parts)
    assert (found.total, found.cover, found.counted, found.missing) == (D("7.5"), D(1), 2, 2)
    assert found.state == "exact"
    assert not found.is_met


def test_a_target_of_nothing_is_covered_or_not() -> None:
    assert cover_of(D(0), ">=", SUM, figures("0")).cover == 1
    assert cover_of(D(-5), ">=", SUM, figures("-6")).cover == 0


def test_a_strange_comparator_is_refused() -> None:
    with pytest.raises(Invalid) as refused:
        cover_of(D(1), "soon", SUM, figures("1"))
    assert refused.value.code == "comparator"


def test_share_of_one_part() -> None:
    assert part_share(D(300), D(100)) == D("0.3333")
    assert part_share(D(300), D(200)) == D("0.6667")
    assert part_share(D(0), D(1)) is None
    assert part_share(D(300), None) is None


AMOUNTS = st.decimals(min_value=0, max_value=10**6, places=4)


@given(st.lists(AMOUNTS, min_size=1, max_size=12), st.randoms(), AMOUNTS)
def test_order_does_not_matter_and_gap_excludes_slack(
    values: list[D], random: object, target: D
) -> None:
    parts = [Figure(value) for value in values]
    turned = parts[::-1]
    for kind in (SUM, EACH):
        found = cover_of(target, ">=", kind, parts)
        assert found == cover_of(target, ">=", kind, turned)
        assert not (found.gap and found.slack)
        assert (found.cover >= 1) is (found.gap == 0)
        assert found.total is not None
        assert found.total - target == found.slack - found.gap
