"""Paper tokens to be cut out: ten cards on a sheet of A4, each with its code, also as QR."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

import segno

WIDTH, HEIGHT = 210, 297
"""A4, in millimetres."""
ACROSS, DOWN = 2, 5
CARD = (95.0, 54.0)
EDGE = (10.0, 13.5)
QUIET = 4
"""Modules around a QR code that stay white."""
QR_SIZE = 40.0
STYLE = (
    "text{font-family:'Noto Sans CJK SC','PingFang SC','Microsoft YaHei',sans-serif;fill:#000}"
    ".strong,.code{font-weight:700}.code{font-family:'DejaVu Sans Mono',Consolas,monospace}"
    ".cut{fill:none;stroke:#888;stroke-width:.2;stroke-dasharray:1.5 1.5}"
)


@dataclass(frozen=True, slots=True)
class Card:
    """One token. ``code`` in groups; ``address`` is what the QR code leads to."""

    code: str
    address: str


@dataclass(frozen=True, slots=True)
class CardWords:
    """What stands on every card of a class: ``title`` of the session, ``voter_class``, the
    ``short`` address to type, and a line of ``advice``."""

    title: str
    voter_class: str
    short: str
    advice: str


def card_pages(cards: Sequence[Card], words: CardWords) -> list[str]:
    """One SVG for each sheet, ten cards on it, with lines to cut along."""
    sheet = ACROSS * DOWN
    return [_page(cards[start : start + sheet], words) for start in range(0, len(cards), sheet)]


def _page(cards: Sequence[Card], words: CardWords) -> str:
    drawn = "".join(
        _card(card, words, EDGE[0] + at % ACROSS * CARD[0], EDGE[1] + at // ACROSS * CARD[1])
        for at, card in enumerate(cards)
    )
    size = f'width="{WIDTH}mm" height="{HEIGHT}mm" viewBox="0 0 {WIDTH} {HEIGHT}"'
    space = 'xmlns="http://www.w3.org/2000/svg"'
    return f"<svg {space} {size}><style>{STYLE}</style>{drawn}</svg>"


def _card(card: Card, words: CardWords, x: float, y: float) -> str:
    width, height = CARD
    left = x + QR_SIZE + 4
    lines = (
        (x + 4, y + 6.5, 3.6, "strong", cut(words.title, 23)),
        (left, y + 16, 5.6, "strong", cut(words.voter_class, 8)),
        (left, y + 23, 2.9, "", cut(words.short, 30)),
        (left, y + 30, 4.4, "code", card.code[:9]),
        (left, y + 36.5, 4.4, "code", card.code[10:]),
        (left, y + 45, 2.5, "", cut(words.advice, 19)),
    )
    box = f'<rect class="cut" x="{x}" y="{y}" width="{width}" height="{height}"/>'
    return box + qr_path(card.address, x + 1, y + 9, QR_SIZE) + "".join(map(_line, lines))


def _line(line: tuple[float, float, float, str, str]) -> str:
    x, y, size, kind, words = line
    return f'<text class="{kind}" x="{x:.5g}" y="{y:.5g}" font-size="{size}">{escape(words)}</text>'


def cut(text: str, most: int) -> str:
    """The text, or its beginning and … where it is wider than ``most`` Chinese characters."""
    wide, kept = 0.0, ""
    for letter in text:
        wide += 1 if ord(letter) > 0x2E7F else 0.55
        if wide > most:
            return f"{kept[:-1]}…"
        kept += letter
    return text


def qr_path(data: str, x: float, y: float, size: float) -> str:
    """A QR code (error correction M) as one path, with its quiet zone inside ``size`` mm."""
    code = segno.make(data, error="m", micro=False)
    modules = len(code.matrix) + 2 * QUIET
    runs = "".join(f"M{at} {row}h{length}v1h-{length}z" for row, at, length in _runs(code.matrix))
    place = f"translate({x:.5g} {y:.5g}) scale({size / modules:.6g})"
    return f'<path transform="{place}" d="{runs}"/>'


def _runs(matrix: Sequence[Sequence[int]]) -> Iterator[tuple[int, int, int]]:
    """Row, begin and length of each run of dark modules."""
    for row, line in enumerate(matrix):
        begin = 0
        for at in range(len(line) + 1):
            if at < len(line) and line[at] & 1:
                continue
            if at > begin:
                yield row + QUIET, begin + QUIET, at - begin
            begin = at + 1
