"""What this app's refusals say."""

from django.utils.translation import gettext_lazy as _

ERRORS = {"auditor-only": _("只有审计员可以查看审计记录。")}
