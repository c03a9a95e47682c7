"""Self-checks: questions put, answered, corrected, and what is promised of them."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from luoshi import presets
from luoshi.core.errors import Forbidden, Invalid, Refused
from luoshi.web.accounts.models import Appointment
from luoshi.web.accounts.openwork import open_work
from luoshi.web.audit.models import Entry
from luoshi.web.burden.actions import request_withdraw
from luoshi.web.burden.models import DataRequest
from luoshi.web.calendars.actions import year_seed
from luoshi.web.calendars.queries import work_calendar
from luoshi.web.commitments.actions import list_create, list_types_from_presets
from luoshi.web.commitments.drafts import CommitmentDraft
from luoshi.web.commitments.models import Commitment, CommitmentList, ListType
from luoshi.web.reminders.actions import digests_make
from luoshi.web.reminders.models import Line
from luoshi.web.selfcheck.actions import Said, answers_save, problem_put_right, self_check_open
from luoshi.web.selfcheck.models import Answer, SelfCheck
from luoshi.web.selfcheck.queries import keys_of, lines_of, sheet_of, waiting
from luoshi.web.succession.actions import unit_merge
from luoshi.web.units.drafts import HeirDraft
from tests.conftest import SignIn
from tests.factories import NOW, City

WORDS = "三项工作只转发了通知，没有分解到人"
ITEM = {
    "item-weight": "1", "item-origin": "other", "item-problem": WORDS, "item-acceptor": "市督查室",
}  # fmt: skip


def a_list(city: City, key: str, title: str) -> CommitmentList:
    """A list of one of the preset kinds."""
    return list_create(
        jurisdiction=city.unit,
        list_type=ListType.objects.get(jurisdiction=city.unit, key=key),
        title=title,
        period_start=date(2026, 1, 1),
        period_end=date(2026, 12, 31),
        by=city.actor("supervisor"),
        at=NOW,
    )


@pytest.fixture
def fixes(city: City) -> CommitmentList:
    """The list of what is put right."""
    list_types_from_presets(jurisdiction=city.unit, by=city.actor("supervisor"), at=NOW)
    return a_list(city, "rectification", "作风整改清单")


@pytest.fixture
def check(city: City, fixes: CommitmentList) -> SelfCheck:
    """Two departments are asked."""
    return self_check_open(
        lst=a_list(city, "self_check", "上半年自查清单"),
        units=[city.transport, city.health],
        lists=[fixes],
        answer_by=date(2026, 3, 20),
        by=city.actor("supervisor"),
        at=NOW,
    )


def say(city: City, check: SelfCheck, role: str = "contact", **said: Said) -> int:
    """What somebody of the transport department says."""
    by = city.actor(role, city.transport)
    return answers_save(check=check, unit=city.transport, said=said, by=by, at=NOW)


def draft(city: City, **fields: Any) -> CommitmentDraft:
    """A promise of the transport department."""
    values = {
        "text": "把三项工作分解到人", "kind": "qualitative-task", "lead_unit": city.transport,
        "starts_on": date(2026, 3, 2), "due_on": date(2026, 6, 30),
    }  # fmt: skip
    return CommitmentDraft(**(values | fields))


def promise(city: City, check: SelfCheck, fixes: CommitmentList) -> Commitment:
    """The leader of the transport department puts the first problem right."""
    answer = check.answers.get(question="i1", current=True)
    leader = city.actor("unit_leader", city.transport)
    return problem_put_right(answer=answer, within=fixes, draft=draft(city), by=leader, at=NOW)


def test_questions_of_the_preset_are_three_times_seven() -> None:
    areas = presets.load("list_types")["self_check"]["questions"]
    assert [len(area["ask"]) for area in areas] == [7, 7, 7]


def test_answers_are_counted_by_unit(city: City, check: SelfCheck) -> None:
    said = {"i1": Said("present", WORDS), "i2": Said("clear"), "a1": Said("partly", "两项没有")}
    assert say(city, check, **said) == 3
    lines = lines_of(city.actor("supervisor"), check)
    numbers = [(each.answered, each.left, each.problems, each.promised) for each in lines]
    assert [each.unit for each in lines] == [city.transport, city.health]
    assert numbers == [(3, 18, 2, 0), (0, 21, 0, 0)]
    mine = lines_of(city.actor("contact", city.health), check)
    assert [line.unit for line in mine] == [city.health]


def test_a_new_answer_takes_the_place_of_the_old_and_both_stay(
    city: City, check: SelfCheck
) -> None:
    say(city, check, i1=Said("clear"))
    assert say(city, check, i1=Said("clear"), i2=Said("clear")) == 1
    say(city, check, i1=Said("present", WORDS))
    kept = check.answers.filter(question="i1").order_by("pk").values_list("verdict", "current")
    assert list(kept) == [("clear", False), ("present", True)]
    told = Entry.objects.filter(verb="self_check.answer").order_by("seq")
    assert [(entry.after or {})["answers"] for entry in told] == [
        ["i1 clear"], ["i2 clear"], ["i1 present"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"i1": Said("present")}, "self-check-words-missing"),
        ({"i1": Said("partly", "长" * 501)}, "self-check-words-long"),
        ({"i1": Said("maybe")}, "self-check-verdict-unknown"),
        ({"zz": Said("clear")}, "self-check-question-unknown"),
    ],
)
def test_what_cannot_be_said(
    city: City, check: SelfCheck, said: dict[str, Said], code: str
) -> None:
    with pytest.raises(Invalid, match=code):
        say(city, check, **said)
    assert not check.answers.exists()


def test_only_the_unit_answers_and_only_if_it_is_asked(city: City, check: SelfCheck) -> None:
    for by in (city.actor("supervisor"), city.actor("contact", city.health)):
        with pytest.raises(Forbidden):
            answers_save(check=check, unit=city.transport, said={}, by=by, at=NOW)
    with pytest.raises(Invalid, match="self-check-not-asked"):
        answers_save(
            check=check, unit=city.park, said={}, by=city.actor("contact", city.park), at=NOW
        )


def test_leader_puts_a_problem_right_in_a_list_named_for_it(
    city: City, check: SelfCheck, fixes: CommitmentList
) -> None:
    say(city, check, i1=Said("present", WORDS))
    made = promise(city, check, fixes)
    made.refresh_from_db()
    assert (made.state, made.lead_unit, made.items.get().list) == (
        "accepted",
        city.transport,
        fixes,
    )
    assert made.acceptances.get().outcome == "accepted"
    assert made.self_check.question == "i1"
    asked = next(sheet_of(check, city.transport).asked)
    assert (asked.answer and asked.answer.commitment, asked.is_open) == (made, False)
    with pytest.raises(Refused, match="self-check-owned"):
        promise(city, check, fixes)
    with pytest.raises(Refused, match="self-check-owned"):
        say(city, check, i1=Said("clear"))


def test_what_nobody_can_promise(city: City, check: SelfCheck, fixes: CommitmentList) -> None:
    say(city, check, i1=Said("present", WORDS), i2=Said("clear"))
    problem, clear = check.answers.order_by("question")
    leader = city.actor("unit_leader", city.transport)
    given: dict[str, Any] = {"within": fixes, "draft": draft(city), "by": leader, "at": NOW}
    for by in (city.actor("contact", city.transport), city.actor("unit_leader", city.health)):
        with pytest.raises(Forbidden):
            problem_put_right(**given | {"answer": problem, "by": by})
    with pytest.raises(Refused, match="self-check-no-problem"):
        problem_put_right(**given, answer=clear)
    with pytest.raises(Invalid, match="self-check-list-closed"):
        problem_put_right(**given | {"answer": problem, "within": check.list})
    for owner in (None, city.health):
        with pytest.raises(Invalid, match="self-check-owner"):
            problem_put_right(**given | {"answer": problem, "draft": draft(city, lead_unit=owner)})
    assert not Commitment.objects.exists()


def test_opening_asks_for_questions_units_and_an_open_list(
    city: City, check: SelfCheck, fixes: CommitmentList, other_city: City
) -> None:
    lst = a_list(city, "self_check", "下半年自查清单")
    office = city.actor("supervisor")
    given: dict[str, Any] = {
        "lst": lst, "units": [city.park], "lists": [fixes], "answer_by": date(2026, 9, 1),
        "by": office, "at": NOW,
    }  # fmt: skip
    for changes, code in (
        ({"lst": fixes}, "self-check-no-questions"),
        ({"units": []}, "self-check-unitless"),
        ({"units": [other_city.park]}, "self-check-unit-elsewhere"),
        ({"lists": []}, "self-check-list-elsewhere"),
    ):
        with pytest.raises(Invalid, match=code):
            self_check_open(**given | changes)
    with pytest.raises(Refused, match="self-check-exists"):
        self_check_open(**given | {"lst": check.list})
    with pytest.raises(Forbidden):
        self_check_open(**given | {"by": city.actor("principal")})
    CommitmentList.objects.filter(pk=fixes.pk).update(frozen_at=NOW, frozen_by=office.user_id)
    with pytest.raises(Invalid, match="self-check-list-elsewhere"):
        self_check_open(**given | {"lists": [CommitmentList.objects.get(pk=fixes.pk)]})


def test_database_refuses_a_problem_without_words(city: City, check: SelfCheck) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.create(
            self_check=check, unit=city.transport, question="i1", verdict="present",
            answered_by=city.person("supervisor"), answered_at=NOW,
        )  # fmt: skip


def test_a_contact_has_it_among_the_open_work(city: City, check: SelfCheck) -> None:
    city.person("contact", city.transport)
    seat = Appointment.objects.get(user__username=f"contact-{city.transport.code}")
    assert [work.text for work in open_work(seat)] == ["上半年自查清单"]
    areas = presets.load("list_types")["self_check"]["questions"]
    say(city, check, **{each["key"]: Said("clear") for area in areas for each in area["ask"]})
    assert open_work(seat) == []


def test_from_question_to_commitment_on_the_pages(
    city: City, fixes: CommitmentList, sign_in: SignIn
) -> None:
    desk = sign_in(city.person("supervisor"))
    lst = a_list(city, "self_check", "自查清单")
    assert f"/lists/{lst.pk}/self-check/" in desk.get(f"/lists/{lst.pk}/").content.decode()
    page = f"/lists/{lst.pk}/self-check/"
    assert "是否把开会发文当成已经落实" in desk.get(page).content.decode()
    asked = {"answer_by": "2026-12-01", "units": [city.transport.pk], "lists": [fixes.pk]}
    assert desk.post(page, {**asked, "units": []}).status_code == 422
    made = desk.post(page, asked)
    check = SelfCheck.objects.get()
    assert made.headers["Location"] == f"/self-checks/{check.pk}/"
    assert desk.get(page).headers["Location"] == f"/self-checks/{check.pk}/"
    leader = sign_in(city.person("unit_leader", city.transport))
    sheet = f"/self-checks/{check.pk}/units/{city.transport.pk}/"
    wrong = leader.post(sheet, {"verdict_i1": "present"})
    assert wrong.status_code == 422
    assert "有问题的，请写明表现。" in wrong.content.decode()
    leader.post(sheet, {"verdict_i1": "present", "words_i1": WORDS, "verdict_i2": "clear"})
    told = leader.get(sheet).content.decode()
    answer = Answer.objects.get(question="i1")
    assert f"/self-checks/problems/{answer.pk}/" in told
    act = leader.get(f"/self-checks/problems/{answer.pk}/").content.decode()
    assert f"整改“{WORDS}”" in act
    promised = {"text": "分解到人", "lead_unit": city.transport.pk, "due_on": "2026-12-20"}
    assert leader.post(f"/self-checks/problems/{answer.pk}/", promised).status_code == 422
    done = leader.post(f"/self-checks/problems/{answer.pk}/", promised | ITEM)
    commitment = Commitment.objects.get()
    assert done.headers["Location"] == f"/commitments/{commitment.pk}/"
    one = leader.get(f"/commitments/{commitment.pk}/").content.decode()
    assert f'href="{sheet}#i1"' in one
    assert f"<blockquote>{WORDS}</blockquote>" in one
    assert f'href="/commitments/{commitment.pk}/"' in leader.get(sheet).content.decode()
    assert "verdict_i1" not in leader.get(sheet).content.decode()


def test_who_reaches_the_pages(city: City, check: SelfCheck, sign_in: SignIn) -> None:
    say(city, check, i1=Said("present", WORDS))
    answer = Answer.objects.get()
    sheet = f"/self-checks/{check.pk}/units/{city.transport.pk}/"
    asked = (f"/self-checks/{check.pk}/", sheet, f"/self-checks/problems/{answer.pk}/")
    for role, unit, codes in (
        ("unit_leader", city.transport, [200, 200, 200]),
        ("contact", city.transport, [200, 200, 403]),
        ("contact", city.health, [200, 404, 404]),
        ("unit_leader", city.park, [404, 404, 404]),
        ("principal", None, [404, 404, 404]),
        ("supervisor", None, [200, 200, 404]),
    ):
        browser = sign_in(city.person(role, unit))
        assert [browser.get(address).status_code for address in asked] == codes, role
    desk = sign_in(city.person("supervisor"))
    assert desk.post(sheet, {"verdict_i1": "clear"}).status_code == 403
    assert "保存答复" not in desk.get(sheet).content.decode()
    plain = CommitmentList.objects.get(title="作风整改清单")
    assert desk.get(f"/lists/{plain.pk}/self-check/").status_code == 404


def test_index_says_what_to_do(city: City, sign_in: SignIn) -> None:
    assert "还没有自查" in sign_in(city.person("supervisor")).get("/self-checks/").content.decode()
    contact = sign_in(city.person("contact", city.park))
    assert "目前没有要本单位答复的自查" in contact.get("/self-checks/").content.decode()
    assert sign_in(city.person("principal")).get("/self-checks/").status_code == 404


@pytest.mark.parametrize("answers", [1, 7])
def test_queries(
    city: City,
    check: SelfCheck,
    fixes: CommitmentList,
    answers: int,
    sign_in: SignIn,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    say(city, check, **{f"i{n}": Said("present", WORDS) for n in range(1, answers + 1)})
    made = promise(city, check, fixes)
    browser: Client = sign_in(city.person("unit_leader", city.transport))
    for address, queries in (
        ("/self-checks/", 4),
        (f"/self-checks/{check.pk}/", 6),
        (f"/self-checks/{check.pk}/units/{city.transport.pk}/", 6),
        (f"/commitments/{made.pk}/", 12),
    ):
        with django_assert_num_queries(queries):
            browser.get(address)


def test_the_questions_stand_in_the_burden_ledger(
    city: City, check: SelfCheck, sign_in: SignIn
) -> None:
    """21 questions of 3 minutes, of each of two units, entered by the rule at once."""
    asked = DataRequest.objects.get()
    assert (asked.list, asked.round, asked.assumed, asked.state) == (
        check.list, None, True, "sent",
    )  # fmt: skip
    assert set(asked.units.values_list("unit", "minutes")) == {
        (city.transport.pk, 63), (city.health.pk, 63),
    }  # fmt: skip
    with pytest.raises(Refused, match="wrong-state"):
        request_withdraw(request=asked, by=city.actor("supervisor"), at=NOW)
    own = sign_in(city.person("contact", city.transport))
    page = own.get(asked.get_absolute_url()).content.decode()
    assert f'<a href="{check.get_absolute_url()}">到自查表答复</a>' in page


def test_what_a_unit_has_not_answered_is_in_its_digest(city: City, check: SelfCheck) -> None:
    say(city, check, i1=Said("clear"), i2=Said("clear"))
    assert waiting() == [(check.pk, city.transport.pk, 19), (check.pk, city.health.pk, 21)]
    year_seed(year=2026, by=city.actor("admin"), at=NOW)
    contact = city.person("contact", city.transport)
    digests_make(at=datetime(2026, 3, 18, 2, tzinfo=UTC), calendar=work_calendar())
    (line,) = Line.objects.filter(person=contact)
    assert (line.kind, line.title, line.count, line.step) == (
        "check", "上半年自查清单", 19, "ahead",
    )  # fmt: skip
    say(city, check, **{key: Said("clear") for key in keys_of(check)})
    assert waiting(units=[city.transport.pk]) == []


def test_what_a_merged_unit_left_is_asked_of_its_heir(city: City, check: SelfCheck) -> None:
    say(city, check, i1=Said("clear"))
    unit_merge(
        units=[city.transport, city.park], into=HeirDraft(unit=city.park), on=NOW.date(),
        reason="机构改革", by=city.actor("admin"), at=NOW,
    )  # fmt: skip
    assert {(unit, left) for _check, unit, left in waiting()} == {
        (city.park.pk, 21), (city.health.pk, 21),
    }  # fmt: skip
    assert Answer.objects.get().unit == city.transport
    assert DataRequest.objects.get().units.filter(unit=city.park).exists()
    assert Entry.objects.get(verb="self_check.pass_on").after == {
        "from": city.transport.pk, "unit": city.park.pk,
    }  # fmt: skip
