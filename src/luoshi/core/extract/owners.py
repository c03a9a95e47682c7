"""Statements of who answers for a task and until when: brackets, labelled lines, sentences."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from luoshi.core.extract.bodies import TAIL, is_body, names
from luoshi.core.extract.duties import DATE, duty, is_only_due
from luoshi.core.extract.periods import is_bare_period

_OF = "(?:责任)?(?:单位|部门|主体|科室|处室|股室|机构)"
_LEAD = (
    rf"(?:(?:第一)?(?:责任|牵头|主办|主责|主管|负责|承办|落实|实施|办理){_OF}(?:及(?:配合|协办)单位)?"
    r"|乙方|责任方|承诺(?:单位|方))"
)
_ASSIST = rf"(?:配合|协办|参与|协助|协同|支持)(?:{_OF})?"
_PERSON = (
    r"(?:(?:牵头|责任|分管|包保|包抓|督办|挂钩|主管)的?[市县区]?领导"
    r"|(?:责任|负责|联系|经办)人)"
)
_DUE = (
    r"(?:(?:完成|办结|整改|落实|办理|实施|推进|达标|报送|反馈)(?:时限|时间|期限|节点|时间节点)"
    r"|时限|时间节点)(?:要求)?"
)
_ANY = rf"(?:{_LEAD}|{_ASSIST}|{_PERSON}|{_DUE})"
_SAID = r"(?:为?： ?|(?<=单位)为?(?=[市县区省各]))"
_INNER = r"(?:[^（）\n]|（[^（）\n]{0,40}）)"
_PART = "(?:牵头|指导|参与|配合|协助|协办)"
_REST = rf"(?:[，；。]{_INNER}{{0,60}})?"
_VALUE = r"[^，；。（）\n：]{2,200}(?:（[^（）\n：]{1,40}）[^，；。（）\n：]{0,200})?"
_PAIR = rf"{_ANY}{_SAID}{_VALUE}"
_LINE = rf"{_ANY}{_SAID}[^\n]{{1,300}}"
_UNIT = (
    r"(?:[市县区省各][^，；。、（）\n\d]{1,18}?"
    r"(?:局|委|办|厅|政府|公司|集团|中心|管委会|联社|支队|街道|部门|县区|乡镇))"
)
_STATEMENT = re.compile(
    rf"（(?P<named>{_ANY}：{_INNER}{{1,400}})）"
    rf"|（(?P<plain>{_INNER}{{2,300}}?(?:按职责|分工|分别|牵头|共同)*负责(?:落实)?{_REST})）"
    rf"|（(?P<parts>{_INNER}{{1,300}}?(?:{TAIL})等?(?:部门)?(?:按职责|分工|分别|共同)*{_PART}(?:落实)?{_REST})）"
    rf"|(?<![局委厅办])（(?P<bare>{_UNIT}(?:、{_UNIT}){{0,9}}(?:[，；]{DATE})?)）(?=[。；\n]|$)"
    rf"|^ {{0,20}}(?P<line>{_LINE}(?:\n\s{{0,20}}{_LINE}){{0,6}})$"
    rf"|(?<=[，；。 ])(?P<inline>{_PAIR}(?:[，；。、]? {{0,2}}{_PAIR}){{0,6}})(?=[。；\n]|$)",
    re.MULTILINE,
)
_ROLE = re.compile(
    rf"(?:^|[，；。、\s])?(?:(?P<lead>{_LEAD})|(?P<assist>{_ASSIST})|(?P<person>{_PERSON})|(?P<due>{_DUE})){_SAID}"
)
_CLOSING = re.compile(
    r"(?:按照?职责)?(?:分工)?(?:分别|共同)?(?:牵头)?负责(?:落实)?(?:[，；。].*)?$"
)
_PART_OF = re.compile(
    rf"(?P<names>[^，；。]+?)(?:按职责|分工|分别|共同|牵头)*(?P<part>负责落实|负责|{_PART})(?:落实)?(?:[，；。]|$)"
)
_DATED = re.compile(rf"{DATE}|全年|20\d\d年")
_HELPERS = ("参与", "配合", "协助", "协办")
_CUT = re.compile("[，；。]")
_SPOKEN = re.compile(r"(?:牵头|负责|主办|承办|配合|协助|参与|协办)(?:落实|实施)?(?=[，。；\n]|$)")
_STOP = re.compile(r"[。；\n！？]|$")
_STOPS = "。；\n！？"
_LONGEST_SENTENCE = 200


@dataclass(frozen=True, slots=True)
class Ownership:
    """The units named in one statement, lead first, at ``start`` to ``end`` of the folded text.

    ``due`` is the deadline it names, as written, or empty.
    """

    start: int
    end: int
    names: tuple[str, ...]
    due: str = ""


def statements(folded: str) -> list[Ownership]:
    """The statements that name units or a deadline, in order, none over another.

    Such are （责任单位：…）, （…负责）, lines and closing clauses 责任单位：…，完成时限：…, and
    sentences of their own: 由市住建局牵头，市财政局配合，12月底前完成。
    """
    found: list[Ownership] = []
    for one in sorted([*_marked(folded), *_spoken(folded)], key=lambda each: each.start):
        if not found or one.start >= found[-1].end:
            found.append(one)
    return found


def _marked(folded: str) -> Iterator[Ownership]:
    for found in _STATEMENT.finditer(folded):
        lead, assist = parse_owners(found[0])
        due = _due(found[0])
        if lead or assist or due:
            yield Ownership(found.start(), found.end(), lead + assist, due)


def _spoken(folded: str) -> Iterator[Ownership]:
    end = 0
    for found in _SPOKEN.finditer(folded):
        if found.start() < end:
            continue
        start = max(folded.rfind(stop, end, found.start()) for stop in _STOPS) + 1
        stop = _STOP.search(folded, found.end())
        end = stop.start() if stop else len(folded)
        if start and end - start <= _LONGEST_SENTENCE:
            yield from _of_sentence(folded[start:end], start)


def _of_sentence(sentence: str, start: int) -> Iterator[Ownership]:
    """One ownership where every clause says but who leads, who helps, or when."""
    told = [(clause, duty(clause)) for clause in sentence.strip().split("，")]
    due = [clause for clause, who in told if who is None]
    if not all(is_only_due(clause) or is_bare_period(clause) for clause in due):
        return
    lead = [name for _, who in told if who for name in who.lead]
    assist = [name for _, who in told if who for name in who.assist]
    if lead:
        yield Ownership(start, start + len(sentence), (*lead, *assist), "".join(due[-1:]))


def parse_owners(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Lead units and assisting units, each in the order of the text.

    Without roles the first unit leads (列第一位者为牵头单位). Persons and leaders in charge
    are no units, unless a unit stands behind their label.
    """
    inner = _inner(text)
    parts = list(_PART_OF.finditer(inner))
    if parts and not _ROLE.search(inner):
        return _by_part(parts)
    inner = _CLOSING.sub("", inner)
    roles = list(_ROLE.finditer(inner))
    if not roles:
        return _lead_first([name for name in names(inner) if not is_bare_period(name)])
    lead: list[str] = names(inner[: roles[0].start()])
    assist: list[str] = []
    for role, part in _roles(inner, roles):
        if role["person"]:
            lead += [name for name in names(part) if is_body(name)]
        elif not role["due"]:
            (lead if role["lead"] else assist).extend(names(part))
    if assist:
        return tuple(lead), tuple(assist)
    return _lead_first(lead)


