"""Why a commitment is behind, as its unit says, and who accepted that."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from luoshi.web.constraints import pair

User = settings.AUTH_USER_MODEL


class ReasonState(models.TextChoices):
    GIVEN = "given", _("待认可")
    ACCEPTED = "accepted", _("已认可")
    REJECTED = "rejected", _("未认可")


class BehindReason(models.Model):
    """A reason for being behind. Decided, it never changes; it stands to the end of ``until``.

    It is shown beside the light and the number, and changes neither.
    """

    commitment = models.ForeignKey(
        "commitments.Commitment", models.PROTECT, related_name="behind_reasons"
    )
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    cause = models.CharField(_("滞后原因"), max_length=30)
    text = models.CharField(_("情况说明"), max_length=300)
    remedy = models.CharField(_("追赶措施"), max_length=300)
    until = models.DateField(_("有效至"))
    state = models.CharField(
        _("状态"), max_length=10, choices=ReasonState.choices, default=ReasonState.GIVEN
    )
    given_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    given_at = models.DateTimeField(_("提出时间"))
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(_("认定时间"), null=True)
    note = models.CharField(_("认定意见"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("滞后理由")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["state", "until", "commitment"], name="reason_in_force"),
        ]
        constraints = [
            pair("reason", "decided"),
            models.UniqueConstraint(
                fields=["commitment"],
                condition=models.Q(state="given"),
                name="reason_open_once",
            ),
            models.CheckConstraint(
                condition=models.Q(state="given", decided_at__isnull=True)
                | (~models.Q(state="given") & models.Q(decided_at__isnull=False)),
                name="reason_decided_when_decided",
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True)
                | (~models.Q(decided_by=models.F("given_by")) & ~models.Q(note="")),
                name="reason_decided_by_another_in_words",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commitment_id} {self.cause} {self.state}"
