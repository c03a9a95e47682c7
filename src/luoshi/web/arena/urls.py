"""Addresses of arenas."""

from django.urls import path

from luoshi.web.arena import views

urlpatterns = [
    path("arena/", views.seasons, name="arena"),
    path("arena/new/", views.new, name="season-new"),
    path("arena/<int:pk>/", views.season, name="season"),
    path("arena/<int:pk>/comparison/", views.comparison, name="season-comparison"),
    path("arena/<int:pk>/vane/", views.vane, name="season-vane"),
    path("arena/bouts/<int:pk>/remove/", views.remove, name="bout-remove"),
    path("arena/bouts/<int:pk>/speaker/", views.speaker, name="bout-speaker"),
]
