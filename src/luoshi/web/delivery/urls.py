"""Addresses of rounds, reports, evidence and verification."""

from django.urls import path

from luoshi.web.delivery.views import evidence, reports, rounds, verification

urlpatterns = [
    path("rounds/", rounds.rounds, name="rounds"),
    path("rounds/<int:pk>/", rounds.one, name="round"),
    path("rounds/<int:pk>/fill/", rounds.fill, name="round-fill"),
    path("rounds/<int:pk>/sign/", rounds.sign, name="round-sign"),
    path("rounds/<int:pk>/accept/", rounds.accept, name="round-accept"),
    path("rounds/<int:pk>/close/", rounds.close, name="round-close"),
    path("reports/<int:pk>/", reports.one, name="report"),
    path("reports/<int:pk>/fill/", reports.fill, name="report-fill"),
    path("reports/<int:pk>/sign/", reports.sign, name="report-sign"),
    path("reports/<int:pk>/accept/", reports.accept, name="report-accept"),
    path("reports/<int:pk>/return/", reports.send_back, name="report-return"),
    path("reports/<int:pk>/recall/", reports.recall, name="report-recall"),
    path("reports/<int:pk>/correct/", reports.correct, name="report-correct"),
    path("reports/<int:pk>/drop/", reports.drop, name="report-drop"),
    path(
        "reports/<int:pk>/evidence/<int:evidence_pk>/detach/",
        evidence.detach,
        name="evidence-detach",
    ),
    path("evidence/<int:pk>/", evidence.download, name="evidence"),
    path("verification/", verification.overview, name="verification"),
    path("verification/rounds/<int:pk>/draw/", verification.new_draw, name="draw-new"),
    path("verification/draws/<int:pk>/", verification.draw, name="draw"),
    path("verification/draws/<int:pk>/frame/", verification.frame, name="draw-frame"),
    path("verification/samples/<int:pk>/", verification.sample, name="sample"),
]
