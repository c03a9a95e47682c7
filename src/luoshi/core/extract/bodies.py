"""Which words name a unit: 市住房和城乡建设局 does, 加快建设园区 does not."""

import re

from luoshi.core.extract.lexicon import BODY_TAILS, DUTY_TAILS

TAIL = "|".join(sorted(BODY_TAILS, key=len, reverse=True))
_END = re.compile(rf"(?:{'|'.join(sorted({*BODY_TAILS, *DUTY_TAILS}, key=len, reverse=True))})$")
# Deeds that are part of a name, as in 发展和改革委员会, 城乡建设局, 投资促进中心.
_IN_A_NAME = re.compile(
    r"发展(?:和|与)?改革|城[乡市](?:和住房)?建设|住房(?:和|与)?(?:城乡)?建设|(?:经济|科技|数据|产业|社会|旅游)发展"
    r"|(?:建设|发展|促进|推进|提升|支持)(?=(?:管理|投资|交通|环境|规划|研究|服务|工作|控股|[（(]|开发)*"
    r"(?:[局委厅办会]|集团|公司|中心|指挥部|领导小组|专班|办公室|有限))"
)
_NO_BODY = re.compile(
    r"我们|全市上下|推动|推进|加快|支持|加强|建设|实现|打造|提升|促进|发展|确保|围绕|坚持|完成|为|在|的|由"
)
_NO_NAME = re.compile(
    r"^(?:第?[一二三]?(?:责任|牵头|配合|主办|协办|承办|主责)(?:单位|部门)|(?:我|全)?[市省县区州])$"
)
_THING = re.compile(
    r"(?:[小山灾库林牧辖片街老社矿灌]区|[城都超门上股楼夜]市|[全内外东西中南北局干]部|[查督承]办)$"
)
_SEPARATOR = re.compile(r"[、，；]|等和|以及")
_JOINED = re.compile(
    rf"(?<=[局委厅办部区县市府院行门团会司])(?:和|及|与|会同)(?=(?!各)[^和及与]{{1,14}}(?:{TAIL})$)"
)
_AND_OTHERS = re.compile(r"等(?:\d{1,3}个)?(?:有关|相关)?(?:部门|单位|科室)?$")
_LONGEST_NAME = 24


def names(text: str) -> list[str]:
    """The names of a list, in order; a 、 inside brackets parts nothing, a closing 等 falls off."""
    depth = 0
    pieces = [""]
    for piece in re.split(r"([（）])", text):
        depth += (piece == "（") - (piece == "）")
        parts = [piece] if depth else _SEPARATOR.split(piece)
        pieces[-1] += parts[0]
        pieces += parts[1:]
    joined = (name for piece in pieces for name in _JOINED.split(piece.strip(" 。：")))
    return [name for name in (_AND_OTHERS.sub("", name.strip()).strip() for name in joined) if name]


def is_body(name: str) -> bool:
    """Whether a name by itself is that of a unit or an office, not of a deed or a label."""
    if len(name) > _LONGEST_NAME or _NO_NAME.match(name) or not _END.search(_bare(name)):
        return False
    return not is_thing(name) and holds_no_deed(name)


def is_thing(words: str) -> bool:
    """Whether words that end like a unit name a thing or a part of the country: 老旧小区, 山区."""
    return _THING.search(words) is not None


def holds_no_deed(words: str) -> bool:
    """Whether words that end like a unit name one: no verb but those of official names."""
    return _NO_BODY.search(_IN_A_NAME.sub("", words)) is None


def _bare(name: str) -> str:
    return re.sub(r"（[^（）]*）$", "", name)
