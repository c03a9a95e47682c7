"""What a refusal says to a person: every code of every app, in both languages.

Each app keeps its own codes in ``errors.py`` as ``ERRORS``: code → text with ``%(name)s``
for the parameters of the refusal.
"""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from luoshi.core.errors import DomainError

ERRORS = {
    "admin-only": _("只有系统管理员可以这样做。"),
    "username-taken": _("这个登录名已有人使用，请换一个。"),
    "unknown-role": _("没有这种身份。"),
    "unknown-language": _("没有这种语言。"),
    "ends-before-start": _("结束日期早于开始日期。"),
    "already-founded": _("本系统已有单位。"),
    "code-taken": _("这个代码已被使用，请换一个。"),
    "unit-below-itself": _("单位不能放到它自己或它的下级之下。"),
    "wrong-state": _("当前状态不能这样做，请刷新页面后再看。"),
    "calendar-not-covered": _("%(year)s 年的节假日安排尚未公布，不能计算工作日。"),
}


@cache
def catalogue() -> dict[str, object]:
    """Every code with its text, from here and from the ``errors`` module of each app."""
    texts: dict[str, object] = dict(ERRORS)
    for app in apps.get_app_configs():
        name = f"{app.name}.errors"
        if app.name.startswith("luoshi.") and find_spec(name):
            texts.update(import_module(name).ERRORS)
    return texts


@cache
def words() -> dict[str, Mapping[object, object]]:
    """By code what is said for a value of its parameters, from the ``WORDS`` of each app."""
    found: dict[str, Mapping[object, object]] = {}
    for app in apps.get_app_configs():
        name = f"{app.name}.errors"
        if app.name.startswith("luoshi.") and find_spec(name):
            found.update(getattr(import_module(name), "WORDS", {}))
    return found


def message(error: DomainError) -> str:
    """The refusal in the reader's language; the bare code where no text is known."""
    text = catalogue().get(error.code)
    if text is None:
        return gettext("不能这样做（%(code)s）。") % {"code": error.code}
    named = words().get(error.code, {})
    return str(text) % {key: named.get(value, value) for key, value in error.params.items()}
