"""Addresses of self-checks."""

from django.urls import path

from luoshi.web.selfcheck import views

urlpatterns = [
    path("self-checks/", views.checks, name="self-checks"),
    path("self-checks/<int:pk>/", views.one, name="self-check"),
    path("self-checks/<int:pk>/units/<int:unit_pk>/", views.unit, name="self-check-unit"),
    path("self-checks/problems/<int:pk>/", views.put_right, name="self-check-put-right"),
    path("lists/<int:pk>/self-check/", views.new, name="self-check-new"),
]
