"""The voter's pages: no account, no session, no cookie but the language.

They take forms without Django's CSRF token, since that needs a cookie: what another site could
make a browser send is worth nothing without the code, which is the whole permission.
"""

from collections.abc import Mapping

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
    require_safe,
)

from luoshi.core.errors import DomainError, Invalid, Refused
from luoshi.core.voting import Submission
from luoshi.web.appraisal.openzip import open_document
from luoshi.web.messages import message
from luoshi.web.voting import answers
from luoshi.web.voting.actions import cast
from luoshi.web.voting.answers import LANGUAGES, holder_at, status_of
from luoshi.web.voting.page import Typed, VotersPage, limits, marks_of, voters_page, words
from luoshi.web.voting.queries import (
    RELEASED,
    Holder,
    hall_of,
    receipt_stands,
    released_session,
    rules_of,
    sheet_of,
    voids_in,
)

YEAR = 31_536_000


@login_not_required
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def vote_enter(request: HttpRequest) -> HttpResponse:
    """The short address: the code is typed here."""
    if request.method != "POST":
        return _chosen(request) or _page(request, "voting/enter.html", {})
    code = request.POST.get("code", "")[:60]
    try:
        letters, _ = holder_at(_address(request), code)
    except DomainError as error:
        return _no_holder(request, error, code)
    return _bare(redirect("vote", letters))


@login_not_required
@require_safe
def vote_help(request: HttpRequest) -> HttpResponse:
    """How to vote, and who can see what, for people who never saw this before."""
    return _chosen(request) or _page(request, "voting/help.html", {})


@login_not_required
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def vote(request: HttpRequest, code: str) -> HttpResponse:
    """The ballot of one token: what its QR code holds."""
    try:
        letters, holder = holder_at(_address(request), code)
    except DomainError as error:
        return _no_holder(request, error, code)
    if request.method != "POST":
        return _chosen(request) or _sheet(request, voters_page(letters, holder))
    return _posted(request, letters, holder)


@login_not_required
@csrf_exempt
@require_POST
def vote_ballot(request: HttpRequest) -> HttpResponse:
    """A ballot by JSON; where the site is served, ``luoshi.web.voting.fast`` answers first."""
    return _plain(answers.ballot(request.body, _address(request), _language(request)))


@login_not_required
@require_GET
def vote_state(request: HttpRequest, pk: int) -> HttpResponse:
    """Which items are open: asked every few seconds."""
    known = request.headers.get("If-None-Match", "")
    return _plain(answers.state(pk, known, _language(request)))


@login_not_required
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def vote_receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """Whether a receipt is in the sealed list, and nothing else."""
    chosen = _chosen(request) if request.method != "POST" else None
    if chosen:
        return chosen
    context: dict[str, object] = {"pk": pk, "code": "", "found": None, "error": ""}
    status = 200
    try:
        hall = hall_of(pk)
        context["title"] = rules_of(hall.pk, hall.digest).title
        context["released"] = hall.state in RELEASED
        if request.method == "POST":
            code = "".join(request.POST.get("code", "")[:40].split()).upper()
            context |= {"code": code, "found": receipt_stands(pk, code), "voids": voids_in(pk)}
    except DomainError as error:
        context["error"], status = message(error), status_of(error)
    return _page(request, "voting/receipt.html", context, status)


@login_not_required
@require_safe
def vote_list(request: HttpRequest, pk: int) -> HttpResponse:
    """The open part of the sealed list once the result is released: rules, receipts, digests."""
    del request
    response = HttpResponse(open_document(released_session(pk)), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="open-{pk}.json"'
    return _bare(response)


def _posted(request: HttpRequest, letters: str, holder: Holder) -> HttpResponse:
    """A form without the script: taken, warned of, or given back as it was typed."""
    typed = _typed(request)
    item = 0
    try:
        item = _number(request, "item")
        sheet = sheet_of(holder.hall, holder.hall.its_box(), item)
        marks = marks_of(typed, sheet, holder.voter_class)
        void = sheet.check(holder.voter_class, marks)
        if void and sheet.whole and "sure" not in request.POST:
            raise Invalid(f"void-{void}")
        numbers = (_number(request, "turn"), _number(request, "edition"))
        given = Submission(item, *numbers, request.POST.get("sending", "")[:40], marks)
        kept = cast(holder=holder, letters=letters, given=given).kept
        if kept.older:
            raise Refused("ballot-older")
    except DomainError as error:
        shown = voters_page(letters, holder, typed, item)
        return _sheet(request, shown, error, item)
    return _bare(redirect("vote", letters))


def _typed(request: HttpRequest) -> Typed:
    """Fields ``m.CONTENDER.CRITERION``; ``skip`` names whom the voter does not mark."""
    found: dict[str, dict[str, str]] = {}
    for name, value in request.POST.items():
        if name.startswith("m.") and name.count(".") == 2:
            _, contender, criterion = name.split(".")
            found.setdefault(contender, {})[criterion] = str(value).strip()[:20]
    return {**found, **{key: {} for key in request.POST.getlist("skip")}}


def _number(request: HttpRequest, name: str) -> int:
    text = request.POST.get(name, "")
    if not (text.isascii() and text.isdecimal() and len(text) < 7):
        raise Invalid("ballot-unreadable")
    return int(text)


def _sheet(
    request: HttpRequest, shown: VotersPage, error: DomainError | None = None, item: int = 0
) -> HttpResponse:
    context = {
        "shown": shown,
        "error": message(error) if error else "",
        "wrong_item": item if item in {e.gate.item for e in shown.items if e.gate.is_open} else 0,
        "warned": error is not None and error.code.startswith("void-"),
        "why": message(Refused(shown.why)) if shown.why else "",
        "words": words(),
        "limits": limits(shown.rules),
        "state": reverse("vote_state", args=[shown.hall.pk]),
    }
    return _page(request, "voting/vote.html", context, status_of(error) if error else 200)


def _no_holder(request: HttpRequest, error: DomainError, code: str) -> HttpResponse:
    context = {"error": message(error), "code": code[:60]}
    response = _page(request, "voting/enter.html", context, status_of(error))
    if "seconds" in error.params:
        response["Retry-After"] = str(error.params["seconds"])
    return response


def _chosen(request: HttpRequest) -> HttpResponse | None:
    """A link of the page that changes the language: the one cookie there is."""
    chosen = request.GET.get("language", "")
    if chosen not in LANGUAGES:
        return None
    response = _bare(redirect(request.path))
    response.set_cookie("language", chosen, max_age=YEAR, samesite="Lax", httponly=True)
    return response


def _page(
    request: HttpRequest, template: str, context: Mapping[str, object], status: int = 200
) -> HttpResponse:
    return _bare(render(request, template, {**context}, status=status))


def _bare(response: HttpResponse) -> HttpResponse:
    """No copy, no referrer, no line in the log: the address holds the code."""
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    response._has_been_logged = True  # type: ignore[attr-defined]  # Django logs 4xx with its path
    return response


def _plain(answer: answers.Answer) -> HttpResponse:
    response = HttpResponse(answer.body, status=answer.status)
    for name, value in answer.headers.items():
        response[name] = value
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response


def _address(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))


def _language(request: HttpRequest) -> str:
    return request.COOKIES.get("language", "")
