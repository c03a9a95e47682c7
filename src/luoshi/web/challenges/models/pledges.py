"""Pledges of those who were chosen, and how outsiders found the result."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from luoshi.web.challenges.models.bids import Bid
from luoshi.web.challenges.models.challenge import Challenge
from luoshi.web.constraints import pair

User = settings.AUTH_USER_MODEL


class PledgeState(models.TextChoices):
    RESERVE = "reserve", _("候补")
    OFFERED = "offered", _("待单位签字")
    SIGNED = "signed", _("待市领导签字")
    COUNTERSIGNED = "countersigned", _("已签军令状")
    FORGONE = "forgone", _("放弃签榜")
    STOPPED = "stopped", _("已止损")
    PASSED = "passed", _("验榜通过")
    FAILED = "failed", _("验榜未通过")


class Pledge(models.Model):
    """军令状: one winner's word, signed by its leader and by a leader of the jurisdiction."""

    challenge = models.ForeignKey(Challenge, models.PROTECT, related_name="pledges")
    bid = models.OneToOneField(Bid, models.PROTECT, related_name="pledge")
    state = models.CharField(_("状态"), max_length=14, choices=PledgeState.choices)
    signed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(_("单位签字"), null=True)
    countersigned_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    countersigned_at = models.DateTimeField(_("市领导签字"), null=True)
    sha256 = models.CharField(_("军令状摘要"), max_length=64, blank=True)
    commitment = models.OneToOneField(
        "commitments.Commitment", models.PROTECT, null=True, related_name="pledge"
    )
    reason = models.CharField(_("理由"), max_length=500, blank=True)
    reward = models.DecimalField(_("奖励金额"), max_digits=12, decimal_places=2, null=True)
    reward_text = models.CharField(_("其他奖励"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("军令状")
        ordering = ["id"]
        constraints = [
            pair("pledge", "signed"),
            pair("pledge", "countersigned"),
            models.CheckConstraint(
                condition=~models.Q(state="countersigned")
                | models.Q(signed_at__isnull=False, countersigned_at__isnull=False),
                name="pledge_signed_by_both",
            ),
            models.CheckConstraint(
                condition=models.Q(reward__isnull=True) | models.Q(state="passed"),
                name="pledge_rewarded_for_result",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.challenge_id}/{self.bid_id}"


class Acceptor(models.Model):
    """An outsider who holds the result against the written test."""

    challenge = models.ForeignKey(Challenge, models.PROTECT, related_name="acceptors")
    person = models.ForeignKey(User, models.PROTECT, related_name="+")
    session = models.PositiveSmallIntegerField(_("第几次验榜"), default=1)
    found_at = models.DateTimeField(_("判定时间"), null=True)

    class Meta:
        verbose_name = _("验榜人")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["challenge", "person", "session"], name="acceptor_once")
        ]

    def __str__(self) -> str:
        return f"{self.challenge_id}/{self.person_id}"


class TestVerdict(models.Model):
    """What an acceptor found of one pledge for one test, and what shows it."""

    __test__ = False  # not a test class

    acceptor = models.ForeignKey(Acceptor, models.PROTECT, related_name="verdicts")
    pledge = models.ForeignKey(Pledge, models.PROTECT, related_name="verdicts")
    test = models.PositiveSmallIntegerField()
    passed = models.BooleanField(_("通过"))
    evidence = models.CharField(_("凭据"), max_length=500)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["acceptor", "pledge", "test"], name="verdict_once"),
            models.CheckConstraint(condition=~models.Q(evidence=""), name="verdict_shows_why"),
        ]

    def __str__(self) -> str:
        return f"{self.acceptor_id}/{self.pledge_id}/{self.test}"


class ExemptionClaim(models.Model):
    """容错: what a unit filed, ``before_acting`` or afterwards. People decide, not this page."""

    pledge = models.ForeignKey(Pledge, models.PROTECT, related_name="exemptions")
    text = models.TextField(_("容错报备"), max_length=2000)
    before_acting = models.BooleanField(_("事前报备"))
    filed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    filed_at = models.DateTimeField(_("报备时间"))

    class Meta:
        verbose_name = _("容错报备")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.pledge_id}/{self.pk}"
