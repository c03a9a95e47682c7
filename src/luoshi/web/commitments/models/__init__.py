"""Lists of commitments, and who owns each."""

from luoshi.web.commitments.models.amendments import (
    AmendedField,
    Amendment,
    AmendmentState,
    FreezeReview,
)
from luoshi.web.commitments.models.commitments import Commitment, CommitmentState, Milestone
from luoshi.web.commitments.models.kinds import ListType, ListTypeVersion
from luoshi.web.commitments.models.lists import (
    CommitmentList,
    ListItem,
    SignOffStep,
)
from luoshi.web.commitments.models.ownership import Acceptance, Outcome
from luoshi.web.commitments.models.saved import SavedView

__all__ = [
    "Acceptance",
    "AmendedField",
    "Amendment",
    "AmendmentState",
    "Commitment",
    "CommitmentList",
    "CommitmentState",
    "FreezeReview",
    "ListItem",
    "ListType",
    "ListTypeVersion",
    "Milestone",
    "Outcome",
    "SavedView",
    "SignOffStep",
]
