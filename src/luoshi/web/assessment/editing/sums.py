"""What the weights below a node add up to, or why nobody writes them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from luoshi.core.scoring import AGGREGATES, decimal_text
from luoshi.web.assessment import words
from luoshi.web.assessment.editing.draft import Draft
from luoshi.web.assessment.editing.total import MEAN
from luoshi.web.assessment.editing.values import TRUE, number_of

TOP = -1


@dataclass(frozen=True, slots=True)
class Below:
    """``total`` is the sum of the weights, empty where none are written; ``why`` says then how
    the children count. ``whole`` says that the sum has to be 100."""

    total: str = ""
    why: Promise | str = ""
    whole: bool = False


def below_of(draft: Draft) -> dict[int, Below]:
    """By number of the row above, -1 the whole; a row with nothing below it is left out."""
    sums: dict[int, Decimal] = {TOP: Decimal(0)}
    for row, above in zip(draft.nodes, above_of(draft.nodes), strict=True):
        weight = number_of(row["weight"])
        sums.setdefault(above, Decimal(0))
        sums[above] += weight if isinstance(weight, Decimal) else 0
    return {number: _below(draft, number, total) for number, total in sums.items()}


def above_of(nodes: Sequence[Mapping[str, str]]) -> list[int]:
    """The number of the row above each, -1 for those at the top."""
    above, found = [TOP], []
    for number, row in enumerate(nodes):
        above = above[: int(row["level"])]
        found.append(above[-1])
        above.append(number)
    return found


def _below(draft: Draft, number: int, total: Decimal) -> Below:
    row = draft.nodes[number] if number != TOP else {}
    aggregate = row.get("aggregate", "") if row else draft.head.get("total_aggregate", "")
    weighting = row.get("weighting", "") or "stated"
    known = AGGREGATES.get(aggregate or MEAN)
    if known and not known.weighted:
        how = {"how": words.AGGREGATES[known.name]}
        return Below(why=pgettext_lazy("below", "下级不写权重：%(how)s") % how)
    if weighting != "stated":
        how = {"how": words.WEIGHTINGS.get(weighting, weighting)}
        return Below(why=_("下级权重由数据算出：%(how)s") % how)
    if row.get("normalise") == TRUE:
        return Below(decimal_text(total), _("按比例折算成 100"))
    return Below(decimal_text(total), whole=True)
