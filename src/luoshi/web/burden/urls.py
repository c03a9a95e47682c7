"""Addresses of this app."""

from django.urls import path

from luoshi.web.burden.views import answers, requests

urlpatterns = [
    path("burden/", requests.burden, name="burden"),
    path("burden/year/", answers.year, name="burden-year"),
    path("burden/requests/new/", requests.new, name="burden-new"),
    path("burden/requests/<int:pk>/", requests.one, name="burden-request"),
    path("burden/requests/<int:pk>/repeats/", requests.repeats, name="burden-repeats"),
    path("burden/requests/<int:pk>/send/", requests.send, name="burden-send"),
    path("burden/requests/<int:pk>/approval/", requests.approval, name="burden-approval"),
    path("burden/requests/<int:pk>/approve/", requests.approve, name="burden-approve"),
    path("burden/requests/<int:pk>/withdraw/", requests.withdraw, name="burden-withdraw"),
    path("burden/asked/<int:pk>/answer/", answers.answer, name="burden-answer"),
    path("burden/asked/<int:pk>/minutes/", answers.minutes, name="burden-minutes"),
    path("burden/asked/<int:pk>/remark/", answers.remark, name="burden-remark"),
    path("burden/asked/<int:pk>/reply/", answers.reply, name="burden-reply"),
    path("burden/asked/<int:pk>/appeal/", answers.appeal, name="burden-appeal"),
    path("burden/asked/<int:pk>/ruling/", answers.ruling, name="burden-ruling"),
    path("rounds/new/", requests.round_new, name="round-new"),
]
