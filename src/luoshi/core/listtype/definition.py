"""What a kind of list is made of. Built by ``reading``, where every rule of it is checked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from luoshi.core.pace import Thresholds

SCHEMA = 1
MAX_CHARS = 64_000
MAX_COLUMNS = 30
MAX_CHOICES = 60
MAX_STEPS = 6
MAX_QUESTIONS = 120
LONGEST_KEY = 40
LONGEST_TITLE = 60
LONGEST_SOURCE = 300
LONGEST_UNIT = 20
LONGEST_QUESTION = 200
LONGEST_CELL = 2_000
USUAL_CELL = 300
"""Characters of a text cell whose column names no ``max``."""
CADENCES = ("weekly", "monthly", "quarterly", "half_yearly", "yearly")
TAGS = ("S", "L", "M", "O")
READERS = ("assessor", "principal", "contact", "unit_leader", "assisting")
"""Who may be let in beside the supervision office, the lead unit and the drawn verifier: four roles
that then see every row, and the units that assist, which see what they assist."""
USUAL_READERS = ("assessor", "principal", "assisting")
OPTIONAL_STATES = ("signed_off", "failed")
"""The states that a kind of list may go without; the others carry the law of acceptance."""
RESERVED = ("weight", "within", "number", "text")
"""Keys that a form or a table uses for itself."""


class CellType(StrEnum):
    """What a cell of a column holds."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    CHOICE = "choice"
    YES_NO = "yes_no"


@dataclass(frozen=True, slots=True)
class Named:
    """A key with its name in both languages."""

    key: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Column:
    """A question that a list asks of each row beyond the commitment itself.

    ``low`` and ``high`` bound a number or a date; of a text ``high`` is the most characters.
    ``choices`` belong to a choice alone, ``unit`` to a number alone.
    """

    key: str
    zh: str
    en: str
    kind: CellType
    required: bool = False
    unit: str = ""
    choices: tuple[Named, ...] = ()
    low: Decimal | date | None = None
    high: Decimal | date | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """Something that must be done and recorded between verification and sign-off.

    ``working_days`` must pass from the day it is recorded before the next step or the sign-off.
    """

    key: str
    zh: str
    en: str
    working_days: int = 0


@dataclass(frozen=True, slots=True)
class Area:
    """A heading of a self-check with its questions."""

    key: str
    zh: str
    en: str
    questions: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class ListType:
    """A kind of list.

    ``light_rule`` is the key of a preset or the list's own thresholds. ``readers`` of ``READERS``;
    none means that only the owners and the supervision office see it. ``labels``: what a state is
    called here, where it has another name. ``unused``: states of ``OPTIONAL_STATES``.
    """

    key: str
    zh: str
    en: str
    source: str = ""
    tag: str = ""
    cadence: str = "monthly"
    light_rule: str | Thresholds = "default"
    readers: tuple[str, ...] = USUAL_READERS
    labels: Mapping[str, Named] = field(default_factory=dict)
    unused: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    columns: tuple[Column, ...] = ()
    areas: tuple[Area, ...] = ()

    @property
    def light_key(self) -> str:
        """The key of the preset, or the code of the own thresholds."""
        rule = self.light_rule
        return rule.code if isinstance(rule, Thresholds) else rule

    def column(self, key: str) -> Column | None:
        """The column of that key, if there is one."""
        return next((column for column in self.columns if column.key == key), None)

    def questions(self) -> Iterator[tuple[Area, Named]]:
        """Every question of the self-check with its area, in order."""
        for area in self.areas:
            for question in area.questions:
                yield area, question
