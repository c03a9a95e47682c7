"""Addresses of cadences, meetings and questions."""

from django.urls import path

from luoshi.web.cadence.views import cadences, meetings, said, tours

urlpatterns = [
    path("cadences/", cadences.cadences, name="cadences"),
    path("cadences/new/", cadences.choose, name="cadence-choose"),
    path("cadences/new/<slug:kind>/", cadences.new, name="cadence-new"),
    path("cadences/<int:pk>/", cadences.one, name="cadence"),
    path("cadences/<int:pk>/keep/", cadences.keep, name="cadence-keep"),
    path("cadences/<int:pk>/stop/", cadences.stop, name="cadence-stop"),
    path("meetings/<int:pk>/", meetings.meeting, name="meeting"),
    path("meetings/<int:pk>/word/", meetings.word, name="meeting-word"),
    path("meetings/<int:pk>/plan/", meetings.plan, name="meeting-plan"),
    path("meetings/<int:pk>/record/", meetings.record, name="meeting-record"),
    path("meetings/<int:pk>/items/", meetings.items, name="meeting-items"),
    path("meetings/<int:pk>/ask/", said.ask, name="meeting-ask"),
    path("meetings/<int:pk>/remark/", said.remark, name="meeting-remark"),
    path("meetings/<int:pk>/resolve/", said.resolve, name="meeting-resolve"),
    path("meetings/<int:pk>/judges/", tours.judges, name="meeting-judges"),
    path("meetings/<int:pk>/score-sheets/", tours.score_sheets, name="score-sheets"),
    path("judges/<int:pk>/marks/", tours.marks, name="judge-marks"),
    path("questions/", said.questions, name="questions"),
    path("questions/<int:pk>/answer/", said.answer, name="question-answer"),
]
