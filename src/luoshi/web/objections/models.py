"""Objections of units to their numbers: the window, what was filed and decided, the run after."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from luoshi.web.assessment.models import SchemeVersion, ScoreNode, ScoreRun
from luoshi.web.constraints import pair

User = settings.AUTH_USER_MODEL


class Window(models.Model):
    """The days on which units may object to a run; ``clock`` is a key of the presets' clocks."""

    run = models.OneToOneField(ScoreRun, models.PROTECT, related_name="objection_window")
    clock = models.CharField(_("期限"), max_length=40)
    opens_on = models.DateField(_("自"))
    closes_on = models.DateField(_("至"))
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()

    class Meta:
        verbose_name = _("异议期")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")), name="window_ends_after_start"
            )
        ]

    def __str__(self) -> str:
        return f"{self.run_id} {self.opens_on} – {self.closes_on}"


class State(models.TextChoices):
    FILED = "filed", _("待受理")
    ASSIGNED = "assigned", _("已受理")
    UPHELD = "upheld", _("异议成立")
    PARTLY = "partly", _("部分成立")
    DISMISSED = "dismissed", _("不成立")
    WITHDRAWN = "withdrawn", _("已撤回")


OPEN = (State.FILED, State.ASSIGNED)
"""Nobody has decided yet."""
DECIDED = (State.UPHELD, State.PARTLY, State.DISMISSED)
CHANGING = (State.UPHELD, State.PARTLY)
"""The result must be computed again."""


class Objection(models.Model):
    """One unit's objection to one number of one run. Decided, it never changes.

    ``wanted``: the points that the unit holds to be right, where it names any. ``answerer`` is a
    named person who took no part in the number.
    """

    node = models.ForeignKey(ScoreNode, models.PROTECT, related_name="objections")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    grounds = models.TextField(_("理由"))
    wanted = models.DecimalField(_("认为应得"), max_digits=12, decimal_places=4, null=True)
    evidence = models.ManyToManyField("delivery.Evidence", related_name="+")
    state = models.CharField(
        _("状态"), max_length=10, choices=State.choices, default=State.FILED, db_index=True
    )
    filed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    filed_at = models.DateTimeField(_("提出时间"))
    answerer = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("答复人")
    )
    assigned_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    assigned_at = models.DateTimeField(_("受理时间"), null=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(_("答复时间"), null=True)
    reasons = models.TextField(_("答复"), blank=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True)

    class Meta:
        verbose_name = _("得分异议")
        ordering = ["-id"]
        constraints = [
            pair("objection", "assigned"),
            pair("objection", "decided"),
            pair("objection", "withdrawn"),
            models.UniqueConstraint(
                fields=["node"], condition=Q(state__in=OPEN), name="objection_open_once"
            ),
            models.CheckConstraint(
                condition=Q(answerer__isnull=True, assigned_at__isnull=True)
                | Q(answerer__isnull=False, assigned_at__isnull=False),
                name="objection_assigned_to_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state__in=DECIDED, decided_at__isnull=False, decided_by=F("answerer"))
                & ~Q(reasons="")
                & ~Q(decided_by=F("filed_by"))
                | ~Q(state__in=DECIDED) & Q(decided_at__isnull=True),
                name="objection_decided_by_its_answerer_in_words",
            ),
            models.CheckConstraint(
                condition=Q(state=State.WITHDRAWN, withdrawn_at__isnull=False)
                | ~Q(state=State.WITHDRAWN) & Q(withdrawn_at__isnull=True),
                name="objection_withdrawn_when_withdrawn",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.node_id} {self.state}"

    @property
    def run(self) -> ScoreRun:
        """The run to whose number it objects; its node and score must be loaded."""
        return self.node.score.run

    @property
    def is_open(self) -> bool:
        """Whether nobody has decided yet."""
        return self.state in OPEN

    def get_absolute_url(self) -> str:
        """Its own page."""
        return reverse("objection", args=[self.pk])


class RerunOrder(models.Model):
    """That a run be computed again: what the job does, by which version, with which words."""

    run = models.ForeignKey(ScoreRun, models.PROTECT, related_name="rerun_orders")
    version = models.ForeignKey(SchemeVersion, models.PROTECT, related_name="+")
    note = models.TextField(_("更正说明"))
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    job = models.OneToOneField("jobs.Job", models.PROTECT, null=True, related_name="rerun_order")

    class Meta:
        verbose_name = _("异议后重算的请求")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.run_id} {self.version_id}"


class Rerun(models.Model):
    """A run computed again after objections: the new one takes the old one's place, both stay."""

    old = models.OneToOneField(ScoreRun, models.PROTECT, related_name="rerun")
    new = models.OneToOneField(ScoreRun, models.PROTECT, related_name="rerun_of")
    note = models.TextField(_("更正说明"))
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("异议后重算")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(old=F("new")), name="rerun_is_another_run")
        ]

    def __str__(self) -> str:
        return f"{self.old_id} → {self.new_id}"
