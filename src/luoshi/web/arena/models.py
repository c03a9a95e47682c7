"""Seasons of sessions, and who was chosen to speak from a scoreboard."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

User = settings.AUTH_USER_MODEL


class Level(models.TextChoices):
    CITY = "city", pgettext_lazy("level", "市级")
    COUNTY = "county", pgettext_lazy("level", "县级")
    TOWN = "town", pgettext_lazy("level", "镇街")
    OFFICE = "office", pgettext_lazy("level", "科室")


class Season(models.Model):
    """An arena over some months: sessions of one jurisdiction, one after the other."""

    jurisdiction = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    title = models.CharField(_("名称"), max_length=80)
    level = models.CharField(_("层级"), max_length=8, choices=Level.choices)
    starts_on = models.DateField(_("自"))
    ends_on = models.DateField(_("至"))
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("赛季")
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="season_ends_after"
            ),
            models.CheckConstraint(
                condition=models.Q(level__in=Level.values), name="season_level_known"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its scoreboard."""
        return reverse("season", args=[self.pk])


class Bout(models.Model):
    """A session as the ``number``-th of a season."""

    season = models.ForeignKey(Season, models.PROTECT, related_name="bouts")
    session = models.OneToOneField("appraisal.Session", models.PROTECT, related_name="bout")
    number = models.PositiveSmallIntegerField(_("第几场"))
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        verbose_name = _("场次")
        ordering = ["season_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["season", "number"], name="bout_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.season_id}/{self.number}"


class Kind(models.TextChoices):
    EXPERIENCE = "experience", pgettext_lazy("speaker", "经验交流")
    PLEDGE = "pledge", pgettext_lazy("speaker", "表态发言")


class Speaker(models.Model):
    """A unit chosen by a named person to speak after a session, and why."""

    bout = models.ForeignKey(Bout, models.PROTECT, related_name="speakers")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    kind = models.CharField(_("发言种类"), max_length=10, choices=Kind.choices)
    reason = models.CharField(_("理由"), max_length=200)
    chosen_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    chosen_at = models.DateTimeField()

    class Meta:
        verbose_name = _("交流发言")
        ordering = ["kind", "id"]
        constraints = [
            models.UniqueConstraint(fields=["bout", "unit"], name="speaker_once"),
            models.CheckConstraint(
                condition=models.Q(kind__in=Kind.values) & ~models.Q(reason=""),
                name="speaker_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bout_id} {self.unit_id}"
