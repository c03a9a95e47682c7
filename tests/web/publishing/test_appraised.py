"""The bulletin of an appraisal session: made, worded, held against the result, issued, read."""

import io
import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from docx import Document
from docx.oxml.ns import qn
from pytest_django import DjangoAssertNumQueries

from luoshi.core.errors import Forbidden, Refused
from luoshi.render.bound import bound_numbers
from luoshi.web import blobs
from luoshi.web.appraisal.models import Comment, Result, Session
from luoshi.web.audit.models import Entry, Head
from luoshi.web.publishing.actions import (
    bulletin_issue,
    bulletin_make_of_session,
    bulletin_reword,
)
from luoshi.web.publishing.models import Bulletin
from tests.conftest import SignIn
from tests.factories import City
from tests.web.appraisal.build import Meeting
from tests.web.appraisal.voted import SEALED, computed, released
from tests.web.publishing.build import make_issued, verbs

MADE = SEALED + timedelta(hours=1)
ISSUED = SEALED + timedelta(days=1)


def remark(held: Meeting, text: str, position: int | None = None) -> Comment:
    """What the mayor said of all, or of who spoke in that place."""
    of = held.session.contenders.get(position=position) if position else None
    return Comment.objects.create(
        session=held.session, contender=of, text=text, said_by="市长",
        noted_by=held.city.person("supervisor"), noted_at=SEALED,
    )  # fmt: skip


def drafted(held: Meeting) -> Bulletin:
    return bulletin_make_of_session(session=held.session, by=held.desk, at=MADE)


def issued(held: Meeting) -> Bulletin:
    draft, principal = drafted(held), held.city.actor("principal")
    return bulletin_issue(bulletin=draft, by=principal, at=ISSUED)


def paragraphs(bulletin: Bulletin) -> list[str]:
    """With what stands in content controls."""
    body = Document(io.BytesIO(blobs.read(bulletin.sha256))).element.body
    return ["".join(t.text or "" for t in p.iter(qn("w:t"))) for p in body.iter(qn("w:p"))]


def test_numbers_are_those_of_the_result_and_words_those_of_leaders(city: City) -> None:
    held = released(Meeting(city))
    own = remark(held, "主要问题是进度慢，3项没有开工。", 2)
    remark(held, "总体有进步。")
    draft = Bulletin.objects.get(pk=drafted(held).pk)
    result, pk = Result.objects.get(), held.session.pk
    bound = dict(bound_numbers(blobs.read(draft.sha256)))
    assert (bound[f"session:{pk}/turnout/cast"], draft.paper_number) == ("48", "Y政督〔2026〕1号")
    for each in result.tally["standings"]:
        path = f"session:{pk}/{each['contender']}"
        assert bound[f"{path}/total"] == f"{float(each['total']):.2f}"
        assert bound[f"{path}/rank"].removeprefix("并列") == each["rank"]
    text = paragraphs(draft)
    name = own.contender.unit.short_name if own.contender else ""
    said = f"市长对{name}：主要问题是进度慢，3项没有开工。"
    assert text.index("市长：总体有进步。") < text.index(said)
    assert draft.checks["findings"] == []
    assert Entry.objects.latest("seq").after == {
        "session": pk, "number": draft.paper_number, "sha256": draft.sha256,
    }  # fmt: skip


def test_each_number_leads_to_where_the_result_says_it(city: City, sign_in: SignIn) -> None:
    held = released(Meeting(city))
    remark(held, "总体有进步。")
    draft, pk = drafted(held), held.session.pk
    urls = {row["ref"]: row["url"] for row in draft.bound}
    best = Result.objects.get().tally["standings"][0]["contender"]
    assert urls[f"session:{pk}/{best}/total"] == f"/sessions/{pk}/result/#{best}"
    assert urls[f"session:{pk}/said/1"] == f"/sessions/{pk}/said/#said"
    desk = sign_in(city.person("supervisor"))
    shown = desk.get(f"/sessions/{pk}/result/").content.decode()
    places = {url.partition("#")[2] for url in urls.values()} - {"said", "held"}
    assert [each for each in sorted(places) if f'id="{each}"' not in shown] == []
    answer = desk.get(f"/bulletins/{draft.pk}/numbers/session:{pk}/turnout/cast/")
    assert f'href="/sessions/{pk}/result/#turnout"' in answer.content.decode()


