"""Who answered for a commitment."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from luoshi.web.commitments.models.commitments import Commitment

User = settings.AUTH_USER_MODEL


class Outcome(models.TextChoices):
    ACCEPTED = "accepted", _("签收")
    DISPUTED = "disputed", _("提出异议")
    UPHELD = "upheld", _("维持原责任单位")
    REASSIGNED = "reassigned", _("改派")


class Acceptance(models.Model):
    """One answer about ownership: the unit's own, or the common superior's on a dispute."""

    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="acceptances")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    reason = models.CharField(_("理由"), max_length=300, blank=True)
    proposed_unit = models.ForeignKey(
        "units.Unit", models.PROTECT, null=True, related_name="+", verbose_name=_("建议责任单位")
    )
    decider_unit = models.ForeignKey(
        "units.Unit", models.PROTECT, null=True, related_name="+", verbose_name=_("裁定单位")
    )
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["decided_at"], name="acceptance_by_day"),
            models.Index(
                fields=["commitment"],
                condition=models.Q(outcome="disputed"),
                name="acceptance_in_dispute",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outcome="accepted") | ~models.Q(reason=""),
                name="acceptance_says_why",
            )
        ]

    def __str__(self) -> str:
        return f"{self.commitment_id} {self.outcome}"
