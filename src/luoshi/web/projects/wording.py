"""Stages, amounts, rates and the record of projects in words for the screen."""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from luoshi.core.projects import Stage
from luoshi.web.commitments.wording import percent, plain
from luoshi.web.projects.models import STAGES

Label = str | Promise
DASH = "—"
VERBS: dict[str, Label] = {
    "cohort.adjust": pgettext_lazy("act", "审定客观退出"),
    "cohort.create": pgettext_lazy("act", "新建签约批次"),
    "cohort.freeze": pgettext_lazy("act", "冻结签约批次"),
    "investment.count": pgettext_lazy("act", "录入统计投资"),
    "investment.tell": pgettext_lazy("act", "填报完成投资"),
    "moving_out.propose": pgettext_lazy("act", "提出客观退出"),
    "project.create": pgettext_lazy("act", "录入项目"),
    "project.edit": pgettext_lazy("act", "修改项目"),
    "project.plan": pgettext_lazy("act", "下达年度投资计划"),
    "project.sign": pgettext_lazy("act", "储备项目签约"),
    "project_sheet.apply": pgettext_lazy("act", "导入项目"),
    "project_sheet.take": pgettext_lazy("act", "上传项目表"),
    "sites.set": pgettext_lazy("act", "调整县区示意图"),
    "stage.find": pgettext_lazy("act", "核验阶段"),
    "stage.tell": pgettext_lazy("act", "报告阶段"),
}
CLAIMS: dict[str, Label] = {
    "said": _("说"),
    "did": _("做"),
    "achieved": _("成"),
}
RATES: dict[Stage, Label] = {
    Stage.FULFILLED: _("履约率"),
    Stage.STARTED: _("开工率"),
    Stage.PRODUCING: _("投产率"),
    Stage.CAPACITY: _("达效率"),
}
MARKS: dict[str, Label] = {
    "overdue": _("逾期未开工"),
    "unproved": _("说成不一"),
    "below": _("低于门槛"),
    "moved_out": _("已客观退出"),
}


def stage_text(stage: str) -> str:
    """A stage in words."""
    return str(STAGES[Stage(stage)])


def money(amount: Decimal | None) -> str:
    """An amount in 亿元 without its unit; a dash where none is known."""
    return DASH if amount is None else plain(amount)


def summed(amount: Decimal) -> str:
    """A sum of many amounts in 亿元, to two places: the 万元 of it mislead more than they tell."""
    return plain(amount.quantize(Decimal("0.01"), ROUND_HALF_UP))


def yi(amount: Decimal | None) -> str:
    """An amount with its unit; a dash where none is known."""
    return DASH if amount is None else gettext("%(amount)s 亿元") % {"amount": plain(amount)}


def rate(share: Decimal | None) -> str:
    """A rate in per cent with one place; a dash of nothing."""
    return DASH if share is None else percent(share.quantize(Decimal("0.001")))
