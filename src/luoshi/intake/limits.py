"""How much of a file intake is willing to take, unpack and yield."""

from dataclasses import dataclass

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one upload; every field is a maximum that is still accepted.

    ``ratio`` (unpacked : packed) is asked only of a part larger than ``ratio_from`` bytes:
    small parts compress well and harm nobody. Real Word and Excel parts stay below 60;
    deflate itself cannot exceed 1032 (zlib technical details), where bombs live.
    ``cells`` bounds the rectangle a sheet spans, because one cell at XFD1048576 would
    otherwise ask for 17 thousand million; a whole BIFF sheet of 65,536 × 256 is above it too.
    ``table_cells`` is the same for a table in a page or Word file, ``columns`` its width.
    """

    file_bytes: int = 20 * MEBIBYTE
    parts: int = 4_000
    part_bytes: int = 100 * MEBIBYTE
    total_bytes: int = 250 * MEBIBYTE
    ratio: int = 200
    ratio_from: int = 4 * MEBIBYTE
    cells: int = 2_000_000
    table_cells: int = 200_000
    characters: int = 5_000_000
    columns: int = 1_000


DEFAULT = Limits()
