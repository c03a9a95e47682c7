"""Making, wording and issuing: states, numbers, the record, and what is refused."""

import zipfile
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest

from luoshi.core.errors import Forbidden, Invalid, Refused
from luoshi.web.assessment.models import ScoreRun
from luoshi.web.audit.models import Entry, Head
from luoshi.web.publishing.actions import (
    bulletin_issue,
    bulletin_keep_pdf,
    bulletin_make,
    bulletin_reword,
    bulletin_turn_over,
)
from luoshi.web.publishing.models import Bulletin
from tests.factories import City
from tests.web.assessment.build import LATER, compute, principal
from tests.web.publishing.build import (
    ISSUED,
    MADE,
    file_of,
    finalise,
    make_draft,
    make_issued,
    make_run,
    supervisor,
    verbs,
)

NEXT_YEAR = datetime(2027, 1, 5, 2, 0, tzinfo=UTC)
WORDS = {"counties/leading": "{单位数}个单位各有所长。"}


def again(bulletin: Bulletin) -> Bulletin:
    return Bulletin.objects.get(pk=bulletin.pk)


def second_run(run: ScoreRun, city: City) -> ScoreRun:
    return compute(run.version, *run.lists.all(), city=city, title="再算", at=LATER)


def test_a_draft_has_number_numbers_checks_and_a_file(city: City) -> None:
    draft = make_draft(city)
    stored = again(draft)
    assert (stored.year, stored.number, stored.paper_number) == (2026, 1, "Y政督〔2026〕1号")
    assert stored.checks["findings"] == []
    assert (stored.checks["limit"], stored.checks["characters"] > 300) == (4000, True)
    assert file_of(stored)[:2] == b"PK"
    assert (stored.is_issued, stored.made_by_id) == (False, supervisor(city).user_id)


def test_each_number_knows_where_its_trace_is(city: City) -> None:
    draft = make_draft(city)
    east, run = city.east, draft.run_id
    urls = {row["ref"]: row["url"] for row in draft.bound}
    assert urls[f"run:{run}/unit:{east.code}/points"] == f"/runs/{run}/units/{east.pk}/"
    assert urls[f"run:{run}/count/red"] == f"/bulletins/{draft.pk}/numbers/run:{run}/count/red/"
    red = next(ref for ref in urls if ref.endswith("/light"))
    assert urls[red] == f"/commitments/{red.split('commitment:')[1].split('/')[0]}/"


def test_making_is_recorded(city: City) -> None:
    draft = make_draft(city)
    entry = Entry.objects.latest("seq")
    assert (entry.verb, entry.object_type, entry.object_id) == (
        "bulletin.make", "publishing.bulletin", str(draft.pk),
    )  # fmt: skip
    assert entry.after == {
        "run": draft.run_id, "number": "Y政督〔2026〕1号", "sha256": draft.sha256,
    }  # fmt: skip


def test_made_again_it_is_the_same_file(city: City) -> None:
    draft = make_draft(city)
    later = bulletin_make(run=draft.run, by=city.actor("assessor"), at=MADE + timedelta(days=2))
    assert (later.pk, later.number, later.sha256) == (draft.pk, draft.number, draft.sha256)
    assert verbs() == ["bulletin.make", "bulletin.remake"]


def test_made_again_it_keeps_edited_words(city: City) -> None:
    draft = make_draft(city)
    worded = bulletin_reword(bulletin=draft, texts=WORDS, by=supervisor(city), at=MADE)
    remade = bulletin_make(run=draft.run, by=supervisor(city), at=ISSUED)
    assert remade.content["edited"] == WORDS
    assert remade.sha256 == worded.sha256 != draft.sha256


def test_numbers_go_on_within_jurisdiction_and_year(city: City, other_city: City) -> None:
    run = make_run(city)
    made = [
        bulletin_make(run=run, by=supervisor(city), at=MADE),
        bulletin_make(run=second_run(run, city), by=supervisor(city), at=MADE),
        bulletin_make(run=second_run(run, city), by=supervisor(city), at=NEXT_YEAR),
        make_draft(other_city),
    ]
    assert [each.paper_number for each in made] == [
        "Y政督〔2026〕1号", "Y政督〔2026〕2号", "Y政督〔2027〕1号", "Q政督〔2026〕1号",
    ]  # fmt: skip


@pytest.mark.parametrize("role", ["contact", "unit_leader", "principal", "verifier", "admin"])
def test_others_make_nothing(city: City, role: str) -> None:
    run = make_run(city)
    with pytest.raises(Forbidden, match="bulletin-drafters-only"):
        bulletin_make(run=run, by=city.actor(role), at=MADE)
    assert (Bulletin.objects.count(), verbs()) == (0, [])


def test_a_run_changed_by_hand_makes_nothing(city: City) -> None:
    run = make_run(city)
    ScoreRun.objects.filter(pk=run.pk).update(result=run.result.replace("80", "99"))
    with pytest.raises(Refused, match="bulletin-run-differs"):
        bulletin_make(run=ScoreRun.objects.get(pk=run.pk), by=supervisor(city), at=MADE)
    assert (Bulletin.objects.count(), verbs()) == (0, [])


def test_other_words_make_another_file_and_are_recorded_without_them(city: City) -> None:
    draft = make_draft(city)
    worded = bulletin_reword(bulletin=draft, texts=WORDS, by=supervisor(city), at=MADE)
    assert again(draft).sha256 == worded.sha256 != draft.sha256
    assert Entry.objects.latest("seq").after == {
        "paragraphs": ["counties/leading"], "sha256": worded.sha256,
    }  # fmt: skip


