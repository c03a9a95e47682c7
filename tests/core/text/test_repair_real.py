import json

import pytest

from luoshi.core.text import Repaired, repair
from tests.shared_data import shared

pytestmark = pytest.mark.data
SEEDS = ("000_1266123d24b7066f", "001_a217f4cea1ca10cf", "004_eb5d0b1167e9c173")


def raw_text(name: str) -> str:
    with shared("seeds", f"{name}.txt").open(encoding="utf-8", newline="") as file:
        return file.read()


def corruptions(kind: str) -> list[tuple[str, int, int]]:
    spots = json.loads(shared("extraction", "corruptions.json").read_text(encoding="utf-8"))
    return [
        (spot["doc"].removesuffix(".txt"), spot["start"], spot["end"])
        for spot in spots
        if spot["type"] == kind
    ]


def test_every_known_damaged_place_is_marked() -> None:
    spots = corruptions("mojibake")
    assert len(spots) == 6
    for name, start, end in spots:
        assert any(span.overlaps(start, end) for span in repair(raw_text(name)).damaged)


def test_the_injected_line_is_dropped_and_nothing_else_is() -> None:
    ((name, start, end),) = corruptions("seo-spam")
    bait = [span for span in repair(raw_text(name)).dropped if span.kind == "spam"]
    assert [(span.start, span.end) for span in bait] == [(start, end)]


def test_no_other_real_text_holds_bait() -> None:
    for path in sorted(shared("documents").glob("*.txt")):
        dropped = repair(path.read_text(encoding="utf-8")).dropped
        assert sum(span.kind == "spam" for span in dropped) == 0


@pytest.mark.parametrize(("name", "notes"), list(zip(SEEDS, (249, 105, 422), strict=True)))
def test_pronunciation_notes_are_gone(name: str, notes: int) -> None:
    repaired = repair(raw_text(name))
    assert sum(span.kind == "pinyin" for span in repaired.dropped) == notes


@pytest.mark.parametrize("name", SEEDS)
def test_the_repaired_text_agrees_with_the_reference(name: str) -> None:
    """Of the characters both keep at the same raw position, all but a few per mille agree."""
    raw = raw_text(name)
    mine, reference = positions(repair(raw)), reference_positions(name)
    both = mine.keys() & reference.keys()
    assert len(both) >= 0.97 * len(reference)
    assert sum(mine[at] != reference[at] for at in both) <= 0.01 * len(both)


def positions(repaired: Repaired) -> dict[int, str]:
    return {repaired.map.position(at): sign for at, sign in enumerate(repaired.text)}


def reference_positions(name: str) -> dict[int, str]:
    with shared("extraction", "clean", f"{name}.clean.txt").open(newline="") as file:
        clean = file.read()
    runs = json.loads(shared("extraction", "clean", f"{name}.map.json").read_text("utf-8"))["runs"]
    return {raw + at: clean[start + at] for start, raw, length in runs for at in range(length)}
