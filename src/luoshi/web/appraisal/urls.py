"""Addresses of appraisal sessions."""

from django.urls import path

from luoshi.web.appraisal.views import results, said

urlpatterns = [
    path("sessions/<int:pk>/said/", said.said, name="session-said"),
    path("sessions/<int:pk>/asked/", said.opening, name="session-asked"),
    path("asked/<int:pk>/assign/", said.assign, name="asked-assign"),
    path("asked/<int:pk>/remove/", said.remove_asked, name="asked-remove"),
    path("comments/<int:pk>/remove/", said.remove_comment, name="comment-remove"),
    path("sessions/<int:pk>/result/", results.result, name="result"),
    path("sessions/<int:pk>/result/sheet.docx", results.sheet, name="result-sheet"),
    path("sessions/<int:pk>/result/slides.pptx", results.slides, name="result-slides"),
    path("sessions/<int:pk>/result/open.zip", results.opened, name="result-open"),
    path("sessions/<int:pk>/result/open.json", results.receipts, name="result-receipts"),
    path("sessions/<int:pk>/result/sealed.json", results.ballots, name="result-ballots"),
    path("sessions/<int:pk>/result/<slug:verb>/", results.step, name="result-step"),
    path("sessions/<int:pk>/reveal/", results.reveal, name="reveal"),
]
