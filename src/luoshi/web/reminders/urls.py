"""Addresses of reminders and of calendar feeds."""

from django.urls import path

from luoshi.web.reminders import views

urlpatterns = [
    path("reminders/", views.reminders, name="reminders"),
    path("reminders/feed/", views.feed_make, name="feed-make"),
    path("reminders/revoke/", views.feed_revoke, name="feed-revoke"),
    path("calendar/<str:secret>/luoshi.ics", views.feed, name="feed"),
]
