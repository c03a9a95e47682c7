"""Verification: what is drawn, how to draw it again, what was found, how far claims stand up."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from luoshi import presets
from luoshi.core.errors import DomainError
from luoshi.web.delivery.actions import draw_make, verification_record
from luoshi.web.delivery.forms import DrawForm, FindingForm
from luoshi.web.delivery.models import Draw, Round, Sample
from luoshi.web.delivery.queries import draw_for, rounds_to_draw, sample_for, sample_rows
from luoshi.web.delivery.rules import WHOLE
from luoshi.web.delivery.samplepage import frame_text, overview_page, sample_line, sample_page
from luoshi.web.delivery.wording import words
from luoshi.web.http import Request, page

form_view = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def overview(request: Request) -> HttpResponse:
    """My samples; for who sees the whole: draws and the true-account rate by unit."""
    if not request.actor.holds(*WHOLE, "verifier"):
        raise Http404
    context = overview_page(request.actor, request.GET.get("list", ""))
    return page(request, "delivery/verification.html", context, part="overview")


@form_view
def new_draw(request: Request, pk: int) -> HttpResponse:
    """Draw the sample of a closed round; the seed falls then and is published."""
    found = rounds_to_draw(request.actor).filter(pk=pk).first()
    if found is None:
        raise Http404
    rules = presets.load("sampling")
    choices = [(key, words(entry)) for key, entry in rules.items()]
    if request.method == "POST":
        form = DrawForm(choices, request.POST)
        if form.is_valid() and (made := _drawn(request, found, form)):
            messages.success(request, _("已抽出样本并公布种子，核验员现在可以看到各自的任务。"))
            return redirect("draw", made.pk)
    else:
        form = DrawForm(choices, initial={"rule": "default"})
    texts = [words(entry, "text", "text_en") for entry in rules.values()]
    context = {"round": found, "form": form, "rules": texts}
    status = 422 if form.is_bound else 200
    return page(request, "delivery/draw_new.html", context, part="form", status=status)


def _drawn(request: Request, found: Round, form: DrawForm) -> Draw | None:
    try:
        return draw_make(round=found, **form.cleaned_data, by=request.actor, at=request.at)
    except DomainError as error:
        form.refuse(error)
        return None


@require_safe
def draw(request: Request, pk: int) -> HttpResponse:
    """Seed, rule, frame, how to recompute, and the samples with their verifiers."""
    found = draw_for(request.actor, pk)
    rule = {"name": words(found.rule), "text": words(found.rule, "text", "text_en")}
    rows = [sample_line(row) for row in sample_rows(found)]
    context = {"draw": found, "rule": rule, "rows": rows, "lines": len(found.frame)}
    return page(request, "delivery/draw.html", context)


@require_safe
def frame(request: Request, pk: int) -> HttpResponse:
    """The sampling frame, byte by byte as its digest reads it."""
    found = draw_for(request.actor, pk)
    response = HttpResponse(frame_text(found), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="frame-{found.pk}.txt"'
    return response


@form_view
def sample(request: Request, pk: int) -> HttpResponse:
    """What is said and shown of one report, and what the verifier found."""
    found = sample_for(request.actor, pk)
    if request.method == "POST":
        form = FindingForm(found, request.POST)
        if form.is_valid() and _recorded(request, found, form):
            messages.success(request, _("核验结论已记录。"))
            return redirect("verification")
    else:
        form = FindingForm(found)
    context = sample_page(request.actor, found) | {"form": form}
    status = 422 if form.is_bound else 200
    return page(request, "delivery/sample.html", context, part="form", status=status)


def _recorded(request: Request, found: Sample, form: FindingForm) -> bool:
    given = form.cleaned_data
    try:
        verification_record(
            sample=found,
            finding=given["finding"],
            verified_value=given.get("verified_value"),
            verified_share=given.get("verified_share"),
            note=given["note"],
            by=request.actor,
            at=request.at,
        )
    except DomainError as error:
        if "field" not in error.params:
            raise
        form.refuse(error)
        return False
    return True
