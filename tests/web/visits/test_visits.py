"""What is raised on site has an owner before the visit ends, and stays until its asker agrees."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.http import Http404
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from luoshi.core.errors import DomainError, Forbidden
from luoshi.web.audit.models import Entry
from luoshi.web.commitments.models import Commitment
from luoshi.web.visits import actions
from luoshi.web.visits.models import Answer, Link, Raised, Rating, Visit
from tests.conftest import SignIn
from tests.factories import NOW, TODAY, City, make_list

HTML_POST: dict[str, Any] = {"verdict": "unsatisfied", "comment": "还是没有灯"}
OF_VISIT = ("visit", "visit-note", "visit-end")
OF_RAISED = ("raised-assign", "raised-answer", "raised-rating")


def visit(city: City) -> Visit:
    """The vice-mayor at a firm."""
    return actions.visit_create(
        jurisdiction=city.unit, kind="firms", on=TODAY, place="三号厂房", leader="分管副市长",
        host=city.park, firm="轴承厂", by=city.actor("supervisor"), at=NOW,
    )  # fmt: skip


def problem(city: City, on: Visit, text: str = "门前没有路灯") -> Raised:
    """Something raised there."""
    by = city.actor("supervisor")
    return actions.raised_note(visit=on, text=text, asker="企业负责人", by=by, at=NOW)


def owned(city: City, one: Raised) -> Raised:
    """Given to the transport department."""
    return actions.raised_assign(
        raised=one, within=make_list(city), lead_unit=city.transport, due_on=date(2026, 3, 31),
        by=city.actor("supervisor"), at=NOW,
    )  # fmt: skip


def answered(city: City, one: Raised, text: str = "已装灯", until: date | None = None) -> Answer:
    """The owner answers."""
    by = city.actor("contact", city.transport)
    return actions.answer_give(raised=one, text=text, until=until, by=by, at=NOW)


def test_visit_cannot_end_while_a_problem_has_no_owner_and_no_answer(city: City) -> None:
    desk, met = city.actor("supervisor"), visit(city)
    first, second, third = (problem(city, met, text) for text in ("路灯", "补贴", "用工"))
    owned(city, first)
    with pytest.raises(DomainError, match="visit-unowned") as refused:
        actions.visit_end(visit=met, by=desk, at=NOW)
    assert refused.value.params["numbers"] == "2、3"
    told: dict[str, Any] = {"raised": second, "by": desk, "at": NOW}
    actions.answer_give(text="还要问一下", until=TODAY, **told)
    owned(city, third)
    with pytest.raises(DomainError, match="visit-unowned") as refused:
        actions.visit_end(visit=met, by=desk, at=NOW)
    assert refused.value.params["numbers"] == "2"
    actions.answer_give(text="每月三百元", until=None, **told)
    actions.visit_end(visit=met, by=desk, at=NOW)
    promise = Commitment.objects.get(raised=first)
    assert (promise.state, promise.lead_unit, promise.text) == ("assigned", city.transport, "路灯")
    assert set(Answer.objects.values_list("on_spot", "until")) == {(True, TODAY), (True, None)}
    with pytest.raises(DomainError, match="visit-ended"):
        problem(city, met)


def test_unsatisfied_asker_opens_it_again_and_every_answer_stays(
    city: City, client: Client
) -> None:
    one = owned(city, problem(city, visit(city)))
    answer, desk, now = answered(city, one), city.actor("supervisor"), timezone.now()
    old = actions.link_make(answer=answer, by=desk, at=now)
    secret = actions.link_make(answer=answer, by=desk, at=now)
    assert secret not in str(list(Link.objects.values()))
    assert client.get(reverse("rate", args=[old])).status_code == 404
    page = client.get(reverse("rate", args=[secret]))
    assert (page.status_code, page.headers["Cache-Control"]) == (200, "no-store")
    assert page.headers["Referrer-Policy"] == "same-origin"  # without any, no browser may post
    assert "门前没有路灯" in page.content.decode()
    wrong = client.post(reverse("rate", args=[secret]), {"verdict": "great"})
    assert (wrong.status_code, Rating.objects.count()) == (422, 0)
    sent = client.post(reverse("rate", args=[secret]), HTML_POST)
    assert "重新办理" in sent.content.decode()
    one.refresh_from_db()
    assert one.state == "open"
    entry = Entry.objects.latest("seq")
    assert (entry.verb, entry.actor_id, entry.role) == ("raised.rate", None, "asker")
    assert "还是没有灯" not in str(entry.after)
    client.post(reverse("rate", args=[secret]), {"verdict": "satisfied"})
    assert Rating.objects.get().verdict == "unsatisfied"
    again = answered(city, one, "昨晚全部亮灯")
    actions.rating_note(answer=again, verdict="satisfied", how="phone", comment="", by=desk, at=NOW)
    one.refresh_from_db()
    assert one.state == "closed"
    assert [each.text for each in one.answers.all()] == ["已装灯", "昨晚全部亮灯"]
    with pytest.raises(DomainError, match="raised-closed"):
        answered(city, one)


def test_refusals(city: City) -> None:
    desk, one = city.actor("supervisor"), problem(city, visit(city))
    stranger = city.actor("contact", city.health)
    with pytest.raises(Forbidden, match="raised-owner-only"):
        actions.answer_give(raised=owned(city, one), text="不归我", until=None, by=stranger, at=NOW)
    with pytest.raises(DomainError, match="raised-owned"):
        owned(city, one)
    with pytest.raises(DomainError, match="answer-until-past"):
        answered(city, one, until=TODAY - timedelta(days=1))
    waiting = answered(city, one, until=TODAY)
    with pytest.raises(DomainError, match="answer-not-solved"):
        actions.link_make(answer=waiting, by=desk, at=NOW)
    answer = answered(city, one)
    with pytest.raises(DomainError, match="answer-not-rated"):
        answered(city, one)
    noted = {"answer": answer, "comment": "", "by": desk, "at": NOW}
    with pytest.raises(DomainError, match="rating-how-unknown"):
        actions.rating_note(verdict="satisfied", how="link", **noted)
    secret = actions.link_make(answer=answer, by=desk, at=NOW)
    later = NOW + timedelta(days=31)
    with pytest.raises(Http404):
        actions.rating_give(secret=secret, verdict="satisfied", comment="", at=later)
    actions.rating_note(verdict="declined", how="visit", **noted)
    with pytest.raises(DomainError, match="answer-rated"):
        actions.rating_note(verdict="satisfied", how="visit", **noted)


def test_pages_show_each_reader_the_own_problems_only(
    city: City, other_city: City, sign_in: SignIn
) -> None:
    theirs = owned(other_city, problem(other_city, visit(other_city)))
    met = visit(city)
    one, other = owned(city, problem(city, met, "路灯不亮")), problem(city, met, "补贴没到")
    desk = sign_in(city.person("supervisor"))
    owner = sign_in(city.person("contact", city.transport))
    missing = [reverse(name, args=[theirs.visit_id]) for name in OF_VISIT]
    missing += [reverse(name, args=[theirs.pk]) for name in OF_RAISED]
    assert {desk.get(page).status_code for page in missing} == {404}
    for page in (reverse("visit", args=[met.pk]), reverse("visits-follow-up")):
        whole, own = (each.get(page).content.decode() for each in (desk, owner))
        assert (one.text in whole, other.text in whole) == (True, True)
        assert (one.text in own, other.text in own) == (True, False)
    assert owner.get(reverse("raised-answer", args=[one.pk])).status_code == 200
    assert owner.get(reverse("raised-assign", args=[one.pk])).status_code == 403
    assert owner.post(reverse("raised-link", args=[one.pk])).status_code == 404
    assert sign_in(city.person("verifier")).get(reverse("visits")).status_code == 404


def test_clerk_notes_a_visit_from_end_to_end(city: City, sign_in: SignIn) -> None:
    desk, lst = sign_in(city.person("supervisor")), make_list(city)
    typed = {"jurisdiction": city.unit.pk, "kind": "desk", "on": "3月2日", "place": "大厅"}
    assert desk.post(reverse("visit-new"), typed).status_code == 422
    assert desk.post(reverse("visit-new"), typed | {"leader": "市长"}).status_code == 302
    met = Visit.objects.get()
    noted = {"text": "许可卡了四个月", "asker": "企业负责人"}
    assert desk.post(reverse("visit-note", args=[met.pk]), noted).status_code == 302
    assert desk.post(reverse("visit-end", args=[met.pk])).status_code == 409
    one = Raised.objects.get()
    given = {"within": lst.pk, "lead_unit": city.east.pk, "due_on": "12月31日"}
    assert desk.post(reverse("raised-assign", args=[one.pk]), given).status_code == 302
    assert desk.post(reverse("visit-end", args=[met.pk])).status_code == 302
    answer, follow = reverse("raised-answer", args=[one.pk]), reverse("visits-follow-up")
    later = {"text": "还没有解决，预计明年三月", "solved": "not-yet"}
    assert "请写明预计哪天解决" in desk.post(answer, later).content.decode()
    assert desk.post(answer, later | {"until": "2099-03-31"}).status_code == 302
    assert "还没有解决，预计 2099-03-31" in desk.get(follow).content.decode()
    assert desk.post(answer, {"text": "已经办结"}).status_code == 422
    assert desk.post(answer, {"text": "已经办结", "solved": "yes"}).status_code == 302
    link = desk.post(reverse("raised-link", args=[one.pk])).content.decode()
    assert "http://testserver/rate/" in link
    rated = {"verdict": "satisfied", "how": "phone"}
    assert desk.post(reverse("raised-rating", args=[one.pk]), rated).status_code == 302
    assert "都已办结" in desk.get(follow).content.decode()


def test_lists_ask_as_many_queries_for_one_row_as_for_many(
    city: City, sign_in: SignIn, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    desk = sign_in(city.person("supervisor"))
    for _ in range(2):
        met = visit(city)
        for _more in range(2):
            answered(city, owned(city, problem(city, met)))
        with django_assert_num_queries(5):
            assert desk.get(reverse("visits")).status_code == 200
        with django_assert_num_queries(6):
            assert desk.get(reverse("visits-follow-up")).status_code == 200
        with django_assert_num_queries(7):
            assert desk.get(reverse("visit", args=[met.pk])).status_code == 200
