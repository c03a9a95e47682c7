"""Thousands of wrong codes from 64 phones at once, while a voter with a right one goes on."""

import json
import random
import time
from collections import Counter
from pathlib import Path
from typing import Any

from luoshi.core.voting import new_token, read_token
from tests.bench.ballots import serve
from tests.reliability.inside import ask
from tests.reliability.lay import laid
from tests.reliability.phones import Answered, Phone, Phones, get, post
from tests.served import served

VOTERS = 50


def guess(folder: Path, guesses: int, at_once: int = 64, database: str = "") -> dict[str, Any]:
    """What the guessers were told, what the voter was, what the operator sees, and whether
    anything in the box is another."""
    hall = laid(folder, contenders=3, tokens=VOTERS, database=database)
    chance = random.Random(guesses)
    sent = [hall.ballot(token, chance) for token in hall.tokens]
    wrong = (
        (0.0, post(dict(sent[at % VOTERS], token=read_token(new_token())))) for at in range(guesses)
    )
    pages = ((0.0, get(f"/v/{hall.tokens[at % VOTERS]}/")) for at in range(guesses // 50))
    told: Counter[str] = Counter()
    right: list[Answered] = []
    with served(folder, command=serve, database=database) as site:
        Phones(site.port).run([Phone(iter([(0.0, post(each)) for each in sent]), right.append)])
        before = ask("seen", folder, database)
        begun = time.monotonic()
        phones = [Phone(wrong, lambda answer: told.update([_code(answer)])) for _ in range(at_once)]
        Phones(site.port, 900).run([*phones, Phone(pages, right.append)])
        seconds = time.monotonic() - begun
        after = ask("seen", folder, database)
    return {
        "guesses": guesses,
        "seconds": round(seconds, 1),
        "told": dict(told),
        "right": len(right),
        "refused right": sum(each.status != 200 for each in right),
        "longest of a right one, ms": round(max(each.seconds for each in right) * 1000),
        "uncounted": guesses - (after["wrong"] - before["wrong"]),
        "box changed": before["digest"] != after["digest"],
    }


def _code(answer: Answered) -> str:
    return json.loads(answer.body)["code"] if answer.body else f"nothing ({answer.status})"
