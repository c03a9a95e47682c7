"""Pages of cohorts: made, filled by hand and by a sheet, fixed, adjusted; the figures."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from luoshi.core.errors import Refused
from luoshi.web.appraisal import heard
from luoshi.web.appraisal.models import Session
from luoshi.web.cadence.models import Cadence, Meeting
from luoshi.web.cadence.queries import meetings
from luoshi.web.commitments.actions import commitment_create
from luoshi.web.commitments.drafts import CommitmentDraft
from luoshi.web.projects import actions
from luoshi.web.projects.actions.sites import Spot
from luoshi.web.projects.models import Adjustment, Cohort, Project, ProjectSheet, Site
from luoshi.web.selfcheck import queries as selfcheck
from luoshi.web.visits import queries as visits
from luoshi.web.visits.models import Visit
from tests.conftest import SignIn
from tests.factories import NOW, City, make_list
from tests.web.projects.build import (
    ROW,
    book,
    cohort,
    fixed,
    project,
    propose,
    running,
    tell,
)

NEW = {
    "title": "2026年第一批",
    "signed_on": "2026-01-10",
    "begins_on": "2026-01-01",
    "ends_on": "2027-12-31",
}
OF_COHORT = ("cohort", "cohort-add", "cohort-upload", "cohort-freeze", "cohort-adjust")


@pytest.mark.parametrize("name", OF_COHORT)
def test_cohort_of_another_city_is_not_there(
    city: City, other_city: City, desk: Client, name: str
) -> None:
    theirs = cohort(other_city)
    assert desk.get(reverse(name, args=[theirs.pk])).status_code == 404


@pytest.mark.parametrize("name", ["cohort-add", "cohort-upload", "cohort-freeze"])
def test_cohort_is_kept_by_the_office_alone(city: City, principal: Client, name: str) -> None:
    within = cohort(city)
    for answer in (
        principal.get(reverse(name, args=[within.pk])),
        principal.post(reverse(name, args=[within.pk])),
    ):
        assert answer.status_code == 403
    assert principal.get("/projects/cohorts/new/").status_code == 403
    assert principal.get("/projects/map/edit/").status_code == 403


def test_new_cohort_is_made_and_opened(city: City, desk: Client) -> None:
    answer = desk.post("/projects/cohorts/new/", NEW | {"jurisdiction": city.unit.pk})
    made = Cohort.objects.get()
    assert answer.headers["Location"] == f"/projects/cohorts/{made.pk}/"
    assert made.signed_on == date(2026, 1, 10)
    page = desk.get(f"/projects/cohorts/{made.pk}/").content.decode()
    assert f'href="/projects/cohorts/{made.pk}/upload/"' in page


def test_cohort_that_is_filled_in_wrongly_is_shown_again(city: City, desk: Client) -> None:
    typed = NEW | {"jurisdiction": city.unit.pk, "ends_on": "2025-12-31"}
    answer = desk.post("/projects/cohorts/new/", typed)
    assert (answer.status_code, "期末早于签约日期。" in answer.content.decode()) == (422, True)
    assert not Cohort.objects.exists()


def test_project_by_hand(city: City, desk: Client) -> None:
    within = cohort(city)
    answer = desk.post(
        f"/projects/cohorts/{within.pk}/new/",
        {
            "name": "冷链物流园",
            "owner": city.east.pk,
            "investment": "5.5",
            "started_on": "一季度末",
        },
    )
    made = Project.objects.get()
    assert answer.headers["Location"] == f"/projects/{made.pk}/"
    wrong = desk.post(f"/projects/cohorts/{within.pk}/new/", {"name": "", "owner": city.east.pk})
    assert wrong.status_code == 422


def test_list_of_a_batch_takes_projects_alone(city: City, desk: Client) -> None:
    batch, plain = cohort(city), make_list(city)
    page = desk.get(f"/lists/{batch.list_id}/").content.decode()
    assert "录入事项" not in page
    assert f'href="/projects/cohorts/{batch.pk}/"' in page
    assert "录入事项" in desk.get(f"/lists/{plain.pk}/").content.decode()
    assert desk.get(f"/lists/{batch.list_id}/new/").status_code == 409
    draft = CommitmentDraft(
        text="不是项目", kind="project", starts_on=NOW.date(), due_on=NOW.date()
    )
    with pytest.raises(Refused, match="list-of-projects"):
        commitment_create(within=batch.list, draft=draft, by=city.actor("supervisor"), at=NOW)
    assert not batch.list.items.exists()
    meeting = Meeting(cadence=Cadence(list=plain))
    offered = (
        meetings.lists_for_resolutions(meeting), visits.lists_for(Visit(jurisdiction=city.unit)),
        heard.lists_for(Session(jurisdiction=city.unit)), selfcheck.open_lists_of(plain),
    )  # fmt: skip
    assert [list(lists) for lists in offered] == [[plain]] * 4


def test_sheet_is_looked_at_before_it_is_brought_in(city: City, desk: Client) -> None:
    within = cohort(city)
    data = book(ROW, ["无主项目", "没有这个局", *ROW[2:]], ["双名", *ROW[1:]], ["双名", *ROW[1:]])
    file = SimpleUploadedFile("台账.xlsx", data)
    answer = desk.post(f"/projects/cohorts/{within.pk}/upload/", {"file": file})
    sheet = ProjectSheet.objects.get()
    assert answer.headers["Location"] == f"/projects/sheets/{sheet.pk}/"
    page = desk.get(f"/projects/sheets/{sheet.pk}/").content.decode()
    assert "4 行：可导入 3 行，有错误 1 行，有提示 2 行" in page
    assert page.count('name="line"') == 3
    assert page.count(" checked") == 1
    assert "请写明责任单位。" in page
    assert "没有这个局" in page
    assert not Project.objects.exists()
    desk.post(f"/projects/sheets/{sheet.pk}/", {"line": ["1-2", "1-4"]})
    assert sorted(Project.objects.values_list("commitment__text", flat=True)) == [
        "双名",
        "精密轴承生产线",
    ]
    assert 'name="line"' not in desk.get(f"/projects/sheets/{sheet.pk}/").content.decode()
    again = desk.post(f"/projects/sheets/{sheet.pk}/", {"line": ["1-2"]})
    assert again.status_code == 409


def test_sheet_of_another_city_is_not_there(city: City, other_city: City, desk: Client) -> None:
    sheet = actions.sheet_take(
        cohort=cohort(other_city),
        name="台账.xlsx",
        data=book(),
        by=other_city.actor("supervisor"),
        at=NOW,
    )
    assert desk.get(f"/projects/sheets/{sheet.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("name", "data", "text"),
    [
        ("台账.xlsx", b"", "文件是空的"),
        ("台账.txt", "项目".encode(), "不支持这种文件"),
        ("台账.xlsx", book(["甲", 3], header=["指标名称", "目标值"]), "没有找到“项目名称”这一栏"),
    ],
)
def test_sheet_that_cannot_be_read_is_refused(
    city: City, desk: Client, name: str, data: bytes, text: str
) -> None:
    within = cohort(city)
    answer = desk.post(
        f"/projects/cohorts/{within.pk}/upload/", {"file": SimpleUploadedFile(name, data)}
    )
    assert (answer.status_code, text in answer.content.decode()) == (422, True)


def test_issues_are_named_before_freezing(city: City, desk: Client) -> None:
    within = cohort(city)
    project(city, within, name="甲", started_on=None, sector="")
    project(city, within, name="甲", investment=Decimal(1))
    project(city, within, name="乙", investment=None)
    for address in (f"/projects/cohorts/{within.pk}/", f"/projects/cohorts/{within.pk}/freeze/"):
        page = desk.get(address).content.decode()
        for words in (
            "3 个项目的责任单位还没有签收", "1 个项目没有计划开工日期", "1 个项目没有总投资",
            "1 个项目没有领域", "1 个项目低于当地投资门槛", "同名项目：甲",
        ):  # fmt: skip
            assert words in page, words


def test_cohort_is_frozen_after_asking_once(city: City, desk: Client) -> None:
    within = cohort(city)
    project(city, within)
    assert "冻结不能取消" in desk.get(f"/projects/cohorts/{within.pk}/freeze/").content.decode()
    desk.post(f"/projects/cohorts/{within.pk}/freeze/")
    within.list.refresh_from_db()
    assert within.is_fixed
    page = desk.get(f"/projects/cohorts/{within.pk}/").content.decode()
    assert f'href="/projects/cohorts/{within.pk}/upload/"' not in page


def test_leader_decides_on_every_proposal(city: City, desk: Client, principal: Client) -> None:
    about = running(city)
    made, within = propose(city, about), about.cohort
    address = f"/projects/cohorts/{within.pk}/adjust/"
    assert desk.get(address).status_code == 403
    assert "审定 1 个退出" in principal.get(f"/projects/cohorts/{within.pk}/").content.decode()
    typed = {"document": "云政〔2026〕8号", f"verdict-{made.pk}": "refused", f"note-{made.pk}": ""}
    wrong = principal.post(address, typed)
    assert (wrong.status_code, "不同意的，请写明理由。" in wrong.content.decode()) == (422, True)
    principal.post(address, typed | {f"verdict-{made.pk}": "approved"})
    assert Adjustment.objects.get().document == "云政〔2026〕8号"
    page = principal.get(f"/projects/cohorts/{within.pk}/").content.decode()
    assert "同意退出" in page
    assert f'href="{address}"' not in page


def moved(city: City) -> Cohort:
    """Three signed projects of one cohort: one started, one said to, one moved out."""
    within = cohort(city)
    one, two = project(city, within, name="甲"), project(city, within, city.west, name="乙")
    out = project(city, within, city.west, name="丙")
    fixed(city, within)
    for about in (one, two):
        about.commitment.refresh_from_db()
        made = tell(city, about, "started", date(2026, 2, 10))
        if about == one:
            actions.stage_find(
                change=made, finding="confirmed", by=city.actor("verifier", city.health), at=NOW
            )
    proposal = propose(city, out)
    actions.adjustment_decide(
        cohort=within, document="8号", verdicts={proposal.pk: ("approved", "")},
        by=city.actor("principal"), at=NOW,
    )  # fmt: skip
    return within


def test_funnel_states_what_it_shows_under_both_denominators(city: City, desk: Client) -> None:
    within = moved(city)
    page = desk.get(f"/projects/funnel/?cohort={within.pk}").content.decode()
    finding = (
        "2026年第一批签约 3 个：自报开工 2 个（66.7%），核实开工 1 个（33.3%）；"
        "剔除客观退出 1 个后为 100% 和 50%"
    )
    assert f'<h2 class="card-title">{finding}</h2>' in page
    assert page.count('<svg class="bars bars-') == 2
    assert "2 · 66.7% / 100%" in page
    assert 'class="bars-mark"' in page


def test_start_rate_names_target_and_what_is_undated(city: City, desk: Client) -> None:
    within = cohort(city)
    project(city, within)
    project(city, within, name="乙", started_on=None)
    page = desk.get("/projects/starts/?year=2026").content.decode()
    assert "目标来源：潍坊市" in page
    assert "另有 1 个项目没有计划开工日期" in page
    assert 'class="bars-target"' in page
    assert "2019 年没有计划开工的项目" in desk.get("/projects/starts/?year=2019").content.decode()
    assert desk.get("/projects/starts/?year=99999&cohort=x").status_code == 200


def test_investment_curve_holds_plan_against_both_claims(city: City, desk: Client) -> None:
    about = running(city, year_plan=Decimal(12), plan_year=2026)
    actions.investments_tell(
        month=date(2026, 2, 1), amounts={about.pk: Decimal("0.5")},
        by=city.actor("contact", city.east), at=NOW,
    )  # fmt: skip
    page = desk.get("/projects/investment/?year=2026").content.decode()
    assert "2026 年计划投资 12 亿元，自报 1 至 2 月 0.5 亿元（计划 0）" in page
    assert 'class="curve-planned"' in page
    empty = desk.get("/projects/investment/?year=2019").content.decode()
    assert "2019 年还没有下达年度投资计划" in empty


def test_reserve_is_held_against_both_goals(city: City, desk: Client) -> None:
    project(city, cohort(city, "储备库", signed_on=None), investment=Decimal("120.5"))
    page = desk.get("/projects/reserve/").content.decode()
    assert "储备项目 1 个、计划投资 120.5 亿元，还差 99 个" in page
    assert "西宁市城中区" in page


def test_map_shows_places_that_have_one(city: City, desk: Client) -> None:
    moved(city)
    assert "还没有给县区园区定位置。" in desk.get("/projects/map/").content.decode()
    typed = {f"column-{city.east.pk}": "1", f"row-{city.east.pk}": "2"}
    assert "投资门槛" in desk.get("/projects/map/edit/").content.decode()
    assert desk.post("/projects/map/edit/", typed).status_code == 302
    assert Site.objects.get(unit=city.east).row == 2
    page = desk.get("/projects/map/").content.decode()
    assert page.count('class="tile tile-') == 1
    assert "核实开工率最高的是东区YC（100%）" in page
    assert f'href="/projects/?place={city.east.pk}"' in page
    wrong = desk.post("/projects/map/edit/", {f"column-{city.east.pk}": "1"})
    assert wrong.status_code == 422


def test_map_counts_towns_for_their_county_and_the_rest_apart(city: City, desk: Client) -> None:
    within = cohort(city)
    project(city, within, city.transport, name="镇上", place=city.town)
    project(city, within, city.transport, name="市级", place=None)
    actions.sites_set(
        jurisdiction=city.unit,
        spots={city.east.pk: Spot(1, 1)},
        by=city.actor("supervisor"),
        at=NOW,
    )
    body = desk.get("/projects/map/").content.decode().split("<tbody>")[1]
    rows = [row.split("</tr>")[0] for row in body.split("<tr>")[1:]]
    sizes = [row.split('<td class="num">')[1].split("</td>")[0] for row in rows]
    assert sizes == ["1", "0", "0", "1"]
    assert "其他" in rows[-1]


def test_unit_sees_figures_of_its_own_projects(
    city: City, contact: Client, sign_in: SignIn
) -> None:
    moved(city)
    page = contact.get("/projects/funnel/").content.decode()
    assert "签约 1 个：自报开工 1 个（100%）" in page
    nobody = sign_in(city.person("contact", city.transport))
    assert "还没有签约项目" in nobody.get("/projects/funnel/").content.decode()


def test_english_pages_say_the_same(city: City, desk: Client) -> None:
    city.people["supervisor-YC"].language = "en"
    city.people["supervisor-YC"].save()
    within = moved(city)
    page = desk.get(f"/projects/funnel/?cohort={within.pk}").content.decode()
    assert "3 signed, 2 said to have started (66.7%), 1 found to have started (33.3%)" in page
    assert "less 1 moved out: 100% and 50%" in page