def test_words_of_the_presets_are_no_edit(city: City) -> None:
    draft = make_draft(city)
    bulletin_reword(bulletin=draft, texts=WORDS, by=supervisor(city), at=MADE)
    default = {key: draft.content["texts"][key] for key in WORDS}
    back = bulletin_reword(bulletin=draft, texts=default, by=supervisor(city), at=MADE)
    assert (back.content["edited"], back.sha256) == ({}, draft.sha256)


@pytest.mark.parametrize(
    ("texts", "code", "field"),
    [
        ({"counts": "{没有}"}, "bulletin-placeholder-unknown", "counts"),
        ({"counts": "12项"}, "bulletin-number-typed", "counts"),
        ({"towns/leading": ""}, "bulletin-paragraph-unknown", "towns/leading"),
    ],
)
def test_words_that_cannot_stand_change_nothing(
    city: City, texts: dict[str, str], code: str, field: str
) -> None:
    draft = make_draft(city)
    with pytest.raises(Invalid) as refused:
        bulletin_reword(bulletin=draft, texts=texts, by=supervisor(city), at=MADE)
    assert (refused.value.code, refused.value.params["field"]) == (code, field)
    assert (again(draft).sha256, verbs()) == (draft.sha256, ["bulletin.make"])


def test_issued_it_is_dated_today_and_sealed_with_the_record(city: City) -> None:
    draft = make_draft(city, final=True)
    head = Head.objects.get(pk=1)
    issued = again(bulletin_issue(bulletin=draft, by=principal(city), at=ISSUED))
    assert (issued.issued_at, issued.issued_by_id) == (ISSUED, principal(city).user_id)
    assert issued.content["anchor"] == {
        "result": draft.run.result_digest, "seq": head.seq, "hash": head.hash,
    }  # fmt: skip
    assert "2026年4月29日印发" in _text(file_of(issued))
    entry = Entry.objects.latest("seq")
    assert (entry.verb, entry.seq) == ("bulletin.issue", head.seq + 1)
    assert entry.after == {
        "number": issued.paper_number, "sha256": issued.sha256, "numbers": len(issued.bound),
    }  # fmt: skip


def _text(docx: bytes) -> str:
    return zipfile.ZipFile(BytesIO(docx)).read("word/document.xml").decode()


def test_issued_in_the_next_year_it_takes_that_year(city: City) -> None:
    draft = make_draft(city, final=True)
    issued = bulletin_issue(bulletin=draft, by=principal(city), at=NEXT_YEAR)
    assert (issued.year, issued.number) == (2027, 1)


@pytest.mark.parametrize("role", ["supervisor", "assessor", "contact", "unit_leader", "admin"])
def test_others_issue_nothing(city: City, role: str) -> None:
    draft = make_draft(city, final=True)
    with pytest.raises(Forbidden, match="bulletin-principal-issues"):
        bulletin_issue(bulletin=draft, by=city.actor(role), at=ISSUED)
    assert again(draft).is_issued is False


def test_a_run_that_is_not_final_is_not_issued(city: City) -> None:
    draft = make_draft(city)
    with pytest.raises(Refused, match="bulletin-run-not-final"):
        bulletin_issue(bulletin=draft, by=principal(city), at=ISSUED)
    finalise(city, draft.run)
    assert bulletin_issue(bulletin=draft, by=principal(city), at=ISSUED).is_issued


def test_a_run_changed_after_it_was_final_is_not_issued(city: City) -> None:
    draft = make_draft(city, final=True)
    ScoreRun.objects.filter(pk=draft.run_id).update(result=draft.run.result.replace("80", "99"))
    with pytest.raises(Refused, match="bulletin-run-differs"):
        bulletin_issue(bulletin=draft, by=principal(city), at=ISSUED)
    assert (again(draft).is_issued, verbs()) == (False, ["bulletin.make"])


def test_what_is_out_never_changes(city: City) -> None:
    issued = make_issued(city)
    by = supervisor(city)
    with pytest.raises(Refused, match="bulletin-of-run-issued"):
        bulletin_make(run=issued.run, by=by, at=ISSUED)
    with pytest.raises(Forbidden, match="bulletin-issued"):
        bulletin_reword(bulletin=issued, texts=WORDS, by=by, at=ISSUED)
    with pytest.raises(Refused, match="bulletin-issued"):
        bulletin_issue(bulletin=issued, by=principal(city), at=ISSUED)
    bulletin_turn_over(bulletin=issued, by=by, at=ISSUED)
    assert again(issued).sha256 == issued.sha256
    assert verbs() == ["bulletin.make", "bulletin.issue"]


def test_colophon_of_a_draft_goes_to_the_back_once(city: City) -> None:
    draft = make_draft(city)
    turned = bulletin_turn_over(bulletin=draft, by=supervisor(city), at=MADE)
    bulletin_turn_over(bulletin=draft, by=supervisor(city), at=MADE)
    assert (turned.content["overleaf"], turned.sha256 == draft.sha256) == (True, False)
    assert verbs() == ["bulletin.make", "bulletin.turn-over"]


def test_preview_is_kept_for_this_file_only(city: City) -> None:
    draft = make_draft(city)
    bulletin_keep_pdf(bulletin=draft, pdf=b"%PDF 1", by=supervisor(city), at=MADE)
    kept = again(draft).pdf_sha256
    worded = bulletin_reword(bulletin=draft, texts=WORDS, by=supervisor(city), at=MADE)
    bulletin_keep_pdf(bulletin=draft, pdf=b"%PDF 2", by=supervisor(city), at=MADE)
    assert (len(kept), worded.pdf_sha256, again(draft).pdf_sha256) == (64, "", "")
