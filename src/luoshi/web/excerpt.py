"""The lines of a text around a fault, with the reason beside its line."""

from dataclasses import dataclass

AROUND = 2


@dataclass(frozen=True, slots=True)
class Line:
    """One numbered line of a text; ``fault`` is what is wrong with it."""

    number: int
    text: str
    fault: str


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The lines around a fault; where it has no line, only what is wrong."""

    fault: str
    lines: tuple[Line, ...]


def excerpt_of(text: str, line: object, fault: str) -> Excerpt:
    """The lines around ``line``, which counts from 1; none where it is no number."""
    if not isinstance(line, int):
        return Excerpt(fault, ())
    rows = text.splitlines() or [""]
    at = min(line, len(rows))
    first = max(1, at - AROUND)
    return Excerpt(
        fault,
        tuple(
            Line(number, rows[number - 1], fault if number == at else "")
            for number in range(first, min(len(rows), at + AROUND) + 1)
        ),
    )
