"""Rules of the field as data, each with its source beside it.

An administrator's own values replace them; nothing here is a constant of the program.
``tag`` says how well a value is known: S statute or local regulation read, L local rule
read, M from memory and to be checked, O set by the product itself.
"""

from copy import deepcopy
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from luoshi.core.document import LOADER
from luoshi.core.errors import Invalid


@cache
def names() -> tuple[str, ...]:
    """The presets there are, by name."""
    found = (file.name for file in files(__name__).iterdir())
    return tuple(sorted(name.removesuffix(".yaml") for name in found if name.endswith(".yaml")))


def load(name: str) -> Any:
    """The preset ``name`` as plain data, in the order of its file; a copy, free to change.

    Raises Invalid ``preset-unknown``.
    """
    if name not in names():
        raise Invalid("preset-unknown", name=name)
    return deepcopy(_read(name))


def limit(name: str) -> int:
    """The value of one of ``limits``."""
    return int(_read("limits")[name]["value"])


@cache
def _read(name: str) -> Any:
    return yaml.load(files(__name__).joinpath(f"{name}.yaml").read_text(encoding="utf-8"), LOADER)
