"""The lines of a document: headings, and whether they look back or ahead."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from luoshi.core.extract.lexicon import (
    BASELINE_PHRASES,
    PAST_HEADINGS,
    PLAN_HEADINGS,
    RESULT_WORDS,
)
from luoshi.core.extract.periods import Period, read_period, whole_year

Tense = Literal["past", "plan"]

_LEVELS = (
    re.compile(r"\s*(?:第[一二三四五六七八九十]{1,3}(?:章|部分)|[一二三四五六七八九十]{1,3}、)"),
    re.compile(r"\s*（[一二三四五六七八九十]{1,3}）"),
    re.compile(r"\s*(?:\d{1,2}\s?[.、．](?!\d)|（\d{1,2}）)"),
)
_PAST_HEAD = re.compile("|".join(PAST_HEADINGS))
_PLAN_HEAD = re.compile("|".join(PLAN_HEADINGS))
_BASELINE = re.compile("|".join(BASELINE_PHRASES))
_LOOK = 60
_PAST_LEAD = re.compile(
    r"^[^，。；]{0,8}?(?:(?:刚刚)?过去的?(?:[一二三四五两]年|这?一年|\d{4}年)|过去，|[一二三四五两几]年来"
    r"|去年|上年|近年来|多年来|回顾|回首|回望|回眸|刚刚过去|成绩来之不易|取得的成绩|取得这些成绩)"
)
_PLAN_LEAD = re.compile(
    r"^[^，。；]{0,14}?(?:(?:今后|未来|接下来)(?:[三五一二两]年|一个时期|一段时间)|下一步|新的一年|展望未来"
    r"|今年(?:是|，|要|经济|全[市省县区]|发展|工作|政府|我[们市省县区]|的?(?:主要|重点|总体|预期)|及今后)"
    r"|做好今年|主要(?:预期)?目标|预期目标|总体要求|主要工作目标|工作的?总体(?:要求|思路))"
)
_PAST_SENTENCE = re.compile(
    r"去年|上年(?!度?计划)|过去[一三五两的]|[一二三四五两]年来|近年来|以来(?=，)|(?<![而早])已经?(?:建成|完成|实现|达|累计|开工|落地|签约|成为|有|新[建增开]|投入|投产|投用|发放|启动|竣工|通车|引进|培育|改造|拨付|到位)(?!的)"
    r"|取得了|(?:实现|完成|达到|突破|新增|建成|增长|下降|超过|获得|获评|荣获|引进|培育)了"
    r"|(?<![\d-])(?:1|一)(?:至|-{1,2}|—|到)(?:\d{1,2}|[二三四五六七八九十]{1,2})月份?(?![底末前])"
    r"|荣获|获评|被评为|被授予|截至|目前[，,]?(?:已|全|我)"
)
# Nobody plans how many accidents there will be, unless as a bound.
_HAPPENED = re.compile(
    r"^(?!.*(?:力争|确保|控制|不超过|以内|以下|下降到)).*发生[^，。；]{2,20}\d+[起例](?!以[内下])"
)
# Said of results in a review, of aims in a plan: they count only where neither is marked.
_PAST_PERHAPS = re.compile(
    r"取得[^，。]{0,12}(?:成效|成绩|成果|进展|突破)|圆满完成|顺利完成|超额完成|成功(?:创建|举办|获批|入选|承办|签约)"
)
_EVENT = re.compile(
    r"(?:推进会|大会|仪式|现场会|座谈会|发布会|签约会)上，(?![^。；]{0,200}(?:提出|要求|强调|指出|部署))"
)
_AHEAD = re.compile(
    r"(?<!必)将(?!军|领|士|近|来)|(?<![主重需想首只])要(?![求素点害闻件])|力争|确保|争取|(?<![年季月]度)计划(?!的)|拟|今年(?!以来)|下一步|务必|奋力"
)
_AGENDA = re.compile(r"\s*[（\d一二三四五六七八九十]{0,4}[、）.．]?\s*(?:听取|研究|审议|讨论|传达)")
_OPENS_WITH_YEAR = re.compile(
    r"\s*(?:（?[一二三四五六七八九十]{1,3}[、）]\s*)?(20\d\d)年(?!.*20\d\d年)"
)
_YEAR_OF_WORK = re.compile(r"(20\d\d)年(?:的|全[市省县区])?(?:主要|重点|政府)?工作$")
_VISION = re.compile(
    r"^[^，。；]{0,30}?(?:远景目标|“十[二三四五]五”时期[^，。；]{0,14}(?:主要目标|目标任务))"
)
_RESULT_LABEL = re.compile(
    r"(?:完成(?:值|数|情况|率)?|实绩|实际(?:值|数)?|(?:上年|去年|上期)[^，]{0,6}|基数|基期值?|基准值?|现状值?)$"
)
_RESULT_CLAUSE = re.compile(
    r"(?:(?:而|其中)?(?:去年|上年|前年|往年|上一年)(?!度?计划|任务)(?!(?:我|全)?[市省县区]?[^，。；]{2,20}的\d).*\d|(?:在|从).{2,40}(?:的)?基础上$)"
)
_CITATION = re.compile(
    r"^(?:党中央|中央|国务院|国家|全国|省委|省政府|自治区)[^，。；]{0,8}《[^》]+》[^，。；]{0,6}(?:提出|明确|规定|要求)"
)
_CONDITION = re.compile(r"^(?:如果|若|倘若|假如|一旦|凡|如(?![期约实下何厕意东皋同今数愿火]))")
_CRITERION = re.compile(r"^(?:对|凡|未|逾期)[^，。；]*的$|\d[^，。；]*(?:的|者)$")
_PAPER_TITLE = re.compile(
    r"关于.{2,80}的(?:通知|意见|决定|批复|报告|通报|函|请示|公告)$", re.DOTALL
)
_PART_IN_TITLE = re.compile(
    r"^[^，。；\n]{0,30}(20\d\d)年(?:第?[一二三四]季度|[上下]半年)[^，。；\n]{0,30}$", re.MULTILINE
)
_RESULTS = re.compile("|".join(RESULT_WORDS))
_FULL_STOP = re.compile("[。\n]")
_FEW = 3
_UNDER_WAY = re.compile("推动|促进|推进|加快")
_YEAR = re.compile(r"(?<!\d)(20\d\d|19\d\d)年")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the text with the level of its heading (0: none) and the heading's end."""

    start: int
    end: int
    level: int
    heading_end: int


