"""Who may do what: every rule of every app, role by relation, as literal rows.

The person holds one role at the county 东区. ``own`` is a thing of that county, ``below`` of its
town, ``other`` of another county of the city, ``city`` of another city. A row says for each role
in that order where it may (Y) and where not (-); a role that is not named may nowhere.
A rule that also asks for a state or for another person has one row for each: ``rule/case``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from luoshi.web.accounts.actor import Actor
from luoshi.web.accounts.models import Role
from luoshi.web.assessment.models import ScoreRun
from luoshi.web.challenges.models import (
    Acceptor,
    Bid,
    Challenge,
    Evaluator,
    KeyHolder,
    Objection,
    Pledge,
)
from luoshi.web.commitments.models import Amendment, Commitment, CommitmentList
from luoshi.web.delivery.models import Draw, ProgressReport, Round, Sample
from luoshi.web.documents.models import Candidate, SourceDocument
from luoshi.web.jobs.models import Job
from luoshi.web.projects.models import Cohort, Project, StageChange
from luoshi.web.publishing.models import Bulletin
from luoshi.web.units.models import Unit
from tests.factories import City

RELATIONS = ("own", "below", "other", "city")
ALL, JURISDICTION, REACH, NONE = "YYYY", "YYY-", "YY--", "----"
SOMEBODY_ELSE = -1


@dataclass(frozen=True)
class Place:
    """Where the thing is, and who asks."""

    city: City
    unit: Unit
    actor: Actor

    @property
    def area(self) -> int:
        return self.city.unit.pk

    @property
    def asker(self) -> int:
        return self.actor.user_id or SOMEBODY_ELSE


Thing = Callable[[Place], object]


@dataclass(frozen=True)
class Row:
    """What the rule is asked about, and for which roles it says yes where."""

    thing: Thing | None = None
    may: Mapping[str, str] = field(default_factory=dict)
    more: Callable[[Place], dict[str, Any]] = lambda place: {}

    def ask(self, rule: Callable[..., object], place: Place) -> bool:
        things = (self.thing(place),) if self.thing else ()
        return bool(rule(place.actor, *things, **self.more(place)))


def area(place: Place) -> int:
    return place.area


def a_list(place: Place) -> CommitmentList:
    return CommitmentList(jurisdiction_id=place.area)


def commitment(state: str) -> Thing:
    return lambda place: Commitment(
        jurisdiction_id=place.area, lead_unit_id=place.unit.pk, state=state
    )


def amendment(*, own: bool = False) -> Thing:
    return lambda place: Amendment(
        commitment=commitment("underway")(place),
        proposed_by_id=place.asker if own else SOMEBODY_ELSE,
    )


def orphan(place: Place) -> Commitment:
    return Commitment(jurisdiction_id=place.area, lead_unit=None)


def dispute(by_asker: bool) -> Callable[[Place], dict[str, Any]]:
    def facts(place: Place) -> dict[str, Any]:
        superiors = frozenset(unit.pk for unit in place.unit.ancestors())
        by = place.asker if by_asker else SOMEBODY_ELSE
        return {
            "superiors": superiors, "parties": frozenset({place.unit.pk}), "disputed_by": by,
        }  # fmt: skip

    return facts


def report(state: str = "signed", *, own: bool = False) -> Thing:
    return lambda place: ProgressReport(
        unit_id=place.unit.pk,
        round=Round(list=a_list(place)),
        state=state,
        submitted_by_id=place.asker if own else SOMEBODY_ELSE,
    )


def sample(*, drawn: bool) -> Thing:
    def made(place: Place) -> Sample:
        asked = report()(place)
        assert isinstance(asked, ProgressReport)
        verifier = place.asker if drawn else SOMEBODY_ELSE
        return Sample(draw=Draw(round=asked.round), report=asked, verifier_id=verifier)

    return made


def near(place: Place) -> dict[str, Any]:
    """The asker's own unit with those above and below it."""
    units = {unit for held in place.actor.held for unit in (held.unit_id, *held.reach)}
    return {"barred": frozenset(units)}


def document(place: Place) -> SourceDocument:
    return SourceDocument(jurisdiction_id=place.area)


def cohort(place: Place) -> Cohort:
    return Cohort(jurisdiction_id=place.area)


def project(place: Place) -> Project:
    promise = Commitment(lead_unit_id=place.unit.pk)
    return Project(cohort=cohort(place), commitment=promise)


def stage_change(*, own: bool) -> Thing:
    return lambda place: StageChange(
        project=project(place), said_by_id=place.asker if own else SOMEBODY_ELSE
    )


