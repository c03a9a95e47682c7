"""A ballot as it lies in the box: texts, and the seal over them that finds an altered row."""

import hmac
import json
from dataclasses import dataclass
from functools import cache

from django.conf import settings

from luoshi.core.voting import Held, Sent

_WRITER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
"""Sorted: the order in which items were sent is not kept."""

Row = tuple[bytes, str, str, str, str, bytes]
"""Key, class, receipt, what was sent, marks, seal."""


@dataclass(frozen=True, slots=True)
class Sealer:
    """Seals rows of one box with a key that only the server has."""

    key: bytes

    def row(self, key: bytes, held: Held) -> Row:
        """The row that keeps ``held`` under ``key``."""
        sent = {str(item): [each.edition, each.sending] for item, each in held.sent.items()}
        texts = (held.voter_class, held.receipt, _json(sent), _json(held.marks))
        return (key, *texts, self._seal(key, texts))

    def held(self, row: Row) -> Held | None:
        """What a row keeps; None where somebody altered it."""
        key, voter_class, receipt, sent, marks, seal = row
        if not hmac.compare_digest(seal, self._seal(key, (voter_class, receipt, sent, marks))):
            return None
        known = {int(item): Sent(*each) for item, each in json.loads(sent).items()}
        return Held(voter_class, receipt, known, json.loads(marks))

    def number(self, number: int) -> bytes:
        """The seal over how many rows there are."""
        return hmac.digest(self.key, b"rows %d" % number, "sha256")

    def _seal(self, key: bytes, texts: tuple[str, ...]) -> bytes:
        """Each text with its length, so that none can lend letters to its neighbour."""
        told = "".join([f"{len(each)}:{each}" for each in texts])
        return hmac.digest(self.key, b"row " + key + told.encode(), "sha256")


@cache
def sealer_of(name: str) -> Sealer:
    """The sealer of the box of that name."""
    given = f"luoshi box {name}".encode()
    return Sealer(hmac.digest(settings.SECRET_KEY.encode(), given, "sha256"))


def _json(value: object) -> str:
    return _WRITER.encode(value)
