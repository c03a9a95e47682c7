"""Writing a scheme: as a form or as YAML, a new one or the next version."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from luoshi.core.errors import Invalid, Refused
from luoshi.core.scoring import dump_scheme, parse_scheme, scheme_fields
from luoshi.web.assessment.actions import scheme_create, scheme_revise
from luoshi.web.assessment.editing import MAX_ROWS, Draft, excerpt, field_of, sheet_of, wording
from luoshi.web.assessment.editing.names import Names, names_behind
from luoshi.web.assessment.forms import SavingForm, YamlForm
from luoshi.web.assessment.models import Scheme, SchemeVersion
from luoshi.web.assessment.named import undefined_named
from luoshi.web.assessment.presets import preset_text, presets
from luoshi.web.assessment.preview import preview_of
from luoshi.web.assessment.queries import (
    run_to_try,
    scheme_for,
    versions_of,
    written_jurisdictions,
)
from luoshi.web.assessment.rules import can_write_any_scheme, can_write_schemes
from luoshi.web.http import Request, page

form_view = require_http_methods(["GET", "HEAD", "POST"])
BLANK: dict[str, Any] = {
    "schema": 1, "title": "", "edition": "", "source": "",
    "groups": [{"key": "group", "title": "", "unit_kinds": []}],
    "nodes": [],
    "rounding": {"places": "2", "mode": "half_up", "where": "total"},
    "ranking": {"method": "competition", "tie_break": []},
}  # fmt: skip


@form_view
def new(request: Request) -> HttpResponse:
    """A new scheme as a form; first, what to begin from."""
    can_write_any_scheme(request.actor).require()
    begun = request.GET.get("from", "")
    if not begun:
        return page(request, "assessment/start.html", {"presets": presets()})
    base = BLANK if begun == "blank" else scheme_fields(parse_scheme(preset_text(begun)))
    saving = SavingForm(request.POST or None, areas=written_jurisdictions(request.actor))
    return _form(request, base, saving, {"begun": begun})


@form_view
def edit(request: Request, pk: int) -> HttpResponse:
    """The next version as a form."""
    scheme, last = _to_write(request, pk)
    rules = parse_scheme(last.text)
    if sum(1 for _node in rules.root.walk()) > MAX_ROWS:
        return redirect("scheme-edit-yaml", pk)
    saving = SavingForm(request.POST or None, initial={"read": last.number})
    return _form(request, scheme_fields(rules), saving, {"scheme": scheme, "version": last})


@form_view
def new_yaml(request: Request) -> HttpResponse:
    """A new scheme as YAML."""
    can_write_any_scheme(request.actor).require()
    begun = request.GET.get("from", "blank")
    text = "" if begun == "blank" else preset_text(begun)
    areas = written_jurisdictions(request.actor)
    form = YamlForm(request.POST or None, areas=areas, initial={"text": text})
    return _yaml(request, form, {"begun": begun})


@form_view
def edit_yaml(request: Request, pk: int) -> HttpResponse:
    """The next version as YAML."""
    scheme, last = _to_write(request, pk)
    first = {"text": last.text, "read": last.number}
    form = YamlForm(request.POST or None, initial=first)
    return _yaml(request, form, {"scheme": scheme, "version": last})


def _to_write(request: Request, pk: int) -> tuple[Scheme, SchemeVersion]:
    scheme = scheme_for(request.actor, pk)
    can_write_schemes(request.actor, scheme.jurisdiction_id).require()
    return scheme, versions_of(request.actor, scheme)[0]


def _form(
    request: Request, base: Mapping[str, Any], saving: SavingForm, context: dict[str, object]
) -> HttpResponse:
    """Rows are added and dropped without saving; a fault stands beside its field (422)."""
    sent = request.method == "POST"
    draft = Draft.of_post(request.POST) if sent else Draft.of_fields(base)
    faults: dict[str, str] = {}
    if sent and "do" in request.POST:
        draft.apply(request.POST["do"])
        if request.POST["do"] == "preview":
            context |= _tried(request, lambda: draft.fields(base), context.get("scheme"))
    elif saving.is_valid():
        try:
            rules = parse_scheme(draft.fields(base))
            return _saved(request, dump_scheme(rules), saving, context)
        except (Invalid, Refused) as error:
            faults[field_of(draft, error)] = wording(error, beside=True)
    context |= {
        "sheet": sheet_of(draft, faults, _names(request, context)),
        "saving": saving, "faults": faults,
        "read": _read(saving, context, faults),
    }  # fmt: skip
    status = 422 if faults or (sent and "do" not in request.POST) else 200
    return page(request, "assessment/form.html", context, part="form", status=status)


def _names(request: Request, context: Mapping[str, object]) -> Names:
    """Of the scheme's jurisdiction; of all that the person writes for where it is new."""
    scheme = context.get("scheme")
    if isinstance(scheme, Scheme):
        return names_behind([scheme.jurisdiction_id])
    return names_behind([area.pk for area in written_jurisdictions(request.actor)])


