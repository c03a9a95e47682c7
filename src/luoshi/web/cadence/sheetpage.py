"""The sheet of a meeting in words, cut to what the reader may see."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils.translation import gettext

from luoshi import presets
from luoshi.web.accounts.actor import Actor
from luoshi.web.cadence.kinds import criteria_of, named
from luoshi.web.cadence.models import Meeting, Question, Remark, Resolution
from luoshi.web.cadence.queries.meetings import questions_on
from luoshi.web.cadence.queries.sheet import marks_of, sheet_facts
from luoshi.web.cadence.wording import asked_text
from luoshi.web.commitments.lights import COLOURS, accepted_text, light_sentence, rule_name
from luoshi.web.commitments.queries import visible_to as commitments_visible_to
from luoshi.web.commitments.rows import DASH, JUDGED, STATES
from luoshi.web.commitments.wording import amount, percent, pieces
from luoshi.web.delivery.said import blocker_kinds
from luoshi.web.delivery.wording import words
from luoshi.web.projects.wording import stage_text

Facts = Mapping[str, Any]
LIGHTS = ("red", "yellow", "green", "blue", "grey")


class Line(NamedTuple):
    """One item of a sheet, every cell in words."""

    pk: int
    text: str
    unit: str
    unit_id: int | None
    due: str
    state: str
    said: str
    did: str
    achieved: str
    light: str
    label: str
    rule: str
    accepted: str
    why: str
    ask: str
    position: int
    remarks: Sequence[Remark]


class Score(NamedTuple):
    """The marks for one stop by one criterion: the figures are empty below the least number."""

    sheets: int
    mean: str
    low: str
    high: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything on the table. ``as_of``: the day of which it tells."""

    as_of: str
    kind: str
    resolved: list[Line]
    warned: list[Line]
    called: list[Line]
    lights: list[tuple[str, str, int]]
    more: int
    silent: int
    questions: list[Question]
    remarks: list[Remark]
    resolutions: list[Resolution]

    @property
    def lined(self) -> bool:
        """Whether any item stands on it."""
        return bool(self.resolved or self.warned or self.called)

    @property
    def open(self) -> list[Question]:
        """The questions without an answer."""
        return [each for each in self.questions if not each.answered_at]


def sheet_page(actor: Actor, meeting: Meeting, today: date, *, whole: bool) -> Sheet:
    """The sheet for one reader: ``whole`` for who oversees the list."""
    facts = sheet_facts(meeting, today)
    groups = {name: facts.get(name, []) for name in ("resolved", "warned", "called")}
    seen = _seen(actor, [line["pk"] for lines in groups.values() for line in lines])
    remarks = list(meeting.remarks.select_related("commitment"))
    by_item: dict[int | None, list[Remark]] = defaultdict(list)
    for remark in remarks:
        by_item[remark.commitment_id].append(remark)
    shown = {
        name: [line_of(each, by_item) for each in lines if each["pk"] in seen]
        for name, lines in groups.items()
    }
    on_sheet = {line.pk for lines in shown.values() for line in lines}
    return Sheet(
        as_of=str(facts.get("as_of", "")),
        kind=str(facts.get("sheet", "")),
        **shown,
        lights=_lights(facts) if whole else [],
        more=int(facts.get("more", 0)) if whole else 0,
        silent=int(facts.get("silent", 0)) if whole else 0,
        questions=questions_on(actor, meeting),
        remarks=[each for each in remarks if _apart(each, on_sheet, whole=whole)],
        resolutions=_resolutions(actor, meeting),
    )


def _apart(remark: Remark, on_sheet: set[int], *, whole: bool) -> bool:
    """Whether a remark stands below the lines: of none of them, for who oversees the list."""
    return whole and remark.commitment_id not in on_sheet


def _seen(actor: Actor, ids: Iterable[int]) -> frozenset[int]:
    rows = commitments_visible_to(actor).filter(pk__in=list(ids)).order_by()
    return frozenset(rows.values_list("pk", flat=True))


