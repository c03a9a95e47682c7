"""What is done to a laid folder from inside its site: taken out, sealed, closed. In processes of
their own, for settings are read once. ``python -m tests.reliability.inside VERB FOLDER``."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.reliability.lay import PLACE, Laid
from tests.served import environment_of
from tests.shared_data import ROOT


def ask(verb: str, folder: Path, database: str = "", **more: str) -> Any:
    """The answer of a verb below."""
    found = subprocess.run(
        [sys.executable, "-m", "tests.reliability.inside", verb, str(folder)],
        cwd=ROOT, env=environment_of(folder, database) | more, check=True, capture_output=True,
        text=True,
    )  # fmt: skip
    return json.loads(found.stdout.splitlines()[-1])


def sealed(hall: Laid) -> dict[str, Any]:
    """The receipts and marks of the sealed list that the box gives."""
    from uuid import UUID

    from luoshi.core.tally import Ballot, read_sealed, sealed_bytes
    from luoshi.web.appraisal.models import Session
    from luoshi.web.box import box_of

    rules = Session.objects.get(pk=hall.session).rules
    taken = box_of(UUID(hall.box)).taken()
    ballots = [Ballot(each.voter_class, each.marks) for each in taken]
    data = sealed_bytes(rules, ballots, [each.receipt for each in taken])
    found = read_sealed(data)
    marks = [json.dumps(each.marks, sort_keys=True) for each in found.ballots]
    return {"receipts": found.receipts, "marks": marks, "document": data.decode()}


def closed(hall: Laid) -> None:
    """Close the item."""
    from uuid import UUID

    from luoshi.web.box import box_of

    box_of(UUID(hall.box)).set_gate(hall.item, turn=1, is_open=False)


def destroyed(hall: Laid) -> None:
    """Destroy the box."""
    from uuid import UUID

    from luoshi.web.box import box_of

    box_of(UUID(hall.box)).destroy()


def keys(hall: Laid) -> list[list[str]]:
    """Of each token, in the order in which they were made: registry digest and key, hex."""
    from uuid import UUID

    from luoshi.core.voting import ballot_key, registry_digest

    name = UUID(hall.box).hex
    return [[registry_digest(t).hex(), ballot_key(t, name).hex()] for t in hall.tokens]


def seen(hall: Laid) -> dict[str, Any]:
    """A digest of all that lies in the box, and how many wrong codes its operator is told of."""
    from hashlib import sha256
    from uuid import UUID

    from luoshi.web.appraisal.models import Session
    from luoshi.web.appraisal.wrongcodes import wrong_codes
    from luoshi.web.box import box_of

    box = box_of(UUID(hall.box))
    kept = repr((box.gates(), box.taken(), dict(box.counts())))
    wrong = wrong_codes(Session.objects.get(pk=hall.session))
    return {"digest": sha256(kept.encode()).hexdigest(), "wrong": wrong}


def main() -> None:
    """Run one verb and print its answer as JSON."""
    from luoshi.commands.site import start_site

    start_site()
    hall = Laid(**json.loads((Path(sys.argv[2]) / PLACE).read_text()))
    verbs = {"sealed": sealed, "closed": closed, "destroyed": destroyed, "keys": keys, "seen": seen}
    sys.stdout.write(json.dumps(verbs[sys.argv[1]](hall)) + "\n")


if __name__ == "__main__":
    main()
