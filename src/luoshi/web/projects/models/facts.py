"""What is told of projects: stages, findings, investments, plans. Added, never edited."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from luoshi.web.projects.models.projects import Project, StageChoice

User = settings.AUTH_USER_MODEL
DIGITS, PLACES = 12, 4
"""Of money in 亿元: to the 万元."""


class StageChange(models.Model):
    """The owner says: this stage was reached on that day. Evidence stands beside it.

    A wrong account is superseded by another one; both stay.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="changes")
    stage = models.CharField(_("阶段"), max_length=10, choices=StageChoice.choices[1:])
    on = models.DateField(_("日期"))
    note = models.CharField(_("说明"), max_length=500, blank=True)
    reason = models.CharField(_("倒退理由"), max_length=300, blank=True)
    evidence = models.ManyToManyField("delivery.Evidence", related_name="stage_changes")
    said_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    said_at = models.DateTimeField(_("报告时间"))
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="superseded_by"
    )

    class Meta:
        verbose_name = _("阶段报告")
        ordering = ["on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(stage__in=StageChoice.values[1:]), name="stage_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.stage}"


class Finding(models.TextChoices):
    CONFIRMED = "confirmed", _("属实")
    PARTLY = "partly", _("部分属实")
    REFUTED = "refuted", _("不属实")


class StageFinding(models.Model):
    """What an outsider found of one account of a stage."""

    change = models.ForeignKey(StageChange, models.PROTECT, related_name="findings")
    finding = models.CharField(_("结论"), max_length=10, choices=Finding.choices)
    note = models.CharField(_("核验说明"), max_length=500, blank=True)
    found_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    found_at = models.DateTimeField(_("核验时间"))
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="superseded_by"
    )

    class Meta:
        verbose_name = _("阶段核验")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["change"],
                condition=models.Q(supersedes__isnull=True),
                name="stage_finding_first_once",
            ),
            models.CheckConstraint(
                condition=models.Q(finding="confirmed") | ~models.Q(note=""),
                name="stage_finding_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.change_id} {self.finding}"


class Claim(models.TextChoices):
    SAID = "said", _("说：单位自报")
    ACHIEVED = "achieved", _("成：统计入库")


class Investment(models.Model):
    """The investment of one month in 亿元: as the owner says, or as statistics count."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="investments")
    month = models.DateField(_("月份"))
    claim = models.CharField(_("口径"), max_length=10, choices=Claim.choices)
    amount = models.DecimalField(_("完成投资"), max_digits=DIGITS, decimal_places=PLACES)
    source = models.CharField(_("出处"), max_length=120, blank=True)
    told_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    told_at = models.DateTimeField(_("填报时间"))
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="superseded_by"
    )

    class Meta:
        verbose_name = _("月度投资")
        ordering = ["month", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "month", "claim"],
                condition=models.Q(supersedes__isnull=True),
                name="investment_first_once",
            ),
            models.CheckConstraint(
                condition=models.Q(amount__gte=0), name="investment_not_below_zero"
            ),
            models.CheckConstraint(
                condition=models.Q(claim="said") | ~models.Q(source=""),
                name="investment_counted_has_source",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.month} {self.claim}"


class YearPlan(models.Model):
    """How much of a project is to be invested in one year, in 亿元, by which season."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="plans")
    year = models.PositiveSmallIntegerField(_("年度"))
    amount = models.DecimalField(_("年度计划投资"), max_digits=DIGITS, decimal_places=PLACES)
    season = models.CharField(_("推进方式"), max_length=40)
    set_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    set_at = models.DateTimeField(_("下达时间"))
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="superseded_by"
    )

    class Meta:
        verbose_name = _("年度投资计划")
        ordering = ["year", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "year"],
                condition=models.Q(supersedes__isnull=True),
                name="year_plan_first_once",
            ),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="year_plan_above_zero"),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.year}"
