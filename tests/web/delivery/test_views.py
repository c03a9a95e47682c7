"""Pages of rounds and reports: the whole way without JavaScript, and who is kept out."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from luoshi.web.delivery.actions import report_return
from luoshi.web.delivery.models import Evidence, ProgressReport, Round
from luoshi.web.delivery.said import Said
from tests.conftest import SignIn
from tests.factories import City, make_commitment, make_list
from tests.web.delivery.build import (
    AT,
    PNG,
    again,
    bring,
    make_report,
    make_round,
    supervisor,
    workdays,
)

HX = {"HX-Request": "true"}
Make = Callable[[City], tuple[str, int]]


@pytest.fixture(autouse=True)
def folder(settings: object, tmp_path: Path) -> None:
    """An empty place for files."""
    settings.BLOB_DIR = tmp_path  # type: ignore[attr-defined]


def line(report: ProgressReport, **typed: str) -> dict[str, str]:
    """What a browser sends for one line."""
    values = {"value": "", "narrative": "", "blocker": "", "blocker_unit": "", "blocker_text": ""}
    return {f"r{report.pk}-{name}": value for name, value in (values | typed).items()}


def png(name: str = "照片.png", data: bytes = PNG) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def test_the_way_from_round_to_fact(city: City, sign_in: SignIn) -> None:
    """Supervisor opens, contact fills with evidence, leader signs, supervisor accepts."""
    year = timezone.localdate().year
    workdays(year, year + 1)
    lst = make_list(city)
    for _ in range(2):
        make_commitment(city, city.transport, within=lst)
    office = sign_in(city.person("supervisor"))
    period = f"{year}-01-01/{year}-01-31"
    answer = office.post(reverse("round-new"), {"lst": lst.pk, "period": period})
    round_ = Round.objects.get()
    assert (answer.status_code, answer.url) == (302, reverse("round", args=[round_.pk]))
    assert (round_.title, round_.due_on > round_.period_end) == (f"{year}年1月", True)
    one, two = round_.reports.order_by("pk")
    writer = sign_in(city.person("contact", city.transport))
    sent = {
        **line(one, value="30.5", narrative="路基已完成"),
        **line(two, value="12", blocker="land", blocker_unit=city.health.short_name),
        "e-file": png(), "e-lines": [one.pk, two.pk], "e-source": "现场", "do": "submit",
    }  # fmt: skip
    assert writer.post(reverse("round-fill", args=[round_.pk]), sent).status_code == 302
    assert (again(one).value, again(one).state) == (Decimal("30.5"), "submitted")
    assert again(two).blocker_unit == city.health
    assert Evidence.objects.get().uses.count() == 2
    leader = sign_in(city.person("unit_leader", city.transport))
    chosen = {"report": [one.pk, two.pk]}
    leader.post(reverse("round-sign", args=[round_.pk]), chosen)
    office.post(reverse("round-accept", args=[round_.pk]), chosen)
    assert [again(each).state for each in (one, two)] == ["accepted", "accepted"]


def test_contact_sees_only_own_lines(city: City, sign_in: SignIn) -> None:
    lst = make_list(city)
    own = make_commitment(city, city.transport, within=lst, text="修建滨河路")
    make_commitment(city, city.health, within=lst, text="扩建中医院")
    round_ = make_round(city, lst)
    html = sign_in(city.person("contact", city.transport)).get(f"/rounds/{round_.pk}/")
    assert own.text in html.content.decode()
    assert "扩建中医院" not in html.content.decode()
    listed = sign_in(city.person("contact", city.transport)).get("/rounds/").context["rows"]
    assert [(each, counts.total) for each, counts in listed] == [(round_, 1)]


def test_last_accepted_value_is_offered_as_it_is_typed(city: City, sign_in: SignIn) -> None:
    lst = make_list(city)
    make_commitment(city, city.transport, within=lst, target=Decimal(5000))
    said = Said(value=Decimal("1200.5"), narrative="通车")
    bring(city, make_round(city, lst).reports.get(), "accepted", said)
    following = make_round(city, lst, month=4)
    page = sign_in(city.person("contact", city.transport)).get(f"/rounds/{following.pk}/")
    ((_form, line_),) = page.context["lines"]
    assert (line_["last"], line_["last_value"]) == ("1,200.5 公里（2026-04-02 采信）", "1200.5")
    assert 'data-value="1200.5"' in page.content.decode()


def test_saving_keeps_a_draft_and_empty_lines_are_not_handed_in(
    city: City, sign_in: SignIn
) -> None:
    lst = make_list(city)
    for _ in range(2):
        make_commitment(city, city.transport, within=lst)
    round_ = make_round(city, lst)
    one, two = round_.reports.order_by("pk")
    writer, address = sign_in(city.person("contact", city.transport)), f"/rounds/{round_.pk}/fill/"
    writer.post(address, {**line(one, narrative="未完"), **line(two), "do": "save"})
    assert (again(one).narrative, again(one).state) == ("未完", "draft")
    writer.post(address, {**line(one, value="1"), **line(two), "do": "submit"})
    assert [again(each).state for each in (one, two)] == ["submitted", "draft"]


def test_returned_line_goes_on_only_when_something_was_done_about_it(
    city: City, sign_in: SignIn
) -> None:
    report = make_report(city, state="signed")
    report_return(report=report, reason="format", note="", by=supervisor(city), at=AT)
    writer, same = sign_in(city.person("contact", city.transport)), {"value": "30"}
    address = f"/reports/{report.pk}/fill/"
    sent = {**line(report, **same, narrative="路基已完成"), "do": "submit"}
    assert "被退回" in writer.get(f"/rounds/{report.round_id}/").content.decode()
    writer.post(address, sent)
    assert again(report).state == "returned"
    writer.post(address, {**sent, "e-file": png(), "e-lines": [report.pk]})
    assert again(report).state == "submitted"


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"narrative": "没有数"}, "value"),
        ({"value": "三十"}, "value"),
        ({"value": "1", "blocker": "land"}, "blocker_unit"),
        ({"value": "1", "blocker_unit": "没有的局"}, "blocker_unit"),
    ],
)
def test_wrong_line_keeps_what_was_typed_and_saves_nothing(
    city: City, sign_in: SignIn, typed: dict[str, str], field: str
) -> None:
    report = make_report(city)
    address = reverse("round-fill", args=[report.round_id])
    sent = {**line(report, **typed), "do": "submit"}
    answer = sign_in(city.person("contact", city.transport)).post(address, sent)
    assert answer.status_code == 422
    (form,) = answer.context["filling"].lines
    assert list(form.errors) == [field]
    assert 'aria-invalid="true"' in answer.content.decode()
    assert next(iter(typed.values())) in answer.content.decode()
    assert again(report).narrative == ""


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("照片.pdf", PNG, "文件名说是 PDF 文件，内容却是 PNG 图片"),
        ("空.png", b"", "文件是空的"),
        ("大.png", PNG + b"0" * 20 * 1024 * 1024, "超过上限 20 MB"),
    ],
    ids=["lying", "empty", "large"],
)
def test_bad_file_is_told_beside_the_field(
    city: City, sign_in: SignIn, name: str, data: bytes, words: str
) -> None:
    report = make_report(city)
    sent = {
        **line(report, value="7"),
        "e-file": png(name, data),
        "e-lines": [report.pk],
        "do": "save",
    }
    address = reverse("report-fill", args=[report.pk])
    answer = sign_in(city.person("contact", city.transport)).post(address, sent)
    assert answer.status_code == 422
    assert words in str(answer.context["filling"].evidence.errors["file"])
    assert (again(report).value, Evidence.objects.count()) == (None, 0)


def test_evidence_names_its_lines_and_is_reused(city: City, sign_in: SignIn) -> None:
    report = make_report(city)
    writer = sign_in(city.person("contact", city.transport))
    address = reverse("report-fill", args=[report.pk])
    answer = writer.post(address, {**line(report), "e-file": png(), "do": "save"})
    assert "请选择这份佐证用于哪些事项" in str(answer.context["filling"].evidence.errors["lines"])
    writer.post(address, {**line(report), "e-file": png(), "e-lines": [report.pk], "do": "save"})
    evidence, other = Evidence.objects.get(), make_report(city)
    sent = {**line(other), "e-existing": evidence.pk, "e-lines": [other.pk], "do": "save"}
    assert writer.post(reverse("report-fill", args=[other.pk]), sent).status_code == 302
    assert evidence.uses.count() == 2
    writer.post(reverse("evidence-detach", args=[other.pk, evidence.pk]))
    assert evidence.uses.count() == 1


def test_download_is_an_attachment_under_the_readers_permission(
    city: City, sign_in: SignIn
) -> None:
    report = make_report(city)
    writer = sign_in(city.person("contact", city.transport))
    sent = {**line(report), "e-file": png(), "e-lines": [report.pk], "do": "save"}
    writer.post(reverse("report-fill", args=[report.pk]), sent)
    address = reverse("evidence", args=[Evidence.objects.get().pk])
    answer = writer.get(address)
    assert (answer.content, answer["Content-Type"]) == (PNG, "image/png")
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    stranger = sign_in(city.person("contact", city.health))
    assert stranger.get(address).status_code == 404
    assert stranger.get("/evidence/999999/").status_code == 404


def test_supervisor_returns_with_a_reason_and_goes_on_to_the_next(
    city: City, sign_in: SignIn
) -> None:
    lst = make_list(city)
    for _ in range(2):
        make_commitment(city, city.transport, within=lst)
    one, two = (bring(city, r, "signed") for r in make_round(city, lst).reports.order_by("pk"))
    office = sign_in(city.person("supervisor"))
    address = reverse("report-return", args=[one.pk])
    for sent, field in (({}, "reason"), ({"reason": "unsolved"}, "note")):
        answer = office.post(address, sent)
        assert (answer.status_code, list(answer.context["return_form"].errors)) == (422, [field])
    answer = office.post(address, {"reason": "unsolved", "note": "仍堵"})
    assert answer.url == reverse("report", args=[two.pk])
    assert "仍堵" in office.get(reverse("report", args=[one.pk])).content.decode()
    answer = office.post(reverse("report-accept", args=[two.pk]))
    assert answer.url == reverse("round", args=[two.round_id])
    assert [again(each).state for each in (one, two)] == ["returned", "accepted"]


def test_correction_from_the_page(city: City, sign_in: SignIn) -> None:
    report = make_report(city, state="accepted")
    writer = sign_in(city.person("contact", city.transport))
    answer = writer.post(reverse("report-correct", args=[report.pk]))
    new = ProgressReport.objects.get(supersedes=report)
    assert answer.url == reverse("report", args=[new.pk])
    assert [each.pk for each in writer.get(answer.url).context["chain"]] == [report.pk, new.pk]
    writer.post(reverse("report-drop", args=[new.pk]))
    assert ProgressReport.objects.get() == report


def test_chosen_reports_come_back_as_a_part(city: City, sign_in: SignIn) -> None:
    report = make_report(city, state="signed")
    office = sign_in(city.person("supervisor"))
    address = reverse("round-accept", args=[report.round_id])
    empty = office.post(address, headers=HX)
    assert (empty.status_code, empty.context["wrong"]) == (422, "请先勾选要办理的交账。")
    answer = office.post(address, {"report": [report.pk]}, headers=HX)
    html = answer.content.decode()
    assert (answer.status_code, html.lstrip().startswith('<div id="round">')) == (200, True)
    assert "已采信 1 项" in html
    assert again(report).state == "accepted"


def test_round_is_closed_once(city: City, sign_in: SignIn) -> None:
    report = make_report(city)
    office, address = sign_in(city.person("supervisor")), f"/rounds/{report.round_id}/close/"
    assert office.post(address).status_code == 302
    assert office.post(address).status_code == 409


def test_bad_round_is_told_beside_the_field(city: City, sign_in: SignIn) -> None:
    office, lst = sign_in(city.person("supervisor")), make_list(city)
    year = timezone.localdate().year
    period = f"{year}-01-01/{year}-01-31"
    answer = office.post("/rounds/new/", {"lst": lst.pk, "period": period})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["due_on"])
    answer = office.post("/rounds/new/", {"lst": lst.pk, "period": period, "due_on": "3月31日"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["__all__"])
    answer = office.post("/rounds/new/", {"lst": 0, "period": "x"})
    assert set(answer.context["form"].errors) == {"lst", "period"}


ADDRESSES = [
    ("rounds", ""), ("round-new", ""), ("round", "round"), ("round-fill", "round"),
    ("round-sign", "round"), ("round-accept", "round"), ("round-close", "round"),
    ("report", "report"), ("report-fill", "report"), ("report-sign", "report"),
    ("report-accept", "report"), ("report-return", "report"), ("report-correct", "report"),
    ("report-drop", "report"),
]  # fmt: skip
READS = {"rounds", "round-new", "round", "report"}


@pytest.mark.parametrize(("name", "kind"), ADDRESSES)
def test_closed_to_visitors_strangers_and_wrong_methods(
    city: City, other_city: City, sign_in: SignIn, name: str, kind: str
) -> None:
    report = make_report(city, state="signed")
    args = {"round": [report.round_id], "report": [report.pk], "": []}[kind]
    address = reverse(name, args=args)

    def ask(client: Client) -> int:
        return (client.get if name in READS else client.post)(address).status_code

    assert ask(Client()) == 302
    assert ask(sign_in(city.person("auditor"))) == 404
    if kind:
        assert ask(sign_in(other_city.person("supervisor"))) == 404
        assert ask(sign_in(city.person("contact", city.health))) == 404
    office = sign_in(city.person("supervisor"))
    assert (office.put if name in READS else office.get)(address).status_code == 405


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("report-sign", "contact"),
        ("report-accept", "unit_leader"),
        ("report-correct", "supervisor"),
    ],
)
def test_who_sees_but_may_not_gets_403(city: City, sign_in: SignIn, name: str, role: str) -> None:
    report = make_report(city, state="signed")
    unit = city.unit if role == "supervisor" else city.transport
    answer = sign_in(city.person(role, unit)).post(reverse(name, args=[report.pk]))
    assert answer.status_code == 403


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("role", "path", "queries"),
    [
        ("supervisor", "/rounds/", 6),
        ("supervisor", "/rounds/{}/", 8),
        ("contact", "/rounds/{}/", 12),
    ],
)
def test_pages_ask_the_same_number_of_queries(
    city: City,
    sign_in: SignIn,
    django_assert_num_queries: DjangoAssertNumQueries,
    role: str,
    path: str,
    queries: int,
    count: int,
) -> None:
    lst = make_list(city)
    for _ in range(count):
        make_commitment(city, city.transport, within=lst)
    round_ = make_round(city, lst)
    if role == "supervisor":
        for report in round_.reports.all():
            bring(city, report, "signed")
        for month in range(4, 3 + count):
            make_round(city, lst, month=month)
    client = sign_in(city.person(role, city.unit if role == "supervisor" else city.transport))
    with django_assert_num_queries(queries):
        client.get(path.format(round_.pk))


@pytest.mark.parametrize("state", ["draft", "submitted", "signed", "accepted"])
@pytest.mark.parametrize("role", ["contact", "unit_leader", "supervisor"])
def test_report_page_offers_the_next_step_to_whose_turn_it_is(
    city: City, sign_in: SignIn, role: str, state: str
) -> None:
    report = make_report(city, state=state)
    unit = city.unit if role == "supervisor" else city.transport
    page = sign_in(city.person(role, unit)).get(reverse("report", args=[report.pk])).context
    offered = {name for name in ("signs", "accepts", "returns_it", "corrects") if page[name]}
    if page["lines"]:
        offered.add("fills")
    assert offered == {
        ("contact", "draft"): {"fills"},
        ("unit_leader", "submitted"): {"signs", "returns_it"},
        ("supervisor", "signed"): {"accepts", "returns_it"},
        ("contact", "accepted"): {"corrects"},
    }.get((role, state), set())
