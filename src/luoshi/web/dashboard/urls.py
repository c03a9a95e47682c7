"""The home page."""

from django.urls import path

from luoshi.web.dashboard import views

urlpatterns = [path("", views.home, name="home")]
