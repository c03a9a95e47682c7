"""One token sent from 64 phones at once, each with a ballot of its own, a thousand times over."""

import json
import random
from pathlib import Path
from typing import Any

from tests.bench.ballots import serve
from tests.reliability.inside import ask
from tests.reliability.lay import laid
from tests.reliability.phones import Answered, Phone, Phones, post
from tests.served import served


def token(folder: Path, tokens: int, at_once: int = 64, database: str = "") -> dict[str, Any]:
    """How many ballots come of it, and how many sendings were told that theirs is the one."""
    hall = laid(folder, contenders=3, tokens=tokens, database=database)
    chance = random.Random(tokens)
    each = (post(hall.ballot(one, chance)) for one in hall.tokens for _ in range(at_once))
    answers: list[dict[str, Any]] = []
    others: list[int] = []

    def heard(answer: Answered) -> None:
        if answer.status == 200:
            answers.append(json.loads(answer.body))
        else:
            others.append(answer.status)

    with served(folder, command=serve, database=database) as site:
        requests = ((0.0, body) for body in each)
        Phones(site.port, 900).run([Phone(requests, heard) for _ in range(at_once)])
    found = ask("sealed", folder, database)
    return {
        "tokens": tokens,
        "sent": tokens * at_once,
        "answered": len(answers),
        "errors": len(others),
        "stands": sum(not (a["older"] or a["repeated"]) for a in answers),
        "ballots": len(found["receipts"]),
        "receipts told": len({a["receipt"] for a in answers}),
    }
