"""Addresses of forecasts."""

from django.urls import path

from luoshi.web.forecast import views

urlpatterns = [
    path("forecasts/", views.every, name="forecasts"),
    path("commitments/<int:pk>/forecast/", views.one, name="commitment-forecast"),
]
