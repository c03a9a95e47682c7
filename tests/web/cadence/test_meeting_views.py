"""Pages of meetings: who reaches them, what each reader sees, what their forms do."""

import io
from datetime import timedelta

import pytest
from click.testing import CliRunner
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from docx import Document
from pytest_django import DjangoAssertNumQueries

from luoshi.cli import main
from luoshi.commands import tick as command
from luoshi.web.cadence.actions import Record, meeting_record, remark_note
from luoshi.web.cadence.models import Cadence, Meeting, Question
from luoshi.web.calendars.models import Year
from luoshi.web.commitments.models import Commitment
from luoshi.web.delivery.actions import progress_refresh
from tests.conftest import SignIn
from tests.factories import NOW, TODAY, City, make_list
from tests.web.cadence.build import ask, at_ten, cadence, promise, weekly

OF_MEETING = ("meeting", "meeting-word", "meeting-plan", "meeting-record", "meeting-items",
              "meeting-ask", "meeting-remark", "meeting-resolve", "meeting-judges",
              "score-sheets")  # fmt: skip


@pytest.fixture
def desk(city: City, sign_in: SignIn) -> Client:
    """The supervision office's browser."""
    return sign_in(city.person("supervisor"))


def test_meeting_of_another_city_is_not_there(city: City, other_city: City, desk: Client) -> None:
    running, theirs, _item = weekly(other_city)
    question = ask(other_city, theirs)
    assert isinstance(question, Question)
    judge = theirs.judges.create(name="代表")
    pages = [reverse(name, args=[theirs.pk]) for name in OF_MEETING]
    pages += [reverse("cadence", args=[running.pk]), reverse("cadence-stop", args=[running.pk])]
    pages += [
        reverse("question-answer", args=[question.pk]),
        reverse("judge-marks", args=[judge.pk]),
    ]
    assert {desk.get(page).status_code for page in pages} == {404}
    assert desk.post(reverse("cadence-keep", args=[running.pk])).status_code == 404


def test_unit_sees_its_own_lines_questions_and_remarks_only(
    city: City, desk: Client, sign_in: SignIn
) -> None:
    _running, meeting, mine = weekly(city)
    other = promise(city, meeting.cadence.list, city.west, text="西县自己的事")
    Commitment.objects.update(due_on=TODAY - timedelta(days=9))
    ask(city, meeting, "问东区")
    ask(city, meeting, "问西县", unit=city.west)
    mayor = city.actor("principal")
    for item, text in ((other, "点评西县"), (mine, "点评东区"), (None, "总体点评")):
        remark_note(meeting=meeting, text=text, said_by="市长", commitment=item, by=mayor, at=NOW)
    at = at_ten(meeting.on)
    told = Record(held_on=meeting.on)
    progress_refresh(on=TODAY)
    meeting_record(meeting=meeting, told=told, by=city.actor("supervisor"), at=at)
    address = reverse("meeting", args=[meeting.pk])
    whole = desk.get(address).content.decode()
    own = sign_in(city.person("contact", city.east)).get(address).content.decode()
    for text in (other.text, "问西县", "点评西县", "总体点评"):
        assert text in whole
        assert text not in own
    for text in (mine.text, "问东区", "点评东区"):
        assert text in own
    assert sign_in(city.person("verifier")).get(address).status_code == 404


