"""The pages of bulletins."""

import re
import shutil
from urllib.parse import quote

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from luoshi.web import blobs
from luoshi.web.jobs.models import Job
from luoshi.web.publishing.actions import bulletin_keep_pdf, bulletin_make
from luoshi.web.publishing.models import Bulletin
from tests.conftest import SignIn
from tests.factories import City
from tests.web.assessment.build import compute
from tests.web.publishing.build import (
    MADE,
    file_of,
    finalise,
    make_draft,
    make_issued,
    make_run,
    supervisor,
)

BELOW = ("", "edit/", "issue/", "word/", "pdf/", "numbers/run:1/count/red/")


@pytest.fixture
def draft(city: City) -> Bulletin:
    return make_draft(city)


@pytest.fixture
def client(city: City, sign_in: SignIn) -> Client:
    """The supervision office at its desk."""
    return sign_in(city.person("supervisor"))


def url_of(bulletin: Bulletin, part: str = "") -> str:
    return f"/bulletins/{bulletin.pk}/{part}"


def read(client: Client, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status
    return answer.content.decode()


def test_one_click_makes_the_bulletin(city: City, client: Client) -> None:
    run = make_run(city)
    answer = client.post(f"/runs/{run.pk}/bulletin/")
    made = Bulletin.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, url_of(made))
    assert client.post(f"/runs/{run.pk}/bulletin/").headers["Location"] == url_of(made)


def test_click_on_an_issued_run_shows_what_is_out(city: City, client: Client) -> None:
    issued = make_issued(city)
    answer = client.post(f"/runs/{issued.run_id}/bulletin/", follow=True)
    assert answer.redirect_chain == [(url_of(issued), 302)]
    assert f"已经印发（{issued.paper_number}）" in answer.content.decode()


def test_a_unit_makes_none(city: City, sign_in: SignIn) -> None:
    run = make_run(city)
    finalise(city, run)
    contact = sign_in(city.person("contact", city.east))
    assert contact.post(f"/runs/{run.pk}/bulletin/").status_code == 403
    assert Bulletin.objects.count() == 0


def test_stranger_makes_none(city: City, other_city: City, sign_in: SignIn) -> None:
    run = make_run(city)
    stranger = sign_in(other_city.person("supervisor"))
    assert stranger.post(f"/runs/{run.pk}/bulletin/").status_code == 404
    assert Bulletin.objects.count() == 0


@pytest.mark.parametrize("part", BELOW)
def test_stranger_sees_nothing(
    other_city: City, draft: Bulletin, sign_in: SignIn, part: str
) -> None:
    stranger = sign_in(other_city.person("supervisor"))
    assert stranger.get(url_of(draft, part)).status_code == 404


@pytest.mark.parametrize("role", ["contact", "unit_leader", "verifier", "auditor", "admin"])
def test_drafts_are_not_there_for_others(
    city: City, draft: Bulletin, sign_in: SignIn, role: str
) -> None:
    client = sign_in(city.person(role, city.east))
    assert [client.get(url_of(draft, part)).status_code for part in BELOW] == [404] * len(BELOW)


@pytest.mark.parametrize("url", ["/bulletins/", *(f"/bulletins/1/{part}" for part in BELOW)])
def test_visitor_is_asked_to_sign_in(db: None, url: str) -> None:
    answer = Client().get(url)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/login/")


@pytest.mark.parametrize("part", ["", "word/", "numbers/run:1/count/red/"])
def test_what_is_read_cannot_be_posted_to(client: Client, draft: Bulletin, part: str) -> None:
    assert client.post(url_of(draft, part)).status_code == 405


def test_making_needs_a_post(city: City, client: Client) -> None:
    run = make_run(city)
    assert client.get(f"/runs/{run.pk}/bulletin/").status_code == 405


def test_list_has_number_title_and_state(city: City, client: Client, draft: Bulletin) -> None:
    page = read(client, "/bulletins/")
    assert [text in page for text in (draft.paper_number, draft.title, "草稿")] == [True] * 3


