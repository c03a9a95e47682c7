"""The record in words."""

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

VERBS: dict[str, Promise | str] = {
    "feed.make": pgettext_lazy("act", "生成日历订阅地址"),
    "feed.revoke": pgettext_lazy("act", "作废日历订阅地址"),
    "mailbox.set": pgettext_lazy("act", "设置提醒邮箱"),
}
