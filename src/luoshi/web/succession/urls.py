"""Addresses of this app."""

from django.urls import path

from luoshi.web.succession.views import changes, handovers, owners, units

urlpatterns = [
    path("units/", units.units, name="lineage"),
    path("units/comparison/", units.comparison, name="comparison"),
    path("units/<int:pk>/", units.unit, name="unit-history"),
    path("handovers/", handovers.handovers, name="handovers"),
    path("handovers/new/", handovers.new, name="handover-new"),
    path("handovers/<int:pk>/", handovers.one, name="handover"),
    path("handovers/<int:pk>/decide/", handovers.decide, name="handover-decide"),
    path("handovers/<int:pk>/take/", handovers.take, name="handover-take"),
    path("handovers/<int:pk>/cancel/", handovers.cancel, name="handover-cancel"),
    path("owners/", owners.owners, name="owners"),
    path("owners/accept/", owners.accept, name="transfers-accept"),
    path("owners/<int:pk>/remind/", owners.remind, name="owner-remind"),
    path("settings/units/<int:pk>/<slug:kind>/", changes.change, name="unit-change"),
    path("settings/units/events/<int:pk>/", changes.event, name="unit-event"),
    path("settings/units/events/<int:pk>/undo/", changes.undo, name="unit-event-undo"),
]
