"""What this app's refusals say."""

from django.utils.translation import gettext_lazy as _

ERRORS = {
    "approver-only": _("只有指定的市领导可以批准。"),
    "approver-unfit": _("批准人须是本辖区的市领导，不能是要数据的人自己。"),
    "asked-unit-only": _("只有被要数据的单位可以这样做。"),
    "asker-only": _("只有要数据的单位可以这样做。"),
    "answer-missing": _("请填写每一项数据。"),
    "minutes-too-many": _("分钟数要在 1 到 %(most)s 之间。"),
    "not-over-budget": _("没有单位超出每周预算，不需要批准。"),
    "over-budget": _("有单位会超出每周预算，要先由指定的市领导批准。"),
    "own-request": _("不能批准或裁定自己的要求。"),
    "remark-made": _("已经标记过。"),
    "remark-rulers-only": _("只有市领导或督查室可以裁定。"),
    "repeats-open": _("还有重复的项目没有说明。"),
    "repeat-words-missing": _("仍要再报的，请写明为什么。"),
    "repeat-choice-missing": _("请选择沿用已知，还是仍要再报。"),
    "repeats-none-chosen": _("请先勾选要处理的项目。"),
    "request-days": _("日期先后不对：期间、报送截止、有效期依次不能提前。"),
    "request-due-past": _("报送截止不能早于今天。"),
    "request-expired": _("这个要求已过有效期，不用再报。"),
    "request-items-many": _("一次最多要 %(most)s 项，请合并或分开。"),
    "request-items-missing": _("请每行写一项要的数据。"),
    "request-too-long": _("有效期最长 %(days)s 天。"),
    "request-units-missing": _("请选择被要数据的单位。"),
    "request-asks-itself": _("不能向自己要数据。"),
}
