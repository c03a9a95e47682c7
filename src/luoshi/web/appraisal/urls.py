"""Addresses of appraisal sessions."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
