"""Many times over: the copies are as the first were, and stand in the record as copies."""

from decimal import Decimal

import pytest

from luoshi.demo.scale import multiply
from luoshi.web.audit.models import Entry
from luoshi.web.commitments.models import Commitment, CommitmentList, ListItem
from luoshi.web.delivery.actions import progress_refresh
from luoshi.web.delivery.models import Progress, ProgressReport
from luoshi.web.units.models import Unit
from tests.factories import NOW, City
from tests.web.delivery.build import ON, make_report, workdays

pytestmark = pytest.mark.django_db


@pytest.fixture
def first(city: City) -> ProgressReport:
    """Two lists with one commitment and one report each; one accepted, one not yet."""
    workdays(2026, 2027)
    make_report(city, state="signed", weight="2")
    return make_report(city, state="accepted")


def test_copies_are_as_the_first_were(city: City, first: ProgressReport) -> None:
    units = Unit.objects.count()
    made = multiply(1_200, by=city.actor("admin"), at=NOW)
    assert (made.commitments, made.units - units) == (1_200, 1_198 // 50)
    copies = Commitment.objects.filter(lead_unit__code__contains="-S0")
    assert copies.count() == 1_198
    assert ListItem.objects.count() == 1_200
    accepted = ProgressReport.objects.filter(unit__code__contains="-S0")
    assert set(accepted.values_list("value", "state", "narrative")) == {
        (Decimal(30), "accepted", "路基已完成")
    }
    titles = CommitmentList.objects.filter(title__contains="规模测试").values_list(
        "title", flat=True
    )
    assert len(set(titles)) == len(titles)
    assert Entry.objects.latest("seq").after == {"commitments": 1_198}
    progress_refresh(on=ON)
    said = Progress.objects.filter(commitment__in=copies, said_value=30)
    assert said.count() == accepted.count() > 400


def test_nothing_happens_where_there_are_enough(city: City, first: ProgressReport) -> None:
    before = Entry.objects.count()
    assert multiply(2, by=city.actor("admin"), at=NOW).commitments == 2
    assert Entry.objects.count() == before
