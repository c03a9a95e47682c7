"""Votes of yes, no and abstain: which are valid, what they come to, what is carried."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from luoshi.core.errors import Invalid

METHODS = ("Y", "N", "YN", "YNA")
BASES = ("yes-no", "yes-no-abstain", "valid", "cast", "entitled")
Vote = str | Mapping[int, object]


@dataclass(frozen=True, slots=True)
class Poll:
    """One question. ``method`` Y or N: a vote gives options an amount (``least`` … ``most`` in all,
    ``per_option`` at most each); YN or YNA: it answers ``least`` … ``most`` options with those
    letters. Without ``most`` it is 1 for amounts and all options for answers. ``whole`` are the
    letters that may be given to all options at once."""

    method: str
    options: tuple[int, ...] = ()
    least: int = 1
    most: int | None = None
    per_option: int = 1
    whole: str = ""


@dataclass(frozen=True, slots=True)
class PollCount:
    """``answers`` is option → (yes, no, abstain); 0 stands for a vote on all options at once."""

    answers: Mapping[int, tuple[int, int, int]]
    valid: int
    invalid: int
    entitled: int

    @property
    def cast(self) -> int:
        """The votes handed in."""
        return self.valid + self.invalid


def vote_fault(poll: Poll, vote: object) -> str:
    """Why the vote is invalid, or "" for a valid one.

    ``poll-unknown``, ``vote-format``, ``whole-not-allowed``, ``option-unknown``,
    ``amount-negative``, ``amount-too-high``, ``answer-unknown``, ``answers-number``.
    Source: the validation cases of the OpenSlides vote service (MIT).
    """
    if poll.method not in METHODS:
        return "poll-unknown"
    if isinstance(vote, str):
        return "" if vote in tuple(poll.whole) else "whole-not-allowed"
    if not isinstance(vote, Mapping):
        return "vote-format"
    if any(option not in poll.options for option in vote):
        return "option-unknown"
    return _amounts(poll, vote) if len(poll.method) == 1 else _answers(poll, vote)


def count_poll(poll: Poll, votes: Sequence[Vote], *, entitled: int) -> PollCount:
    """What the votes come to; invalid ones only count as cast.

    Raises: Invalid("more-votes-than-voters").
    """
    if len(votes) > entitled:
        raise Invalid("more-votes-than-voters", cast=len(votes), entitled=entitled)
    answers = {option: [0, 0, 0] for option in (0, *poll.options)}
    valid = [vote for vote in votes if not vote_fault(poll, vote)]
    for vote in valid:
        if isinstance(vote, str):
            answers[0]["YNA".index(vote)] += 1
            continue
        for option, answer in vote.items():
            if isinstance(answer, str):
                answers[option]["YNA".index(answer)] += 1
            elif isinstance(answer, int):
                answers[option]["YN".index(poll.method)] += answer
    found = {option: (row[0], row[1], row[2]) for option, row in answers.items()}
    return PollCount(found, len(valid), len(votes) - len(valid), entitled)


def carried(
    count: PollCount,
    option: int,
    *,
    base: str = "yes-no",
    share: Fraction | None = None,
    quorum: Decimal = Decimal(0),
) -> bool:
    """Whether ``option`` has its majority: more yes than half of the base, or ``share`` (0-1) of it
    or more where one is asked for: 2/3 of 30 is 20.

    The ``base`` counts yes and no, abstentions too, all valid, all cast or all entitled votes.
    Nothing is carried on an empty base or with fewer votes cast than ``quorum`` of the entitled.
    Raises: Invalid("base-unknown").
    """
    if base not in BASES:
        raise Invalid("base-unknown", base=base)
    yes, no, abstain = count.answers[option]
    whole = {
        "yes-no": yes + no,
        "yes-no-abstain": yes + no + abstain,
        "valid": count.valid,
        "cast": count.cast,
        "entitled": count.entitled,
    }[base]
    if not whole or count.cast < quorum * count.entitled:
        return False
    return 2 * yes > whole if share is None else yes >= share * whole


def _amounts(poll: Poll, vote: Mapping[int, object]) -> str:
    total = 0
    for amount in vote.values():
        if not isinstance(amount, int) or isinstance(amount, bool):
            return "vote-format"
        if amount < 0:
            return "amount-negative"
        if amount > poll.per_option:
            return "amount-too-high"
        total += amount
    most = 1 if poll.most is None else poll.most
    return "" if poll.least <= total <= most else "answers-number"


def _answers(poll: Poll, vote: Mapping[int, object]) -> str:
    if any(not isinstance(each, str) or each not in tuple(poll.method) for each in vote.values()):
        return "answer-unknown"
    most = len(poll.options) if poll.most is None else poll.most
    return "" if poll.least <= len(vote) <= most else "answers-number"
