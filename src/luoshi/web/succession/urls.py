"""Addresses of this app."""

from django.urls import path

from luoshi.web.succession.views import changes, units

urlpatterns = [
    path("units/", units.units, name="lineage"),
    path("units/comparison/", units.comparison, name="comparison"),
    path("units/<int:pk>/", units.unit, name="unit-history"),
    path("settings/units/<int:pk>/<slug:kind>/", changes.change, name="unit-change"),
    path("settings/units/events/<int:pk>/", changes.event, name="unit-event"),
    path("settings/units/events/<int:pk>/undo/", changes.undo, name="unit-event-undo"),
]
