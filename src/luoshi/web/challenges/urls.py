"""Addresses of challenges."""

from django.urls import path

from luoshi.web.challenges.views import bids, delivery, evaluation, keys, pages, terms

urlpatterns = [
    path("challenges/", pages.challenges, name="challenges"),
    path("challenges/new/", terms.new, name="challenge-new"),
    path("challenges/<int:pk>/", pages.one, name="challenge"),
    path("challenges/<int:pk>/notice/", pages.notice, name="challenge-notice"),
    path("challenges/<int:pk>/terms/", terms.draw_up, name="challenge-terms"),
    path("challenges/<int:pk>/people/", terms.people, name="challenge-people"),
    path("challenges/<int:pk>/evaluator/", terms.evaluator, name="challenge-evaluator"),
    path("challenges/<int:pk>/step/<slug:verb>/", pages.step, name="challenge-step"),
    path("challenges/<int:pk>/key/", keys.take, name="challenge-key"),
    path("challenges/<int:pk>/open/", keys.hand_in, name="challenge-open"),
    path("challenges/<int:pk>/bid/", bids.bid, name="challenge-bid"),
    path("challenges/<int:pk>/bids/<int:bid_pk>/", bids.one, name="bid"),
    path("challenges/<int:pk>/bids/<int:bid_pk>/sealed/", bids.sealed, name="bid-sealed"),
    path("challenges/<int:pk>/bids/<int:bid_pk>/withdraw/", bids.withdraw, name="bid-withdraw"),
    path("challenges/<int:pk>/declare/", evaluation.declare, name="challenge-declare"),
    path("challenges/<int:pk>/marks/", evaluation.marks, name="challenge-marks"),
    path("challenges/<int:pk>/select/", evaluation.select, name="challenge-select"),
    path("challenges/<int:pk>/object/", evaluation.objection, name="challenge-object"),
    path(
        "challenges/<int:pk>/objections/<int:objection_pk>/",
        evaluation.answer,
        name="objection-answer",
    ),
    path("challenges/<int:pk>/start/", delivery.start, name="challenge-start"),
    path("challenges/<int:pk>/assign/", delivery.assign, name="challenge-assign"),
    path("challenges/<int:pk>/call/", delivery.call, name="challenge-call"),
    path("challenges/<int:pk>/verdict/", delivery.verdict, name="challenge-verdict"),
    path("challenges/<int:pk>/award/", delivery.award, name="challenge-award"),
    path("challenges/<int:pk>/pledges/<int:pledge_pk>/word/", delivery.word, name="pledge-word"),
    path(
        "challenges/<int:pk>/pledges/<int:pledge_pk>/<slug:verb>/",
        delivery.pledge,
        name="pledge-step",
    ),
]
