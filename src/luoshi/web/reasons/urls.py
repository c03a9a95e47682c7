"""Addresses of reasons for being behind."""

from django.urls import path

from luoshi.web.reasons import views

urlpatterns = [
    path("reasons/", views.every, name="reasons"),
    path("reasons/<int:pk>/", views.one, name="reason"),
    path("commitments/<int:pk>/reasons/", views.of_commitment, name="commitment-reasons"),
]
