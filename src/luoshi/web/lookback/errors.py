"""What refusals about look-backs say."""

from django.utils.translation import gettext_lazy as _

ERRORS = {
    "look-back-supervisor-only": _("只有本辖区督查室可以发起和定稿。"),
    "look-back-contact-only": _("只有本单位联络员可以填写。"),
    "look-back-leader-only": _("只有本单位负责人可以签发。"),
    "look-back-exists": _("这份清单已有截至同一天的回头看。"),
    "look-back-empty": _("清单里没有已签收的事项，不能回头看。"),
    "look-back-untitled": _("请写明名称。"),
    "look-back-as-of": _("数据截至日应在清单期间之内。"),
    "look-back-fill-by": _("填写截止日应晚于今天。"),
    "look-back-fill-first": _("填写截止日应晚于数据截至日，那时数据才齐。"),
    "look-back-early": _("数据截至日 %(day)s 还没有到，不能定稿。"),
    "look-back-closed": _("已经定稿，不能再改。"),
    "look-back-words-missing": _("请写明变化、经验教训和下一步；没有变化的写“无”。"),
    "look-back-words-long": _("每栏请在 %(limit)s 字以内。"),
    "look-back-signed": _("已经签发，不能再改。"),
    "look-back-not-submitted": _("联络员还没有报送。"),
    "look-back-note-missing": _("请写明要改什么。"),
}
