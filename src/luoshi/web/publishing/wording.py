"""The paragraphs of a bulletin as text with the names of bound numbers in braces."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from math import ceil
from typing import Any

from django.utils.translation import get_language

from luoshi import presets
from luoshi.core.errors import Invalid
from luoshi.web.publishing.facts import GroupFacts, RunFacts, UnitFacts, account_of
from luoshi.web.publishing.values import unit_labels

NAME = re.compile(r"\{([^{}\n]+)\}")
TYPED = re.compile(r"[0-9０-９%％]")
FREE = "next"
"""The one paragraph in which figures may be typed: dates by which something is asked."""
WHOLE = ("opening", "counts", "lights", "verified", "ranking")
OF_GROUP = ("leading", "behind", "said")
LEADING_PART = 4
LEADING_MOST = 3
SHOWN_UNITS = 5
SHOWN_CAUSES = 2
LONGEST = 3000


def default_texts(facts: RunFacts) -> dict[str, str]:
    """Every paragraph by key, in the order of the paper, as the presets word it."""
    sampled = facts.account.sampled > 0
    texts = {key: _text(key) for key in WHOLE}
    texts["verified"] = _text("verified" if sampled else "unverified")
    labels = unit_labels(facts)
    for group in facts.groups:
        texts[f"{group.key}/leading"] = _leading(group, labels)
        texts[f"{group.key}/behind"] = _behind(group, labels)
        texts[f"{group.key}/said"] = _said(group, labels)
    texts[FREE] = _text(FREE)
    return texts


def session_texts(failures: range, said: range, *, whole: bool) -> dict[str, str]:
    """Every paragraph on an appraisal session by key, in the order of the paper. ``whole``: valid
    ballots may be told."""
    return {
        "held": _text("held"),
        "turnout": _text("turnout" if whole else "turnout_few"),
        **{f"failure:{at}/no_result": _filled("no_result", 序号=at) for at in failures},
        **{f"said:{at}/remark": _filled("remark", 序号=at) for at in said},
        "places": _text("places"),
        "checking": _text("checking"),
    }


def _leading(group: GroupFacts, labels: Mapping[str, str]) -> str:
    """The first quarter of the group, three at most, all who share the last place included."""
    ranked = [unit for unit in group.units if unit.rank is not None]
    best = ranked[: min(ceil(len(ranked) / LEADING_PART), LEADING_MOST)]
    shown = [unit for unit in ranked if best and (unit.rank or 0) <= (best[-1].rank or 0)]
    return _listed("leading", [_leading_unit(unit, labels[unit.code]) for unit in shown])


def _leading_unit(unit: UnitFacts, label: str) -> str:
    return _filled(
        "leading_unit",
        并列="并列" if unit.tied > 1 else "",
        办结=_text("leading_done") if unit.lit("blue") else "",
        红灯=_text("leading_red") if unit.lit("red") else "",
        单位=label,
    )


def _behind(group: GroupFacts, labels: Mapping[str, str]) -> str:
    """Units with red lights, the most first, each with its first causes."""
    red = [unit for unit in group.units if unit.lit("red")]
    red.sort(key=lambda unit: (-len(unit.lit("red")), unit.code))
    if not red:
        return _text("no_red")
    return _listed("behind", [_behind_unit(unit, labels[unit.code]) for unit in red[:SHOWN_UNITS]])


def _behind_unit(unit: UnitFacts, label: str) -> str:
    lit = unit.lit("red")
    causes = "、".join(_filled("behind_cause", 编号=each.pk) for each in lit[:SHOWN_CAUSES])
    more = "等" if len(lit) > SHOWN_CAUSES else ""
    return _filled("behind_unit", 单位=label, 事由=causes + more)


def _said(group: GroupFacts, labels: Mapping[str, str]) -> str:
    account = account_of(group.units)
    if not account.sampled:
        return _text("none_sampled")
    if account.confirmed == account.sampled:
        return _filled("all_true", 组=group.title)
    failed = [u for u in group.units if u.account.confirmed < u.account.sampled]
    failed.sort(key=lambda unit: (unit.account.rate or 0, unit.code))
    return _listed("said", [_filled("said_unit", 单位=labels[unit.code]) for unit in failed])


def _listed(key: str, clauses: Iterable[str]) -> str:
    return _filled(key, 名单="；".join(clauses))


def _filled(key: str, **words: object) -> str:
    text = _text(key)
    for name, word in words.items():
        text = text.replace(f"〈{name}〉", str(word))
    return text


def _text(key: str) -> str:
    return str(_sentences()[key]["text"])


def label_of(key: str) -> str:
    """What a paragraph is for, in the reader's language."""
    language = "en" if get_language() == "en" else "zh"
    return str(_sentences()[key.rpartition("/")[2]][language])


def source_of(key: str) -> str:
    """Where the sentence comes from."""
    return str(_sentences()[key.rpartition("/")[2]]["source"])


@cache
def _sentences() -> dict[str, dict[str, Any]]:
    return dict(presets.load("bulletins"))


def filled(text: str, values: Mapping[str, Any]) -> str:
    """The text with the numbers in place of their names."""
    return NAME.sub(lambda found: str(values[found[1]]["text"]), text)


def checked(key: str, text: str, names: Iterable[str]) -> str:
    """The text as it may stand in the paper, without blank lines.

    Raises Invalid with ``field`` ``key``: ``bulletin-placeholder-unknown`` (with the names),
    ``bulletin-brace`` for a brace that encloses no name, ``bulletin-number-typed`` for a figure
    outside braces, ``bulletin-text-long``.
    """
    unknown = sorted(set(NAME.findall(text)) - set(names))
    if unknown:
        raise Invalid("bulletin-placeholder-unknown", field=key, names="、".join(unknown))
    bare = NAME.sub("", text)
    if "{" in bare or "}" in bare:
        raise Invalid("bulletin-brace", field=key)
    if key != FREE and TYPED.search(bare):
        raise Invalid("bulletin-number-typed", field=key)
    if len(text) > LONGEST:
        raise Invalid("bulletin-text-long", field=key, limit=LONGEST)
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())
