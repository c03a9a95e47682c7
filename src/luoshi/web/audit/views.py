"""The record of actions, for the auditor."""

from django.http import FileResponse, HttpResponse
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from luoshi.web.audit import words
from luoshi.web.audit.forms import SoughtForm
from luoshi.web.audit.models import Entry
from luoshi.web.audit.naming import Names, names_of
from luoshi.web.audit.queries import EntryPage, check_chain, entry_page, matching, record_for
from luoshi.web.audit.sealed import shown
from luoshi.web.audit.sheet import MOST_ROWS, workbook
from luoshi.web.http import Request, page

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def audit(request: Request) -> HttpResponse:
    """What happened, newest first."""
    record = record_for(request.actor)
    form = SoughtForm(request.GET)
    if not form.is_valid():
        context = {"form": form, "rows": [], "listing": EntryPage([], None, None)}
        return page(request, "audit/audit.html", context, part="ledger", status=422)
    listing = entry_page(
        matching(record, form.sought()),
        older_than=_place(request, "before"),
        newer_than=_place(request, "after"),
    )
    names = names_of(listing.entries)
    context = {
        "form": form,
        "rows": [_row(entry, names) for entry in listing.entries],
        "verbs": words.verbs(),
        "things": words.things(),
        "listing": listing,
        "query": _query(request),
    }
    return page(request, "audit/audit.html", context, part="ledger")


@require_safe
def check(request: Request) -> HttpResponse:
    """Recompute the chain. A question, not an act: nothing is written."""
    record_for(request.actor)
    found = check_chain()
    reason = words.REASONS[found.broken.reason] if found.broken else ""
    row = _row(found.entry, names_of([found.entry])) if found.entry else None
    context = {"check": found, "reason": reason, "row": row, "at": request.at}
    return page(request, "audit/check.html", context, part="result")


@require_safe
def export(request: Request) -> HttpResponse | FileResponse:
    """What the page shows, all of it, as a workbook."""
    record = record_for(request.actor)
    form = SoughtForm(request.GET)
    if not form.is_valid():
        return page(request, "audit/audit.html", {"form": form, "rows": []}, status=422)
    entries = matching(record, form.sought())[:MOST_ROWS]
    name = f"audit-{localdate(request.at):%Y%m%d}.xlsx"
    return FileResponse(
        workbook(shown(entries.iterator(chunk_size=2000))),
        as_attachment=True,
        filename=name,
        content_type=XLSX,
    )


def _row(entry: Entry, names: Names) -> dict[str, object]:
    return {
        "entry": entry,
        "verb": words.verb_words(entry.verb),
        "role": words.role_words(entry.role),
        "thing": words.thing_words(entry, names),
        "told": words.told(entry, names),
    }


def _place(request: Request, name: str) -> int | None:
    value = request.GET.get(name, "")
    return int(value) if value.isdecimal() and len(value) < 19 else None


def _query(request: Request) -> str:
    kept = request.GET.copy()
    for name in ("before", "after"):
        kept.pop(name, None)
    return kept.urlencode()
