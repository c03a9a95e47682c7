"""What refusals at voting say, to voters."""

from django.utils.translation import gettext_lazy as _

ERRORS = {
    "token-unreadable": _("票据代码是 16 位字母和数字，请照票据上的填写。"),
    "token-unknown": _("没有这个票据代码。请对照票据再填一次；填对了仍不行，请找工作人员。"),
    "too-many-wrong": _("错误的代码太多，请 %(seconds)s 秒后再试。正确的代码随时可用。"),
    "vote-unknown": _("没有这场评议会。"),
    "vote-not-begun": _("投票还没有开始。请留在本页，开始后会自动显示。"),
    "vote-sealed": _("投票已经结束，选票已封存。可以凭回执码查自己的票是否在清单里。"),
    "vote-cancelled": _("这场评议会已取消。"),
    "list-not-sealed": _("选票还没有封存，封存以后才能查。"),
    "ballot-unreadable": _("这张选票读不出来，请刷新页面后再交。"),
    "ballot-older": _("您在别处交过更晚的一张，以那张为准。要以这一张为准，请再交一次。"),
    "void-too-many-blanks": _("空白太多，这样的票无效。不了解的请选“不了解”，或勾选后仍然发送。"),
    "void-all-same": _("同组各家打分全部相同，这样的票无效。请修改，或勾选后仍然发送。"),
    "void-too-many-top": _("高分太多，这样的票无效。请修改，或勾选后仍然发送。"),
    "mark-refused": _("有一项评分不合要求，请检查标出的地方。"),
}
