"""What the record says of changes of the tree."""

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy

from luoshi.web.units.models import EventKind, EventPart, UnitEvent

VERBS: dict[str, Promise | str] = {
    "unit.move": pgettext_lazy("act", "调整隶属"),
    "unit.rename": pgettext_lazy("act", "更改名称"),
    "unit.merge": pgettext_lazy("act", "决定合并单位"),
    "unit.split": pgettext_lazy("act", "决定拆分单位"),
    "unit.take-effect": pgettext_lazy("act", "单位变更生效"),
    "unit.undo": pgettext_lazy("act", "撤回单位变更"),
}


def event_text(event: UnitEvent) -> str:
    """Who becomes what, in one line."""
    parts = list(event.parts.all())
    heirs = [part for part in parts if part.is_heir]
    match event.kind:
        case EventKind.RENAME:
            told = {"name": heirs[0].name, "short": heirs[0].short_name}
            return gettext("%(name)s（简称%(short)s）") % told
        case EventKind.MOVE:
            return gettext("改隶%(name)s") % {"name": heirs[0].parent}
    gone = gettext("、").join(_called(part) for part in parts if not part.is_heir)
    into = gettext("、").join(_shared(part, event.kind) for part in heirs)
    return f"{gone} → {into}"


def _called(part: EventPart) -> str:
    return part.short_name or (part.unit.short_name if part.unit else part.code)


def _shared(part: EventPart, kind: str) -> str:
    """With its share where the event sets one."""
    told = kind == EventKind.SPLIT and part.share is not None
    return f"{_called(part)} {part.percent}" if told else _called(part)
