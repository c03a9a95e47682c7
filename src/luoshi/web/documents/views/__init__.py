"""Pages of this app."""

from luoshi.web.documents.views.decisions import (
    confirm,
    edit,
    mark,
    merge,
    reject,
    reopen,
    split,
    undo,
)
from luoshi.web.documents.views.documents import documents, extract
from luoshi.web.documents.views.review import review

__all__ = [
    "confirm",
    "documents",
    "edit",
    "extract",
    "mark",
    "merge",
    "reject",
    "reopen",
    "review",
    "split",
    "undo",
]
