"""What refusals about rounds, reports and verification say."""

from django.utils.translation import gettext_lazy as _

ERRORS = {
    "delivery-supervisor-only": _("只有本辖区督查室经办可以这样做。"),
    "unit-contact-only": _("只有本单位联络员可以填报。"),
    "unit-leader-only": _("只有本单位负责人可以签发。"),
    "own-report": _("自己报送或签发的交账不能由自己审核。"),
    "drawn-verifier-only": _("只有抽定的核验员可以填写核验结论。"),
    "own-unit": _("不能核验本单位及其上下级单位的事项。"),
    "round-ends-before-start": _("轮次的结束日期早于开始日期。"),
    "round-due-before-start": _("报送截止日期早于轮次开始日期。"),
    "round-exists": _("这份清单在该期间已经开过一轮。"),
    "round-empty": _("清单里没有已签收、在办的事项，不能开轮。"),
    "round-untitled": _("请写明轮次名称。"),
    "round-closed": _("这一轮已经截止，不能再报送。"),
    "value-out-of-range": _("数值太大，或小数超过四位。"),
    "value-below-zero": _("累计完成值不能小于 0。"),
    "share-out-of-range": _("进度应在 0 到 100% 之间，小数不超过两位。"),
    "blocker-unknown": _("没有这种堵点。"),
    "blocker-unit-elsewhere": _("这个单位不在本辖区。"),
    "blocker-unit-missing": _("请写明卡在哪个单位。"),
    "value-missing": _("请填写累计完成值。"),
    "share-missing": _("请填写进度；已完成的请勾选“已完成”。"),
    "narrative-missing": _("请用一两句话写明进展。"),
    "return-reason-unknown": _("请从列表中选择退回原因。"),
    "return-note-missing": _("请用一句话写明要改什么。"),
    "return-note-long": _("说明请在 300 字以内。"),
    "recall-note-missing": _("请用一句话写明为什么撤回。"),
    "correction-open": _("这份交账已经在更正中。"),
    "correction-only": _("只有还没有报送过的更正可以取消。"),
    "report-not-fillable": _("这份交账已经报出，不能再改佐证。"),
    "evidence-other-unit": _("佐证只能用于同一单位的交账。"),
    "evidence-unused": _("请选择这份佐证用于哪些事项。"),
    "evidence-unnamed": _("请写明文件名。"),
    "draw-exists": _("这一轮已经抽查过，不能重抽。"),
    "draw-empty": _("这一轮没有已采信的交账，无从抽查。"),
    "draw-round-open": _("这一轮还没有截止，不能抽查。请先截止本轮。"),
    "sampling-rule-unknown": _("没有这种抽查规则。"),
    "no-eligible-verifier": _(
        "交账 %(item)s 没有可派的核验员：每位核验员都不能核验本单位及其上下级单位。"
        "请先任命其他单位的核验员。"
    ),
    "finding-unknown": _("请选择核验结论。"),
    "verified-value-missing": _("部分属实时，请填写核实值。"),
    "verified-value-below-zero": _("这个指标不会小于 0，请核对核实值。"),
    "verification-note-missing": _("不完全属实时，请写明查到了什么。"),
}
