"""Repair of raw text, with a map from every code point back to the file as stored."""

from luoshi.core.text.repair import Repaired, repair
from luoshi.core.text.spans import OffsetMap, Span

__all__ = ["OffsetMap", "Repaired", "Span", "repair"]