def test_one_click_on_the_result_page_makes_it_and_again(city: City, sign_in: SignIn) -> None:
    held = released(Meeting(city))
    desk, url = sign_in(city.person("supervisor")), f"/sessions/{held.session.pk}/bulletin/"
    assert f'action="{url}"' in desk.get(f"/sessions/{held.session.pk}/result/").content.decode()
    answer = desk.post(url)
    made = Bulletin.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/bulletins/{made.pk}/")
    shown = desk.get(f"/bulletins/{made.pk}/").content.decode()
    assert shown.count('class="bound"') == len(made.bound)
    assert f'action="{url}"' in shown
    desk.post(url)
    again = Bulletin.objects.get()
    assert (again.sha256, verbs()) == (made.sha256, ["bulletin.make", "bulletin.remake"])
    assert desk.get(url).status_code == 405
    bulletin_issue(bulletin=again, by=city.actor("principal"), at=ISSUED)
    told = desk.post(url, follow=True).content.decode()
    assert f"这场评议会的通报已经印发（{again.paper_number}）" in told
    assert Bulletin.objects.count() == 1


def test_only_who_drafts_and_only_what_is_released(
    city: City, other_city: City, sign_in: SignIn
) -> None:
    held = computed(Meeting(city))
    url = f"/sessions/{held.session.pk}/bulletin/"
    desk = sign_in(city.person("supervisor"))
    assert desk.post(url).status_code == 409
    assert url not in desk.get(f"/sessions/{held.session.pk}/result/").content.decode()
    Session.objects.update(state="released")
    contact = sign_in(city.person("contact", city.east))
    assert url not in contact.get(f"/sessions/{held.session.pk}/result/").content.decode()
    assert contact.post(url).status_code == 403
    assert sign_in(city.person("principal")).post(url).status_code == 403
    assert sign_in(other_city.person("supervisor")).post(url).status_code == 404
    assert (Bulletin.objects.count(), verbs()) == (0, [])
    assert sign_in(city.person("assessor")).post(url).status_code == 302


def test_words_are_edited_as_those_of_a_run_are(city: City, sign_in: SignIn) -> None:
    held = released(Meeting(city))
    remark(held, "主要问题是进度慢。", 2)
    remark(held, "总体有进步。")
    draft, desk = drafted(held), sign_in(city.person("supervisor"))
    page = desk.get(f"/bulletins/{draft.pk}/edit/").content.decode()
    assert re.findall(r"市长[^<]* · 现场讲评", page)[0] == "市长 · 现场讲评"
    assert "红灯事项" not in page
    texts = {**draft.content["texts"], "said:2/remark": "", "places": "共9家。"}
    refused = desk.post(f"/bulletins/{draft.pk}/edit/", texts)
    assert refused.status_code == 422
    assert 'id="id_places_error">数字不能手写' in refused.content.decode()
    texts["places"] = "收回{收回}张。"
    assert desk.post(f"/bulletins/{draft.pk}/edit/", texts).status_code == 302
    text = paragraphs(Bulletin.objects.get())
    assert "收回48张。" in text
    assert not any("进度慢" in each for each in text)


def test_remarks_all_left_out_leave_no_heading(city: City) -> None:
    held = released(Meeting(city))
    remark(held, "总体有进步。")
    draft = drafted(held)
    assert any("现场讲评" in each for each in paragraphs(draft))
    texts = {"said:1/remark": ""}
    worded = bulletin_reword(bulletin=draft, texts=texts, by=held.desk, at=MADE)
    assert not any("现场讲评" in each for each in paragraphs(worded))


