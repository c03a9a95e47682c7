"""Forms of this app."""

from luoshi.web.projects.forms.kept import (
    CohortForm,
    MapForm,
    PlanForm,
    ProjectForm,
    SheetForm,
    SignForm,
)
from luoshi.web.projects.forms.told import (
    AdjustForm,
    FindForm,
    MonthForm,
    MovingOutForm,
    StageForm,
    month_in,
)

__all__ = [
    "AdjustForm",
    "CohortForm",
    "FindForm",
    "MapForm",
    "MonthForm",
    "MovingOutForm",
    "PlanForm",
    "ProjectForm",
    "SheetForm",
    "SignForm",
    "StageForm",
    "month_in",
]
