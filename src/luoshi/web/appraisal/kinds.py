"""Templates of sessions and the numbers beside them, from the presets; rules as plain data."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_CEILING, Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from luoshi import presets
from luoshi.core.errors import Invalid
from luoshi.core.tally import TallyRules, tally_rules_from
from luoshi.web.appraisal.models import Contender, Session

GROUP = "group:"
"""Before the name of a group that a whole class does not mark; a single contender is its key."""
NOBODY_YET = {"key": "-", "name": "-"}
"""Stands for the contenders while there are none, so that the other rules can be read."""


@dataclass(frozen=True, slots=True)
class Template:
    """What a new session begins with."""

    key: str
    name: str
    minutes: int
    at_once: bool
    by_group: bool
    criteria: str
    aim: str

    @property
    def told(self) -> str:
        """What it is for, what is marked, who votes and how, in one line."""
        marked = (f"{named(row)} {row['maximum']}" for row in preset(self.criteria)["rows"])
        voters = (named(row) for row in preset("classes")["rows"])
        words = {
            "aim": self.aim,
            "criteria": _("、").join(marked),
            "voters": _("、").join(voters),
            "n": self.minutes,
            "how": _("全部发言后一并评分") if self.at_once else _("一家一评"),
        }
        return (
            _("%(aim)s。评分：%(criteria)s。投票：%(voters)s。每家 %(n)s 分钟，%(how)s。") % words
        )


def preset(key: str) -> dict[str, Any]:
    """One entry of the presets of ballots."""
    found: dict[str, Any] = presets.load("ballots")[key]
    return found


def named(row: Mapping[str, Any]) -> str:
    """The name of a preset's row in the reader's language."""
    return str(row["en" if get_language() == "en" else "zh"])


def templates() -> list[Template]:
    """Every template in the order of the presets."""
    return [
        Template(
            **{name: row[name] for name in ("key", "minutes", "at_once", "by_group", "criteria")},
            name=named(row),
            aim=row["aim_en" if get_language() == "en" else "aim_zh"],
        )
        for row in preset("templates")["rows"]
    ]


def template_of(key: str) -> Template:
    """One template. Raises Invalid ``session-template-unknown``."""
    for each in templates():
        if each.key == key:
            return each
    raise Invalid("session-template-unknown", field="template")


def settings_of(template: Template) -> dict[str, Any]:
    """The rules a template proposes. How many voters a class has, nobody knows yet."""
    criteria = [
        {"key": row["key"], "name": row["zh"], "maximum": row["maximum"]}
        for row in preset(template.criteria)["rows"]
    ]
    classes = [
        {"key": row["key"], "name": row["zh"], "weight": row["weight"]}
        for row in preset("classes")["rows"]
    ]
    return {
        "criteria": criteria,
        "classes": classes,
        "validity": _part("validity", "all_same", "blanks", "top_from", "void_share"),
        "trim": _part("trim", "drop", "least"),
        "rounding": _part("rounding", "total", "mode"),
        "quorum": preset("quorum")["share"],
        "shown_from": preset("shown_from")["value"],
    }


def _part(key: str, *names: str) -> dict[str, Any]:
    row = preset(key)
    return {name: row[name] for name in names}


def group_names() -> dict[str, str]:
    """By kind of unit, the group its contenders are in unless another is named."""
    return {row["key"]: row["zh"] for row in preset("groups")["rows"]}


def rules_of(
    title: str, settings: Mapping[str, Any], contenders: Sequence[Contender]
) -> dict[str, Any]:
    """The whole rules as plain data: settings and contenders, groups that a class leaves out
    written as their members."""
    rows = [
        {"key": each.key, "name": each.unit.short_name, "group": each.group} for each in contenders
    ]
    classes = [
        {**row, "recused": _recused(row.get("recused") or (), contenders)}
        for row in settings.get("classes") or ()
    ]
    return {**settings, "title": title, "contenders": rows or [NOBODY_YET], "classes": classes}


def _recused(given: Iterable[str], contenders: Sequence[Contender]) -> list[str]:
    wanted = set(given)
    return [each.key for each in contenders if each.key in wanted or GROUP + each.group in wanted]


def frozen_rules(session: Session) -> TallyRules:
    """The rules of a session that were frozen."""
    return tally_rules_from(session.rules)


def first_slides_until(held_on: date) -> datetime:
    """Until when slides may be exchanged, where nothing else was decided."""
    row = preset("slides")
    day = held_on - timedelta(days=int(row["days_before"]))
    at = datetime.combine(day, time.fromisoformat(row["at"]))
    return timezone.make_aware(at)


def first_begins() -> time:
    """When a session begins, where nothing else was decided."""
    return time.fromisoformat(preset("begins")["at"])


def warnings() -> list[int]:
    """With how many seconds left the timer warns, the earliest first."""
    return sorted(preset("timer")["left_seconds"], reverse=True)


def block() -> int:
    """Ballots are counted in blocks of so many."""
    return int(preset("counted_in")["value"])


def in_blocks(count: int, size: int) -> int:
    """How many ballots are told of ``count``: whole blocks, the last one ending at ``size``."""
    return count if count >= size else count - count % block()


def tokens_most(size: int) -> int:
    """How many tokens a class of ``size`` voters may have, spare ones included."""
    spare = Decimal(preset("reserve")["share"]) * size
    return size + int(spare.to_integral_value(ROUND_CEILING))


def tokens_at_once() -> int:
    """How many tokens are made and printed in one go."""
    return int(preset("sheet")["value"])
