"""How candidates read on a screen, in both languages."""

from django.utils import translation

from luoshi.core.extract.confidence import STEPS
from luoshi.web.documents import wording


def test_every_reason_of_the_extractor_is_known_here() -> None:
    """So that its English is asked for and found."""
    with translation.override("zh-hans"):
        known = {str(reason) for reason in wording.REASONS}
    assert {text for _, text in STEPS.values()} <= known
