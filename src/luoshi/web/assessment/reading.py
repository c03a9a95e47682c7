"""A scheme as people read it: its nodes line by line, and what two versions say differently."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from luoshi.core.scoring import FunctionCall, MissingPolicy, Node, Scheme, SourceRef, decimal_text
from luoshi.core.scoring import Step as Stage
from luoshi.web.assessment import words
from luoshi.web.units.models import Kind

Label = Promise | str
Told = dict[str, str]
Place = tuple[str, str]
"""What a change is at: ("group" or "node", its key or path)."""
WHOLE: Place = ("scheme", "")


@dataclass(frozen=True, slots=True)
class Rule:
    """One node in words. ``level`` counts from 1."""

    path: str
    level: int
    title: str
    weight: str
    source: str
    claim: Label
    function: str
    missing: str
    limits: str


@dataclass(frozen=True, slots=True)
class Change:
    """What one thing says before and after; an empty side where it is not there. ``where`` is the
    node's path or the group's key; empty for what the whole scheme says."""

    title: str
    where: str
    what: str
    before: str
    after: str


def rules_of(scheme: Scheme) -> list[Rule]:
    """Every node below the total, in the scheme's order."""
    return [_rule(path, node) for path, node in scheme.root.walk() if node is not scheme.root]


def _rule(path: str, node: Node) -> Rule:
    source = node.source or ""
    aggregate = str(words.AGGREGATES[node.aggregate])
    return Rule(
        path=path,
        level=path.count(".") + 1,
        title=node.title,
        weight="" if node.weight is None else decimal_text(node.weight),
        source=words.source_words(source) if source else aggregate,
        claim=words.CLAIMS.get(source.partition(":")[0], ""),
        function=function_words(node.function),
        missing=missing_words(node.missing),
        limits=_limits(node),
    )


def function_words(call: FunctionCall) -> str:
    """The function with its parameters."""
    name = str(words.FUNCTIONS[call.name])
    told = "，".join(f"{words.PARAMETERS[key]} {_value(v)}" for key, v in call.params.items())
    return f"{name}（{told}）" if told else name


def missing_words(policy: MissingPolicy) -> str:
    """What happens to what is missing."""
    told = str(words.POLICIES[policy.policy])
    if policy.source is not None:
        return f"{told}（{words.source_words(policy.source)}）"
    return told if policy.threshold is None else f"{told} (< {decimal_text(policy.threshold)})"


def groups_of(scheme: Scheme) -> list[tuple[str, str, str]]:
    """Each group: title, kinds of units, own weights."""
    kinds = dict(Kind.choices)
    titles = {path: node.title for path, node in scheme.root.walk()}
    return [
        (
            group.title,
            "、".join(str(kinds.get(kind, kind)) for kind in group.unit_kinds),
            "，".join(
                f"{title} {decimal_text(group.weights[path])}"
                for path, title in titles.items()
                if path in group.weights
            ),
        )
        for group in scheme.groups
    ]


def total_words(scheme: Scheme) -> str:
    """How the total is made, rounded and ranked."""
    rounding, ranking = scheme.rounding, scheme.ranking
    places = {"n": rounding.places, "mode": words.MODES[rounding.mode]}
    parts = [
        str(words.AGGREGATES[scheme.root.aggregate]),
        missing_words(scheme.root.missing),
        _("保留 %(n)s 位小数，%(mode)s") % places,
        str(words.WHERE[rounding.where]),
        str(words.METHODS[ranking.method]),
    ]
    if ranking.tie_break:
        titles = {path: node.title for path, node in scheme.root.walk()}
        chain = "、".join(titles[path] for path in ranking.tie_break)
        parts.append(_("同分先比 %(paths)s") % {"paths": chain})
    return "；".join(parts)


def quota_words(scheme: Scheme) -> list[str]:
    """Each quota with its share of a group's units."""
    return [
        _("%(title)s：本组单位数的 %(share)s%%，%(mode)s到整数")
        % {
            "title": quota.title,
            "share": decimal_text(quota.share * 100),
            "mode": words.MODES[quota.mode],
        }
        for quota in scheme.quotas
    ]


