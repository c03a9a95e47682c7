"""Who may do what about objections: rows of the table of rights."""

from luoshi.web.assessment.models import ScoreNode, ScoreRun, UnitScore
from luoshi.web.objections.models import Objection
from luoshi.web.objections.rules import Involved
from tests.web.places import JURISDICTION, REACH, SOMEBODY_ELSE, Place, Row, Thing


def a_run(place: Place) -> ScoreRun:
    return ScoreRun(jurisdiction_id=place.area)


def a_score(place: Place) -> UnitScore:
    return UnitScore(run=a_run(place), unit_id=place.unit.pk)


def objection(*, named: bool = False) -> Thing:
    return lambda place: Objection(
        node=ScoreNode(score=a_score(place)),
        unit_id=place.unit.pk,
        answerer_id=place.asker if named else SOMEBODY_ELSE,
    )


def outside(place: Place) -> dict[str, Involved]:
    return {"involved": Involved(sides=frozenset({place.unit.pk}))}


OFFICES = {"assessor": "-YY-", "supervisor": "-YY-", "principal": "-YY-", "verifier": "-YY-"}
"""All of the jurisdiction, but not who holds the office at the unit itself."""

OBJECTIONS: dict[str, Row] = {
    "objections.can_open_window": Row(a_run, {"assessor": JURISDICTION}),
    "objections.can_run_again": Row(a_run, {"assessor": JURISDICTION}),
    "objections.can_object": Row(a_score, {"contact": REACH, "unit_leader": REACH}),
    "objections.can_withdraw": Row(objection(), {"contact": REACH, "unit_leader": REACH}),
    "objections.can_assign": Row(
        objection(), {"assessor": JURISDICTION, "principal": JURISDICTION}
    ),
    "objections.can_be_named": Row(objection(), OFFICES, outside),
    "objections.can_answer": Row(objection(), {}, outside),
    "objections.can_answer/named": Row(objection(named=True), OFFICES, outside),
}
