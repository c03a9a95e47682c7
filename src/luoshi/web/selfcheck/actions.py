"""Putting the questions, answering them, promising to put a problem right."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from luoshi.core.errors import Invalid, Refused
from luoshi.web.accounts.actor import Actor
from luoshi.web.audit.actions import record
from luoshi.web.burden.actions import questions_enter, questions_pass_on
from luoshi.web.commitments.actions import commitment_promise
from luoshi.web.commitments.actions.lists import list_locked
from luoshi.web.commitments.drafts import CommitmentDraft
from luoshi.web.commitments.kinds import kind_of_list
from luoshi.web.commitments.models import Commitment, CommitmentList
from luoshi.web.selfcheck.models import OPEN, Answer, SelfCheck, Verdict
from luoshi.web.selfcheck.queries import waiting
from luoshi.web.selfcheck.rules import can_answer_check, can_open_check, can_put_right
from luoshi.web.units.models import Unit

LONGEST = Answer._meta.get_field("words").max_length or 0


@dataclass(frozen=True, slots=True)
class Said:
    """What is said to one question; ``words`` say how a problem shows."""

    verdict: str
    words: str = ""


@transaction.atomic
def self_check_open(
    *,
    lst: CommitmentList,
    units: Iterable[Unit],
    lists: Iterable[CommitmentList],
    answer_by: date,
    by: Actor,
    at: datetime,
) -> SelfCheck:
    """The questions of the list's kind go to the units; ``lists`` take what they find.

    Raises Refused ``self-check-exists``; Invalid with the ``field`` at fault.
    """
    fresh = list_locked(lst)
    can_open_check(by, fresh).require()
    asked, into = list(units), list(lists)
    if not kind_of_list(fresh).areas:
        raise Invalid("self-check-no-questions")
    if SelfCheck.objects.filter(list=fresh).exists():
        raise Refused("self-check-exists")
    if not asked:
        raise Invalid("self-check-unitless", field="units")
    if any(not unit.belongs_to(fresh.jurisdiction_id) for unit in asked):
        raise Invalid("self-check-unit-elsewhere", field="units")
    if not into or any(not _takes(each, fresh.jurisdiction_id) for each in into):
        raise Invalid("self-check-list-elsewhere", field="lists")
    made = SelfCheck.objects.create(
        list=fresh, answer_by=answer_by, opened_by_id=by.user_id, opened_at=at
    )
    made.units.set(asked)
    made.lists.set(into)
    after = {"list": fresh.pk, "units": [unit.pk for unit in asked], "answer_by": answer_by}
    record(by=by, at=at, verb="self_check.open", obj=made, after=after)
    number = len(list(kind_of_list(fresh).questions()))
    ids = [unit.pk for unit in asked]
    questions_enter(lst=fresh, units=ids, number=number, due_on=answer_by, by=by, at=at)
    return made


@transaction.atomic
def checks_pass_on(*, unit: Unit, heir: Unit, by: Actor, at: datetime) -> int:
    """What a closed unit left without answer is asked of who goes on for it; how many self-checks.

    The answers given stay with the unit that gave them. Who may decide that is asked by the
    action that calls this one.
    """
    asked = {check for check, pk, _left in waiting(units=[unit.pk])}
    checks = SelfCheck.objects.select_for_update(of=("self",)).filter(pk__in=asked)
    for check in checks.select_related("list").order_by("pk"):
        check.units.add(heir)
        questions_pass_on(lst=check.list, unit_id=heir.pk)
        after = {"from": unit.pk, "unit": heir.pk}
        record(by=by, at=at, verb="self_check.pass_on", obj=check, after=after)
    return len(asked)


@transaction.atomic
def answers_save(
    *, check: SelfCheck, unit: Unit, said: Mapping[str, Said], by: Actor, at: datetime
) -> int:
    """What the unit says to some of the questions; how many answers are new.

    An answer that says the same as before stays. Raises Invalid with the ``question`` at fault.
    """
    fresh = SelfCheck.objects.select_for_update(of=("self",)).select_related(
        "list__list_type", "list__frozen_version"
    ).get(pk=check.pk)  # fmt: skip
    can_answer_check(by, unit.pk).require()
    if not fresh.units.filter(pk=unit.pk).exists():
        raise Invalid("self-check-not-asked")
    known = {question.key for _area, question in kind_of_list(fresh.list).questions()}
    present = {each.question: each for each in fresh.answers.filter(unit=unit, current=True)}
    new = [_answer(fresh, unit, key, said[key], present, by, at) for key in said if key in known]
    if unknown := sorted(set(said) - known):
        raise Invalid("self-check-question-unknown", question=unknown[0])
    made = [each for each in new if each is not None]
    replaced = [present[each.question].pk for each in made if each.question in present]
    Answer.objects.filter(pk__in=replaced).update(current=False)
    Answer.objects.bulk_create(made)
    if made:
        told = [f"{each.question} {each.verdict}" for each in made]
        after = {"unit": unit.pk, "answers": told}
        record(by=by, at=at, verb="self_check.answer", obj=fresh, after=after)
    return len(made)


@transaction.atomic
def problem_put_right(
    *, answer: Answer, within: CommitmentList, draft: CommitmentDraft, by: Actor, at: datetime
) -> Commitment:
    """The leader promises to put a problem right: a commitment, taken on at once.

    ``within`` is one of the lists named for it. Raises Refused ``self-check-owned``.
    """
    fresh = (
        Answer.objects.select_for_update(of=("self",))
        .select_related("self_check")
        .get(pk=answer.pk)
    )
    can_put_right(by, fresh.unit_id).require()
    if fresh.commitment_id:
        raise Refused("self-check-owned")
    if not fresh.current or fresh.verdict not in OPEN:
        raise Refused("self-check-no-problem")
    if not fresh.self_check.lists.filter(pk=within.pk, frozen_at=None).exists():
        raise Invalid("self-check-list-closed", field="within")
    if draft.lead_unit is None or not can_put_right(by, draft.lead_unit.pk):
        raise Invalid("self-check-owner", field="lead_unit")
    made = commitment_promise(within=within, draft=draft, by=by, at=at)
    fresh.commitment = made
    fresh.save(update_fields=["commitment"])
    after = {"commitment": made.pk, "unit": fresh.unit_id, "list": within.pk}
    record(by=by, at=at, verb="self_check.put_right", obj=fresh, after=after)
    return made


def _takes(lst: CommitmentList, jurisdiction_id: int) -> bool:
    return lst.jurisdiction_id == jurisdiction_id and lst.frozen_at is None


def _answer(
    check: SelfCheck,
    unit: Unit,
    question: str,
    said: Said,
    present: Mapping[str, Answer],
    by: Actor,
    at: datetime,
) -> Answer | None:
    """The new answer; None where the present one says the same."""
    was, words = present.get(question), said.words.strip()
    if was and (was.verdict, was.words) == (said.verdict, words):
        return None
    if was and was.commitment_id:
        raise Refused("self-check-owned", question=question)
    if said.verdict not in Verdict.values:
        raise Invalid("self-check-verdict-unknown", question=question)
    if said.verdict != Verdict.CLEAR and not words:
        raise Invalid("self-check-words-missing", question=question)
    if len(words) > LONGEST:
        raise Invalid("self-check-words-long", question=question, limit=LONGEST)
    return Answer(
        self_check=check, unit=unit, question=question, verdict=said.verdict, words=words,
        answered_by_id=by.user_id, answered_at=at,
    )  # fmt: skip
