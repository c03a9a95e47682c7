"""A commitment as it is read in a table: every cell in words; said, did and achieved apart."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple, TypedDict

from luoshi.web.commitments.columns import Column, extra_text
from luoshi.web.commitments.lights import accepted_text, light_sentence, rule_name
from luoshi.web.commitments.lines import Line
from luoshi.web.commitments.models import Commitment, CommitmentState
from luoshi.web.commitments.wording import (
    FINDINGS,
    amount,
    as_of,
    labelled,
    original_words,
    percent,
    pieces,
    target_text,
)
from luoshi.web.translated import Translated

DASH = "—"
STATES = Translated(dict(CommitmentState.choices))
JUDGED = Translated(FINDINGS)


class Claims(NamedTuple):
    """The three claims about one commitment, none of which stands for another.

    ``said``: the owner's value and share; ``evidence``: how many files show that something
    was done; ``achieved``: the verified value and share with the finding, which may tell of an
    earlier day than ``said``: ``found_on``.
    """

    said: str = ""
    said_share: Decimal | None = None
    evidence: int = 0
    achieved: str = ""
    achieved_share: Decimal | None = None
    finding_code: str = ""
    found_on: date | None = None

    @property
    def said_percent(self) -> str:
        """The share said; empty when none was."""
        return percent(self.said_share)

    @property
    def achieved_percent(self) -> str:
        """The share verified; empty when none was."""
        return percent(self.achieved_share)

    @property
    def finding(self) -> str:
        """What the verifier found, in words; empty before."""
        return JUDGED.get(self.finding_code)

    @property
    def as_of(self) -> str:
        """Of which day the finding tells, in words; empty before."""
        return as_of(self.found_on) if self.finding_code and self.found_on else ""


class Shown(NamedTuple):
    """The light as it is shown, and the plan it was measured against."""

    light: str
    label: str
    rule: str
    rule_key: str
    planned: str
    as_of: date | None
    accepted: str = ""


class Row(TypedDict):
    """One line of a table, every cell as it is written; a dash where there is nothing.

    A mapping, because a template reads its items three times faster than attributes.
    ``note``: the list's own columns, or which lists hold it. The ``…_more`` are second lines, the
    ``…_was`` what stood there when the list was frozen.
    """

    pk: int
    number: int | None
    text: str
    modality: str
    note: str
    lead: str
    lead_was: str
    target: str
    target_was: str
    due: str
    due_was: str
    planned: str
    said: str
    said_more: str
    did: str
    achieved: str
    achieved_more: str
    achieved_on: str
    light: str
    label: str
    rule: str
    accepted: str
    state: str


def row_of(line: Line, columns: Sequence[Column] = (), places: Sequence[str] = ()) -> Row:
    """The row of one line; ``columns`` are its list's own, ``places`` where else it stands."""
    claims, shown = claims_of(line), shown_of(line)
    said, said_more = _two_lines(claims.said_percent, claims.said)
    achieved, achieved_more = _two_lines(claims.achieved_percent, claims.finding)
    was = original_words(line) if line.original else {}
    return Row(
        pk=line.pk,
        number=line.number,
        text=line.text,
        modality=line.modality,
        note=" · ".join(_notes(line, columns, places)),
        lead=line.lead_unit or DASH,
        lead_was=was.get("lead_unit", ""),
        target=target_text(line) or DASH,
        target_was=was.get("target", ""),
        due=line.due_on.isoformat(),
        due_was=was.get("due_on", ""),
        planned=shown.planned or DASH,
        said=said,
        said_more=said_more,
        did=pieces(claims.evidence) if claims.evidence else DASH,
        achieved=achieved,
        achieved_more=achieved_more,
        achieved_on=claims.as_of,
        light=shown.light,
        label=shown.label,
        rule=shown.rule,
        accepted=shown.accepted,
        state=STATES[line.state],
    )


def _two_lines(first: str, second: str) -> tuple[str, str]:
    """The second moves up where there is no first."""
    return (first, second) if first else (second or DASH, "")


def _notes(line: Line, columns: Sequence[Column], places: Sequence[str]) -> list[str]:
    extra = extra_text(columns, line.extra) if columns else ()
    return [*(labelled(label, value) for label, value in extra), *places]


def claims_of(commitment: Commitment | Line) -> Claims:
    """Said, did and achieved from the projection; nothing of each where there is none yet."""
    progress = getattr(commitment, "progress", None)
    if progress is None:
        return Claims()
    measure = commitment.unit_of_measure
    return Claims(
        said=amount(progress.said_value, measure),
        said_share=progress.said_share,
        evidence=progress.evidence_count,
        achieved=amount(progress.achieved_value, measure),
        achieved_share=progress.achieved_share,
        finding_code=progress.finding,
        found_on=progress.achieved_on,
    )


def shown_of(commitment: Commitment | Line) -> Shown:
    """The light from the projection; grey without figures where there is none yet."""
    progress = getattr(commitment, "progress", None)
    if progress is None:
        return Shown("grey", light_sentence("", {}), "", "", "", None)
    return Shown(
        light=progress.light,
        label=light_sentence(progress.light_code, progress.light_params),
        rule=rule_name(progress.light_rule),
        rule_key=progress.light_rule,
        planned=percent(progress.planned_share),
        as_of=progress.as_of,
        accepted=accepted_text(progress.reason_by, progress.reason_until),
    )
