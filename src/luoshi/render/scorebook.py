"""A score result as an Excel workbook: the ranking, and how every number came about."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from luoshi.core.ranking import published
from luoshi.core.scoring import ROOT, NodeResult, Result, Scheme, UnitResult, decimal_text
from luoshi.render.sheet import Cell, Sheet, SheetColumn, xlsx

WORDS: Mapping[str, tuple[str, str]] = {
    "rank": ("位次", "Rank"),
    "unit": ("单位", "Unit"),
    "points": ("得分", "Points"),
    "tied": ("并列单位数", "Units level"),
    "vetoes": ("一票否决", "Vetoes"),
    "quotas": ("名额", "Quotas"),
    "trace": ("依据", "Trace"),
    "group": ("组", "Group"),
    "node": ("节点", "Node"),
    "title": ("项目", "Item"),
    "weight": ("权重", "Weight"),
    "value": ("汇总值", "Value"),
    "formulas": ("算式", "Formulas"),
    "gap": ("缺数", "Missing"),
    "aside": ("不计的事实", "Facts set aside"),
    "origin": ("出处", "Origin"),
    "name": ("名称", "Name"),
    "content": ("内容", "Content"),
    "scheme": ("考核办法", "Scheme"),
    "edition": ("版本说明", "Edition"),
    "source": ("依据文件", "Source"),
    "scheme-digest": ("办法摘要", "Scheme digest"),
    "inputs-digest": ("输入摘要", "Inputs digest"),
    "reweighted": ("缺的不计，其余按权重分担", "left out, the rest carries its weight"),
    "zero": ("缺的按 0 计", "counted as 0"),
    "blocked": ("有数的太少，没有分数", "too little there: no points"),
    "nothing": ("没有数，没有分数", "no number: no points"),
    "parameter": ("缺本单位的参数，没有分数", "a parameter of the unit is missing: no points"),
    "carried": ("沿用上一期", "taken from the earlier period"),
    "few": ("件数太少，没有分数", "too few cases: no points"),
    "no-proof": ("没有文件为凭", "no document behind it"),
    "counted-elsewhere": ("已在别处计分", "counted elsewhere"),
    "there": ("有数的占权重", "of the weight is there"),
    "edge": ("名额线上并列，由人决定", "level at the edge: a person decides"),
}
LONGEST_NAME = 20
REFUSED = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


def score_book(scheme: Scheme, results: Mapping[str, Result], language: str) -> bytes:
    """A workbook: one sheet for each group best first, one with every node of every unit, one with
    the digests. ``language`` ``en…`` heads the columns in English, else in Chinese."""
    said = {key: words[language.startswith("en")] for key, words in WORDS.items()}
    ranks = [_ranking(scheme, said, n, result) for n, result in enumerate(results.values(), 1)]
    return xlsx([*ranks, _trace(scheme, said, results), _origin(scheme, said, results)])


def _ranking(scheme: Scheme, said: Mapping[str, str], number: int, result: Result) -> Sheet:
    title = scheme.group(result.group).title.translate(REFUSED)[:LONGEST_NAME].strip()
    heads = [node.title for path, node in scheme.root.walk() if path != ROOT]
    tied = {key: len(band.keys) for band in result.ties for key in band.keys}
    columns = [
        SheetColumn(said["rank"], "decimal"),
        SheetColumn(said["unit"]),
        SheetColumn(said["points"], "decimal"),
        SheetColumn(said["tied"], "whole"),
        SheetColumn(said["quotas"]),
        SheetColumn(said["vetoes"]),
        *(SheetColumn(head, "decimal") for head in heads),
    ]
    rows: list[list[Cell]] = [
        [
            unit.rank, unit.unit, _points(scheme, unit), tied.get(unit.unit, 1),
            _quotas(result, unit.unit, said), "；".join(veto.title for veto in unit.vetoes),
            *(node.points for node in unit.total.walk() if node.path != ROOT),
        ]
        for unit in result.standing()
    ]  # fmt: skip
    return Sheet(f"{number} {title}", columns, rows)


def _points(scheme: Scheme, unit: UnitResult) -> Decimal | None:
    if unit.points is None:
        return None
    return published(unit.points, scheme.rounding.places, scheme.rounding.mode)


def _quotas(result: Result, unit: str, said: Mapping[str, str]) -> str:
    inside = [quota.title for quota in result.quotas if unit in quota.filled.inside]
    edge = [f"{q.title}（{said['edge']}）" for q in result.quotas if unit in q.filled.edge]
    return "；".join([*inside, *edge])


def _trace(scheme: Scheme, said: Mapping[str, str], results: Mapping[str, Result]) -> Sheet:
    columns = [
        SheetColumn(said["group"]), SheetColumn(said["unit"]), SheetColumn(said["node"]),
        SheetColumn(said["title"]), SheetColumn(said["weight"], "decimal"),
        SheetColumn(said["value"], "decimal"), SheetColumn(said["points"], "decimal"),
        SheetColumn(said["formulas"], width=60), SheetColumn(said["gap"]),
        SheetColumn(said["aside"]),
    ]  # fmt: skip
    return Sheet(said["trace"], columns, list(_lines(scheme, said, results)))


def _lines(
    scheme: Scheme, said: Mapping[str, str], results: Mapping[str, Result]
) -> Iterator[Sequence[Cell]]:
    for group, result in results.items():
        title = scheme.group(group).title
        for unit in result.standing():
            for node in unit.total.walk():
                yield (
                    title, unit.unit, node.path, node.title, node.weight, node.value, node.points,
                    "\n".join(node.formulas), _gap(node, said), _aside(node, said),
                )  # fmt: skip


def _gap(node: NodeResult, said: Mapping[str, str]) -> str:
    if node.gap is None:
        return ""
    told = [said[node.gap.effect], ", ".join(node.gap.absent)]
    if node.gap.share:
        told.append(f"{said['there']} {decimal_text(round(node.gap.share * 100, 2))}%")
    return "；".join(one for one in told if one)


def _aside(node: NodeResult, said: Mapping[str, str]) -> str:
    rows = (f"{one.key} {said[one.reason]} {one.where}" for one in node.set_aside)
    return "；".join(row.strip() for row in rows)


def _origin(scheme: Scheme, said: Mapping[str, str], results: Mapping[str, Result]) -> Sheet:
    rows = [
        (said["scheme"], scheme.title),
        (said["edition"], scheme.edition),
        (said["source"], scheme.source),
    ]
    for group, result in results.items():
        rows.append((f"{said['scheme-digest']} {group}", result.scheme_digest))
        rows.append((f"{said['inputs-digest']} {group}", result.inputs_digest))
    return Sheet(
        said["origin"], [SheetColumn(said["name"]), SheetColumn(said["content"], width=60)], rows
    )
