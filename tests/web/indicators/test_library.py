"""The library: indicators, peers, and targets set anew."""

from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from luoshi import presets
from luoshi.core.errors import DomainError, Forbidden, Invalid, Refused
from luoshi.web.audit.models import Entry
from luoshi.web.indicators.actions import (
    IndicatorDraft,
    TargetDraft,
    indicator_revise,
    indicators_from_presets,
    peer_rename,
    peer_retire,
    target_set,
    target_withdraw,
)
from luoshi.web.indicators.models import Indicator, Target
from luoshi.web.indicators.queries.library import peers_of
from luoshi.web.indicators.reading import preview_of
from tests.factories import NOW, City
from tests.web.indicators.build import a_peer, an_indicator, bring, take


def test_the_usual_indicators_are_taken_once(city: City) -> None:
    by, keys = city.actor("supervisor"), list(presets.load("indicators"))
    made = indicators_from_presets(
        jurisdiction=city.unit, keys=keys[:5], authority=city.health, by=by, at=NOW
    )
    again = indicators_from_presets(
        jurisdiction=city.unit, keys=keys, authority=city.health, by=by, at=NOW
    )
    assert [each.code for each in (*made, *again)] == keys
    assert Indicator.objects.get(code="prices").measure.merit(Decimal("104")) == -1


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"code": "工业"}, "indicator-code"),
        ({"name": " "}, "indicator-name"),
        ({"places": 7}, "indicator-places"),
        ({"low": Decimal(1)}, "indicator-range"),
        ({"direction": "interval"}, "indicator-range"),
    ],
)
def test_an_indicator_has_to_be_whole(city: City, fields: dict[str, Any], code: str) -> None:
    with pytest.raises(Invalid) as refused:
        an_indicator(city, **fields)
    assert refused.value.code == code
    assert not Entry.objects.filter(verb="indicator.create").exists()


def test_nobody_else_s_unit_is_the_authority(city: City, other_city: City) -> None:
    with pytest.raises(Invalid) as refused:
        an_indicator(city, authority=other_city.transport)
    assert refused.value.code == "indicator-authority"


def test_names_and_codes_stand_once(city: City) -> None:
    an_indicator(city)
    for fields in ({"code": "other"}, {"name": "别的"}):
        with pytest.raises(Refused) as refused:
            an_indicator(city, **fields)
        assert refused.value.code == "indicator-taken"
    a_peer(city)
    for name in ("邻市", city.east.short_name):
        with pytest.raises(Refused) as refused:
            a_peer(city, name)
        assert refused.value.code == "peer-taken"


def revise(city: City, indicator: Indicator, **fields: Any) -> Indicator:
    names = ("code", "name", "direction", "frequency", "unit_of_measure", "authority")
    draft = IndicatorDraft(**{name: getattr(indicator, name) for name in names} | fields)
    return indicator_revise(indicator=indicator, draft=draft, by=city.actor("assessor"), at=NOW)


def test_what_numbers_mean_stays_once_there_are_any(city: City) -> None:
    indicator = an_indicator(city)
    assert revise(city, indicator, frequency="quarter", code="no").code == "industry"
    revise(city, indicator, frequency="month")
    bring(city, f"地区,工业增速\n{city.east.name},5", period="2026年1月")
    revise(city, indicator, name="规上工业增速", authority=city.health)
    with pytest.raises(Refused) as refused:
        revise(city, indicator, places=2)
    assert refused.value.code == "indicator-in-use"
    told = Entry.objects.filter(verb="indicator.revise").order_by("seq").last()
    assert told
    assert told.after == {"name": "规上工业增速", "authority": city.health.pk}


def draft(city: City, **fields: Any) -> TargetDraft:
    values = {
        "unit": city.east, "period_end": date(2026, 12, 31), "kind": "value", "sign": ">=",
        "number": Decimal("7.5"), "basis": "政府工作报告", "modality": "确保",
    }  # fmt: skip
    return TargetDraft(**(values | fields))


