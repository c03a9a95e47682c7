"""Where in the stored text a person's selection lies."""

from luoshi.core.errors import Invalid
from luoshi.core.text import OffsetMap
from luoshi.web.documents.models import SourceDocument


def place_chosen(
    document: SourceDocument, start: int, end: int, *, repaired: bool
) -> tuple[int, int]:
    """Raw code points of a selection in the text as stored or as repaired.

    Raises Invalid ``mark-empty``.
    """
    length = len(document.clean) if repaired else len(document.raw)
    if not 0 <= start < end <= length:
        raise Invalid("mark-empty")
    if not repaired:
        return start, end
    return OffsetMap.from_runs(document.offset_map).to_raw(start, end)


def place_quoted(document: SourceDocument, sentence: str) -> tuple[int, int]:
    """Raw code points of a sentence copied from either text; the first place that has it.

    Raises Invalid ``mark-not-found``.
    """
    wanted = sentence.strip()
    at = document.clean.find(wanted) if wanted else -1
    if at >= 0:
        return place_chosen(document, at, at + len(wanted), repaired=True)
    at = document.raw.find(wanted) if wanted else -1
    if at < 0:
        raise Invalid("mark-not-found", field="sentence")
    return at, at + len(wanted)
