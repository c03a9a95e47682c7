"""Numbers to be reached: one draft for each figure a clause promises."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from luoshi.core.extract.clauses import Item, Piece, items
from luoshi.core.extract.comparators import comparator
from luoshi.core.extract.draft import Draft
from luoshi.core.extract.lexicon import (
    COMMIT_VERBS,
    COUNTED,
    FACILITIES,
    GROWTH_WORDS,
    LAND_AND_LENGTH,
    LOOSE_LEADS,
    MODALITIES,
    MONEY_OR_SIZE,
    NO_DEED,
    SCOPE_LEADS,
    SCOPE_NOUNS,
    THRESHOLD_NOUNS,
)
from luoshi.core.extract.metrics import (
    all_indicators,
    both_sides,
    counted_before,
    deed_behind,
    figure_before,
    is_indicator,
    name_before,
    noun_after,
    shared_names,
    standing_name,
)
from luoshi.core.extract.quantities import Quantity, quantities
from luoshi.core.extract.relative import over_another
from luoshi.core.extract.worded import worded

_VERB = re.compile("|".join(sorted(COMMIT_VERBS, key=len, reverse=True)))
_AIM = re.compile("的(?:总|奋斗|预期|增长|发展|工作)?目标")
_SCOPE = re.compile(
    rf"^(?:大|重点|主要|具体|重大|关键|重要|核心|专项|方面的)?(?:{'|'.join(SCOPE_NOUNS)})"
)
_SCOPE_LEAD = re.compile(rf"^(?:{'|'.join(SCOPE_LEADS)})")
_FORMULA = re.compile("[×÷]|/[^，]{2,60}100%")
_SKIP_BEFORE = re.compile(
    r"(?:每|从|由|为期|前瞻|满|每隔|距|上年|去年|约为|第|原来的|上述|(?<![㐀-鿿%])以上|其他|其余|这|以下|下列)$"
)
_INVESTED = re.compile(
    r"(?:总?投资(?:额|超|达|约)?|投资额|建筑面积|占地|面积|预算)(?:超|达|约|为)?$"
)
_SIZE = re.compile(rf"(?:{'|'.join(MONEY_OR_SIZE)})$")
_THRESHOLD = re.compile(rf"^(?:的)?(?:{'|'.join(THRESHOLD_NOUNS)})")
_LISTED_PROJECT = re.compile(rf"^[^，、。]{{0,14}}(?:{'|'.join(FACILITIES)})")
_LIST_BEFORE = re.compile(r"等$|、[^，]{2,40}$")
_BARE_VERB = 2
_OF_SOME = re.compile("的(?!目标|任务|预期|水平|增速|要求)")
_GREW = re.compile(f"(?:{'|'.join(GROWTH_WORDS)})$")
_SPREAD = re.compile("分别|依次")
_EACH = re.compile(
    r"每(?:一?个|家|所|座|位|名)?(?P<in>(?:(?!联系|包联|帮扶|服务|领导|干部)[^，、。\d]){0,10}?)"
    r"(?P<of>开发区|园区|县区|乡镇|街道|社区|[县区镇乡村户月周天](?![级域城直委])|企业|学校|家庭|季度?)"
    r"(?P<deed>[^，、。\d]{0,8})$"
)
_PER_HEADS = re.compile(r"每(?P<of>[千万百][人户])$")
_DEALT_WITH = re.compile(r"(?:解决|办结|化解|消化|整改|完成|盘活|淘汰|拆除)$")
_SET_BY = re.compile(
    r"^(?:确定|核定|安排|计提|提取|发放|设立)(?P<what>[^，。；\d]{2,20}(?:标准|经费|资金|基金|补助|补贴|预算))$"
)
_WHOLE_OF = re.compile(r"按照?(?:不得?[低高]于|不得?少于|不超过)?(?P<whole>[^，。；]{2,30})的$")
_SIZED = re.compile("(?:[\\d.]+|[十百千万]+)[亿万]元?级")
_LIST_GOES_ON = re.compile("[、和及]")
_ONE_OF_A_LIST = re.compile(r"^[^，]{0,80}?等(?:一批)?[^，、\d]{0,8}(?:项目|工程)")
_OF_RULES = ("的比例", "的标准", "的速度", "的要求", "的幅度")
_BOUND_WORD = re.compile(r"(?:不超过|不低于|不高于|不少于|超过|低于|高于|超|逾|大于|小于)$")
_CHANGE_ONLY = re.compile(
    r"^、?(?:同?比|较)(?:上年|去年|20\d\d年)(?:底|末|同期)?(?:[增提减下上扩][长加高升少降涨大]|净增|多|少)?$"
)
_PLANT = re.compile(r"^[^，、。]{0,20}?(?:项目|生产线|装置|机组|电站|电厂|工厂)")
_TOGETHER = re.compile(r"(?:(?<![人年平户亩])均|都(?!市)|双双)(?=[^，、]{0,8}$)")
_DAILY = re.compile(r"日(?:供|处理|产|输|均)[^，、]{0,6}(?:量|能力|规模)?$")


_MODAL = re.compile("|".join([*MODALITIES, "要"]))
_LOOSE_LEAD = re.compile("|".join(LOOSE_LEADS))
_DEED_AND_COUNT = re.compile(rf"(?!{'|'.join(NO_DEED)})[㐀-鿿]{{2,4}}$")
_NAMED_COUNT = re.compile(r"(?!.*(?:共计?|合计|累计|等|约|近|为|是)$)[^，]{3,}")
_UP_TO_THE_END = re.compile(r"(?:（□+）)?$")


def targets(
    masked: str, clause: Piece, leading: bool, placed: bool, *, named: bool
) -> Iterator[Draft]:
    """The targets of a clause in order. ``leading``: the sentence has promised already.

    ``placed``: it stands in a plan, where a figure at the end of its clause is one of its aims.
    ``named``: what is spoken of was named before it, as of 到2030年翻一番.
    What a number only delimits (过50亿元项目5个), places (聚焦6个领域) or describes
    (总投资50亿元的…) is no target.
    """
    verb = ""
    if _FORMULA.search(masked, clause.start, clause.end):
        return
    for item in items(masked, clause):
        found = _VERB.search(item.text)
        verb = found[0] if found else verb
        drafts = list(_of_item(item, verb, leading, placed))
        yield from drafts
        if not drafts:
            yield from worded(item, verb, named)


def _of_item(item: Item, verb: str, leading: bool, placed: bool) -> Iterator[Draft]:
    kept = [q for q in item.quantities if not _only_describes(item, q)]
    promised = leading or placed
    kept = [
        q
        for q in kept
        if not _places(item, q)
        and (_promised(item, q, verb, leading) or (promised and _aims(item, q)))
    ]
    spread = _SPREAD.search(item.text)
    if spread and len(kept) > 1:
        yield from _distributed(item, kept, spread.start())
        return
    if _side_by_side(item, kept):
        yield from _distributed(item, kept, kept[0].start)
        return
    drafts = [draft for quantity in kept for draft in _shared(item, kept, quantity)]
    yield from _completed(drafts)


def _completed(drafts: list[Draft]) -> list[Draft]:
    """2个千亿级、6个百亿级产业集群: a size alone is that of the thing named behind it."""
    found: list[Draft] = []
    thing = ""
    for draft in reversed(drafts):
        if _SIZED.fullmatch(draft.metric):
            found.append(replace(draft, metric=draft.metric + thing))
        else:
            found.append(draft)
            thing = _SIZED.sub("", draft.metric, count=1)
    return found[::-1]


def bare_figure(masked: str, clause: Piece) -> Iterator[Draft]:
    """The figure that is the whole of a clause, as behind 2026年目标：; it has no name here."""
    text = clause.of(masked)
    for q in quantities(text):
        bound, after = text[: q.start], text[q.end :]
        if not after and not name_before(bound):
            sign = comparator(bound, q, after)
            marks = _marks(bound, q)
            yield Draft(clause.start, clause.end, "target", "", sign, q.value, q.unit, marks)


def _only_describes(item: Item, q: Quantity) -> bool:
    before, after = item.text[: q.start], item.text[q.end :]
    if q.level or _SKIP_BEFORE.search(before) or _ONE_OF_A_LIST.search(after):
        return True
    if not q.is_percent and _sizes(item, q):
        return True
    if q.is_percent:
        return after.startswith(_OF_RULES) or _selects(q, before, after)
    if _limits(q, before, after) or (_INVESTED.search(before) and after[:1] == "的"):
        return True
    if _CHANGE_ONLY.match(before):
        return True
    if _SIZE.search(q.unit):
        return _is_threshold(item, q, after)
    if q.unit[-1] in COUNTED:
        return _SCOPE.match(after) is not None
    return _PLANT.match(after) is not None


def _selects(q: Quantity, before: str, after: str) -> bool:
    """对增长10%以上的企业给予奖励: the rate says which ones are meant."""
    chosen = _OF_SOME.match(after) and (_GREW.search(before) or before.startswith(("对", "给予")))
    return bool(chosen) or _limits(q, before, after)


def _limits(q: Quantity, before: str, after: str) -> bool:
    """500万元以下的小微企业, 费率不超过1%的业务: the bound says which ones are meant."""
    if after[:1] != "的":
        return False
    if q.bound:
        return _SIZE.search(q.unit) is not None
    return _BOUND_WORD.search(before) is not None


def _is_threshold(item: Item, q: Quantity, after: str) -> bool:
    """过50亿元项目5个: the size only says which projects count."""
    if _THRESHOLD.match(after):
        return True
    if not q.unit.endswith(LAND_AND_LENGTH) and _PLANT.match(after):
        return True
    counted = any(other.unit[-1] in COUNTED for other in item.quantities if other is not q)
    return counted and bool(after) and "㐀" <= after[0] <= "鿿" and after[0] not in "和及与并同"


def _sizes(item: Item, q: Quantity) -> bool:
    """10亿元以上20个, 76个20户以上村: a size with its bound directly beside a count."""
    counts = [other for other in item.quantities if other is not q and other.unit[-1] in COUNTED]
    return bool(q.bound) and any(q.end == c.start or c.end == q.start for c in counts)


def _places(item: Item, q: Quantity) -> bool:
    """聚焦6个领域: what leads the clause only says what the talk is about."""
    lead = _SCOPE_LEAD.match(item.text[: q.start])
    if lead is None or q.is_percent or _VERB.search(item.text[: q.start], lead.end()):
        return False
    return q.unit[-1] in COUNTED or not _LOOSE_LEAD.match(lead[0])


def _promised(item: Item, q: Quantity, verb: str, leading: bool) -> bool:
    before, after = item.text[: q.start], item.text[q.end :]
    if q.is_percent:
        return len(before.strip()) >= 2 or after[:1] == "的"
    if not before and not after:
        return False
    said = verb or leading or _MODAL.search(before)
    return bool(said or comparator(before, q, after) != "=")


def _aims(item: Item, q: Quantity) -> bool:
    """A thing with its count at the end of its clause, or a deed with one (布设35处监测点)."""
    before, after = item.text[: q.start], item.text[q.end :]
    if _UP_TO_THE_END.match(after):
        return _NAMED_COUNT.fullmatch(before) is not None
    if q.is_percent:
        return not before and bool(q.bound) and _VERB.search(after) is not None
    return q.unit[-1] in COUNTED and _DEED_AND_COUNT.match(before) is not None


def _shared(item: Item, kept: list[Quantity], q: Quantity) -> Iterator[Draft]:
    """One draft, or one for each figure of a list that shares the value (A、B均增长10%)."""
    begins = max((other.end for other in kept if other.end <= q.start), default=0)
    before, after = item.text[begins : q.start], item.text[q.end :]
    before = deed_behind(before.lstrip("、和及与")) if begins else before
    whole = _draft(item, q, _name(before, after, q), before, after)
    if whole.kind == "project" and len(kept) > 1 and not before.endswith("等"):
        whole = replace(whole, kind="target")
    together = _TOGETHER.search(before)
    names = shared_names(before[: together.start()] if together else before)
    expands = all_indicators(before) or (together and names and is_indicator(names[-1]))
    if len(names) > 1 and expands:
        yield from (replace(whole, metric=name) for name in names)
    else:
        yield whole


def _side_by_side(item: Item, kept: list[Quantity]) -> bool:
    """Whether as many names stand before the figures as figures follow each other."""
    if len(kept) < 2 or not all(q.is_percent for q in kept):
        return False
    gaps = (item.text[q.end : then.start] for q, then in pairwise(kept))
    return all(gap in ("、", "和", "及") for gap in gaps) and len(
        shared_names(item.text[: kept[0].start])
    ) == len(kept)


def _distributed(item: Item, kept: list[Quantity], spread: int) -> Iterator[Draft]:
    """A、B分别达到X和Y: each name its own value, in order."""
    valued = [q for q in kept if q.start >= spread] or kept
    names = shared_names(item.text[:spread])
    if len(names) == 1 and len(valued) == 2:
        names = both_sides(names[0]) or names
    if len(names) != len(valued):
        names = [name_before(item.text[:spread])] * len(valued)
    first = item.text[: valued[0].start]
    for name, q in zip(names, valued, strict=True):
        yield _draft(item, q, name, first, item.text[q.end :])


def _name(before: str, after: str, q: Quantity) -> str:
    if q.is_percent and _AIM.match(after):
        return _SCOPE_LEAD.sub("", figure_before(before))
    if q.is_percent and after[:1] == "的":
        deed = _DEALT_WITH.search(before)
        return f"{deed[0]}的{noun_after(after)}占比" if deed else f"{noun_after(after)}占比"
    whole, part = _WHOLE_OF.search(before), _SET_BY.match(after)
    if q.is_percent and whole and part:
        return f"{part['what']}占{whole['whole']}比例"
    size = _SIZED.match(after) if q.unit[-1] in COUNTED else None
    if size and _LIST_GOES_ON.match(after, size.end()):
        return size[0]
    noun = noun_after(after) if q.unit[-1] in COUNTED else ""
    if noun and not re.match(r"以上|左右|台阶|大关", noun):
        return noun
    name = figure_before(before)
    if is_indicator(name):
        return name
    thing = counted_before(before)
    return thing if len(thing) > _BARE_VERB or not noun_after(after) else noun_after(after)


def _draft(item: Item, q: Quantity, metric: str, before: str, after: str) -> Draft:
    over = over_another(before) if q.unit == "个百分点" else ""
    if over:
        figure = standing_name(before[: -len(over)])
        return Draft(
            start=item.piece.start,
            end=item.piece.end,
            kind="target",
            metric=figure + over,
            comparator="vs",
            value=q.value,
            unit=q.unit,
            marks=("number", "vs"),
        )
    is_list = q.unit in ("个", "项", "条", "所", "座") and _LISTED_PROJECT.match(after)
    named = is_list and _LIST_BEFORE.search(item.text[: q.start])
    return Draft(
        start=item.piece.start,
        end=item.piece.end,
        kind="project" if named else "target",
        metric=metric,
        comparator=comparator(_PER_HEADS.sub("", before), q, after),
        value=q.value,
        unit=_unit(before, q),
        marks=_marks(before, q),
    )


def _unit(before: str, q: Quantity) -> str:
    """The unit with what it is counted by: 万吨/日, and 家/开发区 behind 每个开发区."""
    if q.is_percent or "/" in q.unit:
        return q.unit
    if _DAILY.search(before.rstrip("达到约为")):
        return f"{q.unit}/日"
    each = _PER_HEADS.search(before) or _EACH.search(before)
    return f"{q.unit}/{each['of']}" if each else q.unit


def _marks(before: str, q: Quantity) -> tuple[str, ...]:
    marks = ["number"]
    if q.bound or re.search("达到|不低于|不少于|超过|突破|控制在|增长|提高", before):
        marks.append("bound")
    if q.ranged:
        marks.append("range")
    return tuple(marks)
