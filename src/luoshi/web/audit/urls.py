"""Addresses of this app."""

from django.urls import path

from luoshi.web.audit import views

urlpatterns = [
    path("audit/", views.audit, name="audit"),
    path("audit/check/", views.check, name="audit-check"),
    path("audit/export/", views.export, name="audit-export"),
]