def test_empty_list_says_what_to_do(city: City, client: Client) -> None:
    assert "在得分排名页点“生成通报”" in read(client, "/bulletins/")


def test_list_is_not_there_for_an_auditor(city: City, sign_in: SignIn) -> None:
    read(sign_in(city.person("auditor")), "/bulletins/", 404)


def test_page_shows_paper_meter_checks_and_numbers(client: Client, draft: Bulletin) -> None:
    page = read(client, url_of(draft))
    for text in (
        f"{draft.content['head']['agency']}文件",
        "一、总体情况",
        "上述单位的做法请同组单位借鉴。",
        f"{draft.checks['characters']} 字，限 4000 字",
        "逐项核对，没有发现不符之处。",
        f"<code>run:{draft.run_id}/count/red</code>",
        draft.sha256,
    ):
        assert text in page
    assert page.count('class="bound"') == len(draft.bound)


def test_page_of_what_departs_from_the_norm_says_where(client: Client, draft: Bulletin) -> None:
    draft.checks["findings"] = [["7.3.1", "title.size", "22pt", "20pt", 3]]
    draft.save()
    assert "第 7.3.1 条：应为 22pt，现为 20pt （第 3 段）" in read(client, url_of(draft))


def acts(page: str) -> list[str]:
    block = page.split('class="page-acts', 1)[1].split("</h1>", 1)[0].split("page-body", 1)[0]
    return re.findall(r">(重新生成|修改文字|PDF 预览|下载 Word|印发)<", block.split("</main>")[0])


def test_buttons_follow_the_rules(city: City, draft: Bulletin, sign_in: SignIn) -> None:
    worked = ["重新生成", "修改文字", "PDF 预览", "下载 Word"]
    assert acts(read(sign_in(city.person("supervisor")), url_of(draft))) == worked
    principal = sign_in(city.person("principal"))
    assert acts(read(principal, url_of(draft))) == ["PDF 预览", "下载 Word"]
    finalise(city, draft.run)
    assert acts(read(principal, url_of(draft))) == ["PDF 预览", "下载 Word", "印发"]
    assert acts(read(sign_in(city.person("supervisor")), url_of(draft))) == worked


def test_issued_page_is_read_by_the_units(city: City, sign_in: SignIn) -> None:
    issued = make_issued(city)
    page = read(sign_in(city.person("contact", city.east)), url_of(issued))
    assert acts(page) == ["PDF 预览", "下载 Word"]
    assert "已印发" in page


def test_number_shows_what_it_counts(client: Client, draft: Bulletin) -> None:
    page = read(client, url_of(draft, f"numbers/run:{draft.run_id}/count/red/"))
    for text in ("红灯：2", "改造水厂100座", "核验不属实", "植树100亩"):
        assert text in page
    assert "修缮校舍" not in page


def words(draft: Bulletin, **changed: str) -> dict[str, str]:
    return {**draft.content["texts"], **{key.replace("__", "/"): v for key, v in changed.items()}}


def test_words_are_saved_and_set(client: Client, draft: Bulletin) -> None:
    answer = client.post(
        url_of(draft, "edit/"), words(draft, counties__leading="{单位数}个单位各有所长。")
    )
    assert (answer.status_code, answer.headers["Location"]) == (302, url_of(draft))
    page = read(client, url_of(draft))
    assert re.search(r'<a class="bound"[^>]*>2</a>个单位各有所长。', page)


@pytest.mark.parametrize("htmx", [False, True])
def test_unknown_name_is_told_beside_its_field(client: Client, draft: Bulletin, htmx: bool) -> None:
    headers = {"HX-Request": "true"} if htmx else {}
    sent = words(draft, counts="共{没有}项", counties__said="共9项")
    answer = client.post(url_of(draft, "edit/"), sent, headers=headers)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="id_counts_error">没有这样的绑定数字：没有。' in page
    assert 'id="id_counties/said_error">数字不能手写' in page
    assert "共{没有}项" in page
    assert ("<html" in page) is not htmx
    assert Bulletin.objects.get().content["edited"] == {}


