"""Forms of sessions: what they are, their rules, the day itself."""

from luoshi.web.appraisal.forms.day import MarksForm, NumberForm, ReplaceForm, TokensForm
from luoshi.web.appraisal.forms.rules import RulesForm
from luoshi.web.appraisal.forms.sessions import (
    ConfirmForm,
    ContendersForm,
    CopyForm,
    NewForm,
    ReasonForm,
    ReleasersForm,
    SessionForm,
    SlidesForm,
    UnitsForm,
)

__all__ = [
    "ConfirmForm",
    "ContendersForm",
    "CopyForm",
    "MarksForm",
    "NewForm",
    "NumberForm",
    "ReasonForm",
    "ReleasersForm",
    "ReplaceForm",
    "RulesForm",
    "SessionForm",
    "SlidesForm",
    "TokensForm",
    "UnitsForm",
]
