"""The name of what is measured, cut out of the words around its number."""

import re

from luoshi.core.extract.lexicon import (
    BOUNDS_BEFORE,
    GROWTH_WORDS,
    INDICATOR_TAILS,
    MODALITIES,
    REDUCE_WORDS,
)

_MODAL = "|".join(MODALITIES)
TIME = (
    r"(?:到|至|在|于)?(?:20\d\d年(?:度|底|末|前|[上下]半年|第?[一二三四]季度|\d{1,2}月(?:底|末|份|[上中下]旬|\d{1,2}日)?之?前?)*"
    r"|全年|年内|今年|本年度?|年底前?|[上下]半年[底末]?前?|第?[一二三四]季度(?:(?:乃至|至|和|、|-)第?[二三四]季度)?(?:中(?=实现|完成|取得|形成)|[底末]?前?)|“?十[二三四五]五”?(?:时期|期间|末)"
    r"|(?:今后|未来)[一二三四五两]年|\d{1,2}月(?:底|末|份|[上中下]旬|\d{1,2}日)?之?前?|每年|[一二两三四五]年内)"
)
BEFORE = (
    r"(?:去年|上年|往年|上一年|20\d\d年|“?十[二三四五]五”?(?:期?末|时期))"
    r"(?:同期|底|末)?(?:水平|的?基础上)?"
)
_LEAD = re.compile(
    rf"^(?:{TIME}|{_MODAL}|请(?=[于在到\d])|并?[于在](?=\d)|其中|全[市省县区州]|我[市省县区州]|要|将|即|重点(?=加快|推进|抓好|支持|建设|实施|培育|打造|发展)|积极|大力|持续|加快|扎实|深入|全面|全力|突出|进一步|、|和|及|，|：|\s)+"
)
_OWNER = re.compile(
    r"^[^，。；：、\d]{1,12}(?:政府|[局委办厅]|部门|单位|街道)(?:负责|牵头|要|应当?)"
)
_DEED = re.compile(
    r"^(?:谋划实施|组织实施|组织开展|完成|实施|开展|安排|落实|推进|抓好)(?=[^，。；、]{2,})(?!投资|率)"
)
_GOVERNING = re.compile(r"^(?:提前|逐步|稳步)?(?:实现|保持|完成|使|安排)(?=.{2})")
_PART_OF = re.compile(r"(占[^，、]{2,20})的$")
_BOUND_WORDS = sorted(
    {word for _, words in BOUNDS_BEFORE for word in words} - {"实现"}, key=len, reverse=True
)
_TRAIL = re.compile(
    rf"(?:{'|'.join([*map(re.escape, _BOUND_WORDS), *GROWTH_WORDS, *REDUCE_WORDS])}"
    rf"|(?:同?比|较|在){BEFORE}|[一二三四五]年累计|累计|合计|拟按|按|拟安排|拟|(?<=[㐀-鿿]{{3}})完成|每[千万百]人|每户|达到每[千万百]人|同比|年均|均|都|分别|依次|双双|总体|基本|稳定|{_MODAL}|再|(?<![签节预])约|平均|原则上|一般|{TIME}|实现|、|和|\s)+$"
)
_TAILS = "|".join(sorted(INDICATOR_TAILS, key=len, reverse=True))
_INDICATOR = re.compile(rf"(?:{_TAILS})$")
_COMMON = re.compile(
    rf"(?:(?:人均)?(?:可支配收入|纯收入|生产总值)|人口城镇化率|[^、和]{{2}}化率|[^、和]{{2}}率|{_TAILS})$"
)
_AND = re.compile(r"、|和|与|及(?!其)|以及")
_ADVERBIAL = re.compile(
    rf"^(?:{TIME}|{_MODAL}|请(?=[于在到\d])|并?[于在](?=\d)|全[市省县区]|其中|要|将|即(?=谋划|新[建增])|：)+"
)
_NOUN_AFTER = re.compile(
    r"^(?:（□+）)?+(?:的)?((?:(?:(?:总?投资|年?产值|营业?收入)超?过?|超过?|过)\d[\d.]*[亿万]元(?:以[上下]的?)?|\d[\d.]*[^，、。\d]{1,4}(?:以上|以下)的?)?(?:[^，、。；：\d]|\d[A-Za-z]){1,30})"
    r"(?P<more>\d)?"
)
_NEXT_DEED = re.compile(r"(?:解决|新增|实现|提供|带动|完成|增加|安置|吸纳)[^，、]{1,12}$")


def is_indicator(name: str) -> bool:
    """Whether the name is that of a figure (率, 额, 收入) rather than of things counted."""
    return _INDICATOR.search(name) is not None


def name_before(text: str) -> str:
    """The name in front of a number: 力争森林覆盖率达到 gives 森林覆盖率."""
    return _LEAD.sub("", _TRAIL.sub("", text)).strip("“”□ ，：")


def standing_name(text: str) -> str:
    """The name in front of a comparison with others, its 增速 kept: 投资增速 高于全省平均."""
    return _LEAD.sub("", text).strip("“”□ ，：")


def counted_before(text: str) -> str:
    """The thing counted in front of its number, its verb kept: 新增规上企业, 盘活土地."""
    named = _TRAIL.sub("", _ADVERBIAL.sub("", _OWNER.sub("", text))).strip("， ：")
    return _DEED.sub("", named)


def noun_after(text: str) -> str:
    """The thing counted behind its number, up to the next mark or number."""
    found = _NOUN_AFTER.match(text)
    if found is None:
        return ""
    noun = _NEXT_DEED.sub("", found[1]) if found["more"] else found[1]
    return noun.strip("和及与的")


def deed_behind(text: str) -> str:
    """What of the words between two numbers belongs to the second: 企业解决用工 gives 解决用工."""
    found = _NEXT_DEED.search(text)
    return found[0] if found else text


def shared_names(text: str) -> list[str]:
    """The names a list shares one value among: 旅游收入、接待量 or 城镇和农村居民收入.

    Where the last name alone carries the figure (种植、收获机械化率), the others get its tail.
    """
    names = [name for name in (part.strip() for part in _AND.split(name_before(text))) if name]
    if len(names) < 2:
        return names
    tail = _COMMON.search(names[-1])
    if tail is None:
        return names
    return [name if is_indicator(name) else name + tail[0] for name in names[:-1]] + names[-1:]


def both_sides(name: str) -> list[str]:
    """城乡居民收入 named for two values is that of towns, then that of villages."""
    side, town, rest = name.partition("城乡")
    return [f"{side}城镇{rest}", f"{side}农村{rest}"] if town else []


def all_indicators(text: str) -> bool:
    """Whether every name of a list is that of a figure by itself."""
    names = [part.strip() for part in _AND.split(name_before(text))]
    return len(names) > 1 and all(is_indicator(name) for name in names)


def figure_before(text: str) -> str:
    """The figure in front of a number without the verb that governs it: 出口占全市的 is 占比."""
    return _PART_OF.sub(r"\1比重", _GOVERNING.sub("", name_before(text)))
