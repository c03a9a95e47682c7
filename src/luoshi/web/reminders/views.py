"""A person's own digests, calendar address and mailbox; and the calendar itself."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from luoshi.web.commitments.forms import posted
from luoshi.web.http import Request, page
from luoshi.web.reminders import actions
from luoshi.web.reminders.forms import MailboxForm
from luoshi.web.reminders.ical import calendar_bytes
from luoshi.web.reminders.queries import digests_of, entries_of, feed_by, has_feed, mailbox_of

SHOWN = 10


@require_http_methods(["GET", "HEAD", "POST"])
def reminders(request: Request) -> HttpResponse:
    """What was told to me lately; where my calendar and mail go."""
    form = MailboxForm(posted(request), initial={"address": mailbox_of(request.actor)})
    if form.is_valid():
        address = form.cleaned_data["address"]
        actions.mailbox_set(address=address, by=request.actor, at=request.at)
        messages.success(request, _("已保存。"))
        return redirect("reminders")
    context = {
        "digests": digests_of(request.actor)[:SHOWN],
        "form": form,
        "has_feed": has_feed(request.actor),
        "mails": bool(settings.EMAIL_HOST),
        "today": timezone.localdate(request.at),
    }
    status = 422 if form.errors else 200
    return page(request, "reminders/reminders.html", context, status=status)


@require_POST
def feed_make(request: Request) -> HttpResponse:
    """A new calendar address, shown once."""
    secret = actions.feed_make(by=request.actor, at=request.at)
    address = request.build_absolute_uri(reverse("feed", args=[secret]))
    return page(request, "reminders/feed.html", {"address": address})


@require_POST
def feed_revoke(request: Request) -> HttpResponse:
    """No calendar address any more."""
    actions.feed_revoke(by=request.actor, at=request.at)
    messages.success(request, _("订阅地址已作废。"))
    return redirect("reminders")


@login_not_required
@require_safe
def feed(request: Request, secret: str) -> HttpResponse:
    """The calendar of the person whose secret it is. What asks for it is not recorded (law 1)."""
    person = feed_by(secret)
    with translation.override(person.language):
        entries = entries_of(person, timezone.localdate(request.at))
        base = request.build_absolute_uri("/").rstrip("/")
        data = calendar_bytes(entries, _("落实"), base, request.at)
    response = HttpResponse(data, content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "private, max-age=900"
    response["X-Robots-Tag"] = "noindex"
    return response
