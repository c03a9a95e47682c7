"""A challenge as a commitment: what goes into the list when a team sets out."""

from collections.abc import Sequence

from luoshi.core.errors import Invalid
from luoshi.web.challenges.models import Challenge
from luoshi.web.challenges.wording import money
from luoshi.web.commitments.drafts import CommitmentDraft
from luoshi.web.units.models import Unit

MOST = 300
"""Characters of a text column of a list."""


def draft_of(
    challenge: Challenge, unit: Unit, partners: Sequence[int], *, racing: bool = False
) -> CommitmentDraft:
    """The promise of one team: the acceptance test is its standard. A racing team is named."""
    if challenge.starts_on is None or challenge.due_on is None:
        raise Invalid("challenge-terms-missing", missing="")
    tests = "\n".join(f"{number}. {test}" for number, test in enumerate(challenge.tests, 1))
    return CommitmentDraft(
        text=f"{challenge.title}（{unit.short_name}队）" if racing else challenge.title,
        kind="qualitative-task",
        modality="确保",
        starts_on=challenge.starts_on,
        due_on=challenge.due_on,
        lead_unit=unit,
        assist_units=list(Unit.objects.filter(pk__in=partners).without_tree_fields()),
        standard=tests,
        extra={
            "hardness": challenge.hardness,
            "acceptance_test": tests[:MOST],
            "reward": reward_words(challenge)[:MOST],
            "stop_loss": challenge.stop_loss[:MOST],
        },
    )


def reward_words(challenge: Challenge) -> str:
    """The reward that was fixed: an amount, words, or both."""
    return "；".join(part for part in (money(challenge.reward), challenge.reward_text) if part)
