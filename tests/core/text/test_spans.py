import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.core.errors import Invalid
from luoshi.core.text.spans import OffsetMap, Span, kept_runs, merge

CUTS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 9)), max_size=8).map(
    lambda pairs: merge(Span(start, min(start + size, 60), "x") for start, size in pairs)
)


def test_runs_of_a_text_with_two_cuts() -> None:
    offsets = kept_runs(10, (Span(2, 4, "pinyin"), Span(7, 8, "spam")))
    assert offsets.to_runs() == [[0, 0, 2], [2, 4, 3], [5, 8, 2]]


def test_nothing_cut_is_one_run() -> None:
    assert kept_runs(5, ()).to_runs() == [[0, 0, 5]]


def test_an_empty_text_has_no_runs() -> None:
    offsets = kept_runs(0, ())
    assert (offsets.to_runs(), offsets.length, offsets.to_raw(0, 0)) == ([], 0, (0, 0))


def test_a_range_takes_in_what_was_dropped_inside_it_only() -> None:
    offsets = kept_runs(10, (Span(2, 4, "pinyin"), Span(7, 8, "spam")))
    assert offsets.to_raw(1, 3) == (1, 5)
    assert offsets.to_raw(2, 5) == (4, 7)
    assert offsets.to_raw(7, 7) == (10, 10)


@pytest.mark.parametrize("at", [-1, 10, 11])
def test_a_position_outside_the_text_is_refused(at: int) -> None:
    with pytest.raises(IndexError):
        kept_runs(10, ()).position(at)


def test_an_empty_range_outside_the_text_is_refused() -> None:
    with pytest.raises(IndexError):
        kept_runs(3, ()).to_raw(9, 9)


@pytest.mark.parametrize(
    "runs",
    [
        pytest.param([[0, 0]], id="short"),
        pytest.param([[1, 0, 2]], id="gap-at-start"),
        pytest.param([[0, 0, 0]], id="empty-run"),
        pytest.param([[0, 0, 2], [3, 5, 1]], id="gap"),
        pytest.param([[0, 4, 2], [2, 5, 1]], id="raw-overlap"),
    ],
)
def test_runs_that_are_no_map_are_refused(runs: list[list[int]]) -> None:
    with pytest.raises(Invalid) as refusal:
        OffsetMap.from_runs(runs)
    assert refusal.value.code == "offset-map"


def test_merge_joins_overlaps_and_drops_empty_spans() -> None:
    spans = [Span(5, 9, "b"), Span(0, 3, "a"), Span(2, 6, "c"), Span(9, 9, "d")]
    assert merge(spans) == (Span(0, 9, "a"),)


def test_touching_and_overlapping() -> None:
    span = Span(3, 5, "x")
    assert [span.overlaps(0, 3), span.overlaps(0, 4), span.overlaps(5, 6)] == [False, True, False]
    assert [span.touches(0, 2), span.touches(0, 3), span.touches(5, 6)] == [False, True, True]


@given(CUTS)
def test_runs_survive_json(cuts: tuple[Span, ...]) -> None:
    offsets = kept_runs(60, cuts)
    assert OffsetMap.from_runs(json.loads(json.dumps(offsets.to_runs()))) == offsets


@given(CUTS)
def test_positions_rise_and_skip_every_cut(cuts: tuple[Span, ...]) -> None:
    offsets = kept_runs(60, cuts)
    positions = [offsets.position(at) for at in range(offsets.length)]
    cut = {at for span in cuts for at in range(span.start, span.end)}
    assert positions == [at for at in range(60) if at not in cut]


@given(CUTS)
def test_a_raw_position_comes_back(cuts: tuple[Span, ...]) -> None:
    offsets = kept_runs(60, cuts)
    for at in range(offsets.length):
        assert offsets.from_raw(offsets.position(at)) == at


def test_spans_of_the_raw_text_in_the_repaired_one() -> None:
    offsets = kept_runs(10, (Span(0, 2, "spam"), Span(5, 7, "break")))
    moved = offsets.from_raw_spans((Span(0, 2, "gone"), Span(4, 8, "partly"), Span(9, 10, "kept")))
    assert moved == (Span(2, 4, "partly"), Span(5, 6, "kept"))
