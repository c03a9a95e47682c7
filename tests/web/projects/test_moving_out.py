"""Moving out for an objective cause: proposed, decided once a year, shown in both denominators."""

from datetime import timedelta

import pytest

from luoshi.core.errors import Forbidden, Invalid, Refused
from luoshi.core.projects import Stage
from luoshi.web.projects import actions
from luoshi.web.projects.models import Adjustment, Cohort, DropOut, Project
from luoshi.web.projects.queries.figures import funnel_of
from tests.factories import NOW, City
from tests.web.projects.build import cohort, fixed, last, project, propose, running, verbs

NEXT_YEAR = NOW + timedelta(days=365)


def decide(
    city: City, within: Cohort, verdicts: dict[int, tuple[str, str]], **more: object
) -> Adjustment:
    values = {"document": "云政〔2026〕8号", "by": city.actor("principal"), "at": NOW}
    return actions.adjustment_decide(cohort=within, verdicts=verdicts, **(values | more))  # type: ignore[arg-type]


def test_approved_project_leaves_the_second_denominator_only(city: City) -> None:
    within = cohort(city)
    about, other = project(city, within), project(city, within, name="乙")
    fixed(city, within)
    made = propose(city, about)
    done = decide(city, within, {made.pk: ("approved", "")})
    about.refresh_from_db()
    made.refresh_from_db()
    assert (about.moved_out, about.cohort) == (True, within)
    assert (made.verdict, made.adjustment, made.decided_by_id) == (
        "approved", done, city.person("principal").pk,
    )  # fmt: skip
    whole, kept = funnel_of(Project.objects.select_related("cohort")).pair(Stage.STARTED)
    assert (whole.of, kept.of) == (2, 1)
    assert (last().verb, last().after) == (
        "cohort.adjust",
        {"year": 2026, "document": "云政〔2026〕8号", "verdicts": {str(about.pk): "approved"}},
    )
    assert not Project.objects.get(pk=other.pk).moved_out


def test_refused_project_stays_and_may_be_proposed_again(city: City) -> None:
    about = running(city)
    made = propose(city, about)
    decide(city, about.cohort, {made.pk: ("refused", "资金问题不属客观原因")})
    about.refresh_from_db()
    assert not about.moved_out
    assert propose(city, about).pk != made.pk


def test_a_cohort_is_adjusted_once_a_year(city: City) -> None:
    about = running(city)
    made = propose(city, about)
    decide(city, about.cohort, {made.pk: ("refused", "理由不足")})
    again = propose(city, about)
    with pytest.raises(Refused) as refused:
        decide(city, about.cohort, {again.pk: ("approved", "")})
    assert (refused.value.code, refused.value.params["year"]) == ("adjusted-this-year", 2026)
    assert decide(city, about.cohort, {again.pk: ("approved", "")}, at=NEXT_YEAR).year == 2027


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"cause": "lazy"}, "moving-out-cause"),
        ({"explanation": " "}, "moving-out-text"),
        ({"document": ""}, "moving-out-document"),
    ],
)
def test_proposal_that_is_refused(city: City, change: dict[str, str], code: str) -> None:
    about = running(city)
    values = {"cause": "planning", "explanation": "红线", "document": "3号"}
    with pytest.raises(Invalid) as refused:
        actions.moving_out_propose(
            project=about, **(values | change), by=city.actor("unit_leader", city.east), at=NOW
        )
    assert refused.value.code == code
    assert not DropOut.objects.exists()


def test_proposal_is_made_once_and_by_the_own_leader(city: City) -> None:
    about = running(city)
    propose(city, about)
    with pytest.raises(Refused) as again:
        propose(city, about)
    assert again.value.code == "moving-out-exists"
    for actor in (city.actor("unit_leader", city.west), city.actor("contact", city.east)):
        with pytest.raises(Forbidden):
            actions.moving_out_propose(
                project=about, cause="planning", explanation="红线", document="3号",
                by=actor, at=NOW,
            )  # fmt: skip


def test_open_cohort_knows_no_moving_out(city: City) -> None:
    about = project(city, cohort(city))
    with pytest.raises(Refused) as refused:
        propose(city, about)
    assert refused.value.code == "cohort-open"


@pytest.mark.parametrize(
    ("verdict", "document", "code"),
    [
        (("approved", ""), " ", "adjustment-document"),
        (("", ""), "8号", "adjustment-incomplete"),
        (("later", ""), "8号", "adjustment-incomplete"),
        (("refused", " "), "8号", "adjustment-note"),
    ],
)
def test_decision_that_is_refused(
    city: City, verdict: tuple[str, str], document: str, code: str
) -> None:
    about = running(city)
    made = propose(city, about)
    with pytest.raises(Invalid) as refused:
        decide(city, about.cohort, {made.pk: verdict}, document=document)
    assert refused.value.code == code
    assert not Adjustment.objects.exists()
    assert verbs()[-1] == "moving_out.propose"


def test_every_open_proposal_is_decided(city: City) -> None:
    within = cohort(city)
    one, two = project(city, within), project(city, within, name="乙")
    fixed(city, within)
    first, _second = propose(city, one), propose(city, two)
    with pytest.raises(Invalid) as refused:
        decide(city, within, {first.pk: ("approved", "")})
    assert refused.value.code == "adjustment-incomplete"
    assert not Project.objects.filter(moved_out=True).exists()


def test_leaders_decide_and_only_where_there_is_something(city: City, other_city: City) -> None:
    about = running(city)
    with pytest.raises(Refused) as nothing:
        decide(city, about.cohort, {})
    assert nothing.value.code == "adjustment-empty"
    made = propose(city, about)
    for actor in (city.actor("supervisor"), other_city.actor("principal")):
        with pytest.raises(Forbidden):
            decide(city, about.cohort, {made.pk: ("approved", "")}, by=actor)


def test_nobody_decides_the_own_proposal(city: City) -> None:
    about = running(city)
    made = propose(city, about)
    DropOut.objects.filter(pk=made.pk).update(proposed_by=city.person("principal"))
    with pytest.raises(Refused) as refused:
        decide(city, about.cohort, {made.pk: ("approved", "")})
    assert refused.value.code == "adjustment-own"
