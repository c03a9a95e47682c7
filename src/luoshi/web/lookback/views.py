"""Look-backs: all of them, opening one, reading it, filling and signing, two years, on paper."""

from datetime import date, datetime, timedelta
from itertools import chain

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from django.views.decorators.http import require_http_methods, require_safe

from luoshi import presets
from luoshi.core.errors import Refused
from luoshi.web.calendars.queries import work_calendar
from luoshi.web.commitments.forms import posted, refusals_on
from luoshi.web.commitments.models import CommitmentList
from luoshi.web.commitments.queries import list_for
from luoshi.web.http import Request, page
from luoshi.web.lookback import actions
from luoshi.web.lookback.facts import facts_of
from luoshi.web.lookback.forms import EntryForm, OpenForm, ReturnForm
from luoshi.web.lookback.models import Entry, EntryState, LookBack, Span
from luoshi.web.lookback.paper import look_back_docx, look_back_xlsx
from luoshi.web.lookback.queries import (
    earlier_lists,
    entry_for,
    known_at,
    lines_of,
    look_back_for,
    look_backs_visible_to,
    to_sign,
)
from luoshi.web.lookback.rules import can_fill_entry, can_look_back, can_sign_entry
from luoshi.web.lookback.years import compared_on, two_years

form_view = require_http_methods(["GET", "HEAD", "POST"])
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def every(request: Request) -> HttpResponse:
    """Every look-back, the newest first."""
    rows = list(look_backs_visible_to(request.actor))
    context = {"rows": rows, "opens": request.actor.holds("supervisor")}
    return page(request, "lookback/look_backs.html", context)


@form_view
def new(request: Request, pk: int) -> HttpResponse:
    """A look-back on a list."""
    lst = list_for(request.actor, pk)
    can_look_back(request.actor, lst).require()
    form = OpenForm(posted(request), initial=_half(lst, timezone.localdate(request.at)))
    if form.is_valid():
        with refusals_on(form):
            told = form.cleaned_data
            made = actions.look_back_open(lst=lst, **told, by=request.actor, at=request.at)
            messages.success(request, _("已发起，各牵头单位联络员可以填写。"))
            return redirect(made)
    status = 422 if form.errors else 200
    return page(request, "lookback/new.html", {"form": form, "list": lst}, status=status)


def _half(lst: CommitmentList, today: date) -> dict[str, object]:
    """The half that ended last within the list, or its end."""
    middle = date(lst.period_end.year, 6, 30)
    is_half = lst.period_start < middle < lst.period_end and today < date(middle.year, 10, 1)
    span = Span.HALF if is_half else Span.YEAR
    as_of = middle if is_half else lst.period_end
    return {
        "span": span,
        "title": f"{lst.title}{'年中回头看' if is_half else '年终大复盘'}"[:80],
        "as_of": as_of,
        "fill_by": _days_after(max(today, as_of)),
    }


