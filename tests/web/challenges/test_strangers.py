"""Pages of a challenge asked for from elsewhere, or in a way they do not know."""

from copy import deepcopy

import pytest

from tests.conftest import SignIn
from tests.factories import City, make_city
from tests.web.challenges.build import Story
from tests.web.challenges.pages import url

BELOW = (
    "", "notice/", "terms/", "people/", "evaluator/", "step/submit/", "key/", "open/", "bid/",
    "bids/1/", "bids/1/sealed/", "bids/1/withdraw/", "declare/", "marks/", "select/", "object/",
    "objections/1/", "start/", "assign/", "call/", "verdict/", "award/", "pledges/1/word/",
    "pledges/1/sign/",
)  # fmt: skip


@pytest.fixture(scope="module")
def signed(module_db: None) -> Story:
    """A challenge whose pledges are signed."""
    return Story(make_city()).until("sign")


@pytest.fixture
def story(signed: Story, db: None) -> Story:
    """That challenge, as each test finds it."""
    return deepcopy(signed)


@pytest.mark.parametrize("part", BELOW)
def test_strangers_find_nothing(story: Story, other_city: City, sign_in: SignIn, part: str) -> None:
    stranger = sign_in(other_city.person("supervisor"))
    assert stranger.get(url(story, part)).status_code == 404
    if part not in ("", "notice/", "bids/1/", "bids/1/sealed/", "pledges/1/word/"):
        assert stranger.post(url(story, part)).status_code == 404


@pytest.mark.parametrize("part", ["", "notice/", "pledges/1/word/"])
def test_what_is_read_cannot_be_posted_to(story: Story, sign_in: SignIn, part: str) -> None:
    assert sign_in(story.city.person("supervisor")).post(url(story, part)).status_code == 405
