"""Bids under seal, the marks they got, and objections to the result."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from luoshi.web.challenges.models.challenge import Challenge, Evaluator
from luoshi.web.constraints import pair

User = settings.AUTH_USER_MODEL


class BidState(models.TextChoices):
    CURRENT = "current", _("有效")
    REPLACED = "replaced", _("已被替换")
    WITHDRAWN = "withdrawn", _("已撤回")


class Bid(models.Model):
    """What a lead unit handed in. ``sealed`` never changes; ``content`` is there once opened."""

    challenge = models.ForeignKey(Challenge, models.PROTECT, related_name="bids")
    unit = models.ForeignKey(
        "units.Unit", models.PROTECT, related_name="+", verbose_name=_("揭榜单位")
    )
    sealed = models.BinaryField()
    digest = models.CharField(_("回执"), max_length=64)
    state = models.CharField(
        _("状态"), max_length=10, choices=BidState.choices, default=BidState.CURRENT
    )
    sealed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    sealed_at = models.DateTimeField(_("收到时间"))
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="superseded_by"
    )
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    content: models.JSONField[Any, Any] = models.JSONField(null=True)
    damaged = models.BooleanField(_("无法读出"), default=False)
    barred = models.BooleanField(_("不予评审"), default=False)

    class Meta:
        verbose_name = _("揭榜方案")
        ordering = ["id"]
        constraints = [
            pair("bid", "withdrawn"),
            models.UniqueConstraint(
                fields=["challenge", "unit"],
                condition=models.Q(state="current"),
                name="bid_one_for_each_unit",
            ),
            models.CheckConstraint(
                condition=models.Q(content__isnull=True) | models.Q(state="current", damaged=False),
                name="bid_only_current_is_opened",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.challenge_id}/{self.unit_id}"


class Mark(models.Model):
    """The points one evaluator gave one bid for one criterion."""

    evaluator = models.ForeignKey(Evaluator, models.PROTECT, related_name="marks")
    bid = models.ForeignKey(Bid, models.PROTECT, related_name="marks")
    criterion = models.CharField(max_length=20)
    points = models.DecimalField(max_digits=5, decimal_places=2)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["evaluator", "bid", "criterion"], name="mark_once"),
            models.CheckConstraint(
                condition=models.Q(points__gte=0, points__lte=100), name="mark_in_range"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.evaluator_id}/{self.bid_id}/{self.criterion}"


class Objection(models.Model):
    """Against what the public notice says, answered by somebody who had no part in it."""

    challenge = models.ForeignKey(Challenge, models.PROTECT, related_name="objections")
    bid = models.ForeignKey(Bid, models.PROTECT, null=True, related_name="objections")
    text = models.TextField(_("异议"), max_length=2000)
    filed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    filed_at = models.DateTimeField(_("异议时间"))
    answer = models.TextField(_("答复"), max_length=2000, blank=True)
    upheld = models.BooleanField(_("成立"), null=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(_("答复时间"), null=True)

    class Meta:
        verbose_name = _("公示异议")
        ordering = ["id"]
        constraints = [
            pair("objection", "answered"),
            models.CheckConstraint(
                condition=models.Q(upheld__isnull=True, answered_at__isnull=True, answer="")
                | (
                    models.Q(upheld__isnull=False, answered_at__isnull=False) & ~models.Q(answer="")
                ),
                name="objection_answered_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.challenge_id}/{self.pk}"
