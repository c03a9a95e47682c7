"""One promise and its dated steps."""

from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from luoshi.web.constraints import share

User = settings.AUTH_USER_MODEL


class CommitmentState(models.TextChoices):
    DRAFT = "draft", _("待交办")
    ASSIGNED = "assigned", _("待签收")
    DISPUTED = "disputed", _("有异议")
    ACCEPTED = "accepted", _("已签收")
    UNDERWAY = "underway", _("推进中")
    CLAIMED_DONE = "claimed_done", _("自报完成")
    VERIFIED = "verified", _("已核验")
    SIGNED_OFF = "signed_off", _("已销号")
    WITHDRAWN = "withdrawn", _("已撤销")
    FAILED = "failed", _("未完成")


class Commitment(models.Model):
    """One promise, wherever it is listed. Said, did and achieved live in ``delivery``."""

    jurisdiction = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    text = models.TextField(_("事项"))
    kind = models.CharField(_("种类"), max_length=20)
    modality = models.CharField(_("语气"), max_length=10, blank=True)
    metric = models.CharField(_("指标"), max_length=120, blank=True)
    comparator = models.CharField(_("比较"), max_length=20, blank=True)
    baseline = models.DecimalField(
        _("基数"), max_digits=20, decimal_places=4, null=True, blank=True
    )
    target = models.DecimalField(
        _("目标值"), max_digits=20, decimal_places=4, null=True, blank=True
    )
    unit_of_measure = models.CharField(_("计量单位"), max_length=20, blank=True)
    starts_on = models.DateField(_("开始"))
    due_on = models.DateField(_("时限"))
    lead_unit = models.ForeignKey(
        "units.Unit", models.PROTECT, null=True, related_name="led", verbose_name=_("牵头单位")
    )
    assist_units = models.ManyToManyField(
        "units.Unit", related_name="assisted", blank=True, verbose_name=_("配合单位")
    )
    curve = models.CharField(_("计划曲线"), max_length=40, blank=True)
    light_rule = models.CharField(_("亮灯规则"), max_length=40, blank=True)
    leader = models.CharField(_("责任领导"), max_length=40, blank=True)
    standard = models.TextField(_("完成标准"), blank=True)
    measures = models.TextField(_("工作措施"), blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="parts")
    must_divide = models.BooleanField(_("须分解"), default=False)
    aggregation = models.CharField(_("分解口径"), max_length=8, blank=True)
    part_weight = models.DecimalField(
        _("在上级事项中的权重"), max_digits=12, decimal_places=4, null=True, blank=True
    )
    source = models.ForeignKey(
        "documents.Candidate", models.PROTECT, null=True, related_name="commitments"
    )
    state = models.CharField(
        _("状态"),
        max_length=14,
        choices=CommitmentState.choices,
        default=CommitmentState.DRAFT,
    )
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    original: models.JSONField[Any, Any] = models.JSONField(default=dict)
    """What an approved amendment changed, as it was when frozen: field → plain text."""

    class Meta:
        verbose_name = _("事项")
        ordering = ["due_on", "id"]
        indexes = [
            models.Index(fields=["jurisdiction", "due_on", "id"], name="commitment_by_due"),
            models.Index(fields=["lead_unit", "due_on", "id"], name="commitment_by_lead"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(due_on__gte=models.F("starts_on")),
                name="commitment_due_after_start",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["draft", "withdrawn"])
                | models.Q(lead_unit__isnull=False),
                name="commitment_is_owned",
            ),
            models.CheckConstraint(
                condition=models.Q(parent__isnull=True) | ~models.Q(parent=models.F("id")),
                name="commitment_not_own_parent",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:40]

    def get_absolute_url(self) -> str:
        """Its own page."""
        return reverse("commitment", args=[self.pk])


class Milestone(models.Model):
    """A dated step with the cumulative share planned to be done by then.

    ``value`` is the cumulative figure of a stage target (quarter, month), whose share it is.
    """

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="milestones")
    title = models.CharField(_("节点"), max_length=80)
    due_on = models.DateField(_("时间"))
    planned_share = models.DecimalField(_("计划进度"), max_digits=5, decimal_places=4)
    value = models.DecimalField(
        _("阶段目标值"), max_digits=20, decimal_places=4, null=True, blank=True
    )

    class Meta:
        ordering = ["commitment_id", "due_on", "id"]
        constraints = [
            share("milestone", "planned_share"),
            models.UniqueConstraint(fields=["commitment", "due_on"], name="milestone_day_once"),
        ]

    def __str__(self) -> str:
        return self.title
