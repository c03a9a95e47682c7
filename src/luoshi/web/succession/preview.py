"""What a change of units would do, before it is decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, gettext_lazy

from luoshi import presets
from luoshi.core.lineage import Kind
from luoshi.web.accounts.models import Appointment, Role
from luoshi.web.commitments.models import Commitment
from luoshi.web.succession.actions.changes import END
from luoshi.web.succession.queries.touched import Touched, touched
from luoshi.web.units.drafts import EventDraft, HeirDraft

DOES: Mapping[Kind, Promise] = {
    Kind.RENAME: gettext_lazy("代码和编号不变；旧名称自动成为别名，旧文件照样认得。"),
    Kind.MOVE: gettext_lazy("代码和编号不变；以前的交账、得分和通报仍按当时的组织树显示。"),
    Kind.MERGE: gettext_lazy("并入的单位自生效日起撤销；已采信的交账、得分和通报仍记在它名下。"),
    Kind.SPLIT: gettext_lazy("已采信的交账、得分和通报仍记在原单位名下。"),
}
RULES = {Kind.MERGE: ("additive-merge", "rate-merge"), Kind.SPLIT: ("additive-split", "rate-split")}


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that may go to one of several heirs, or not go on."""

    name: str
    label: str
    options: Sequence[tuple[str, str]]
    initial: str


@dataclass(frozen=True, slots=True)
class Preview:
    """Everything the page shows. ``heir``: who takes what leaves no choice; empty for none."""

    text: str
    does: str
    found: Touched | None
    heir: str
    rules: Sequence[str]
    commitments: Sequence[tuple[Commitment, Choice | None]]
    seats: Sequence[tuple[Appointment, Choice]]

    @property
    def choices(self) -> list[Choice]:
        """Every choice there is."""
        return [choice for _, choice in (*self.commitments, *self.seats) if choice]


def preview_of(draft: EventDraft) -> Preview:
    """What the change would do."""
    told = draft.event()
    closing = [unit for unit in draft.predecessors if unit.code in told.closing]
    parting = draft.predecessors if draft.kind is Kind.SPLIT else closing
    found = touched(parting, draft.on) if parting else None
    options = [(heir.key, called(heir)) for heir in draft.heirs]
    stays = told.main.unit if closing else draft.predecessors[0].code
    return Preview(
        text=draft_text(draft),
        does=str(DOES[draft.kind]),
        found=found,
        heir=dict(options)[told.main.unit] if closing else "",
        rules=[rule_words(key) for key in RULES.get(draft.kind, ())],
        commitments=[(each, _way(each, options, stays)) for each in found.commitments]
        if found
        else [],
        seats=[(each, _seat(each, options, told.main.unit)) for each in found.appointments]
        if found and closing
        else [],
    )


def _way(commitment: Commitment, options: Sequence[tuple[str, str]], stays: str) -> Choice | None:
    if len(options) == 1:
        return None
    return Choice(f"commitment-{commitment.pk}", commitment.text, options, stays)


def _seat(seat: Appointment, options: Sequence[tuple[str, str]], main: str) -> Choice:
    """To one of the heirs, or to an end; an administrator goes on."""
    ways = [(code, gettext("转到%(unit)s") % {"unit": name}) for code, name in options]
    if seat.role != Role.ADMIN:
        ways.append((END, gettext("结束任职")))
    return Choice(f"appointment-{seat.pk}", seat.user.name, ways, main)


def draft_text(draft: EventDraft) -> str:
    """Who becomes what, in one line."""
    if draft.kind in (Kind.RENAME, Kind.MOVE):
        (heir,) = draft.heirs
        unit = draft.predecessors[0].short_name
        what = heir.name if draft.kind is Kind.RENAME else heir.parent
        told = (
            gettext("%(unit)s改称%(what)s")
            if draft.kind is Kind.RENAME
            else gettext("%(unit)s改隶%(what)s")
        )
        return told % {"unit": unit, "what": what}
    gone = gettext("、").join(unit.short_name for unit in draft.predecessors)
    return f"{gone} → {gettext('、').join(_shared(heir, draft.kind) for heir in draft.heirs)}"


def called(heir: HeirDraft) -> str:
    """The short name from the day on."""
    return heir.short_name or (heir.unit.short_name if heir.unit else heir.code)


def _shared(heir: HeirDraft, kind: Kind) -> str:
    if kind is not Kind.SPLIT or heir.share is None:
        return called(heir)
    return f"{called(heir)} {(heir.share * 100).normalize():f}%"


def rule_words(key: str) -> str:
    """A carry-over rule as the field puts it, in the reader's language."""
    rule = presets.load("lineage")[key]
    return str(rule["text_en"] if (get_language() or "").startswith("en") else rule["text"])
