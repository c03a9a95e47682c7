"""The pages: what each person is shown, asked, and refused."""

import html
import io
import re
import subprocess
from datetime import date, time, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pptx import Presentation
from pytest_django import DjangoAssertNumQueries

from luoshi.core.sampling import rank_digest
from luoshi.web.appraisal import actions
from luoshi.web.appraisal.draw import command_of
from luoshi.web.appraisal.models import Session
from tests.conftest import SignIn
from tests.factories import NOW, City
from tests.web.appraisal.build import Meeting, text

NEXT_YEAR = date(2099, 1, 1)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_one_and_three(
    city: City, desk: Client, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(rows):
        Meeting(city, {"title": f"评议会{number}号"}).contenders()
    with django_assert_num_queries(5):
        page = text(desk, "sessions")
    assert len(re.findall("评议会.号</a>", page)) == rows


def test_an_empty_list_says_what_to_do(city: City, desk: Client, sign_in: SignIn) -> None:
    assert "先选模板" in text(desk, "sessions")
    assert "办法定下以后会出现在这里" in text(
        sign_in(city.person("contact", city.east)), "sessions"
    )


def test_a_session_is_prepared_by_its_pages_alone(city: City, desk: Client) -> None:
    told = {
        "template": "account",
        "title": "年度述职",
        "held_on": "2026-12-20",
        "jurisdiction": city.unit.pk,
    }
    assert (
        "请写成" in desk.post(reverse("session-new"), told | {"held_on": "哪天"}).content.decode()
    )
    made = desk.post(reverse("session-new"), told)
    session = Session.objects.get()
    assert made.headers["Location"] == session.get_absolute_url()
    page = text(desk, "session", session.pk)
    assert "还缺：评议对象、评议办法、公布人" in page
    units = [city.east.pk, city.west.pk, city.transport.pk]
    desk.post(
        reverse("session-contenders", args=[session.pk]), {"add": "1", "units": units, "group": ""}
    )
    rows = list(session.contenders.order_by("pk"))
    assert [each.group for each in rows] == ["县区", "县区", "市直部门"]
    sent = {f"group-{each.pk}": "甲组" for each in rows} | {
        f"minutes-{each.pk}": "6" for each in rows
    }
    bad = desk.post(
        reverse("session-contenders", args=[session.pk]), sent | {f"minutes-{rows[0].pk}": "0"}
    )
    assert (bad.status_code, "不能小于 1" in bad.content.decode()) == (422, True)
    desk.post(
        reverse("session-contenders", args=[session.pk]), sent | {f"remove-{rows[2].pk}": "on"}
    )
    assert list(session.contenders.values_list("group", "minutes")) == [("甲组", 6)] * 2
    form = settings_sent(text(desk, "session-settings", session.pk))
    refused = desk.post(reverse("session-settings", args=[session.pk]), form)
    assert refused.status_code == 422
    assert 'id="id_classes-0-size_error">请填写' in refused.content.decode()
    sizes = {f"classes-{at}-size": "20" for at in range(3)} | {"classes-1-recused": [rows[0].key]}
    assert (
        desk.post(reverse("session-settings", args=[session.pk]), form | sizes).status_code == 302
    )
    session.refresh_from_db()
    assert [row["recused"] for row in session.settings["classes"]] == [[], [rows[0].key], []]
    people = {"first": city.person("principal").pk, "second": city.person("assessor").pk}
    desk.post(reverse("session-releasers", args=[session.pk]), people)
    freeze = reverse("session-step", args=[session.pk, "freeze"])
    assert freeze in text(desk, "session", session.pk)
    desk.post(freeze)
    session.refresh_from_db()
    assert session.state == "frozen"
    page = text(desk, "session-rules", session.pk)
    assert session.digest in page
    assert "去掉 1 个最高分" in page


def settings_sent(page: str) -> dict[str, Any]:
    """What a browser sends of the form as it is shown."""
    found: dict[str, Any] = {}
    for tag in re.findall(r"<input[^>]*>", page):
        given = dict(re.findall(r'(name|value|type)="([^"]*)"', tag))
        if given.get("type") in ("checkbox", "radio") and " checked" not in tag:
            continue
        if given.get("name") and given["name"] != "csrfmiddlewaretoken":
            found[given["name"]] = given.get("value", "on" if " checked" in tag else "")
    return found


def test_the_page_costs_the_same_for_two_and_four_contenders(
    city: City, desk: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    few, more = Meeting(city), Meeting(city).drawn()
    few.contenders(city.east, city.west)
    for held, queries in ((few, 9), (more, 9)):
        with django_assert_num_queries(queries):
            text(desk, "session", held.session.pk)


def test_units_see_a_session_once_its_rules_are_frozen_and_nothing_to_run_it(
    city: City, other_city: City, sign_in: SignIn, desk: Client
) -> None:
    held = Meeting(city).prepared()
    theirs = sign_in(city.person("contact", city.east))
    pk = held.session.pk
    assert theirs.get(reverse("session", args=[pk])).status_code == 404
    actions.session_freeze(**held.who)
    page = text(theirs, "session", pk)
    assert ("session-tokens" in page, "/step/" in page) == (False, False)
    stranger = sign_in(other_city.person("supervisor"))
    for name in ("session", "session-operate", "session-tokens", "session-paper", "session-order"):
        assert stranger.get(reverse(name, args=[pk])).status_code == 404
        if name not in ("session", "session-order"):
            assert theirs.get(reverse(name, args=[pk])).status_code == 403


def test_each_template_says_what_it_is_for(city: City, desk: Client) -> None:
    page = text(desk, "session-new")
    lines = re.findall(r'<small class="d-block text-secondary">(.*?)</small>', page)
    assert len(lines) == 4
    assert lines[0] == (
        "半年、年终述职用：各单位讲一个时期做成了什么。评分：站位 20、重点 20、措施 20、成效 40。"
        "投票：市领导、县区和部门负责人、特邀代表（两代表一委员、企业、服务对象）。"
        "每家 8 分钟，全部发言后一并评分。"
    )
    assert "思想 10、责任 10" in lines[1]
    assert "每家 20 分钟，一家一评" in lines[2]


def test_the_agenda_shows_the_clock_on_page_stage_and_paper(city: City, desk: Client) -> None:
    held = Meeting(city, {"begins": time(9)}).prepared()
    rows = list(held.session.contenders.order_by("pk"))
    kept = {each.pk: (each.group, 5 if each == rows[0] else 8) for each in rows}
    actions.contenders_set(kept=kept, **held.who)
    actions.session_freeze(**held.who)
    pk = held.session.pk
    names = ("session", "session-order", "session-operate", "session-screen")
    assert "<time>" not in main_of(text(desk, "session-order", pk))
    actions.order_draw(**held.who)
    actions.tokens_make(counts={"A": 1}, printed=dict, **held.who)
    actions.voting_start(**held.who)
    at, planned = 0, []
    for each in held.session.contenders.order_by("position"):
        planned.append(f"09:{at:02}")
        at += each.minutes
    for name in names:
        page = main_of(text(desk, name, pk))
        clocks = re.findall(r"(?:<time>|<small>|钟点\">)(\d\d:\d\d)<", page)
        assert clocks == planned, name
    for name in names[:2]:
        assert f"09:00 开始，按各家分钟数一家接一家排，09:{at} 讲完。" in text(desk, name, pk)


def test_without_a_beginning_no_clock_is_shown(city: City, desk: Client) -> None:
    held = Meeting(city).drawn()
    for name in ("session", "session-order"):
        assert "讲完。" not in text(desk, name, held.session.pk)
    assert "钟点" not in text(desk, "session", held.session.pk)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("9:30", time(9, 30)), ("14：05", time(14, 5)), ("", None), ("早上", "写成")],
)
def test_the_beginning_is_typed_as_people_write_it(
    city: City, desk: Client, typed: str, kept: object
) -> None:
    assert 'name="begins" value="09:00"' in text(desk, "session-new")
    held = Meeting(city, {"begins": time(8)})
    url = reverse("session-edit", args=[held.session.pk])
    form = settings_sent(text(desk, "session-edit", held.session.pk))
    assert form["begins"] == "08:00"
    answer = desk.post(url, form | {"begins": typed})
    held.session.refresh_from_db()
    if isinstance(kept, str):
        assert (answer.status_code, kept in answer.content.decode()) == (422, True)
    else:
        assert (answer.status_code, held.session.begins) == (302, kept)


