"""Addresses of the voter's pages: short, for they are typed on phones."""

from django.urls import path

from luoshi.web.voting import views

urlpatterns = [
    path("v/", views.vote_enter, name="vote_enter"),
    path("v/help/", views.vote_help, name="vote_help"),
    path("v/ballot", views.vote_ballot, name="vote_ballot"),
    path("v/state/<int:pk>/", views.vote_state, name="vote_state"),
    path("v/receipt/<int:pk>/", views.vote_receipt, name="vote_receipt"),
    path("v/receipt/<int:pk>/list/", views.vote_list, name="vote_list"),
    path("v/<str:code>/", views.vote, name="vote"),
]