def _resolutions(actor: Actor, meeting: Meeting) -> list[Resolution]:
    seen = commitments_visible_to(actor).order_by().values("pk")
    rows = meeting.resolutions.filter(commitment__in=seen)
    return list(rows.select_related("commitment__lead_unit"))


def _lights(facts: Facts) -> list[tuple[str, str, int]]:
    counts = facts.get("lights", {})
    return [(key, str(COLOURS[key]), counts[key]) for key in LIGHTS if counts.get(key)]


def line_of(facts: Facts, remarks: Mapping[int | None, Sequence[Remark]]) -> Line:
    """One line in the reader's language."""
    stages = [stage_text(each) for each in facts.get("stages", ())]
    said, did, achieved = stages or _claims(facts)
    return Line(
        pk=facts["pk"],
        text=facts["text"],
        unit=facts["unit"] or DASH,
        unit_id=facts["unit_id"],
        due=facts["due"],
        state=STATES.get(facts["state"]),
        said=said,
        did=did,
        achieved=achieved,
        light=facts["light"],
        label=light_sentence(facts["code"], facts["params"]),
        rule=rule_name(facts["rule"]),
        accepted=_accepted(facts),
        why=_why(facts),
        ask=asked_text(facts["ask"], unit=facts["blocker_unit"], blocker=_blocker(facts)),
        position=facts.get("position", 0),
        remarks=remarks.get(facts["pk"], ()),
    )


def _claims(facts: Facts) -> tuple[str, str, str]:
    """Said, did and achieved; of a project its stages stand in their place."""
    measure = facts["measure"]
    figure = _figure(facts["achieved"], facts["achieved_share"], measure)
    found = (figure if figure != DASH else "", JUDGED.get(facts["finding"]))
    return (
        _figure(facts["said"], facts["said_share"], measure),
        pieces(facts["did"]) if facts["did"] else DASH,
        " ".join(each for each in found if each) or DASH,
    )


def _figure(value: str, share: str, measure: str) -> str:
    figures = [amount(Decimal(value), measure) if value else ""]
    figures.append(percent(Decimal(share)) if share else "")
    return " · ".join(each for each in figures if each) or DASH


def _blocker(facts: Facts) -> str:
    kind = blocker_kinds().get(facts["blocker"])
    return words(kind) if kind else ""


def _accepted(facts: Facts) -> str:
    """Who accepted the reason for being behind; sheets of former days say nothing of it."""
    until = facts.get("reason_until")
    return accepted_text(facts["reason_by"], date.fromisoformat(until)) if until else ""


def _why(facts: Facts) -> str:
    """What the owner says holds it up."""
    parts = [_blocker(facts), facts["blocker_unit"], facts["blocker_text"]]
    return " · ".join(each for each in parts if each)


def scores_of(meeting: Meeting) -> list[tuple[int, list[Score]]]:
    """By stop, in the order of the route, what judges gave by criterion. No sum, no rank."""
    least = presets.limit("scores_shown_from")
    given: dict[tuple[int, str], list[Decimal]] = defaultdict(list)
    for item, criterion, points in marks_of(meeting):
        given[item, criterion].append(points)
    criteria = criteria_of(meeting.cadence.kind)
    return [
        (item.position, [_score(given[item.pk, each.key], least) for each in criteria])
        for item in meeting.items.all()
    ]


def _score(points: Sequence[Decimal], least: int) -> Score:
    if len(points) < least:
        return Score(len(points), "", "", "")
    mean = (sum(points, Decimal(0)) / len(points)).quantize(Decimal("0.1"))
    return Score(len(points), str(mean), _short(points[0]), _short(points[-1]))


def _short(points: Decimal) -> str:
    return f"{points.normalize():f}"


def criteria_heads(kind: str) -> list[str]:
    """The criteria with their most points, as heads."""
    form = gettext("%(name)s（%(most)s 分）")
    return [form % {"name": named(each), "most": each.most} for each in criteria_of(kind)]
