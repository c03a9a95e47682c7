"""The rules of a version, read once: a version never changes."""

from functools import lru_cache

from luoshi.core.scoring import Scheme, parse_scheme
from luoshi.web.assessment.models import SchemeVersion

KEPT = 32


def rules_of(version: SchemeVersion) -> Scheme:
    """What the stored text says. Raises: Invalid as ``parse_scheme``."""
    return _read(version.text)


@lru_cache(KEPT)
def _read(text: str) -> Scheme:
    return parse_scheme(text)
