"""Promises without a number: named works, and tasks whose end can be checked."""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from luoshi.core.extract.bodies import is_body
from luoshi.core.extract.candidate import Kind
from luoshi.core.extract.clauses import Piece
from luoshi.core.extract.draft import Draft
from luoshi.core.extract.duties import DATE
from luoshi.core.extract.lexicon import FACILITIES
from luoshi.core.extract.metrics import name_before
from luoshi.core.extract.periods import is_bare_period
from luoshi.core.extract.subjects import subject
from luoshi.core.extract.works import work

_WORKS = "|".join(sorted(FACILITIES, key=len, reverse=True))
_DEADLINE = re.compile(
    r"(?:[一二三两四五六\d]{1,2}(?:周|日|天|个?工作日|个月)内|[一二三两\d]年内|\d{1,2}月(?:底|末|\d{1,2}日)?之?前|\d{1,2}月份|[年月]底[前完全]|年内|上半年|[一二三四]季度|(?:春节|元旦|国庆节?|汛期)前)"
)
_THING_DUE = re.compile(rf"^(?P<what>[^，。；\d]{{4,40}}?)(?:要|应|须|将)?(?:于|在|到)?{DATE}")
_NAMED = 5
_FINISHED = re.compile(
    r"完成|建成|投用|投产|开工|竣工|实现|出台|印发|启动|到位|通车|清零|见效|搬迁|报送|制定|建立|全部|开通|上线|交付|挂牌|获批|验收|将[^，。；]{2,30}报|[前内]报|反馈|提交|进场|动工|签约|拨付|归还|整改"
)
_BEGINS_FINISHED = re.compile(
    r"^(?:[^，。；]{2,12}?(?:部门|单位|政府|局|委|办|县|区|城市))?"
    r"(?:力争|确保|争取|基本|全面|初步|要|各地|按时|如期|尽快|研究|全部)*"
    r"(?:要|应)?(?:完成|建成|建立|形成|实现|出台|印发|制定|编制|报送|构建|启动|开工|竣工|投用|搬迁|组织开展|对)"
)
_WORK_NAMED = re.compile(
    rf"(?:{_WORKS})[^，]{{0,12}}(?:建成|开工|投用|投产|竣工|通车|完工|建设)[^，]{{0,4}}$"
    r"|(?:^|年内|季度|[上下]半年|[月年]底?前)(?:全面|正式)?(?:建成|开工)"
)
_DONE = re.compile(r"完成|建成|投用|投产|开工|竣工|通车|到位")
_ADVERB = (
    r"(?:研究|抓紧|尽快|加快|抓好|推动|推进|加力|争取|力争|确保|全面|高标准|高质量|高水平|统筹|积极"
    r"|如期|按期|按时|坚决|扎实|持续|启动|重新|科学|要)*"
)
_MADE = re.compile(
    rf"^{_ADVERB}(?:制定|出台|编制|修订|印发|编修|修编)(?:实施|完成)?"
    r"(?P<what>[^，。；]{3,60}?(?:办法|条例|方案|行动计划|规划|细则|预案|导则|目录|标准|实施意见|专项措施|《□+》)(?:修编)?)$"
)
_SET_UP = re.compile(
    rf"^{_ADVERB}(?:设立|组建|成立)(?P<what>[^，。；]{{3,40}}?(?:中心|机构|基金|公司|集团|平台|专班|工作站|实验室|研究院|研究所|交易所|银行|协会|联盟|学院|委员会|领导小组))$"
)
_CREATED = re.compile(
    rf"^{_ADVERB}(?P<what>[^，。；\d]{{0,30}}(?:国家|省级|全国|全省|自治区|世界)[^，。；]{{0,40}}?)(?:创建|申报|申创)(?:工作|步伐)?$"
)
_FINISHED_TASK = re.compile(
    rf"^{_ADVERB}完成(?!好|以上|上述|各项|今年|全年|年度|既定|预期|本年|政府|这些|“□+”)(?P<what>[^，。；\d]{{3,40}}?(?:任务|目标|整治|修编|改革|划定|普查|编制|验收|评估|确权|登记|工作|工程|控规|详规|搬迁|清零|换届|并网|改制))$"
)
_WON = re.compile(
    rf"^{_ADVERB}(?:争创|申建|申创|获批|通过)(?P<what>[^，。；\d]{{3,40}}(?:试验区|示范区|试点|基地|中心|场地|城市|县|口岸|保税区|复审|验收|评估|认定|称号))$"
)
_HOSTED = re.compile(
    rf"^{_ADVERB}(?:举办|承办|办好|筹办)(?P<what>[^，。；]{{0,30}}(?:博览会|交易会|展销会|推介会|论坛|运动会|马拉松|文化节|旅游节|艺术节|购物节|消费季|节会|峰会|年会|锦标赛|大赛|联赛|大会)[^，。；]{{0,12}})$"
)
_TITLE = re.compile(
    r"^(?:积极|全力|努力|奋力|加快|力争|深入|扎实|持续|推进)*(?:申报和创建|创建|申报|争创|争取(?:创建|纳入|列入|获批|成为|入选|建立)?|创成)"
    r"(?P<what>[^，。；\d]{0,4}(?:国家|省级|全国|全省|农村|区域|世界|国际|自治区)[^，。；]{0,32}?"
    r"(?:示范[区市县城镇村]?|[市区县镇村园]|试点|基地|中心|名[单录城]|市场|称号|品牌|枢纽|院校|学校|医院|项目|遗产|文明))$"
)
_MECHANISM = re.compile(
    r"^要?(?:健全|完善|建立|用好)(?P<what>[^，。；]{0,6}“□+”[^，。；]{0,8}(?:机制|制度)|[^，。；]{2,12}机制、[^，。；]{2,40}机制)$"
)
_CAMPAIGN = re.compile(
    r"^(?:持续|深入|扎实|全面|统筹)*(?:开展|深化|抓好|推进|滚动推进)(?P<what>[^，。；]{0,10}“□+”[^，。；]{0,8}(?:行动|活动|调研|项目|整治))$"
)
_REMOVED = re.compile(
    r"^(?:依法|全部|全面|坚决)+(?:取缔|关停|拆除|淘汰|清退)(?P<what>[^，。；]{3,40})$"
)
_CORRECTED = re.compile(
    r"^[^，。；]{0,10}(?:抓好|推进|完成)(?P<what>[^，。；]{4,40}(?:问题整改(?:销号)?|整改销号|整改任务))$"
)
_ACHIEVED_STATE = re.compile(
    r"^(?P<what>[^，。；]{4,50}?)(?:基本|全面|总体)(?:建立|齐全|解决|建成|形成|实现[^，。；]{2,16}|完成|消除)$"
)
_REGULARLY = re.compile(
    r"^(?P<who>[^，。；：]{0,24}?)(?:要|应|将|须)?(?P<what>(?:每半年|每(?:个)?(?:季度?|月|周|年|日|天|星期)|按[月季周日]|逐[月季周])"
    r"(?:至少|不少于|\d{1,2}日之?前|[底末初]|\d{1,2}日)*(?:要|向|由|对|将|组织|召开|开展|进行|报送|报告|上报|通报|公布|公示|调度|研判|督查|检查|评估|听取|更新|分析"
    r"|反馈|点评|考核|排名|发布|汇总|会商|巡查|报)[^，。；]{0,40})$"
)
_ACTS = re.compile(
    "召开|开展|报送|报告|上报|通报|公布|公示|调度|研判|督查|检查|评估|听取|更新|分析|反馈|点评|考核|排名|发布|汇总|会商|巡查|报"
)
_RHYTHM = re.compile(r"“每(?P<unit>[月周季年])一(?P<what>[㐀-鿿])”")

