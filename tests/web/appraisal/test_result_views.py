"""The result as pages and files: who sees what when, and what is said of few ballots."""

import io
import json
import re
import zipfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.test import Client
from docx import Document
from pytest_django import DjangoAssertNumQueries

from luoshi.cli import main
from luoshi.web.appraisal import actions
from luoshi.web.appraisal.models import Result, Session
from tests.conftest import SignIn
from tests.factories import City
from tests.web.appraisal.build import Meeting
from tests.web.appraisal.voted import SEALED, computed, released, releasers, vote


def url(session: Session, rest: str = "") -> str:
    return f"/sessions/{session.pk}/result/{rest}"


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_only_the_two_see_it_first_then_everybody(city: City, sign_in: SignIn) -> None:
    held = computed(Meeting(city))
    desk, first = sign_in(city.person("supervisor")), sign_in(city.person("principal"))
    contact = sign_in(city.person("contact", city.east))
    total = Result.objects.get().tally["standings"][0]["total"]
    for client in (desk, contact):
        shown = text(client, url(held.session))
        assert held.session.sealed.seal in shown
        assert total not in shown
        assert client.get(url(held.session, "sheet.docx")).status_code == 404
        assert client.get(url(held.session, "release/")).status_code == 404
    assert total in text(first, url(held.session))
    assert first.get(f"/sessions/{held.session.pk}/reveal/").status_code == 404
    assert first.get(url(held.session, "open.zip")).status_code == 404
    assert "两位公布人都同意后" in text(first, url(held.session, "release/"))
    assert first.post(url(held.session, "release/")).status_code == 302
    assert total not in text(desk, url(held.session))
    second = sign_in(city.person("assessor"))
    refusal = second.post(url(held.session, "refuse/"), {"note": ""})
    assert refusal.status_code == 422
    assert second.post(url(held.session, "refuse/"), {"note": "先核对纸票"}).status_code == 302
    assert "先核对纸票" in text(first, url(held.session))
    assert second.post(url(held.session, "release/")).status_code == 302
    for client in (desk, contact):
        assert total in text(client, url(held.session))
    assert "参考意见" in text(desk, url(held.session))
    assert "参考意见" not in text(contact, url(held.session))


def test_both_let_it_out_by_their_pages_and_ties_are_ties_everywhere(
    city: City, sign_in: SignIn
) -> None:
    held = computed(Meeting(city), tied=True, A=8, B=30, C=10)
    desk = sign_in(city.person("supervisor"))
    reveal = f"/sessions/{held.session.pk}/reveal/"
    for role in ("principal", "assessor"):
        assert desk.get(reveal).status_code == 404
        assert sign_in(city.person(role)).post(url(held.session, "release/")).status_code == 302
    county = [row for row in Result.objects.get().tally["standings"] if row["shared_by"] == 2]
    assert [(row["rank"], row["total"]) for row in county] == [("1", county[0]["total"])] * 2
    shown = text(desk, reveal)
    assert shown.count('<tr data-place="1">') == 3
    assert shown.count("<td>1<small>并列</small></td>") == 2
    assert '<tr data-place="2">' in shown.partition("部门")[2]
    assert text(desk, url(held.session)).count("并列") >= 2
    paper = Document(io.BytesIO(desk.get(url(held.session, "sheet.docx")).content))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    assert cells.count("并列1") == 2


def test_another_city_sees_nothing(city: City, other_city: City, sign_in: SignIn) -> None:
    held = released(Meeting(city))
    stranger = sign_in(other_city.person("supervisor"))
    for rest in ("", "sheet.docx", "slides.pptx", "open.zip", "open.json", "sealed.json", "seal/"):
        assert stranger.get(url(held.session, rest)).status_code == 404
    assert stranger.get(f"/sessions/{held.session.pk}/reveal/").status_code == 404


def test_before_the_seal_there_is_no_result(city: City, sign_in: SignIn) -> None:
    held = vote(Meeting(city), B=30)
    desk = sign_in(city.person("supervisor"))
    assert desk.get(url(held.session)).status_code == 404
    assert "不再收票" in text(desk, url(held.session, "seal/"))
    assert sign_in(city.person("assessor")).get(url(held.session, "seal/")).status_code == 404
    assert desk.post(url(held.session, "seal/")).status_code == 302
    assert "等待计票" in text(desk, url(held.session))
    assert desk.post(url(held.session, "compute/")).status_code == 302
    assert Result.objects.exists()


def test_a_class_of_few_is_not_told_and_it_is_said_why(city: City, sign_in: SignIn) -> None:
    held = released(Meeting(city), A=3, B=30, C=10)
    shown = text(sign_in(city.person("supervisor")), url(held.session))
    assert "市领导、特邀代表（两代表一委员、企业、服务对象）不单列：评分不足 5 票" in shown
    rows = [row["cast"] for row in Result.objects.get().tally["classes"]]
    assert rows == [None, 30, None]
    told = shown.partition("不单列的票种合计")[2].partition("</tr>")[0]
    assert re.findall(r">(\d+)<", told) == ["21", "13", "13", "0"]
    with zipfile.ZipFile(io.BytesIO(b"".join(_opened(held, sign_in, city)))) as archive:
        assert "open.json" in archive.namelist()
        assert "sealed.json" not in archive.namelist()
        assert b"ballots" not in archive.read("open.json").replace(b'"ballots":"', b"")
        guide = archive.read("核对说明-VERIFY.txt").decode()
    assert "luoshi tally open.json" in guide