def run(*, final: bool = False, own: bool = False) -> Thing:
    return lambda place: ScoreRun(
        jurisdiction_id=place.area,
        finalised_at=timezone.now() if final else None,
        computed_by_id=place.asker if own else SOMEBODY_ELSE,
    )


def bulletin(*, issued: bool = False) -> Thing:
    return lambda place: Bulletin(
        jurisdiction_id=place.area,
        run=run(final=True)(place),
        issued_at=timezone.now() if issued else None,
    )


def challenge(place: Place) -> Challenge:
    return Challenge(jurisdiction_id=place.area)


def holder(place: Place) -> KeyHolder:
    return KeyHolder(person_id=place.asker)


def evaluator(*, interest: bool | None = False) -> Thing:
    return lambda place: Evaluator(person_id=place.asker, has_interest=interest)


def acceptor(place: Place) -> Acceptor:
    return Acceptor(challenge=challenge(place), person_id=place.asker)


def parties(one: str, other: str) -> Callable[[Place], dict[str, Any]]:
    """The asker's own line under one name, the thing's unit under the other."""
    return lambda place: {one: near(place)["barred"], other: frozenset({place.unit.pk})}


RIGHTS: dict[str, Row] = {
    # accounts
    "accounts.can_open_settings": Row(None, {"admin": ALL}),
    "accounts.can_appoint": Row(lambda p: p.city.unit, {"admin": JURISDICTION}),
    "accounts.can_look_after": Row(
        lambda p: p.city.person("contact", p.unit), {"admin": JURISDICTION}
    ),
    # audit, calendars, jobs, units
    "audit.can_read_audit": Row(None, {"auditor": ALL}),
    "calendars.can_change_calendar": Row(None, {"admin": ALL}),
    "jobs.can_follow_job": Row(lambda p: Job(asked_by_id=SOMEBODY_ELSE)),
    "jobs.can_follow_job/own": Row(
        lambda p: Job(asked_by_id=p.actor.user_id or SOMEBODY_ELSE),
        dict.fromkeys(Role.values, ALL),
    ),
    "units.can_change_units": Row(area, {"admin": JURISDICTION}),
    # documents
    "documents.can_import": Row(area, {"supervisor": JURISDICTION}),
    "documents.can_review": Row(document, {"supervisor": JURISDICTION}),
    "documents.can_decide": Row(
        lambda p: Candidate(document=document(p)), {"supervisor": JURISDICTION}
    ),
    # commitments
    "commitments.can_keep_list_types": Row(
        area, {"supervisor": JURISDICTION, "admin": JURISDICTION}
    ),
    "commitments.can_create_list": Row(area, {"supervisor": JURISDICTION}),
    "commitments.can_create_lists": Row(None, {"supervisor": ALL}),
    "commitments.can_change_list": Row(a_list, {"supervisor": JURISDICTION}),
    "commitments.can_change": Row(commitment("draft"), {"supervisor": JURISDICTION}),
    "commitments.can_sign_off": Row(commitment("verified"), {"supervisor": JURISDICTION}),
    "commitments.can_answer": Row(commitment("assigned"), {"unit_leader": REACH}),
    "commitments.can_answer/without lead unit": Row(orphan),
    "commitments.can_withdraw/assigned": Row(commitment("assigned"), {"supervisor": JURISDICTION}),
    "commitments.can_withdraw/underway": Row(commitment("underway"), {"principal": JURISDICTION}),
    "commitments.can_propose_amendment": Row(
        commitment("underway"), {"supervisor": JURISDICTION, "unit_leader": REACH}
    ),
    "commitments.can_decide_amendment": Row(amendment(), {"principal": JURISDICTION}),
    "commitments.can_decide_amendment/own": Row(amendment(own=True)),
    "commitments.can_decide_dispute": Row(
        None, {"supervisor": "-Y--", "principal": "-Y--"}, dispute(by_asker=False)
    ),
    "commitments.can_decide_dispute/own": Row(None, {}, dispute(by_asker=True)),
    # delivery
    "delivery.can_run_rounds": Row(area, {"supervisor": JURISDICTION}),
    "delivery.can_fill": Row(report("draft"), {"contact": REACH}),
    "delivery.can_sign": Row(report("submitted"), {"unit_leader": REACH}),
    "delivery.can_accept": Row(report(), {"supervisor": JURISDICTION}),
    "delivery.can_accept/own": Row(report(own=True)),
    "delivery.can_return/submitted": Row(report("submitted"), {"unit_leader": REACH}),
    "delivery.can_return/signed": Row(report("signed"), {"supervisor": JURISDICTION}),
    "delivery.can_verify": Row(sample(drawn=True), {"verifier": "--Y-"}, near),
    "delivery.can_verify/not drawn": Row(sample(drawn=False), {}, near),
    # projects
    "projects.can_keep_projects": Row(area, {"supervisor": JURISDICTION}),
    "projects.can_keep_any_projects": Row(None, {"supervisor": ALL}),
    "projects.can_tell": Row(project, {"contact": REACH}),
    "projects.can_find": Row(stage_change(own=False), {"verifier": "--Y-"}, near),
    "projects.can_find/own": Row(stage_change(own=True), {}, near),
    "projects.can_count": Row(project, {"verifier": "--Y-"}, near),
    "projects.can_propose_moving_out": Row(project, {"unit_leader": REACH}),
    "projects.can_adjust": Row(cohort, {"principal": JURISDICTION}),
    # challenges
    "challenges.can_propose": Row(
        area, dict.fromkeys(("supervisor", "contact", "unit_leader"), JURISDICTION)
    ),
    "challenges.can_run": Row(challenge, {"supervisor": JURISDICTION}),
    "challenges.can_decide": Row(challenge, {"principal": JURISDICTION}),
    "challenges.can_decide/own": Row(challenge, {}, lambda p: {"asked_by": p.asker}),
    "challenges.can_hold_key": Row(holder, dict.fromkeys(Role.values, ALL)),
    "challenges.can_hold_key/another": Row(lambda p: KeyHolder(person_id=SOMEBODY_ELSE)),
    "challenges.can_bid": Row(
        challenge,
        {"unit_leader": "Y---"},
        lambda p: {"unit_id": p.unit.pk, "barred": frozenset()},
    ),
    "challenges.can_bid/owner": Row(
        challenge, {}, lambda p: {"unit_id": p.unit.pk, "barred": frozenset({p.unit.pk})}
    ),
    "challenges.can_declare": Row(evaluator(), dict.fromkeys(Role.values, ALL)),
    "challenges.can_declare/another": Row(lambda p: Evaluator(person_id=SOMEBODY_ELSE)),
    "challenges.can_mark": Row(
        evaluator(),
        dict.fromkeys(Role.values, "-YYY")
        | dict.fromkeys(("contact", "unit_leader", "verifier"), "--YY"),
        parties("near", "bidding"),
    ),
    "challenges.can_mark/interest": Row(evaluator(interest=True), {}, parties("near", "bidding")),
    "challenges.can_mark/undeclared": Row(evaluator(interest=None), {}, parties("near", "bidding")),
    "challenges.can_object": Row(
        challenge, dict.fromkeys(("contact", "unit_leader"), JURISDICTION)
    ),
    "challenges.can_answer_objection": Row(
        lambda p: Objection(challenge=challenge(p)),
        dict.fromkeys(("supervisor", "assessor", "principal"), JURISDICTION),
        lambda p: {"involved": frozenset()},
    ),
    "challenges.can_answer_objection/involved": Row(
        lambda p: Objection(challenge=challenge(p)), {}, lambda p: {"involved": {p.asker}}
    ),
    "challenges.can_sign": Row(
        lambda p: Pledge(bid=Bid(unit_id=p.unit.pk)), {"unit_leader": "Y---"}
    ),
    "challenges.can_accept": Row(acceptor, {"verifier": "--Y-"}, parties("barred", "party")),
    "challenges.can_accept/another": Row(
        lambda p: Acceptor(challenge=challenge(p), person_id=SOMEBODY_ELSE),
        {},
        parties("barred", "party"),
    ),
    # assessment
    "assessment.can_write_schemes": Row(area, {"assessor": JURISDICTION}),
    "assessment.can_write_any_scheme": Row(None, {"assessor": ALL}),
    "assessment.can_compute": Row(area, {"assessor": JURISDICTION}),
    "assessment.can_finalise": Row(run(), {"principal": JURISDICTION}),
    "assessment.can_finalise/own": Row(run(own=True)),
    "assessment.can_see_ranking": Row(
        run(), dict.fromkeys(("supervisor", "assessor", "principal"), JURISDICTION)
    ),
    "assessment.can_see_ranking/final": Row(
        run(final=True),
        dict.fromkeys(
            ("supervisor", "assessor", "principal", "contact", "unit_leader"), JURISDICTION
        ),
    ),
    # publishing
    "publishing.can_draft": Row(
        run(final=True), dict.fromkeys(("supervisor", "assessor"), JURISDICTION)
    ),
    "publishing.can_edit": Row(bulletin(), dict.fromkeys(("supervisor", "assessor"), JURISDICTION)),
    "publishing.can_edit/issued": Row(bulletin(issued=True)),
    "publishing.can_issue": Row(bulletin(), {"principal": JURISDICTION}),
}
