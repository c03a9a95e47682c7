"""The home page as each person opens it."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from luoshi.web.accounts.models import Role, User
from luoshi.web.assessment.models import Scheme, SchemeVersion, ScoreRun
from luoshi.web.commitments.actions import commitment_dispute
from luoshi.web.dashboard.queries import BLOCKS, home_of
from luoshi.web.units.models import Unit
from tests.factories import City, make_commitment, make_list
from tests.web.dashboard.build import (
    AT,
    appoint,
    drawn,
    found,
    home,
    lit,
    make_report,
    make_round,
    make_run,
    reported,
    workdays,
)

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
Queries = Callable[[int], AbstractContextManager[object]]
AT_UNIT = ("contact", "unit_leader", "verifier")


def where(city: City, role: str) -> Unit | None:
    return city.transport if role in AT_UNIT else None


def fill(city: City, rows: int) -> None:
    """So many reports in each state, red ones, disputes, samples, runs."""
    workdays()
    verifier = city.person("verifier", city.transport)
    leader = city.actor("unit_leader", city.transport)
    for number in range(rows):
        lst = make_list(city, title=f"清单{number}")
        within = make_round(city, lst)
        for state in ("draft", "returned", "submitted", "signed", "accepted", "accepted"):
            commitment = make_commitment(city, city.transport, within=lst)
            report = make_report(city, commitment, within, state, claims_done=True)
            lit(commitment, "red", report=report)
        checked, waiting = within.reports.filter(state="accepted")
        found(drawn(city, checked, verifier), "refuted")
        drawn(city, waiting, verifier)
        make_commitment(city, city.transport, within=lst, state="assigned")
        disputed = make_commitment(city, city.transport, within=lst, state="assigned")
        commitment_dispute(commitment=disputed, reason="不属本单位", by=leader, at=AT)
        make_run(city, [(city.transport, "90", 1, 2), (city.west, "90", 1, 2)], month=number + 1)


@pytest.mark.parametrize(
    ("role", "heading"),
    [
        ("principal", "请您决定"),
        ("supervisor", "等我办理"),
        ("unit_leader", "等我签收、签发"),
        ("contact", "应报的都报完了。"),
        ("verifier", "抽到您名下的样本都核验完了。"),
        ("assessor", "考核轮"),
        ("admin", "待补齐"),
        ("auditor", "校验记录链"),
    ],
)
def test_each_role_has_its_page_when_nothing_waits(
    city: City, sign_in: SignIn, role: str, heading: str
) -> None:
    workdays()
    page = sign_in(city.person(role, where(city, role))).get("/")
    assert page.status_code == 200
    assert heading in page.content.decode()


@pytest.mark.parametrize(
    ("language", "day"),
    [
        ("zh-hans", r">\d{4}年\d+月\d+日 星期.</time>"),
        ("en", r">[A-Z][a-z]+day, [^<]*\d{4}</time>"),
    ],
)
def test_the_day_is_told_as_the_language_tells_it(
    city: City, sign_in: SignIn, language: str, day: str
) -> None:
    workdays()
    client = sign_in(city.person("contact", city.transport))
    client.post("/language/", {"language": language})
    assert re.search(day, client.get("/").content.decode())


def test_every_role_of_the_product_has_a_block() -> None:
    assert set(BLOCKS) == set(Role.values)


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("role", "queries"),
    [
        ("principal", 25), ("supervisor", 22), ("unit_leader", 16), ("contact", 16),
        ("verifier", 7), ("assessor", 11), ("admin", 8), ("auditor", 5),
    ],
)  # fmt: skip
def test_queries_do_not_grow(
    city: City, django_assert_num_queries: Queries, role: str, queries: int, rows: int
) -> None:
    fill(city, rows)
    actor = city.actor(role, where(city, role))
    with django_assert_num_queries(queries):
        home_of(actor, AT)


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("role", list(BLOCKS))
def test_the_page_asks_nothing_that_its_queries_did_not(
    city: City, sign_in: SignIn, role: str, rows: int, django_assert_max_num_queries: Queries
) -> None:
    fill(city, rows)
    client = sign_in(city.person(role, where(city, role)))
    with django_assert_max_num_queries(29):
        assert client.get("/").status_code == 200


def test_a_contact_opens_the_form_of_a_round_with_one_click(city: City, sign_in: SignIn) -> None:
    workdays()
    report = reported(city, city.transport)
    client = sign_in(city.person("contact", city.transport))
    assert f'href="/rounds/{report.round_id}/#fill"' in client.get("/").content.decode()
    assert 'id="fill"' in client.get(f"/rounds/{report.round_id}/").content.decode()


@pytest.mark.parametrize(
    ("language", "words"),
    [("zh-hans", {"红灯", "黄灯", "绿灯"}), ("en", {"Red", "Yellow", "Green"})],
)
def test_lights_are_read_out_in_words(
    city: City, sign_in: SignIn, language: str, words: set[str]
) -> None:
    workdays()
    lst = make_list(city)
    for unit, light in ((city.east, "red"), (city.west, "yellow"), (city.park, "green")):
        lit(make_commitment(city, unit, within=lst), light)
    person = city.person("principal")
    User.objects.filter(pk=person.pk).update(language=language)
    main = sign_in(User.objects.get(pk=person.pk)).get("/").content.decode().partition("<main")[2]
    heard = re.findall(r'<span class="visually-hidden">([^<]*)</span>', main)
    lights = [text.strip() for text in heard if text.strip() in words]
    assert {light: lights.count(light) for light in words} == dict.fromkeys(words, 2)


@pytest.mark.parametrize("role", list(BLOCKS))
def test_every_link_leads_somewhere_the_person_may_be(
    city: City, sign_in: SignIn, role: str
) -> None:
    fill(city, 1)
    for made in (ScoreRun, SchemeVersion, Scheme):
        made.objects.all().delete()
    client = sign_in(city.person(role, where(city, role)))
    main = client.get("/").content.decode().partition("<main")[2]
    links = set(re.findall(r'href="(/(?!static/)[^"#]*)', main))
    assert {link: client.get(link, follow=True).status_code for link in links} == dict.fromkeys(
        links, 200
    )


def test_nothing_of_another_unit_is_shown(city: City, sign_in: SignIn) -> None:
    workdays()
    mine = reported(city, city.transport)
    other = reported(city, city.health)
    lit(other.commitment)
    page = sign_in(city.person("contact", city.transport)).get("/").content.decode()
    assert mine.commitment.text in page
    assert other.commitment.text not in page


def test_the_block_with_late_work_comes_first(city: City) -> None:
    workdays()
    person = city.person("contact", city.transport)
    appoint(city, person, "unit_leader", city.transport)
    report = reported(city, city.transport)
    assert [block.role for block in home(city, "contact", city.transport).blocks] == [
        "contact",
        "unit_leader",
    ]
    report.round.due_on = timezone.localdate(AT) - timedelta(days=1)
    report.round.save()
    signed = reported(city, city.transport, "submitted")
    make_commitment(city, city.transport, state="assigned")
    assert signed.round.due_on > timezone.localdate(AT)
    both = home(city, "contact", city.transport)
    assert [(block.role, block.data.late, block.data.waiting) for block in both.blocks] == [
        ("contact", 1, 1),
        ("unit_leader", 0, 2),
    ]
    assert (both.late, both.waiting) == (1, 3)


def test_who_holds_no_appointment_is_told(city: City, sign_in: SignIn) -> None:
    stranger = User(username="nobody", name="无任职")
    stranger.set_password("x")
    stranger.save()
    page = sign_in(stranger).get("/")
    assert page.status_code == 200
    assert "您目前没有任职" in page.content.decode()


def test_only_the_principals_page_prints(city: City, sign_in: SignIn) -> None:
    workdays()
    pages = {
        role: sign_in(city.person(role)).get("/").content.decode()
        for role in ("principal", "supervisor")
    }
    assert {role: "data-print" in page for role, page in pages.items()} == {
        "principal": True,
        "supervisor": False,
    }


def test_a_visitor_signs_in_first(city: City) -> None:
    answer = Client().get("/")
    assert (answer.status_code, answer["Location"]) == (302, "/login/?next=/")


def test_the_page_is_only_read(city: City, sign_in: SignIn) -> None:
    assert sign_in(city.person("principal")).post("/").status_code == 405


def test_in_english(city: City, sign_in: SignIn) -> None:
    workdays()
    person = city.person("principal")
    person.language = "en"
    person.save()
    page = sign_in(person).get("/").content.decode()
    assert "YC市: where our promises stand" in page
    assert "Confirmed / sampled, 90% interval" in page
