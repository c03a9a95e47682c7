"""Amendments: proposed with a paper, decided by another person, nothing overwritten."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from luoshi.core.errors import DomainError, Forbidden, Invalid, Refused
from luoshi.web import blobs
from luoshi.web.audit.models import Entry
from luoshi.web.commitments.actions import (
    Paper,
    amendment_approve,
    amendment_refuse,
    amendments_propose,
    commitment_dispute,
    commitment_edit,
    dispute_decide,
    list_freeze,
)
from luoshi.web.commitments.models import Amendment, Commitment
from luoshi.web.commitments.terms import as_frozen, as_known
from tests.factories import NOW, City, make_commitment, make_list
from tests.web.commitments.build import STATES, assigned, last, supervisor, verbs
from tests.web.commitments.frozen import LATER, PAPER, amend, approve, frozen, propose

DUE = date(2027, 3, 31)


@pytest.fixture(autouse=True)
def folder(settings: object, tmp_path: Path) -> Path:
    settings.BLOB_DIR = tmp_path  # type: ignore[attr-defined]
    return tmp_path


def proposing(city: City, commitment: Commitment, **fields: object) -> list[Amendment]:
    values: dict[str, object] = {
        "changes": {"target": Decimal(80)}, "cause": "policy", "reason": "省里调整",
        "paper": PAPER, "by": supervisor(city), "at": NOW,
    }  # fmt: skip
    return amendments_propose(commitment=commitment, **(values | fields))  # type: ignore[arg-type]


def test_proposal_changes_nothing_yet(city: City) -> None:
    commitment = frozen(city, city.transport)
    changes = {"target": Decimal(80), "due_on": DUE, "starts_on": commitment.starts_on}
    target, due = proposing(city, commitment, changes=changes)
    assert [(a.field, a.old, a.new) for a in (target, due)] == [
        ("target", "100", "80"),
        ("due_on", "2026-12-31", "2027-03-31"),
    ]
    commitment.refresh_from_db()
    assert (commitment.target, commitment.due_on, commitment.original, commitment.version) == (
        Decimal(100),
        date(2026, 12, 31),
        {},
        1,
    )
    assert blobs.read(target.document_sha256) == PAPER.data
    assert (target.document_name, target.document_number, target.document_type) == (
        PAPER.name,
        "云府办〔2026〕12号",
        "text/plain",
    )
    assert verbs()[-2:] == ["amendment.propose", "amendment.propose"]


def test_approval_takes_effect_and_keeps_the_original(city: City) -> None:
    commitment = frozen(city, city.transport)
    changed = amend(city, commitment, target=Decimal(80))
    commitment.refresh_from_db()
    assert changed.target == commitment.target == Decimal(80)
    assert (commitment.original, commitment.version) == ({"target": "100"}, 2)
    row = Amendment.objects.get()
    assert (row.state, row.decided_by, row.decided_at) == (
        "approved",
        city.person("principal"),
        LATER,
    )
    entry = last()
    assert (entry.verb, entry.object_id, entry.before) == (
        "amendment.approve",
        str(commitment.pk),
        {"target": "100"},
    )
    assert entry.after == {
        "target": "80",
        "amendment": row.pk,
        "cause": "policy",
        "reason": "省里调整了年度计划",
        "document": row.document_sha256,
    }


def test_second_amendment_leaves_the_first_original(city: City) -> None:
    commitment = frozen(city, city.transport)
    amend(city, commitment, target=Decimal(80))
    amend(city, commitment, target=Decimal("70.5"))
    commitment.refresh_from_db()
    assert (commitment.target, commitment.original) == (Decimal("70.5"), {"target": "100"})
    assert as_frozen(commitment).target == Decimal(100)
    assert as_frozen(commitment).due_on == commitment.due_on


def test_what_held_at_a_time_is_found_by_undoing(city: City) -> None:
    commitment = frozen(city, city.transport)
    amend(city, commitment, at=LATER, target=Decimal(80))
    amend(city, commitment, at=LATER.replace(month=8), target=Decimal(70))
    amend(city, commitment, at=LATER.replace(month=9), due_on=DUE)
    commitment.refresh_from_db()
    rows = list(Amendment.objects.order_by("id"))
    known = [as_known(commitment, rows, LATER.replace(month=m)) for m in (4, 6, 8, 10)]
    assert [(each.target, each.due_on.year) for each in known] == [
        (Decimal(100), 2026),
        (Decimal(80), 2026),
        (Decimal(70), 2026),
        (Decimal(70), 2027),
    ]
    assert [sorted(each.original) for each in known] == [
        [],
        ["target"],
        ["target"],
        ["due_on", "target"],
    ]
    assert commitment.target == Decimal(70)


def test_refusal_changes_nothing_and_says_why(city: City) -> None:
    commitment = frozen(city, city.transport)
    row = propose(city, commitment, target=Decimal(80))
    by = city.actor("principal")
    with pytest.raises(Invalid) as refused:
        amendment_refuse(amendment=row, note=" ", by=by, at=LATER)
    assert refused.value.code == "reason-missing"
    amendment_refuse(amendment=row, note="理由不足", by=by, at=LATER)
    row.refresh_from_db()
    commitment.refresh_from_db()
    assert (row.state, row.note, commitment.target, commitment.original) == (
        "refused",
        "理由不足",
        Decimal(100),
        {},
    )
    assert last().verb == "amendment.refuse"
    for act in (amendment_approve, amendment_refuse):
        with pytest.raises(Refused) as late:
            act(amendment=row, note="x", by=by, at=LATER)
        assert late.value.code == "amendment-decided"
    assert propose(city, commitment, target=Decimal(80)).state == "proposed"


def test_new_owner_is_asked_to_accept(city: City) -> None:
    commitment = frozen(city, city.transport)
    amend(city, commitment, lead_unit=city.health)
    commitment.refresh_from_db()
    assert (commitment.lead_unit, commitment.state) == (city.health, "assigned")
    assert commitment.original == {
        "lead_unit": str(city.transport.pk),
        "lead_unit_name": city.transport.short_name,
    }
    row = Amendment.objects.get()
    assert as_known(commitment, [row], NOW).lead_unit == city.transport
    assert as_frozen(commitment).lead_unit == city.health


def test_own_proposal_is_not_ones_own_to_approve(city: City) -> None:
    commitment = frozen(city, city.transport)
    principal = city.actor("principal")
    row = propose(city, commitment, target=Decimal(80))
    Amendment.objects.update(proposed_by=principal.user_id)
    for act in (amendment_approve, amendment_refuse):
        with pytest.raises(Forbidden) as refused:
            act(amendment=row, note="x", by=principal, at=LATER)
        assert refused.value.code == "own-amendment"
    row.refresh_from_db()
    assert row.state == "proposed"


def test_database_itself_refuses_a_proposer_who_decides(city: City) -> None:
    row = propose(city, frozen(city, city.transport), target=Decimal(80))
    with pytest.raises(IntegrityError), transaction.atomic():
        Amendment.objects.filter(pk=row.pk).update(
            state="approved", decided_by=row.proposed_by, decided_at=LATER
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Amendment.objects.filter(pk=row.pk).update(state="approved")
    with pytest.raises(IntegrityError), transaction.atomic():
        Amendment.objects.filter(pk=row.pk).update(document_sha256="")


REFUSED = {
    "nothing new": ({"changes": {"target": Decimal("100.0000")}}, "amendment-nothing"),
    "nothing at all": ({"changes": {}}, "amendment-nothing"),
    "no such cause": ({"cause": "because"}, "amendment-cause"),
    "a dispute is no cause": ({"cause": "dispute"}, "amendment-cause"),
    "no reason": ({"reason": " "}, "reason-missing"),
    "no paper": ({"paper": Paper("x.txt", b"")}, "amendment-document"),
    "no name": ({"paper": Paper("/", b"x")}, "amendment-document"),
    "wrong paper": ({"paper": Paper("x.pdf", "文字".encode())}, "type-mismatch"),
    "due before start": ({"changes": {"due_on": date(2025, 1, 1)}}, "commitment-due-before-start"),
    "start after due": ({"changes": {"starts_on": DUE}}, "commitment-due-before-start"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_not_proposed(city: City, folder: Path, case: str) -> None:
    fields, code = REFUSED[case]
    commitment = frozen(city, city.transport)
    before = verbs()
    with pytest.raises(DomainError) as refused:
        proposing(city, commitment, **fields)
    assert refused.value.code == code
    assert (Amendment.objects.count(), verbs()) == (0, before)
    assert not [path for path in folder.rglob("*") if path.is_file()]


def test_owner_must_belong_here_and_not_assist(city: City, other_city: City) -> None:
    commitment = frozen(city, city.transport)
    commitment.assist_units.add(city.health)
    for unit, code in (
        (other_city.transport, "unit-elsewhere"),
        (city.health, "lead-unit-assists-itself"),
    ):
        with pytest.raises(Invalid) as refused:
            proposing(city, commitment, changes={"lead_unit": unit})
        assert refused.value.code == code


def test_task_without_target_gets_none_by_amendment(city: City) -> None:
    with pytest.raises(Invalid) as refused:
        proposing(city, frozen(city, city.transport, target=None))
    assert refused.value.code == "amendment-no-target"


def test_other_fields_are_a_mistake_of_the_program(city: City) -> None:
    with pytest.raises(TypeError):
        proposing(city, frozen(city, city.transport), changes={"text": "别的"})


def test_before_freezing_the_edit_is_enough(city: City) -> None:
    with pytest.raises(Refused) as refused:
        proposing(city, make_commitment(city, city.transport, within=make_list(city)))
    assert refused.value.code == "list-not-frozen"


@pytest.mark.parametrize("state", STATES)
def test_state_decides_whether_it_may_still_move(city: City, state: str) -> None:
    commitment = frozen(city, city.transport, state=state)
    if state in ("draft", "assigned", "accepted", "underway"):
        assert proposing(city, commitment)
        return
    with pytest.raises(Refused) as refused:
        proposing(city, commitment)
    assert refused.value.code == "wrong-state"


def test_one_open_proposal_for_each_field(city: City) -> None:
    commitment = frozen(city, city.transport)
    proposing(city, commitment)
    with pytest.raises(Refused) as refused:
        proposing(city, commitment, changes={"due_on": DUE, "target": Decimal(70)})
    assert refused.value.code == "amendment-open"
    assert Amendment.objects.count() == 1


def test_stale_proposal_is_not_applied(city: City) -> None:
    commitment = frozen(city, city.transport)
    row = propose(city, commitment, target=Decimal(80))
    Commitment.objects.update(target=Decimal(90))
    with pytest.raises(Refused) as refused:
        approve(city, row)
    assert refused.value.code == "amendment-stale"


def test_two_proposals_that_no_longer_fit_together(city: City) -> None:
    commitment = frozen(city, city.transport)
    later = propose(city, commitment, starts_on=date(2026, 9, 1))
    sooner = propose(city, commitment, due_on=date(2026, 6, 30))
    approve(city, later)
    with pytest.raises(Invalid) as refused:
        approve(city, sooner)
    assert refused.value.code == "commitment-due-before-start"


def test_frozen_terms_are_not_edited(city: City) -> None:
    commitment = frozen(city, city.transport, state="assigned")
    with pytest.raises(Refused) as refused:
        commitment_edit(
            commitment=commitment, changes={"target": Decimal(1)}, by=supervisor(city), at=NOW
        )
    assert refused.value.code == "list-frozen"


def test_dispute_decided_after_freezing_is_an_amendment(city: City) -> None:
    commitment = assigned(city, city.transport, make_list(city))
    list_freeze(lst=commitment.items.get().list, by=supervisor(city), at=NOW)
    leader = city.actor("unit_leader", city.transport)
    commitment_dispute(commitment=commitment, reason="不属本局", by=leader, at=NOW)
    decided = {"commitment": commitment, "by": city.actor("principal"), "at": LATER}
    dispute_decide(uphold=False, lead_unit=city.health, reason="职责在卫健", **decided)  # type: ignore[arg-type]
    row = Amendment.objects.get()
    assert (row.field, row.cause, row.state, row.old_unit, row.new_unit, row.reason) == (
        "lead_unit",
        "dispute",
        "approved",
        city.transport,
        city.health,
        "职责在卫健",
    )
    assert (row.proposed_by_id, row.decided_at) == (leader.user_id, LATER)
    commitment.refresh_from_db()
    assert as_known(commitment, [row], NOW).lead_unit == city.transport
    assert Entry.objects.filter(verb__startswith="amendment").count() == 0


def test_dispute_decided_before_freezing_is_none(city: City) -> None:
    commitment = assigned(city, city.transport)
    leader = city.actor("unit_leader", city.transport)
    commitment_dispute(commitment=commitment, reason="不属本局", by=leader, at=NOW)
    dispute_decide(
        commitment=commitment, uphold=False, lead_unit=city.health, reason="职责在卫健",
        by=city.actor("principal"), at=LATER,
    )  # fmt: skip
    commitment.refresh_from_db()
    assert (Amendment.objects.count(), commitment.original, commitment.version) == (0, {}, 2)
