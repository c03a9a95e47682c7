"""Dividing: who may, what is refused, what is kept; two at once; the sheet and its check."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from luoshi.core.errors import Forbidden, Invalid, Refused
from luoshi.web.accounts.actor import Actor
from luoshi.web.commitments.actions import (
    amendments_propose,
    commitment_dispatch,
    commitments_accept,
    parent_set,
    parts_list_in,
    parts_save,
)
from luoshi.web.commitments.audience import answered_by
from luoshi.web.commitments.division import whole as rules
from luoshi.web.commitments.division.drafts import Division, PartDraft
from luoshi.web.commitments.division.parents import parents_for
from luoshi.web.commitments.models import Commitment
from luoshi.web.commitments.queries import visible_to
from luoshi.web.units.models import Unit
from tests.conftest import SignIn
from tests.factories import NOW, City, make_commitment, make_list
from tests.web.commitments.build import last, supervisor, verbs
from tests.web.commitments.frozen import PAPER

D = Decimal
DUE = date(2026, 12, 31)
MARCH, JUNE = date(2026, 3, 31), date(2026, 6, 30)


def part(unit: Unit, target: int | None = 50, **more: Any) -> PartDraft:
    values = {"unit": unit, "target": None if target is None else D(target), "due_on": DUE}
    return PartDraft(**(values | more))


def divide(
    city: City, whole: Commitment, *parts: PartDraft, by: Actor | None = None, **more: Any
) -> list[Commitment]:
    division = Division(parts=parts, **more.pop("head", {}))
    return parts_save(whole=whole, division=division, by=by or supervisor(city), at=NOW, **more)


@pytest.fixture
def whole(city: City) -> Commitment:
    """100 公里, led by the transport department, taken on."""
    return make_commitment(city, city.transport, within=make_list(city))


def test_cascade_from_city_to_county_to_town(city: City, whole: Commitment) -> None:
    east, west = divide(
        city, whole, part(city.east, 60, stages={MARCH: D(15)}), part(city.west, 40)
    )
    assert (east.text, east.state, east.parent, east.baseline) == (
        "新建道路60公里",
        "draft",
        whole,
        0,
    )
    (step,) = east.milestones.all()
    assert (step.due_on, step.value, step.planned_share) == (MARCH, 15, D("0.25"))
    assert (last().verb, [row["target"] for row in last().after["parts"]]) == (
        "commitment.divide", ["60", "40"],
    )  # fmt: skip
    leader = city.actor("unit_leader", city.east)
    assert set(visible_to(city.actor("contact", city.transport))) == {whole, east, west}
    assert not visible_to(leader).exists()
    with pytest.raises(Forbidden):
        divide(city, east, part(city.town), by=leader.__class__(0, "nobody"))
    commitment_dispatch(commitments=[east, west], by=supervisor(city), at=NOW)
    assert verbs().count("commitment.dispatch") == 2
    with pytest.raises(Refused) as early:
        divide(city, east, part(city.town, 60), by=leader)
    assert early.value.code == "not-taken-on"
    commitments_accept(commitments=[east], by=leader, at=NOW)
    (town,) = divide(city, east, part(city.town, 60), by=city.actor("contact", city.east))
    with pytest.raises(Forbidden):
        commitment_dispatch(commitments=[town], by=city.actor("contact", city.east), at=NOW)
    commitment_dispatch(commitments=[town], by=leader, at=NOW)
    with pytest.raises(Forbidden) as own:
        commitments_accept(commitments=[town], by=leader, at=NOW)
    assert own.value.code == "part-unit-leader-only"
    theirs = city.actor("unit_leader", city.town)
    waiting = Commitment.objects.filter(parent=east, state="assigned")
    assert not waiting.filter(answered_by(leader)).exists()
    assert list(waiting.filter(answered_by(theirs))) == [town]
    commitments_accept(commitments=[town], by=theirs, at=NOW)
    with pytest.raises(Invalid) as outside:
        divide(city, east, part(city.west), by=leader)
    assert outside.value.params == {"row": 0, "field": "unit"}
    (proposed,) = amendments_propose(
        commitment=town, changes={"target": D(50)}, cause="policy", reason="核减", paper=PAPER,
        by=leader, at=NOW,
    )  # fmt: skip
    assert (proposed.field, proposed.old) == ("target", "60")


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (lambda c: [part(c.east), part(c.east)], "part-unit-twice"),
        (lambda c: [part(c.east, due_on=date(2025, 12, 31))], "commitment-due-before-start"),
        (lambda c: [part(c.east, -1)], "part-negative"),
        (lambda c: [part(c.east, stages={MARCH: D(51)})], "stage-over"),
        (lambda c: [part(c.east, stages={MARCH: D(9), JUNE: D(8)})], "milestone-falls"),
        (lambda c: [part(c.east) for _ in range(101)], "parts-too-many"),
    ],
)  # fmt: skip
def test_refused_is_all_or_nothing(city: City, whole: Commitment, fault: Any, code: str) -> None:
    rows = fault(city)
    with pytest.raises(Invalid) as refused:
        divide(city, whole, *([part(city.west)] if len(rows) == 1 else []), *rows)
    assert refused.value.code == code
    assert (whole.parts.count(), verbs()) == (0, [])


def test_stretch_is_marked_or_refused_by_the_rule(
    city: City, whole: Commitment, monkeypatch: pytest.MonkeyPatch
) -> None:
    divide(city, whole, part(city.east, 60), part(city.west, 60))
    rule = rules.flag_rule()
    monkeypatch.setattr(
        "luoshi.web.commitments.actions.division.flag_rule",
        lambda: type(rule)(rule.over_share, rule.last_month_share, 3, "", "refuse"),
    )
    with pytest.raises(Refused) as refused:
        divide(city, whole, part(city.east, 61), part(city.west, 60))
    assert (refused.value.code, refused.value.params["over"]) == ("parts-over-refused", "21")


def test_drafts_are_dropped_and_what_was_taken_on_stays(city: City, whole: Commitment) -> None:
    east, west = divide(city, whole, part(city.east), part(city.west))
    commitment_dispatch(commitments=[east], by=supervisor(city), at=NOW)
    commitments_accept(commitments=[east], by=city.actor("unit_leader", city.east), at=NOW)
    (park,) = divide(city, whole, part(city.park, 10))
    assert set(whole.parts.all()) == {east, park}
    with pytest.raises(Invalid, match="twice"):
        divide(city, whole, part(city.east))
    make_list(city).items.create(commitment=park, number=1)
    with pytest.raises(Refused, match="part-listed"):
        divide(city, whole)
    assert not Commitment.objects.filter(pk=west.pk).exists()


def test_parents_form_no_circle(city: City, whole: Commitment) -> None:
    (east,) = divide(city, whole, part(city.east))
    other = make_commitment(city, city.health)
    parent_set(commitment=whole, parent=other, by=supervisor(city), at=NOW)
    for below, above in ((other, east), (whole, whole), (other, whole)):
        with pytest.raises(Invalid) as refused:
            parent_set(commitment=below, parent=above, by=supervisor(city), at=NOW)
        assert refused.value.code == "parent-cycle"
    parent_set(commitment=whole, parent=None, by=supervisor(city), at=NOW)
    assert last().before == {"parent": other.pk}
    with pytest.raises(Forbidden):
        parent_set(
            commitment=whole, parent=None, by=city.actor("unit_leader", city.transport), at=NOW
        )


def test_a_parent_is_offered_but_never_what_is_below(
    city: City, whole: Commitment, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    (east,) = divide(city, whole, part(city.east))
    make_commitment(city, city.town, parent=east, metric=whole.metric)
    other = make_commitment(city, city.health, metric=whole.metric)
    desk = supervisor(city)
    with django_assert_num_queries(4):
        assert parents_for(desk, whole, "") == [other]
    east.refresh_from_db()
    assert parents_for(desk, east, "新建道路") == [whole, other]


def test_parts_without_a_target_leave_a_division_incomplete(
    city: City, whole: Commitment, sign_in: SignIn
) -> None:
    divide(city, whole, part(city.east, 122), part(city.west, None), part(city.park, None))
    desk = sign_in(city.person("supervisor"))
    page = desk.get(f"/commitments/{whole.pk}/divide/").content.decode()
    assert ("分解不完整" in page, "2 个没有目标值" in page) == (True, True)
    assert ("分解还不足额" in page, "超过目标" in page) == (False, False)


def rows(*cells: dict[str, str], **more: str) -> dict[str, str]:
    """A sheet as a browser sends it."""
    sent = {"rows": str(len(cells)), "aggregation": "sum", "period": "quarter"}
    for at, row in enumerate(cells):
        sent |= {f"part-{at}-{name}": value for name, value in ({"due_on": str(DUE)} | row).items()}
    return sent | more


def test_sheet_is_checked_while_typed_and_saved(
    city: City, whole: Commitment, desk: Client
) -> None:
    where = f"/commitments/{whole.pk}/divide/"
    east, west = city.east.short_name, city.west.short_name
    typed = rows({"unit": east, "target": "60"}, {"unit": west, "target": "1,x"}, {"target": ""})
    check = desk.post(f"{where}check/", typed).content.decode()
    assert ("60%" in check, "缺口 40 公里" in check, "<html" in check) == (True, True, False)
    wrong = desk.post(where, typed)
    assert (wrong.status_code, whole.parts.count()) == (422, 0)
    assert ("请输入数字" in wrong.content.decode(), 'value="1,x"' in wrong.content.decode()) == (
        True, True,
    )  # fmt: skip
    typed |= {"part-1-target": "40", "part-1-on20260331": "10", "part-0-unit": "无此镇"}
    assert "没有找到这个单位" in desk.post(where, typed).content.decode()
    typed["part-0-unit"] = east
    assert "分解足额" in desk.post(where, typed | {"do": "check"}).content.decode()
    assert desk.post(where, typed | {"do": "save"}).headers["Location"] == where
    assert [(p.lead_unit, p.target) for p in whole.parts.order_by("pk")] == [
        (city.east, 60), (city.west, 40),
    ]  # fmt: skip
    page = desk.get(f"/commitments/{whole.pk}/").content.decode()
    assert ("正好足额" in page, "交办 2 个" in page) == (True, True)
    send = f"{where}dispatch/"
    assert "以下 2 个事项将交给" in desk.get(send).content.decode()
    desk.post(send)
    assert set(whole.parts.values_list("state", flat=True)) == {"assigned"}


def test_helps_fill_the_rows(city: City, whole: Commitment, desk: Client) -> None:
    where = f"/commitments/{whole.pk}/divide/"
    listed = desk.post(where, {"do": "children", "rows": "0"}).content.decode()
    assert all(f'value="{u.short_name}"' in listed for u in (city.east, city.west, city.park))
    names = [{"unit": unit.short_name} for unit in (city.east, city.west, city.park)]
    even = desk.post(where, rows(*names, do="equal")).content.decode()
    assert ('value="33.4"' in even, even.count('value="33.3"')) == (True, 2)
    weighed = [row | {"weight": w} for row, w in zip(names, "311", strict=True)]
    assert 'value="60"' in desk.post(where, rows(*weighed, do="weights")).content.decode()
    assert "没有找到这些单位上年" in desk.post(where, rows(*names, do="last-year")).content.decode()
    pasted = f"单位\t目标值\t一季度\n{city.east.short_name}\t70公里\t20\n合计\t70\t20"
    read = desk.post(where, rows(do="paste", pasted=pasted)).content.decode()
    assert ('value="70"' in read, 'value="20"' in read, "读入 1 行" in read) == (True, True, True)
    full = [row | {"target": t} for row, t in zip(names, ("60", "30", "10"), strict=True)]
    paced = desk.post(where, rows(*full, do="stages")).content.decode()
    assert ("缺口" in paced, "分解足额" in paced) == (False, True)


def test_second_sees_what_the_first_saved_and_keeps_the_own_text(
    city: City, whole: Commitment, desk: Client
) -> None:
    where = f"/commitments/{whole.pk}/divide/"
    east, west = divide(city, whole, part(city.east, 60), part(city.west, 30))
    seen = desk.get(where).context["seen"]
    divide(
        city, whole, part(city.east, 55, pk=east.pk), part(city.west, 35, pk=west.pk),
        part(city.park, 10),
    )  # fmt: skip
    mine = rows(
        {"pk": str(east.pk), "unit": city.east.short_name, "target": "70"},
        {"pk": str(west.pk), "unit": city.west.short_name, "target": "30"},
        {"unit": city.health.short_name, "target": "5"},
        seen=seen,
    )
    answer = desk.post(where, mine)
    page = answer.content.decode()
    assert (answer.status_code, page.count("两人都改了"), page.count("您没有改")) == (409, 1, 2)
    values = {row["unit"]: row["target"] for row in answer.context["sheet"].rows}
    assert values == {
        city.health.short_name: "5", city.east.short_name: "70", city.west.short_name: "35",
        city.park.short_name: "10",
    }  # fmt: skip
    again = rows(*answer.context["sheet"].rows, seen=answer.context["seen"])
    assert desk.post(where, again).status_code == 302
    assert whole.parts.count() == 4


def test_pages_are_for_who_divides_and_queries_stay(
    city: City,
    whole: Commitment,
    desk: Client,
    sign_in: SignIn,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for many in ((city.east,), (city.east, city.west, city.park)):
        divide(city, whole, *(part(unit, 10) for unit in many))
        with django_assert_num_queries(10):
            desk.get(f"/commitments/{whole.pk}/divide/")
        with django_assert_num_queries(10):
            desk.get(f"/commitments/{whole.pk}/tree/")
    stranger = sign_in(city.person("unit_leader", city.health))
    for name in ("divide", "divide/dispatch", "divide/list", "tree", "parent"):
        assert stranger.get(f"/commitments/{whole.pk}/{name}/").status_code == 404
    leader = sign_in(city.person("unit_leader", city.transport))
    assert leader.get(f"/commitments/{whole.pk}/divide/").status_code == 200
    assert leader.get(f"/commitments/{whole.pk}/parent/").status_code == 403
    assert (
        "没有可以处理的事项"
        in leader.get(f"/commitments/{whole.pk}/divide/dispatch/").content.decode()
    )


def test_stages_of_an_open_whole_are_typed_with_its_parts(city: City, desk: Client) -> None:
    whole = make_commitment(city, city.transport, within=make_list(city), state="draft")
    where = f"/commitments/{whole.pk}/divide/"
    east = {"unit": city.east.short_name, "target": "100", "on20260331": "15"}
    typed = rows(east, on20260331="20", do="check")
    assert (
        "到 2026-03-31，各单位合计 15，比应完成的 20 少 5"
        in desk.post(where, typed).content.decode()
    )
    assert desk.post(where, typed | {"do": "save"}).status_code == 302
    assert [(m.due_on, m.value, m.planned_share) for m in whole.milestones.all()] == [
        (MARCH, 20, D("0.2"))
    ]
    page = desk.get(where).content.decode()
    assert ('name="on20260331" value="20"' in page, 'value="15"' in page) == (True, True)


def test_parts_that_no_list_holds_say_so_and_are_listed_in_one_act(
    city: City, whole: Commitment, desk: Client, sign_in: SignIn
) -> None:
    divide(city, whole, part(city.east, 60), part(city.west, 40))
    within = whole.items.get().list
    address, act = f"/commitments/{whole.pk}/", f"/commitments/{whole.pk}/divide/list/"
    one = whole.parts.earliest("pk")
    own = one.get_absolute_url()
    assert "2 个分解事项没有列入清单" in desk.get(address).content.decode()
    assert "未列入清单：随上级事项" in desk.get(own).content.decode()
    leader = sign_in(city.person("unit_leader", city.transport))
    seen = leader.get(address).content.decode()
    assert ("未列入清单，不计分" in seen, act in seen) == (True, False)
    assert leader.get(act).status_code == 403
    assert desk.post(act, {"within": within.pk, "weight": "0"}).status_code == 422
    told = desk.post(act, {"within": within.pk, "weight": "2"}, follow=True).content.decode()
    assert ("已把 2 个分解事项列入" in told, "未列入清单" in told) == (True, False)
    assert list(within.items.values_list("weight", flat=True)) == [1, 2, 2]
    assert "分解事项都已列入清单" in desk.get(act).content.decode()
    with pytest.raises(Refused, match="parts-listed"):
        parts_list_in(whole=whole, within=within, weight=D(1), by=supervisor(city), at=NOW)
