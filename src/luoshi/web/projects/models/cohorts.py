"""Cohorts, which stay as they were signed, and what was moved out of them by decision."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from luoshi.core.projects import Stage
from luoshi.web.constraints import pair

User = settings.AUTH_USER_MODEL


class Cohort(models.Model):
    """A batch of projects signed together, or the reserve (without ``signed_on``).

    It is a list of commitments; from the day the list is frozen no project comes or goes.
    """

    list = models.OneToOneField("commitments.CommitmentList", models.PROTECT, related_name="cohort")
    jurisdiction = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    signed_on = models.DateField(_("签约日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("签约批次")
        ordering = [models.F("signed_on").desc(nulls_last=True), "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["jurisdiction"],
                condition=models.Q(signed_on__isnull=True),
                name="reserve_once",
            )
        ]

    def __str__(self) -> str:
        return self.list.title

    def get_absolute_url(self) -> str:
        """Its own page."""
        return reverse("cohort", args=[self.pk])

    @property
    def base(self) -> Stage:
        """Signed, or reserve."""
        return Stage.SIGNED if self.signed_on else Stage.RESERVE

    @property
    def is_fixed(self) -> bool:
        """Whether projects may no longer come or go."""
        return self.list.frozen_at is not None


class Adjustment(models.Model):
    """The one decision of a year about what is moved out of a cohort."""

    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="adjustments")
    year = models.PositiveSmallIntegerField(_("年度"))
    document = models.CharField(_("文号"), max_length=60)
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(_("审定时间"))

    class Meta:
        verbose_name = _("年度调整")
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(fields=["cohort", "year"], name="adjustment_once_a_year"),
            models.CheckConstraint(
                condition=~models.Q(document=""), name="adjustment_has_its_document"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cohort_id} {self.year}"


class Verdict(models.TextChoices):
    OPEN = "open", _("待审定")
    APPROVED = "approved", _("同意退出")
    REFUSED = "refused", _("不同意")


class DropOut(models.Model):
    """A project proposed to be moved out for an objective cause, and what was decided of it."""

    project = models.ForeignKey("projects.Project", models.PROTECT, related_name="drop_outs")
    cause = models.CharField(_("客观原因"), max_length=20)
    explanation = models.CharField(_("情况说明"), max_length=300)
    document = models.CharField(_("依据文件"), max_length=120)
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(_("提出时间"))
    verdict = models.CharField(
        _("审定"), max_length=10, choices=Verdict.choices, default=Verdict.OPEN
    )
    note = models.CharField(_("审定意见"), max_length=300, blank=True)
    adjustment = models.ForeignKey(Adjustment, models.PROTECT, null=True, related_name="drop_outs")
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(_("审定时间"), null=True)

    class Meta:
        verbose_name = _("客观退出")
        ordering = ["id"]
        constraints = [
            pair("drop_out", "decided"),
            models.UniqueConstraint(
                fields=["project"],
                condition=models.Q(verdict__in=["open", "approved"]),
                name="drop_out_once",
            ),
            models.CheckConstraint(
                condition=models.Q(verdict="open", adjustment__isnull=True, decided_at__isnull=True)
                | (
                    ~models.Q(verdict="open")
                    & models.Q(adjustment__isnull=False, decided_at__isnull=False)
                ),
                name="drop_out_decided_by_adjustment",
            ),
            models.CheckConstraint(
                condition=~models.Q(verdict="refused") | ~models.Q(note=""),
                name="drop_out_refusal_says_why",
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True)
                | ~models.Q(decided_by=models.F("proposed_by")),
                name="drop_out_decided_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.verdict}"
