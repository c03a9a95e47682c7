"""What every page's frame shows: the person's places, the jurisdiction, notices."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from luoshi import presets
from luoshi.web.accounts.models import User

EVERYONE = (
    "supervisor",
    "assessor",
    "contact",
    "unit_leader",
    "principal",
    "verifier",
    "auditor",
    "admin",
)
SEES_LISTS = ("supervisor", "assessor", "contact", "unit_leader", "principal")
ON_BOARD = (*SEES_LISTS, "verifier", "auditor")
"""Verifiers judge results, auditors hold keys: each sees the challenges in which one is named."""

ON_SITE = ("supervisor", "contact", "unit_leader", "principal")
CHECKS_ITSELF = ("supervisor", "contact", "unit_leader")
SEES_PROJECTS = (*SEES_LISTS, "verifier")


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the navigation, for those who hold one of its roles.

    ``prefixes`` are the beginnings of the addresses that belong to it.
    """

    label: Promise | str
    url_name: str
    icon: str
    roles: tuple[str, ...]
    prefixes: tuple[str, ...]


PLACES = (
    Place(_("首页"), "home", "house", EVERYONE, ("/",)),
    Place(_("来源文件"), "documents", "file-earmark-text", ("supervisor",), ("/documents/",)),
    Place(
        _("清单"),
        "lists",
        "list-check",
        SEES_LISTS,
        ("/lists/", "/excel/", "/amendments/", "/settings/list-types/"),
    ),
    Place(_("事项"), "commitments", "card-checklist", SEES_LISTS, ("/commitments/", "/views/")),
    Place(_("三个一批"), "projects", "diagram-3", SEES_PROJECTS, ("/projects/",)),
    Place(_("调度交账"), "rounds", "calendar-week", SEES_LISTS, ("/rounds/", "/reports/")),
    Place(
        _("进度预警"), "reasons", "exclamation-triangle", SEES_LISTS, ("/reasons/", "/forecasts/")
    ),
    Place(
        _("例会"),
        "cadences",
        "calendar-event",
        SEES_LISTS,
        ("/cadences/", "/meetings/", "/questions/", "/judges/"),
    ),
    Place(_("现场办公"), "visits", "geo-alt", ON_SITE, ("/visits/", "/raised/")),
    Place(_("减负台账"), "burden", "clipboard-data", (*SEES_LISTS, "auditor"), ("/burden/",)),
    Place(_("揭榜挂帅"), "challenges", "flag", ON_BOARD, ("/challenges/",)),
    Place(
        _("评议"), "sessions", "check2-square", ON_BOARD, ("/sessions/", "/asked/", "/comments/")
    ),
    Place(
        _("核验"),
        "verification",
        "patch-check",
        ("supervisor", "verifier", "principal"),
        ("/verification/",),
    ),
    Place(pgettext_lazy("place", "指标"), "indicators", "graph-up", EVERYONE, ("/indicators/",)),
    Place(_("考核办法"), "schemes", "sliders", ("assessor", "principal"), ("/schemes/",)),
    Place(_("回头看"), "look-backs", "arrow-counterclockwise", SEES_LISTS, ("/look-backs/",)),
    Place(_("自查"), "self-checks", "check-lg", CHECKS_ITSELF, ("/self-checks/",)),
    Place(_("得分排名"), "runs", "bar-chart-line", SEES_LISTS, ("/runs/", "/objections/")),
    Place(_("擂台赛"), "arena", "trophy", (*SEES_LISTS, "auditor"), ("/arena/",)),
    Place(_("通报"), "bulletins", "megaphone", SEES_LISTS, ("/bulletins/",)),
    Place(_("单位沿革"), "lineage", "clock-history", SEES_LISTS, ("/units/",)),
    Place(_("责任移交"), "handovers", "people", EVERYONE, ("/handovers/", "/owners/")),
    Place(_("审计"), "audit", "shield-check", ("auditor",), ("/audit/",)),
    Place(_("设置"), "settings", "gear", ("admin",), ("/settings/",)),
)

MAIN_PLACES = {
    "supervisor": ("rounds", "documents", "lists"),
    "assessor": ("runs", "schemes", "lists"),
    "contact": ("rounds", "commitments", "burden"),
    "unit_leader": ("rounds", "commitments", "runs"),
    "principal": ("lists", "reasons", "runs"),
    "verifier": ("verification", "projects", "challenges"),
    "auditor": ("audit", "burden", "challenges"),
    "admin": ("settings", "handovers", "indicators"),
}
"""Where each role works, by name; what a phone's bottom bar holds beside the home page."""

ON_THE_BAR = 4


def main_places(mine: list[Place], held: list[str]) -> list[Place]:
    """The places at hand on a phone: home, then those of the roles held, each role's first before
    any role's second."""
    ranks = {
        name: rank
        for role in reversed(held)
        for rank, name in enumerate(MAIN_PLACES[role], start=1)
    }
    ranked = sorted(mine, key=lambda place: ranks.get(place.url_name, len(PLACES)))
    home = [place for place in mine if place.url_name == "home"]
    return [*home, *(place for place in ranked if place not in home)][:ON_THE_BAR]


def context(request: HttpRequest) -> dict[str, object]:
    """Navigation and language for a signed-in person; nothing to see for a visitor."""
    shared = {"languages": settings.LANGUAGES, "search_from": presets.limit("unit_search_from")}
    if not isinstance(getattr(request, "user", None), User):
        nobody: dict[str, object] = {"places": [], "here": None, "frame_key": "", "user": None}
        return {**nobody, **shared}
    actor = request.actor  # type: ignore[attr-defined]
    mine = [place for place in PLACES if actor.holds(*place.roles)]
    here = next((place for place in mine[::-1] if request.path.startswith(place.prefixes)), None)
    bar = main_places(mine, [role for role in MAIN_PLACES if actor.holds(role)])
    names = [place.url_name for place in (*mine, *bar)]
    return {
        "places": mine,
        "here": here,
        "frame_key": f"{names} {here and here.url_name}",
        "thumb_places": bar,
        **shared,
        "user": request.user,
    }
