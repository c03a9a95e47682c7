"""The closed loop, walked by seven people: from a government paper to a published ranking."""

from pathlib import Path

import pytest

from tests.e2e.conftest import SignedIn
from tests.e2e.loop import FIRST_HALF, Loop
from tests.e2e.verdict import SECOND_HALF

pytestmark = pytest.mark.browser


def test_closed_loop(signed_in: SignedIn, tmp_path: Path) -> None:
    loop = Loop(signed_in, tmp_path)
    for step in (*FIRST_HALF, *SECOND_HALF):
        step(loop)
