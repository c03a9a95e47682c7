"""Who answers for a task: brackets behind it, subjects before it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from luoshi.core.extract.lexicon import BODY_TAILS

_TAIL = "|".join(sorted(BODY_TAILS, key=len, reverse=True))
_INNER = r"(?:[^（）\n]|（[^（）\n]{0,40}）)"
_LABEL = r"(?:责任|牵头|主办|负责|承办|落实|实施)(?:责任)?(?:单位|部门|主体|人)"
_PART = "(?:牵头|指导|参与|配合|协助|协办)"
_BRACKET = re.compile(
    rf"（(?P<named>{_LABEL}(?:及配合单位)?：{_INNER}{{1,400}})）"
    rf"|（(?P<plain>{_INNER}{{2,300}}?(?:按职责|分工|分别|牵头|共同)*负责(?:落实)?(?:。{_INNER}{{0,60}})?)）"
    rf"|（(?P<parts>{_INNER}{{1,300}}?(?:{_TAIL})等?(?:部门)?(?:按职责|分工|分别|共同)*{_PART}(?:落实)?(?:。{_INNER}{{0,60}})?)）"
    rf"|^ {{0,20}}(?P<line>{_LABEL}：[^\n]{{1,300}})$"
    rf"|(?<=[，；。])(?P<inline>{_LABEL}：[^，；。（）\n]{{2,200}})(?=[。；\n]|$)",
    re.MULTILINE,
)
_ROLE = re.compile(
    r"(?:^|[，；。、\s])?(?P<lead>(?:责任|牵头|主办|负责|承办|落实|实施)(?:责任)?(?:单位|部门|主体|人))："
    r"|[，；。、\s]?(?P<assist>(?:配合|协办|参与|协助)(?:责任)?(?:单位|部门)?)："
)
_CLOSING = re.compile(r"(?:按照?职责)?(?:分工)?(?:分别|共同)?(?:牵头)?负责(?:落实)?(?:。.*)?$")
_PART_OF = re.compile(
    rf"(?P<names>[^，；。]+?)(?:按职责|分工|分别|共同|牵头)*(?P<part>负责落实|负责|{_PART})(?:落实)?(?:[，；。]|$)"
)
_HELPERS = ("参与", "配合", "协助", "协办")
_SEPARATOR = re.compile(r"[、，；]|等和")
_JOINED = re.compile(
    rf"(?<=[局委厅办部区县市府院行门])(?:和|及|与|会同)(?=[^和及与]{{1,14}}(?:{_TAIL})$)"
)
_SUBJECT = re.compile(
    rf"^(?P<who>[^，：；。“”（）\d]{{0,22}}?(?:{_TAIL}))"
    r"(?:(?<=[府局委厅办门位])(?:印发|出台|制定|编制|组织|牵头|会同|对(?=本)|负责)|要(?!求|素|点|害|闻)|将|应当|必须|须|负责|牵头|提出|承诺|表示|需|围绕|聚焦|以(?!来|上|及|内|外))"
)
_ROLE_SUBJECT = re.compile(
    rf"^(?P<who>[^，：；。“”（）\d]{{1,12}}?(?:{_TAIL}))作为[^，。；]{{2,30}}，(?=将|要)"
)
_BY = re.compile(
    rf"由(?P<who>[^，：；。“”（）\d]{{2,20}}?(?:{_TAIL}))(?:负责|牵头|约谈|组织|承担|实施)"
)
_ASSISTING = re.compile(
    rf"^(?P<who>[^，：；。“”（）\d]{{1,40}}?(?:{_TAIL}))等?(?:配合|协助|参与|协办)(?:落实|实施)?$"
)
_CLOSER = re.compile(
    rf"，(?P<who>[^，：；。“”（）\d]{{2,20}}?(?:{_TAIL}))(?:牵头|负责)(?:负责|落实|实施)?"
    rf"(?=$|，[^，：；。“”（）\d]{{1,40}}(?:{_TAIL})等?(?:配合|协助|参与|协办)|，[^，；。]{{0,8}}\d{{1,2}}月)"
)
_NO_BODY = re.compile(
    r"我们|全市上下|推动|推进|加快|支持|加强|建设|实现|打造|提升|促进|发展|确保|围绕|坚持|为|在|的"
)
_EACH = re.compile(r"^(?:各级各部门|各地各部门|各县市区|各地区)(?=要|将|须)")


@dataclass(frozen=True, slots=True)
class Ownership:
    """The units named in one bracket, at ``start`` to ``end`` of the folded text."""

    start: int
    end: int
    names: tuple[str, ...]


def owner_brackets(folded: str) -> Iterator[Ownership]:
    """The brackets that name units, in order: （责任单位：…）, （…负责）, a line 责任单位：…"""
    for found in _BRACKET.finditer(folded):
        lead, assist = parse_owners(found[0])
        if lead or assist:
            yield Ownership(found.start(), found.end(), lead + assist)


def parse_owners(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Lead units and assisting units, each in the order of the text.

    Without roles the first unit leads (列第一位者为牵头单位).
    """
    inner = text.strip().strip("。")
    inner = inner[1:-1] if inner.startswith("（") and inner.endswith("）") else inner
    parts = list(_PART_OF.finditer(inner))
    if parts and not _ROLE.search(inner):
        return _by_part(parts)
    inner = _CLOSING.sub("", inner)
    roles = list(_ROLE.finditer(inner))
    if not roles:
        return _lead_first(_names(inner))
    lead: list[str] = _names(inner[: roles[0].start()])
    assist: list[str] = []
    for role, following in zip(roles, [*roles[1:], None], strict=True):
        part = inner[role.end() : following.start() if following else len(inner)]
        (lead if role["lead"] else assist).extend(_names(part))
    if assist:
        return tuple(lead), tuple(assist)
    return _lead_first(lead)