def test_sheet_asks_as_many_queries_for_one_line_as_for_many(
    city: City, desk: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    _running, meeting, item = weekly(city)
    address = reverse("meeting", args=[meeting.pk])
    for lines in (1, 4):
        ask(city, meeting)
        Commitment.objects.update(due_on=TODAY - timedelta(days=9))
        progress_refresh(on=TODAY)
        with django_assert_num_queries(13):
            shown = desk.get(address).content.decode()
        assert shown.count("card-light") == lines
        for _more in range(3):
            promise(city, meeting.cadence.list, item.lead_unit or city.east)
    for _ in range(2):
        with django_assert_num_queries(8):
            assert desk.get(reverse("cadences")).status_code == 200
        with django_assert_num_queries(5):
            assert desk.get(reverse("questions")).status_code == 200
        cadence(city, "monthly-arena", make_list(city))
        ask(city, meeting)


def test_an_empty_sheet_points_to_no_line(city: City, desk: Client, sign_in: SignIn) -> None:
    _running, meeting, item = weekly(city)
    Commitment.objects.update(state="signed_off")
    address = reverse("meeting", args=[meeting.pk])
    page = desk.get(address).content.decode()
    assert "上方“提问”可以问任何单位" in page
    assert "每一行右边" not in page
    own = sign_in(city.person("contact", city.east)).get(address).content.decode()
    assert "还没有提问。" in own
    assert item.text not in page


def test_of_a_day_to_come_nothing_is_filled_in_before(city: City, desk: Client) -> None:
    _running, meeting, _item = weekly(city)
    address = reverse("meeting-record", args=[meeting.pk])
    for days, filled in ((-2, 1), (2, 0)):
        Meeting.objects.update(on=timezone.localdate() + timedelta(days=days))
        assert desk.get(address).content.decode().count(" checked") == filled
    assert desk.post(address, {"held_on": "", "chair": "市长"}).status_code == 422
    assert Meeting.objects.get().state == "planned"


def test_clerk_arranges_asks_decides_and_records(city: City, desk: Client) -> None:
    today = timezone.localdate()
    Year.objects.bulk_create(Year(year=today.year + n, source="测试") for n in (-1, 0, 1))
    other, lst = make_list(city), make_list(city, period_end=today + timedelta(days=300))
    promise(city, lst, city.east)
    chosen = desk.get(reverse("cadence-new", args=["weekly-comment"]))
    assert 'value="3"' in chosen.content.decode()
    typed = {
        "lst": lst.pk, "title": "周交办点评", "every": "week", "weekday": "TH", "nth": "1",
        "about": "current", "ahead": "5", "opens_round": "on", "starts_on": today.isoformat(),
    }  # fmt: skip
    address = reverse("cadence-new", args=["weekly-comment"])
    wrong = desk.post(address, typed | {"ahead": "99"})
    assert (wrong.status_code, "不能大于 30" in wrong.content.decode()) == (422, True)
    assert desk.post(address, typed).status_code == 302
    assert desk.post(address, typed).status_code == 422
    runner = CliRunner()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(command, "start_site", lambda: None)
        first, second = (runner.invoke(main, ["tick"]) for _ in range(2))
    assert "luoshi.web.cadence.tasks.prepare" in first.output.splitlines()
    assert second.output == "没有到期的任务 (nothing is due)\n"
    meeting = Meeting.objects.earliest("on")
    at = [meeting.pk]
    about = Commitment.objects.get()
    page = reverse("meeting-ask", args=at) + f"?commitment={about.pk}&text=卡在哪里"
    assert f'<option value="{city.east.pk}" selected>' in desk.get(page).content.decode()
    asked = {"unit": city.east.pk, "text": "卡在哪里？", "asked_by": "市长"}
    assert desk.post(page, asked).status_code == 302
    question = Question.objects.get()
    assert question.commitment_id == about.pk
    decided = {
        "within": lst.pk,
        "text": "三天内报方案",
        "lead_unit": city.west.pk,
        "due_on": "12月31日",
    }
    form = desk.get(reverse("meeting-resolve", args=at)).context["form"]
    assert (form.initial["within"], form.fields["within"].queryset.first()) == (lst, other)
    assert desk.post(reverse("meeting-resolve", args=at), decided).status_code == 302
    planned = {"on": today.isoformat(), "place": "一号会议室", "chair": "市长"}
    assert desk.post(reverse("meeting-plan", args=at), planned).status_code == 302
    record = {"held": "held", "held_on": "", f"a{question.pk}": ""}
    assert desk.post(reverse("meeting-record", args=at), record).status_code == 422
    record |= {"held_on": today.isoformat()}
    assert desk.post(reverse("meeting-record", args=at), record).status_code == 302
    meeting.refresh_from_db()
    assert (meeting.state, meeting.place) == ("held", "一号会议室")
    shown = desk.get(reverse("questions")).content.decode()
    assert "卡在哪里？" in shown
    word = desk.get(reverse("meeting-word", args=at))
    text = "\n".join(each.text for each in Document(io.BytesIO(word.content)).paragraphs)
    assert "周交办点评" in text
    assert "市长问东区YC：卡在哪里？　答：（未答复）" in text
    assert word.content == desk.get(reverse("meeting-word", args=at)).content
    assert Cadence.objects.get().keeper_id == city.person("supervisor").pk


def test_acts_of_the_desk_are_refused_to_others(city: City, sign_in: SignIn) -> None:
    _running, meeting, _item = weekly(city)
    contact = sign_in(city.person("contact", city.east))
    codes = {name: contact.get(reverse(name, args=[meeting.pk])).status_code for name in OF_MEETING}
    assert codes == dict.fromkeys(OF_MEETING, 403) | {"meeting": 200, "meeting-word": 200}
    assert contact.get(reverse("cadence-choose")).status_code == 403
