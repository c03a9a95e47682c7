"""A data folder with one running session and its printed tokens, for servers that are measured or
killed. Run as ``python -m tests.reliability.lay CONTENDERS TOKENS IS_OPEN`` by :func:`laid`."""

import json
import random
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.served import environment_of
from tests.shared_data import ROOT

PLACE = "laid.json"


@dataclass(frozen=True)
class Laid:
    """Numbers and keys of the session; ``tokens`` as ``read_token`` gives them."""

    session: int
    item: int
    box: str
    contenders: list[str]
    criteria: dict[str, int]
    tokens: list[str]

    def marks(self, chance: random.Random) -> dict[str, dict[str, str]]:
        """A ballot as a voter might mark it."""
        return {
            each: {key: str(chance.randint(top // 2, top)) for key, top in self.criteria.items()}
            for each in self.contenders
        }

    def ballot(self, token: str, chance: random.Random, **changed: object) -> dict[str, object]:
        """What a phone sends the first time, in the first opening of the item."""
        told = {"token": token, "item": self.item, "turn": 1, "edition": 1}
        sending = f"{chance.getrandbits(64):016x}"
        return {**told, "sending": sending, "marks": self.marks(chance), **changed}


def laid(
    folder: Path, *, contenders: int = 14, tokens: int = 1000, is_open: bool = True,
    database: str = "",
) -> Laid:  # fmt: skip
    """Make the folder's database with the session, in a process of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    given = [str(contenders), str(tokens), str(int(is_open)), str(folder / PLACE)]
    subprocess.run(
        [sys.executable, "-m", "tests.reliability.lay", *given],
        cwd=ROOT, env=environment_of(folder, database), check=True,
    )  # fmt: skip
    return Laid(**json.loads((folder / PLACE).read_text()))


def lay(contenders: int, tokens: int, is_open: bool) -> dict[str, Any]:
    """By the product's own actions, but for the number of tokens and the state."""
    from luoshi.core.voting import Gate, new_token, read_token, registry_digest
    from luoshi.web.appraisal.models import SessionState, Token
    from luoshi.web.box import make_box
    from luoshi.web.units.models import Unit
    from tests.factories import START, make_city
    from tests.web.appraisal.build import Meeting

    city = make_city()
    units = [
        Unit.objects.create(
            parent=city.unit, code=f"B{at}", kind="county", name=f"第{at}单位",
            short_name=f"单位{at}", jurisdiction=city.unit, position=100 + at, opened_on=START,
        )
        for at in range(contenders)
    ]  # fmt: skip
    meeting = Meeting(city)
    meeting.contenders = lambda *_: Meeting.contenders(meeting, *units)  # type: ignore[method-assign]
    session = meeting.drawn().session
    session.refresh_from_db()
    session.state = SessionState.RUNNING
    session.save()
    made = sorted(read_token(new_token()) for _ in range(tokens))
    rows = [(registry_digest(each), each) for each in made]
    classes = [each["key"] for each in session.rules["classes"]]
    Token.objects.bulk_create(
        [
            Token(digest=digest, session=session, voter_class=classes[at % len(classes)])
            for at, (digest, _) in enumerate(sorted(rows))
        ],
        batch_size=500,
    )
    item = session.items.get()
    keys = [each["key"] for each in session.rules["contenders"]]
    gate = Gate(item.pk, 1, is_open=is_open, contenders=tuple(keys))
    make_box(session.box, [gate])
    criteria = {each["key"]: int(each["maximum"]) for each in session.rules["criteria"]}
    random.SystemRandom().shuffle(made)
    return {
        "session": session.pk, "item": item.pk, "box": str(session.box), "contenders": keys,
        "criteria": criteria, "tokens": made,
    }  # fmt: skip


def main() -> None:
    """Bring the tables up to date and lay the session."""
    from luoshi.commands.site import migrate_when_needed, start_site

    start_site()
    migrate_when_needed()
    found = lay(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3] == "1")
    Path(sys.argv[4]).write_text(json.dumps(found))


if __name__ == "__main__":
    main()