def _by_part(parts: list[re.Match[str]]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """A牵头，B、C参与: who leads and who helps; of units with one part the first leads."""
    lead = [
        name for part in parts if part["part"] not in _HELPERS for name in _names(part["names"])
    ]
    assist = [name for part in parts if part["part"] in _HELPERS for name in _names(part["names"])]
    return (tuple(lead), tuple(assist)) if assist else _lead_first(lead)


def _lead_first(names: list[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return tuple(names[:1]), tuple(names[1:])


def _names(text: str) -> list[str]:
    depth = 0
    pieces = [""]
    for piece in re.split(r"([（）])", text):
        depth += (piece == "（") - (piece == "）")
        parts = [piece] if depth else _SEPARATOR.split(piece)
        pieces[-1] += parts[0]
        pieces += parts[1:]
    joined = (name for piece in pieces for name in _JOINED.split(piece.strip(" 。：")))
    return [name for name in (_bare(name) for name in joined) if name]


def _bare(name: str) -> str:
    return re.sub(r"等(?:部门|单位|有关部门)?$", "", name.strip()).strip()


def assisting(clause: str) -> tuple[str, ...]:
    """The units a clause says no more of than that they help: 市财政局、市水利局配合."""
    found = _ASSISTING.match(clause)
    if not found or _NO_BODY.search(found["who"]):
        return ()
    return tuple(_names(found["who"]))


def subject(clause: str) -> tuple[str, ...]:
    """The unit that is the subject of a clause: 财政部门提出, 各级各部门要, 由住建局牵头.

    So is one that takes the lead behind the task: 新建公路10公里，市交通局牵头.
    """
    found = _EACH.match(clause)
    if found:
        return (found[0],)
    found = (
        _BY.search(clause)
        or _SUBJECT.match(clause)
        or _ROLE_SUBJECT.match(clause)
        or _CLOSER.search(clause)
    )
    if not found or _NO_BODY.search(found["who"]) or not found["who"]:
        return ()
    return (found["who"].removeprefix("例如").removeprefix("比如"),)
