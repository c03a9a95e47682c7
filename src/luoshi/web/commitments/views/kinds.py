"""Kinds of lists: all of them, one in words, its YAML, retiring it and bringing it back."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from luoshi.core.listtype import dump_list_type
from luoshi.web.commitments import actions
from luoshi.web.commitments.kindpage import changes_of, line_of, preview_of, shown_of
from luoshi.web.commitments.kinds import kind_of, version_kind
from luoshi.web.commitments.queries import KEEPERS, kind_row_for, kinds_kept, versions_of
from luoshi.web.http import Request, page

YAML = "application/yaml; charset=utf-8"


def require_keeper(request: Request) -> None:
    """For others the pages do not exist. Raises Http404."""
    if not request.actor.holds(*KEEPERS):
        raise Http404


@require_safe
def kinds(request: Request) -> HttpResponse:
    """Every kind of list of the own jurisdictions."""
    require_keeper(request)
    context = {"lines": [line_of(row) for row in kinds_kept(request.actor)]}
    return page(request, "commitments/kinds/kinds.html", context)


@require_safe
def kind(request: Request, pk: int) -> HttpResponse:
    """One kind in words, as it is or as it was in a version."""
    row = kind_row_for(request.actor, pk)
    versions = list(versions_of(row))
    asked = request.GET.get("version", "")
    version = next((each for each in versions if str(each.number) == asked), None)
    if asked and version is None:
        raise Http404
    now = kind_of(row)
    shown = version_kind(row, version.definition) if version else now
    context = {
        "row": row,
        "shown": shown_of(shown),
        "preview": preview_of(shown),
        "versions": versions,
        "version": version or (versions[0] if versions else None),
        "changes": changes_of(shown, now) if version else (),
    }
    return page(request, "commitments/kinds/kind.html", context)


@require_safe
def kind_yaml(request: Request, pk: int) -> HttpResponse:
    """The present definition as a file."""
    row = kind_row_for(request.actor, pk)
    response = HttpResponse(dump_list_type(kind_of(row)), content_type=YAML)
    response["Content-Disposition"] = f'attachment; filename="{row.key}.yaml"'
    return response


@require_POST
def kind_retire(request: Request, pk: int) -> HttpResponse:
    """No new lists of it."""
    row = kind_row_for(request.actor, pk)
    actions.list_type_retire(list_type=row, by=request.actor, at=request.at)
    messages.success(request, _("已停用。已有的清单照旧，随时可以恢复。"))
    return redirect("list-type", pk)


@require_POST
def kind_restore(request: Request, pk: int) -> HttpResponse:
    """New lists of it again."""
    row = kind_row_for(request.actor, pk)
    actions.list_type_restore(list_type=row, by=request.actor, at=request.at)
    messages.success(request, _("已恢复使用。"))
    return redirect("list-type", pk)