_LAID_OUT = re.compile(
    r"^(?:明确(?P<what>[^，。；]{0,20}(?:时间表|路线图|责任人|任务书|指标和事项|完成时限)[^，。；]{0,12})"
    r"|(?P<way>(?:[^，。；]{1,4}化){2,4}(?:推动|推进|落实)[^，。；]{0,10}))$"
)
_SEASON = re.compile(r"实现(?P<what>[^，。；]{0,8}(?:开门红|全年红|双过半|满堂红)[^，。；]{0,5})$")
_SLOGAN = re.compile(
    r"学习|认清|提高|增强|牢记|树立|坚持|深刻|充分|认识|迅速行动|学会|发扬|保持|统一|清醒|强化|高度"
)
_SUBJECT_TASK = re.compile(r"^(?P<who>[^，。；：]{2,24}?)要(?![求素])(?P<what>[^，。；]{4,60})$")
_SUBJECT_PREFIX = re.compile(
    r"^[^，。；：“”]{2,16}?(?:部门|单位|局|委|区|县|市|政府|园区)要(?![求素点])(?:继续|进一步)?"
)
_IN_GENERAL = re.compile(
    r"^(?:依据|结合|按照|遵循|根据|会同|围绕|立足|充分|加大|以|把|将|对|各|在|依托|切实|寓|大力|更加|主动|认真|继续|落实)"
)
_QUALITATIVE = (
    _MADE,
    _SET_UP,
    _CREATED,
    _FINISHED_TASK,
    _WON,
    _HOSTED,
    _TITLE,
    _MECHANISM,
    _CAMPAIGN,
    _REMOVED,
    _CORRECTED,
)


