"""Stages: said by the contact, shown by evidence, found by an outsider; never mixed."""

from datetime import date, timedelta

import pytest

from luoshi.core.errors import Forbidden, Invalid, Refused
from luoshi.web.accounts.models import Appointment
from luoshi.web.accounts.queries import actor_at
from luoshi.web.delivery.models import Evidence
from luoshi.web.projects import actions
from luoshi.web.projects.models import Project, StageChange, StageFinding
from tests.factories import NOW, START, TODAY, City
from tests.web.projects.build import LATER, TEXT, cohort, last, project, running, tell, verbs

FEBRUARY = date(2026, 2, 10)


def claims(about: Project) -> tuple[str, str, str]:
    about.refresh_from_db()
    return about.said, about.did, about.achieved


def find(
    city: City, change: StageChange, finding: str = "confirmed", note: str = ""
) -> StageFinding:
    by = city.actor("verifier", city.health)
    return actions.stage_find(change=change, finding=finding, note=note, by=by, at=NOW)


def test_what_is_said_is_only_said(city: City) -> None:
    about = running(city)
    made = tell(city, about, "started", FEBRUARY, note="主体进场")
    assert claims(about) == ("started", "signed", "signed")
    entry = last()
    assert (entry.verb, entry.object_id) == ("commitment.start", str(about.commitment_id))
    assert verbs()[-2:] == ["stage.tell", "commitment.start"]
    assert (made.stage, made.on, made.note, made.reason) == ("started", FEBRUARY, "主体进场", "")


def test_evidence_shows_that_it_was_done(city: City) -> None:
    about = running(city)
    made = tell(city, about, "started", FEBRUARY, files=[TEXT, TEXT])
    assert claims(about) == ("started", "started", "signed")
    kept = Evidence.objects.get()
    assert list(made.evidence.all()) == [kept]
    assert (kept.name, kept.unit, kept.media_type) == (TEXT[0], city.east, "text/plain")


def test_only_a_finding_from_outside_makes_it_achieved(city: City) -> None:
    about = running(city)
    made = tell(city, about, "started", FEBRUARY, files=[TEXT])
    find(city, made)
    assert claims(about) == ("started", "started", "started")
    assert (last().verb, last().after) == ("stage.find", {"finding": "confirmed", "note": ""})


@pytest.mark.parametrize("finding", ["partly", "refuted"])
def test_other_findings_raise_nothing_and_say_why(city: City, finding: str) -> None:
    about = running(city)
    made = tell(city, about, "started", FEBRUARY)
    with pytest.raises(Invalid) as refused:
        find(city, made, finding, " ")
    assert refused.value.code == "stage-finding-note"
    find(city, made, finding, "只平整了场地")
    assert claims(about) == ("started", "signed", "signed")


def test_a_second_finding_corrects_the_first_and_both_stay(city: City) -> None:
    about = running(city)
    made = tell(city, about, "started", FEBRUARY)
    first = find(city, made)
    second = find(city, made, "refuted", "复查未见施工")
    assert second.supersedes == first
    assert claims(about) == ("started", "signed", "signed")
    assert made.findings.count() == 2


def test_a_step_back_needs_a_reason(city: City) -> None:
    about = running(city)
    find(city, tell(city, about, "started", FEBRUARY, files=[TEXT]))
    with pytest.raises(Invalid) as refused:
        tell(city, about, "fulfilled", date(2026, 2, 20))
    assert refused.value.code == "stage-back-without-reason"
    assert claims(about) == ("started", "started", "started")
    back = tell(city, about, "fulfilled", date(2026, 2, 20), reason="资金链断裂")
    assert back.reason == "资金链断裂"
    assert claims(about) == ("fulfilled", "fulfilled", "fulfilled")


@pytest.mark.parametrize(
    ("stage", "on", "code"),
    [
        ("signed", FEBRUARY, "stage-unchanged"),
        ("reserve", FEBRUARY, "stage-before-signing"),
        ("opened", FEBRUARY, "stage-unknown"),
        ("started", TODAY + timedelta(days=1), "stage-in-future"),
        ("started", date(2026, 1, 9), "stage-before-last"),
    ],
)
def test_stage_that_is_refused(city: City, stage: str, on: date, code: str) -> None:
    about = running(city)
    with pytest.raises(Invalid) as refused:
        tell(city, about, stage, on)
    assert refused.value.code == code
    assert StageChange.objects.count() == 0


