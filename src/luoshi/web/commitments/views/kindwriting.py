"""Writing a kind of list: as a form or as YAML, a new one or the next version."""

from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from luoshi.core import listtype
from luoshi.core.errors import DomainError, Invalid, Refused
from luoshi.web.commitments import actions
from luoshi.web.commitments.kindform import Draft, field_of, sheet_of, wording
from luoshi.web.commitments.kindforms import SavingForm, YamlForm
from luoshi.web.commitments.kindpage import check_of, preview_of, shown_of
from luoshi.web.commitments.kinds import kind_of, preset_kinds, read_kind, version_kind
from luoshi.web.commitments.models import ListType
from luoshi.web.commitments.queries import (
    free_kind_key,
    kind_jurisdictions,
    kind_row_for,
    kinds_kept,
    versions_of,
)
from luoshi.web.commitments.views.kinds import require_keeper
from luoshi.web.excerpt import excerpt_of
from luoshi.web.http import Request, page

form_view = require_http_methods(["GET", "HEAD", "POST"])
BLANK = listtype.ListType(key="", zh="", en="", tag="O", source="")
PREVIEW = "preview"


@form_view
def new(request: Request) -> HttpResponse:
    """A new kind as a form; first, what to begin from."""
    require_keeper(request)
    begun = request.GET.get("from", "")
    known = preset_kinds()
    if not begun:
        cards = [(key, shown_of(kind)) for key, kind in known.items()]
        return page(request, "commitments/kinds/start.html", {"presets": cards})
    if begun != "blank" and begun not in known:
        raise Http404
    saving = SavingForm(request.POST or None, areas=kind_jurisdictions(request.actor))
    kind = known.get(begun) or replace(BLANK, key=free_kind_key(request.actor))
    return _form(request, kind, saving, None)


@form_view
def edit(request: Request, pk: int) -> HttpResponse:
    """The next version as a form; ``from`` names an earlier version to go back to."""
    row = kind_row_for(request.actor, pk)
    saving = SavingForm(request.POST or None, initial={"read": _newest(row)})
    return _form(request, _begun(request, row), saving, row)


@form_view
def write(request: Request) -> HttpResponse:
    """A definition as text: a new kind, or the next version of the one that has its key."""
    require_keeper(request)
    row = _chosen(request)
    first = {"text": listtype.dump_list_type(kind_of(row))} if row else {}
    areas = kind_jurisdictions(request.actor)
    sent = request.POST.copy() if request.method == "POST" else None
    form = YamlForm(sent, request.FILES or None, areas=areas, initial=first)
    context: dict[str, object] = {"form": form, "row": row, "check": None}
    if sent is not None and form.is_valid():
        text = sent["text"] = form.cleaned_data["text"]
        try:
            if saved := _text_saved(request, form, text, context):
                return saved
        except (Invalid, Refused) as error:
            form.add_error("text", wording(error))
            line = error.params.get("line")
            context["excerpt"] = excerpt_of(text, line, wording(error))
    status = 422 if form.errors else 200
    return page(request, "commitments/kinds/yaml.html", context, part="form", status=status)


def _text_saved(
    request: Request, form: YamlForm, text: str, context: dict[str, object]
) -> HttpResponse | None:
    """Where it was confirmed, the answer after saving; before that what would change."""
    kind = read_kind(text)
    area = form.cleaned_data["jurisdiction"]
    row = kinds_kept(request.actor).filter(jurisdiction=area, key=kind.key).first()
    if "confirm" in request.POST:
        return _saved(request, row, kind, form)
    context |= {
        "row": row,
        "shown": shown_of(kind),
        "preview": preview_of(kind),
        "check": check_of(row, kind),
        "read": _newest(row) if row else "",
    }
    return None


def _chosen(request: Request) -> ListType | None:
    asked = request.GET.get("of", "")
    return (
        kind_row_for(request.actor, int(asked)) if asked.isdecimal() and len(asked) < 10 else None
    )


def _begun(request: Request, row: ListType) -> listtype.ListType:
    asked = request.GET.get("from", "")
    for version in versions_of(row) if asked else ():
        if str(version.number) == asked:
            return version_kind(row, version.definition)
    return kind_of(row)


def _newest(row: ListType) -> int:
    newest = versions_of(row).first()
    return newest.number if newest else 0


def _form(
    request: Request, base: listtype.ListType, saving: SavingForm, row: ListType | None
) -> HttpResponse:
    """Rows are added, moved and dropped without saving; a fault stands beside its field (422)."""
    sent = request.method == "POST"
    draft = Draft.of_post(request.POST) if sent else Draft.of_kind(base)
    if row:
        draft.head["key"] = row.key
    do = request.POST.get("do", "")
    faults: dict[str, str] = {}
    context: dict[str, object] = {"row": row, "saving": saving, "check": None}
    if do and do != PREVIEW:
        draft.apply(do)
    elif sent and saving.is_valid():
        try:
            kind = read_kind(draft.fields())
            if do != PREVIEW:
                return _saved(request, row, kind, saving)
            context |= _previewed(row, kind)
        except (Invalid, Refused) as error:
            faults[field_of(error)] = wording(error, beside=True)
            context |= _affected(row, draft, error)
    context |= {
        "sheet": sheet_of(draft, faults, fixed=row is not None),
        "faults": faults,
        "read": _read(request, row, faults),
        "columns": len(draft.columns),
        "steps": len(draft.steps),
    }
    status = 422 if faults or (sent and not do) else 200
    return page(request, "commitments/kinds/form.html", context, part="form", status=status)


def _previewed(row: ListType | None, kind: listtype.ListType) -> dict[str, object]:
    return {"check": check_of(row, kind), "shown": shown_of(kind), "preview": preview_of(kind)}


def _affected(row: ListType | None, draft: Draft, error: DomainError) -> dict[str, object]:
    """After a refusal because of rows: what is done to them, to be confirmed."""
    if error.code != "list-type-effects":
        return {}
    return _previewed(row, read_kind(draft.fields()))


def _read(request: Request, row: ListType | None, faults: dict[str, str]) -> object:
    """The version that was changed: after a refusal the newest, since it was told of."""
    if row is None:
        return ""
    sent = request.POST.get("read", "")
    return sent if sent and not faults else _newest(row)


def _saved(
    request: Request, row: ListType | None, kind: listtype.ListType, saving: SavingForm
) -> HttpResponse:
    told = saving.cleaned_data
    if row is None:
        made = actions.list_type_create(
            jurisdiction=told["jurisdiction"], kind=kind, by=request.actor, at=request.at
        )
        messages.success(request, _("已新建清单类型。"))
        return redirect("list-type", made.pk)
    version = actions.list_type_revise(
        list_type=row,
        kind=kind,
        read=told["read"] or 0,
        seen=told["seen"],
        note=told.get("note", ""),
        by=request.actor,
        at=request.at,
    )
    messages.success(request, _("已保存为第 %(n)s 版。") % {"n": version.number})
    return redirect("list-type", row.pk)
