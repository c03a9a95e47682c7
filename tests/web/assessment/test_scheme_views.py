"""Schemes in the browser: read, written as a form and as YAML, compared."""

import re
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from luoshi.core.scoring import parse_scheme, scheme_digest, scheme_fields
from luoshi.web.assessment.actions import scheme_revise
from luoshi.web.assessment.editing import Draft
from luoshi.web.assessment.models import Scheme, SchemeVersion
from luoshi.web.assessment.presets import preset_text
from tests.conftest import SignIn
from tests.factories import City
from tests.web.assessment.build import LATER, PLAIN, assessor, make_run, make_scheme
from tests.web.assessment.test_editing import DEEP, posted
from tests.web.indicators.build import an_indicator

HTMX: dict[str, Any] = {"HTTP_HX_REQUEST": "true"}
FORM = "application/x-www-form-urlencoded"
OTHER = PLAIN.replace("weight: 60", "weight: 70").replace("weight: 40", "weight: 30")


def text_of(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def form_of(text: str, **changes: str) -> QueryDict:
    data = posted(Draft.of_fields(scheme_fields(parse_scheme(text))))
    data.update(changes)
    return data


def send(client: Client, url: str, data: QueryDict, **headers: Any) -> Any:
    return client.post(url, data.urlencode(), content_type=FORM, **headers)


@pytest.fixture
def office(city: City, sign_in: SignIn) -> Client:
    return sign_in(city.person("assessor"))


def test_preset_becomes_the_first_version(city: City, office: Client) -> None:
    assert "云川市重点任务落实考核办法" in text_of(office.get("/schemes/new/"))
    data = form_of(preset_text("yunchuan"), jurisdiction=str(city.unit.pk))
    response = send(office, "/schemes/new/?from=yunchuan", data)
    version = SchemeVersion.objects.get()
    assert (response.status_code, response["Location"]) == (302, f"/schemes/{version.scheme_id}/")
    assert version.digest == scheme_digest(parse_scheme(preset_text("yunchuan")))


def test_everything_a_node_may_say_is_read_in_words(city: City, office: Client) -> None:
    scheme = make_scheme(city, DEEP).scheme
    told = text_of(office.get(f"/schemes/{scheme.pk}/"))
    for words in (
        "组内极差法（最差的得 1，最好的得 100，全组相同时得 50）",
        "缺的沿用上一期（数值（before））",
        "各去掉几个最高最低 2，不足几个不去 7",
        "下级权重 CRITIC 法",
        "计分、加分还是扣分 加分",
        "重大事故（省：某条例第六十条，至 2027-12-31），不得列入：优秀",
        "优秀：本组单位数的 30%，舍去到整数",
    ):
        assert words in told


def test_form_saves_the_next_version(city: City, office: Client) -> None:
    scheme = make_scheme(city).scheme
    changes = {"node-0-weight": "70", "node-1-weight": "30", "note": "提高完成的分量", "read": "1"}
    response = send(office, f"/schemes/{scheme.pk}/edit/", form_of(PLAIN, **changes))
    last = SchemeVersion.objects.get(number=2)
    assert (response.status_code, last.note) == (302, "提高完成的分量")
    assert last.digest == scheme_digest(parse_scheme(OTHER))
    assert "已保存为第 2 版" in text_of(office.get(response["Location"]))


def test_wrong_sum_is_told_and_nothing_is_lost(city: City, office: Client) -> None:
    scheme = make_scheme(city).scheme
    data = form_of(PLAIN, **{"node-0-weight": "65", "title": "改名办法", "read": "1"})
    response = send(office, f"/schemes/{scheme.pk}/edit/", data)
    page = response.content.decode()
    assert response.status_code == 422
    assert "现在合计 105" in page
    assert 'value="改名办法"' in page
    assert 'data-sum="-1">105</output>' in page
    assert SchemeVersion.objects.count() == 1


def test_fault_is_beside_its_field(city: City, office: Client) -> None:
    scheme = make_scheme(city).scheme
    data = form_of(PLAIN, **{"node-1-p-target": "0", "read": "1"})
    page = send(office, f"/schemes/{scheme.pk}/edit/", data).content.decode()
    told = re.search(r'id="id_node-1-function_error">([^<]+)<', page)
    assert told is not None
    assert told[1] == "目标值须大于零。"


def test_unit_kind_in_two_groups_is_beside_its_boxes(city: City, office: Client) -> None:
    scheme = make_scheme(city).scheme
    data = form_of(PLAIN, read="1", groups="2", **{"group-1-title": "又一组", "group-1-key": "x"})
    data.setlist("group-1-unit_kinds", ["county"])
    page = send(office, f"/schemes/{scheme.pk}/edit/", data).content.decode()
    assert 'id="id_group-1-unit_kinds_error">一类单位只能在一个组里排名。<' in page


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_rows_are_added_without_saving(city: City, office: Client, headers: dict[str, str]) -> None:
    scheme = make_scheme(city).scheme
    data = form_of(PLAIN, do="node-after-0", **{"node-0-title": "改过的项目"})
    response = send(office, f"/schemes/{scheme.pk}/edit/", data, **headers)
    page = response.content.decode()
    assert (response.status_code, page.count('<fieldset class="node level-')) == (200, 3)
    assert 'value="改过的项目"' in page
    assert ("<html" in page) == (not headers)
    assert SchemeVersion.objects.count() == 1


def test_changed_function_brings_its_parameters(city: City, office: Client) -> None:
    scheme = make_scheme(city).scheme
    data = form_of(PLAIN, do="refresh", **{"node-0-function": "steps"})
    page = send(office, f"/schemes/{scheme.pk}/edit/", data).content.decode()
    assert 'name="node-0-p-table"' in page
    assert 'name="node-0-p-target"' not in page


def test_what_stands_behind_a_source_is_chosen_by_name(city: City, office: Client) -> None:
    an_indicator(city)
    scheme = make_scheme(city).scheme
    chosen = {"node-0-source": "indicator.value", "node-1-source": "cases.resolution"}
    data = form_of(PLAIN, do="refresh", **chosen, **{"node-1-function": "shrunk_rate"})
    page = send(office, f"/schemes/{scheme.pk}/edit/", data).content.decode()
    assert '<option value="industry">工业增速 industry</option>' in page
    assert 'name="node-1-p-n" value="cases.count:resolution"' in page


def test_version_saved_meanwhile_is_told_and_a_second_save_wins(city: City, office: Client) -> None:
    scheme = make_scheme(city).scheme
    scheme_revise(scheme=scheme, text=OTHER, note="", by=assessor(city), at=LATER)
    data = form_of(PLAIN, places="3", read="1")
    response = send(office, f"/schemes/{scheme.pk}/edit/", data)
    page = response.content.decode()
    assert (response.status_code, 'name="read" value="2"' in page) == (422, True)
    assert "您修改期间已有第 2 版" in page
    data["read"] = "2"
    assert send(office, f"/schemes/{scheme.pk}/edit/", data).status_code == 302
    assert SchemeVersion.objects.count() == 3


def test_yaml_saves_the_text_as_it_was_written(city: City, office: Client) -> None:
    scheme = make_scheme(city).scheme
    text = "# 本市说明\n" + OTHER
    data = {"text": text, "note": "", "read": "1"}
    assert office.post(f"/schemes/{scheme.pk}/yaml/", data).status_code == 302
    assert SchemeVersion.objects.get(number=2).text == text


def test_new_scheme_from_pasted_yaml(city: City, office: Client) -> None:
    data = {"text": PLAIN, "jurisdiction": city.unit.pk}
    assert office.post("/schemes/new/yaml/", data).status_code == 302
    assert Scheme.objects.get().title == "试行办法"


def test_yaml_is_tried_on_the_last_data_before_it_is_saved(city: City, office: Client) -> None:
    run = make_run(city)
    url = f"/schemes/{run.version.scheme_id}/yaml/"
    data = {"text": PLAIN.replace("weight: 60", "weight: 20"), "read": "1", "do": "preview"}
    shown = text_of(office.post(url, data))
    assert "权重之和须为 100" in shown
    assert "8 - {key: done" in shown
    data["text"] = data["text"].replace("weight: 40", "weight: 80")
    assert f"{city.west} 50.00 2 50.00 2 –" in text_of(office.post(url, data))
    assert SchemeVersion.objects.count() == 1


def test_yaml_fault_is_beside_its_line_and_the_text_stays(city: City, office: Client) -> None:
    scheme = make_scheme(city).scheme
    text = PLAIN.replace("source: commitments.verified", "source: commitments.guessed")
    response = office.post(f"/schemes/{scheme.pk}/yaml/", {"text": text, "read": "1"})
    page = response.content.decode()
    assert response.status_code == 422
    row = re.search(r'data-line="(\d+)".*?← ([^<]+)<', page, re.DOTALL)
    assert row is not None
    assert (row[1], row[2]) == ("10", "没有这个数据来源：commitments.guessed。")
    assert "source: commitments.guessed," in page.partition("<textarea")[2]
    assert SchemeVersion.objects.count() == 1


def test_same_rules_are_refused(city: City, office: Client) -> None:
    scheme = make_scheme(city).scheme
    response = office.post(f"/schemes/{scheme.pk}/yaml/", {"text": PLAIN, "read": "1"})
    assert response.status_code == 422
    assert "规则没有变化，不需要新版本。" in text_of(response)


def test_versions_are_compared_node_by_node(city: City, office: Client) -> None:
    scheme = make_scheme(city).scheme
    text = OTHER.replace("missing: zero", "missing: block")
    scheme_revise(scheme=scheme, text=text, note="", by=assessor(city), at=LATER)
    page = office.get(f"/schemes/{scheme.pk}/difference/?from=1&to=2").content.decode()
    row = r"<td[^>]*>([^<]*) <small[^>]*>([^<]*)</small></td>\s*<td[^>]*>([^<]*)</td>"
    assert re.findall(row, page) == [
        ("任务完成", "done", "权重"), ("任务完成", "done", "缺数时"), ("核验结果", "seen", "权重"),
    ]  # fmt: skip
    assert re.findall(r"<(?:del|ins)>([^<]*)<", page)[:2] == ["60", "70"]


def test_the_last_two_versions_are_compared_unless_named(city: City, office: Client) -> None:
    scheme = make_scheme(city).scheme
    scheme_revise(scheme=scheme, text=OTHER, note="", by=assessor(city), at=LATER)
    context = office.get(f"/schemes/{scheme.pk}/difference/").context
    assert (context["old"].number, context["new"].number) == (1, 2)


def test_old_version_is_read_but_not_edited(city: City, office: Client) -> None:
    scheme = make_scheme(city).scheme
    scheme_revise(scheme=scheme, text=OTHER, note="", by=assessor(city), at=LATER)
    new, old = (office.get(f"/schemes/{scheme.pk}/?version={n}") for n in (2, 1))
    assert "用表单修改" in text_of(new)
    assert "用表单修改" not in text_of(old)
    assert office.get(f"/schemes/{scheme.pk}/?version=9").status_code == 404


def test_large_scheme_is_written_as_yaml(city: City, office: Client) -> None:
    nodes = "".join(
        f"  - {{key: n{i}, title: 项{i}, weight: 2, source: commitments.completion}}\n"
        for i in range(50)
    )
    head, _, tail = PLAIN.partition("nodes:\n")
    text = f"{head}nodes:\n{nodes}rounding:{tail.partition('rounding:')[2]}"
    scheme = make_scheme(city, text).scheme
    response = office.get(f"/schemes/{scheme.pk}/edit/")
    assert (response.status_code, response["Location"]) == (302, f"/schemes/{scheme.pk}/yaml/")
    assert "用表单修改" not in text_of(office.get(f"/schemes/{scheme.pk}/"))


def test_others_read_the_version_that_a_visible_run_used(city: City, sign_in: SignIn) -> None:
    run = make_run(city)
    scheme = run.version.scheme
    scheme_revise(scheme=scheme, text=OTHER, note="未用过", by=assessor(city), at=LATER)
    contact = sign_in(city.person("contact", city.east))
    shown = text_of(contact.get(f"/schemes/{scheme.pk}/"))
    assert "第 1 版" in shown
    assert "未用过" not in shown
    assert contact.get(f"/schemes/{scheme.pk}/?version=2").status_code == 404
    assert contact.get(f"/schemes/{scheme.pk}/edit/").status_code == 403
    elsewhere = sign_in(city.person("contact", city.transport))
    assert elsewhere.get(f"/schemes/{scheme.pk}/").status_code == 404


PATHS = ["", "edit/", "yaml/", "difference/"]


@pytest.mark.parametrize("path", PATHS)
def test_strangers_find_nothing(
    city: City, other_city: City, sign_in: SignIn, client: Client, path: str
) -> None:
    url = f"/schemes/{make_scheme(city).scheme_id}/{path}"
    for who in (other_city.person("assessor"), city.person("auditor"), city.person("supervisor")):
        assert sign_in(who).get(url).status_code == 404
    assert client.get(url)["Location"] == f"/login/?next={url}"


@pytest.mark.parametrize("url", ["/schemes/new/", "/schemes/new/yaml/"])
def test_only_an_assessor_begins_one(city: City, sign_in: SignIn, url: str) -> None:
    assert sign_in(city.person("supervisor")).get(url).status_code == 403
    assert sign_in(city.person("assessor")).get(f"{url}?from=nothing").status_code == 404


@pytest.mark.parametrize("path", ["/schemes/", "/schemes/{pk}/", "/schemes/{pk}/difference/"])
def test_reading_pages_are_not_written_to(city: City, office: Client, path: str) -> None:
    scheme = make_scheme(city).scheme
    assert office.post(path.format(pk=scheme.pk)).status_code == 405


def test_scheme_of_another_city_is_not_created_there(
    city: City, other_city: City, office: Client
) -> None:
    data = {"text": PLAIN, "jurisdiction": other_city.unit.pk}
    assert office.post("/schemes/new/yaml/", data).status_code == 422
    assert not Scheme.objects.exists()


@pytest.mark.parametrize("schemes", [1, 3])
def test_queries_are_constant(
    city: City,
    office: Client,
    django_assert_num_queries: DjangoAssertNumQueries,
    schemes: int,
) -> None:
    for _ in range(schemes):
        scheme = make_scheme(city).scheme
        scheme_revise(scheme=scheme, text=OTHER, note="", by=assessor(city), at=LATER)
    with django_assert_num_queries(5):
        office.get("/schemes/")
    with django_assert_num_queries(5):
        office.get(f"/schemes/{scheme.pk}/")


def test_draft_is_tried_over_the_last_runs_data(city: City, office: Client) -> None:
    """East 100 and 100, west 50 and nothing seen: without the second, west stays at 50."""
    scheme = make_run(city).version.scheme
    data = form_of(OTHER, do="preview")
    response = send(office, f"/schemes/{scheme.pk}/edit/", data, **HTMX)
    shown = text_of(response)
    assert response.status_code == 200
    assert f"{city.east} 100.00 1 100.00 1 –" in shown
    assert "只试算，不保存" in shown
    assert SchemeVersion.objects.count() == 1


def test_draft_with_a_fault_says_why_it_is_not_tried(city: City, office: Client) -> None:
    scheme = make_run(city).version.scheme
    data = form_of(PLAIN, do="preview", **{"node-0-weight": "65"})
    assert "现在还不能试算：同一上级下的权重之和须为 100" in text_of(
        send(office, f"/schemes/{scheme.pk}/edit/", data)
    )


def test_without_a_run_there_is_nothing_to_try(city: City, office: Client) -> None:
    scheme = make_scheme(city).scheme
    data = form_of(PLAIN, do="preview")
    assert "还没有考核轮，没有数据可以试算" in text_of(
        send(office, f"/schemes/{scheme.pk}/edit/", data)
    )


def test_form_asks_for_quotas_and_vetoes(city: City, office: Client) -> None:
    scheme = make_scheme(city, DEEP).scheme
    page = office.get(f"/schemes/{scheme.pk}/edit/").content.decode()
    for name in ("quota-0-share", "veto-0-basis", "veto-0-level", "veto-0-expires", "total_cap"):
        assert f'name="{name}"' in page
    assert re.search(r'name="veto-0-bars" value="top" checked', page)
