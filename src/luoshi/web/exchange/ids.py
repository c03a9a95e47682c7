"""Ids of rows in a sheet: they name the export and carry a check, so that none is mistaken.

An id is ``export-commitment-check``; the check is keyed with the secret of the installation.
"""

import hmac
import re
from functools import lru_cache
from hashlib import sha256

from django.conf import settings
from django.utils.crypto import constant_time_compare

from luoshi.web.exchange.models import SheetOut

CHECK = 8
ID = re.compile(rf"([1-9]\d{{0,9}})-([1-9]\d{{0,17}})-([0-9a-f]{{{CHECK}}})")


def id_of(out: SheetOut, pk: int) -> str:
    """The id of a commitment's row in an export."""
    return f"{out.pk}-{pk}-{_check(f'{out.pk}-{pk}')}"


def read_id(text: str) -> tuple[int, int] | None:
    """Export and commitment of an id; None for a text that was never one."""
    found = ID.fullmatch(text.strip())
    if found is None:
        return None
    out, pk, check = found.groups()
    return (int(out), int(pk)) if constant_time_compare(check, _check(f"{out}-{pk}")) else None


def signature_of(out: SheetOut) -> str:
    """What shows that a workbook was written here for this export."""
    return hmac.new(_key(), f"sheet {out.pk} {out.sha256}".encode(), sha256).hexdigest()


def _check(text: str) -> str:
    return hmac.digest(_key(), text.encode(), "sha256").hex()[:CHECK]


@lru_cache(maxsize=1)
def _key() -> bytes:
    return sha256(b"luoshi.exchange" + settings.SECRET_KEY.encode()).digest()
