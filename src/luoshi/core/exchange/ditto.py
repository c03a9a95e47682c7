"""Cells that say "the same as above": they mean the value that stands there."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from luoshi.core.exchange.fields import tidied
from luoshi.core.exchange.guess import plain
from luoshi.core.exchange.merge import Kept, Written


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


def written_down(
    rows: Iterable[Written], base: Mapping[str, Kept], words: Iterable[str]
) -> list[Written]:
    """Rows of a sheet that came back, filled as ``filled_down`` fills; ``said`` keeps the words.

    A cell that went out with such a word in it and came back as it was keeps it.
    """
    known = {plain(word).casefold() for word in words}
    found: list[Written] = []
    above: Mapping[str, str] = {}
    for row in rows:
        kept = base[row.id].cells if row.id and row.id in base else {}
        said = {
            name: tidied(text)
            for name, text in row.cells.items()
            if plain(text).casefold() in known
            and above.get(name, "").strip()
            and tidied(text) != tidied(kept.get(name) or "")
        }
        cells = {name: above[name] if name in said else text for name, text in row.cells.items()}
        found.append(replace(row, cells=cells, said=said) if said else row)
        above = cells
    return found