def lines(folded: str) -> Iterator[Line]:
    """The lines that hold anything, in order, without their line ends."""
    for found in re.finditer(r"[^\n]+", folded):
        if found[0].isspace():
            continue
        level = next((n for n, rule in enumerate(_LEVELS, 1) if rule.match(found[0][:20])), 0)
        stop = found[0].find("。", 0, _LOOK)
        title = stop if stop > 0 else len(found[0])
        ends = found.start() + title if level and title <= _LOOK else found.start()
        yield Line(found.start(), found.end(), level, ends)


def heading_tense(title: str, year: int | None) -> Tense | None:
    """Whether a heading announces a review or a plan; of both, the review comes first.

    A heading that only names a year's work (2022年工作) is told by that year, and one that
    opens with a year gone by (2022年全市经济) is a review; what a meeting hears is neither.
    """
    if _AGENDA.match(title):
        return None
    if _PAST_HEAD.search(title):
        return "past"
    if _PLAN_HEAD.search(title):
        return "plan"
    named = _YEAR_OF_WORK.search(title)
    if named and year:
        return "past" if int(named[1]) < year else "plan"
    opens = _OPENS_WITH_YEAR.match(title)
    return "past" if opens and year and int(opens[1]) < year else None


def lead_tense(lead: str, year: int | None) -> Tense | None:
    """What the opening of a paragraph says about its tense, if anything."""
    if _PLAN_LEAD.match(lead) or _VISION.match(lead):
        return "plan"
    if _PAST_LEAD.match(_BASELINE.sub("", lead)):
        return "past"
    named = _YEAR.match(lead.strip())
    if named and year:
        return "past" if int(named[1]) < year else "plan"
    return None


def looks_back(sentence: str, year: int | None, in_plan: bool) -> bool:
    """Whether a sentence reports what was, leaving aside what it only compares with."""
    bare = _BASELINE.sub("", sentence)
    if _HAPPENED.search(bare):
        return True
    if _PAST_SENTENCE.search(bare) or _EVENT.search(bare):
        return not _AHEAD.search(bare)
    if not in_plan and _PAST_PERHAPS.search(bare) and not _UNDER_WAY.search(bare):
        return not _AHEAD.search(bare)
    named = [int(found[1]) for found in _YEAR.finditer(bare)]
    return bool(year and named and max(named) < year and not _AHEAD.search(bare))


def reports(clause: str, label: str, year: int | None) -> bool:
    """Whether one clause tells what was reached: 2025年完成：800亿元 beside an aim for 2026.

    ``label`` is what stands before the colon in front of it, if one does.
    """
    if _RESULT_LABEL.search(label):
        return True
    if _RESULT_CLAUSE.match(clause) and not _AHEAD.search(clause):
        return True
    bare = _BASELINE.sub("", f"{label}：{clause}" if label else clause)
    named = [int(found[1]) for found in _YEAR.finditer(bare)]
    return bool(year and named and max(named) < year and not _AHEAD.search(bare))


def stands_aside(clause: str) -> bool:
    """Whether a clause, and what its sentence says behind it, promises nothing.

    It only says what would be if (如资金到位, 完成任务80%以下的), or what another's paper says.
    """
    return any(rule.search(clause) for rule in (_CONDITION, _CRITERION, _CITATION))


def is_review(text: str) -> bool:
    """Whether more sentences of a text tell of results than look ahead, and three at least."""
    sentences = _FULL_STOP.split(text)
    results = sum(_RESULTS.search(sentence) is not None for sentence in sentences)
    return results >= _FEW and results > sum(map(looks_ahead, sentences))


def is_title(sentence: str) -> bool:
    """Whether a line is the title of a paper: 关于印发…的通知."""
    return _PAPER_TITLE.search(sentence) is not None


def looks_ahead(sentence: str) -> bool:
    return _AHEAD.search(sentence) is not None


def lead_period(lead: str, year: int | None) -> Period | None:
    """The period a heading or an opening sets for all that follows it: 到2025年, 今后五年."""
    period = read_period(lead, year)
    if period is None or period.end is None:
        return None
    spans_a_year = period.start is not None and period.end.month == 12 and period.start.month == 1
    return period if spans_a_year else None


def default_period(opening: str, year: int | None, annual: bool) -> Period | None:
    """The part of a year the title names (2026年四季度若干措施), or the year of a yearly plan."""
    titled = _PART_IN_TITLE.search(opening)
    if titled and year and int(titled[1]) == year:
        return read_period(titled[0], year)
    return whole_year(year) if year and annual else None