def test_correction_takes_the_place_of_the_last_account(city: City) -> None:
    about = running(city)
    wrong = tell(city, about, "producing", FEBRUARY)
    find(city, wrong)
    right = tell(city, about, "started", date(2026, 2, 5), corrects=wrong)
    assert (right.supersedes, right.reason) == (wrong, "")
    assert claims(about) == ("started", "signed", "signed")
    assert StageChange.objects.count() == 2
    with pytest.raises(Refused) as refused:
        tell(city, about, "fulfilled", FEBRUARY, corrects=wrong)
    assert refused.value.code == "stage-not-last"
    with pytest.raises(Refused) as late:
        find(city, wrong)
    assert late.value.code == "stage-superseded"


def test_only_the_last_account_is_corrected(city: City) -> None:
    about = running(city)
    first = tell(city, about, "fulfilled", FEBRUARY)
    tell(city, about, "started", date(2026, 2, 20))
    with pytest.raises(Refused) as refused:
        tell(city, about, "fulfilled", date(2026, 2, 12), corrects=first)
    assert refused.value.code == "stage-not-last"


def test_who_may_tell(city: City) -> None:
    about = running(city)
    for actor in (
        city.actor("contact", city.west), city.actor("unit_leader", city.east),
        city.actor("supervisor"), city.actor("verifier", city.health),
    ):  # fmt: skip
        with pytest.raises(Forbidden):
            actions.stage_tell(project=about, stage="started", on=FEBRUARY, by=actor, at=NOW)


def test_project_has_to_be_taken_on_first(city: City) -> None:
    about = project(city, cohort(city))
    with pytest.raises(Refused) as refused:
        tell(city, about, "started", FEBRUARY)
    assert refused.value.code == "project-not-taken-on"


def test_evidence_is_looked_at_before_it_is_kept(city: City) -> None:
    about = running(city)
    with pytest.raises(Invalid) as refused:
        tell(city, about, "started", FEBRUARY, files=[("空.txt", b"")])
    assert (refused.value.code, refused.value.params["field"]) == ("empty-file", "file")
    with pytest.raises(Invalid) as many:
        tell(city, about, "started", FEBRUARY, files=[TEXT] * 11)
    assert many.value.code == "stage-evidence-many"
    assert not Evidence.objects.exists()
    assert not StageChange.objects.exists()


def test_no_verifier_of_the_own_line(city: City) -> None:
    about = running(city)
    made = tell(city, about, "started", FEBRUARY)
    for unit in (city.east, city.town, city.unit):
        with pytest.raises(Forbidden) as refused:
            actions.stage_find(
                change=made, finding="confirmed", by=city.actor("verifier", unit), at=NOW
            )
        assert refused.value.code == "own-unit"
    with pytest.raises(Forbidden) as nobody:
        actions.stage_find(change=made, finding="confirmed", by=city.actor("supervisor"), at=NOW)
    assert nobody.value.code == "projects-verifier-only"


def test_nobody_finds_what_was_said_by_oneself(city: City) -> None:
    about = running(city)
    person = city.person("contact", city.east, "both")
    made = actions.stage_tell(
        project=about, stage="started", on=FEBRUARY, by=actor_at(person, TODAY), at=NOW
    )
    Appointment.objects.filter(user=person).delete()
    Appointment.objects.create(
        user=person, role="verifier", unit=city.health, jurisdiction=city.unit, from_on=START
    )
    with pytest.raises(Forbidden) as refused:
        actions.stage_find(change=made, finding="confirmed", by=actor_at(person, TODAY), at=LATER)
    assert refused.value.code == "own-account"


def test_commitment_follows_to_its_end_and_back(city: City) -> None:
    about = running(city)
    done = tell(city, about, "capacity", FEBRUARY)
    assert about.commitment.__class__.objects.get(pk=about.commitment_id).state == "claimed_done"
    find(city, done)
    about.commitment.refresh_from_db()
    assert about.commitment.state == "verified"
    find(city, done, "refuted", "产值未达约定")
    about.commitment.refresh_from_db()
    assert about.commitment.state == "claimed_done"
    tell(city, about, "producing", date(2026, 2, 20), reason="设备故障")
    about.commitment.refresh_from_db()
    assert about.commitment.state == "underway"