def _days_after(day: date) -> date:
    """Working days later; of a year whose days off are not known yet, weeks of five days."""
    days = presets.limit("look_back_days")
    try:
        return work_calendar().add_working_days(day, days)
    except Refused:
        return day + timedelta(days=days * 7 // 5)


@form_view
def one(request: Request, pk: int) -> HttpResponse:
    """The whole look-back; a leader signs what waits, the office closes it."""
    found = look_back_for(request.actor, pk)
    if request.method == "POST":
        return _act(request, found)
    context = {
        "look_back": found,
        "lines": lines_of(request.actor, found, request.at),
        "known": _known(found, request.at),
        "to_sign": len(to_sign(request.actor, found)),
        "closes": can_look_back(request.actor, found.list) and not found.closed_at,
        "earlier": bool(earlier_lists(request.actor, found)),
        "fills": request.actor.units("contact"),
    }
    return page(request, "lookback/look_back.html", context)


def _act(request: Request, found: LookBack) -> HttpResponse:
    if request.POST.get("verb") == "close":
        actions.look_back_close(look_back=found, by=request.actor, at=request.at)
        messages.success(request, _("已定稿：文字和数据就此不变。"))
        return redirect(found)
    waiting = to_sign(request.actor, found)
    done = actions.entries_sign(entries=waiting, by=request.actor, at=request.at)
    said = ngettext("已签发 %(n)s 项。", "已签发 %(n)s 项。", done)
    messages.success(request, said % {"n": done})
    return redirect(found)


def _known(look_back: LookBack, at: datetime) -> date:
    return timezone.localdate(known_at(look_back, at))


@form_view
def entry(request: Request, pk: int) -> HttpResponse:
    """One entry: facts beside the unit's words."""
    found = entry_for(request.actor, pk)
    held = found.look_back
    is_open = held.closed_at is None and found.state != EntryState.SIGNED
    fills = can_fill_entry(request.actor, found)
    signs = can_sign_entry(request.actor, found)
    returning = request.POST.get("verb") == "return"
    form = EntryForm(None if returning else posted(request), initial=_words(found))
    back = ReturnForm(posted(request) if returning else None)
    if request.method == "POST":
        (signs if returning else fills).require()
        if told := _told(request, found, form, back):
            messages.success(request, told)
            return redirect("look-back-entry", pk)
    moment = known_at(held, request.at)
    context = {
        "entry": found,
        "look_back": held,
        "facts": facts_of([found.commitment_id], held.as_of, moment)[found.commitment_id],
        "fills": fills and is_open,
        "signs": signs and is_open and found.state == EntryState.SUBMITTED,
        "form": form,
        "back": back,
    }
    status = 422 if form.errors or back.errors else 200
    return page(request, "lookback/entry.html", context, status=status)


def _words(found: Entry) -> dict[str, object]:
    return {name: getattr(found, name) for name in actions.WORDS}


def _told(request: Request, found: Entry, form: EntryForm, back: ReturnForm) -> str:
    """What was done; empty where it was refused."""
    by, at = request.actor, request.at
    if back.is_valid():
        with refusals_on(back):
            actions.entry_return(entry=found, note=back.cleaned_data["note"], by=by, at=at)
            return _("已退回联络员。")
    if form.is_valid():
        submit = request.POST.get("verb") == "submit"
        with refusals_on(form):
            actions.entry_save(entry=found, words=form.words, by=by, at=at, submit=submit)
            return _("已报送，等负责人签发。") if submit else _("草稿已保存。")
    return ""


@require_safe
def years(request: Request, pk: int) -> HttpResponse:
    """Two years side by side, by the units of today."""
    found = look_back_for(request.actor, pk)
    choices = earlier_lists(request.actor, found)
    asked = request.GET.get("with", "")
    named = (lst for lst in choices if str(lst.pk) == asked)
    alike = (lst for lst in choices if lst.list_type_id == found.list.list_type_id)
    before = next(chain(named, alike), None)
    as_of = compared_on(found, request.at)
    context = {
        "look_back": found,
        "as_of": as_of,
        "choices": choices,
        "before": before,
        "compared": two_years(request.actor, found, before, request.at) if before else [],
        "year": as_of.year,
        "known": _known(found, request.at),
        "last_year": as_of.year - 1,
    }
    return page(request, "lookback/years.html", context)


@require_safe
def word(request: Request, pk: int) -> HttpResponse:
    """The look-back in Word, A4 landscape."""
    found = look_back_for(request.actor, pk)
    known = _known(found, request.at)
    with override("zh-hans"):
        lines = lines_of(request.actor, found, request.at)
        head = f"{found.list.title}，数据截至{found.as_of}，按{known}所知"
        data = look_back_docx(found, lines, head)
    return _file(data, DOCX, f"{found.title}.docx")


@require_safe
def sheet(request: Request, pk: int) -> HttpResponse:
    """The look-back in Excel."""
    found = look_back_for(request.actor, pk)
    lines = lines_of(request.actor, found, request.at)
    return _file(look_back_xlsx(lines), XLSX, f"{found.title}.xlsx")


def _file(data: bytes, media_type: str, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=media_type)
    disposition = content_disposition_header(as_attachment=True, filename=name)
    response["Content-Disposition"] = disposition or ""
    return response
