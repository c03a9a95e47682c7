"""Addresses of this app."""

from django.urls import path

from luoshi.web.jobs import views

urlpatterns = [
    path("jobs/", views.jobs, name="jobs"),
    path("jobs/<int:pk>/", views.job, name="job"),
    path("jobs/<int:pk>/open/", views.job_open, name="job-open"),
]
