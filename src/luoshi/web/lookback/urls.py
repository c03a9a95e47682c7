"""Addresses of look-backs."""

from django.urls import path

from luoshi.web.lookback import views

urlpatterns = [
    path("look-backs/", views.every, name="look-backs"),
    path("look-backs/<int:pk>/", views.one, name="look-back"),
    path("look-backs/<int:pk>/years/", views.years, name="look-back-years"),
    path("look-backs/<int:pk>/word/", views.word, name="look-back-word"),
    path("look-backs/<int:pk>/sheet/", views.sheet, name="look-back-sheet"),
    path("look-backs/entries/<int:pk>/", views.entry, name="look-back-entry"),
    path("lists/<int:pk>/look-back/", views.new, name="look-back-new"),
]
