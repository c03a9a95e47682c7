"""Plain text: the stored file decoded, and nothing else."""

import re

from luoshi.core.errors import Invalid
from luoshi.intake.kinds import TXT, Content
from luoshi.intake.limits import Limits
from luoshi.intake.reading import Block, Reading

LINE = re.compile(r"[^\r\n]*[^\s\ufeff][^\r\n]*")


def read_text(content: Content, limits: Limits) -> Reading:
    """The whole text as stored, with one block per line that is not blank.

    Raises: Invalid ``no-text``, ``text-too-long``.
    """
    text = content.decoded.text
    if len(text) > limits.characters:
        raise Invalid("text-too-long", limit=limits.characters)
    lines = LINE.finditer(text, 1 if text.startswith("\ufeff") else 0)
    blocks = tuple(Block(line.start(), line.end(), "paragraph") for line in lines)
    if not blocks:
        raise Invalid("no-text")
    return Reading(text, "txt", TXT, content.decoded.encoding, blocks)
