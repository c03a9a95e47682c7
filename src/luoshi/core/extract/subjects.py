"""The unit that is told to do something: as a subject, behind 由, or addressed in a letter."""

import re

from luoshi.core.extract.bodies import TAIL, holds_no_deed, is_body, is_thing, names
from luoshi.core.extract.duties import DATE, duty

_WHEN = rf"(?:{DATE}|20\d\d年|全年)?"
_SUBJECT = re.compile(
    rf"^请?(?P<who>[^，：；。“”（）\d]{{0,40}}?(?:{TAIL}))"
    rf"(?:(?<=[府局委厅办门位队会院团司])(?:印发|出台|制定|编制|组织|牵头|会同|对(?=本)|负责|于(?=[今明年\d])|(?=每[月周季半年日天]))"
    rf"|(?<=[府局委厅办门位])(?=\d{{1,2}}月)|{_WHEN}(?:要(?!求|素|点|害|闻)|将|应当|必须|须|需|务必|确保)"
    r"|负责|牵头|提出|承诺|表示|围绕|聚焦|以(?!来|上|及|内|外))"
)
_TOLD = re.compile(r"(?:要|将|应当|必须|须|需|负责)$")
_ROLE_SUBJECT = re.compile(
    rf"^(?P<who>[^，：；。“”（）\d]{{1,12}}?(?:{TAIL}))作为[^，。；]{{2,30}}，(?=将|要)"
)
_BY = re.compile(
    rf"由(?P<who>[^，：；。“”（）\d]{{2,20}}?(?:{TAIL}))(?:负责|牵头|约谈|组织|承担|实施)"
)
_EACH = re.compile(r"^(?:各级各部门|各地各部门|各县市区|各地区)(?=要|将|须)")
_ADDRESSEE = re.compile(r"^\s*(?!各)(?P<who>[^，：；。“”\d\s]{2,60})：\s*$")


def subject(clause: str, places: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The units that are the subject of a clause: 财政部门提出, 各级各部门要, 由住建局牵头实施.

    全市, and the place itself that the document is about, are nobody in particular.
    """
    found = _EACH.match(clause)
    if found:
        return (found[0],)
    found = _BY.search(clause) or _SUBJECT.match(clause) or _ROLE_SUBJECT.match(clause)
    if not found or not _is_told(found["who"]):
        return ()
    who = found["who"].removeprefix("例如").removeprefix("比如")
    return tuple(name for name in names(who) if name not in _EVERYBODY and name not in places)


def _is_told(who: str) -> bool:
    return bool(who) and not is_thing(who) and holds_no_deed(who)


def head_of(clause: str) -> int:
    """How many characters of a clause are its subject and the word (要, 将) that tells it so."""
    found = _SUBJECT.match(clause)
    if not found or not _is_told(found["who"]):
        return 0
    return found.end() if _TOLD.search(found[0]) else found.end("who")


def addressees(line: str) -> tuple[str, ...]:
    """The units a letter is addressed to: the line 市水利局：, but not 各县区： or 各位代表："""
    found = _ADDRESSEE.match(line)
    who = names(found["who"]) if found else []
    return tuple(who) if who and all(map(is_body, who)) else ()


def led_by(clause: str) -> tuple[str, ...]:
    """Who leads and helps where a clause says no more than that, lead first; else none."""
    told = duty(clause)
    return (*told.lead, *told.assist) if told else ()


_EVERYBODY = frozenset(f"{scope}{place}" for scope in "全我" for place in "国省市县区州")