def _due(text: str) -> str:
    """The deadline a statement names, as written."""
    inner = _inner(text)
    behind = _roles(inner, list(_ROLE.finditer(inner)))
    labelled = next((part for role, part in behind if role["due"]), "")
    if _DATED.search(labelled):
        return labelled.strip(" ，；。\n")
    said = (part.strip() for part in _CUT.split(inner))
    return next((part for part in said if part and (is_only_due(part) or is_bare_period(part))), "")


def _inner(text: str) -> str:
    inner = text.strip().strip("。")
    return inner[1:-1] if inner.startswith("（") and inner.endswith("）") else inner


def _roles(inner: str, roles: list[re.Match[str]]) -> Iterator[tuple[re.Match[str], str]]:
    """Each label with what stands behind it."""
    ends = [*(role.start() for role in roles[1:]), len(inner)]
    for role, end in zip(roles, ends, strict=False):
        yield role, inner[role.end() : end]


def _by_part(parts: list[re.Match[str]]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """A牵头，B、C参与: who leads and who helps; of units with one part the first leads."""
    lead = [name for part in parts if part["part"] not in _HELPERS for name in names(part["names"])]
    assist = [name for part in parts if part["part"] in _HELPERS for name in names(part["names"])]
    return (tuple(lead), tuple(assist)) if assist else _lead_first(lead)


def _lead_first(found: list[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return tuple(found[:1]), tuple(found[1:])
