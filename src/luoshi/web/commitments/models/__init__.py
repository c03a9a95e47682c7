"""Lists of commitments, and who owns each."""

from luoshi.web.commitments.models.commitments import Commitment, CommitmentState, Milestone
from luoshi.web.commitments.models.lists import CommitmentList, ListItem, ListType
from luoshi.web.commitments.models.ownership import Acceptance, Outcome

__all__ = [
    "Acceptance",
    "Commitment",
    "CommitmentList",
    "CommitmentState",
    "ListItem",
    "ListType",
    "Milestone",
    "Outcome",
]
