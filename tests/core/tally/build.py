"""A small vote: three contenders in two groups, two criteria, three classes."""

from collections.abc import Iterable, Mapping
from typing import Any

from luoshi.core.tally import Ballot, SealedList, Tally, read_sealed, sealed_bytes, tally

Rules = dict[str, Any]
Row = tuple[object, ...]


def rules(**changed: object) -> Rules:
    """Without trimming, quorum and reasons for being void, unless ``changed`` says otherwise."""
    return {
        "title": "半年述职评议",
        "contenders": [
            {"key": "east", "name": "河东区", "group": "县区"},
            {"key": "west", "name": "河西区", "group": "县区"},
            {"key": "edu", "name": "教育局", "group": "部门"},
        ],
        "criteria": [
            {"key": "plan", "name": "重点", "maximum": 60},
            {"key": "done", "name": "成效", "maximum": 40},
        ],
        "classes": [
            {"key": "A", "name": "市领导", "weight": 40, "size": 20},
            {"key": "B", "name": "部门", "weight": 30, "size": 20},
            {"key": "C", "name": "代表", "weight": 30, "size": 20},
        ],
        "rounding": {"total": 2, "mode": "half_up"},
        "shown_from": 1,
        **changed,
    }


def ballot(voter_class: str, *rows: Row, plain: Rules | None = None) -> Ballot:
    """A ballot with a row of marks for each contender; numbers are written out."""
    found = plain or rules()
    keys = [each["key"] for each in found["criteria"]]
    marks: Mapping[str, Any] = {
        contender["key"]: {
            key: str(mark) if isinstance(mark, int) else mark
            for key, mark in zip(keys, row, strict=True)
        }
        for contender, row in zip(found["contenders"], rows, strict=True)
    }
    return Ballot(voter_class, marks)


def same(voter_class: str, number: int, *rows: Row) -> list[Ballot]:
    """So many equal ballots."""
    return [ballot(voter_class, *rows) for _ in range(number)]


def sealed(ballots: Iterable[Ballot], plain: Rules | None = None) -> SealedList:
    """The list as read back; all ballots on paper."""
    made = list(ballots)
    return read_sealed(sealed_bytes(plain or rules(), made, paper=len(made)))


def counted(ballots: Iterable[Ballot], **changed: object) -> Tally:
    """The result under these rules."""
    return tally(sealed(ballots, rules(**changed)))
