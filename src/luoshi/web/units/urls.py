"""Addresses of this app."""

from django.urls import path

from luoshi.web.units import views

urlpatterns = [
    path("units/names/", views.names, name="unit-names"),
    path("settings/", views.settings, name="settings"),
    path("settings/units/", views.units, name="units"),
    path("settings/units/<int:pk>/", views.unit, name="unit"),
    path("settings/units/<int:pk>/aliases/", views.alias, name="unit-alias"),
    path("settings/aliases/<int:pk>/remove/", views.unalias, name="alias-remove"),
]
