"""Who may import documents and decide on what was found in them."""

from luoshi.web.accounts.actor import Actor
from luoshi.web.accounts.decisions import Decision, allowed_if
from luoshi.web.documents.models import Candidate, SourceDocument


def can_import(actor: Actor, jurisdiction_id: int) -> Decision:
    """The supervision office of the jurisdiction."""
    held = actor.holds("supervisor", jurisdiction_id=jurisdiction_id)
    return allowed_if(held, "documents-supervisor-only")


def can_review(actor: Actor, document: SourceDocument) -> Decision:
    """The supervision office: read the document, mark clauses in it."""
    return can_import(actor, document.jurisdiction_id)


def can_decide(actor: Actor, candidate: Candidate) -> Decision:
    """The supervision office: confirm, edit, split, merge, reject, take back."""
    return can_review(actor, candidate.document)
