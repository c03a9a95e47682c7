"""Taking the fields of a mapping one by one, with what is left over refused."""

import re
from collections.abc import Collection
from decimal import Decimal, InvalidOperation

from luoshi.core.document import MAX_DIGITS, Entry, fault

MAX_TEXT = 500
DIGITS = 18
DUST = -40

_NUMBER = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,18})?")
_ENDLESS = re.compile(r"[-+]?(\.?inf|infinity|∞|\.?nan)", re.IGNORECASE)
_DIGITS = re.compile(r"[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)(e[-+]?[0-9]+)?", re.IGNORECASE)
_BEYOND = Decimal(10) ** DIGITS
_KEY = re.compile(r"[a-z][a-z0-9_-]{0,59}")


class Fields:
    """The fields of one mapping; :meth:`close` refuses those nobody asked for."""

    def __init__(self, entry: Entry) -> None:
        if not isinstance(entry.value, dict):
            raise fault(entry, "wrong-type", expected="mapping")
        self.entry = entry
        self._left = dict(entry.value)

    def take(self, name: str) -> Entry | None:
        """The field, or None where it is absent or null."""
        entry = self._left.pop(name, None)
        return None if entry is None or entry.value is None else entry

    def need(self, name: str) -> Entry:
        """The field; it must be there."""
        entry = self.take(name)
        if entry is None:
            raise fault(self.entry, "field-missing", field=name)
        return entry

    def items(self, name: str) -> tuple[Entry, ...]:
        """The items of a list; () where it is absent."""
        entry = self.take(name)
        if entry is None:
            return ()
        if not isinstance(entry.value, tuple):
            raise fault(entry, "wrong-type", expected="list")
        return entry.value

    def word(self, name: str, words: Collection[str], default: str) -> str:
        """One of ``words``."""
        entry = self.take(name)
        return default if entry is None else one_of(entry, words)

    def optional_number(self, name: str) -> Decimal | None:
        """A number, or None."""
        entry = self.take(name)
        return None if entry is None else number(entry)

    def flag(self, name: str) -> bool:
        """True or false; false where it is absent."""
        entry = self.take(name)
        return False if entry is None else boolean(entry)

    def close(self) -> None:
        """Refuse the fields that are left."""
        for name, entry in self._left.items():
            raise fault(entry, "field-unknown", field=name[:80])


def text(entry: Entry, longest: int = MAX_TEXT) -> str:
    """A text of 1 … ``longest`` characters on one line; a number is taken as written."""
    value = entry.value
    if isinstance(value, Decimal):
        return format(value, "f")
    if not isinstance(value, str):
        raise fault(entry, "wrong-type", expected="text")
    if not value.strip() or len(value) > longest or not value.isprintable():
        raise fault(entry, "text-unusable", limit=longest)
    return value


def key(entry: Entry) -> str:
    """A key: small Latin letter, then letters, digits, ``_`` and ``-``, 60 at most."""
    if not isinstance(entry.value, str) or not _KEY.fullmatch(entry.value):
        raise fault(entry, "key-unusable")
    return entry.value


def number(entry: Entry) -> Decimal:
    """A number below 10^18 in size.

    Raises: Invalid with number-not-finite (``.inf``, ``nan``), number-out-of-range (``1e400``),
    wrong-type for what means no number.
    """
    value = entry.value
    meant = _meant(value) if isinstance(value, str) else value
    if isinstance(meant, Decimal) and not meant.is_finite():
        raise fault(entry, "number-not-finite")
    if isinstance(meant, Decimal) and not usable(meant):
        raise fault(entry, "number-out-of-range")
    if not isinstance(value, Decimal):
        raise fault(entry, "wrong-type", expected="number")
    return value


def written_number(entry: Entry) -> Decimal:
    """A number as :func:`number` takes it, also as text, which is how JSON keeps fractions."""
    value = entry.value
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        entry = entry.holding(Decimal(value))
    return number(entry)


def usable(value: Decimal) -> bool:
    """Whether a rule takes this number: finite, below 10^18 in size and no dust below 10^-40."""
    return value.is_zero() or (value.is_finite() and DUST <= value.adjusted() < DIGITS)


def _meant(written: str) -> Decimal | None:
    """The number a text means that is not written as rules write one; None where it means none."""
    if _ENDLESS.fullmatch(written):
        return Decimal("Infinity")
    if not _DIGITS.fullmatch(written):
        return None
    try:
        return Decimal(written) if len(written) <= MAX_DIGITS else _BEYOND
    except InvalidOperation:
        return _BEYOND


def boolean(entry: Entry) -> bool:
    """True or false."""
    if not isinstance(entry.value, bool):
        raise fault(entry, "wrong-type", expected="true or false")
    return entry.value


def one_of(entry: Entry, words: Collection[str]) -> str:
    """One of ``words``."""
    if not isinstance(entry.value, str) or entry.value not in words:
        raise fault(entry, "word-unknown", allowed=", ".join(words))
    return entry.value
