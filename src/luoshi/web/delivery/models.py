"""Rounds, accounts with evidence, and verification: said, did and achieved kept apart."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from luoshi.web.constraints import pair, share

User = settings.AUTH_USER_MODEL


class Round(models.Model):
    """One reporting period of a list."""

    list = models.ForeignKey("commitments.CommitmentList", models.PROTECT, related_name="rounds")
    title = models.CharField(_("轮次"), max_length=60)
    period_start = models.DateField(_("自"))
    period_end = models.DateField(_("至"))
    due_on = models.DateField(_("报送截止"))
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("轮次")
        ordering = ["-period_end", "-id"]
        constraints = [
            pair("round", "closed"),
            models.UniqueConstraint(fields=["list", "period_end"], name="round_period_once"),
            models.CheckConstraint(
                condition=models.Q(period_end__gte=models.F("period_start")),
                name="round_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def state(self) -> str:
        """The state in ``core.workflow.ROUND``."""
        return "closed" if self.closed_at else "open"


class ReportState(models.TextChoices):
    DRAFT = "draft", _("待填报")
    SUBMITTED = "submitted", _("待签发")
    SIGNED = "signed", _("待审核")
    RETURNED = "returned", _("已退回")
    ACCEPTED = "accepted", _("已采信")
    SUPERSEDED = "superseded", _("已被更正")


OPEN = (ReportState.DRAFT, ReportState.SUBMITTED, ReportState.SIGNED, ReportState.RETURNED)
"""States of a report that is not yet, or no longer, a fact."""


class ProgressReport(models.Model):
    """What the lead unit says for one commitment in one round. Accepted, it never changes.

    A correction is a report of its own beside the accepted one, which stays in force until
    the correction is accepted: so there is at most one open and one accepted report.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="reports")
    commitment = models.ForeignKey("commitments.Commitment", models.PROTECT, related_name="reports")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    value = models.DecimalField(
        _("累计完成值"), max_digits=20, decimal_places=4, null=True, blank=True
    )
    said_share = models.DecimalField(
        _("自报进度"), max_digits=5, decimal_places=4, null=True, blank=True
    )
    claims_done = models.BooleanField(_("自报完成"), default=False)
    narrative = models.TextField(_("进展"), blank=True)
    blocker = models.CharField(_("堵点"), max_length=20, blank=True)
    blocker_unit = models.ForeignKey(
        "units.Unit",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("卡在哪个单位"),
    )
    blocker_text = models.CharField(_("堵点说明"), max_length=300, blank=True)
    state = models.CharField(
        _("状态"), max_length=10, choices=ReportState.choices, default=ReportState.DRAFT
    )
    submitted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(_("报送时间"), null=True)
    signed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(_("签发时间"), null=True)
    accepted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    accepted_at = models.DateTimeField(_("采信时间"), null=True)
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="superseded_by"
    )

    class Meta:
        verbose_name = _("交账")
        ordering = ["-round_id", "id"]
        indexes = [
            models.Index(fields=["unit", "state", "round"], name="report_due_from_unit"),
            models.Index(fields=["state", "round"], name="report_by_state"),
            models.Index(fields=["accepted_at"], name="report_by_acceptance"),
        ]
        constraints = [
            pair("report", "submitted"),
            pair("report", "signed"),
            pair("report", "accepted"),
            share("report", "said_share"),
            models.UniqueConstraint(
                fields=["round", "commitment"],
                condition=models.Q(state="accepted"),
                name="report_accepted_once",
            ),
            models.UniqueConstraint(
                fields=["round", "commitment"],
                condition=models.Q(state__in=OPEN),
                name="report_open_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["accepted", "superseded"])
                | models.Q(
                    submitted_at__isnull=False, signed_at__isnull=False, accepted_at__isnull=False
                ),
                name="report_accepted_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commitment_id} @ {self.round_id}"

    @property
    def is_fillable(self) -> bool:
        """Whether the unit may still change what it says."""
        return self.state in (ReportState.DRAFT, ReportState.RETURNED)

    @property
    def was_accepted(self) -> bool:
        """Whether it is, or was, a fact."""
        return self.state in (ReportState.ACCEPTED, ReportState.SUPERSEDED)


class Return(models.Model):
    """A report sent back, with the reason; what was said then stays readable here."""

    report = models.ForeignKey(ProgressReport, models.PROTECT, related_name="returns")
    reason = models.CharField(_("退回原因"), max_length=40)
    note = models.CharField(_("说明"), max_length=300, blank=True)
    said: models.JSONField[Any, Any] = models.JSONField(default=dict)
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["decided_at"], name="return_by_day")]

    def __str__(self) -> str:
        return f"{self.report_id} {self.reason}"


class Recall(models.Model):
    """A report the unit took back before it was accepted; what was said then stays readable."""

    report = models.ForeignKey(ProgressReport, models.PROTECT, related_name="recalls")
    note = models.CharField(_("为什么撤回"), max_length=300)
    said: models.JSONField[Any, Any] = models.JSONField(default=dict)
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.report_id} {self.decided_at:%Y-%m-%d}"


