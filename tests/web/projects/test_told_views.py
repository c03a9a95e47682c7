"""Pages on which owners tell, outsiders find and count, leaders propose."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from luoshi.web.projects.models import DropOut, Investment, StageChange
from tests.conftest import SignIn
from tests.factories import City
from tests.web.projects.build import TEXT, running, tell

FEBRUARY = date(2026, 2, 10)


def test_contact_reports_a_stage_with_files(city: City, contact: Client) -> None:
    about = running(city)
    assert "各阶段认定标准" in contact.get(f"/projects/{about.pk}/stage/").content.decode()
    files = [
        SimpleUploadedFile("施工许可证.txt", "许可".encode()),
        SimpleUploadedFile("合同.txt", "合同".encode()),
    ]
    answer = contact.post(
        f"/projects/{about.pk}/stage/",
        {
            "stage": "started",
            "on": "2026年2月10日",
            "note": "进场",
            "reason": "",
            "evidence": files,
        },
    )
    assert answer.headers["Location"] == f"/projects/{about.pk}/"
    made = StageChange.objects.get()
    assert (made.stage, made.on, made.evidence.count()) == ("started", FEBRUARY, 2)


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({"stage": "signed"}, "项目已经在这个阶段。"),
        ({"on": "2026-01-01"}, "日期早于上一次阶段报告"),
        ({"on": "改天"}, "请写成 2026-03-31"),
        ({"stage": "opened"}, "选择一个有效的选项"),
    ],
)
def test_stage_that_is_wrong_is_shown_again(
    city: City, contact: Client, values: dict[str, str], text: str
) -> None:
    about = running(city)
    typed = {"stage": "started", "on": "2026-02-10", "note": "已进场"} | values
    answer = contact.post(f"/projects/{about.pk}/stage/", typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert text in page
    assert "已进场" in page
    assert not StageChange.objects.exists()


def test_file_that_is_no_evidence_is_refused_beside_the_field(city: City, contact: Client) -> None:
    about = running(city)
    bad = SimpleUploadedFile("程序.exe", b"MZ\x90\x00" + bytes(64))
    answer = contact.post(
        f"/projects/{about.pk}/stage/", {"stage": "started", "on": "2026-02-10", "evidence": bad}
    )
    assert answer.status_code == 422
    assert 'id="id_evidence_error"' in answer.content.decode()


def test_contact_corrects_the_last_account(city: City, contact: Client) -> None:
    about = running(city)
    made = tell(city, about, "producing", FEBRUARY)
    page = contact.get(f"/projects/stages/{made.pk}/correct/").content.decode()
    assert '<option value="producing" selected>' in page
    contact.post(f"/projects/stages/{made.pk}/correct/", {"stage": "started", "on": "2026-02-10"})
    about.refresh_from_db()
    assert about.said == "started"


def test_verifier_of_another_unit_finds(city: City, verifier: Client, sign_in: SignIn) -> None:
    about = running(city)
    assert verifier.get(f"/projects/{about.pk}/").status_code == 404
    made = tell(city, about, "started", FEBRUARY, files=[TEXT])
    assert (
        f'href="/projects/stages/{made.pk}/find/"'
        in verifier.get(f"/projects/{about.pk}/").content.decode()
    )
    page = verifier.get(f"/projects/stages/{made.pk}/find/").content.decode()
    assert "取得用地和施工许可" in page
    wrong = verifier.post(f"/projects/stages/{made.pk}/find/", {"finding": "partly", "note": ""})
    assert (wrong.status_code, "不完全属实时" in wrong.content.decode()) == (422, True)
    verifier.post(f"/projects/stages/{made.pk}/find/", {"finding": "confirmed", "note": ""})
    about.refresh_from_db()
    assert about.achieved == "started"
    own = sign_in(city.person("verifier", city.east))
    assert own.get(f"/projects/stages/{made.pk}/find/").status_code == 404


def test_evidence_is_downloaded_by_who_sees_the_project(
    city: City, desk: Client, sign_in: SignIn
) -> None:
    made = tell(city, running(city), "started", FEBRUARY, files=[TEXT])
    pk = made.evidence.get().pk
    answer = desk.get(f"/projects/evidence/{pk}/")
    assert (answer.status_code, answer.content) == (200, TEXT[1])
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    stranger = sign_in(city.person("contact", city.west))
    assert stranger.get(f"/projects/evidence/{pk}/").status_code == 404


def test_leader_proposes_to_move_out(city: City, sign_in: SignIn) -> None:
    about = running(city)
    leader = sign_in(city.person("unit_leader", city.east))
    typed = {"cause": "policy", "explanation": "政策调整", "document": "8号"}
    wrong = leader.post(f"/projects/{about.pk}/moving-out/", typed | {"cause": ""})
    assert (wrong.status_code, DropOut.objects.count()) == (422, 0)
    leader.post(f"/projects/{about.pk}/moving-out/", typed)
    assert DropOut.objects.get().explanation == "政策调整"
    page = leader.get(f"/projects/{about.pk}/").content.decode()
    assert f'href="/projects/{about.pk}/moving-out/"' not in page


def test_contact_reports_a_month_of_all_projects(city: City, contact: Client) -> None:
    about = running(city)
    address = "/projects/months/?month=2026-02"
    assert "精密轴承生产线" in contact.get(address).content.decode()
    wrong = contact.post(address, {f"p{about.pk}": "-1"})
    assert wrong.status_code == 422
    assert contact.post(address, {f"p{about.pk}": "0.5"}).status_code == 302
    assert Investment.objects.get().amount == Decimal("0.5")
    assert 'value="0.5"' in contact.get(address).content.decode()
    empty = contact.post(address, {f"p{about.pk}": ""})
    assert (empty.status_code, "没有填写任何数字。" in empty.content.decode()) == (422, True)


def test_verifier_counts_a_month_of_others(city: City, verifier: Client, sign_in: SignIn) -> None:
    about = running(city)
    address = "/projects/months/?month=2026-02"
    assert "这个月没有由您填报的项目。" in verifier.get(address).content.decode()
    tell(city, about, "started", FEBRUARY)
    typed = {f"p{about.pk}": "0.3", "source": ""}
    assert verifier.post(address, typed).status_code == 422
    verifier.post(address, typed | {"source": "联网直报"})
    assert Investment.objects.get().claim == "achieved"
    own = sign_in(city.person("verifier", city.east))
    assert f'name="p{about.pk}"' not in own.get(address).content.decode()
