"""Confirming, rejecting and taking back: state, record, and two people at once."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection

from luoshi.core.chain import GENESIS
from luoshi.core.errors import DomainError, Forbidden, Invalid, Refused
from luoshi.web.audit.models import Entry, Head
from luoshi.web.commitments.actions import commitment_dispatch
from luoshi.web.commitments.models import Commitment, ListItem
from luoshi.web.documents.actions import (
    candidate_confirm,
    candidate_merge,
    candidate_reject,
    candidate_reopen,
    candidate_split,
)
from luoshi.web.documents.models import Candidate
from tests.factories import NOW, City, make_city, make_list
from tests.web.documents.build import decide, homes, make_document, roads, station


@pytest.fixture
def candidate(city: City) -> Candidate:
    return roads(make_document(city))


def confirmed(city: City, candidate: Candidate, **given: Any) -> Commitment:
    values: dict[str, Any] = {"within": make_list(city)} | given
    return candidate_confirm(candidate=candidate, by=city.actor("supervisor"), at=NOW, **values)


def verbs() -> list[str]:
    return list(Entry.objects.order_by("seq").values_list("verb", flat=True))


def test_confirmed_candidate_becomes_a_draft_of_the_list(city: City, candidate: Candidate) -> None:
    lst = make_list(city)
    made = confirmed(
        city,
        candidate,
        within=lst,
        lead_unit=city.transport,
        assist_units=[city.health],
        due_on=date(2026, 6, 30),
        weight=Decimal("2.5"),
    )
    made.refresh_from_db()
    assert (made.state, made.text, made.kind, made.modality) == (
        "draft",
        candidate.text,
        "target",
        "确保",
    )
    assert (made.metric, made.comparator, made.target, made.unit_of_measure) == (
        "新建公路",
        ">=",
        Decimal(120),
        "公里",
    )
    assert (made.starts_on, made.due_on) == (date(2026, 1, 1), date(2026, 6, 30))
    assert (made.lead_unit, list(made.assist_units.all())) == (city.transport, [city.health])
    assert made.source == candidate
    item = ListItem.objects.get(commitment=made)
    assert (item.list, item.weight) == (lst, Decimal("2.50"))
    candidate.refresh_from_db()
    assert (candidate.state, candidate.decided_by, candidate.decided_at) == (
        "confirmed",
        city.person("supervisor"),
        NOW,
    )


def test_confirming_is_recorded_with_list_and_commitment(city: City, candidate: Candidate) -> None:
    made = confirmed(city, candidate)
    assert verbs() == ["commitment.create", "candidate.confirm"]
    entry = Entry.objects.get(verb="candidate.confirm")
    assert entry.before == {"state": "open"}
    assert entry.after == {
        "state": "confirmed",
        "list": ListItem.objects.get().list_id,
        "commitment": made.pk,
    }


@pytest.mark.parametrize(
    ("period", "dates"),
    [
        ((None, date(2026, 3, 31)), (date(2026, 1, 1), date(2026, 3, 31))),
        ((date(2026, 2, 1), date(2026, 3, 31)), (date(2026, 2, 1), date(2026, 3, 31))),
        ((None, None), (date(2026, 1, 1), date(2026, 12, 31))),
        ((None, date(2025, 6, 30)), (date(2025, 6, 30), date(2025, 6, 30))),
    ],
    ids=["end", "both", "list", "before-list"],
)
def test_dates_come_from_the_period_else_from_the_list(
    city: City, period: tuple[date | None, date | None], dates: tuple[date, date]
) -> None:
    candidate = station(make_document(city))
    candidate.period_start, candidate.period_end = period
    candidate.save()
    made = confirmed(city, candidate)
    assert (made.starts_on, made.due_on) == dates


def test_refused_commitment_leaves_the_candidate_open(city: City, candidate: Candidate) -> None:
    with pytest.raises(Invalid, match="lead-unit-assists-itself"):
        confirmed(city, candidate, lead_unit=city.health, assist_units=[city.health])
    candidate.refresh_from_db()
    assert (candidate.state, Commitment.objects.count(), verbs()) == ("open", 0, [])


def test_frozen_list_takes_nothing(city: City, candidate: Candidate) -> None:
    frozen = make_list(city, frozen_by=city.person("supervisor"), frozen_at=NOW)
    with pytest.raises(Refused, match="list-frozen"):
        confirmed(city, candidate, within=frozen)
    candidate.refresh_from_db()
    assert candidate.state == "open"


def test_list_of_another_city_takes_nothing(
    city: City, other_city: City, candidate: Candidate
) -> None:
    with pytest.raises(Invalid, match="list-elsewhere"):
        confirmed(city, candidate, within=make_list(other_city))


@pytest.mark.parametrize("state", ["confirmed", "rejected", "split", "merged"])
def test_decided_candidate_is_decided_once(city: City, candidate: Candidate, state: str) -> None:
    decide(candidate, city, state)
    with pytest.raises(Refused, match="wrong-state"):
        confirmed(city, candidate)
    with pytest.raises(Refused, match="wrong-state"):
        candidate_reject(candidate=candidate, reason="slogan", by=city.actor("supervisor"), at=NOW)
    assert Commitment.objects.count() == 0


def test_rejected_candidate_keeps_its_reason(city: City, candidate: Candidate) -> None:
    candidate_reject(
        candidate=candidate, reason="other", note=" 转自外市 ", by=city.actor("supervisor"), at=NOW
    )
    candidate.refresh_from_db()
    assert (candidate.state, candidate.reason, candidate.note) == ("rejected", "other", "转自外市")
    assert (candidate.decided_by, candidate.decided_at) == (city.person("supervisor"), NOW)
    assert Entry.objects.get().after == {"state": "rejected", "reason": "other"}


@pytest.mark.parametrize(
    ("reason", "code"), [("nonsense", "reject-reason-unknown"), ("other", "reject-note-missing")]
)
def test_rejecting_needs_a_known_reason(
    city: City, candidate: Candidate, reason: str, code: str
) -> None:
    with pytest.raises(Invalid, match=code):
        candidate_reject(
            candidate=candidate, reason=reason, note=" ", by=city.actor("supervisor"), at=NOW
        )
    candidate.refresh_from_db()
    assert candidate.state == "open"


def reopened(city: City, candidate: Candidate) -> list[Candidate]:
    return candidate_reopen(candidate=candidate, by=city.actor("supervisor"), at=NOW)


def test_taken_back_confirmation_withdraws_its_draft(city: City, candidate: Candidate) -> None:
    made = confirmed(city, candidate)
    assert reopened(city, candidate) == [candidate]
    candidate.refresh_from_db()
    made.refresh_from_db()
    assert (candidate.state, candidate.decided_by, candidate.decided_at) == ("open", None, None)
    assert made.state == "withdrawn"
    assert verbs()[2:] == ["commitment.withdraw", "candidate.reopen"]


def test_confirmed_again_after_taking_back(city: City, candidate: Candidate) -> None:
    first = confirmed(city, candidate)
    reopened(city, candidate)
    second = confirmed(city, candidate)
    assert second != first
    reopened(city, candidate)
    states = Commitment.objects.values_list("state", flat=True)
    assert list(states) == ["withdrawn", "withdrawn"]


def test_dispatched_commitment_is_not_taken_back(city: City, candidate: Candidate) -> None:
    made = confirmed(city, candidate, lead_unit=city.transport)
    commitment_dispatch(commitments=[made], by=city.actor("supervisor"), at=NOW)
    with pytest.raises(Refused, match="commitment-acted-on"):
        reopened(city, candidate)
    candidate.refresh_from_db()
    assert candidate.state == "confirmed"


def test_commitment_of_a_frozen_list_is_not_taken_back(city: City, candidate: Candidate) -> None:
    lst = make_list(city)
    confirmed(city, candidate, within=lst)
    lst.frozen_by, lst.frozen_at = city.person("supervisor"), NOW
    lst.save()
    with pytest.raises(Refused, match="commitment-acted-on"):
        reopened(city, candidate)


def test_taken_back_rejection_forgets_its_reason(city: City, candidate: Candidate) -> None:
    decide(candidate, city, "rejected", reason="other", note="误入")
    reopened(city, candidate)
    candidate.refresh_from_db()
    assert (candidate.state, candidate.reason, candidate.note) == ("open", "", "")


def test_open_candidate_has_nothing_to_take_back(city: City, candidate: Candidate) -> None:
    with pytest.raises(Refused, match="wrong-state"):
        reopened(city, candidate)


def test_taken_back_split_removes_its_parts(city: City, candidate: Candidate) -> None:
    candidate_split(candidate=candidate, texts=["甲", "乙"], by=city.actor("supervisor"), at=NOW)
    reopened(city, candidate)
    assert [(c.pk, c.state) for c in Candidate.objects.all()] == [(candidate.pk, "open")]


def test_taken_back_merge_opens_every_one_that_was_merged(city: City) -> None:
    document = make_document(city)
    pair = [roads(document), homes(document)]
    candidate_merge(candidates=pair, by=city.actor("supervisor"), at=NOW)
    assert {one.pk for one in reopened(city, pair[1])} == {one.pk for one in pair}
    assert [(c.pk, c.state) for c in Candidate.objects.all()] == [(c.pk, "open") for c in pair]


def test_parts_decided_since_hold_the_split(city: City, candidate: Candidate) -> None:
    parts = candidate_split(
        candidate=candidate, texts=["甲", "乙"], by=city.actor("supervisor"), at=NOW
    )
    confirmed(city, parts[0])
    with pytest.raises(Refused, match="candidate-decided-since"):
        reopened(city, candidate)
    reopened(city, parts[0])
    with pytest.raises(Refused, match="candidate-decided-since"):
        reopened(city, candidate)


ACTS: dict[str, Callable[..., object]] = {
    "confirm": candidate_confirm,
    "reject": candidate_reject,
    "reopen": candidate_reopen,
}


@pytest.mark.parametrize("role", ["assessor", "principal", "contact", "auditor", "admin"])
@pytest.mark.parametrize("act", list(ACTS))
def test_only_the_supervisor_decides(city: City, candidate: Candidate, role: str, act: str) -> None:
    given: dict[str, Any] = {
        "confirm": {"within": make_list(city)},
        "reject": {"reason": "slogan"},
        "reopen": {},
    }
    with pytest.raises(Forbidden, match="documents-supervisor-only"):
        ACTS[act](candidate=candidate, by=city.actor(role), at=NOW, **given[act])
    candidate.refresh_from_db()
    assert (candidate.state, verbs()) == ("open", [])


def test_of_two_people_at_once_one_confirms(committed: None) -> None:
    if connection.vendor == "sqlite" and connection.is_in_memory_db():  # type: ignore[attr-defined]
        pytest.skip("SQLite in memory has no waiting for locks; a file or PostgreSQL has")
    Head.objects.get_or_create(pk=1, defaults={"hash": GENESIS})
    city = make_city()
    candidate, lst = roads(make_document(city)), make_list(city)
    actors = [city.actor("supervisor"), city.actor("supervisor", username="second")]
    start, answers = Barrier(2), list[str]()

    def confirm(number: int) -> None:
        start.wait()
        try:
            candidate_confirm(candidate=candidate, within=lst, by=actors[number], at=NOW)
            answers.append("confirmed")
        except DomainError as error:
            answers.append(error.code)
        finally:
            connection.close()

    threads = [Thread(target=confirm, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["confirmed", "wrong-state"]
    assert Commitment.objects.count() == 1
