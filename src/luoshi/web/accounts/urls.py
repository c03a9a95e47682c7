"""Signing in and out, the own account, and the people among the settings."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from luoshi.web.accounts.views import opening, people, signing

urlpatterns = [
    path("login/", signing.SignIn.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("language/", signing.language, name="language"),
    path("password/", signing.ChangePassword.as_view(), name="password"),
    path("settings/units/<int:pk>/lists/", opening.open_up, name="jurisdiction-open"),
    path("settings/people/", people.people, name="people"),
    path("settings/people/new/", people.enrol, name="person-enrol"),
    path("settings/people/<int:pk>/", people.person, name="person"),
    path("settings/people/<int:pk>/appoint/", people.appoint, name="person-appoint"),
    path("settings/people/<int:pk>/password/", people.reset_password, name="person-password"),
    path("settings/people/<int:pk>/active/", people.set_active, name="person-active"),
    path("settings/appointments/<int:pk>/end/", people.end, name="appointment-end"),
]
