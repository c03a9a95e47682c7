"""Who may do what: every rule of every app, role by relation, as literal rows.

The person holds one role at the county 东区. ``own`` is a thing of that county, ``below`` of its
town, ``other`` of another county of the city, ``city`` of another city. A row says for each role
in that order where it may (Y) and where not (-); a role that is not named may nowhere.
A rule that also asks for a state or for another person has one row for each: ``rule/case``.
"""

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from luoshi.web.accounts.models import Role
from luoshi.web.assessment.models import ScoreRun
from luoshi.web.burden.models import DataRequest, Remark, RequestUnit
from luoshi.web.cadence.models import Cadence, Meeting, Question
from luoshi.web.commitments.models import Amendment, Commitment, CommitmentList, SavedView
from luoshi.web.delivery.models import Draw, ProgressReport, Round, Sample
from luoshi.web.documents.models import Candidate, SourceDocument
from luoshi.web.jobs.models import Job
from luoshi.web.lookback.models import Entry as LookBackEntry
from luoshi.web.projects.models import Cohort, Project, StageChange
from luoshi.web.publishing.models import Bulletin
from luoshi.web.reasons.models import BehindReason
from luoshi.web.succession.models import Handover
from tests.web.places import (
    ALL,
    JURISDICTION,
    REACH,
    SOMEBODY_ELSE,
    Place,
    Row,
    Thing,
    area,
    near,
)
from tests.web.rights_appraisal import APPRAISAL
from tests.web.rights_arena import ARENA
from tests.web.rights_challenges import CHALLENGES
from tests.web.rights_indicators import INDICATORS
from tests.web.rights_objections import OBJECTIONS
from tests.web.rights_visits import VISITS


def a_list(place: Place) -> CommitmentList:
    return CommitmentList(jurisdiction_id=place.area)


def saved_view(*, own: bool = False, shared: bool = False) -> Thing:
    return lambda place: SavedView(
        person_id=place.asker if own else SOMEBODY_ELSE,
        list=a_list(place),
        shared=shared,
    )


def a_frozen_list(place: Place) -> CommitmentList:
    return CommitmentList(jurisdiction_id=place.area, frozen_at=timezone.now())


def commitment(state: str) -> Thing:
    return lambda place: Commitment(
        jurisdiction_id=place.area, lead_unit_id=place.unit.pk, state=state
    )