def test_a_target_set_anew_keeps_the_one_before(city: City) -> None:
    indicator, by = an_indicator(city), city.actor("supervisor")
    first = target_set(indicator=indicator, draft=draft(city), by=by, at=NOW)
    beside = target_set(
        indicator=indicator, draft=draft(city, kind="rank", sign="<=", number=Decimal(3)),
        by=by, at=NOW,
    )  # fmt: skip
    with pytest.raises(Refused) as refused:
        target_set(indicator=indicator, draft=draft(city), by=by, at=NOW)
    assert refused.value.code == "target-same"
    last = target_set(indicator=indicator, draft=draft(city, number=Decimal(8)), by=by, at=NOW)
    assert (beside.supersedes, last.supersedes) == (None, first)
    assert Target.objects.count() == 3
    with pytest.raises(Refused) as refused:
        target_withdraw(target=first, by=by, at=NOW)
    assert refused.value.code == "target-superseded"
    target_withdraw(target=last, by=by, at=NOW)
    fresh = target_set(indicator=indicator, draft=draft(city), by=by, at=NOW)
    assert fresh.supersedes is None


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"period_end": date(2026, 12, 30)}, "target-period"),
        ({"kind": "rank"}, "target-number"),
        ({"kind": "rank", "sign": "<=", "number": Decimal("1.5")}, "target-number"),
        ({"sign": "~"}, "target-number"),
        ({"kind": "margin"}, "target-comparator"),
        ({"basis": " "}, "target-basis"),
    ],
)
def test_a_target_has_to_be_whole(city: City, fields: dict[str, Any], code: str) -> None:
    indicator = an_indicator(city)
    with pytest.raises(Invalid) as refused:
        target_set(
            indicator=indicator, draft=draft(city, **fields), by=city.actor("supervisor"), at=NOW
        )
    assert refused.value.code == code


def test_a_margin_names_one_place_near(city: City, other_city: City) -> None:
    indicator, by = an_indicator(city), city.actor("supervisor")
    far = a_peer(other_city, "远市", mean=True)
    near = a_peer(city, "全省平均", mean=True)
    for fields in ({"peer": far}, {"peer": near, "other": city.west}, {"other": city.east}):
        with pytest.raises(Invalid) as refused:
            target_set(
                indicator=indicator, draft=draft(city, kind="margin", **fields), by=by, at=NOW
            )
        assert refused.value.code == "target-comparator"
    made = target_set(
        indicator=indicator, draft=draft(city, kind="margin", peer=near), by=by, at=NOW
    )
    assert made.comparator == f"peer:{near.pk}"


def test_only_the_offices_keep_the_library(city: City) -> None:
    indicator = an_indicator(city)
    refused: list[type[DomainError]] = []
    for role in ("contact", "principal", "admin"):
        try:
            target_set(indicator=indicator, draft=draft(city), by=city.actor(role), at=NOW)
        except DomainError as error:
            refused.append(type(error))
    assert refused == [Forbidden] * 3


def test_a_peer_is_renamed_and_retired_and_its_numbers_stay(city: City) -> None:
    indicator, peer, by = an_indicator(city), a_peer(city), city.actor("supervisor")
    bring(city, "地区,工业增速\n邻市,5.8", period="2025年11月")
    with pytest.raises(Forbidden):
        peer_rename(peer=peer, name="邻江市", by=city.actor("contact", city.east), at=NOW)
    peer_rename(peer=peer, name=" 邻江市 ", by=by, at=NOW)
    bring(city, "地区,工业增速\n邻市,5.9", period="2025年12月")
    bring(city, "地区,工业增速\n邻江市,6.0", period="2026年1月")
    peer.refresh_from_db()
    assert (peer.name, indicator.observations.filter(peer=peer).count()) == ("邻江市", 3)
    peer_retire(peer=peer, by=by, at=NOW)
    assert [(row.was, row.name) for row in peer.changes.all()] == [
        ("邻市", "邻江市"), ("邻江市", ""),
    ]  # fmt: skip
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        peer.changes.update(was="邻县")
    assert peers_of(city.unit.pk) == []
    late = take(city, f"地区,工业增速\n邻江市,6.1\n{city.east.name},1", period="2025年10月")
    assert len(preview_of(late, by, NOW).good) == 1
    assert indicator.observations.count() == 3
    for again in (peer_retire, partial(peer_rename, name="又改")):
        with pytest.raises(Refused, match="peer-retired"):
            again(peer=peer, by=by, at=NOW)
