"""What the record says of changes of the tree."""

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

VERBS: dict[str, Promise | str] = {
    "unit.move": pgettext_lazy("act", "调整隶属"),
    "unit.rename": pgettext_lazy("act", "更改名称"),
    "unit.merge": pgettext_lazy("act", "决定合并单位"),
    "unit.split": pgettext_lazy("act", "决定拆分单位"),
    "unit.take-effect": pgettext_lazy("act", "单位变更生效"),
    "unit.undo": pgettext_lazy("act", "撤回单位变更"),
}