def tasks(
    masked: str, folded: str, clause: Piece, leading: bool, opens: bool = False
) -> Iterator[Draft]:
    """At most one draft of a clause without a number to be reached.

    ``leading``: the sentence states the main aims; ``opens``: the clause opens its paragraph.
    """
    text = clause.of(masked)
    project = work(_SUBJECT_PREFIX.sub("", text), opens)
    if project:
        yield _draft(clause, "project", project, ("project",))
        return
    rest = list(_rhythm(clause.of(folded), clause))
    task = None if rest else _task(text, clause.of(folded), leading)
    if task:
        rest.append(_draft(clause, "qualitative-task", task, ("task",)))
    yield from rest[:1]


def _task(text: str, readable: str, leading: bool) -> str | None:
    bare = _SUBJECT_PREFIX.sub("", text)
    for rule in _QUALITATIVE:
        found = rule.match(bare)
        if found:
            return found["what"]
    found = _SEASON.search(readable)
    if found:
        return found["what"]
    found = _LAID_OUT.match(text)
    if found:
        return found["what"] or found["way"]
    found = _REGULARLY.match(text)
    if found and _ACTS.search(found["what"]):
        return found["what"]
    found = _SUBJECT_TASK.match(text)
    if found and _is_own_task(text, found["who"], found["what"]):
        return found["what"]
    if leading:
        found = _ACHIEVED_STATE.match(text)
        return found["what"] if found else None
    return None


def _is_own_task(text: str, who: str, what: str) -> bool:
    """A named unit, not every unit, is told to do something that is no mere attitude."""
    if who.startswith(("各级", "各地", "各部门", "各有关", "全")) or not subject(text):
        return False
    return not _SLOGAN.search(what) and not _IN_GENERAL.match(what)


def deadlines(masked: str, folded: str, clause: Piece, due: bool) -> Iterator[Draft]:
    """A deed with its deadline in the clause, or ``due`` in the one before it."""
    text = clause.of(masked)
    named = _DEADLINE.search(text)
    if not (named or due) or is_bare_period(text) or _SEASON.search(clause.of(folded)):
        return
    if not (_FINISHED if named else _BEGINS_FINISHED).search(text):
        return
    kind: Kind = "target" if named and _DONE.search(text) else "qualitative-task"
    if kind == "target" and _WORK_NAMED.search(text):
        kind = "project"
    whole = "全部" in text
    name = (work(text, opens=False) if kind == "project" else None) or _thing_due(text)
    draft = _draft(clause, "target" if whole else kind, name, ("deadline",))
    yield replace(draft, comparator="all") if whole else draft


def _thing_due(text: str) -> str:
    """What is due, where it stands in front of its date: 云湖大道改造于9月底前通车."""
    found = _THING_DUE.match(text)
    what = name_before(found["what"]).removesuffix("于") if found else ""
    named = len(what) >= _NAMED and not what.endswith("至") and not is_body(what)
    return what if named and not subject(text) else name_before(text)


def _rhythm(text: str, clause: Piece) -> Iterator[Draft]:
    found = _RHYTHM.search(text)
    if found:
        unit = f"{found['what']}/{found['unit']}"
        piece = (clause.start, clause.end)
        yield Draft(*piece, "qualitative-task", found[0], "=", Decimal(1), unit, ("task", "rhythm"))


def _draft(clause: Piece, kind: Kind, metric: str, marks: tuple[str, ...]) -> Draft:
    return Draft(clause.start, clause.end, kind, metric, "by", None, None, marks)
