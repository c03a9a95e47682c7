"""The heir accepts what has passed to it."""

import pytest

from luoshi.core.errors import Forbidden, Refused
from luoshi.web.audit.models import Entry
from luoshi.web.commitments.models import Acceptance
from luoshi.web.succession.actions import transfers_accept
from luoshi.web.succession.models import Transfer
from tests.factories import NOW, City
from tests.web.succession.test_changes import leads, merged, promise


@pytest.fixture
def waiting(city: City) -> list[Transfer]:
    """Two commitments that the transport bureau, heir of the other, has yet to accept."""
    for state in ("underway", "claimed_done"):
        promise(city, city.health, state)
    merged(city, city.health, into=city.transport)
    return list(Transfer.objects.all())


def test_the_leader_of_the_heir_accepts_and_the_state_stays(
    city: City, waiting: list[Transfer]
) -> None:
    by = city.actor("unit_leader", city.transport)
    transfers_accept(transfers=waiting, by=by, at=NOW)
    for transfer, state in zip(waiting, ("underway", "claimed_done"), strict=True):
        transfer.refresh_from_db()
        assert (transfer.outcome, transfer.settled_by_id, transfer.settled_at) == (
            "accepted", by.user_id, NOW,
        )  # fmt: skip
        assert leads(transfer.commitment) == [city.transport]
        assert transfer.commitment.state == state
        last = Acceptance.objects.filter(commitment=transfer.commitment).latest("id")
        assert (last.outcome, last.unit, last.decided_by_id) == (
            "accepted", city.transport, by.user_id,
        )  # fmt: skip
    verbs = set(Entry.objects.values_list("verb", flat=True))
    assert verbs >= {"transfer.accept", "commitment.take_over"}


def test_nobody_else_accepts(city: City, waiting: list[Transfer]) -> None:
    for by in (
        city.actor("unit_leader", city.east),
        city.actor("contact", city.transport),
        city.actor("supervisor"),
        city.actor("admin"),
    ):
        with pytest.raises(Forbidden, match="lead-unit-leader-only"):
            transfers_accept(transfers=waiting, by=by, at=NOW)
    assert Transfer.objects.filter(outcome="").count() == 2


def test_a_transfer_is_accepted_once(city: City, waiting: list[Transfer]) -> None:
    by = city.actor("unit_leader", city.transport)
    transfers_accept(transfers=waiting[:1], by=by, at=NOW)
    with pytest.raises(Refused, match="transfer-settled"):
        transfers_accept(transfers=waiting, by=by, at=NOW)
    assert Transfer.objects.filter(outcome="").count() == 1
