"""One place in rule data, and reading typed values from it with its path in every refusal."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from luoshi.core.errors import Invalid


@dataclass(frozen=True, slots=True)
class Node:
    """A mapping of rule data at a dotted ``path``, as it comes out of YAML or JSON."""

    data: Mapping[str, Any]
    path: str

    @classmethod
    def of(cls, data: object, path: str, keys: Collection[str]) -> "Node":
        """The node, when ``data`` is a mapping that has no other keys than ``keys``.

        Raises Invalid ``rule-mapping`` or ``rule-unknown-key``, each with ``path``.
        """
        if not isinstance(data, Mapping):
            raise Invalid("rule-mapping", path=path)
        strange = sorted(str(key) for key in data if key not in keys)
        if strange:
            raise Invalid("rule-unknown-key", path=f"{path}.{strange[0]}")
        return cls(data, path)

    def at(self, key: str) -> str:
        """The path of a value of this node."""
        return f"{self.path}.{key}"

    def text(self, key: str) -> str:
        """A string that is not blank. Raises Invalid ``rule-text``."""
        value = self.data.get(key)
        if not isinstance(value, str) or not value.strip():
            raise Invalid("rule-text", path=self.at(key))
        return value

    def number(self, key: str, low: str, high: str) -> Decimal:
        """A decimal in [low, high], from a string or a whole number: binary fractions are refused.

        Raises Invalid ``rule-number`` or ``rule-range``.
        """
        value = self.data.get(key)
        if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
            raise Invalid("rule-number", path=self.at(key))
        try:
            number = Decimal(value)
        except InvalidOperation:
            raise Invalid("rule-number", path=self.at(key)) from None
        if not number.is_finite():
            raise Invalid("rule-number", path=self.at(key))
        if not Decimal(low) <= number <= Decimal(high):
            raise Invalid("rule-range", path=self.at(key), low=low, high=high)
        return number

    def whole(self, key: str, low: int, high: int) -> int:
        """A whole number in [low, high]. Raises Invalid ``rule-whole`` or ``rule-range``."""
        value = self.data.get(key)
        if isinstance(value, bool) or not isinstance(value, int):
            raise Invalid("rule-whole", path=self.at(key))
        if not low <= value <= high:
            raise Invalid("rule-range", path=self.at(key), low=low, high=high)
        return value

    def choice(self, key: str, options: Collection[str]) -> str:
        """One of ``options``. Raises Invalid ``rule-choice``."""
        value = self.data.get(key)
        if not isinstance(value, str) or value not in options:
            raise Invalid("rule-choice", path=self.at(key), options="|".join(sorted(options)))
        return value

    def flag(self, key: str, *, absent: bool) -> bool:
        """True or false; ``absent`` where the key is missing. Raises Invalid ``rule-flag``."""
        value = self.data.get(key, absent)
        if not isinstance(value, bool):
            raise Invalid("rule-flag", path=self.at(key))
        return value

    def child(self, key: str, keys: Collection[str]) -> "Node":
        """The mapping under ``key``; empty where the key is missing."""
        return Node.of(self.data.get(key, {}), self.at(key), keys)
