"""Forms of this app."""

from django import forms
from django.utils.translation import gettext_lazy as _

from luoshi.web.commitments.forms import Dressed


class MailboxForm(Dressed):
    """Where the digest is mailed to."""

    address = forms.EmailField(
        label=_("邮箱"),
        required=False,
        max_length=254,
        help_text=_("不填则只在本页提醒。邮件里只有网址，没有内容。"),
    )
