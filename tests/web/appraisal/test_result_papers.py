"""Sheet and slides of a result: what stands in them, each script in its face, equal bytes."""

import io

from docx import Document
from pptx import Presentation
from pptx.oxml.ns import qn

from luoshi.web.appraisal.models import Result
from luoshi.web.appraisal.resultpage import told_of
from luoshi.web.appraisal.resultpaper import result_docx
from luoshi.web.appraisal.scoreslides import slides_pptx
from tests.factories import City
from tests.web.appraisal.build import Meeting
from tests.web.appraisal.voted import released


def test_the_sheet_has_seal_order_places_and_lines_to_sign(city: City) -> None:
    held = released(Meeting(city), A=3, B=30, C=10)
    result = Result.objects.get()
    data = result_docx(held.session, result)
    document = Document(io.BytesIO(data))
    text = "\n".join(
        [each.text for each in document.paragraphs]
        + [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    )
    assert held.session.sealed.seal in text.replace(" ", "")
    assert held.session.seed in text
    for word in ("主持人：", "计票人：", "监票人：", "不单列：不足5票"):
        assert word in text
    for each in result.tally["standings"]:
        assert f"{float(each['total']):.2f}" in text
    order = [each.unit.short_name for each in held.session.contenders.select_related("unit")]
    assert f"1. {order[0]}、2. {order[1]}" in text
    assert data == result_docx(held.session, result)


def test_slides_name_a_face_for_each_script(city: City) -> None:
    held = released(Meeting(city))
    told = told_of(held.session, Result.objects.get())
    data = slides_pptx(held.session, told)
    assert data == slides_pptx(held.session, told)
    deck = Presentation(io.BytesIO(data))
    runs = [run for slide in deck.slides for run in slide._element.iter(qn("a:r"))]
    assert len(deck.slides) == 2 + len(told.groups)
    for run in runs:
        faces = run.find(qn("a:rPr"))
        assert faces.find(qn("a:latin")) is not None
        assert faces.find(qn("a:ea")).get("typeface") == "Microsoft YaHei"
    words = {"".join(node.text or "" for node in run.iter(qn("a:t"))) for run in runs}
    for group in told.groups:
        assert {group.title, *(line.total for line in group.lines)} <= words


def test_a_failure_is_on_both(city: City) -> None:
    held = released(Meeting(city), A=2, B=3)
    result = Result.objects.get()
    told = told_of(held.session, result)
    assert told.failures
    assert told.groups == ()
    slides = Presentation(io.BytesIO(slides_pptx(held.session, told))).slides
    assert told.failures[0] in "".join(
        shape.text_frame.text for slide in slides for shape in slide.shapes if shape.has_text_frame
    )
    text = "\n".join(
        each.text for each in Document(io.BytesIO(result_docx(held.session, result))).paragraphs
    )
    assert f"没有结果：{told.failures[0]}" in text
