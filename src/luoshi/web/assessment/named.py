"""Refusals of the core that name a unit by code and a node by path, in words."""

from luoshi.core.errors import Invalid
from luoshi.core.scoring import Scheme
from luoshi.web.units.models import Unit


def undefined_named(error: Invalid, rules: Scheme) -> Invalid:
    """``score-undefined-…`` with the names of unit and node; any other refusal as it is."""
    if error.code != "score-undefined":
        return error
    unit = Unit.objects.without_tree_fields().get(code=error.params["unit"])
    titles = {path: node.title for path, node in rules.root.walk()}
    return Invalid(
        f"score-undefined-{error.params['reason']}",
        unit=unit.short_name,
        node=titles[str(error.params["node"])],
    )
