"""What is handed to the actions: a plan of meetings, the record of one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from luoshi.core.cadence import Rhythm
from luoshi.core.errors import Invalid
from luoshi.web.cadence.kinds import kinds

MOST_AHEAD = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How meetings of a kind come round."""

    kind: str
    title: str
    every: str
    weekday: str = "MO"
    nth: int = 1
    about: str
    ahead: int
    opens_round: bool = False
    place: str = ""
    starts_on: date

    def check(self) -> None:
        """Raises Invalid, with the ``field`` at fault."""
        if self.kind not in kinds():
            raise Invalid("cadence-kind-unknown", field="kind")
        if not self.title.strip():
            raise Invalid("cadence-untitled", field="title")
        if not 0 <= self.ahead <= MOST_AHEAD:
            raise Invalid("cadence-ahead", field="ahead")
        Rhythm(self.every, self.weekday, self.nth, self.about)

    @classmethod
    def of_kind(cls, key: str, title: str, starts_on: date) -> "Plan":
        """The plan that the preset of a kind gives. Raises Invalid ``cadence-kind-unknown``."""
        if key not in kinds():
            raise Invalid("cadence-kind-unknown", field="kind")
        kind = kinds()[key]
        return cls(
            kind=key,
            title=title,
            every=kind.rhythm.every,
            weekday=kind.rhythm.weekday,
            nth=kind.rhythm.nth,
            about=kind.rhythm.about,
            ahead=kind.ahead,
            opens_round=kind.opens_round,
            starts_on=starts_on,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What became of a meeting: held on a day, or not, with the reason.

    ``answers``: the answer given there, by question; a question without one was left open.
    """

    held_on: date | None
    chair: str = ""
    reason: str = ""
    answers: Mapping[int, str] = field(default_factory=dict)
