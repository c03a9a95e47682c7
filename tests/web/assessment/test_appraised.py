"""The total of a released appraisal session as the source of a leaf."""

from datetime import timedelta
from decimal import Decimal

from luoshi.web.appraisal import actions
from luoshi.web.appraisal.models import Result, SealedList
from luoshi.web.assessment.elsewhere import gather_elsewhere
from luoshi.web.assessment.span import Span
from luoshi.web.assessment.told import told_of
from tests.factories import NOW, TODAY, City
from tests.web.appraisal.build import HELD_ON, Meeting
from tests.web.appraisal.voted import SEALED, computed, released, releasers

SOURCES = ("appraisal", "appraisal:account", "appraisal:tour")


def numbers(city: City, span: Span) -> dict[int, dict[str, list[Decimal | None]]]:
    found = gather_elsewhere([city.unit.pk], SOURCES, span)
    return {
        unit: {source: [fact.value for fact in facts] for source, facts in rows.items()}
        for unit, rows in found.items()
    }


def test_a_total_counts_from_when_it_was_released(city: City) -> None:
    held = computed(Meeting(city))
    before, after = (Span(TODAY, HELD_ON, known_at) for known_at in (SEALED - timedelta(1), SEALED))
    assert numbers(city, after) == {}
    for each in releasers(held):
        actions.result_release(session=held.session, by=each, at=SEALED)
    assert numbers(city, before) == {}
    expected = {
        int(row["contender"][1:]): [Decimal(row["total"])]
        for row in Result.objects.get().tally["standings"]
    }
    found = numbers(city, after)
    assert {unit: rows["appraisal"] for unit, rows in found.items()} == expected
    assert {unit: rows["appraisal:account"] for unit, rows in found.items()} == expected
    assert not any("appraisal:tour" in rows for rows in found.values())
    assert numbers(city, Span(TODAY, HELD_ON - timedelta(1), SEALED)) == {}
    assert numbers(city, Span(HELD_ON + timedelta(1), HELD_ON + timedelta(9), SEALED)) == {}
    actions.session_accept(**held.who)
    assert numbers(city, after) == found


def test_a_total_is_traced_to_the_seal(city: City) -> None:
    held = released(Meeting(city))
    found = gather_elsewhere([city.unit.pk], ["appraisal"], Span(TODAY, HELD_ON, SEALED))
    fact = found[city.east.pk]["appraisal"][0]
    told = told_of([{"key": fact.key, "refs": list(fact.refs)}])
    assert told[fact.key].startswith(f"{held.session.title} 2026-03-10 公布的总分")
    assert SealedList.objects.get().seal[:16] in told[fact.key]


def test_a_session_without_a_result_gives_no_number(city: City) -> None:
    released(Meeting(city), A=2, B=3)
    assert numbers(city, Span(TODAY, HELD_ON, NOW + timedelta(30))) == {}
