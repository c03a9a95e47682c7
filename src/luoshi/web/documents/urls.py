"""Addresses of this app."""

from django.urls import path

from luoshi.web.documents import views

urlpatterns = [
    path("documents/", views.documents, name="documents"),
    path("documents/<int:pk>/review/", views.review, name="document_review"),
    path("documents/<int:pk>/extract/", views.extract, name="document_extract"),
    path("documents/<int:pk>/undo/", views.undo, name="document_undo"),
    path("documents/<int:pk>/mark/", views.mark, name="candidate_add"),
    path("documents/candidates/<int:pk>/confirm/", views.confirm, name="candidate_confirm"),
    path("documents/candidates/<int:pk>/edit/", views.edit, name="candidate_edit"),
    path("documents/candidates/<int:pk>/split/", views.split, name="candidate_split"),
    path("documents/candidates/<int:pk>/merge/", views.merge, name="candidate_merge"),
    path("documents/candidates/<int:pk>/reject/", views.reject, name="candidate_reject"),
    path("documents/candidates/<int:pk>/reopen/", views.reopen, name="candidate_reopen"),
]
