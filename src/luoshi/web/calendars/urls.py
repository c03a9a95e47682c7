"""Addresses of this app."""

from django.urls import path

from luoshi.web.calendars import views

urlpatterns = [
    path("settings/calendar/", views.calendar, name="calendar"),
    path("settings/calendar/enter/", views.enter, name="calendar-enter"),
    path("settings/calendar/<int:year>/", views.calendar_year, name="calendar-year"),
    path("settings/calendar/<int:year>/seed/", views.seed, name="calendar-seed"),
    path("settings/calendar/days/<str:on>/remove/", views.day_remove, name="calendar-day-remove"),
]
