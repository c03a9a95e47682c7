"""Cadences, spans, questions worth asking and the record in words."""

from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from luoshi.web.cadence.models import Cadence, Every, Weekday
from luoshi.web.quarters import NUMERALS
from luoshi.web.translated import Translated

VERBS: dict[str, Promise | str] = {
    "cadence.create": pgettext_lazy("act", "安排例会"),
    "cadence.keep": pgettext_lazy("act", "接管例会安排"),
    "cadence.stop": pgettext_lazy("act", "停止例会安排"),
    "meeting.call": pgettext_lazy("act", "确定上会事项"),
    "meeting.invite": pgettext_lazy("act", "邀请评委"),
    "meeting.mark": pgettext_lazy("act", "录入观摩评分"),
    "meeting.plan": pgettext_lazy("act", "调整例会"),
    "meeting.prepare": pgettext_lazy("act", "准备例会"),
    "meeting.record": pgettext_lazy("act", "记录例会"),
    "meeting.remark": pgettext_lazy("act", "记录点评"),
    "meeting.resolve": pgettext_lazy("act", "会议交办"),
    "question.answer": pgettext_lazy("act", "答复会上提问"),
    "question.ask": pgettext_lazy("act", "会上提问"),
}
ASKED = Translated(
    {
        "silent": _("本期没有报送，为什么？现在到什么程度？"),
        "waits-for-other": _("卡在 {unit}：{unit} 什么时候解决？"),
        "red-without-reason": _("红灯没有说明原因：卡在哪里，下一步怎么办？"),
        "blocked": _("堵点“{blocker}”怎么解决，需要谁支持，什么时候解决？"),
        "done-without-evidence": _("自报完成，用什么证明？"),
        "done-unjudged": _("自报完成，还没有外单位核验：请谁去看？"),
    }
)
LINKED = Translated(
    {
        "week": _("{every}{weekday}"),
        "first": _("{every}第 {nth} 个工作日"),
        "last": _("{every}倒数第 {nth} 个工作日"),
    }
)


def rhythm_text(cadence: Cadence) -> str:
    """When its meetings fall, in words."""
    every = Every(cadence.every).label
    if cadence.every == "week":
        return LINKED["week"].format(every=every, weekday=Weekday(cadence.weekday).label)
    form = "first" if cadence.nth > 0 else "last"
    return LINKED[form].format(every=every, nth=abs(cadence.nth))


def asked_text(code: str, *, unit: str = "", blocker: str = "") -> str:
    """A question worth asking, in words; empty where there is none."""
    return ASKED[code].format(unit=unit, blocker=blocker) if code else ""


def span_text(start: date, end: date) -> str:
    """A span of days, the year once."""
    words = {"start": start.isoformat(), "end": end.isoformat()}
    return gettext("%(start)s 至 %(end)s") % words


def round_title(cadence: Cadence, start: date, end: date) -> str:
    """What the round of a meeting is called: always in Chinese, as people of the list write it."""
    if cadence.every == "month":
        return f"{start.year}年{start.month}月"
    if cadence.every == "quarter":
        return f"{start.year}年{NUMERALS[(start.month - 1) // 3]}季度"
    return f"{start.year}年{start.month}月{start.day}日至{end.month}月{end.day}日一周"
