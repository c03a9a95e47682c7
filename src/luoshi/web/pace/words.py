"""Shapes of the planned curve in words."""

from django.utils.translation import get_language

from luoshi import presets
from luoshi.web.commitments.kinds import light_keys
from luoshi.web.commitments.lights import rule_name
from luoshi.web.commitments.trajectory import curves


def curve_name(key: str) -> str:
    """The short name of a shape; empty for none."""
    return _words(key, "zh", "en")


def curve_text(key: str) -> str:
    """The shape in a sentence; empty for none."""
    return _words(key, "text", "text_en")


def curve_choices() -> list[tuple[str, str]]:
    """Every shape with its sentence."""
    return [(key, f"{curve_name(key)} · {curve_text(key)}") for key in curves()]


def light_choices() -> list[tuple[str, str]]:
    """Every light rule of the presets by its short name."""
    return [(key, rule_name(key)) for key in light_keys()]


def _words(key: str, chinese: str, english: str) -> str:
    row = presets.load("curves").get(key)
    return str(row[english if get_language() == "en" else chinese]) if row else ""
