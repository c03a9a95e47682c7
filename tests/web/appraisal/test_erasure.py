"""After acceptance no byte of a token's digest is left in the files of an SQLite database."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.served import environment_of
from tests.shared_data import ROOT

LIFE = """
import sys
from hashlib import sha256
from luoshi.commands.site import start_site
start_site()
from django.db import connection
from luoshi.web.appraisal import actions
from luoshi.web.appraisal.models import Token, TokenDestruction
from tests.factories import make_city
from tests.web.appraisal.build import Meeting
from tests.web.appraisal.voted import released

held = released(Meeting(make_city()))
for at in range(400):
    digest = sha256(b"%d" % at).digest()
    Token.objects.create(digest=digest, session=held.session, voter_class="B")
Token.objects.filter(session=held.session, voter_class="C").delete()
for each in Token.objects.all():
    print(bytes(each.digest).hex())
if sys.argv[1] == "accept":
    actions.session_accept(**held.who)
    assert TokenDestruction.objects.get().erased_at
else:
    Token.objects.all().delete()
"""


def left(folder: Path, act: str) -> int:
    """How many digests can still be found in the files beside the database."""
    told = subprocess.run(
        [sys.executable, "-c", LIFE, act],
        cwd=ROOT, env=environment_of(folder) | {"PYTHONPATH": str(ROOT)},
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    digests = [bytes.fromhex(line) for line in told.stdout.split()]
    assert len(digests) == 438
    files = [each.read_bytes() for each in folder.rglob("*") if each.is_file()]
    return sum(any(digest in data for data in files) for digest in digests)


@pytest.mark.skipif("LUOSHI_TEST_DATABASE_URL" in os.environ, reason="files of SQLite")
@pytest.mark.parametrize(("act", "found"), [("accept", 0), ("delete", 438)])
def test_accepting_leaves_no_digest(act: str, found: int, begun: Path, tmp_path: Path) -> None:
    """The control deletes the rows only, and every digest is still there."""
    folder = tmp_path / "data"
    shutil.copytree(begun, folder)
    assert left(folder, act) == found