FORMS = ("session-settings", "session-releasers", "session-edit", "session-contenders")


@pytest.mark.parametrize("name", FORMS)
def test_what_is_frozen_shows_no_form_but_since_when(city: City, desk: Client, name: str) -> None:
    held = Meeting(city).prepared()
    pk = held.session.pk
    url = reverse(name, args=[pk])
    assert "<button" in main_of(text(desk, name, pk))
    actions.session_freeze(**held.who)
    page = main_of(text(desk, name, pk))
    since = timezone.localtime(NOW).strftime("%Y-%m-%d %H:%M")
    assert f"于 {since} 定下办法" in page
    assert ("<form" in page, "<button" in page) == (False, False)
    assert reverse("session-rules", args=[pk]) in page
    assert "重新打开办法" in page
    late = desk.post(url, {})
    assert (late.status_code, since in late.content.decode()) == (409, True)
    actions.session_cancel(note="改期", **held.who)
    assert "重新打开办法" not in main_of(text(desk, name, pk))


def test_what_was_cancelled_before_it_was_frozen_says_so(city: City, desk: Client) -> None:
    held = Meeting(city).prepared()
    actions.session_cancel(note="改期", **held.who)
    page = main_of(text(desk, "session-edit", held.session.pk))
    assert ("本场已取消" in page, "<form" in page) == (True, False)


