"""A request for data from its making to the account of the year."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from luoshi.core.errors import DomainError, Forbidden, Invalid, Refused
from luoshi.web.accounts.actor import Actor
from luoshi.web.audit.models import Entry
from luoshi.web.burden import actions, requestpage
from luoshi.web.burden.drafts import Item, RequestDraft
from luoshi.web.burden.models import DataRequest, Remark, RepeatFound, RequestUnit
from luoshi.web.burden.queries.years import year_of
from luoshi.web.commitments.models import ListItem
from luoshi.web.delivery.models import ProgressReport, Round
from luoshi.web.units.models import Unit
from tests.conftest import SignIn
from tests.factories import NOW, TODAY, City, make_commitment, make_list
from tests.web.delivery.build import make_report, workdays

DUE = date(2026, 3, 6)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def draft(asker: Unit, *units: Unit, **more: Any) -> RequestDraft:
    values: dict[str, Any] = {
        "asker": asker, "title": "季度核对", "basis": "统计法第七条", "minutes": 20,
        "period_start": date(2026, 1, 1), "period_end": TODAY, "due_on": DUE,
        "expires_on": date(2026, 3, 20), "units": units,
        "items": [Item("本单位新建道路", "公里"), Item("桥梁", "座")],
    }  # fmt: skip
    return RequestDraft(**(values | more))


def ask(city: City, asker: Unit, *units: Unit, **more: Any) -> DataRequest:
    by = city.actor("contact", asker)
    return actions.request_ask(draft=draft(asker, *units, **more), by=by, at=NOW)


def row(request: DataRequest, unit: Unit) -> RequestUnit:
    return request.units.get(unit=unit)


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(DomainError) as told:
        act()
    return told.value.code


def test_what_a_unit_told_is_shown_before_it_is_asked_again(city: City) -> None:
    report = make_report(city, city.transport, state="accepted")
    made = ask(city, city.health, city.transport, city.park)
    assert made.state == "draft"
    (found,) = made.repeats.all()
    assert (found.unit, found.text) == (city.transport, "新建道路")
    assert (found.told["value"], found.told["state"]) == ("30 公里", "said")
    assert found.told["from"].endswith(report.round.title)
    by = city.actor("contact", city.health)

    def decide(choice: str, words: str = "") -> object:
        return actions.repeats_decide(
            request=made, ids=[found.pk], choice=choice, words=words, by=by, at=NOW
        )

    assert refused(lambda: actions.request_send(request=made, by=by, at=NOW)) == "repeats-open"
    assert refused(lambda: decide("again")) == "repeat-words-missing"
    decide("again", "口径变了")
    again = RepeatFound.objects.get()
    assert (again.words, again.decided_by_id, again.told) == ("口径变了", by.user_id, found.told)
    decide("use")
    sent = actions.request_send(request=made, by=by, at=NOW)
    assert sent.state == "sent"
    contact = city.actor("contact", city.transport)
    asked = row(sent, city.transport)
    bridges = sent.items.get(text="桥梁")
    assert refused(
        lambda: actions.request_answer(asked=asked, values={}, by=contact, at=NOW)
    ) == "answer-missing"  # fmt: skip
    actions.request_answer(asked=asked, values={bridges.pk: "7"}, by=contact, at=NOW)
    assert [answer.value for answer in asked.answers.all()] == ["7"]
    second = ask(city, city.park, city.transport, items=[Item("桥梁（座）")])
    (met,) = second.repeats.all()
    assert (met.told["value"], met.told["from"]) == ("7 座", city.health.short_name)


def test_a_running_request_is_met_and_an_expired_one_is_not(city: City) -> None:
    first = ask(city, city.health, city.east)
    assert first.state == "sent"
    second = ask(city, city.park, city.east, items=[Item("桥梁")])
    assert [each.told["state"] for each in second.repeats.all()] == [""]
    DataRequest.objects.filter(pk=first.pk).update(expires_on=DUE, due_on=date(2026, 2, 1))
    DataRequest.objects.filter(pk=first.pk).update(expires_on=date(2026, 2, 1))
    assert ask(city, city.park, city.east, items=[Item("桥梁")]).state == "sent"
    late = row(first, city.east)
    contact = city.actor("contact", city.east)
    assert refused(
        lambda: actions.request_answer(asked=late, values={}, by=contact, at=NOW)
    ) == "request-expired"  # fmt: skip


def test_a_town_over_its_week_needs_the_word_of_a_named_principal(city: City) -> None:
    ask(city, city.health, city.town, minutes=45, items=[Item("老人")])
    made = ask(city, city.transport, city.town, city.west, minutes=20, items=[Item("公路")])
    by, principal = city.actor("contact", city.transport), city.person("principal")
    assert refused(lambda: actions.request_send(request=made, by=by, at=NOW)) == "over-budget"

    def name(who: str) -> DataRequest:
        approver = city.person(who)
        return actions.approval_ask(request=made, approver=approver, by=by, at=NOW)

    assert refused(lambda: name("supervisor")) == "approver-unfit"
    assert name("principal").state == "waiting"

    def say(who: Actor, words: str) -> DataRequest:
        return actions.request_approve(request=made, approve=True, words=words, by=who, at=NOW)

    assert refused(lambda: say(city.actor("supervisor"), "同意")) == "approver-only"
    assert refused(lambda: say(city.actor("principal"), " ")) == "reason-missing"
    assert say(city.actor("principal"), "防汛需要").approved_by == principal
    assert actions.request_send(request=made, by=by, at=NOW).state == "sent"
    next_week = ask(
        city, city.park, city.town, minutes=60, items=[Item("林地")], due_on=DUE + timedelta(days=7)
    )
    assert next_week.state == "sent"


def test_a_round_leaves_out_what_another_round_has_and_is_on_record(city: City) -> None:
    report = make_report(city, city.transport, state="accepted")
    once, other = report.commitment, make_list(city, title="第二份清单")
    ListItem.objects.create(list=other, commitment=once, number=1)
    make_commitment(city, city.health, within=other)
    office = city.actor("supervisor")
    first = report.round
    wanted = draft(
        city.unit, list=other, title="同期", minutes=5, items=(), units=(),
        period_start=first.period_start, period_end=first.period_end, due_on=first.due_on,
        expires_on=first.due_on,
    )  # fmt: skip
    made = actions.request_ask(draft=wanted, by=office, at=NOW)
    assert (made.state, made.round) == ("draft", None)
    ids = [found.pk for found in made.repeats.all()]
    actions.repeats_decide(request=made, ids=ids, choice="use", words="", by=office, at=NOW)
    sent = actions.request_send(request=made, by=office, at=NOW)
    assert sent.round
    asked = ProgressReport.objects.filter(round=sent.round).values_list("unit", flat=True)
    assert list(asked) == [city.health.pk]
    assert [(each.unit, each.minutes) for each in sent.units.all()] == [(city.health, 5)]
    assert actions.rounds_enter(at=NOW) == Round.objects.count() - 1
    assert actions.rounds_enter(at=NOW) == 0
    entered = DataRequest.objects.get(round=first)
    assert (entered.assumed, entered.basis, entered.units.get().minutes) == (
        True, first.list.title, 5,
    )  # fmt: skip


def test_remark_reply_appeal_and_ruling_by_somebody_else(city: City) -> None:
    made = ask(city, city.health, city.east, city.west)
    asked = row(made, city.east)
    unit, asker = city.actor("unit_leader", city.east), city.actor("contact", city.health)
    said = actions.remark_raise(asked=asked, kind="no_basis", words="无此条", by=unit, at=NOW)
    with pytest.raises(Forbidden, match="asker-only"):
        actions.remark_reply(remark=said, upheld=True, words="好", by=unit, at=NOW)
    actions.remark_reply(remark=said, upheld=False, words="有依据", by=asker, at=NOW)
    actions.remark_appeal(remark=said, words="请裁定", by=unit, at=NOW)
    with pytest.raises(Forbidden, match="own-request"):
        actions.remark_rule(remark=said, for_unit=True, words="", by=asker, at=NOW)
    office = city.actor("supervisor")
    with pytest.raises(Invalid, match="reason-missing"):
        actions.remark_rule(remark=said, for_unit=True, words="", by=office, at=NOW)
    actions.remark_rule(remark=said, for_unit=True, words="确无依据", by=office, at=NOW)
    asked.refresh_from_db()
    assert (asked.lifted_at, Remark.objects.get().stage) == (NOW, "over")
    with pytest.raises(Refused, match="wrong-state"):
        actions.remark_appeal(remark=said, words="再诉", by=unit, at=NOW)
    (office_row,) = year_of(office, 2026, TODAY).offices
    assert (office_row.row.total, office_row.remarks, office_row.upheld) == (20, 1, 1)


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("request-units-missing", {"units": []}),
        ("request-items-missing", {"items": []}),
        ("request-items-many", {"items": [Item(f"指标{n}") for n in range(31)]}),
        ("request-days", {"expires_on": TODAY}),
        ("request-due-past", {"due_on": TODAY - timedelta(days=1)}),
        ("minutes-too-many", {"minutes": 2401}),
        ("reason-missing", {"basis": " "}),
        ("request-too-long", {"expires_on": date(2027, 6, 1)}),
    ],
)
def test_what_cannot_be_asked(city: City, code: str, changes: dict[str, Any]) -> None:
    assert refused(lambda: ask(city, city.health, city.east, **changes)) == code
    assert refused(lambda: ask(city, city.health, city.health)) == "request-asks-itself"
    assert not DataRequest.objects.exists()


def test_nobody_asks_in_another_name_or_across_cities(city: City, other_city: City) -> None:
    by = city.actor("contact", city.health)
    with pytest.raises(Forbidden, match="asker-only"):
        actions.request_ask(draft=draft(city.park, city.east), by=by, at=NOW)
    assert refused(lambda: ask(city, city.health, other_city.east)) == "unit-elsewhere"


@pytest.fixture
def asker(city: City, sign_in: SignIn) -> Client:
    return sign_in(city.person("contact", city.health))


FORM = {
    "title": "季度核对", "basis": "统计法第七条", "items": "新建道路（公里）\n桥梁",
    "minutes": "20", "due_on": "2026-03-06",
    "period_start": "2026-01-01", "period_end": "2026-03-02",
}  # fmt: skip


def test_a_figure_is_decided_on_as_a_whole(
    city: City, asker: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """Also the rows for which the page has no room."""
    for unit in (city.transport, city.east, city.west):
        make_report(city, unit, state="accepted")
    every = [city.transport.pk, city.east.pk, city.west.pk]
    asker.post("/burden/requests/new/", FORM | {"asker": city.health.pk, "units": every})
    made = DataRequest.objects.get()
    RepeatFound.objects.create(
        request=made,
        unit=city.park,
        text="桥梁",
        name="桥梁",
        told={"from": "甲", "on": "", "state": ""},
    )
    with django_assert_num_queries(9):
        page = asker.get(f"/burden/requests/{made.pk}/")
    shown = [
        (one.first.text, one.known, one.running, one.waiting) for one in page.context["figures"]
    ]
    assert shown == [("新建道路", 3, 0, 3), ("桥梁", 0, 1, 1)]
    told = {"figure": "新建道路", "choice": "use"}
    assert asker.post(f"/burden/requests/{made.pk}/repeats/", told).status_code == 302
    assert sorted(made.repeats.values_list("text", "choice")) == [
        *[("新建道路", "use")] * 3, ("桥梁", ""),
    ]  # fmt: skip
    told = {"figure": "没有这一项", "choice": "use"}
    assert asker.post(f"/burden/requests/{made.pk}/repeats/", told).status_code == 422


def test_rows_are_limited_and_the_rest_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(requestpage, "SHOWN", 3)
    rows = [RepeatFound(text=text, told={}) for text in "乙甲乙甲"]
    found = requestpage.figures_of(rows)
    assert [(one.first.text, len(one.shown), one.hidden) for one in found] == [
        ("乙", 2, 0),
        ("甲", 1, 1),
    ]


def test_what_is_missing_is_told_beside_its_field_in_our_words(city: City, asker: Client) -> None:
    page = "/burden/requests/new/"
    assert " required id=" not in asker.get(page).content.decode()
    answer = asker.post(page, {})
    assert (answer.status_code, answer.content.decode().count("这个字段是必填项。") > 3) == (
        422,
        True,
    )


def test_what_has_expired_stands_apart(city: City, asker: Client) -> None:
    data = FORM | {"asker": city.health.pk, "units": [city.transport.pk]}
    for title in ("新的", "旧的", "撤回的"):
        asker.post("/burden/requests/new/", data | {"title": title})
    old, back = DataRequest.objects.get(title="旧的"), DataRequest.objects.get(title="撤回的")
    DataRequest.objects.filter(pk=old.pk).update(due_on=TODAY, expires_on=TODAY)
    shown = asker.get("/burden/").context
    assert {each.title for each in shown["past"]} == set()
    day_before = TODAY - timedelta(days=1)
    DataRequest.objects.filter(pk=old.pk).update(due_on=day_before, expires_on=day_before)
    asker.post(f"/burden/requests/{back.pk}/withdraw/")
    shown = asker.get("/burden/").context
    assert {each.title for each in shown["own"]} == {"新的"}
    assert {each.title for each in shown["past"]} == {"旧的", "撤回的"}


def test_the_pages_from_the_form_to_the_year(
    city: City,
    other_city: City,
    asker: Client,
    sign_in: SignIn,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    make_report(city, city.transport, state="accepted")
    bad = asker.post("/burden/requests/new/", FORM | {"asker": city.health.pk})
    assert (bad.status_code, list(bad.context["form"].errors)) == (422, ["units"])
    data = FORM | {"asker": city.health.pk, "units": [city.transport.pk, city.east.pk]}
    answer = asker.post("/burden/requests/new/", data)
    made = DataRequest.objects.get()
    url = f"/burden/requests/{made.pk}/"
    assert answer.headers["Location"] == url
    page = asker.get(url).content.decode()
    assert all(word in page for word in ("30 公里", "这些已经有了，或正在要", "就这样处理勾选的"))
    found = made.repeats.get()
    assert asker.post(f"{url}repeats/", {"repeat": found.pk}).status_code == 422
    told = {"repeat": found.pk, "choice": "again", "words": "口径变了"}
    assert asker.post(f"{url}repeats/", told).status_code == 302
    assert sign_in(city.person("contact", city.transport)).get(url).status_code == 404
    asker.post(f"{url}send/")
    contact = sign_in(city.person("contact", city.transport))
    with django_assert_num_queries(15):
        page = contact.get(url).content.decode()
    assert "用 30" in page
    assert "口径变了" in page
    assert sign_in(city.person("contact", city.west)).get(url).status_code == 404
    assert sign_in(other_city.person("supervisor")).get(url).status_code == 404
    asked = row(made, city.transport)
    one, two = made.items.all()
    base = f"/burden/asked/{asked.pk}/"
    assert contact.post(f"{base}answer/", {f"item-{one.pk}": "30"}).status_code == 422
    contact.post(f"{base}answer/", {f"item-{one.pk}": "30", f"item-{two.pk}": "4"})
    assert [answer.reused for answer in asked.answers.all()] == [True, False]
    contact.post(f"{base}minutes/", {"minutes": "35"})
    contact.post(f"{base}remark/", {"kind": "duplicate", "words": "报过"})
    asker.post(f"{base}reply/", {"decline": "1", "words": "口径不同"})
    contact.post(f"{base}appeal/", {"words": "一样的"})
    office = sign_in(city.person("supervisor"))
    assert "一样的" in office.get(url).content.decode()
    office.post(f"{base}ruling/", {"against": "1", "words": "口径确有不同"})
    assert Remark.objects.get().ruled_for_unit is False
    with django_assert_num_queries(8):
        page = office.get("/burden/year/").content.decode()
    assert "20 / 35" in page
    with django_assert_num_queries(9):
        contact.get("/burden/")
    assert sign_in(city.person("admin")).get("/burden/").status_code == 404
    verbs = Entry.objects.filter(verb__startswith="request.").order_by("seq")
    assert list(verbs.values_list("verb", flat=True)) == [
        "request.make", "request.decide-repeats", "request.send", "request.answer",
        "request.state-minutes", "request.remark", "request.remark-reply",
        "request.remark-appeal", "request.remark-rule",
    ]  # fmt: skip


def test_a_round_opened_on_its_page_is_a_request(city: City, sign_in: SignIn) -> None:
    workdays(2026)
    lst = make_list(city)
    make_commitment(city, city.health, within=lst)
    office = sign_in(city.person("supervisor"))
    data = {"lst": lst.pk, "period": "2026-02-01/2026-02-28", "minutes": "8"}
    answer = office.post("/rounds/new/", data)
    opened = Round.objects.get()
    assert answer.headers["Location"] == f"/rounds/{opened.pk}/"
    made = opened.request
    assert (made.basis, made.asker, made.minutes, made.assumed) == (
        lst.title, city.unit, 8, False,
    )  # fmt: skip
    assert [each.minutes for each in made.units.all()] == [8]
