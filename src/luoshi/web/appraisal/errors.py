"""What refusals about sessions say."""

from django.utils.translation import gettext_lazy as _

ERRORS = {
    "sessions-supervisor-only": _("只有督查室经办可以这样做。"),
    "slides-own-unit-only": _("只有发言单位的联络员和负责人可以上传课件。"),
    "paper-entering-roles-only": _("只有督查室、考核办和核验员可以录入纸质选票。"),
    "paper-entered-by-you": _("第一遍是您录入的，第二遍请由另一个人录入。"),
    "releaser-only": _("只有指定的公布人可以这样做。"),
    "ballots-auditor-only": _("选票本身只供审计员复核。"),
}
