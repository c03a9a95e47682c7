"""The record of arenas in words."""

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

VERBS: dict[str, Promise | str] = {
    "season.create": pgettext_lazy("act", "新建赛季"),
    "bout.add": pgettext_lazy("act", "评议会列入赛季"),
    "bout.remove": pgettext_lazy("act", "评议会移出赛季"),
    "speaker.choose": pgettext_lazy("act", "确定交流发言"),
}
