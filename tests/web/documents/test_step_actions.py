"""Taking back an edit or a mark."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from luoshi.core.errors import Forbidden, Refused
from luoshi.web.audit.models import Entry
from luoshi.web.documents.actions import (
    candidate_add,
    candidate_confirm,
    candidate_edit,
    candidate_reject,
    candidate_reopen,
    step_undo,
)
from luoshi.web.documents.models import Candidate, SourceDocument, Step
from luoshi.web.documents.queries import last_step
from tests.factories import NOW, City, make_list
from tests.web.documents.build import JOBS, ROADS, homes, make_document, roads

LATER = NOW + timedelta(minutes=1)


@pytest.fixture
def document(city: City) -> SourceDocument:
    return make_document(city)


def edited(city: City, candidate: Candidate, **changes: object) -> Step:
    candidate_edit(candidate=candidate, changes=changes, by=city.actor("supervisor"), at=NOW)
    return Step.objects.latest("pk")


def marked(city: City, document: SourceDocument) -> Step:
    start = document.raw.index(JOBS)
    candidate_add(
        document=document,
        start=start,
        end=start + len(JOBS),
        by=city.actor("supervisor"),
        at=NOW,
    )
    return Step.objects.latest("pk")


def undone(city: City, step: Step, role: str = "supervisor") -> Candidate | None:
    return step_undo(step=step, by=city.actor(role), at=LATER)


def test_every_kind_of_value_comes_back(city: City, document: SourceDocument) -> None:
    candidate = roads(document)
    before = {name: getattr(candidate, name) for name in ("text", "value", "period_end")}
    step = edited(city, candidate, text="改过", value=None, period_end=date(2027, 1, 1))
    assert undone(city, step) == candidate
    fresh = Candidate.objects.get()
    assert {name: getattr(fresh, name) for name in before} == before
    assert not Step.objects.exists()
    entry = Entry.objects.latest("seq")
    assert (entry.verb, entry.object_id) == ("candidate.restore", str(candidate.pk))
    assert entry.before == {"text": "改过", "value": None, "period_end": "2027-01-01"}
    assert entry.after == {"text": ROADS, "value": "120.0000", "period_end": "2026-12-31"}


def test_a_mark_is_taken_away_and_recorded(city: City, document: SourceDocument) -> None:
    step = marked(city, document)
    assert undone(city, step) is None
    assert Candidate.objects.count() == 0
    entry = Entry.objects.latest("seq")
    assert (entry.verb, entry.object_id) == ("candidate.unmark", str(step.candidate_id))


def test_an_edit_is_taken_back_once(city: City, document: SourceDocument) -> None:
    step = edited(city, roads(document), value=Decimal(100))
    undone(city, step)
    with pytest.raises(Refused, match="step-undone"):
        undone(city, step)


def test_what_was_edited_or_decided_since_stays(city: City, document: SourceDocument) -> None:
    candidate = roads(document)
    first, second = edited(city, candidate, text="甲"), edited(city, candidate, text="乙")
    with pytest.raises(Refused, match="candidate-changed-since"):
        undone(city, first)
    candidate_reject(candidate=candidate, reason="slogan", by=city.actor("supervisor"), at=NOW)
    with pytest.raises(Refused, match="candidate-changed-since"):
        undone(city, second)
    assert Candidate.objects.get().text == "乙"


def test_a_mark_that_was_listed_once_stays(city: City, document: SourceDocument) -> None:
    step, by = marked(city, document), city.actor("supervisor")
    candidate_confirm(candidate=step.candidate, within=make_list(city), by=by, at=NOW)
    candidate_reopen(candidate=step.candidate, by=by, at=NOW)
    assert last_step(document, by) is None
    with pytest.raises(Refused, match="candidate-changed-since"):
        undone(city, step)


def test_only_the_supervision_office_takes_back(
    city: City, other_city: City, document: SourceDocument
) -> None:
    step = edited(city, roads(document), text="改过")
    for by in (city.actor("assessor"), other_city.actor("supervisor")):
        with pytest.raises(Forbidden):
            step_undo(step=step, by=by, at=LATER)
    assert Candidate.objects.get().text == "改过"


def test_the_last_step_is_ones_own_and_the_newest(city: City, document: SourceDocument) -> None:
    by, candidate, other = city.actor("supervisor"), roads(document), homes(document)
    assert last_step(document, by) is None
    step = edited(city, candidate, text="改过")
    assert last_step(document, by) == step
    assert last_step(document, city.actor("supervisor", username="colleague")) is None
    candidate_reject(candidate=other, reason="slogan", by=by, at=LATER)
    assert last_step(document, by) == other
    candidate_reject(candidate=candidate, reason="slogan", by=by, at=NOW)
    assert last_step(document, by) == other
