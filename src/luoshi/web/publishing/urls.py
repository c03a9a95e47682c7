"""Addresses of this app."""

from django.urls import path

from luoshi.web.publishing import views

urlpatterns = [
    path("runs/<int:pk>/bulletin/", views.make, name="bulletin_make"),
    path("sessions/<int:pk>/bulletin/", views.make_of_session, name="session-bulletin"),
    path("bulletins/", views.bulletins, name="bulletins"),
    path("bulletins/<int:pk>/", views.one, name="bulletin"),
    path("bulletins/<int:pk>/edit/", views.edit, name="bulletin_edit"),
    path("bulletins/<int:pk>/issue/", views.issue, name="bulletin_issue"),
    path("bulletins/<int:pk>/word/", views.word, name="bulletin_word"),
    path("bulletins/<int:pk>/pdf/", views.pdf, name="bulletin_pdf"),
    path("bulletins/<int:pk>/numbers/<path:ref>/", views.number, name="bulletin_number"),
]
