"""The name of a promise without what only places it: who, where, when, against what."""

import re

from luoshi.core.extract.metrics import BEFORE, TIME
from luoshi.core.extract.subjects import head_of

_WHEN = re.compile(
    rf"^(?:[㐀-鿿]{{2,5}}[市县区州省](?<![小社园城景灌库矿林牧校街片地]区)(?<![城超]市))?(?:到|至|在|于|从)?(?:{TIME}|去年|上年|前年)(?:起|之前|以前|前)?(?:，|、)?(?!“)(?:要|将|须|应|力争|确保)*"
)
_POLITE = re.compile(
    r"^(?:请(?=[^示求])|并(?=[^购网轨联])|拟|应当|须|要(?![素点])|原则同意|同意|决定|确保|力争|争取|务必|努力)+"
)
_AREA = re.compile(r"^(?:(?:我|本)[省市县区州]|全[市县区州])(?=.{2})")
_WHEN_INSIDE = re.compile(
    rf"(?<=.){TIME}(?=(?:集中|全部|全面)?(?:开工|竣工|建成|投产|投用|通车|完工)+$)"
)
_WHEN_LAST = re.compile(rf"(?<=.{{2}}){TIME}$")
_AGAINST = re.compile(rf"(?:同?比|较|在){BEFORE}$|(?:由|从)[^，、]{{0,12}}\d[^，、]{{0,10}}$")
_MARKS = " ，：、；"
_BARE_DEED = re.compile(
    r"(?:再|又|另|还|共|基本|全面|集中)?(?P<deed>新建|新增|新改建|增加|净增|净增加|竣工|开工|投产|投用|完成|实现|改造|建成|培育|引进|新引进|新培育|新开工|办结|安排)"
)
_SIZED = re.compile(r"[\d亿万][^，、]{0,3}(?:以上|以下|级)的?$")
_THRESHOLD = re.compile(r"^[^，、]*?(?:以上|以下|级)的?(?=.{2})")
_LEVEL_ONLY = re.compile("国家级|省级|市级|县级|区级")
_LEVEL = re.compile(rf"^(?:{_LEVEL_ONLY.pattern})")
_COUNTED = re.compile(r"(?:总数量|总数|数量|总量|数)$")
_DEEDS = re.compile(
    r"^(?:集中|全面|全部|基本)?(?:新建|新增|新改建|改造|建成|建设|引进|招引|培育|打造|开工|签约|创建|实施|推进|完成|续建|争取|谋划|储备|举办|开展|新引进|新培育|竣工)+"
    r"(?![性率额量费])"
)
_SHORT = 2
_EMPTY_DEEDS = ("完成", "实现", "安排")


def tidy(name: str, places: tuple[str, ...]) -> str:
    """The name without subject, place, time and the level it is compared with.

    云川市2027年要新增就业 gives 新增就业, 城镇化率比上年 gives 城镇化率. ``places`` are the
    names of the document's own place. What would leave less than two characters is kept.
    """
    found = name
    while True:
        cut = _cut(found, places)
        if cut == found or len(cut) < _SHORT:
            return found
        found = cut


def _cut(name: str, places: tuple[str, ...]) -> str:
    own = next((place for place in places if name.startswith(place)), "")
    head = head_of(name)
    bare = name[max(len(own), head) :].lstrip(_MARKS)
    for rule in (_POLITE, _WHEN, _AREA, _AGAINST, _WHEN_INSIDE, _WHEN_LAST):
        bare = rule.sub("", bare)
    return bare.strip(_MARKS)


def continued(name: str, before: str, alike: str) -> str:
    """The name of a clause that leaves out its thing, completed by the name before it.

    开工项目 and then 竣工 gives 竣工项目; 亿元以上项目 and then 10亿元以上 gives 10亿元以上项目.
    ``alike`` is the name of what was last counted in the same unit, or empty.
    """
    if not name or not before:
        return name or before
    deed = _BARE_DEED.fullmatch(name)
    if deed and deed["deed"] in _EMPTY_DEEDS:
        return before
    if _LEVEL_ONLY.fullmatch(name):
        return name + _LEVEL.sub("", _DEEDS.sub("", before))
    thing = _THRESHOLD.sub("", _DEEDS.sub("", alike if deed else before))
    if len(thing) < _SHORT:
        return name
    if deed:
        return deed["deed"] + _COUNTED.sub("", thing)
    return name + thing if _SIZED.search(name) and not _SIZED.search(before) else name
