"""Every change to cohorts, projects and what is told of them."""

from luoshi.web.projects.actions.cohorts import cohort_create, cohort_freeze
from luoshi.web.projects.actions.investments import (
    investments_count,
    investments_tell,
    year_plan_set,
)
from luoshi.web.projects.actions.moving_out import adjustment_decide, moving_out_propose
from luoshi.web.projects.actions.projects import (
    project_create,
    project_edit,
    project_sign,
    projects_create,
)
from luoshi.web.projects.actions.sheets import sheet_apply, sheet_take
from luoshi.web.projects.actions.sites import sites_set
from luoshi.web.projects.actions.stages import stage_find, stage_tell

__all__ = [
    "adjustment_decide",
    "cohort_create",
    "cohort_freeze",
    "investments_count",
    "investments_tell",
    "moving_out_propose",
    "project_create",
    "project_edit",
    "project_sign",
    "projects_create",
    "sheet_apply",
    "sheet_take",
    "sites_set",
    "stage_find",
    "stage_tell",
    "year_plan_set",
]
