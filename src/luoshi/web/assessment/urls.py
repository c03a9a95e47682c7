"""Addresses of schemes and score runs."""

from django.urls import path

from luoshi.web.assessment.views import edges, laboratory, runs, schemes, studies, writing

urlpatterns = [
    path("schemes/", schemes.schemes, name="schemes"),
    path("schemes/new/", writing.new, name="scheme-new"),
    path("schemes/new/yaml/", writing.new_yaml, name="scheme-new-yaml"),
    path("schemes/<int:pk>/", schemes.one, name="scheme"),
    path("schemes/<int:pk>/laboratory/", laboratory.one, name="laboratory"),
    path("schemes/<int:pk>/edit/", writing.edit, name="scheme-edit"),
    path("schemes/<int:pk>/yaml/", writing.edit_yaml, name="scheme-edit-yaml"),
    path("schemes/<int:pk>/difference/", schemes.difference, name="scheme-difference"),
    path("runs/", runs.runs, name="runs"),
    path("runs/new/", runs.new, name="run-new"),
    path("runs/<int:pk>/", runs.one, name="run"),
    path("runs/<int:pk>/check/", runs.check, name="run-check"),
    path("runs/<int:pk>/finalise/", runs.finalise, name="run-finalise"),
    path("runs/<int:pk>/firmness/", studies.one, name="run-study"),
    path("runs/<int:pk>/sheet/", runs.sheet, name="run-sheet"),
    path("runs/<int:pk>/quotas/<int:quota_pk>/", edges.edge, name="run-edge"),
    path("runs/<int:pk>/units/<int:unit_pk>/", runs.trace, name="trace"),
]