def part_of_county(place: Place) -> Commitment:
    whole = Commitment(jurisdiction_id=place.area, lead_unit_id=place.unit.pk, state="underway")
    return Commitment(
        jurisdiction_id=place.area, lead_unit_id=place.unit.pk, state="draft", parent=whole
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


def behind_reason(*, own: bool = False) -> Thing:
    return lambda place: BehindReason(
        commitment=commitment("underway")(place),
        unit_id=place.unit.pk,
        given_by_id=place.asker if own else SOMEBODY_ELSE,
    )


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


def document(place: Place) -> SourceDocument:
    return SourceDocument(jurisdiction_id=place.area)


def cohort(place: Place) -> Cohort:
    return Cohort(jurisdiction_id=place.area)


def project(place: Place) -> Project:
    promise = Commitment(lead_unit_id=place.unit.pk)
    return Project(cohort=cohort(place), commitment=promise)


def data_request(*, asker: bool = False, named: bool = False, own: bool = False) -> Thing:
    return lambda place: DataRequest(
        jurisdiction_id=place.area,
        asker_id=place.unit.pk if asker else place.area,
        approver_id=place.asker if named else SOMEBODY_ELSE,
        made_by_id=place.asker if own else SOMEBODY_ELSE,
    )


def asked_unit(place: Place) -> RequestUnit:
    asked = DataRequest(jurisdiction_id=place.area, asker_id=place.area, made_by_id=SOMEBODY_ELSE)
    return RequestUnit(request=asked, unit_id=place.unit.pk)


def data_remark(place: Place) -> Remark:
    return Remark(asked=asked_unit(place), replied_by_id=SOMEBODY_ELSE)


def handover(*, to: bool = False, by: bool = False) -> Thing:
    return lambda place: Handover(
        jurisdiction_id=place.area,
        to_user_id=place.asker if to else SOMEBODY_ELSE,
        proposed_by_id=place.asker if by else SOMEBODY_ELSE,
    )


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


def question(place: Place) -> Question:
    within = Meeting(cadence=Cadence(list=a_list(place)))
    return Question(meeting=within, unit_id=place.unit.pk)


APART = APPRAISAL | ARENA | CHALLENGES | INDICATORS | OBJECTIONS | VISITS
RIGHTS: dict[str, Row] = APART | {
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
    "burden.can_ask": Row(
        lambda p: p.unit.pk,
        dict.fromkeys(("supervisor", "assessor", "contact", "unit_leader"), "Y---"),
    ),
    "burden.can_handle_request": Row(
        data_request(asker=True),
        dict.fromkeys(("supervisor", "assessor", "contact", "unit_leader"), "Y---"),
    ),
    "burden.can_approve_request": Row(data_request(named=True), {"principal": JURISDICTION}),
    "burden.can_approve_request/own": Row(data_request(named=True, own=True)),
    "burden.can_approve_request/unnamed": Row(data_request()),
    "burden.can_answer_request": Row(asked_unit, {"contact": REACH}),
    "burden.can_remark": Row(asked_unit, {"contact": REACH, "unit_leader": REACH}),
    "burden.can_rule_remark": Row(
        data_remark, {"principal": JURISDICTION, "supervisor": JURISDICTION}
    ),
    "succession.can_propose_handover": Row(
        lambda p: SOMEBODY_ELSE,
        {"admin": JURISDICTION},
        more=lambda p: {"jurisdiction_id": p.area},
    ),
    "succession.can_propose_handover/own": Row(
        lambda p: p.asker,
        dict.fromkeys(Role.values, ALL),
        more=lambda p: {"jurisdiction_id": p.area},
    ),
    "succession.can_decide_handover": Row(handover(), {"admin": JURISDICTION}),
    "succession.can_take_over": Row(handover()),
    "succession.can_take_over/named": Row(handover(to=True), dict.fromkeys(Role.values, ALL)),
    "succession.can_cancel_handover": Row(handover(), {"admin": JURISDICTION}),
    "succession.can_cancel_handover/own": Row(handover(by=True), dict.fromkeys(Role.values, ALL)),
    "succession.can_remind_owners": Row(area, {"supervisor": JURISDICTION}),
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
    "commitments.can_change_view": Row(saved_view()),
    "commitments.can_change_view/own": Row(saved_view(own=True), dict.fromkeys(Role.values, ALL)),
    "commitments.can_change_view/shared": Row(
        saved_view(shared=True), {"supervisor": JURISDICTION}
    ),
    "exchange.can_bring_back": Row(a_list, {"supervisor": JURISDICTION}),
    "exchange.can_bring_back/frozen": Row(
        a_frozen_list, {"supervisor": JURISDICTION, "unit_leader": JURISDICTION}
    ),
    "commitments.can_change": Row(commitment("draft"), {"supervisor": JURISDICTION}),
    "commitments.can_sign_off": Row(commitment("verified"), {"supervisor": JURISDICTION}),
    "commitments.can_answer": Row(commitment("assigned"), {"unit_leader": REACH}),
    "commitments.can_promise": Row(lambda p: p.unit.pk, {"unit_leader": REACH}),
    "selfcheck.can_open_check": Row(a_list, {"supervisor": JURISDICTION}),
    "selfcheck.can_answer_check": Row(
        lambda p: p.unit.pk, {"contact": REACH, "unit_leader": REACH}
    ),
    "selfcheck.can_put_right": Row(lambda p: p.unit.pk, {"unit_leader": REACH}),
    "commitments.can_answer/divided by its own unit": Row(part_of_county, {"unit_leader": "Y---"}),
    "commitments.can_answer/without lead unit": Row(orphan),
    "commitments.can_withdraw/assigned": Row(commitment("assigned"), {"supervisor": JURISDICTION}),
    "commitments.can_withdraw/underway": Row(commitment("underway"), {"principal": JURISDICTION}),
    "commitments.can_divide": Row(
        commitment("underway"),
        {"supervisor": JURISDICTION, "contact": REACH, "unit_leader": REACH},
    ),
    "commitments.can_dispatch": Row(commitment("draft"), {"supervisor": JURISDICTION}),
    "commitments.can_dispatch/part of the own": Row(
        part_of_county, {"supervisor": JURISDICTION, "unit_leader": REACH}
    ),
    "commitments.can_propose_amendment": Row(
        commitment("underway"), {"supervisor": JURISDICTION, "unit_leader": REACH}
    ),
    "commitments.can_decide_amendment": Row(amendment(), {"principal": JURISDICTION}),
    "commitments.can_decide_amendment/own": Row(amendment(own=True)),
    "commitments.can_decide_dispute": Row(
        None, {"supervisor": "-Y--", "principal": "-Y--"}, dispute(by_asker=False)
    ),
    "commitments.can_decide_dispute/own": Row(None, {}, dispute(by_asker=True)),
    # reasons
    "reasons.can_give_reason": Row(
        commitment("underway"), {"contact": REACH, "unit_leader": REACH}
    ),
    "reasons.can_decide_reason": Row(
        behind_reason(), {"supervisor": JURISDICTION, "principal": JURISDICTION}
    ),
    "reasons.can_decide_reason/own": Row(behind_reason(own=True)),
    # lookback
    "lookback.can_look_back": Row(a_list, {"supervisor": JURISDICTION}),
    "lookback.can_fill_entry": Row(lambda p: LookBackEntry(unit_id=p.unit.pk), {"contact": REACH}),
    "lookback.can_sign_entry": Row(
        lambda p: LookBackEntry(unit_id=p.unit.pk), {"unit_leader": REACH}
    ),
    # delivery
    "delivery.can_run_rounds": Row(area, {"supervisor": JURISDICTION}),
    "delivery.can_fill": Row(report("draft"), {"contact": REACH}),
    "delivery.can_sign": Row(report("submitted"), {"unit_leader": REACH}),
    "delivery.can_accept": Row(report(), {"supervisor": JURISDICTION}),
    "delivery.can_accept/own": Row(report(own=True)),
    "delivery.can_recall/submitted": Row(report("submitted"), {"contact": REACH}),
    "delivery.can_recall/signed": Row(report("signed"), {"contact": REACH, "unit_leader": REACH}),
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
    # cadence
    "cadence.can_keep_cadences": Row(area, {"supervisor": JURISDICTION}),
    "cadence.can_keep_any_cadence": Row(None, {"supervisor": ALL}),
    "cadence.can_ask": Row(area, dict.fromkeys(("supervisor", "principal"), JURISDICTION)),
    "cadence.can_answer_question": Row(
        question, {"supervisor": JURISDICTION, "contact": REACH, "unit_leader": REACH}
    ),
    # assessment
    "assessment.can_write_schemes": Row(area, {"assessor": JURISDICTION}),
    "assessment.can_write_any_scheme": Row(None, {"assessor": ALL}),
    "assessment.can_compute": Row(area, {"assessor": JURISDICTION}),
    "assessment.can_see_trials": Row(area, dict.fromkeys(("assessor", "principal"), JURISDICTION)),
    "assessment.can_finalise": Row(run(), {"principal": JURISDICTION}),
    "assessment.can_finalise/own": Row(run(own=True)),
    "assessment.can_decide_edge": Row(run(), {"principal": JURISDICTION}),
    "assessment.can_decide_edge/own": Row(run(own=True)),
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
