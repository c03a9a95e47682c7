"""Who may draft, edit and issue: the whole table of roles and relations."""

import pytest

from luoshi.web.accounts.decisions import Denied
from luoshi.web.publishing.models import Bulletin
from luoshi.web.publishing.rules import can_draft, can_edit, can_issue
from tests.factories import City
from tests.web.commitments.build import ROLES
from tests.web.publishing.build import ISSUED, make_draft

DRAFTERS = {"supervisor", "assessor"}


@pytest.fixture
def draft(city: City) -> Bulletin:
    return make_draft(city)


@pytest.mark.parametrize("role", ROLES)
def test_in_the_jurisdiction(city: City, draft: Bulletin, role: str) -> None:
    actor = city.actor(role)
    told = (can_draft(actor, draft.run), can_edit(actor, draft), can_issue(actor, draft))
    assert [bool(each) for each in told] == [
        role in DRAFTERS, role in DRAFTERS, role == "principal",
    ]  # fmt: skip


@pytest.mark.parametrize("role", ROLES)
def test_of_another_city(draft: Bulletin, other_city: City, role: str) -> None:
    actor = other_city.actor(role)
    assert can_draft(actor, draft.run) == Denied("bulletin-drafters-only")
    assert can_edit(actor, draft) == Denied("bulletin-drafters-only")
    assert can_issue(actor, draft) == Denied("bulletin-principal-issues")


@pytest.mark.parametrize("role", ROLES)
def test_what_is_out_is_edited_by_nobody(city: City, draft: Bulletin, role: str) -> None:
    draft.issued_at = ISSUED
    assert can_edit(city.actor(role), draft) == Denied("bulletin-issued")
