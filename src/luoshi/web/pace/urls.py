"""Addresses of curves and light rules."""

from django.urls import path

from luoshi.web.pace import views

urlpatterns = [
    path("commitments/<int:pk>/pace/", views.commitment, name="commitment-pace"),
    path("lists/<int:pk>/pace/", views.whole_list, name="list-pace"),
]
