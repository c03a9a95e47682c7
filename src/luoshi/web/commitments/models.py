"""Lists of commitments, and who owns each."""

from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from luoshi.web.constraints import pair, share

User = settings.AUTH_USER_MODEL


class ListType(models.Model):
    """A kind of list as data: its columns, light rule, cadence and workflow."""

    jurisdiction = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    key = models.SlugField(max_length=40)
    title = models.CharField(_("名称"), max_length=60)
    definition: models.JSONField[Any, Any] = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("清单类型")
        ordering = ["key"]
        constraints = [
            models.UniqueConstraint(fields=["jurisdiction", "key"], name="list_type_once")
        ]

    def __str__(self) -> str:
        return self.title


class CommitmentList(models.Model):
    """A named list of one jurisdiction for one period."""

    jurisdiction = models.ForeignKey("units.Unit", models.PROTECT, related_name="lists")
    list_type = models.ForeignKey(ListType, models.PROTECT, related_name="lists")
    title = models.CharField(_("清单名称"), max_length=80)
    period_start = models.DateField(_("自"))
    period_end = models.DateField(_("至"))
    frozen_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    frozen_at = models.DateTimeField(_("冻结时间"), null=True)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("清单")
        ordering = ["-period_start", "id"]
        constraints = [
            pair("list", "frozen"),
            models.CheckConstraint(
                condition=models.Q(period_end__gte=models.F("period_start")),
                name="list_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.title


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
    leader = models.CharField(_("责任领导"), max_length=40, blank=True)
    standard = models.TextField(_("完成标准"), blank=True)
    measures = models.TextField(_("工作措施"), blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="parts")
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
        ]

    def __str__(self) -> str:
        return self.text[:40]

    def get_absolute_url(self) -> str:
        """Its own page."""
        return reverse("commitment", args=[self.pk])


class ListItem(models.Model):
    """A commitment's place in a list, with its weight there and the list type's own columns."""

    list = models.ForeignKey(CommitmentList, models.PROTECT, related_name="items")
    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="items")
    number = models.PositiveIntegerField(_("序号"))
    weight = models.DecimalField(_("权重"), max_digits=6, decimal_places=2, default=1)
    extra: models.JSONField[Any, Any] = models.JSONField(default=dict)

    class Meta:
        ordering = ["list_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["list", "commitment"], name="item_once_in_list"),
            models.UniqueConstraint(fields=["list", "number"], name="item_number_once"),
            models.CheckConstraint(condition=models.Q(weight__gt=0), name="item_weight_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.list_id}/{self.number}"


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
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outcome="accepted") | ~models.Q(reason=""),
                name="acceptance_says_why",
            )
        ]

    def __str__(self) -> str:
        return f"{self.commitment_id} {self.outcome}"


class Milestone(models.Model):
    """A dated step with the cumulative share planned to be done by then."""

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="milestones")
    title = models.CharField(_("节点"), max_length=80)
    due_on = models.DateField(_("时间"))
    planned_share = models.DecimalField(_("计划进度"), max_digits=5, decimal_places=4)

    class Meta:
        ordering = ["commitment_id", "due_on", "id"]
        constraints = [
            share("milestone", "planned_share"),
            models.UniqueConstraint(fields=["commitment", "due_on"], name="milestone_day_once"),
        ]

    def __str__(self) -> str:
        return self.title
