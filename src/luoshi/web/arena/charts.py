"""The slope chart of a season: places over its sessions, drawn as those of an indicator."""

from collections.abc import Sequence

from luoshi.web.arena.board import Board, Group, Row
from luoshi.web.indicators.charts import NAMES, PITCH, TOP, WIDTH, Label, Line, Slope

FEWEST = 2


def slopes_of(board: Board) -> list[Slope]:
    """One for each group with two units or more that were ranked at two sessions or more."""
    if len(board.released) < FEWEST:
        return []
    heads = [bout.session.held_on.isoformat() for bout in board.released]
    found = (_slope(group, heads) for group in board.groups)
    return [each for each in found if each]


def _slope(group: Group, heads: Sequence[str]) -> Slope | None:
    moving = [row for row in group.rows if len(_ranked(row)) >= FEWEST]
    if len(moving) < FEWEST:
        return None
    span = WIDTH - 2 * NAMES
    xs = [NAMES + span * at // (len(heads) - 1) for at in range(len(heads))]
    spots = [_spots(moving, at) for at in range(len(heads))]
    labels = [
        *_labels(moving, spots[0], 0, xs[0] - 10, "end"),
        *_labels(moving, spots[-1], -1, xs[-1] + 10, "start"),
    ]
    return Slope(
        heads=[Label(x, 16, head, "middle") for x, head in zip(xs, heads, strict=True)],
        labels=labels,
        lines=[_line(row, xs, spots) for row in moving],
        finding=group.name,
        height=TOP + PITCH * max(len(each) for each in spots) + 6,
    )


def _ranked(row: Row) -> list[int]:
    return [at for at, score in enumerate(row.scores) if score and score.rank is not None]


def _spots(rows: Sequence[Row], at: int) -> dict[int, int]:
    """By unit its height at that session: one row each, best on top, ties below each other."""
    there = [row for row in rows if at in _ranked(row)]
    there.sort(key=lambda row: (_rank(row, at), row.unit.position, row.unit.code))
    return {row.unit.pk: TOP + PITCH * n + PITCH // 2 for n, row in enumerate(there)}


def _rank(row: Row, at: int) -> float:
    score = row.scores[at]
    assert score
    assert score.rank is not None
    return float(score.rank)


def _labels(
    rows: Sequence[Row], spots: dict[int, int], at: int, x: int, anchor: str
) -> list[Label]:
    found = []
    for row in rows:
        score = row.scores[at]
        if score and row.unit.pk in spots:
            name, place = row.unit.short_name, f"{score.place}{'=' if score.tied else ''}"
            text = f"{name} {place}" if anchor == "end" else f"{place} {name}"
            found.append(Label(x, spots[row.unit.pk] + 4, text, anchor))
    return found


def _line(row: Row, xs: Sequence[int], spots: Sequence[dict[int, int]]) -> Line:
    dots = [
        (x, spot[row.unit.pk]) for x, spot in zip(xs, spots, strict=True) if row.unit.pk in spot
    ]
    ranks = [_rank(row, at) for at in _ranked(row)]
    look = "up" if ranks[-1] < ranks[0] else "down" if ranks[-1] > ranks[0] else "flat"
    title = f"{row.unit.short_name} " + " → ".join(f"{rank:g}" for rank in ranks)
    return Line(" ".join(f"{x},{y}" for x, y in dots), look, title, dots)
