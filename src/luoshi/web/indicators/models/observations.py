"""Observations: added from files, never edited, taken back only with their file."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from luoshi.web.constraints import one_of, pair
from luoshi.web.indicators.models.library import Indicator, Peer

User = settings.AUTH_USER_MODEL


class StatisticsFile(models.Model):
    """A file of statistics as it came; its cells are read again until it is brought in.

    ``vintage``, ``indicator`` and ``period`` stand for what the sheet does not say itself.
    Withdrawn, its observations count up to that moment and no longer.
    """

    jurisdiction = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    indicator = models.ForeignKey(Indicator, models.PROTECT, null=True, related_name="+")
    period = models.CharField(_("期间"), max_length=30, blank=True)
    vintage = models.CharField(_("版本"), max_length=20)
    published_on = models.DateField(_("发布日期"))
    source = models.CharField(_("发布机构或文件"), max_length=120)
    sha256 = models.CharField(max_length=64)
    name = models.CharField(_("文件名"), max_length=200)
    size = models.PositiveIntegerField(_("大小"))
    given_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    given_at = models.DateTimeField(_("上传时间"))
    applied_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    applied_at = models.DateTimeField(_("导入时间"), null=True)
    made = models.PositiveIntegerField(_("导入数"), default=0)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True)
    reason = models.CharField(_("撤回理由"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("统计文件")
        ordering = ["-id"]
        constraints = [
            pair("statistics_file", "applied"),
            pair("statistics_file", "withdrawn"),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True)
                | models.Q(applied_at__isnull=False) & ~models.Q(reason=""),
                name="statistics_file_withdrawn_why",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its own page."""
        return reverse("statistics-file", args=[self.pk])


class Observation(models.Model):
    """One number of a unit or a peer for the period that ends on ``period_end``.

    A trigger refuses to change or delete it (``audit.triggers``). A correction is another one,
    published on another day or of a later vintage.
    """

    file = models.ForeignKey(StatisticsFile, models.PROTECT, related_name="observations")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="observations")
    unit = models.ForeignKey("units.Unit", models.PROTECT, null=True, related_name="+")
    peer = models.ForeignKey(Peer, models.PROTECT, null=True, related_name="+")
    period_end = models.DateField()
    value = models.DecimalField(max_digits=20, decimal_places=6)
    vintage = models.CharField(max_length=20)
    stage = models.PositiveSmallIntegerField()
    published_on = models.DateField()
    known_at = models.DateTimeField()

    class Meta:
        verbose_name = _("统计数")
        ordering = ["id"]
        indexes = [models.Index(fields=["indicator", "period_end"], name="observation_by_period")]
        constraints = [
            models.CheckConstraint(
                condition=one_of("unit", "peer"),
                name="observation_of_one_place",
            ),
            models.CheckConstraint(
                condition=models.Q(published_on__gte=models.F("period_end")),
                name="observation_after_its_period",
            ),
            *(
                models.UniqueConstraint(
                    fields=["file", "indicator", place, "period_end", "stage", "published_on"],
                    condition=models.Q(**{f"{place}__isnull": False}),
                    name=f"observation_of_{place}_once",
                )
                for place in ("unit", "peer")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.place} {self.period_end} {self.value}"

    @property
    def place(self) -> str:
        """Of what it is, by key."""
        return f"unit:{self.unit_id}" if self.unit_id else f"peer:{self.peer_id}"
