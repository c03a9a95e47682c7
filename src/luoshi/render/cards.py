"""Paper tokens to be cut out: ten cards on a sheet of A4, each with its code, also as QR."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

import segno

from luoshi.render.vector import svg_pdf

WIDTH, HEIGHT = 210, 297
"""A4, in millimetres."""
ACROSS, DOWN = 2, 5
SHEET = ACROSS * DOWN
CARD = (95.0, 54.0)
EDGE = (10.0, 13.5)
QUIET = 4
"""Modules around a QR code that stay white."""
QR_SIZE = 40.0
CODE_SIZE = 4.6
NAMES = ((5.6, 8, 1), (3.6, 13, 2), (3.0, 15, 3))
"""How a class's name may be set, the largest first: size of letters in millimetres, Chinese
characters on a line, lines."""
CLOSING = "），、。；：！？》」』”’,.;:!?)"
MASK = 2
"""One of the eight masks of a QR code, of which every reader takes each: to weigh them against each
other for every card (ISO/IEC 18004, 7.8) takes longer than all else."""
STYLE = (
    "text{font-family:'Noto Sans CJK SC','PingFang SC','Microsoft YaHei',sans-serif;fill:#000}"
    ".strong{font-weight:700}"
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


def cards_pdf(stacks: Sequence[tuple[CardWords, Sequence[Card]]]) -> bytes:
    """A PDF for the printer: each stack begins a sheet of its own, with lines to cut along.

    What all cards of a stack share is drawn once; over it go codes and QR codes. Raises as
    :func:`luoshi.render.vector.svg_pdf`.
    """
    pages: list[str] = []
    over: list[list[str]] = []
    for words, cards in stacks:
        whole = len(cards) // SHEET * SHEET
        for part in (cards[:whole], cards[whole:]):
            if part:
                sheets = [part[at : at + SHEET] for at in range(0, len(part), SHEET)]
                pages.append(_page(len(sheets[0]), words))
                over.append(list(map(_codes, sheets)))
    return svg_pdf(pages, WIDTH, HEIGHT, over=over)


def _place(at: int) -> tuple[float, float]:
    return EDGE[0] + at % ACROSS * CARD[0], EDGE[1] + at // ACROSS * CARD[1]


def _page(number: int, words: CardWords) -> str:
    """The first ``number`` cards of a sheet without their codes, as SVG."""
    drawn = "".join(_card(words, *_place(at)) for at in range(number))
    size = f'width="{WIDTH}mm" height="{HEIGHT}mm" viewBox="0 0 {WIDTH} {HEIGHT}"'
    space = 'xmlns="http://www.w3.org/2000/svg"'
    return f"<svg {space} {size}><style>{STYLE}</style>{drawn}</svg>"


def _card(words: CardWords, x: float, y: float) -> str:
    width, height = CARD
    left = x + QR_SIZE + 4
    lines = (
        (x + 4, y + 6.5, 3.6, "strong", cut(words.title, 23)),
        *((left, y + at, size, "strong", line) for at, size, line in _class(words.voter_class)),
        (left, y + 23, 2.9, "", cut(words.short, 30)),
        (left, y + 45, 2.5, "", cut(words.advice, 19)),
    )
    box = f'<rect class="cut" x="{x}" y="{y}" width="{width}" height="{height}"/>'
    return box + "".join(map(_line, lines))


def _class(name: str) -> Iterator[tuple[float, float, str]]:
    """The name of a class as large as it stands whole: of each line the place from the top of the
    card and the size of letters, in millimetres."""
    tries = [(size, wrapped(name, most, number)) for size, most, number in NAMES]
    size, lines = next((each for each in tries if not each[1][-1].endswith("…")), tries[-1])
    last = 16 if len(lines) == 1 else 19.4
    for at, line in enumerate(lines, 1):
        yield last - 1.2 * size * (len(lines) - at), size, line


def wrapped(text: str, most: int, lines: int) -> list[str]:
    """The text in at most ``lines`` lines, each no wider than ``most`` Chinese characters; what is
    beyond that ends in ….

    Words of letters stay whole where they fit; no line begins with a closing mark.
    """
    found: list[str] = []
    rest = text
    while rest and len(found) < lines - 1:
        line = _fitting(rest, most)
        found.append(line.rstrip())
        rest = rest[len(line) :].lstrip()
    return [*found, cut(rest, most)] if rest else found


def _fitting(text: str, most: int) -> str:
    """The longest beginning that fits and may end a line; what has no such place is cut."""
    wide, fits = 0.0, 0
    for letter in text:
        wide += _width(letter)
        if wide > most:
            break
        fits += 1
    if fits == len(text):
        return text
    ends = (at for at in range(fits, 1, -1) if _may_break(text[at - 1], text[at]))
    return text[: next(ends, fits)]


def _may_break(before: str, after: str) -> bool:
    """Whether a line may end between the two letters."""
    word = (before + after).isascii() and not (before + after).count(" ")
    return after not in CLOSING and not word


def _width(letter: str) -> float:
    """In widths of a Chinese character."""
    return 1 if ord(letter) > 0x2E7F else 0.55


def _codes(cards: Sequence[Card]) -> str:
    """What is different on each card of a sheet, as PDF operators."""
    return "\n".join(_code(card, *_place(at)) for at, card in enumerate(cards))


def _code(card: Card, x: float, y: float) -> str:
    lines = ((y + 30, card.code[:9]), (y + 36.5, card.code[10:]))
    left = x + QR_SIZE + 4
    told = "".join(
        f"BT /Over {CODE_SIZE} Tf {left:.5g} {-at:.5g} Td ({code}) Tj ET\n" for at, code in lines
    )
    code = segno.make(card.address, error="m", micro=False, mask=MASK)
    modules = len(code.matrix) + 2 * QUIET
    step = QR_SIZE / modules
    runs = " ".join(f"{at} {-row} {length} -1 re" for row, at, length in _runs(code.matrix))
    return f"{told}q {step:.5f} 0 0 {step:.5f} {x + 1:.5g} {-y - 9:.5g} cm {runs} f Q"


def _line(line: tuple[float, float, float, str, str]) -> str:
    x, y, size, kind, words = line
    return f'<text class="{kind}" x="{x:.5g}" y="{y:.5g}" font-size="{size}">{escape(words)}</text>'


def cut(text: str, most: int) -> str:
    """The text, or its beginning and … where it is wider than ``most`` Chinese characters."""
    wide, kept = 0.0, ""
    for letter in text:
        wide += _width(letter)
        if wide > most:
            return f"{kept[:-1]}…"
        kept += letter
    return text


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
