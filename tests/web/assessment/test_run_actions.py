"""A run is whole, the same for the same inputs, and knows nothing of what came later."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from luoshi.core.errors import Forbidden, Invalid, Refused
from luoshi.web.assessment.actions import run_finalise
from luoshi.web.assessment.models import SchemeVersion, ScoreNode, ScoreRun, UnitScore
from luoshi.web.assessment.recompute import recomputed
from luoshi.web.audit.models import Entry
from luoshi.web.commitments.models import ListType
from tests.factories import City, make_list
from tests.web.assessment.build import (
    KNOWN,
    LATER,
    PLAIN,
    TOLD,
    assessor,
    compute,
    make_quarter,
    make_run,
    make_scheme,
    points,
    preset_scheme,
    principal,
    said,
    told_quarter,
)

DAY = timedelta(days=1)


def test_points_ranks_and_record(city: City) -> None:
    run = make_run(city)
    assert points(run) == {
        str(city.east): (Decimal(100), 1), str(city.west): (Decimal(50), 2),
    }  # fmt: skip
    entry = Entry.objects.latest("seq")
    assert (entry.verb, entry.object_id, entry.actor_id) == (
        "run.compute", str(run.pk), city.person("assessor").pk,
    )  # fmt: skip
    assert entry.after == {
        "version": run.version_id, "against": "amended",
        "inputs": run.inputs_digest, "result": run.result_digest,
    }  # fmt: skip


def test_trace_names_report_evidence_and_verification(city: City) -> None:
    run = make_run(city)
    node = run.scores.get(unit=city.east).nodes.get(path="seen")
    kinds = [ref.partition(":")[0] for ref in node.trace["facts"][0]["refs"]]
    assert kinds == ["evidence", "report", "verification"]


def test_same_inputs_in_any_order_give_the_same_bytes(city: City) -> None:
    quarter, other = told_quarter(city), make_quarter(city, "重点清单")
    other.commit(city.west, weight="3")
    version = make_scheme(city)
    one = compute(version, quarter.list, other.list, city=city)
    two = compute(version, other.list, quarter.list, city=city, at=LATER + DAY)
    assert (one.inputs, one.result) == (two.inputs, two.result)
    assert one.result_digest == two.result_digest == recomputed(two).found


def test_equal_units_share_a_rank(city: City) -> None:
    quarter = make_quarter(city)
    for unit in (city.east, city.west):
        quarter.commit(unit)
    quarter.open()
    for commitment in [item.commitment for item in quarter.list.items.all()]:
        quarter.tell(commitment, "40")
    run = compute(make_scheme(city), quarter.list, city=city)
    assert points(run) == {
        str(city.east): (Decimal(40), 1), str(city.west): (Decimal(40), 1),
    }  # fmt: skip
    assert set(run.scores.values_list("tied", flat=True)) == {2}


def test_groups_are_ranked_apart(city: City) -> None:
    quarter = make_quarter(city)
    made = [quarter.commit(unit) for unit in (city.east, city.transport, city.park)]
    quarter.open()
    for commitment, value in zip(made, ("30", "60", "90"), strict=True):
        quarter.tell(commitment, value)
    run = compute(preset_scheme(city), quarter.list, city=city)
    assert {rank for _, rank in points(run).values()} == {1}
    assert set(run.scores.values_list("group", flat=True)) == {"counties", "departments", "parks"}


def test_acceptance_after_known_at_does_not_count(city: City) -> None:
    quarter = make_quarter(city)
    commitment = quarter.commit(city.east)
    quarter.open()
    quarter.tell(commitment, "80", accepted_at=KNOWN + DAY)
    version = make_scheme(city)
    before = compute(version, quarter.list, city=city)
    after = compute(version, quarter.list, city=city, known_at=LATER)
    assert (said(before, city.east, "done"), said(after, city.east, "done")) == ("0", "0.8")


def test_verification_after_known_at_does_not_count(city: City) -> None:
    quarter = make_quarter(city)
    commitment = quarter.commit(city.east)
    report = quarter.open().tell(commitment, "80")
    first = quarter.verify(report, "confirmed")
    quarter.verify(report, "refuted", at=KNOWN + DAY, before=first)
    version = make_scheme(city)
    before = compute(version, quarter.list, city=city)
    after = compute(version, quarter.list, city=city, known_at=LATER)
    assert (said(before, city.east, "seen"), said(after, city.east, "seen")) == ("0.8", "0")


def test_correction_counts_from_its_acceptance_on(city: City) -> None:
    quarter = make_quarter(city)
    commitment = quarter.commit(city.east)
    report = quarter.open().tell(commitment, "80")
    version = make_scheme(city)
    known_then = compute(version, quarter.list, city=city)
    quarter.correct(report, "60", at=KNOWN + DAY)
    again = compute(version, quarter.list, city=city)
    after = compute(version, quarter.list, city=city, known_at=LATER)
    assert (again.inputs, again.result) == (known_then.inputs, known_then.result)
    assert said(after, city.east, "done") == "0.6"


def test_correction_does_not_wipe_out_a_finding(city: City) -> None:
    quarter = make_quarter(city)
    commitment = quarter.commit(city.east)
    report = quarter.open().tell(commitment, "100")
    quarter.verify(report, "partly", value="20")
    quarter.correct(report, "90", at=TOLD + DAY)
    run = compute(make_scheme(city), quarter.list, city=city)
    assert (said(run, city.east, "done"), said(run, city.east, "seen")) == ("0.9", "0.2")


def test_correction_of_a_timely_account_is_not_late(city: City) -> None:
    quarter = make_quarter(city)
    for unit in (city.east, city.transport, city.park):
        quarter.commit(unit)
    quarter.open()
    commitment = quarter.list.items.get(commitment__lead_unit=city.east).commitment
    report = quarter.tell(commitment, "50")
    quarter.correct(report, "60", at=KNOWN - DAY)
    run = compute(preset_scheme(city), quarter.list, city=city)
    assert said(run, city.east, "timeliness") == "1"
    assert said(run, city.park, "timeliness") == "0"


def test_account_not_yet_due_is_not_late(city: City) -> None:
    quarter = make_quarter(city)
    for unit in (city.east, city.transport, city.park):
        quarter.commit(unit)
    quarter.open(due_on=date(2026, 4, 30))
    run = compute(preset_scheme(city), quarter.list, city=city)
    assert said(run, city.east, "timeliness") is None


def test_commitment_in_two_lists_counts_once_with_its_greatest_weight(city: City) -> None:
    quarter = make_quarter(city)
    commitment = quarter.commit(city.east, weight="2")
    second = make_list(city, title="重点清单")
    second.items.create(commitment=commitment, number=1, weight=Decimal(5))
    quarter.open().tell(commitment, "50")
    run = compute(make_scheme(city), second, quarter.list, city=city)
    facts = run.scores.get(unit=city.east).nodes.get(path="done").trace["facts"]
    assert [(fact["key"], fact["weight"]) for fact in facts] == [
        (f"commitment:{commitment.pk}", "5")
    ]


def test_source_with_a_name_counts_lists_of_that_type_only(city: City) -> None:
    quarter, key = told_quarter(city), make_list(city).list_type
    other = make_list(city, title="另类", list_type=_type(city, "other"))
    text = PLAIN.replace("commitments.completion", "commitments.completion:other")
    version = make_scheme(city, text)
    assert key.key == "plain"
    with pytest.raises(Invalid) as refused:
        compute(version, quarter.list, city=city)
    assert refused.value.code == "source-not-listed"
    commitment = quarter.list.items.get(commitment__lead_unit=city.west).commitment
    other.items.create(commitment=commitment, number=1, weight=Decimal(1))
    run = compute(version, quarter.list, other, city=city)
    assert (said(run, city.east, "done"), said(run, city.west, "done")) == (None, "0.5")


def _type(city: City, key: str) -> ListType:
    return ListType.objects.create(jurisdiction=city.unit, key=key, title=key, definition={})


def test_unit_that_leads_nothing_is_not_ranked(city: City) -> None:
    quarter = make_quarter(city)
    quarter.commit(city.east)
    quarter.open()
    assert set(points(compute(make_scheme(city), quarter.list, city=city))) == {str(city.east)}


def test_dispute_and_withdrawal_are_not_scored(city: City) -> None:
    quarter = make_quarter(city)
    quarter.commit(city.east)
    quarter.commit(city.west, state="disputed")
    quarter.open()
    assert set(points(compute(make_scheme(city), quarter.list, city=city))) == {str(city.east)}


def test_what_is_planned_for_later_is_not_asked_for(city: City) -> None:
    quarter = make_quarter(city)
    quarter.commit(city.east, starts_on=date(2026, 7, 1), due_on=date(2026, 12, 31))
    quarter.commit(city.west)
    quarter.open()
    run = compute(make_scheme(city), quarter.list, city=city)
    assert points(run) == {str(city.east): (None, None), str(city.west): (Decimal(0), 1)}


def stored() -> list[int]:
    return [model.objects.count() for model in (ScoreRun, UnitScore, ScoreNode)]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"period_end": date(2025, 12, 31)}, "ends-before-start"),
        ({"known_at": LATER + DAY}, "known-in-future"),
        ({"title": "  "}, "run-untitled"),
        ({"title": "长" * 81}, "run-untitled"),
    ],
)
def test_plan_that_cannot_be(city: City, change: dict[str, object], code: str) -> None:
    quarter = told_quarter(city)
    with pytest.raises(Invalid) as refused:
        compute(make_scheme(city), quarter.list, city=city, **change)
    assert (refused.value.code, stored()) == (code, [0, 0, 0])


def test_no_lists(city: City) -> None:
    with pytest.raises(Invalid) as refused:
        compute(make_scheme(city), city=city)
    assert (refused.value.code, stored()) == ("run-without-lists", [0, 0, 0])


def test_list_of_another_city(city: City, other_city: City) -> None:
    with pytest.raises(Invalid) as refused:
        compute(make_scheme(city), make_list(other_city), city=city)
    assert refused.value.code == "list-elsewhere"


def test_group_without_commitments_leaves_nothing_behind(city: City) -> None:
    quarter = told_quarter(city)
    entries = Entry.objects.count()
    version = preset_scheme(city)
    with pytest.raises(Invalid) as refused:
        compute(version, quarter.list, city=city)
    assert refused.value.params == {"field": "lists", "group": "市直部门"}
    assert (stored(), Entry.objects.count() - entries) == ([0, 0, 0], 2)


def test_source_that_nobody_gathers(city: City) -> None:
    quarter = told_quarter(city)
    version = make_scheme(city, PLAIN.replace("commitments.verified", "value:gdp"))
    with pytest.raises(Invalid) as refused:
        compute(version, quarter.list, city=city)
    assert refused.value.code == "source-not-gathered"


def test_formula_without_a_value_names_unit_and_node(city: City) -> None:
    quarter = make_quarter(city)
    quarter.commit(city.east)
    quarter.open()
    text = PLAIN.replace(
        "cap_each: 1, function: {name: completion, target: 1}", "function: ratio_to_best"
    )
    with pytest.raises(Invalid) as refused:
        compute(make_scheme(city, text), quarter.list, city=city)
    assert refused.value.code == "score-undefined-best-not-positive"
    assert refused.value.params == {"unit": str(city.east), "node": "任务完成"}
    assert stored() == [0, 0, 0]


def test_storing_fails_in_the_middle(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    quarter, version = told_quarter(city), make_scheme(city)
    entries = Entry.objects.count()

    def broken(*args: object, **kwargs: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("luoshi.web.assessment.actions.runs.insert_rows", broken)
    with pytest.raises(ZeroDivisionError):
        compute(version, quarter.list, city=city)
    assert (stored(), Entry.objects.count()) == ([0, 0, 0], entries)


@pytest.mark.parametrize("role", ["supervisor", "principal", "auditor", "admin"])
def test_only_the_assessor_computes(city: City, role: str) -> None:
    quarter = told_quarter(city)
    with pytest.raises(Forbidden):
        compute(make_scheme(city), quarter.list, city=city, by=city.actor(role))
    assert stored() == [0, 0, 0]


def test_finalising_names_who_and_when(city: City) -> None:
    run = make_run(city)
    run_finalise(run=run, by=principal(city), at=LATER)
    run.refresh_from_db()
    assert (run.finalised_by, run.finalised_at, run.state) == (
        city.person("principal"), LATER, "final",
    )  # fmt: skip
    assert Entry.objects.latest("seq").after == {"state": "final"}
    with pytest.raises(Refused) as refused:
        run_finalise(run=run, by=principal(city), at=LATER)
    assert refused.value.code == "wrong-state"


def test_run_that_no_longer_gives_its_bytes_is_not_finalised(city: City) -> None:
    run = make_run(city)
    UnitScore.objects.filter(run=run, unit=city.west).update(points=99)
    with pytest.raises(Refused) as refused:
        run_finalise(run=run, by=principal(city), at=LATER)
    run.refresh_from_db()
    assert (refused.value.code, run.finalised_at) == ("run-differs", None)


def test_versions_of_schemes_are_not_touched_by_runs(city: City) -> None:
    run = make_run(city, final=True)
    assert SchemeVersion.objects.get().text == PLAIN
    assert recomputed(run).same
    assert assessor(city).user_id == run.computed_by_id
