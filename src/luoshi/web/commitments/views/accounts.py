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
from luoshi.web.commitments.wording import amount
from luoshi.web.delivery.figures import achieved_of, said_share_of
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
    def stands(self) -> bool:
        """Whether no correction has taken its place."""
        return self.account.report.state == "accepted"


def told_of(actor: Actor, commitment: Commitment) -> list[Told]:
    """Every accepted report, the latest first, corrected ones included."""
    return [
        Told(account, _claims(commitment, account)) for account in account_of(actor, commitment)
    ]


def curve_for(commitment: Commitment, told: Sequence[Told], today: date) -> Curve:
    """Planned, said and achieved; every report that stands at the end of its period."""
    standing = [line for line in reversed(told) if line.stands]
    return curve_of(
        trajectory_of(commitment, list(commitment.milestones.all())),
        _figures((line, line.claims.said_share) for line in standing),
        _figures((line, line.claims.achieved_share) for line in standing),
        today,
    )


def _figures(shares: Iterable[tuple[Told, Decimal | None]]) -> list[Figure]:
    return [
        Figure(line.account.round.period_end, share) for line, share in shares if share is not None
    ]


def _claims(commitment: Commitment, account: Account) -> Claims:
    value, share = achieved_of(commitment, account.report, account.verification)
    unit = commitment.unit_of_measure
    return Claims(
        said=amount(account.report.value, unit),
        said_share=said_share_of(commitment, account.report),
        evidence=len(account.evidence),
        achieved=amount(value, unit),
        achieved_share=share,
        finding_code=account.verification.finding if account.verification else "",
    )
