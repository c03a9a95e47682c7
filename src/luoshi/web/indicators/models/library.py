"""The library of indicators, and the places outside the jurisdiction that it is compared with."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from luoshi.core import indicators as core
from luoshi.web.units.models import Kind

User = settings.AUTH_USER_MODEL


class Direction(models.TextChoices):
    HIGHER = "higher", _("正向：越高越好")
    LOWER = "lower", _("逆向：越低越好")
    INTERVAL = "interval", _("适度：在区间内最好")


class Frequency(models.TextChoices):
    MONTH = "month", _("月")
    QUARTER = "quarter", _("季")
    YEAR = "year", _("年")


class Indicator(models.Model):
    """A statistic of one jurisdiction. ``code`` is what schemes and sheets call it.

    ``cumulative``: each number counts from January. ``places``: decimals as published, on which
    ties are seen. ``authority``: the unit whose statistics these are.
    """

    jurisdiction = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    code = models.SlugField(_("代码"), max_length=40)
    name = models.CharField(_("指标名称"), max_length=80)
    unit_of_measure = models.CharField(_("计量单位"), max_length=20, blank=True)
    direction = models.CharField(_("方向"), max_length=10, choices=Direction.choices)
    low = models.DecimalField(_("区间下限"), null=True, max_digits=20, decimal_places=6)
    high = models.DecimalField(_("区间上限"), null=True, max_digits=20, decimal_places=6)
    frequency = models.CharField(_("频率"), max_length=8, choices=Frequency.choices)
    cumulative = models.BooleanField(_("本年累计"), default=True)
    places = models.PositiveSmallIntegerField(_("小数位数"), default=1)
    authority = models.ForeignKey(
        "units.Unit", models.PROTECT, related_name="+", verbose_name=_("数据主管单位")
    )
    definition = models.CharField(_("口径和来源"), max_length=300, blank=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("统计指标")
        ordering = ["jurisdiction_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["jurisdiction", "code"], name="indicator_code_once"),
            models.UniqueConstraint(fields=["jurisdiction", "name"], name="indicator_name_once"),
            models.CheckConstraint(
                condition=models.Q(direction="interval", low__isnull=False, high__isnull=False)
                & models.Q(high__gte=models.F("low"))
                | ~models.Q(direction="interval") & models.Q(low__isnull=True, high__isnull=True),
                name="indicator_range_of_moderate",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its own page."""
        return reverse("indicator", args=[self.pk])

    @property
    def measure(self) -> core.Measure:
        """How its numbers are read."""
        return core.Measure(core.Direction(self.direction), self.places, self.low, self.high)

    @property
    def rhythm(self) -> core.Frequency:
        """How often it is published."""
        return core.Frequency(self.frequency)


class Peer(models.Model):
    """A place outside the jurisdiction, compared with its units of the same kind.

    A benchmark (全省平均) is no place of its own: it is a comparator and has no rank. ``name`` and
    ``retired`` say how its last ``PeerChange`` left it; its numbers stay whatever it is called.
    """

    jurisdiction = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    name = models.CharField(_("名称"), max_length=40)
    level = models.CharField(_("与谁比"), max_length=12, choices=Kind.choices)
    is_benchmark = models.BooleanField(_("平均数或总数，不排位"), default=False)
    retired = models.BooleanField(_("不再对标"), default=False)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("对标地区")
        ordering = ["jurisdiction_id", "level", "is_benchmark", "id"]
        constraints = [
            models.UniqueConstraint(fields=["jurisdiction", "name"], name="peer_name_once")
        ]

    def __str__(self) -> str:
        return self.name


class PeerChange(models.Model):
    """A peer called otherwise, or no longer compared (``name`` empty). Added, never edited:
    a trigger refuses (``audit.triggers``)."""

    peer = models.ForeignKey(Peer, models.PROTECT, related_name="changes")
    was = models.CharField(_("原名称"), max_length=40)
    name = models.CharField(_("名称"), max_length=40, blank=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("对标地区变更")
        ordering = ["peer_id", "id"]

    def __str__(self) -> str:
        return f"{self.was} → {self.name}"
