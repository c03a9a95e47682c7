"""The questions in the reader's language."""

from collections.abc import Sequence

from luoshi.core.listtype import ListType
from luoshi.web.commitments.columns import title


def titled(kind: ListType) -> list[tuple[str, Sequence[str]]]:
    """The areas with their questions."""
    return [(title(area), [title(question) for question in area.questions]) for area in kind.areas]


def question_text(kind: ListType, key: str) -> str:
    """One question; its key where the kind has it no more."""
    found = (question for _area, question in kind.questions() if question.key == key)
    return next(map(title, found), key)
