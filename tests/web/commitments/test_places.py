"""One commitment in several lists: listed once more, taken out of one."""

from decimal import Decimal

import pytest

from luoshi.core.errors import Forbidden, Invalid, Refused
from luoshi.web.commitments.actions import commitment_list_in, commitment_unlist, list_freeze
from tests.factories import NOW, City, make_commitment, make_list
from tests.web.commitments.build import last, supervisor


def test_a_commitment_leaves_one_of_its_lists_and_stays_in_the_other(city: City) -> None:
    lst, other = make_list(city), make_list(city, title="另一清单")
    commitment = make_commitment(city, city.transport, within=lst)
    by = {"by": supervisor(city), "at": NOW}
    item = commitment_list_in(commitment=commitment, within=other, weight=Decimal(3), **by)
    with pytest.raises(Invalid) as refusal:
        commitment_unlist(item=item, reason=" ", **by)
    assert refusal.value.code == "reason-missing"
    commitment_unlist(item=item, reason="与前一清单重复", **by)
    assert [place.list for place in commitment.items.all()] == [lst]
    entry = last()
    assert (entry.verb, entry.object_id) == ("commitment.unlist", str(commitment.pk))
    assert entry.before["weight"] == "3.00"
    assert entry.after == {"list": other.pk, "reason": "与前一清单重复"}
    with pytest.raises(Refused) as last_one:
        commitment_unlist(item=commitment.items.get(), reason="再移一次", **by)
    assert last_one.value.code == "last-place"


def test_nothing_leaves_a_frozen_list_or_by_a_strangers_hand(city: City, other_city: City) -> None:
    lst, other = make_list(city), make_list(city, title="另一清单")
    commitment = make_commitment(city, city.transport, within=lst)
    item = commitment_list_in(
        commitment=commitment, within=other, weight=Decimal(3), by=supervisor(city), at=NOW
    )
    for actor in (city.actor("unit_leader", city.transport), supervisor(other_city)):
        with pytest.raises(Forbidden):
            commitment_unlist(item=item, reason="x", by=actor, at=NOW)
    list_freeze(lst=other, by=supervisor(city), at=NOW)
    with pytest.raises(Refused) as refusal:
        commitment_unlist(item=item, reason="x", by=supervisor(city), at=NOW)
    assert refusal.value.code == "list-frozen"
    assert commitment.items.count() == 2
