"""Each act of the review: load, one action, the parts it renews."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from luoshi.core.errors import DomainError, Invalid, Refused
from luoshi.web.documents import actions
from luoshi.web.documents.forms import (
    ConfirmForm,
    EditForm,
    MarkForm,
    OurForm,
    RejectForm,
    SplitForm,
)
from luoshi.web.documents.models import Candidate, SourceDocument, Step
from luoshi.web.documents.places import place_chosen, place_quoted
from luoshi.web.documents.queries import (
    candidate_for,
    document_for,
    last_step,
    next_open,
)
from luoshi.web.documents.views.review import REMEMBERED, moved_on, shown
from luoshi.web.http import Request
from luoshi.web.messages import message


@require_POST
def confirm(request: Request, pk: int) -> HttpResponse:
    """Into the chosen list; the next open candidate comes onto the desk."""
    candidate = candidate_for(request.actor, pk)
    form = ConfirmForm(candidate, request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.candidate_confirm(candidate=candidate, **given, by=request.actor, at=request.at)
        except (Invalid, Refused) as error:
            return _refused(request, candidate, "confirm", form, error)
        chosen = [candidate.document_id, given["within"].pk]
        if request.session.get(REMEMBERED) != chosen:
            request.session[REMEMBERED] = chosen
        return _next(request, candidate, _("已确认，列入“%(list)s”。") % {"list": given["within"]})
    return _again(request, candidate, "confirm", form)


@require_POST
def reject(request: Request, pk: int) -> HttpResponse:
    """No commitment; the next open candidate comes onto the desk."""
    candidate = candidate_for(request.actor, pk)
    form = RejectForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.candidate_reject(candidate=candidate, **given, by=request.actor, at=request.at)
        except (Invalid, Refused) as error:
            return _refused(request, candidate, "reject", form, error)
        return _next(request, candidate, _("已剔除。"))
    return _again(request, candidate, "reject", form)


@require_POST
def edit(request: Request, pk: int) -> HttpResponse:
    """Other values; the candidate stays on the desk, to be confirmed."""
    candidate = candidate_for(request.actor, pk)
    form = EditForm(candidate, request.POST)
    if form.is_valid():
        try:
            actions.candidate_edit(
                candidate=candidate, changes=form.cleaned_data, by=request.actor, at=request.at
            )
        except (Invalid, Refused) as error:
            return _refused(request, candidate, "edit", form, error)
        return moved_on(
            request, candidate.document, at=pk, part="step", changed=[pk], said=_("已修改。")
        )
    return _again(request, candidate, "edit", form)


@require_POST
def split(request: Request, pk: int) -> HttpResponse:
    """Two candidates in place of one; the first of them comes onto the desk."""
    candidate = candidate_for(request.actor, pk)
    form = SplitForm(candidate, request.POST)
    if form.is_valid():
        try:
            made = actions.candidate_split(
                candidate=candidate, texts=form.texts(), by=request.actor, at=request.at
            )
        except (Invalid, Refused) as error:
            return _refused(request, candidate, "split", form, error)
        return _reshaped(request, candidate.document, made[0].pk, _("已拆分。"))
    return _again(request, candidate, "split", form)


@require_POST
def merge(request: Request, pk: int) -> HttpResponse:
    """One candidate in place of this one and the ``other``, which comes right after it."""
    candidate = candidate_for(request.actor, pk)
    other = request.POST.get("other", "")
    try:
        mates = [candidate_for(request.actor, int(other))] if other.isdecimal() else []
        made = actions.candidate_merge(
            candidates=[candidate, *mates], by=request.actor, at=request.at
        )
    except (Invalid, Refused) as error:
        return _problem(request, candidate.document, error, at=pk)
    return _reshaped(request, candidate.document, made.pk, _("已合并。"))


@require_POST
def reopen(request: Request, pk: int) -> HttpResponse:
    """Take one decision back."""
    candidate = candidate_for(request.actor, pk)
    return _taken_back(request, candidate.document, candidate)


@require_POST
def undo(request: Request, pk: int) -> HttpResponse:
    """Take back what I did last in this document: a decision, an edit, a mark."""
    document = document_for(request.actor, pk)
    last = last_step(document, request.actor)
    if isinstance(last, Step):
        return _step_undone(request, document, last)
    return _taken_back(request, document, last)


@require_POST
def mark(request: Request, pk: int) -> HttpResponse:
    """A clause the extractor missed, chosen in the text or copied from it."""
    document = document_for(request.actor, pk)
    form = MarkForm(request.POST)
    if form.is_valid():
        try:
            start, end = _place(document, form)
            made = actions.candidate_add(
                document=document, start=start, end=end, by=request.actor, at=request.at
            )
        except Invalid as error:
            form.refuse(error)
        else:
            return _reshaped(request, document, made.pk, _("已标出，请核对后确认。"))
    return shown(request, document, at=None, part="mark", mark_form=form, status=422)


def _place(document: SourceDocument, form: MarkForm) -> tuple[int, int]:
    given = form.cleaned_data
    if given["sentence"].strip():
        return place_quoted(document, given["sentence"])
    return place_chosen(
        document, given["start"] or 0, given["end"] or 0, repaired=given["view"] == "clean"
    )


def _taken_back(
    request: Request, document: SourceDocument, candidate: Candidate | None
) -> HttpResponse:
    try:
        if candidate is None:
            raise Refused("nothing-to-undo")
        again = actions.candidate_reopen(candidate=candidate, by=request.actor, at=request.at)
    except Refused as error:
        return _problem(request, document, error, at=candidate.pk if candidate else None)
    return _reshaped(request, document, again[0].pk, _("已撤回，可重新处理。"))


def _step_undone(request: Request, document: SourceDocument, step: Step) -> HttpResponse:
    try:
        restored = actions.step_undo(step=step, by=request.actor, at=request.at)
    except Refused as error:
        return _problem(request, document, error, at=step.candidate_id)
    said = _("修改已撤回。") if restored else _("标出的承诺已撤回。")
    return _reshaped(request, document, restored.pk if restored else None, said)


def _next(request: Request, candidate: Candidate, said: str) -> HttpResponse:
    return moved_on(
        request,
        candidate.document,
        at=next_open(candidate) or candidate.pk,
        part="step",
        changed=[candidate.pk],
        said=said,
    )


def _reshaped(
    request: Request, document: SourceDocument, at: int | None, said: str
) -> HttpResponse:
    return moved_on(request, document, at=at, part="whole", said=said)


def _again(request: Request, candidate: Candidate, mode: str, form: OurForm) -> HttpResponse:
    return shown(
        request, candidate.document, at=candidate.pk, part="desk", mode=mode, form=form, status=422
    )


def _refused(
    request: Request, candidate: Candidate, mode: str, form: OurForm, error: DomainError
) -> HttpResponse:
    if isinstance(error, Refused) and "field" not in error.params:
        return _problem(request, candidate.document, error, at=candidate.pk)
    form.refuse(error)
    return _again(request, candidate, mode, form)


def _problem(
    request: Request, document: SourceDocument, error: DomainError, *, at: int | None
) -> HttpResponse:
    status = 409 if isinstance(error, Refused) else 422
    return shown(request, document, at=at, part="whole", problem=message(error), status=status)
