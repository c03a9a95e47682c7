"""Long acts: what is being done, how far it is, and where its result will be."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    WAITING = "waiting", _("等待中")
    RUNNING = "running", _("进行中")
    DONE = "done", _("已完成")
    FAILED = "failed", _("未完成")


class Job(models.Model):
    """One long act asked for by one person. ``error`` is a code, never the contents.

    While a job runs, its ``heartbeat_at`` is renewed; one that has stopped beating is handed to
    a worker again. ``attempts`` tells the runs of one job apart.
    """

    kind = models.CharField(max_length=40)
    title = models.CharField(_("事项"), max_length=120)
    params: models.JSONField[Any, Any] = models.JSONField(default=dict)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="jobs")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    heartbeat_at = models.DateTimeField(null=True)
    step = models.CharField(max_length=60, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    result_url = models.CharField(max_length=200, blank=True)
    error = models.CharField(max_length=60, blank=True)
    error_params: models.JSONField[Any, Any] = models.JSONField(default=dict)
    finished_at = models.DateTimeField(null=True)
    seen = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("任务进度")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["asked_by", "seen", "-id"], name="job_notices"),
            models.Index(fields=["state", "heartbeat_at"], name="job_leases"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["waiting", "running"], finished_at__isnull=True)
                | models.Q(state__in=["done", "failed"], finished_at__isnull=False),
                name="job_ends_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="running") | models.Q(heartbeat_at__isnull=False),
                name="job_running_beats",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_finished(self) -> bool:
        """Whether it has ended, well or not."""
        return self.state in (State.DONE, State.FAILED)


class DailyRun(models.Model):
    """The last day on which a daily task ran to its end."""

    name = models.CharField(max_length=120, primary_key=True)
    last_on = models.DateField()

    def __str__(self) -> str:
        return f"{self.name} {self.last_on}"
