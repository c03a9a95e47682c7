"""Requests for data: who asks whom, by what right, for how many minutes, until when."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from luoshi.web.constraints import pair

User = settings.AUTH_USER_MODEL


class RequestState(models.TextChoices):
    DRAFT = "draft", _("待核对")
    WAITING = "waiting", _("待批准超预算")
    SENT = "sent", _("已发出")
    WITHDRAWN = "withdrawn", _("已撤回")


class DataRequest(models.Model):
    """One request for data. A round of a list is one too: then ``list`` is set, and ``round``
    once it is opened; sent without a round it is the self-check of that list. ``assumed``: nobody
    stated what it costs, it was entered by the rule.
    """

    jurisdiction = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    asker = models.ForeignKey(
        "units.Unit", models.PROTECT, related_name="requests_made", verbose_name=_("要数据的单位")
    )
    title = models.CharField(_("要求"), max_length=80)
    basis = models.CharField(_("要求依据"), max_length=200)
    minutes = models.PositiveIntegerField(_("估计分钟"))
    period_start = models.DateField(_("数据期间自"))
    period_end = models.DateField(_("数据期间至"))
    due_on = models.DateField(_("报送截止"))
    expires_on = models.DateField(_("要求到期日"))
    state = models.CharField(
        _("状态"), max_length=10, choices=RequestState.choices, default=RequestState.DRAFT
    )
    list = models.ForeignKey(
        "commitments.CommitmentList", models.PROTECT, null=True, related_name="requests"
    )
    round = models.OneToOneField(
        "delivery.Round", models.PROTECT, null=True, related_name="request"
    )
    assumed = models.BooleanField(default=False)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    sent_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField(_("发出时间"), null=True)
    approver = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("由谁批准")
    )
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    approval = models.CharField(_("批准意见"), max_length=300, blank=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("数据要求")
        ordering = ["-made_at", "-id"]
        indexes = [models.Index(fields=["jurisdiction", "state", "due_on"], name="request_by_due")]
        constraints = [
            pair("request", "sent"),
            pair("request", "approved"),
            pair("request", "withdrawn"),
            models.CheckConstraint(
                condition=models.Q(period_end__gte=models.F("period_start"))
                & models.Q(expires_on__gte=models.F("due_on")),
                name="request_days_in_order",
            ),
            models.CheckConstraint(
                condition=models.Q(minutes__gte=1) & ~models.Q(basis=""),
                name="request_says_what_it_costs",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="sent") | models.Q(sent_at__isnull=False),
                name="request_sent_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def runs(self, on: date) -> bool:
        """Whether it is prepared or asked on that day: neither taken back nor expired."""
        return self.state != RequestState.WITHDRAWN and self.expires_on >= on

    def get_absolute_url(self) -> str:
        """Its own page."""
        return reverse("burden-request", args=[self.pk])


class RequestItem(models.Model):
    """One figure that is asked; ``name`` is as ``core.burden.normal_name`` gives it."""

    request = models.ForeignKey(DataRequest, models.CASCADE, related_name="items")
    position = models.PositiveIntegerField()
    text = models.CharField(_("要什么"), max_length=80)
    name = models.CharField(max_length=80, db_index=True)
    measure = models.CharField(_("计量单位"), max_length=20, blank=True)

    class Meta:
        ordering = ["request_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["request", "name"], name="request_item_once")
        ]

    def __str__(self) -> str:
        return self.text


class RequestUnit(models.Model):
    """One unit that is asked. ``week`` is the Monday of the week it is due; ``taken_minutes`` is
    what the unit said afterwards it took, of the unit and of nobody in it; ``lifted_at``: a
    remark was upheld, and it is not asked any more."""

    request = models.ForeignKey(DataRequest, models.CASCADE, related_name="units")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="requests_received")
    minutes = models.PositiveIntegerField(_("估计分钟"))
    week = models.DateField()
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(_("答复时间"), null=True)
    taken_minutes = models.PositiveIntegerField(_("实际分钟"), null=True)
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("被要数据的单位")
        ordering = ["request_id", "unit_id"]
        indexes = [models.Index(fields=["unit", "week"], name="request_unit_by_week")]
        constraints = [
            pair("request_unit", "answered"),
            models.UniqueConstraint(fields=["request", "unit"], name="request_unit_once"),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} → {self.unit_id}"


class Answer(models.Model):
    """What a unit said of one item; ``reused``: a value that was known already."""

    asked = models.ForeignKey(RequestUnit, models.CASCADE, related_name="answers")
    item = models.ForeignKey(RequestItem, models.CASCADE, related_name="answers")
    value = models.CharField(_("数据"), max_length=200)
    reused = models.BooleanField(default=False)

    class Meta:
        ordering = ["item__position"]
        constraints = [models.UniqueConstraint(fields=["asked", "item"], name="answer_once")]

    def __str__(self) -> str:
        return self.value


class RepeatChoice(models.TextChoices):
    OPEN = "", _("待说明")
    USE = "use", _("沿用已知")
    AGAIN = "again", _("仍要再报")


class RepeatFound(models.Model):
    """A figure of the request that was asked or told already, and what its asker said to that.

    ``told`` keeps in plain text what was shown: from, on, value, state.
    """

    request = models.ForeignKey(DataRequest, models.CASCADE, related_name="repeats")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    text = models.CharField(max_length=200)
    name = models.CharField(max_length=120)
    told: models.JSONField[Any, Any] = models.JSONField(default=dict)
    choice = models.CharField(
        _("处理"), max_length=5, choices=RepeatChoice.choices, blank=True, default=RepeatChoice.OPEN
    )
    words = models.CharField(_("为什么再要"), max_length=300, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("重复要求")
        ordering = ["request_id", "name", "unit_id"]
        constraints = [
            pair("repeat", "decided"),
            models.CheckConstraint(
                condition=~models.Q(choice="again") | ~models.Q(words=""),
                name="repeat_says_why_again",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} {self.unit_id} {self.choice}"


class RemarkKind(models.TextChoices):
    DUPLICATE = "duplicate", _("重复要求")
    NO_BASIS = "no_basis", _("没有依据")


class Remark(models.Model):
    """标记: a unit says the request repeats another or has no basis; reply, appeal and ruling.

    ``upheld`` is what the asker answered, ``ruling`` what the office above both decided.
    """

    asked = models.OneToOneField(RequestUnit, models.PROTECT, related_name="remark")
    kind = models.CharField(_("标记"), max_length=10, choices=RemarkKind.choices)
    words = models.CharField(_("说明"), max_length=300)
    raised_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    upheld = models.BooleanField(null=True)
    reply = models.CharField(_("答复"), max_length=300, blank=True)
    replied_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    replied_at = models.DateTimeField(null=True)
    appeal = models.CharField(_("申诉"), max_length=300, blank=True)
    appealed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    appealed_at = models.DateTimeField(null=True)
    ruled_for_unit = models.BooleanField(null=True)
    ruling = models.CharField(_("裁定"), max_length=300, blank=True)
    ruled_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    ruled_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("对数据要求的标记")
        constraints = [
            pair("remark", "replied"),
            pair("remark", "appealed"),
            pair("remark", "ruled"),
            models.CheckConstraint(condition=~models.Q(words=""), name="remark_says_why"),
            models.CheckConstraint(
                condition=models.Q(replied_at__isnull=True) | ~models.Q(reply=""),
                name="remark_reply_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asked_id} {self.kind}"

    @property
    def stage(self) -> str:
        """replying, declined (may be appealed), ruling or over."""
        if self.replied_at is None:
            return "replying"
        if self.upheld or self.ruled_at:
            return "over"
        return "ruling" if self.appealed_at else "declined"
