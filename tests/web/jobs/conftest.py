"""The kinds of jobs that only tests know."""

import pytest

from luoshi.web.jobs.kinds import long_acts
from tests.web.jobs.build import ACTS


@pytest.fixture(autouse=True)
def acts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Long acts of the test, beside those of the apps."""
    for kind, act in ACTS.items():
        monkeypatch.setitem(long_acts(), kind, act)
