"""The wall chart (挂图作战) of one list: every commitment or every unit against the months."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any, NamedTuple

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from luoshi.core.pace import Milestone as PlannedStep
from luoshi.core.pace import StepState, step_state
from luoshi.render.wall import Axis, Bar, Block, Cell, Row, Step, Wall, Words
from luoshi.web.accounts.actor import Actor
from luoshi.web.commitments.ledger import scope
from luoshi.web.commitments.lights import COLOURS, accepted_text, light_sentence, rule_text
from luoshi.web.commitments.models import CommitmentList, Milestone
from luoshi.web.commitments.wording import percent
from luoshi.web.translated import Translated

MOST_ROWS = 2000
"""Rows of one chart; a jurisdiction's list has tens or hundreds."""
FIELDS = ("pk", "text", "starts_on", "due_on", "lead_unit__short_name")
PROGRESS = (
    *("light", "light_code", "light_params", "light_rule", "reason_by", "reason_until"),
    *("said_share", "achieved_share"),
)
SHADES = {colour: place for place, colour in enumerate(COLOURS)}
WORDS = Translated(COLOURS)
STATES = Translated(
    {
        StepState.ACHIEVED: gettext_lazy("节点已核实"),
        StepState.SAID: gettext_lazy("节点自报达到"),
        StepState.MISSED: gettext_lazy("节点到期未达"),
        StepState.AHEAD: gettext_lazy("节点未到期"),
    }
)


class Post(NamedTuple):
    """What the chart reads of one commitment, in the order of the query."""

    pk: int
    text: str
    starts_on: date
    due_on: date
    unit: str | None
    light: str | None
    code: str | None
    params: Mapping[str, str] | None
    rule: str | None
    reason_by: str | None
    reason_until: date | None
    said: Decimal | None
    achieved: Decimal | None
    number: int


def wall_of(actor: Actor, lst: CommitmentList, today: date, *, by_unit: bool) -> Wall:
    """The chart of what the person sees of the list: two queries, however many rows."""
    seen = scope(actor, lst)
    order = ("lead_unit__position", "lead_unit__code", "number")
    columns = (*FIELDS, *(f"progress__{name}" for name in PROGRESS), "number")
    posts = [Post(*row) for row in seen.order_by(*order).values_list(*columns)[:MOST_ROWS]]
    blocks = _units(posts) if by_unit else _items(posts, _steps(seen), today)
    return Wall(
        title=lst.title,
        finding=_finding(posts),
        first=lst.period_start,
        last=lst.period_end,
        today=today,
        blocks=blocks,
        words=_words(lst, posts, today, by_unit=by_unit),
    )


def _steps(seen: Any) -> Mapping[int, list[tuple[str, PlannedStep]]]:
    found: defaultdict[int, list[tuple[str, PlannedStep]]] = defaultdict(list)
    steps = Milestone.objects.filter(commitment__in=seen.order_by().values("pk"))
    for pk, title, on, share in steps.order_by("due_on").values_list(
        "commitment_id", "title", "due_on", "planned_share"
    ):
        found[pk].append((title, PlannedStep(on, share)))
    return found


def _items(
    posts: Iterable[Post], steps: Mapping[int, list[tuple[str, PlannedStep]]], today: date
) -> list[Block]:
    return [
        Block(unit or "", [_item(post, steps.get(post.pk, ()), today) for post in group])
        for unit, group in groupby(posts, key=lambda post: post.unit)
    ]


def _item(post: Post, steps: Iterable[tuple[str, PlannedStep]], today: date) -> Row:
    light = post.light or "grey"
    drawn = [_step(post, title, step, today) for title, step in steps]
    return Row(
        number=str(post.number),
        title=post.text,
        light=light,
        light_words=_light_words(post),
        bar=Bar(post.starts_on, post.due_on, light, post.said, post.achieved, drawn),
        words=_("%(start)s 至 %(due)s，自报 %(said)s，核实 %(achieved)s")
        % {
            "start": post.starts_on.isoformat(),
            "due": post.due_on.isoformat(),
            "said": percent(post.said) or "—",
            "achieved": percent(post.achieved) or "—",
        },
        key=post.pk,
    )


def _light_words(post: Post) -> str:
    told = light_sentence(post.code or "", post.params or {})
    accepted = accepted_text(post.reason_by or "", post.reason_until)
    return f"{told} {accepted}".rstrip()


def _step(post: Post, title: str, step: PlannedStep, today: date) -> Step:
    state = step_state(step, said=post.said, achieved=post.achieved, today=today)
    return Step(step.due_on, state, f"{step.due_on.isoformat()} {title} · {STATES[state]}")


def _units(posts: Iterable[Post]) -> list[Block]:
    rows = []
    for unit, group in groupby(posts, key=lambda post: post.unit):
        months: defaultdict[date, Counter[str]] = defaultdict(Counter)
        for post in group:
            months[post.due_on.replace(day=1)][post.light or "grey"] += 1
        cells = [Cell(month, _worst_first(lights)) for month, lights in sorted(months.items())]
        every = _worst_first(sum(months.values(), Counter()))
        told = "，".join(f"{WORDS[light]} {count}" for light, count in every)
        rows.append(Row("", unit or "—", every[0][0], told, cells=cells, words=told))
    return [Block("", rows)] if rows else []


def _worst_first(lights: Counter[str]) -> list[tuple[str, int]]:
    return sorted(lights.items(), key=lambda pair: SHADES[pair[0]])


def _finding(posts: Sequence[Post]) -> str:
    lights = Counter(post.light or "grey" for post in posts)
    return _(
        "共 %(n)s 项：红灯 %(red)s 项，黄灯 %(yellow)s 项，绿灯 %(green)s 项，"
        "已核验办结 %(blue)s 项，未亮灯 %(grey)s 项"
    ) % {
        "n": len(posts),
        **{colour: lights[colour] for colour in ("red", "yellow", "green", "blue", "grey")},
    }


def _words(lst: CommitmentList, posts: Sequence[Post], today: date, *, by_unit: bool) -> Words:
    rules = sorted({post.rule for post in posts if post.rule})
    rule = rule_text(rules[0]) if len(rules) == 1 else ""
    steps = [] if by_unit else [(f"step-{state}", words) for state, words in STATES.now().items()]
    bars = [("bar-said", _("说：自报")), ("bar-achieved", _("成：核实"))]
    return Words(
        legend=[*WORDS.now().items(), *([] if by_unit else bars), *steps],
        months=[
            date_format(month, "M") for month in Axis(lst.period_start, lst.period_end, 1).months
        ],
        note=_("截至 %(day)s") % {"day": today.isoformat()},
        rule=rule,
        page=pgettext("sheet of a chart", "第 {n} 页，共 {of} 页"),
    )
