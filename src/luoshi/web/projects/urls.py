"""Addresses of projects."""

from django.urls import path

from luoshi.web.projects.views import cohorts, figures, months, projects, stages

urlpatterns = [
    path("projects/", projects.every, name="projects"),
    path("projects/sheet/", projects.every_sheet, name="projects-sheet"),
    path("projects/funnel/", figures.funnel, name="projects-funnel"),
    path("projects/starts/", figures.starts, name="projects-starts"),
    path("projects/investment/", figures.investment, name="projects-investment"),
    path("projects/months/", months.months, name="projects-months"),
    path("projects/reserve/", figures.reserve, name="projects-reserve"),
    path("projects/map/", figures.district_map, name="projects-map"),
    path("projects/map/edit/", figures.map_edit, name="projects-map-edit"),
    path("projects/cohorts/", cohorts.cohorts, name="cohorts"),
    path("projects/cohorts/new/", cohorts.new, name="cohort-new"),
    path("projects/cohorts/<int:pk>/", cohorts.one, name="cohort"),
    path("projects/cohorts/<int:pk>/new/", cohorts.add, name="cohort-add"),
    path("projects/cohorts/<int:pk>/upload/", cohorts.upload, name="cohort-upload"),
    path("projects/cohorts/<int:pk>/freeze/", cohorts.freeze, name="cohort-freeze"),
    path("projects/cohorts/<int:pk>/adjust/", cohorts.adjust, name="cohort-adjust"),
    path("projects/sheets/<int:pk>/", cohorts.sheet, name="project-sheet"),
    path("projects/<int:pk>/", projects.one, name="project"),
    path("projects/<int:pk>/edit/", projects.edit, name="project-edit"),
    path("projects/<int:pk>/plan/", projects.plan, name="project-plan"),
    path("projects/<int:pk>/sign/", projects.sign, name="project-sign"),
    path("projects/<int:pk>/stage/", stages.tell, name="project-stage"),
    path("projects/<int:pk>/moving-out/", stages.move_out, name="project-moving-out"),
    path("projects/stages/<int:pk>/correct/", stages.correct, name="stage-correct"),
    path("projects/stages/<int:pk>/find/", stages.find, name="stage-find"),
    path("projects/evidence/<int:pk>/", stages.evidence, name="project-evidence"),
]
