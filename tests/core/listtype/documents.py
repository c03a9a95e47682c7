"""A kind of list that has one of everything, and changed copies of it."""

from luoshi.core.listtype import ListType, parse_list_type

LIGHTS = ("default", "suqian")
WHOLE = """\
schema: 1
key: rectification
zh: 整改销号清单
en: Rectification
source: 某市办法
tag: L
cadence: quarterly
light_rule:
  measure: points
  yellow: 5
  red: 12.5
  late: {yellow: 0, red: 10}
  report_late: {red: 3}
  partly: none
  refuted: red
  soon: 7
see: [principal, assisting]
states:
  claimed_done: {zh: 申请销号, en: Sign-off asked for}
  failed: unused
steps:
  - {key: notice, zh: 公示, en: Public notice, working_days: 5}
columns:
  - {key: origin, zh: 来源, en: Origin, type: choice, required: true, choices: [
      {key: audit, zh: 审计, en: Audit}, {key: visit, zh: 走访, en: Visit}]}
  - {key: cost, zh: 投资, en: Cost, type: number, unit: 万元, min: 0, max: 1000.5}
  - {key: noticed_on, zh: 公示日期, en: Noticed on, type: date, min: 2026-01-01, max: 2026-12-31}
  - {key: note, zh: 说明, type: text, max: 20}
  - {key: urgent, zh: 是否紧急, en: Urgent, type: yes_no}
questions:
  - key: ideas
    zh: 思想
    en: Ideas
    ask:
      - {key: i1, zh: 有没有落实, en: Is it done}
"""


def kind(text: str = WHOLE) -> ListType:
    """The kind of list that a text describes."""
    return parse_list_type(text, lights=LIGHTS)


def changed(old: str, new: str, text: str = WHOLE) -> str:
    """The text with one place changed; the place must be there."""
    assert old in text
    return text.replace(old, new, 1)