def _opened(held: Meeting, sign_in: SignIn, city: City) -> Iterator[bytes]:
    answer = sign_in(city.person("contact", city.east)).get(url(held.session, "open.zip"))
    assert answer.status_code == 200
    yield answer.content


def test_whoever_has_the_archive_counts_again(city: City, sign_in: SignIn, tmp_path: Path) -> None:
    """The command of the guide, word for word, and that it finds a changed result."""
    held = released(Meeting(city))
    with zipfile.ZipFile(io.BytesIO(b"".join(_opened(held, sign_in, city)))) as archive:
        archive.extractall(tmp_path)
    guide = (tmp_path / "核对说明-VERIFY.txt").read_text(encoding="utf-8")
    command = next(line for line in guide.splitlines() if "luoshi tally" in line).split()[1:]
    words = [str(tmp_path / each) if each.endswith(".json") else each for each in command]
    answer = CliRunner().invoke(main, words, env={"LUOSHI_LANG": "zh"})
    assert (answer.exit_code, "逐项相同" in answer.output) == (0, True), answer.output
    result = (tmp_path / "result.json").read_bytes()
    assert sha256(result).hexdigest() in guide
    rules = sha256((tmp_path / "rules.json").read_bytes()).hexdigest()
    assert (rules, guide.count(rules)) == (held.session.digest, 2)
    assert ("退出码" in guide, "exit code" in guide) == (False, False)
    assert len(set(re.findall(r"^ +(printf .*)$", guide, re.MULTILINE))) == 4 + 2
    changed: dict[str, Any] = json.loads(result)
    changed["standings"][0]["total"] = "99"
    (tmp_path / "result.json").write_text(json.dumps(changed), encoding="utf-8")
    assert CliRunner().invoke(main, words, env={"LUOSHI_LANG": "zh"}).exit_code == 1
    open_file = tmp_path / "open.json"
    contact = sign_in(city.person("contact", city.east))
    open_file.write_bytes(contact.get(url(held.session, "open.json")).content)
    seal = held.session.sealed.seal
    for rest, code in (((), 0), (("--seal", seal), 0), (("--seal", "0" * 64), 1)):
        told = CliRunner().invoke(main, ["tally", str(open_file), *rest])
        assert told.exit_code == code, told.output
    document = json.loads(open_file.read_bytes())
    document["receipts"] = document["receipts"][1:]
    open_file.write_text(json.dumps(document), encoding="utf-8")
    assert CliRunner().invoke(main, ["tally", str(open_file)]).exit_code == 1


def test_ballots_are_for_the_auditor(city: City, sign_in: SignIn) -> None:
    held = released(Meeting(city), A=3, B=30)
    auditor = sign_in(city.person("auditor"))
    Session.objects.update(state="computed")
    assert auditor.get(url(held.session, "sealed.json")).status_code == 403
    Session.objects.update(state="released")
    assert len(json.loads(auditor.get(url(held.session, "sealed.json")).content)["ballots"]) == 33
    for role in ("supervisor", "principal"):
        answer = sign_in(city.person(role)).get(url(held.session, "sealed.json"))
        assert answer.status_code == 403


def test_the_big_screen_has_the_whole_table_in_it(city: City, sign_in: SignIn) -> None:
    held = released(Meeting(city))
    shown = text(sign_in(city.person("supervisor")), f"/sessions/{held.session.pk}/reveal/")
    for each in Result.objects.get().tally["standings"]:
        assert f"{float(each['total']):.2f}" in shown
    assert "<script>" not in shown


def test_without_a_result_it_says_so_and_offers_the_repeat(city: City, sign_in: SignIn) -> None:
    held = released(Meeting(city), A=2, B=3)
    desk = sign_in(city.person("supervisor"))
    shown = text(desk, url(held.session))
    assert "全部票种收回 5 张选票，不足规定的 31 张" in shown
    assert 'btn-primary" href="' + url(held.session, "repeat/") in shown
    assert "当场重新投票" not in text(sign_in(city.person("principal")), url(held.session))


def test_accepting_is_asked_once_and_told(city: City, sign_in: SignIn) -> None:
    held = released(Meeting(city))
    desk = sign_in(city.person("supervisor"))
    assert "不能恢复" in text(desk, url(held.session, "accept/"))
    assert desk.post(url(held.session, "accept/")).status_code == 302
    assert "48 张" in text(desk, url(held.session))
    assert desk.get(url(held.session, "accept/")).status_code == 404


@pytest.mark.parametrize("role", ["supervisor", "principal", "contact"])
def test_queries(
    role: str, city: City, sign_in: SignIn, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    held = computed(Meeting(city))
    for each in releasers(held):
        actions.result_release(session=held.session, by=each, at=SEALED)
    client = sign_in(city.person(role, city.east if role == "contact" else None))
    text(client, url(held.session))
    with django_assert_num_queries(7 if role == "contact" else 6):
        text(client, url(held.session))
    with django_assert_num_queries(5):
        text(client, f"/sessions/{held.session.pk}/reveal/")
