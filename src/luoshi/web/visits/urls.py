"""Addresses of visits and of what was raised there."""

from django.urls import path

from luoshi.web.visits.views import raised, visits

urlpatterns = [
    path("visits/", visits.visits, name="visits"),
    path("visits/new/", visits.new, name="visit-new"),
    path("visits/follow-up/", visits.follow_up, name="visits-follow-up"),
    path("visits/<int:pk>/", visits.one, name="visit"),
    path("visits/<int:pk>/note/", visits.note, name="visit-note"),
    path("visits/<int:pk>/end/", visits.end, name="visit-end"),
    path("raised/<int:pk>/assign/", raised.assign, name="raised-assign"),
    path("raised/<int:pk>/answer/", raised.answer, name="raised-answer"),
    path("raised/<int:pk>/link/", raised.link, name="raised-link"),
    path("raised/<int:pk>/rating/", raised.rating, name="raised-rating"),
    path("rate/<str:secret>/", raised.rate, name="rate"),
]
