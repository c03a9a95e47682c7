"""Who may do what at an appraisal session: rows of the table of rights."""

from luoshi.web.accounts.models import Role
from luoshi.web.appraisal.models import Contender, Releaser, Session
from tests.web.places import ALL, JURISDICTION, REACH, SOMEBODY_ELSE, Place, Row, area


def released(place: Place) -> Session:
    return Session(jurisdiction_id=place.area, state="released")


def computed(place: Place) -> Session:
    """Nobody of them is a releaser."""
    return Session(jurisdiction_id=place.area, state="computed")


def contender(place: Place) -> Contender:
    """The place's unit speaks."""
    return Contender(unit_id=place.unit.pk)


def named(place: Place) -> Releaser:
    """The asker is the releaser."""
    return Releaser(person_id=place.asker)


EVERYBODY = dict.fromkeys(Role.values, ALL)

APPRAISAL: dict[str, Row] = {
    "appraisal.can_run_sessions": Row(area, {"supervisor": JURISDICTION}),
    "appraisal.can_run_any_session": Row(None, {"supervisor": ALL}),
    "appraisal.can_upload_slides": Row(contender, {"contact": REACH, "unit_leader": REACH}),
    "appraisal.can_enter_paper": Row(
        area, dict.fromkeys(("supervisor", "assessor", "verifier"), JURISDICTION)
    ),
    "appraisal.can_enter_paper/again": Row(area, {}, lambda p: {"entered_by": p.actor.user_id}),
    "appraisal.can_release": Row(named, EVERYBODY),
    "appraisal.can_release/another": Row(lambda p: Releaser(person_id=SOMEBODY_ELSE)),
    "appraisal.can_see_result": Row(released, EVERYBODY),
    "appraisal.can_see_result/computed": Row(computed),
    "appraisal.can_see_advice": Row(
        released,
        dict.fromkeys(("supervisor", "assessor", "principal", "auditor"), JURISDICTION),
    ),
    "publishing.can_draft/session": Row(
        released, dict.fromkeys(("supervisor", "assessor"), JURISDICTION)
    ),
    "appraisal.can_read_ballots": Row(released, {"auditor": JURISDICTION}),
    "appraisal.can_read_ballots/computed": Row(computed),
}
