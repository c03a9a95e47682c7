"""What is likely, as it was last reckoned. A hint: nothing here is a fact, a light or a score."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class ForecastBook(models.Model):
    """One reckoning of a jurisdiction; the next one takes its place.

    ``code`` says why nothing can be said, ``calibration_code`` why it could not be tried; both are
    empty where it could. Shares in ``calibration`` are text.
    """

    jurisdiction = models.OneToOneField("units.Unit", models.CASCADE, related_name="+")
    as_of = models.DateField(_("截至"))
    finished = models.PositiveIntegerField(default=0)
    on_time = models.PositiveIntegerField(default=0)
    code = models.CharField(max_length=40, blank=True)
    params: models.JSONField[Any, Any] = models.JSONField(default=dict)
    calibration: models.JSONField[Any, Any] = models.JSONField(default=dict)
    calibration_code = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name = _("预测")

    def __str__(self) -> str:
        return f"{self.jurisdiction_id} {self.as_of}"


class Forecast(models.Model):
    """How likely one open commitment is to be done on time, or why that cannot be said.

    ``place_time`` and ``place_reach`` name its place in the table, ``reached`` the percentage that
    its own pace would reach, ``alike`` how many finished ones stood there.
    """

    commitment = models.OneToOneField(
        "commitments.Commitment", models.CASCADE, primary_key=True, related_name="forecast"
    )
    book = models.ForeignKey(ForecastBook, models.CASCADE, related_name="forecasts")
    probability = models.DecimalField(
        _("按时完成可能性"), max_digits=3, decimal_places=2, null=True
    )
    code = models.CharField(max_length=40, blank=True)
    params: models.JSONField[Any, Any] = models.JSONField(default=dict)
    place_time = models.PositiveSmallIntegerField(null=True)
    place_reach = models.PositiveSmallIntegerField(null=True)
    reached = models.PositiveSmallIntegerField(null=True)
    alike = models.PositiveIntegerField(default=0)
    on_time = models.PositiveIntegerField(default=0)
    whole_time = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("预测")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(probability__isnull=True)
                | models.Q(probability__gte=0, probability__lte=1),
                name="forecast_probability_is_share",
            ),
            models.CheckConstraint(
                condition=models.Q(probability__isnull=False) | ~models.Q(code=""),
                name="forecast_says_why_not",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commitment_id} {self.probability}"


class Precedent(models.Model):
    """Where a finished commitment stood on a day before it was due, and what came of it."""

    book = models.ForeignKey(ForecastBook, models.CASCADE, related_name="precedents")
    commitment = models.ForeignKey("commitments.Commitment", models.CASCADE, related_name="+")
    on = models.DateField()
    place_time = models.PositiveSmallIntegerField()
    place_reach = models.PositiveSmallIntegerField()
    reached = models.PositiveSmallIntegerField()
    on_time = models.BooleanField()

    class Meta:
        ordering = ["-on", "commitment_id"]
        indexes = [
            models.Index(fields=["book", "place_reach", "place_time"], name="precedent_place")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["book", "commitment", "place_time"], name="precedent_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.commitment_id} {self.on_time}"
