"""Changes and requests in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

CHANGES: dict[str, str | Promise] = {
    "refuted": _("核验不属实"),
    "partly": _("核验部分属实"),
    "returned": _("报告退回"),
    "disputed": _("对责任提出异议"),
    "reassigned": _("异议裁定：改派"),
    "upheld": _("异议裁定：维持"),
    "taken_on": _("新签收事项"),
    "final": _("考核结果定稿"),
    "confirmed": _("核验属实"),
    "accepted": _("报告采信"),
}
ASKS: dict[str, str | Promise] = {
    "clear": _("请协调%(unit)s解决%(blocker)s问题"),
    "back": _("请研究解决%(blocker)s问题"),
    "explain": _("请要求%(lead)s说明核验不属实的原因"),
    "none": _("暂不需出面，由%(lead)s限期赶上"),
}


def change_words(code: str) -> str:
    """What happened."""
    return str(CHANGES[code])


def ask_words(code: str, *, lead: str, unit: str, blocker: str) -> str:
    """What is asked of the principal."""
    return str(ASKS[code]) % {"lead": lead, "unit": unit, "blocker": blocker}


def blocked_words(blocker: str, unit: str, text: str) -> str:
    """What holds a commitment up, and where; empty when nothing does."""
    if not blocker:
        return ""
    where = (
        gettext("%(blocker)s（%(unit)s）") % {"blocker": blocker, "unit": unit} if unit else blocker
    )
    return gettext("%(where)s：%(text)s") % {"where": where, "text": text} if text else where
