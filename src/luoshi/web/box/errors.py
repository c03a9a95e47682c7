"""What refusals of the ballot box say."""

from django.utils.translation import gettext_lazy as _

ERRORS = {
    "box-missing": _("票箱不在：投票还没有开始，或者已经封存。"),
    "box-unavailable": _("暂时没有收下，请稍后再交一次：不会重复计票。"),
    "box-altered": _("票箱被人改动，不能封存：第 %(numbers)s 行被改，缺 %(missing)s 行。"),
    "ballot-altered": _("您的票在票箱里被人改动，请立即告诉工作人员。"),
    "gate-turn-back": _("这一项已经重新开放过，请刷新页面。"),
    "token-replaced": _("这张票据已经换成纸质选票，不能再用。"),
    "item-unknown": _("没有这一项，请刷新页面。"),
    "item-anew": _("这一项已作废重投，请重新评分后再交。"),
    "item-closed": _("这一项已经截止，不再收票。"),
    "contender-not-asked": _("选票上有这一项以外的评议对象，请刷新页面。"),
    "edition-too-low": _("选票不完整，请刷新页面后再交。"),
}
