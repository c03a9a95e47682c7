"""One measured figure, printed as a JSON line and as a row of the table."""

import json
import statistics
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

Number = float | int | str | None


@dataclass(frozen=True)
class Figure:
    """What was measured; ``theirs`` is the anchor of the same run, ``goal`` what is wanted."""

    area: str
    metric: str
    ours: Number
    goal: str
    peer: str = ""
    theirs: Number = None
    ratio: Number = None
    note: str = ""


def middle(values: Sequence[float]) -> tuple[float, str]:
    """The median, and the spread as text."""
    spread = f"min {min(values):.2f}, max {max(values):.2f}, n {len(values)}"
    return round(statistics.median(values), 2), spread


def show(figures: Iterable[Figure]) -> None:
    """A JSON line for each as soon as it is measured, then the table."""
    measured = []
    for figure in figures:
        sys.stdout.write(json.dumps(asdict(figure), ensure_ascii=False) + "\n")
        sys.stdout.flush()
        measured.append(figure)
    rows = [("area", "metric", "ours", "goal", "peer", "theirs", "ratio")]
    rows += [
        (f.area, f.metric, str(f.ours), f.goal, f.peer, _text(f.theirs), _text(f.ratio))
        for f in measured
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(7)]
    sys.stdout.write("\n")
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        sys.stdout.write("  ".join(cells).rstrip() + "\n")


def _text(number: Number) -> str:
    return "" if number is None else str(number)
