"""Cells that say "the same as above": they mean the value that stands there."""

from collections.abc import Iterable, Sequence

from luoshi.core.exchange.guess import plain


def filled_down(
    rows: Iterable[Sequence[str]], words: Iterable[str]
) -> list[tuple[tuple[str, ...], frozenset[int]]]:
    """Each row with the values that its cells mean, and the columns whose value came from above.

    ``words`` are what such cells say, as 同上 or ditto, however spaced or cased. With nothing
    above, in the first row or under an empty cell, the cell stays as it is written.
    """
    known = {plain(word).casefold() for word in words}
    found: list[tuple[tuple[str, ...], frozenset[int]]] = []
    above: Sequence[str] = ()
    for row in rows:
        same = frozenset(
            at
            for at, cell in enumerate(row)
            if plain(cell).casefold() in known and at < len(above) and above[at].strip()
        )
        cells = tuple(above[at] if at in same else cell for at, cell in enumerate(row))
        found.append((cells, same))
        above = cells
    return found
