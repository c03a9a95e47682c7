"""Forms of this app, in the order of the ten steps."""

from luoshi.web.challenges.forms.bids import (
    AnswerForm,
    BidForm,
    BidSteps,
    DeclareForm,
    MarksForm,
    ObjectionForm,
    RewardForm,
    SelectForm,
    VerdictForm,
)
from luoshi.web.challenges.forms.terms import (
    CallForm,
    ConfirmForm,
    ExemptionForm,
    KeyForm,
    ListForm,
    PeopleForm,
    PersonForm,
    ProposalForm,
    ReasonForm,
    TakeKeyForm,
    TermsForm,
)

__all__ = [
    "AnswerForm",
    "BidForm",
    "BidSteps",
    "CallForm",
    "ConfirmForm",
    "DeclareForm",
    "ExemptionForm",
    "KeyForm",
    "ListForm",
    "MarksForm",
    "ObjectionForm",
    "PeopleForm",
    "PersonForm",
    "ProposalForm",
    "ReasonForm",
    "RewardForm",
    "SelectForm",
    "TakeKeyForm",
    "TermsForm",
    "VerdictForm",
]
