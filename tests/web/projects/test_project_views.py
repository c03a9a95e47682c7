"""Pages of projects: who reaches them, what they show, what their forms do."""

import io
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from luoshi.web.projects import actions
from luoshi.web.projects.actions.sites import Spot
from luoshi.web.projects.models import Project, StageChange, YearPlan
from tests.conftest import SignIn
from tests.factories import NOW, City
from tests.web.projects.build import TEXT, cohort, project, propose, running, tell

HTMX = {"HX-Request": "true"}
EVERY = ("projects", "projects-sheet", "projects-funnel", "projects-starts", "projects-investment",
         "projects-months", "projects-reserve", "projects-map", "cohorts")  # fmt: skip
OF_PROJECT = ("project", "project-edit", "project-plan", "project-sign", "project-stage",
              "project-moving-out")  # fmt: skip
FEBRUARY = date(2026, 2, 10)


@pytest.mark.parametrize("name", OF_PROJECT)
def test_project_of_others_is_not_there(
    city: City, other_city: City, desk: Client, sign_in: SignIn, name: str
) -> None:
    theirs = running(other_city)
    assert desk.get(reverse(name, args=[theirs.pk])).status_code == 404
    mine = running(city)
    stranger = sign_in(city.person("contact", city.west))
    assert stranger.get(reverse(name, args=[mine.pk])).status_code == 404


@pytest.mark.parametrize("name", EVERY)
def test_pages_without_anything_say_what_to_do(city: City, desk: Client, name: str) -> None:
    assert desk.get(reverse(name)).status_code == 200


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("project-edit", "contact"),
        ("project-plan", "contact"),
        ("project-sign", "contact"),
        ("project-stage", "unit_leader"),
        ("project-moving-out", "contact"),
    ],
)
def test_act_of_another_role_is_refused(city: City, sign_in: SignIn, name: str, role: str) -> None:
    about = running(city)
    browser = sign_in(city.person(role, city.east))
    for answer in (
        browser.get(reverse(name, args=[about.pk])),
        browser.post(reverse(name, args=[about.pk])),
    ):
        assert answer.status_code == 403
    assert not StageChange.objects.exists()


def test_table_shows_said_did_and_achieved_apart(city: City, desk: Client) -> None:
    about = running(city)
    made = tell(city, about, "started", FEBRUARY, files=[TEXT])
    actions.stage_find(
        change=made,
        finding="refuted",
        note="未见施工",
        by=city.actor("verifier", city.health),
        at=NOW,
    )
    page = desk.get("/projects/").content.decode()
    row = page.split("<tbody>")[1].split("</tbody>")[0]
    assert [cell.split("</td>")[0] for cell in row.split('class="claim-cell"')[1:]] == [
        ' data-label="说">开工', ' data-label="做">开工', ' data-label="成">签约',
    ]  # fmt: skip
    assert "说成不一" in row


def test_table_is_searched_filtered_and_sorted(city: City, desk: Client) -> None:
    within = cohort(city)
    one = project(city, within, name="甲项目")
    two = project(
        city, within, city.west, name="乙项目", sector="livelihood", investment=Decimal(9)
    )
    for query, expected in (
        ("q=甲", [one]),
        ("q=西县", [two]),
        (f"place={city.west.pk}", [two]),
        ("sector=livelihood", [two]),
        (f"cohort={within.pk}&sort=-investment", [two, one]),
        ("sort=investment", [one, two]),
        ("stage=started", []),
        ("mark=overdue", [one, two]),
        ("mark=nonsense", [one, two]),
    ):
        page = desk.get(f"/projects/?{query}").content.decode()
        places = {each: page.find(f'href="/projects/{each.pk}/"') for each in (one, two)}
        found = sorted((each for each in places if places[each] >= 0), key=places.__getitem__)
        assert found == expected, query
    assert "没有符合条件的项目。" in desk.get("/projects/?q=没有").content.decode()


def test_too_little_investment_is_marked_by_sector_and_place(city: City, desk: Client) -> None:
    within = cohort(city)
    for name, fields in (
        ("少", {"investment": Decimal("2.9")}),
        ("招商", {"investment": Decimal("2.9"), "attracted": True}),
        ("够", {"investment": Decimal(3)}),
        ("山区", {"owner": city.west, "investment": Decimal(1)}),
        ("无领域", {"sector": "", "investment": Decimal("0.1")}),
    ):
        project(city, within, fields.pop("owner", None), name=name, **fields)  # type: ignore[arg-type]
    actions.sites_set(
        jurisdiction=city.unit,
        spots={city.west.pk: Spot(threshold="threshold-xinyang")},
        by=city.actor("supervisor"),
        at=NOW,
    )
    page = desk.get("/projects/?mark=below").content.decode()
    names = [name for name in ("少", "招商", "够", "山区", "无领域") if f'">{name}</a>' in page]
    assert names == ["少"]
    assert page.count("mark-below") == 1


def test_htmx_gets_the_table_alone(city: City, desk: Client) -> None:
    running(city)
    part = desk.get("/projects/", headers=HTMX).content.decode()
    assert part.strip().startswith('<div id="ledger">')


