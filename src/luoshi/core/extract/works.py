"""Named works: what is to be built, started or finished, without a number."""

import re

from luoshi.core.extract.lexicon import BUILDINGS, FACILITIES

_WORKS = "|".join(sorted(FACILITIES, key=len, reverse=True))
_BUILDINGS = "|".join(sorted({*FACILITIES, *BUILDINGS}, key=len, reverse=True))
_ADVERB = (
    r"(?:力争|确保|争取|加快|重点|全面|扎实|积极|大力|抓紧|配合|协调|年内|尽快|及早|要|将|再|率先|先期|继续|稳步|持续|全力|有序"
    r"|统筹|深入|同步|共同|高质量|高标准|高水平|，|、)*"
)
_BUILT = re.compile(
    rf"^(?:在[^，。；]{{3,30}}?)?{_ADVERB}(?:建成(?:投用|投运|运营|运行|投产)?|开工建设|新建|筹建|(?:启动|推进|加快)?建设|改扩建|续建|启动实施|建成并投用|建好)"
    rf"(?P<what>[^，。；]{{3,80}}?(?:{_BUILDINGS}))(?:建设)?$"
)
_CARRIED_OUT = re.compile(
    rf"^{_ADVERB}(?:实施|推进|推动|推动实施|抓好|建设|加快|启动|谋划推进|加快推进|保障|加快建设)"
    rf"(?P<what>[^，。；]{{4,120}}?(?:等(?:一批)?[^，。；、]{{0,8}}?(?:项目|工程|综合体|平台|载体|园区)|建设项目|(?:{_BUILDINGS})))"
    r"(?P<end>(?:规划|顺利)?建设|落地见效|落地|投产|开工|(?:建设)?进度|(?:综合设计及)?工程实施|(?:取得)?(?:积极|实质性)?进展)?$"
)
_SCHEDULED = re.compile(
    rf"^(?:力争|确保|争取|推动|加快|实现|保障)*(?P<what>[^，。；]{{2,90}}?(?:{_WORKS})(?:[一二三四]期)?)"
    r"(?:上半年|下半年|[一二三四]季度|\d{1,2}月份?)?(?:尽快|早日|全面|如期|年内|按期|提前|正式)*"
    r"(?:开工|投入运营|投入使用|投用|投产|竣工|建成|通车|运营|完工|交付|达产|建成投用|建成投运|投运|开工建设|落地|通过验收|具备通行能力)+$"
)
_PUSHED = re.compile(
    "^(?:力争|确保|争取|推动|加快|实现|保障)|(?:上|下)半年|季度|\\d月|年内|早日|如期|按期"
)
_COMPLETED = re.compile(
    rf"^{_ADVERB}(?:按期|如期|按时)?完成(?P<what>[^，。；\d]{{4,60}}(?:建设|改造|重建|迁建|改扩建))(?:任务)?$"
)
_NAMED_LIST = re.compile(
    r"、[^，。；]{2,60}等|等\d*[^，、]{0,10}(?:项目|工程)$|[\d一二三四]期|“□+”|（□+）|、"
)
_VAGUE = re.compile(
    r"(?<!等)一批|^(?:以|实施|标志性|重大|重点|基础设施|各类|相关|有关|新一轮|现代化?|高质量|高标准农田|[^、]{0,6}体系)|体系|机制|环境|格局|氛围"
    r"|进度|力度|思维|一体化|标准化|信息化|方面|(?:能力|水平)$|^(?:打造|构建|培育|形成|完善|提升)|^“□+”(?:重大|重点)|“□+”[^、]{0,4}工程$"
)
_GENERAL = re.compile(
    r"重大|重点|一批|各类|相关|有关|新型|基础设施|公共服务|若干|更多|现代|高质量|高标准|高水平|配套|老旧|一流|更高|文明|系列|品牌|特色"
    r"|前期|谋划|储备|入库|招商|标准|数字|智慧城市|[市省县国]级$|服务业|民生|关键|优质|规模|示范带动|城乡|农村|乡村|社区|区域|产业项目|产业链|在建|续建|新建"
)
_PROPER = 3


def work(text: str, opens: bool) -> str | None:
    """The name of the work a clause promises, or None. Slogans and kinds of works are none.

    ``opens``: the clause opens its paragraph, where 加快清洁能源基地建设 is but its topic.
    """
    for rule in (_BUILT, _SCHEDULED):
        found = rule.match(text)
        if found and not _VAGUE.search(found["what"]) and _is_pushed(rule, text):
            return found["what"]
    found = _COMPLETED.match(text)
    if found and not found["what"].startswith(("重点", "各类", "一批")):
        return found["what"]
    found = _CARRIED_OUT.match(text)
    if found and not _VAGUE.search(found["what"]):
        listed = _NAMED_LIST.search(found["what"])
        return found["what"] if listed or (not opens and _is_specific(found["what"])) else None
    return None


def _is_pushed(rule: re.Pattern[str], text: str) -> bool:
    return rule is not _SCHEDULED or _PUSHED.search(text) is not None


def _is_specific(what: str) -> bool:
    """Whether it names one work rather than a kind: 星湖科技馆, not 重点产业项目."""
    if len(what) <= _PROPER or what.endswith("工程"):
        return False
    return _GENERAL.search(what) is None
