"""A long trace is folded to its first level, and any part can be opened."""

from luoshi.web.assessment.folding import LONG, folded
from luoshi.web.assessment.models import ScoreNode


def nodes(branches: int, each: int) -> list[ScoreNode]:
    """A total, branches, and leaves below each."""
    paths = ["total"]
    for branch in range(branches):
        paths += [f"b{branch}", *(f"b{branch}.x{leaf}" for leaf in range(each))]
    return [ScoreNode(path=path, depth=path.count(".") + (path != "total")) for path in paths]


def test_a_long_trace_shows_its_first_level_and_counts_the_rest() -> None:
    found = folded(nodes(10, 9), "", whole=False)
    assert [node.path for node in found.nodes] == ["total", *(f"b{n}" for n in range(10))]
    assert (found.hidden, found.total) == ({f"b{n}": 9 for n in range(10)}, 101)


def test_a_part_is_opened_and_the_whole_too() -> None:
    opened = folded(nodes(10, 9), "b3", whole=False)
    assert [node.path for node in opened.nodes if "." in node.path] == [
        f"b3.x{n}" for n in range(9)
    ]
    assert "b3" not in opened.hidden
    whole = folded(nodes(10, 9), "", whole=True)
    assert (len(whole.nodes), whole.hidden) == (101, {})


def test_a_short_trace_is_never_folded() -> None:
    short = nodes(5, 10)
    assert len(short) <= LONG
    assert folded(short, "", whole=False).hidden == {}