class Evidence(models.Model):
    """A file that shows something was done; one may serve many reports."""

    jurisdiction = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    name = models.CharField(_("文件名"), max_length=200)
    media_type = models.CharField(_("类型"), max_length=100)
    size = models.PositiveIntegerField(_("大小"))
    source = models.CharField(_("出处"), max_length=120, blank=True)
    dated_on = models.DateField(_("形成日期"), null=True, blank=True)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        verbose_name = _("佐证")
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["unit", "sha256"], name="evidence_once")]

    def __str__(self) -> str:
        return self.name


class EvidenceUse(models.Model):
    """This evidence is offered for that report."""

    report = models.ForeignKey(ProgressReport, models.PROTECT, related_name="evidence_uses")
    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="uses")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["report", "evidence"], name="evidence_use_once")
        ]

    def __str__(self) -> str:
        return f"{self.evidence_id} → {self.report_id}"


class Draw(models.Model):
    """A verification sample from the accepted reports of a closed round, by a published seed.

    ``by_chance`` is false of a seed that a person typed, as could be done once.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="draws")
    seed = models.CharField(_("种子"), max_length=80)
    by_chance = models.BooleanField(default=True)
    rule: models.JSONField[Any, Any] = models.JSONField()
    frame: models.JSONField[Any, Any] = models.JSONField()
    frame_digest = models.CharField(_("抽样框摘要"), max_length=64)
    drawn_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField()

    class Meta:
        verbose_name = _("抽查")
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["round"], name="draw_once_a_round")]

    def __str__(self) -> str:
        return f"{self.round_id} {self.seed}"


class Sample(models.Model):
    """One drawn report and the verifier who is to look at it."""

    draw = models.ForeignKey(Draw, models.PROTECT, related_name="samples")
    report = models.ForeignKey(ProgressReport, models.PROTECT, related_name="samples")
    verifier = models.ForeignKey(User, models.PROTECT, related_name="samples")
    reason = models.CharField(_("抽中方式"), max_length=12)

    class Meta:
        ordering = ["draw_id", "id"]
        constraints = [models.UniqueConstraint(fields=["draw", "report"], name="sample_once")]

    def __str__(self) -> str:
        return f"{self.draw_id}/{self.report_id}"


class Finding(models.TextChoices):
    CONFIRMED = "confirmed", _("属实")
    PARTLY = "partly", _("部分属实")
    REFUTED = "refuted", _("不属实")


class Verification(models.Model):
    """What an outsider found. Never edited: a correction supersedes."""

    sample = models.ForeignKey(Sample, models.PROTECT, related_name="verifications")
    finding = models.CharField(_("结论"), max_length=10, choices=Finding.choices)
    verified_value = models.DecimalField(
        _("核实值"), max_digits=20, decimal_places=4, null=True, blank=True
    )
    verified_share = models.DecimalField(
        _("核实进度"), max_digits=5, decimal_places=4, null=True, blank=True
    )
    note = models.TextField(_("核验说明"))
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="superseded_by"
    )

    class Meta:
        verbose_name = _("核验")
        ordering = ["id"]
        indexes = [models.Index(fields=["decided_at"], name="verification_by_day")]
        constraints = [
            share("verification", "verified_share"),
            models.UniqueConstraint(
                fields=["sample"],
                condition=models.Q(supersedes__isnull=True),
                name="verification_first_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sample_id} {self.finding}"


class Progress(models.Model):
    """Where a commitment stands: a projection of the facts, rebuilt by ``progress_refresh``."""

    commitment = models.OneToOneField(
        "commitments.Commitment", models.CASCADE, primary_key=True, related_name="progress"
    )
    report = models.ForeignKey(ProgressReport, models.PROTECT, null=True, related_name="+")
    said_value = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    said_share = models.DecimalField(max_digits=5, decimal_places=4, null=True)
    evidence_count = models.PositiveIntegerField(default=0)
    verification = models.ForeignKey(Verification, models.PROTECT, null=True, related_name="+")
    finding = models.CharField(max_length=10, blank=True)
    achieved_on = models.DateField(null=True)
    achieved_value = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    achieved_share = models.DecimalField(max_digits=5, decimal_places=4, null=True)
    planned_share = models.DecimalField(max_digits=5, decimal_places=4, null=True)
    light = models.CharField(max_length=8, default="grey")
    light_code = models.CharField(max_length=30, blank=True)
    light_params: models.JSONField[Any, Any] = models.JSONField(default=dict)
    light_rule = models.CharField(max_length=40, blank=True)
    reason_by = models.CharField(max_length=60, blank=True)
    reason_until = models.DateField(null=True)
    """Who accepted the reason for being behind, while it is behind and the reason stands."""
    original_light = models.CharField(max_length=8, blank=True)
    original: models.JSONField[Any, Any] = models.JSONField(default=dict)
    """Light and shares against the target as it was frozen; empty where nothing was amended."""
    as_of = models.DateField()

    class Meta:
        verbose_name = _("进展")
        indexes = [models.Index(fields=["light", "commitment"], name="progress_by_light")]

    def __str__(self) -> str:
        return f"{self.commitment_id} {self.light}"
