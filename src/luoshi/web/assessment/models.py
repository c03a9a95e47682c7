"""Schemes as versioned data, and score runs that can be computed again."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from luoshi.core.scoring import ROOT
from luoshi.web.constraints import pair

User = settings.AUTH_USER_MODEL


class Scheme(models.Model):
    """A named set of scoring rules of one jurisdiction."""

    jurisdiction = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    title = models.CharField(_("考核办法"), max_length=500)

    class Meta:
        verbose_name = _("考核办法")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.title


class SchemeVersion(models.Model):
    """The rules as YAML. Once saved they never change: other rules are the next version.

    ``no_objections`` is what the text says about runs without a window for objections.
    """

    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("版本"))
    text = models.TextField(_("规则"))
    digest = models.CharField(max_length=64)
    no_objections = models.CharField(_("不设异议期的依据"), max_length=500, blank=True)
    note = models.CharField(_("修改说明"), max_length=200, blank=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("办法版本")
        ordering = ["scheme_id", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "number"], name="scheme_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.scheme_id} v{self.number}"


class Against(models.TextChoices):
    AMENDED = "amended", _("调整后的目标")
    ORIGINAL = "original", _("冻结时的原目标")


class ScoreRun(models.Model):
    """Rules, frozen inputs and result, each with its digest. ``job`` computed it, if one did."""

    jurisdiction = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    version = models.ForeignKey(SchemeVersion, models.PROTECT, related_name="runs")
    lists = models.ManyToManyField("commitments.CommitmentList", related_name="+")
    title = models.CharField(_("考核轮"), max_length=80)
    period_start = models.DateField(_("自"))
    period_end = models.DateField(_("至"))
    known_at = models.DateTimeField(_("数据截至"))
    against = models.CharField(
        _("对照目标"), max_length=8, choices=Against.choices, default=Against.AMENDED
    )
    inputs = models.TextField()
    inputs_digest = models.CharField(max_length=64)
    result = models.TextField()
    result_digest = models.CharField(max_length=64)
    computed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    computed_at = models.DateTimeField()
    finalised_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    finalised_at = models.DateTimeField(null=True)
    job = models.OneToOneField("jobs.Job", models.PROTECT, null=True, related_name="score_run")

    class Meta:
        verbose_name = _("考核轮")
        ordering = ["-period_end", "-id"]
        constraints = [
            pair("run", "finalised"),
            models.CheckConstraint(
                condition=models.Q(period_end__gte=models.F("period_start")),
                name="run_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def as_of(self) -> date:
        """The period's last day, or the day of looking where that came before."""
        return min(self.period_end, timezone.localdate(self.known_at))

    @property
    def state(self) -> str:
        """The state in ``core.workflow.SCORE_RUN``."""
        return "final" if self.finalised_at else "computed"


class UnitScore(models.Model):
    """One unit's points and place in its own group; the vetoes that held change neither."""

    run = models.ForeignKey(ScoreRun, models.CASCADE, related_name="scores")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="scores")
    group = models.CharField(max_length=60)
    points = models.DecimalField(_("得分"), max_digits=28, decimal_places=10, null=True)
    rank = models.DecimalField(_("位次"), max_digits=7, decimal_places=1, null=True)
    tied = models.PositiveIntegerField(_("并列"), default=1)
    vetoes: models.JSONField[Any, Any] = models.JSONField(default=list)

    class Meta:
        verbose_name = _("得分")
        ordering = ["run_id", "group", "rank", "unit_id"]
        constraints = [models.UniqueConstraint(fields=["run", "unit"], name="unit_score_once")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.points}"


class ScoreNode(models.Model):
    """One line of a unit's trace: what it says, from which inputs, by which formula.

    ``effect`` is what the policy for missing numbers did here, empty where none was missing.
    """

    score = models.ForeignKey(UnitScore, models.CASCADE, related_name="nodes")
    path = models.CharField(max_length=800)
    title = models.CharField(max_length=500)
    depth = models.PositiveSmallIntegerField()
    position = models.PositiveIntegerField()
    weight = models.DecimalField(max_digits=28, decimal_places=10, null=True)
    points = models.DecimalField(max_digits=28, decimal_places=10, null=True)
    effect = models.CharField(max_length=12, blank=True)
    trace: models.JSONField[Any, Any] = models.JSONField()

    class Meta:
        ordering = ["score_id", "position"]
        constraints = [models.UniqueConstraint(fields=["score", "path"], name="score_node_once")]

    def __str__(self) -> str:
        return f"{self.score_id} {self.path}"

    @property
    def label(self) -> str:
        """The title as it is shown: that of the total is no one's wording, so it is translated."""
        return gettext("总分") if self.path == ROOT else self.title


class RunQuota(models.Model):
    """A quota as a group filled it: units by code, ``inside`` by rank, ``edge`` a tie that the
    seats left cannot hold, ``barred`` by a veto."""

    run = models.ForeignKey(ScoreRun, models.CASCADE, related_name="quotas")
    group = models.CharField(max_length=60)
    key = models.CharField(max_length=60)
    title = models.CharField(_("名额"), max_length=500)
    seats = models.PositiveIntegerField()
    inside: models.JSONField[Any, Any] = models.JSONField()
    edge: models.JSONField[Any, Any] = models.JSONField()
    barred: models.JSONField[Any, Any] = models.JSONField()

    class Meta:
        verbose_name = _("名额")
        ordering = ["run_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["run", "group", "key"], name="run_quota_once")
        ]

    def __str__(self) -> str:
        return f"{self.run_id} {self.group} {self.key}"

    @property
    def left(self) -> int:
        """The seats that the edge may take."""
        return self.seats - len(self.inside)


class EdgeDecision(models.Model):
    """Who of the tie at the edge of a quota takes the seats left: a named person says, once."""

    quota = models.OneToOneField(RunQuota, models.PROTECT, related_name="decision")
    chosen: models.JSONField[Any, Any] = models.JSONField()
    reason = models.CharField(_("理由"), max_length=200)
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        verbose_name = _("名额线上的取舍")
        ordering = ["quota_id"]

    def __str__(self) -> str:
        return f"{self.quota_id}"


class RuleTrial(models.Model):
    """A version tried on the facts of a run: advice, beside both. ``text`` is JSON of what
    ``laboratory.Trial`` holds; what was known then does not change, so it is computed once."""

    run = models.ForeignKey(ScoreRun, models.PROTECT, related_name="trials")
    version = models.ForeignKey(SchemeVersion, models.PROTECT, related_name="trials")
    text = models.TextField()
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("办法试算")
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["run", "version"], name="rule_trial_once")]

    def __str__(self) -> str:
        return f"{self.run_id} {self.version_id}"


class RunStudy(models.Model):
    """How firm a run's ranking is: computed from what the run stored, beside it, never in it.

    ``text`` is canonical JSON: the plan, the seed (the result's digest), and each group's study, or
    why it has none. Computed again it gives the same digest.
    """

    run = models.OneToOneField(ScoreRun, models.PROTECT, related_name="study")
    seed = models.CharField(max_length=64)
    text = models.TextField()
    digest = models.CharField(max_length=64)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("排名稳定性")
        ordering = ["run_id"]

    def __str__(self) -> str:
        return f"{self.run_id} {self.digest[:8]}"
