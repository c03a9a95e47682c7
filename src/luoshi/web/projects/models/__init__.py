"""Projects of the three batches: commitments with stages, investment and a fixed cohort."""

from luoshi.web.projects.models.cohorts import Adjustment, Cohort, DropOut, Verdict
from luoshi.web.projects.models.facts import (
    Claim,
    Finding,
    Investment,
    StageChange,
    StageFinding,
    YearPlan,
)
from luoshi.web.projects.models.projects import STAGES, Project, Sector, Site, StageChoice
from luoshi.web.projects.models.sheets import ProjectSheet

__all__ = [
    "STAGES",
    "Adjustment",
    "Claim",
    "Cohort",
    "DropOut",
    "Finding",
    "Investment",
    "Project",
    "ProjectSheet",
    "Sector",
    "Site",
    "StageChange",
    "StageChoice",
    "StageFinding",
    "Verdict",
    "YearPlan",
]
