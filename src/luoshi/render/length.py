"""How long a paper is against the limits set for papers."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from luoshi.render.layout import layout
from luoshi.render.paper import Block, Heading, OfficialPaper, Paragraph

Scope = Literal["general", "specific"]


@dataclass(frozen=True, slots=True)
class LengthReport:
    """Characters of the body and of the attachments, the body's limit and who set it."""

    characters: int
    attached: int
    limit: int
    source: str

    @property
    def over(self) -> int:
        """Characters of the body beyond the limit, 0 within it."""
        return max(0, self.characters - self.limit)


def length_report(paper: OfficialPaper, scope: Scope = "specific") -> LengthReport:
    """Characters of title, headings and paragraphs, blanks left out; tables are not prose.

    ``general`` is a paper that arranges important work as a whole (5,000), ``specific``
    one about a special task (4,000). Source: 整治形式主义为基层减负若干规定 (2024).
    """
    numbers = layout()
    attached = sum(_written(part.blocks) for part in paper.attachments)
    return LengthReport(
        characters=_solid(paper.title) + _written(paper.blocks),
        attached=attached,
        limit=numbers.lengths[scope],
        source=numbers.lengths_source,
    )


def _written(blocks: tuple[Block, ...]) -> int:
    return sum(_solid(text) for text in _prose(blocks))


def _prose(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Heading):
            yield block.text
        elif isinstance(block, Paragraph):
            yield from (run.text for run in block.runs)


def _solid(text: str) -> int:
    return sum(not char.isspace() for char in text)
