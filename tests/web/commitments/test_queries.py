"""What each role sees of lists and commitments, and what is found in them."""

import pytest
from django.http import Http404

from luoshi.web.audit.queries import history
from luoshi.web.commitments import queries
from luoshi.web.commitments.actions import (
    commitment_dispatch,
    commitment_dispute,
    commitment_edit,
    commitments_accept,
    dispute_decide,
    list_freeze,
)
from luoshi.web.commitments.models import Commitment
from luoshi.web.units.models import Unit
from tests.factories import NOW, City, make_commitment, make_list
from tests.web.commitments.build import assigned, sample, supervisor


@pytest.fixture
def four(city: City) -> dict[str, Commitment]:
    """One commitment of each relation to the transport department and the east district."""
    assisted = make_commitment(city, city.health)
    assisted.assist_units.add(city.transport, city.town)
    return {
        "led": make_commitment(city, city.transport),
        "assisted": assisted,
        "draft": make_commitment(city, city.transport, state="draft"),
        "below": make_commitment(city, city.town),
    }


SEES = {
    ("supervisor", "unit"): {"led", "assisted", "draft", "below"},
    ("assessor", "unit"): {"led", "assisted", "draft", "below"},
    ("principal", "unit"): {"led", "assisted", "draft", "below"},
    ("contact", "transport"): {"led", "assisted"},
    ("unit_leader", "transport"): {"led", "assisted"},
    ("contact", "health"): {"assisted"},
    ("unit_leader", "east"): {"assisted", "below"},
    ("contact", "town"): {"assisted", "below"},
    ("contact", "west"): set(),
    ("verifier", "west"): set(),
    ("auditor", "unit"): set(),
    ("admin", "unit"): set(),
}


@pytest.mark.parametrize("who", SEES)
def test_who_sees_what(
    city: City, four: dict[str, Commitment], other_city: City, who: tuple[str, str]
) -> None:
    make_commitment(other_city, other_city.transport)
    actor = city.actor(who[0], getattr(city, who[1]))
    seen = set(queries.visible_to(actor))
    assert seen == {four[name] for name in SEES[who]}


def test_other_city_sees_nothing(city: City, other_city: City, four: object) -> None:
    for role in ("supervisor", "principal", "assessor"):
        assert list(queries.visible_to(other_city.actor(role))) == []


def test_verifier_sees_what_was_drawn_for_this_verifier_alone(
    city: City, four: dict[str, Commitment]
) -> None:
    mine = sample(city, four["led"], city.person("verifier", city.health))
    sample(city, four["below"], city.person("verifier", city.park))
    seen = queries.visible_to(city.actor("verifier", city.health))
    assert list(seen) == [four["led"]]
    assert mine.report.commitment == four["led"]


def test_unit_that_leads_and_assists_through_two_seats_sees_it_once(city: City) -> None:
    commitment = make_commitment(city, city.east)
    commitment.assist_units.add(city.town, city.transport)
    assert list(queries.visible_to(city.actor("contact", city.east))) == [commitment]


def test_what_may_not_be_seen_is_not_found(city: City, four: dict[str, Commitment]) -> None:
    stranger = city.actor("contact", city.west)
    with pytest.raises(Http404):
        queries.commitment_for(stranger, four["led"].pk)
    assert queries.commitment_for(supervisor(city), four["led"].pk) == four["led"]


def test_unit_sees_the_lists_that_hold_something_of_it(city: City, other_city: City) -> None:
    mine, theirs = make_list(city, title="甲"), make_list(city, title="乙")
    empty = make_list(city, title="丙")
    make_list(other_city)
    make_commitment(city, city.transport, within=mine)
    make_commitment(city, city.transport, within=theirs, state="draft")
    make_commitment(city, city.health, within=theirs)
    assert set(queries.lists_visible_to(supervisor(city))) == {mine, theirs, empty}
    contact = city.actor("contact", city.transport)
    assert list(queries.lists_visible_to(contact)) == [mine]
    assert list(queries.lists_visible_to(city.actor("admin"))) == []
    assert queries.list_for(contact, mine.pk) == mine
    with pytest.raises(Http404):
        queries.list_for(contact, theirs.pk)


