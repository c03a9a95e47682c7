"""What a source may be narrowed to, by name: indicators, kinds of lists, sessions, rates."""

from collections.abc import Collection, Mapping

from django.utils.translation import gettext as _

from luoshi.core.scoring import SOURCES
from luoshi.web.appraisal.kinds import templates
from luoshi.web.assessment.caserates import COUNT, case_rates
from luoshi.web.assessment.editing.field import Choices
from luoshi.web.assessment.elsewhere import APPRAISAL, SELF_CHECK, STATISTICS
from luoshi.web.assessment.inputs import ACCOUNTED
from luoshi.web.commitments.models import ListType
from luoshi.web.delivery.wording import words
from luoshi.web.indicators.models import Indicator

Names = Mapping[str, Choices]


def names_behind(areas: Collection[int]) -> Names:
    """By source what may stand behind it, with names: two queries. Others are written."""
    library = Indicator.objects.filter(jurisdiction__in=areas).values_list("code", "name")
    kinds = ListType.objects.filter(jurisdiction__in=areas, retired_at__isnull=True)
    indicators, lists = dict(library), {each.key: each.name for each in kinds}
    known = {
        **dict.fromkeys(STATISTICS, indicators),
        **dict.fromkeys((*ACCOUNTED, SELF_CHECK), lists),
        APPRAISAL: {each.key: str(each.name) for each in templates()},
        COUNT: {key: words(row) for key, row in case_rates().items()},
    }
    return {source: _choices(source, names) for source, names in known.items()}


def _choices(source: str, names: Mapping[str, str]) -> Choices:
    first = _("请选择") if SOURCES[source].named == "always" else _("全部")
    return [("", first), *((key, f"{name} {key}") for key, name in names.items())]