def veto_words(scheme: Scheme) -> list[str]:
    """Each veto with its basis, who issued it, its last day and the quotas it bars from."""
    quotas = {quota.key: quota.title for quota in scheme.quotas}
    return [
        _("%(title)s（%(level)s：%(basis)s，至 %(day)s），不得列入：%(bars)s")
        % {
            "title": veto.title,
            "level": words.LEVELS[veto.level],
            "basis": veto.basis,
            "day": veto.expires,
            "bars": "、".join(quotas[key] for key in veto.bars) or "—",
        }
        for veto in scheme.vetoes
    ]


def changes(old: Scheme, new: Scheme) -> list[Change]:
    """Node by node what the versions say differently, the order of the new one first."""
    before, after = dict(_told(old)), dict(_told(new))
    titles = _titles(old) | _titles(new)
    return [
        change
        for where in [*after, *(name for name in before if name not in after)]
        for change in _differences(
            titles[where], where[1], before.get(where, {}), after.get(where, {})
        )
    ]


def _titles(scheme: Scheme) -> dict[Place, str]:
    groups = {("group", group.key): group.title for group in scheme.groups}
    nodes = {("node", path): node.title for path, node in scheme.root.walk()}
    return {WHOLE: _("整份办法")} | groups | nodes


def _differences(title: str, where: str, before: Told, after: Told) -> Iterator[Change]:
    for what in [*after, *(name for name in before if name not in after)]:
        old, new = before.get(what, ""), after.get(what, "")
        if old != new:
            yield Change(title, where, what, old, new)


def _told(scheme: Scheme) -> Iterator[tuple[Place, Told]]:
    yield WHOLE, {
        _("办法名称"): scheme.title, _("版本说明"): scheme.edition, _("依据文件"): scheme.source,
        _("总分"): total_words(scheme),
        _("名额"): "；".join(quota_words(scheme)),
        _("一票否决"): "；".join(veto_words(scheme)),
        _("封顶、保底"): _limits(scheme.root), _("不设异议期的依据"): scheme.no_objections,
    }  # fmt: skip
    for group, (title, kinds, weights) in zip(scheme.groups, groups_of(scheme), strict=True):
        yield ("group", group.key), {
            _("组名"): title, _("单位类别"): kinds, _("本组权重"): weights,
        }  # fmt: skip
    for rule in rules_of(scheme):
        yield ("node", rule.path), {
            pgettext("scheme", "项目"): rule.title,
            _("权重"): rule.weight, _("数据来源"): rule.source,
            _("计分函数"): rule.function, _("缺数时"): rule.missing, _("封顶、保底"): rule.limits,
        }  # fmt: skip


def _limits(node: Node) -> str:
    limits: Mapping[str, object] = {
        _("逐项封顶"): node.cap_each, _("封顶"): node.cap, _("保底"): node.floor,
        _("方向"): words.DIRECTIONS["lower"] if node.direction == "lower" else None,
        _("权重按比例折算"): words.CHOICES["true"] if node.normalise else None,
        _("下级权重"): words.WEIGHTINGS[node.weighting] if node.weighting != "stated" else None,
        _("计分、加分还是扣分"): words.KINDS[node.kind] if node.kind != "score" else None,
        _("须有文件为凭"): words.CHOICES["true"] if node.proof else None,
        _("各去掉几个最高最低"): Decimal(node.trim.drop) if node.trim else None,
        _("不足几个不去"): Decimal(node.trim.least) if node.trim else None,
        _("本项取整方法"): _rounding(node),
    }  # fmt: skip
    return "，".join(
        f"{name} {_value(value)}" for name, value in limits.items() if value is not None
    )


def _rounding(node: Node) -> str | None:
    if node.rounding is None:
        return None
    places = {"n": node.rounding.places, "mode": words.MODES[node.rounding.mode]}
    return _("保留 %(n)s 位小数，%(mode)s") % places


def _value(value: object) -> str:
    match value:
        case bool():
            return str(words.CHOICES["true" if value else "false"])
        case SourceRef():
            return words.source_words(value.source)
        case tuple():
            steps = (step for step in value if isinstance(step, Stage))
            return " ".join(f"{decimal_text(s.at)}→{decimal_text(s.points)}" for s in steps)
        case str():
            return str(words.CHOICES.get(value, value))
        case Decimal():
            return decimal_text(value)
    return str(value)
