"""Addresses of objections."""

from django.urls import path

from luoshi.web.objections import views

urlpatterns = [
    path("objections/", views.every, name="objections"),
    path("objections/<int:pk>/", views.one, name="objection"),
    path("objections/<int:pk>/assign/", views.assign, name="objection-assign"),
    path("objections/<int:pk>/withdraw/", views.withdraw, name="objection-withdraw"),
    path(
        "objections/<int:pk>/evidence/<int:evidence_pk>/",
        views.evidence,
        name="objection-evidence",
    ),
    path("runs/<int:pk>/objections/", views.of_run, name="run-objections"),
    path("runs/<int:pk>/again/", views.again, name="run-again"),
    path("runs/<int:pk>/changes/", views.changes, name="run-changes"),
    path("runs/<int:pk>/units/<int:unit_pk>/object/", views.file, name="objection-new"),
]
