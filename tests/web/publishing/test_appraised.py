"""The bulletin of an appraisal session: bound numbers, leaders' words, who may have it."""

import io
from dataclasses import replace

from docx import Document

from luoshi.render.bound import bound_numbers
from luoshi.render.lint import lint_official
from luoshi.render.official import official_docx
from luoshi.render.paper import PaperNumber
from luoshi.web.appraisal.models import Comment, Result
from luoshi.web.publishing.appraised import paper_of_session, session_bulletin
from tests.conftest import SignIn
from tests.factories import NOW, City
from tests.web.appraisal.build import Meeting
from tests.web.appraisal.voted import computed, released


def test_numbers_are_bound_and_words_of_leaders_stand_in_it(city: City) -> None:
    held = released(Meeting(city))
    result, first = Result.objects.get(), held.session.contenders.get(position=2)
    for contender, text in ((first, "主要问题是进度慢。"), (None, "总体有进步。")):
        Comment.objects.create(
            session=held.session, contender=contender, text=text, said_by="市长",
            noted_by=city.person("supervisor"), noted_at=NOW,
        )  # fmt: skip
    data = session_bulletin(held.session, result)
    bound = dict(bound_numbers(data))
    pk = held.session.pk
    assert bound[f"session:{pk}/cast"] == "48"
    for each in result.tally["standings"]:
        path = f"session:{pk}/{each['contender']}"
        assert bound[f"{path}/total"] == f"{float(each['total']):.2f}"
        assert bound[f"{path}/rank"].removeprefix("并列") == each["rank"]
    text = [each.text for each in Document(io.BytesIO(data)).paragraphs]
    general, own = "市长：总体有进步。", f"市长对{first.unit.short_name}：主要问题是进度慢。"
    assert text.index(general) < text.index(own)
    paper = paper_of_session(held.session, result)
    numbered = replace(paper, number=PaperNumber("云政督", 2026, 3))
    assert lint_official(official_docx(numbered)) == []
    assert data == session_bulletin(held.session, result)


def test_only_who_drafts_and_only_what_is_released(city: City, sign_in: SignIn) -> None:
    held = computed(Meeting(city))
    url = f"/sessions/{held.session.pk}/bulletin.docx"
    desk, contact = sign_in(city.person("supervisor")), sign_in(city.person("contact", city.east))
    assert desk.get(url).status_code == 404
    assert sign_in(city.person("assessor")).get(url).status_code == 404
    held.session.__class__.objects.update(state="released")
    assert desk.get(url).status_code == 200
    assert contact.get(url).status_code == 403
