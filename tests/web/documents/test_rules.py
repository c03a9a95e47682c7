"""Who may import and decide: the whole table."""

import pytest

from luoshi.web.accounts.models import Role
from luoshi.web.documents.rules import can_decide, can_import, can_review
from tests.factories import City
from tests.web.documents.build import make_document, roads

ROLES = list(Role.values)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("own", [True, False], ids=["own", "other"])
def test_only_the_supervisor_of_the_jurisdiction(
    city: City, other_city: City, role: str, own: bool
) -> None:
    candidate = roads(make_document(city))
    actor = (city if own else other_city).actor(role)
    answers = [
        can_import(actor, city.unit.pk),
        can_review(actor, candidate.document),
        can_decide(actor, candidate),
    ]
    allowed = own and role == "supervisor"
    assert [bool(answer) for answer in answers] == [allowed] * 3
    reasons = {getattr(answer, "reason", "") for answer in answers}
    assert reasons == ({""} if allowed else {"documents-supervisor-only"})
