"""Clauses that say no more than who leads, who helps, or until when."""

import re
from dataclasses import dataclass

from luoshi.core.extract.bodies import is_body, names

_LEADS = r"总?牵头(?:负责)?|负总责|负责|主办|主责|承办"
_HELPS = r"配合|协助|参与|协办|协同|支持"
_MANNER = (
    r"(?:按照?(?:各自)?职责|分工|分别|共同|具体|积极|予以|协同|全力|密切)*"
    r"(?:做好[^，、。；]{0,8}?)?"
)
_PART = re.compile(
    rf"(?P<who>[^，：；。“”]{{2,160}}?){_MANNER}(?:(?P<lead>{_LEADS})|(?P<help>{_HELPS}))"
    r"(?:并|做好|抓好)?(?:负责|落实|实施|组织|推进|推动|办理|工作|完成)*(?:、|$)"
)
_ENDS = re.compile(
    rf"(?:{_LEADS}|{_HELPS})(?:并|做好|抓好|负责|落实|实施|组织|推进|推动|办理|工作|完成)*$"
)
_OPENS = re.compile(r"^(?:并|以上|各项|任务|工作|事项|均|都|统一|具体|分别)*(?:由|请)?")
DATE = (
    r"(?:今年|明年|20\d\d年)?(?:度)?(?:\d{1,2}月份?(?:\d{1,2}日|[底末]|[上中下]旬)?(?:之?前|以前|内)?|年[底末]之?前?|年内"
    r"|第?[一二三四]季度|[上下]半年)[底末]?(?:之?前)?"
)
_ONLY_DUE = re.compile(
    r"^(?:并|均|都|力争|确保|争取|计划|务必|必须|须|要|应|原则上)*(?:于|在|到|限)?"
    rf"{DATE}(?:力争|确保|要|须|务必|按时|如期|高质量|保质保量|全线|正式|全部|全面|基本|整体|整改)*"
    r"(?:完成|建成|完工|竣工|投用|通车|投产|投入使用|投入运营|交付|交付使用|办结|到位|落实到位|销号|见效)+(?:任务|目标)?$"
)


@dataclass(frozen=True, slots=True)
class Duty:
    """Units that lead and units that help, each in the order of the text."""

    lead: tuple[str, ...]
    assist: tuple[str, ...]


def duty(clause: str) -> Duty | None:
    """Who leads and who helps in 市交通局牵头、市财政局配合; None where the clause says more."""
    if not _ENDS.search(clause):
        return None
    opens = _OPENS.match(clause)
    at = opens.end() if opens else 0
    lead: list[str] = []
    assist: list[str] = []
    while at < len(clause):
        found = _PART.match(clause, at)
        who = names(found["who"]) if found else []
        if found is None or not who or not all(map(is_body, who)):
            return None
        (lead if found["lead"] else assist).extend(who)
        at = found.end()
    return Duty(tuple(lead), tuple(assist))


def is_only_due(clause: str) -> bool:
    """Whether a clause says no more than that all is to be done by a date: 12月底前完成."""
    return _ONLY_DUE.match(clause) is not None