def test_item_is_found_in_its_own_list_alone(city: City) -> None:
    lst, other = make_list(city), make_list(city, title="另一清单")
    item = make_commitment(city, city.transport, within=lst).items.get()
    assert queries.item_for(supervisor(city), lst.pk, item.pk) == item
    for actor, where in ((supervisor(city), other), (city.actor("contact", city.west), lst)):
        with pytest.raises(Http404):
            queries.item_for(actor, where.pk, item.pk)


def names(units: list[Unit]) -> list[int]:
    return [unit.pk for unit in units]


def test_superiors_stand_above_both_the_lowest_first(city: City) -> None:
    south = Unit.objects.create(
        parent=city.east,
        code="s",
        kind="town",
        name="南镇",
        short_name="南镇",
        jurisdiction=city.unit,
    )
    assert names(queries.superiors_of(city.town, south)) == names([city.east, city.unit])
    assert names(queries.superiors_of(city.town, city.transport)) == names([city.unit])
    assert names(queries.superiors_of(city.town, None)) == names([city.east, city.unit])


def test_party_is_not_its_own_superior_unless_nothing_is_above(city: City) -> None:
    assert names(queries.superiors_of(city.town, city.east)) == names([city.unit])
    assert names(queries.superiors_of(city.east, city.unit)) == names([city.unit])


def test_open_lists_are_neither_frozen_nor_hold_it_already(city: City) -> None:
    held, frozen, free = (make_list(city, title=title) for title in "甲乙丙")
    commitment = make_commitment(city, city.transport, within=held)
    make_commitment(city, city.transport, within=frozen)
    list_freeze(lst=frozen, by=supervisor(city), at=NOW)
    assert list(queries.open_lists(supervisor(city), commitment)) == [free]


def test_history_has_what_was_done_to_it_alone_and_with_others(city: City) -> None:
    lst = make_list(city)
    one, two, three = (
        make_commitment(city, city.transport, within=lst, state="draft") for _ in range(3)
    )
    by = supervisor(city)
    commitment_edit(commitment=one, changes={"leader": "分管副市长"}, by=by, at=NOW)
    commitment_dispatch(commitments=[one, two], by=by, at=NOW)
    commitment_dispatch(commitments=[three], by=by, at=NOW)
    list_freeze(lst=lst, by=by, at=NOW)
    leader = city.actor("unit_leader", city.transport)
    commitments_accept(commitments=[one, three], by=leader, at=NOW)

    def told(commitment: Commitment) -> list[str]:
        entries = queries.history_of(commitment, queries.places_of(by, commitment))
        return [entry.verb for entry in entries]

    assert told(one) == ["commitment.accept", "commitment.dispatch", "commitment.edit"]
    assert told(two) == ["commitment.dispatch"]
    assert told(three) == ["commitment.accept", "commitment.dispatch"]
    assert [entry.verb for entry in history(three)] == ["commitment.dispatch"]


def test_list_types_are_those_of_the_own_jurisdiction(city: City, other_city: City) -> None:
    own = make_list(city).list_type
    make_list(other_city)
    assert list(queries.list_types_for(supervisor(city))) == [own]
    assert list(queries.list_types_for(city.actor("contact", city.transport))) == []
    assert list(queries.kept_jurisdictions(supervisor(city))) == [city.unit]


def test_dispute_that_is_open_is_the_last_one(city: City) -> None:
    commitment = assigned(city, city.transport)
    commitment_dispute(
        commitment=commitment, reason="一", by=city.actor("unit_leader", city.transport), at=NOW
    )
    dispute_decide(
        commitment=commitment,
        uphold=False,
        lead_unit=city.health,
        reason="二",
        by=city.actor("principal"),
        at=NOW,
    )
    second = commitment_dispute(
        commitment=commitment, reason="三", by=city.actor("unit_leader", city.health), at=NOW
    )
    assert queries.dispute_of(commitment) == second
