"""Report by report what was said, did and was found of a commitment, as lines and as a curve."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from luoshi.web.accounts.actor import Actor
from luoshi.web.commitments.curve import Curve, Figure, curve_of
from luoshi.web.commitments.models import Commitment
from luoshi.web.commitments.rows import Claims
from luoshi.web.commitments.trajectory import trajectory_of
from luoshi.web.commitments.wording import amount, as_of
from luoshi.web.delivery.figures import achieved_of, said_share_of, seen_on, spoken_on
from luoshi.web.delivery.queries.reports import Account, account_of


@dataclass(frozen=True, slots=True)
class Told:
    """One report as it is read."""

    account: Account
    claims: Claims

    @property
    def opens(self) -> bool:
        """Whether the person may open it and its evidence."""
        return self.account.opens

    @property
    def spoken_on(self) -> date:
        """The day of which it tells."""
        return spoken_on(self.account.report) or self.account.round.period_end

    @property
    def spoken(self) -> str:
        """Of which day it tells, in words."""
        return as_of(self.spoken_on)

    @property
    def stands(self) -> bool:
        """Whether no correction has taken its place."""
        return self.account.report.state == "accepted"


def told_of(actor: Actor, commitment: Commitment) -> list[Told]:
    """Every accepted report, the latest first, corrected ones included."""
    return [
        Told(account, _claims(commitment, account)) for account in account_of(actor, commitment)
    ]


def curve_for(commitment: Commitment, told: Sequence[Told], today: date) -> Curve:
    """Planned, said and achieved; every report that stands on the day of which it tells."""
    standing = [line for line in reversed(told) if line.stands]
    return curve_of(
        trajectory_of(commitment, list(commitment.milestones.all())),
        _figures((line.spoken_on, line.claims.said_share) for line in standing),
        _figures((line.claims.found_on, line.claims.achieved_share) for line in standing),
        today,
    )


def _figures(shares: Iterable[tuple[date | None, Decimal | None]]) -> list[Figure]:
    return [Figure(on, share) for on, share in shares if on and share is not None]


def _claims(commitment: Commitment, account: Account) -> Claims:
    found = account.verification
    value, share = achieved_of(commitment, account.report, found)
    unit = commitment.unit_of_measure
    return Claims(
        said=amount(account.report.value, unit),
        said_share=said_share_of(commitment, account.report),
        evidence=len(account.evidence),
        achieved=amount(value, unit),
        achieved_share=share,
        finding_code=found.finding if found else "",
        found_on=seen_on(found, account.report) if found else None,
    )
