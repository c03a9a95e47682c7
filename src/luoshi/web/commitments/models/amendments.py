"""What changed after a list was frozen, and what its office saw before it froze it."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from luoshi.web.commitments.models.commitments import Commitment
from luoshi.web.commitments.models.lists import CommitmentList
from luoshi.web.constraints import pair

User = settings.AUTH_USER_MODEL


class AmendedField(models.TextChoices):
    TARGET = "target", _("目标值")
    STARTS_ON = "starts_on", _("开始")
    DUE_ON = "due_on", _("时限")
    LEAD_UNIT = "lead_unit", _("牵头单位")


class AmendmentState(models.TextChoices):
    PROPOSED = "proposed", _("待批准")
    APPROVED = "approved", _("已批准")
    REFUSED = "refused", _("未批准")


class Amendment(models.Model):
    """One dated change of one value of a frozen commitment. Decided, it never changes.

    ``old`` and ``new`` are plain text: a number, an ISO date or the key of a unit.
    """

    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="amendments")
    field = models.CharField(_("调整内容"), max_length=12, choices=AmendedField.choices)
    old = models.CharField(_("原值"), max_length=30, blank=True)
    new = models.CharField(_("新值"), max_length=30)
    old_unit = models.ForeignKey("units.Unit", models.PROTECT, null=True, related_name="+")
    new_unit = models.ForeignKey("units.Unit", models.PROTECT, null=True, related_name="+")
    cause = models.CharField(_("调整事由"), max_length=30)
    reason = models.CharField(_("理由"), max_length=300)
    document_name = models.CharField(_("依据文件"), max_length=200, blank=True)
    document_number = models.CharField(_("文号"), max_length=60, blank=True)
    document_sha256 = models.CharField(max_length=64, blank=True)
    document_type = models.CharField(max_length=100, blank=True)
    document_size = models.PositiveIntegerField(default=0)
    state = models.CharField(
        _("状态"),
        max_length=10,
        choices=AmendmentState.choices,
        default=AmendmentState.PROPOSED,
    )
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(_("提出时间"))
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(_("批准时间"), null=True)
    note = models.CharField(_("批准意见"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("调整")
        ordering = ["id"]
        constraints = [
            pair("amendment", "decided"),
            models.UniqueConstraint(
                fields=["commitment", "field"],
                condition=models.Q(state="proposed"),
                name="amendment_open_once",
            ),
            models.CheckConstraint(
                condition=models.Q(state="proposed", decided_at__isnull=True)
                | (~models.Q(state="proposed") & models.Q(decided_at__isnull=False)),
                name="amendment_decided_when_decided",
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True)
                | ~models.Q(decided_by=models.F("proposed_by")),
                name="amendment_decided_by_another",
            ),
            models.CheckConstraint(
                condition=~models.Q(old=models.F("new")), name="amendment_changes_something"
            ),
            models.CheckConstraint(
                condition=models.Q(cause="dispute") | ~models.Q(document_sha256=""),
                name="amendment_has_its_document",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commitment_id} {self.field} {self.state}"


class FreezeReview(models.Model):
    """The open questions of a list that a named person saw before freezing it, and why so."""

    flags: models.JSONField[Any, Any] = models.JSONField(default=list)
    list = models.OneToOneField(CommitmentList, models.PROTECT, related_name="freeze_review")
    digest = models.CharField(max_length=64, blank=True)
    reason = models.CharField(_("说明"), max_length=300, blank=True)
    seen_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    seen_at = models.DateTimeField()

    class Meta:
        verbose_name = _("冻结前核对")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(digest="") | ~models.Q(reason=""),
                name="freeze_review_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.list_id} {len(self.flags)}"
