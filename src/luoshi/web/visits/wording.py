"""Kinds of visit and the record in words."""

from collections.abc import Mapping
from functools import cache

from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy

from luoshi import presets

VERBS: dict[str, Promise | str] = {
    "visit.create": pgettext_lazy("act", "记录现场办公"),
    "visit.end": pgettext_lazy("act", "结束现场办公"),
    "raised.note": pgettext_lazy("act", "记录现场问题"),
    "raised.assign": pgettext_lazy("act", "交办现场问题"),
    "raised.answer": pgettext_lazy("act", "答复现场问题"),
    "raised.link": pgettext_lazy("act", "生成评价链接"),
    "raised.rate": pgettext_lazy("act", "评价答复"),
}


@cache
def kinds() -> Mapping[str, dict[str, str]]:
    """Every kind of visit by key."""
    return dict(presets.load("visits"))


def kind_text(key: str) -> str:
    """A kind in words; the bare key where the preset has it no more."""
    names = kinds().get(key)
    if names is None:
        return key
    return names["en" if get_language() == "en" else "zh"]


def kind_choices() -> list[tuple[str, str]]:
    """Key and name of each kind."""
    return [(key, kind_text(key)) for key in kinds()]
