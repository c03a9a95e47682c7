"""One field of the form of a scheme."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise

Label = Promise | str
Choices = Iterable[tuple[str, Label]]


@dataclass(frozen=True, slots=True)
class Input:
    """One field. ``options`` are (value, label, chosen); none for what is written."""

    name: str
    label: Label
    value: str
    fault: str = ""
    options: tuple[tuple[str, Label, bool], ...] = ()
    numeric: bool = False
    required: bool = False


def input_of(
    name: str,
    label: Label,
    value: str,
    faults: Mapping[str, str],
    choices: Choices = (),
    *,
    numeric: bool = False,
    required: bool = False,
) -> Input:
    """The field; what was chosen and is no option stays as one."""
    options = tuple((key, text, key == value) for key, text in choices)
    if options and not any(chosen for *_rest, chosen in options) and value:
        options = ((value, value, True), *options)
    return Input(name, label, value, faults.get(name, ""), options, numeric, required)
