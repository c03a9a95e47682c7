"""Addresses of appraisal sessions."""

from django.urls import path

from luoshi.web.appraisal.views import said

urlpatterns = [
    path("sessions/<int:pk>/said/", said.said, name="session-said"),
    path("sessions/<int:pk>/asked/", said.opening, name="session-asked"),
    path("asked/<int:pk>/assign/", said.assign, name="asked-assign"),
    path("asked/<int:pk>/remove/", said.remove_asked, name="asked-remove"),
    path("comments/<int:pk>/remove/", said.remove_comment, name="comment-remove"),
]
