"""One digest a person and working day; a calendar without contents at a secret address."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from environs import EnvError
from icalendar import Calendar
from pytest_django import DjangoAssertNumQueries

from luoshi.core.errors import Refused
from luoshi.web.appraisal import actions
from luoshi.web.calendars.models import Year
from luoshi.web.calendars.queries import work_calendar
from luoshi.web.commitments.models import CommitmentList
from luoshi.web.mailurl import mail_settings
from luoshi.web.reminders.actions import digests_make, feed_make, feed_revoke, mailbox_set
from luoshi.web.reminders.models import Digest, Feed, Line
from luoshi.web.reminders.queries import entries_of
from luoshi.web.reminders.tasks import remind
from tests.conftest import SignIn
from tests.factories import NOW, TODAY, City
from tests.web.appraisal.build import Meeting
from tests.web.appraisal.voted import computed, releasers
from tests.web.cadence.build import ask, at_ten, weekly
from tests.web.visits.test_visits import owned, problem, visit

DAY = timedelta(days=1)


def told(at: datetime) -> dict[str, list[tuple[str, str]]]:
    """Who was told what at that time: kind and step by login name."""
    made = digests_make(calendar=work_calendar(), at=at)
    lines = Line.objects.filter(digest__in=made).order_by("kind", "pk")
    found: dict[str, list[tuple[str, str]]] = {}
    for name, kind, step in lines.values_list("person__username", "kind", "step"):
        found.setdefault(name, []).append((kind, step))
    return found


def test_each_step_is_told_once_to_whom_it_concerns(city: City) -> None:
    weekly(city)
    contact = city.person("contact", city.east).username
    leader = city.person("unit_leader", city.east).username
    city.person("contact", city.west)
    assert told(NOW) == {contact: [("fill", "ahead")]}
    title = CommitmentList.objects.get().title
    assert Line.objects.get().title == f"{title} · 2026年3月2日至3月8日一周"
    assert told(NOW + timedelta(hours=2)) == {}
    assert told(NOW + DAY) == {}
    assert told(NOW + 2 * DAY) == {contact: [("fill", "due")]}
    assert told(NOW + 3 * DAY) == {leader: [("fill", "late")]}
    keeper = city.person("supervisor").username
    assert told(NOW + 4 * DAY) == {keeper: [("record", "waiting")]}
    assert told(NOW + 7 * DAY) == {}


def test_releasers_are_told_and_a_refusal_reaches_the_office_and_the_other(city: City) -> None:
    Year.objects.create(year=2026, source="测试")
    held = computed(Meeting(city))
    first, second = releasers(held)
    names = [city.person(role).username for role in ("principal", "assessor", "supervisor")]
    waits = [("release", "waiting")]
    assert told(NOW) == {names[0]: waits, names[1]: waits}
    actions.result_release(session=held.session, by=first, at=NOW)
    actions.result_refuse(session=held.session, note="先核对纸票", by=second, at=NOW)
    refused = [("refused", "waiting")]
    assert told(NOW + DAY) == {names[0]: refused, names[2]: refused}
    assert "先核对" not in str(list(Line.objects.values()))


def test_no_second_digest_a_day_and_none_off_hours(city: City) -> None:
    _running, meeting, _item = weekly(city)
    contact = city.person("contact", city.east)
    assert len(told(NOW)) == 1
    ask(city, meeting)
    assert told(NOW + timedelta(hours=1)) == {}
    assert told(NOW + DAY) == {contact.username: [("question", "waiting")]}
    for at in (
        datetime(2026, 3, 7, 2, 0, tzinfo=UTC),
        datetime(2026, 3, 6, 0, 59, tzinfo=UTC),
        datetime(2026, 3, 6, 9, 30, tzinfo=UTC),
        datetime(2027, 3, 1, 2, 0, tzinfo=UTC),
    ):
        with pytest.raises(Refused, match="digest-off-hours"):
            digests_make(calendar=work_calendar(), at=at)
        remind(at)
    assert Digest.objects.count() == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        Digest.objects.create(person=contact, on=TODAY, made_at=NOW)


def test_what_waits_comes_from_every_part_of_the_product(city: City, sign_in: SignIn) -> None:
    _running, meeting, _item = weekly(city)
    ask(city, meeting, "问交通局", unit=city.transport)
    owned(city, problem(city, visit(city)))
    leader = city.person("unit_leader", city.transport)
    contact = city.person("contact", city.transport)
    assert told(NOW) == {
        contact.username: [("question", "waiting")], leader.username: [("accept", "waiting")],
    }  # fmt: skip
    late = at_ten(date(2026, 3, 31))
    assert told(late)[contact.username] == [("raised", "due")]
    contact.refresh_from_db()
    assert contact.unread == 2
    shown = sign_in(contact).get(reverse("reminders")).content.decode()
    assert "问交通局" in shown
    assert "问交通局" not in sign_in(leader).get(reverse("reminders")).content.decode()


def test_digests_take_as_many_queries_for_one_person_as_for_many(
    city: City, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    _running, meeting, _item = weekly(city)
    for unit, day in ((city.east, 0), (city.west, 1), (city.health, 2)):
        city.person("contact", unit)
        for text in ("一", "二"):
            ask(city, meeting, text, unit=unit)
        with django_assert_num_queries(20):
            digests_make(calendar=work_calendar(), at=NOW + day * DAY)
    assert Digest.objects.count() == 3 + 1


def test_calendar_has_titles_and_addresses_only(city: City, client: Client) -> None:
    running, meeting, item = weekly(city)
    ask(city, meeting, "卡在哪里？")
    contact = city.actor("contact", city.east)
    old = feed_make(by=contact, at=NOW)
    secret = feed_make(by=contact, at=NOW)
    assert secret not in str(list(Feed.objects.values()))
    assert client.get(reverse("feed", args=[old])).status_code == 404
    answer = client.get(reverse("feed", args=[secret]))
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    fields = {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "URL"}
    assert all(set(event.keys()) == fields for event in events)
    assert item.text not in answer.content.decode()
    entries = [
        (each.on, each.title) for each in entries_of(city.person("contact", city.east), TODAY)
    ]
    assert entries == [
        (date(2026, 3, 4), f"{running.list.title} · 2026年3月2日至3月8日一周"),
        (date(2026, 3, 5), "例会"),
    ]  # fmt: skip
    assert entries_of(city.person("contact", city.west), TODAY) == []
    feed_revoke(by=contact, at=NOW)
    assert client.get(reverse("feed", args=[secret])).status_code == 404


def test_mail_says_how_to_look_and_nothing_else(city: City, settings: Any) -> None:
    weekly(city)
    mailbox_set(address="lianluo@example.org", by=city.actor("contact", city.east), at=NOW)
    remind(NOW)
    assert mail.outbox == []
    Digest.objects.all().delete()
    settings.EMAIL_HOST, settings.SITE_URL = "mail.example.org", "https://luoshi.example.org"
    remind(NOW)
    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == (["lianluo@example.org"], "落实：今天有事项待办")
    assert sent.body == "请登录查看：https://luoshi.example.org/reminders/"


def test_address_of_the_mail_server_is_read_loudly() -> None:
    assert mail_settings("") == mail_settings("") | {"EMAIL_HOST": ""}
    found = mail_settings("smtp+tls://luoshi%40city:p%3Aw@mail.example.org:587?from=a@example.org")
    assert found == {
        "EMAIL_HOST": "mail.example.org", "EMAIL_PORT": 587, "EMAIL_HOST_USER": "luoshi@city",
        "EMAIL_HOST_PASSWORD": "p:w", "EMAIL_USE_TLS": True, "EMAIL_USE_SSL": False,
        "DEFAULT_FROM_EMAIL": "a@example.org",
    }  # fmt: skip
    assert mail_settings("smtps://mail.example.org")["EMAIL_PORT"] == 465
    for wrong in ("http://mail", "smtp://", "mail.example.org:25"):
        with pytest.raises(EnvError, match="LUOSHI_EMAIL_URL"):
            mail_settings(wrong)


def test_person_keeps_the_own_address(city: City, sign_in: SignIn) -> None:
    browser = sign_in(city.person("verifier"))
    made = browser.post(reverse("feed-make"))
    assert "luoshi.ics" in made.content.decode()
    assert "换一个新地址" in browser.get(reverse("reminders")).content.decode()
    assert browser.post(reverse("feed-revoke")).status_code == 302
    assert browser.post(reverse("reminders"), {"address": "not"}).status_code == 422
    assert Feed.objects.count() == 0
