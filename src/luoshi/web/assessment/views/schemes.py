"""Schemes: all of them, one with its versions, and what two versions say differently."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from luoshi.core.scoring import parse_scheme
from luoshi.web.assessment import words
from luoshi.web.assessment.editing import MAX_ROWS
from luoshi.web.assessment.elsewhere import names_of
from luoshi.web.assessment.models import SchemeVersion
from luoshi.web.assessment.queries import scheme_for, schemes_for, versions_of
from luoshi.web.assessment.reading import (
    changes,
    groups_of,
    quota_words,
    rules_of,
    total_words,
    veto_words,
)
from luoshi.web.assessment.rules import can_see_trials, can_write_any_scheme, can_write_schemes
from luoshi.web.http import Request, page


@require_safe
def schemes(request: Request) -> HttpResponse:
    """Every scheme the person may read."""
    context = {
        "schemes": schemes_for(request.actor),
        "writes": can_write_any_scheme(request.actor),
    }
    return page(request, "assessment/schemes.html", context)


@require_safe
def one(request: Request, pk: int) -> HttpResponse:
    """One version of a scheme in words: the newest, or the one asked for."""
    scheme = scheme_for(request.actor, pk)
    versions = versions_of(request.actor, scheme)
    version = _numbered(versions, request.GET.get("version", ""), versions[0])
    rules = parse_scheme(version.text)
    names = names_of(rules.sources(), scheme.jurisdiction_id)
    below = [entry for entry in versions if entry.number < version.number]
    with words.naming(names):
        nodes = rules_of(rules)
    writes = can_write_schemes(request.actor, scheme.jurisdiction_id)
    context = {
        "scheme": scheme,
        "versions": versions,
        "version": version,
        "before": below[0] if below else None,
        "rules": rules,
        "nodes": nodes,
        "groups": groups_of(rules),
        "total": total_words(rules),
        "quotas": quota_words(rules),
        "vetoes": veto_words(rules),
        "writes": writes and version is versions[0],
        "tries": can_see_trials(request.actor, scheme.jurisdiction_id),
        "fits_form": sum(1 for _ in rules.root.walk()) <= MAX_ROWS,
    }
    return page(request, "assessment/scheme.html", context)


@require_safe
def difference(request: Request, pk: int) -> HttpResponse:
    """What the newer of two versions says otherwise, node by node; the last two unless named."""
    scheme = scheme_for(request.actor, pk)
    versions = versions_of(request.actor, scheme)
    old = _numbered(versions, request.GET.get("from", ""), versions[:2][-1])
    new = _numbered(versions, request.GET.get("to", ""), versions[0])
    before, after = parse_scheme(old.text), parse_scheme(new.text)
    with words.naming(names_of((*before.sources(), *after.sources()), scheme.jurisdiction_id)):
        told = changes(before, after)
    context = {
        "scheme": scheme,
        "versions": versions,
        "old": old,
        "new": new,
        "changes": told,
    }
    return page(request, "assessment/difference.html", context)


def _numbered(versions: list[SchemeVersion], number: str, unnamed: SchemeVersion) -> SchemeVersion:
    """The version of that number, ``unnamed`` where none is named. Raises Http404."""
    if not number:
        return unnamed
    for version in versions:
        if str(version.number) == number:
            return version
    raise Http404
