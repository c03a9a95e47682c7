"""Schemes to begin from, as the presets keep them."""

from importlib.resources import files

from django.http import Http404

from luoshi.core.scoring import Scheme, parse_scheme

FOLDER = files("luoshi.presets").joinpath("schemes")


def preset_names() -> tuple[str, ...]:
    """The presets there are, by name."""
    return tuple(
        sorted(
            file.name.removesuffix(".yaml")
            for file in FOLDER.iterdir()
            if file.name.endswith(".yaml")
        )
    )


def preset_text(name: str) -> str:
    """The preset as YAML, comments included. Raises Http404 for an unknown name."""
    if name not in preset_names():
        raise Http404
    return FOLDER.joinpath(f"{name}.yaml").read_text(encoding="utf-8")


def presets() -> dict[str, Scheme]:
    """Every preset by name."""
    return {name: parse_scheme(preset_text(name)) for name in preset_names()}
