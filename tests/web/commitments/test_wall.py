"""The wall chart of a list: what it shows to whom, and the paper."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from luoshi.web.commitments.models import CommitmentList, Milestone
from luoshi.web.commitments.wall import wall_of
from tests.conftest import SignIn
from tests.factories import TODAY, City, make_commitment, make_list
from tests.render.test_wall import needs_pango
from tests.web.commitments.build import progress


def address(lst: CommitmentList) -> str:
    return reverse("list-wall", args=[lst.pk])


def rows(city: City, lst: CommitmentList, count: int) -> None:
    for n in range(count):
        made = make_commitment(city, city.transport, within=lst, text=f"事项{n}")
        progress(made, light="red", said_share=Decimal("0.4"))
        Milestone.objects.create(
            commitment=made, title="封顶", due_on=date(2026, 6, 30), planned_share=Decimal("0.3")
        )


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow(
    city: City, desk: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    lst = make_list(city)
    rows(city, lst, count)
    desk.get(address(lst))
    with django_assert_num_queries(6):
        page = desk.get(address(lst)).content.decode()
    assert [f"事项{n}" in page for n in range(3)] == [n < count for n in range(3)]


def test_milestone_reached_only_by_word_is_not_shown_as_verified(city: City) -> None:
    lst = make_list(city)
    rows(city, lst, 1)
    chart = wall_of(city.actor("supervisor"), lst, TODAY, by_unit=False)
    ((row,),) = [block.rows for block in chart.blocks]
    assert row.bar
    assert [step.state for step in row.bar.steps] == ["said"]
    assert (row.bar.said, row.bar.achieved) == (Decimal("0.4"), None)


def test_units_count_what_falls_due_by_month(city: City) -> None:
    lst = make_list(city)
    rows(city, lst, 2)
    make_commitment(city, city.transport, within=lst, due_on=date(2026, 3, 31))
    make_commitment(city, city.health, within=lst)
    chart = wall_of(city.actor("supervisor"), lst, TODAY, by_unit=True)
    shown = [
        (row.title, row.light, [(cell.month, list(cell.lights)) for cell in row.cells])
        for row in chart.blocks[0].rows
    ]
    end = date(2026, 12, 1)
    assert shown == [
        (
            city.transport.short_name,
            "red",
            [(date(2026, 3, 1), [("grey", 1)]), (end, [("red", 2)])],
        ),
        (city.health.short_name, "grey", [(end, [("grey", 1)])]),
    ]


def test_unit_sees_its_own_rows_only(city: City, sign_in: SignIn) -> None:
    lst = make_list(city)
    make_commitment(city, city.transport, within=lst, text="修路", state="assigned")
    make_commitment(city, city.health, within=lst, text="建医院", state="assigned")
    page = sign_in(city.person("contact", city.transport)).get(address(lst)).content.decode()
    assert ("修路" in page, "建医院" in page) == (True, False)


def test_empty_list_says_what_to_do(city: City, desk: Client) -> None:
    page = desk.get(address(make_list(city))).content.decode()
    assert "录入或交办之后这里会有图" in page


def test_another_city_finds_nothing(city: City, other_city: City, desk: Client) -> None:
    theirs = make_list(other_city)
    made = reverse("list-wall-paper", args=[theirs.pk, "0" * 64])
    assert [desk.get(address(theirs)).status_code, desk.get(made).status_code] == [404, 404]


@pytest.mark.parametrize(
    ("zoom", "width"),
    [("1", 528), ("2", 864), ("4", 2040), ("", 864), ("0", 864), ("9", 864), ("x", 864)],
)
def test_zoom_widens_the_months(city: City, desk: Client, zoom: str, width: int) -> None:
    lst = make_list(city)
    rows(city, lst, 1)
    page = desk.get(address(lst), {"zoom": zoom}).content.decode()
    assert f'<svg width="{width}"' in page


@needs_pango
def test_paper_is_drawn_for_who_asked(
    city: City,
    desk: Client,
    sign_in: SignIn,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    lst = make_list(city)
    rows(city, lst, 1)
    with django_capture_on_commit_callbacks(execute=True):
        job = desk.post(address(lst), {"paper": "A3"}).headers["Location"]
    made = desk.post(f"{job}open/").headers["Location"]
    answer = desk.get(made)
    assert (answer.headers["Content-Type"], answer.content[:4]) == ("application/pdf", b"%PDF")
    assert sign_in(city.person("assessor")).get(made).status_code == 404


def test_no_other_paper(city: City, desk: Client) -> None:
    assert desk.post(address(make_list(city)), {"paper": "A9"}).status_code == 404
