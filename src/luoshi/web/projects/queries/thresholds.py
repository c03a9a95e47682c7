"""Which projects invest less than counts at their place."""

from django.db.models import Q

from luoshi.web.projects.models import Project, Sector, Site
from luoshi.web.projects.terms import threshold_of, thresholds
from luoshi.web.units.models import Unit

Keys = dict[int, str]
"""Key of a place → key of the thresholds that count there, where these are not the usual ones."""


def threshold_keys() -> Keys:
    """By county or park where one was chosen, and by the units below it: two queries."""
    chosen = dict(Site.objects.exclude(threshold="").values_list("unit_id", "threshold"))
    below = Unit.objects.filter(parent__in=chosen).order_by().values_list("pk", "parent_id")
    return {pk: chosen[parent] for pk, parent in below if parent} | chosen


def meets(project: Project, keys: Keys) -> bool | None:
    """Whether the investment is enough at its place; None where it cannot be judged."""
    rule = threshold_of(keys.get(project.place_id or 0, ""))
    invested = project.commitment.target
    return rule.met(project.sector, invested, attracted=project.attracted)


def below() -> Q:
    """The projects of which it is known that they invest too little."""
    by_rule: dict[str, list[int]] = {key: [] for key in thresholds()}
    for place, key in threshold_keys().items():
        by_rule[threshold_of(key).key].append(place)
    usual, *others = by_rule
    elsewhere = [place for key in others for place in by_rule[key]]
    found = Q(pk=None)
    for key in by_rule:
        at = Q(place__in=by_rule[key])
        if key == usual:
            at = Q(place=None) | ~Q(place__in=elsewhere)
        found |= at & _too_little(key)
    return found


def _too_little(key: str) -> Q:
    rule, found = threshold_of(key), Q(pk=None)
    for sector in Sector.values:
        for attracted in (False, True):
            least = rule.least_for(sector, attracted=attracted)
            if least is not None:
                found |= Q(sector=sector, attracted=attracted, commitment__target__lt=least)
    return found
