"""Every change to source documents and candidates."""

from luoshi.web.documents.actions.decisions import (
    candidate_confirm,
    candidate_reject,
    candidate_reopen,
)
from luoshi.web.documents.actions.imports import (
    document_extract,
    document_extract_later,
    document_import,
)
from luoshi.web.documents.actions.shapes import (
    candidate_add,
    candidate_edit,
    candidate_merge,
    candidate_split,
)
from luoshi.web.documents.actions.steps import step_undo

__all__ = [
    "candidate_add",
    "candidate_confirm",
    "candidate_edit",
    "candidate_merge",
    "candidate_reject",
    "candidate_reopen",
    "candidate_split",
    "document_extract",
    "document_extract_later",
    "document_import",
    "step_undo",
]
