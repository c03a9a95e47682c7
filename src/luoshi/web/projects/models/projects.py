"""A project, and where on the schematic map its place lies."""

from datetime import date

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from luoshi.core.projects import Stage, Standing
from luoshi.web.projects.models.cohorts import Cohort

User = settings.AUTH_USER_MODEL
MAP_SIZE = 12
"""Columns and rows of the schematic map."""


class StageChoice(models.TextChoices):
    RESERVE = "reserve", pgettext_lazy("stage", "谋划储备")
    SIGNED = "signed", pgettext_lazy("stage", "签约")
    FULFILLED = "fulfilled", pgettext_lazy("stage", "履约")
    STARTED = "started", pgettext_lazy("stage", "开工")
    PRODUCING = "producing", pgettext_lazy("stage", "投产")
    CAPACITY = "capacity", pgettext_lazy("stage", "达效")


STAGES = {Stage(choice.value): choice.label for choice in StageChoice}


class Sector(models.TextChoices):
    MANUFACTURING = "manufacturing", _("制造业")
    EMERGING = "emerging", _("战略性新兴产业")
    INFRASTRUCTURE = "infrastructure", _("基础设施")
    SERVICES = "services", _("现代服务业")
    LIVELIHOOD = "livelihood", _("社会民生")


class Project(models.Model):
    """A commitment with investment and stage.

    Its name, total investment (亿元), owner and due date are those of the commitment: one truth.
    ``said``, ``did``, ``achieved`` and ``moved_out`` are a projection of the facts.
    """

    commitment = models.OneToOneField(
        "commitments.Commitment", models.PROTECT, related_name="project"
    )
    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="projects")
    sector = models.CharField(_("领域"), max_length=20, choices=Sector.choices, blank=True)
    attracted = models.BooleanField(_("招商引资"), default=False)
    place = models.ForeignKey(
        "units.Unit", models.PROTECT, null=True, related_name="+", verbose_name=_("所在县区园区")
    )
    address = models.CharField(_("地址"), max_length=120, blank=True)
    fulfilled_on = models.DateField(_("计划履约"), null=True, blank=True)
    started_on = models.DateField(_("计划开工"), null=True, blank=True)
    producing_on = models.DateField(_("计划投产"), null=True, blank=True)
    capacity_on = models.DateField(_("计划达效"), null=True, blank=True)
    said = models.CharField(_("说"), max_length=10, choices=StageChoice.choices)
    did = models.CharField(_("做"), max_length=10, choices=StageChoice.choices)
    achieved = models.CharField(_("成"), max_length=10, choices=StageChoice.choices)
    moved_out = models.BooleanField(_("客观退出"), default=False)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("三个一批项目")
        ordering = ["cohort_id", "id"]
        indexes = [models.Index(fields=["cohort", "said"], name="project_by_stage")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sector__in=["", *Sector.values]), name="project_sector_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.cohort_id}/{self.pk}"

    def get_absolute_url(self) -> str:
        """Its own page."""
        return reverse("project", args=[self.pk])

    @property
    def base(self) -> Stage:
        """The stage from which its accounts count: that of its cohort."""
        return self.cohort.base

    @property
    def standing(self) -> Standing:
        """The three claims as the projection has them."""
        return Standing(Stage(self.said), Stage(self.did), Stage(self.achieved))

    @property
    def planned(self) -> dict[Stage, date | None]:
        """The planned day of each stage, as far as one was given."""
        return {
            Stage.FULFILLED: self.fulfilled_on,
            Stage.STARTED: self.started_on,
            Stage.PRODUCING: self.producing_on,
            Stage.CAPACITY: self.capacity_on,
        }


class Site(models.Model):
    """Where a county or park stands on the schematic map, and which thresholds count there."""

    unit = models.OneToOneField("units.Unit", models.CASCADE, related_name="site")
    jurisdiction = models.ForeignKey("units.Unit", models.CASCADE, related_name="+")
    column = models.PositiveSmallIntegerField(_("列"), null=True)
    row = models.PositiveSmallIntegerField(_("行"), null=True)
    threshold = models.CharField(_("投资门槛"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("地图位置")
        ordering = ["row", "column", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["jurisdiction", "column", "row"], name="site_place_once"
            ),
            models.CheckConstraint(
                condition=models.Q(column__isnull=True, row__isnull=True)
                | models.Q(column__range=(1, MAP_SIZE), row__range=(1, MAP_SIZE)),
                name="site_on_the_map",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.column},{self.row}"
