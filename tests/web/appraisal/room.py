"""Sessions for tests."""

import uuid

from luoshi.web.appraisal.models import Contender, Session
from luoshi.web.units.models import Unit
from tests.factories import NOW, TODAY, City


def make_session(city: City, *units: Unit, **fields: object) -> Session:
    """A session under way with contenders in the order given."""
    values: dict[str, object] = {
        "jurisdiction": city.unit,
        "title": "半年述职评议会",
        "template": "criteria",
        "held_on": TODAY,
        "minutes": 8,
        "slides_until": NOW,
        "rules": {},
        "digest": "0" * 64,
        "box": uuid.uuid4(),
        "state": "running",
        "created_by": city.person("supervisor"),
        "created_at": NOW,
    }
    made = Session.objects.create(**(values | fields))
    for position, unit in enumerate(units, 1):
        Contender.objects.create(
            session=made, unit=unit, group=unit.kind, minutes=8, position=position
        )
    return made