def test_a_principal_issues_it_and_the_units_read_it(city: City, sign_in: SignIn) -> None:
    held = released(Meeting(city))
    draft = drafted(held)
    contact = sign_in(city.person("contact", city.east))
    assert contact.get(f"/bulletins/{draft.pk}/").status_code == 404
    with pytest.raises(Forbidden, match="bulletin-principal-issues"):
        bulletin_issue(bulletin=draft, by=held.desk, at=ISSUED)
    principal, head = sign_in(city.person("principal")), Head.objects.get(pk=1)
    assert "签发通报" in principal.get("/", follow=True).content.decode()
    assert principal.post(f"/bulletins/{draft.pk}/issue/").status_code == 302
    out = Bulletin.objects.get()
    result, seal = Result.objects.get(), held.session.sealed.seal
    assert out.content["anchor"] == {
        "result": result.digest, "seal": seal, "seq": head.seq, "hash": head.hash,
    }  # fmt: skip
    assert any(f"封存摘要：{seal[:16]}" in each for each in paragraphs(out))
    shown = contact.get("/bulletins/").content.decode()
    assert (held.session.title in shown, out.title in shown) == (True, True)
    assert contact.get(f"/bulletins/{out.pk}/").status_code == 200
    assert contact.get(f"/bulletins/{out.pk}/word/").status_code == 200
    assert verbs() == ["bulletin.make", "bulletin.issue"]


def test_a_result_changed_by_hand_makes_and_issues_nothing(city: City) -> None:
    held = released(Meeting(city))
    draft, result = drafted(held), Result.objects.get()
    result.tally["standings"][0]["total"] = "99"
    result.save()
    held.session.refresh_from_db()
    with pytest.raises(Refused, match="bulletin-result-differs"):
        drafted(held)
    with pytest.raises(Refused, match="bulletin-result-differs"):
        bulletin_issue(bulletin=draft, by=city.actor("principal"), at=ISSUED)
    assert verbs() == ["bulletin.make"]


def test_a_draft_that_says_something_else_is_not_issued(city: City) -> None:
    held = released(Meeting(city))
    draft = drafted(held)
    name = f"{city.east.short_name}总分"
    draft.content["values"][name]["text"] = "99.00"
    draft.save()
    with pytest.raises(Refused, match="bulletin-numbers-differ"):
        bulletin_issue(bulletin=draft, by=city.actor("principal"), at=ISSUED)
    drafted(held)
    assert bulletin_issue(bulletin=draft, by=city.actor("principal"), at=ISSUED).is_issued


def test_a_remark_noted_after_the_draft_asks_for_a_new_one(city: City) -> None:
    held = released(Meeting(city))
    draft = drafted(held)
    remark(held, "总体有进步。")
    with pytest.raises(Refused, match="bulletin-numbers-differ"):
        bulletin_issue(bulletin=draft, by=city.actor("principal"), at=ISSUED)
    drafted(held)
    out = bulletin_issue(bulletin=draft, by=city.actor("principal"), at=ISSUED)
    assert "市长：总体有进步。" in paragraphs(out)


def test_a_session_without_a_result_says_why(city: City) -> None:
    draft = drafted(released(Meeting(city), A=8, B=10, C=10))
    text = [each for each in paragraphs(draft) if each.startswith("没有结果：")]
    assert len(text) == len(Result.objects.get().tally["failures"]) > 0


def test_what_is_out_stays_and_numbers_go_on(city: City) -> None:
    first = make_issued(city)
    out = issued(released(Meeting(city)))
    assert [each.paper_number for each in (first, out)] == ["Y政督〔2026〕1号", "Y政督〔2026〕2号"]
    with pytest.raises(Refused, match="bulletin-of-session-issued"):
        bulletin_make_of_session(session=Session.objects.get(), by=city.actor("assessor"), at=MADE)
    with pytest.raises(Forbidden, match="bulletin-issued"):
        bulletin_reword(bulletin=out, texts={}, by=city.actor("assessor"), at=MADE)


def test_it_tells_of_a_run_or_of_a_session(city: City) -> None:
    out = make_issued(city)
    draft = drafted(released(Meeting(city)))
    for changed in ({"session_id": draft.session_id}, {"run_id": None}):
        with (
            pytest.raises(IntegrityError, match="bulletin_on_run_or_session"),
            transaction.atomic(),
        ):
            Bulletin.objects.filter(pk=out.pk).update(**changed)


@pytest.fixture
def desk(city: City, sign_in: SignIn) -> Client:
    return sign_in(city.person("supervisor"))


def test_lists_of_both_kinds_cost_the_same(
    city: City, desk: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_issued(city)
    draft = drafted(released(Meeting(city)))
    with django_assert_num_queries(5):
        desk.get("/bulletins/")
    with django_assert_num_queries(4):
        desk.get(f"/bulletins/{draft.pk}/")