def _tried(
    request: Request, document: Callable[[], str | Mapping[str, object]], scheme: object
) -> dict[str, object]:
    """The draft over the last run's data, or why it cannot be tried yet; nothing is stored."""
    run = run_to_try(request.actor, scheme if isinstance(scheme, Scheme) else None)
    rules, told = None, None
    try:
        rules = parse_scheme(document())
        if run is not None:
            return {"preview": preview_of(rules, run)}
    except Invalid as error:
        told = undefined_named(error, rules) if rules else error
    if told is None:
        return {"untried": _("还没有考核轮，没有数据可以试算。")}
    text = request.POST.get("text", "")
    return {"untried": wording(told), "faulty": excerpt(text, told) if text else None}


def _yaml(request: Request, form: YamlForm, context: dict[str, object]) -> HttpResponse:
    """A fault stands beside its line (422), and the text stays as it was sent."""
    faults: dict[str, str] = {}
    if request.method == "POST" and request.POST.get("do") == "preview":
        return _foreseen(request, form, context)
    if form.is_valid():
        text = form.cleaned_data["text"]
        try:
            return _saved(request, text, form, context)
        except (Invalid, Refused) as error:
            faults["text"] = wording(error)
            context["excerpt"] = excerpt(text, error)
    read = _read(form, context, faults)
    kept = f"scheme-yaml-{request.path}-{read or 'new'}"
    context |= {"form": form, "saving": form, "read": read, "kept": kept}
    status = 422 if faults or form.errors else 200
    return page(request, "assessment/yaml.html", context, part="form", status=status)


def _foreseen(request: Request, form: YamlForm, context: dict[str, object]) -> HttpResponse:
    """The text tried on the last run's data; a fault in it stands beside its line."""
    context |= _tried(request, lambda: request.POST.get("text", ""), context.get("scheme"))
    read = _read(form, context, {})
    kept = f"scheme-yaml-{request.path}-{read or 'new'}"
    context |= {"form": form, "saving": form, "read": read, "kept": kept}
    return page(request, "assessment/yaml.html", context, part="form")


def _read(form: SavingForm, context: Mapping[str, object], faults: Mapping[str, str]) -> object:
    """The version that was changed: after a refusal the newest, since it was told of."""
    version = context.get("version")
    if not isinstance(version, SchemeVersion):
        return None
    sent = form.data.get("read") if form.is_bound and not faults else None
    return sent or version.number


def _saved(
    request: Request, text: str, saving: SavingForm, context: Mapping[str, object]
) -> HttpResponse:
    told = saving.cleaned_data
    scheme = context.get("scheme")
    if isinstance(scheme, Scheme):
        version = scheme_revise(
            scheme=scheme, text=text, note=told["note"], read=told["read"],
            by=request.actor, at=request.at,
        )  # fmt: skip
    else:
        version = scheme_create(
            jurisdiction=told["jurisdiction"], text=text, by=request.actor, at=request.at
        )
    messages.success(request, _("已保存为第 %(n)s 版。") % {"n": version.number})
    return redirect("scheme", version.scheme_id)