def test_edit_page_has_every_paragraph_and_the_names(client: Client, draft: Bulletin) -> None:
    page = read(client, url_of(draft, "edit/"))
    assert [f'name="{key}"' in page for key in draft.content["texts"]] == [True] * 9
    assert '<code data-name="红灯">{红灯}</code>' in page


def test_principal_does_not_edit(city: City, draft: Bulletin, sign_in: SignIn) -> None:
    principal = sign_in(city.person("principal"))
    assert principal.get(url_of(draft, "edit/")).status_code == 403


def test_issue_asks_once_and_says_what_happens(
    city: City, draft: Bulletin, sign_in: SignIn
) -> None:
    principal = sign_in(city.person("principal"))
    assert "考核轮还没有定稿，不能印发" in read(principal, url_of(draft, "issue/"))
    finalise(city, draft.run)
    page = read(principal, url_of(draft, "issue/"))
    assert "本辖区各单位的负责人和联络员随即可以看到全文" in page
    assert Bulletin.objects.get().is_issued is False
    answer = principal.post(url_of(draft, "issue/"))
    assert (answer.status_code, answer.headers["Location"]) == (302, url_of(draft))
    assert Bulletin.objects.get().is_issued is True
    assert principal.post(url_of(draft, "issue/")).status_code == 409


def test_supervisor_does_not_issue(city: City, client: Client, draft: Bulletin) -> None:
    finalise(city, draft.run)
    answers = [client.get(url_of(draft, "issue/")), client.post(url_of(draft, "issue/"))]
    assert [answer.status_code for answer in answers] == [403, 403]
    assert Bulletin.objects.get().is_issued is False


def test_word_file_has_the_title_as_its_name(client: Client, draft: Bulletin) -> None:
    answer = client.get(url_of(draft, "word/"))
    assert answer.content == file_of(draft)
    name = quote(f"{draft.title}.docx")
    assert answer.headers["Content-Disposition"] == f"attachment; filename*=utf-8''{name}"
    assert answer.headers["Content-Type"].endswith("wordprocessingml.document")


def test_pdf_is_offered_then_shown(
    city: City, client: Client, draft: Bulletin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    assert "开始排版" in read(client, url_of(draft, "pdf/"))
    bulletin_keep_pdf(bulletin=draft, pdf=b"%PDF-1.7", by=supervisor(city), at=MADE)
    answer = client.get(url_of(draft, "pdf/"))
    assert (answer.content, answer.headers["Content-Type"]) == (b"%PDF-1.7", "application/pdf")
    assert answer.headers["Content-Disposition"].startswith("inline; filename*=utf-8''")
    assert "PDF 预览使用了替代字体" in read(client, url_of(draft))


def test_without_libreoffice_the_page_says_so(
    client: Client, draft: Bulletin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    page = read(client, url_of(draft, "pdf/"))
    assert ("本机没有安装 LibreOffice" in page, "开始排版" in page) == (True, False)


def test_pdf_is_made_by_a_job(client: Client, draft: Bulletin) -> None:
    answer = client.post(url_of(draft, "pdf/"))
    job = Job.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/jobs/{job.pk}/")
    assert (job.kind, job.params) == ("bulletin.preview", {"bulletin": draft.pk})


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_at_any_length(
    city: City, client: Client, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    run = make_run(city)
    for number in range(count):
        again = compute(run.version, *run.lists.all(), city=city, title=f"第{number}次")
        bulletin_make(run=again, by=supervisor(city), at=MADE)
    with django_assert_num_queries(5):
        client.get("/bulletins/")


def test_page_costs_a_fixed_number_of_queries(
    client: Client, draft: Bulletin, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(4):
        client.get(url_of(draft))


def test_file_of_a_bulletin_lies_under_its_hash(draft: Bulletin) -> None:
    assert blobs.path_of(draft.sha256).name == draft.sha256
