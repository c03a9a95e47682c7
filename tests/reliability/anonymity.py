"""What whoever reads every file after the close can tell about which token cast which ballot.

The reader also watched the hall: they know in which order the tokens were sent, and try every place
where an order could have been left. A leaky box must be found out by the same program.
"""

import math
import random
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from tests.reliability.databases import files_of
from tests.reliability.inside import ask
from tests.reliability.lay import PLACE, Laid, laid
from tests.served import environment_of
from tests.shared_data import ROOT

BINS = 4
DOUBT = 0.001
"""Below this probability an order is no accident."""


def anonymity(folder: Path, tokens: int, leaky: bool = False, database: str = "") -> dict[str, Any]:
    """Findings by place; empty lists and probabilities above ``DOUBT`` where nothing leaks."""
    hall = laid(folder, contenders=3, tokens=tokens, database=database)
    order = list(range(tokens))
    random.Random(tokens).shuffle(order)
    arrived = [hall.tokens[at] for at in order]
    _vote(folder, arrived, leaky, database)
    names = ask("keys", folder, database)
    registry = [bytes.fromhex(names[at][0]) for at in order]
    keys = [bytes.fromhex(names[at][1]) for at in order]
    open_box = _read(folder, hall, database)
    found = _looked(open_box, arrived, registry, keys, "after the close")
    document = ask("sealed", folder, database)["document"].encode()
    ask("destroyed", folder, database)
    after = _read(folder, hall, database)
    gone = _looked(after, arrived, [], [], "after the seal")
    gone["keys after the seal"] = [p for p, data in after.items() if any(k in data for k in keys)]
    gone["tokens in the list"] = [t for t in arrived if t.encode() in document]
    return {**found, **gone}


def leaks(found: dict[str, Any]) -> list[str]:
    """What of it is a leak."""
    return [
        name
        for name, value in found.items()
        if (isinstance(value, float) and value < DOUBT) or (isinstance(value, list) and value)
    ]


def _looked(
    files: dict[str, bytes], arrived: Sequence[str], registry: Sequence[bytes],
    keys: Sequence[bytes], when: str,
) -> dict[str, Any]:  # fmt: skip
    """Tokens in any file; digests beside keys; the order of keys and digests on the disk against
    the order of arrival, as far as one has not to be found."""
    printed = [f"{t[:4]}-{t[4:8]}-{t[8:12]}-{t[12:]}" for t in arrived]
    found: dict[str, Any] = {
        f"tokens {when}": [
            path for path, data in files.items()
            if any(t.encode() in data for t in (*arrived, *printed))
        ]
    }  # fmt: skip
    for path, data in files.items():
        both = any(d in data for d in registry) and any(k in data for k in keys)
        if both:
            found.setdefault(f"digests beside keys {when}", []).append(path)
        for what, given in (("keys", keys), ("digests", registry)):
            for way, place in (("first", data.find), ("last", data.rfind)):
                places = [place(each) for each in given]
                known = [(at, where) for at, where in enumerate(places) if where >= 0]
                if len(known) >= 10 * BINS:
                    chance = independence([at for at, _ in known], [where for _, where in known])
                    found[f"{way} {what} in {path} {when}"] = chance
    return found


def independence(first: Sequence[float], second: Sequence[float]) -> float:
    """The probability of so much agreement between two orders, if they have nothing in common:
    chi-square over ``BINS`` × ``BINS`` fields of their ranks (Wilson and Hilferty's approximation,
    PNAS 17 (1931) 684)."""
    size = len(first)
    cells = [0] * (BINS * BINS)
    for one, other in zip(_ranks(first), _ranks(second), strict=True):
        cells[one * BINS // size * BINS + other * BINS // size] += 1
    expected = size / (BINS * BINS)
    statistic = sum((cell - expected) ** 2 / expected for cell in cells)
    free = (BINS - 1) ** 2
    spread = 2 / (9 * free)
    deviation = ((statistic / free) ** (1 / 3) - (1 - spread)) / math.sqrt(spread)
    return math.erfc(deviation / math.sqrt(2)) / 2


def _ranks(values: Iterable[float]) -> list[int]:
    given = list(values)
    ranks = [0] * len(given)
    for rank, at in enumerate(sorted(range(len(given)), key=given.__getitem__)):
        ranks[at] = rank
    return ranks


def _vote(folder: Path, arrived: Sequence[str], leaky: bool, database: str) -> None:
    """All send one after the other, a third of them change theirs; then the item closes."""
    (folder / "arrived.txt").write_text("\n".join(arrived))
    log = folder / "log.txt"
    with log.open("wb") as stream:
        subprocess.run(
            [sys.executable, "-m", "tests.reliability.anonymity", str(folder), str(int(leaky))],
            cwd=ROOT, env=environment_of(folder, database), check=True, stdout=stream,
            stderr=stream,
        )  # fmt: skip
    (folder / "arrived.txt").unlink()


def _read(folder: Path, hall: Laid, database: str) -> dict[str, bytes]:
    """Every file below the data folder and of the database, as it lies on the disk."""
    tables = files_of(database) if database else {}
    box = f"box_{UUID(hall.box).hex}"
    return {name.replace(box, "box"): data for name, data in tables.items()} | {
        str(path.relative_to(folder)).replace(path.stem, "box") if path.parent.name == "boxes"
        else str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*")) if path.is_file() and path.name != PLACE
    }  # fmt: skip


def vote_all(folder: Path, leaky: bool) -> None:
    """In a process of its own, as in a server that then stops."""
    import json

    from luoshi.commands.site import start_site

    start_site()
    from luoshi.web.box import postgres, sqlite
    from luoshi.web.voting import answers

    if leaky:
        sqlite.TABLES = sqlite.TABLES.replace(") WITHOUT ROWID", ")")
        for store in (sqlite.SqliteStore, postgres.PostgresStore):
            store.rewrite = lambda self: None  # type: ignore[method-assign]
    hall = Laid(**json.loads((folder / PLACE).read_text()))
    if leaky:
        _made_leaky(hall)
    chance = random.Random(5)
    arrived = (folder / "arrived.txt").read_text().split("\n")
    for token in arrived:
        answers.ballot(json.dumps(hall.ballot(token, chance)).encode(), "", "")
    for token in arrived[::3]:
        body = hall.ballot(token, chance, edition=2)
        answers.ballot(json.dumps(body).encode(), "", "")
    from luoshi.web.box import box_of

    box_of(UUID(hall.box)).set_gate(hall.item, turn=1, is_open=False)


def _made_leaky(hall: Laid) -> None:
    """The same box with rows that have numbers, as a careless table would."""
    from luoshi.core.voting import Gate
    from luoshi.web.box import box_of, make_box

    name = UUID(hall.box)
    box_of(name).destroy()
    make_box(name, [Gate(hall.item, 1, is_open=True, contenders=tuple(hall.contenders))])


if __name__ == "__main__":
    vote_all(Path(sys.argv[1]), sys.argv[2] == "1")
