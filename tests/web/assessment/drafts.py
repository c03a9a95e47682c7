"""Schemes for tests of the form, and a draft as a browser sends it."""

from typing import Any

from django.http import QueryDict

from luoshi.core.scoring import parse_scheme, scheme_fields
from luoshi.web.assessment.editing import Draft, sheet_of

RICH = """\
schema: 1
title: 综合办法
edition: 第2版
source: 会议纪要
groups:
  - {key: c, title: 县区, unit_kinds: [county], weights: {effect: 70, work: 30}}
  - {key: d, title: 部门, unit_kinds: [department, park]}
total: {aggregate: weighted_mean, missing: zero, cap: 100}
nodes:
  - key: effect
    title: 成效
    weight: 60
    missing: {policy: block, threshold: 0.5}
    children:
      - {key: growth, title: 增速, weight: 50, source: 'value:gdp', direction: lower,
         function: {name: steps, table: [{at: 1, points: 60}, {at: 2.5, points: 57}], otherwise: 3}}
      - {key: rate, title: 完成率, weight: 50, source: 'value:rate',
         function: {name: completion, target: {source: 'value:own'}, below: zero}, floor: 0}
  - key: work
    title: 工作
    weight: 40
    source: commitments.timeliness
    function: {name: linear, worst: 0.1, best: 1, log: true}
rounding: {places: 3, mode: half_even, where: nodes}
ranking: {method: dense, tie_break: [work]}
quotas:
  - {key: top, title: 优秀, share: 0.3}
"""


DEEP = """\
schema: 1
title: 深办法
edition: 第1版
source: 会议纪要
groups:
  - {key: c, title: 县区, unit_kinds: [county]}
nodes:
  - key: group
    title: 组内
    weight: 100
    weighting: critic
    rounding: {places: 1, mode: down}
    children:
      - {key: spread, title: 极差, source: 'indicator.value:gdp', direction: lower,
         function: {name: min_max, lowest: 1, level: 50}}
      - {key: place, title: 名次, source: appraisal, aggregate: trimmed_mean, proof: true,
         trim: {drop: 2, least: 7}, missing: {policy: carry, source: 'value:before'},
         function: {name: rank_table, ties: dense,
                    table: [{at: 1, points: 60}, {at: 2, points: 57}]}}
      - {key: rate, title: 率, source: cases.satisfaction,
         function: {name: shrunk_rate, n: {source: "cases.count:satisfaction"}, strength: 30}}
      - {key: bonus, title: 加分, source: 'manual:honour', kind: addition, cap: 5, aggregate: sum}
quotas:
  - {key: top, title: 优秀, share: 0.3}
vetoes:
  - {key: accident, title: 重大事故, source: 'manual:accident', basis: 某条例第六十条,
     level: province, expires: 2027-12-31, bars: [top]}
"""


def posted(draft: Draft, **extra: str) -> QueryDict:
    """The draft as a browser sends it."""
    data = QueryDict(mutable=True)
    sheet = sheet_of(draft, {})
    data.update({"groups": str(len(sheet.groups)), "nodes": str(len(sheet.nodes)), **extra})
    data.update({"quotas": str(len(sheet.quotas)), "vetoes": str(len(sheet.vetoes))})
    rows = (*sheet.groups, *sheet.quotas, *sheet.vetoes)
    for one in (*sheet.head, *sheet.total, *sheet.rules, *(i for row in rows for i in row.inputs)):
        data[one.name] = one.value
    for veto in sheet.vetoes:
        barred = [key for key, _title, on in veto.bars if on]
        data.setlist(f"veto-{veto.number}-bars", barred)
    for group in sheet.groups:
        data.update({each.one.name: each.one.value for each in group.own.weights})
        chosen = [value for value, _label, on in group.kinds if on]
        data.setlist(f"group-{group.number}-unit_kinds", chosen)
    for node in sheet.nodes:
        data[f"node-{node.number}-level"] = str(node.level)
        for one in (*node.main, *node.params, *node.rest):
            data[one.name] = one.value
    return data


def fields(text: str) -> dict[str, Any]:
    return dict(scheme_fields(parse_scheme(text)))
