"""The page on which one act is asked for: a form, what will happen, and a button."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.views.decorators.http import require_http_methods

from luoshi.web.challenges.models import Challenge
from luoshi.web.commitments.forms import refusals_on
from luoshi.web.http import Request, page

Label = str | Promise
form_view = require_http_methods(["GET", "HEAD", "POST"])


def asked(
    request: Request,
    challenge: Challenge,
    form: forms.Form,
    act: Callable[[], object],
    *,
    title: Label,
    warning: Label = "",
    button: Label = "",
    done: Label = "",
    template: str = "challenges/act.html",
    **more: object,
) -> HttpResponse:
    """Do the act when the form is sent and whole, and go to the challenge; else show the form."""
    if form.is_valid():
        with refusals_on(form):
            act()
            if done:
                messages.success(request, str(done))
            return redirect(challenge)
    context = {
        "challenge": challenge,
        "form": form,
        "title": title,
        "warning": warning,
        "button": button or title,
        **more,
    }
    return page(request, template, context, status=422 if form.errors else 200)