def main_of(page: str) -> str:
    """Without navigation and search."""
    return page[page.index('id="main"') :]


def test_the_draw_shows_how_to_draw_again(city: City, desk: Client) -> None:
    held = Meeting(city).frozen()
    assert "现在抽签" in text(desk, "session-order", held.session.pk)
    desk.post(reverse("session-order", args=[held.session.pk]))
    held.session.refresh_from_db()
    page = text(desk, "session-order", held.session.pk)
    commands = [html.unescape(each) for each in re.findall('class="command">(.*?)<', page)]
    assert len(commands) == 4 + 2
    lots = re.findall('<code title="([0-9a-f]{64})">', page)
    shown = [ran(each) for each in commands]
    groups = [each for each in lots if lots.count(each) == 3]
    assert sorted({*shown}) == sorted({*lots})
    assert [each for each in shown if each in groups] == sorted({*groups})
    assert held.session.seed in page


def ran(command: str) -> str:
    """What the command prints, as a shell runs it."""
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=True)
    return done.stdout.split()[0]


@pytest.mark.parametrize("name", ["县区", "it's; a group", "$(甲) `组` \\"])
def test_the_command_for_a_lot_needs_no_editing(name: str) -> None:
    assert ran(command_of("0f1e", f"group:{name}")) == rank_digest("0f1e", f"group:{name}")


def test_a_unit_exchanges_its_own_slides_only(
    city: City, sign_in: SignIn, client: Client, settings: Any, tmp_path: Any
) -> None:
    settings.BLOB_DIR = tmp_path
    held = Meeting(
        city, {"slides_until": timezone.now() + timedelta(days=1), "held_on": NEXT_YEAR}
    ).frozen()
    own, other = (held.session.contenders.get(unit=unit) for unit in (city.east, city.west))
    theirs = sign_in(city.person("contact", city.east))
    url = reverse("session-contender", args=[held.session.pk, own.pk])

    def put(name: str, data: bytes, where: str = url) -> Any:
        return theirs.post(where, {"file": SimpleUploadedFile(name, data)})

    wrong = put("课件.pptx", b"%PDF-1.7\n%%EOF")
    assert (wrong.status_code, "PDF" in wrong.content.decode()) == (422, True)
    assert put("课件.pdf", b"%PDF-1.7\n1 0 obj\n%%EOF").status_code == 302
    shown = own.slides.get()
    page = text(theirs, "session-contender", held.session.pk, own.pk)
    assert "课件.pdf" in page
    file = theirs.get(reverse("session-slides", args=[held.session.pk, shown.pk]))
    assert (file.content[:5], file.headers["X-Content-Type-Options"]) == (b"%PDF-", "nosniff")
    assert file.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in file.headers["Content-Security-Policy"]
    assert "大屏幕上放映这一份" in page
    deck = io.BytesIO()
    Presentation().save(deck)
    assert put("课件.pptx", deck.getvalue()).status_code == 302
    page = text(theirs, "session-contender", held.session.pk, own.pk)
    assert ("大屏幕上放映这一份" in page, "大屏幕放不了 PPTX" in page) == (False, True)
    handed = theirs.get(reverse("session-slides", args=[held.session.pk, own.slides.first().pk]))
    assert handed.headers["Content-Disposition"].startswith("attachment")
    west = sign_in(city.person("contact", city.west))
    assert west.get(reverse("session-slides", args=[held.session.pk, shown.pk])).status_code == 404
    elsewhere = reverse("session-contender", args=[held.session.pk, other.pk])
    assert put("课件.pdf", b"%PDF-1.7\n%%EOF", elsewhere).status_code == 403
    assert not other.slides.exists()
