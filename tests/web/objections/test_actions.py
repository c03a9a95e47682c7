"""The window, the life of an objection, who must stand aside, and the run after it."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from luoshi.core.errors import Forbidden, Invalid, Refused
from luoshi.web.accounts.models import User
from luoshi.web.assessment.actions import run_finalise
from luoshi.web.assessment.models import ScoreRun
from luoshi.web.assessment.recompute import recomputed
from luoshi.web.audit.models import Entry
from luoshi.web.delivery.models import ProgressReport
from luoshi.web.objections.actions import (
    objection_assign,
    objection_decide,
    objection_file,
    objection_withdraw,
    run_again,
    window_open,
)
from luoshi.web.objections.changes import moved
from luoshi.web.objections.models import Objection, Window
from luoshi.web.objections.queries import held_back
from luoshi.web.publishing.actions import bulletin_issue, bulletin_make
from tests.factories import City
from tests.web.assessment.build import (
    LATER,
    PLAIN,
    Quarter,
    assessor,
    compute,
    make_run,
    make_scheme,
    principal,
)
from tests.web.delivery.build import PNG
from tests.web.objections.build import CLOSES_ON, OPENED_ON, OVER, file, make_opened, name, number


def decide(city: City, objection: Objection, outcome: str = "upheld") -> Objection:
    reviewer = city.actor("assessor", username="reviewer")
    return objection_decide(
        objection=objection, outcome=outcome, reasons="经查，交账漏记。", by=reviewer, at=LATER
    )


def test_a_window_lasts_as_many_working_days_as_its_clock(city: City) -> None:
    run = make_opened(city)
    window = Window.objects.get()
    assert (window.opens_on, window.closes_on) == (OPENED_ON, CLOSES_ON)
    with pytest.raises(Refused, match="window-there"):
        window_open(run=run, clock="score-objection", by=assessor(city), at=LATER)


def test_a_window_needs_its_assessor_and_a_clock_of_the_presets(city: City) -> None:
    run = make_run(city)
    with pytest.raises(Forbidden, match="assessor-only"):
        window_open(run=run, clock="score-objection", by=principal(city), at=LATER)
    with pytest.raises(Invalid, match="window-clock-unknown"):
        window_open(run=run, clock="petition-finish", by=assessor(city), at=LATER)


def test_an_objection_is_filed_named_and_decided_by_somebody_outside(city: City) -> None:
    run = make_opened(city)
    leader = city.actor("unit_leader", city.west)
    objection = objection_file(
        node=number(run, city.west), grounds=" 漏记 ", wanted=Decimal("100"),
        files=[("证明.png", PNG)], by=leader, at=LATER,
    )  # fmt: skip
    assert (objection.state, objection.grounds, objection.unit) == ("filed", "漏记", city.west)
    assert [file.name for file in objection.evidence.all()] == ["证明.png"]
    decided = decide(city, name(city, objection), "partly")
    assert (decided.state, decided.decided_by) == ("partly", decided.answerer)
    verbs = Entry.objects.filter(verb__startswith="objection.").order_by("seq")
    assert [entry.verb for entry in verbs] == [
        "objection.window", "objection.file", "objection.assign", "objection.decide",
    ]  # fmt: skip
    with pytest.raises(Refused, match="wrong-state"):
        decide(city, decided, "dismissed")


@pytest.mark.parametrize(
    ("role", "where", "reason"),
    [
        ("assessor", "unit", "objection-wrote-rules"),
        ("supervisor", "unit", "objection-behind-facts"),
        ("auditor", "unit", "objection-no-office"),
        ("verifier", "west", "objection-takes-side"),
        ("verifier", "town", "objection-takes-side"),
        ("unit_leader", "west", "objection-filed-it"),
    ],
)
def test_nobody_who_took_part_or_takes_a_side_is_named(
    city: City, role: str, where: str, reason: str
) -> None:
    objection = file(city, make_opened(city))
    who = city.person(role, getattr(city, where))
    with pytest.raises(Forbidden, match=reason):
        objection_assign(objection=objection, answerer=who, by=assessor(city), at=LATER)


def test_a_verifier_stands_aside_only_where_the_finding_counts(city: City) -> None:
    run = make_opened(city)
    verifier = city.person("verifier", city.health)
    seen = file(city, run, city.east, "seen")
    with pytest.raises(Forbidden, match="objection-behind-facts"):
        objection_assign(objection=seen, answerer=verifier, by=assessor(city), at=LATER)
    done = file(city, run, city.east, "done")
    named = objection_assign(objection=done, answerer=verifier, by=assessor(city), at=LATER)
    assert named.answerer == verifier


def test_who_computed_or_took_the_run_on_stands_aside(city: City) -> None:
    version = make_scheme(city)
    run = make_run(city)
    other = city.actor("assessor", username="another")
    again = compute(version, *run.lists.all(), city=city, by=other)
    run_finalise(run=again, by=principal(city), at=LATER)
    window_open(run=again, clock="score-objection-short", by=assessor(city), at=LATER)
    objection = file(city, again)
    for who in (User.objects.get(pk=other.user_id), city.person("principal")):
        with pytest.raises(Forbidden, match="objection-made-run"):
            objection_assign(objection=objection, answerer=who, by=assessor(city), at=LATER)


def test_only_who_is_named_answers_and_only_in_words(city: City) -> None:
    objection = name(city, file(city, make_opened(city)))
    colleague = city.actor("assessor", username="third")
    with pytest.raises(Forbidden, match="objection-not-named"):
        objection_decide(
            objection=objection, outcome="upheld", reasons="是", by=colleague, at=LATER
        )
    reviewer = city.actor("assessor", username="reviewer")
    with pytest.raises(Invalid, match="objection-reasons-missing"):
        objection_decide(objection=objection, outcome="upheld", reasons=" ", by=reviewer, at=LATER)
    with pytest.raises(Invalid, match="objection-outcome-unknown"):
        objection_decide(objection=objection, outcome="", reasons="是", by=reviewer, at=LATER)


def test_one_open_objection_a_number_in_the_window_by_the_own_unit(city: City) -> None:
    run = make_opened(city)
    with pytest.raises(Forbidden, match="objection-own-unit-only"):
        objection_file(
            node=number(run, city.west),
            grounds="不服",
            by=city.actor("contact", city.east),
            at=LATER,
        )
    file(city, run)
    with pytest.raises(Refused, match="objection-open"):
        file(city, run)
    leader = city.actor("unit_leader", city.west)
    with pytest.raises(Invalid, match="objection-grounds-missing"):
        objection_file(node=number(run, city.west, "total"), grounds=" ", by=leader, at=LATER)
    with pytest.raises(Refused, match="window-over"):
        objection_file(node=number(run, city.west, "total"), grounds="不服", by=leader, at=OVER)
    assert Objection.objects.count() == 1


def test_without_a_window_nobody_objects(city: City) -> None:
    with pytest.raises(Refused, match="window-none"):
        file(city, make_run(city))


def test_what_is_withdrawn_stays_and_may_be_filed_again(city: City) -> None:
    run = make_opened(city)
    objection = file(city, run)
    objection_withdraw(objection=objection, by=city.actor("contact", city.west), at=LATER)
    assert file(city, run).pk != objection.pk
    assert list(Objection.objects.order_by("pk").values_list("state", flat=True)) == [
        "withdrawn", "filed",
    ]  # fmt: skip


def test_the_database_refuses_an_answer_without_words_or_by_another(city: City) -> None:
    objection = name(city, file(city, make_opened(city)))
    decided = {"state": "upheld", "decided_at": LATER, "decided_by": objection.answerer_id}
    for wrong in (
        decided | {"reasons": ""},
        decided | {"reasons": "是", "decided_by": objection.filed_by_id},
        {"state": "upheld", "reasons": "是"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Objection.objects.filter(pk=objection.pk).update(**wrong)


def finalise(city: City, run: ScoreRun, at: object = LATER) -> None:
    run_finalise(run=run, by=principal(city), at=at)  # type: ignore[arg-type]


def test_a_result_waits_for_window_answers_and_the_run_again(city: City) -> None:
    run = make_opened(city)
    objection = file(city, run)
    with pytest.raises(Refused, match="window-running"):
        finalise(city, run)
    with pytest.raises(Refused, match="objections-undecided"):
        finalise(city, run, OVER)
    decide(city, name(city, objection), "upheld")
    with pytest.raises(Refused, match="objection-upheld"):
        finalise(city, run, OVER)
    assert ScoreRun.objects.get().finalised_at is None


def test_a_result_needs_a_window_unless_its_scheme_says_why_not(city: City) -> None:
    text = PLAIN.replace("no_objections: 试行一季度，不用于奖惩\n", "")
    run = make_run(city, text=text)
    assert held_back([run.pk], LATER.date()) == {run.pk}
    with pytest.raises(Refused, match="window-missing"):
        finalise(city, run)
    window_open(run=run, clock="score-objection-short", by=assessor(city), at=LATER)
    finalise(city, run, OVER)
    assert held_back([make_run(city).pk], LATER.date()) == set()


def test_after_a_dismissal_the_result_may_be_taken_on(city: City) -> None:
    run = make_opened(city)
    decide(city, name(city, file(city, run)), "dismissed")
    finalise(city, run, OVER)
    run.refresh_from_db()
    assert run.finalised_at == OVER


def test_a_bulletin_is_not_issued_while_units_may_object(city: City) -> None:
    run = make_run(city, final=True)
    window_open(run=run, clock="score-objection-short", by=assessor(city), at=LATER)
    bulletin = bulletin_make(run=run, by=city.actor("supervisor"), at=LATER)
    with pytest.raises(Refused, match="window-running"):
        bulletin_issue(bulletin=bulletin, by=principal(city), at=LATER)
    bulletin_issue(bulletin=bulletin, by=principal(city), at=OVER)


def test_an_upheld_objection_leads_to_a_run_that_is_taken_on_anew(city: City) -> None:
    run = make_opened(city)
    old = run.result
    decide(city, name(city, file(city, run)))
    report = ProgressReport.objects.get(unit=city.west)
    Quarter(city, run.lists.get()).correct(report, "80", at=LATER)
    made = run_again(
        run=run, version=run.version, note="补记已完成的30处", by=assessor(city), at=OVER
    )
    new = made.new
    assert (new.title, new.known_at, new.finalised_at) == ("一季度考核（异议后）", OVER, None)
    run.refresh_from_db()
    assert (run.result, recomputed(run).same, recomputed(new).same) == (old, True, True)
    rows = {row.score.unit: row for row in moved(made)}
    assert [(n.title, n.before, n.after) for n in rows[city.west].numbers] == [
        ("任务完成", "50", "80")
    ]
    assert (rows[city.west].delta, rows[city.east].differs) == (Decimal(30), False)
    with pytest.raises(Refused, match="run-superseded"):
        finalise(city, run, OVER)
    with pytest.raises(Forbidden, match="principal-finalises"):
        run_finalise(run=new, by=assessor(city), at=OVER)
    finalise(city, new, OVER)
    with pytest.raises(Refused, match="run-superseded"):
        run_again(run=run, version=run.version, note="再", by=assessor(city), at=OVER)


def test_a_run_is_computed_again_only_for_an_upheld_objection_after_the_window(city: City) -> None:
    run = make_opened(city)

    def again(**changed: object) -> None:
        told = {"run": run, "version": run.version, "note": "更正", "by": assessor(city)}
        run_again(**(told | {"at": OVER} | changed))  # type: ignore[arg-type]

    with pytest.raises(Refused, match="objection-none-upheld"):
        again()
    objection = file(city, run)
    with pytest.raises(Refused, match="objections-undecided"):
        again()
    with pytest.raises(Refused, match="window-running"):
        again(at=LATER + timedelta(days=1))
    decide(city, name(city, objection))
    with pytest.raises(Invalid, match="rerun-note-missing"):
        again(note=" ")
    with pytest.raises(Invalid, match="rerun-version-elsewhere"):
        again(version=make_scheme(city))
    with pytest.raises(Forbidden, match="assessor-only"):
        again(by=principal(city))
    assert ScoreRun.objects.count() == 1