def test_excel_has_the_same_rows_with_numbers(city: City, desk: Client) -> None:
    about = running(city, year_plan=Decimal("1.2"), plan_year=timezone.localdate().year)
    tell(city, about, "started", FEBRUARY)
    answer = desk.get("/projects/sheet/?q=精密")
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="projects-')
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    heads, row = ([cell.value for cell in line] for line in sheet.iter_rows())
    found = dict(zip(heads, row, strict=True))
    year = timezone.localdate().year
    assert found["项目名称"] == "精密轴承生产线"
    assert (found["总投资（亿元）"], found[f"{year}年计划投资（亿元）"]) == (3.5, 1.2)
    assert (found["说：自报阶段"], found["做：佐证到达阶段"], found["成：核实阶段"]) == (
        "开工",
        "签约",
        "签约",
    )
    assert found["提示"] == "说成不一"


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow_with_rows(
    city: City, desk: Client, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    within = cohort(city)
    for place in range(rows):
        project(city, within, (city.east, city.west, city.park)[place], name=f"项目{place}")
    for address, queries in (
        ("/projects/", 11),
        ("/projects/?mark=below&q=项目", 11),
        ("/projects/sheet/", 7),
        ("/projects/funnel/", 5),
        ("/projects/starts/", 6),
        ("/projects/investment/", 7),
        ("/projects/map/", 8),
        ("/projects/reserve/", 7),
        ("/projects/cohorts/", 5),
    ):
        with django_assert_num_queries(queries):
            assert desk.get(address).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_of_one_project_do_not_grow(
    city: City, desk: Client, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    about = running(city)
    for number, stage in enumerate(("fulfilled", "started", "producing")[:rows]):
        made = tell(city, about, stage, FEBRUARY + timedelta(days=number), files=[TEXT])
        actions.stage_find(
            change=made, finding="confirmed", by=city.actor("verifier", city.health), at=NOW
        )
        actions.investments_tell(
            month=date(2026, number + 1, 1), amounts={about.pk: Decimal(1)},
            by=city.actor("contact", city.east), at=NOW,
        )  # fmt: skip
    with django_assert_num_queries(15):
        assert desk.get(f"/projects/{about.pk}/").status_code == 200


def test_project_page_tells_the_whole_story(city: City, desk: Client) -> None:
    about = running(city)
    wrong = tell(city, about, "producing", FEBRUARY, note="误报")
    tell(city, about, "started", FEBRUARY, files=[TEXT], corrects=wrong)
    actions.investments_tell(
        month=date(2026, 2, 1), amounts={about.pk: Decimal("0.5")},
        by=city.actor("contact", city.east), at=NOW,
    )  # fmt: skip
    propose(city, about)
    page = desk.get(f"/projects/{about.pk}/").content.decode()
    for words in (
        "已被更正",
        "误报",
        TEXT[0],
        "没有核验",
        "国土空间规划调整",
        "待审定",
        "3.5 亿元",
        "0.5",
    ):
        assert words in page, words
    assert f'href="/commitments/{about.commitment_id}/"' in page


@pytest.mark.parametrize(
    ("role", "unit", "acts"),
    [
        ("supervisor", "unit", {"edit", "plan"}),
        ("contact", "east", {"stage"}),
        ("unit_leader", "east", {"moving-out"}),
        ("principal", "unit", set()),
    ],
)
def test_buttons_follow_the_rules(
    city: City, sign_in: SignIn, role: str, unit: str, acts: set[str]
) -> None:
    about = running(city)
    browser = sign_in(city.person(role, getattr(city, unit)))
    page = browser.get(f"/projects/{about.pk}/").content.decode()
    found = {
        act for act in ("edit", "plan", "sign", "stage", "moving-out")
        if f'href="/projects/{about.pk}/{act}/"' in page
    }  # fmt: skip
    assert found == acts


def test_office_edits_plans_and_signs(city: City, desk: Client) -> None:
    reserve, batch = cohort(city, "储备库", signed_on=None), cohort(city)
    about = project(city, reserve)
    page = desk.get(f"/projects/{about.pk}/edit/").content.decode()
    assert 'value="3.5"' in page
    typed = {
        "name": "精密轴承", "owner": city.west.pk, "investment": "45000万元",
        "sector": "services", "place": "", "started_on": "3月底",
    }  # fmt: skip
    desk.post(f"/projects/{about.pk}/edit/", typed)
    about = Project.objects.select_related("commitment").get(pk=about.pk)
    assert (about.commitment.text, about.commitment.target) == ("精密轴承", Decimal("4.5"))
    assert (about.sector, about.place) == ("services", None)
    wrong = desk.post(f"/projects/{about.pk}/edit/", typed | {"investment": "若干"})
    assert (wrong.status_code, "投资额不是数字" in wrong.content.decode()) == (422, True)
    desk.post(f"/projects/{about.pk}/sign/", {"cohort": batch.pk})
    about.refresh_from_db()
    assert about.cohort == batch
    desk.post(
        f"/projects/{about.pk}/plan/",
        {"year": "2026", "amount": "12000万元", "season": "season-even"},
    )
    assert YearPlan.objects.get().amount == Decimal("1.2")


def test_fixed_project_keeps_its_fields_on_the_form(city: City, desk: Client) -> None:
    about = running(city, capacity_on=None)
    page = desk.get(f"/projects/{about.pk}/edit/").content.decode()
    assert "批次已冻结：名称、责任单位和总投资" in page
    answer = desk.post(f"/projects/{about.pk}/edit/", {"name": "改名", "capacity_on": "2027-12-31"})
    assert answer.status_code == 302
    about.refresh_from_db()
    about.commitment.refresh_from_db()
    assert (about.commitment.text, about.capacity_on) == ("精密轴承生产线", date(2027, 12, 31))
