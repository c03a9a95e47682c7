"""What the answers to a raised problem and their ratings say about its commitment.

It answers to its asker, not in rounds. An answer that it is solved is said; not yet, until a day,
is no claim and is held against the due day. What the asker says of the last answer is found:
satisfied proves it, not satisfied denies it, no rating leaves it said. While an answer waits for
its rating nothing is overdue; that it came late is told once it is found. Where the asker would
rather not rate, nobody outside has confirmed it: rounds ask of it from then on.
"""

from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet
from django.utils import timezone

from luoshi.core.sampling import Finding
from luoshi.web.commitments.trajectory import trajectory_of
from luoshi.web.delivery.elsewhere import Standing
from luoshi.web.prepared import few_shapes, prepared
from luoshi.web.visits.models import Answer, Raised, Rating, Verdict
from luoshi.web.visits.queries import rating_of

FOUND = {Verdict.SATISFIED: Finding.CONFIRMED, Verdict.UNSATISFIED: Finding.REFUTED}
WHOLE = Decimal(1)
SHARES = {Finding.CONFIRMED: WHOLE, Finding.REFUTED: Decimal(0)}


def standings_of(ids: Collection[int], on: date) -> dict[int, Standing]:
    """By commitment: one query, and one more where some were raised on a visit."""
    rows = _raised(few_shapes(ids))
    answers: dict[int, list[Answer]] = {each.pk: [] for each in rows}
    for answer in _answers(few_shapes(answers)) if rows else ():
        answers[answer.raised_id].append(answer)
    return {
        each.commitment_id: _standing(each, answers[each.pk], on)
        for each in rows
        if each.commitment_id
    }


@prepared
def _raised(ids: tuple[int, ...]) -> QuerySet[Raised]:
    return Raised.objects.filter(commitment__in=ids).select_related("commitment")


@prepared
def _answers(ids: tuple[int, ...]) -> QuerySet[Answer]:
    return Answer.objects.filter(raised__in=ids).select_related("rating").order_by("pk")


def _standing(raised: Raised, answers: Sequence[Answer], on: date) -> Standing:
    assert raised.commitment
    told = [each for each in answers if timezone.localdate(each.given_at) <= on]
    ratings = [_rating(each, on) for each in told]
    found = [each for each in ratings if each and each.verdict in FOUND]
    last = FOUND[Verdict(found[-1].verdict)] if found else None
    finding = last if found and ratings[-1] is found[-1] else None
    until = told[-1].until if told else None
    solved = bool(told) and until is None
    answered_on = timezone.localdate(told[-1].given_at) if solved else None
    if answered_on and finding is None:
        answered_on = min(answered_on, raised.commitment.due_on)
    return Standing(
        planned=trajectory_of(raised.commitment, ()).planned(on),
        said_share=WHOLE if solved else None,
        achieved_share=SHARES[last] if last else None,
        said_done_on=answered_on,
        finding=finding,
        last_found=last,
        last_found_on=timezone.localdate(found[-1].noted_at) if found else None,
        expected_on=until,
        in_rounds=_is_declined(ratings[-1:]),
    )


def _is_declined(last: Sequence[Rating | None]) -> bool:
    return any(rating and rating.verdict == Verdict.DECLINED for rating in last)


def _rating(answer: Answer, on: date) -> Rating | None:
    rating = rating_of(answer)
    return rating if rating and timezone.localdate(rating.noted_at) <= on else None
