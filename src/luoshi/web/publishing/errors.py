"""What refusals of this app say."""

from django.utils.translation import gettext_lazy as _

ERRORS = {
    "bulletin-drafters-only": _("只有本辖区的督查室经办或考核办可以起草通报。"),
    "bulletin-principal-issues": _("只有市领导可以印发通报。"),
    "bulletin-issued": _("通报已经印发，不能再改。"),
    "bulletin-of-run-issued": _("这一考核轮的通报已经印发（%(number)s），不能重新生成。"),
    "bulletin-run-not-final": _("考核轮还没有定稿，不能印发。请先由市领导定稿。"),
    "bulletin-run-differs": _(
        "考核轮的存档与重新计算的结果不一致，不能用来生成通报。请审计员核对。"
    ),
    "bulletin-of-session-issued": _("这场评议会的通报已经印发（%(number)s），不能重新生成。"),
    "bulletin-session-not-released": _("评议结果还没有公布，不能生成通报。"),
    "bulletin-result-differs": _(
        "存档的评议结果与封存清单重算的不同，不能用来生成、印发通报。请立即告诉审计员。"
    ),
    "bulletin-numbers-differ": _(
        "通报里的数字或讲评与现在的评议结果不一致，不能印发。请由起草人重新生成。"
    ),
    "bulletin-placeholder-unknown": _("没有这样的绑定数字：%(names)s。请从列表中选用。"),
    "bulletin-brace": _("花括号没有写完整，应写成 {红灯} 这样。"),
    "bulletin-number-typed": _("数字不能手写，请改用花括号中的绑定数字。"),
    "bulletin-text-long": _("这一段超过 %(limit)s 字。"),
    "bulletin-paragraph-unknown": _("通报中没有这一段。"),
    "libreoffice-missing": _("本机没有安装 LibreOffice，不能生成 PDF。Word 文件照常可以下载。"),
    "libreoffice-timeout": _("排版超过 %(seconds)s 秒没有完成，请稍后再试。"),
    "libreoffice-no-file": _("LibreOffice 没有生成文件，请稍后再试。"),
}
