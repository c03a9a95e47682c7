"""Who may do what on a visit: rows of the table of rights."""

from luoshi.web.commitments.models import Commitment
from luoshi.web.visits.models import Raised, Visit
from tests.web.places import ALL, JURISDICTION, REACH, Place, Row, area


def raised(place: Place) -> Raised:
    """A problem that the place's unit owns."""
    promise = Commitment(lead_unit_id=place.unit.pk)
    return Raised(visit=Visit(jurisdiction_id=place.area), commitment=promise)


VISITS: dict[str, Row] = {
    "visits.can_keep_visits": Row(area, {"supervisor": JURISDICTION}),
    "visits.can_keep_any_visit": Row(None, {"supervisor": ALL}),
    "visits.can_answer_raised": Row(
        raised, {"supervisor": JURISDICTION, "contact": REACH, "unit_leader": REACH}
    ),
}
