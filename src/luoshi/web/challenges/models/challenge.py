"""A hard item that is published for bids, and the people who have a part in it."""

from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

User = settings.AUTH_USER_MODEL


class ChallengeState(models.TextChoices):
    COLLECTING = "collecting", _("征榜中")
    SETTING = "setting", _("待定榜")
    PUBLISHING = "publishing", _("待发榜")
    BIDDING = "bidding", _("揭榜中")
    EVALUATING = "evaluating", _("评榜中")
    NOTICING = "noticing", _("公示中")
    SIGNING = "signing", _("待签榜")
    UNDERWAY = "underway", _("攻榜中")
    TESTING = "testing", _("验榜中")
    REWARDING = "rewarding", _("待奖榜")
    REWARDED = "rewarded", _("已奖榜")
    DECLINED = "declined", _("不予列榜")
    LAPSED = "lapsed", _("流榜")
    ASSIGNED = "assigned", _("转为交办")
    DELISTED = "delisted", _("已摘榜")
    VOID = "void", _("已作废")


class Challenge(models.Model):
    """One item on the board. After 定榜 no action changes its terms; money is in 10,000 yuan."""

    jurisdiction = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    title = models.CharField(_("榜单题目"), max_length=80)
    problem = models.TextField(_("难题"), max_length=3000)
    hardness = models.CharField(_("攻坚类别"), max_length=20)
    owner_unit = models.ForeignKey(
        "units.Unit", models.PROTECT, related_name="+", verbose_name=_("出题单位")
    )
    tests: models.JSONField[Any, Any] = models.JSONField(_("验榜标准"), default=list)
    stop_loss = models.TextField(_("止损条件"), max_length=1000, blank=True)
    reward = models.DecimalField(_("奖励金额"), max_digits=12, decimal_places=2, null=True)
    reward_text = models.CharField(_("其他奖励"), max_length=300, blank=True)
    budget = models.DecimalField(_("预算上限"), max_digits=14, decimal_places=2, null=True)
    starts_on = models.DateField(_("攻坚开始"), null=True)
    due_on = models.DateField(_("攻坚期限"), null=True)
    opens_at = models.DateTimeField(_("开标时间"), null=True)
    teams = models.PositiveSmallIntegerField(_("最多几家攻榜"), default=1)
    notice_days = models.PositiveSmallIntegerField(_("公示工作日"))
    pass_mark = models.DecimalField(_("及格分"), max_digits=5, decimal_places=2)
    criteria: models.JSONField[Any, Any] = models.JSONField(_("评榜标准"), default=list)
    state = models.CharField(
        _("状态"),
        max_length=12,
        choices=ChallengeState.choices,
        default=ChallengeState.COLLECTING,
    )
    noticed_on = models.DateField(_("公示开始"), null=True)
    notice_until = models.DateField(_("公示截止"), null=True)
    list = models.ForeignKey(
        "commitments.CommitmentList", models.PROTECT, null=True, related_name="challenges"
    )
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="superseded_by"
    )
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("征集时间"))

    class Meta:
        verbose_name = _("揭榜挂帅")
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["jurisdiction", "state"], name="challenge_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["collecting", "declined"])
                | models.Q(opens_at__isnull=False, due_on__isnull=False, starts_on__isnull=False),
                name="challenge_terms_fixed",
            ),
            models.CheckConstraint(
                condition=models.Q(due_on__isnull=True)
                | models.Q(due_on__gte=models.F("starts_on")),
                name="challenge_due_after_start",
            ),
            models.CheckConstraint(
                condition=models.Q(noticed_on__isnull=True, notice_until__isnull=True)
                | models.Q(notice_until__gte=models.F("noticed_on")),
                name="challenge_notice_pair",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its own page."""
        return reverse("challenge", args=[self.pk])


class StepTaken(models.Model):
    """One decision on the way of a challenge: who, when, from where to where, and why."""

    challenge = models.ForeignKey(Challenge, models.PROTECT, related_name="taken")
    verb = models.CharField(max_length=20)
    before = models.CharField(max_length=12, choices=ChallengeState.choices)
    after = models.CharField(max_length=12, choices=ChallengeState.choices)
    note = models.CharField(_("说明"), max_length=500, blank=True)
    facts: models.JSONField[Any, Any] = models.JSONField(default=dict)
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.challenge_id} {self.verb}"


class KeyHolder(models.Model):
    """One of the two who open the bids. The private half is never stored as it is.

    ``half`` holds the first half that was handed in, sealed for the other holder, from then
    until the second comes; afterwards it is gone.
    """

    challenge = models.ForeignKey(Challenge, models.PROTECT, related_name="holders")
    place = models.PositiveSmallIntegerField()
    person = models.ForeignKey(User, models.PROTECT, related_name="+")
    public_key = models.BinaryField(null=True)
    taken_at = models.DateTimeField(_("领取时间"), null=True)
    half = models.BinaryField(null=True)
    handed_in_at = models.DateTimeField(_("交出时间"), null=True)

    class Meta:
        verbose_name = _("密钥保管人")
        ordering = ["challenge_id", "place"]
        constraints = [
            models.UniqueConstraint(fields=["challenge", "place"], name="holder_place_once"),
            models.UniqueConstraint(fields=["challenge", "person"], name="holder_person_once"),
            models.CheckConstraint(
                condition=models.Q(place__in=[1, 2]), name="holder_is_one_of_two"
            ),
            models.CheckConstraint(
                condition=models.Q(public_key__isnull=True, taken_at__isnull=True)
                | models.Q(public_key__isnull=False, taken_at__isnull=False),
                name="holder_taken_pair",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.challenge_id}/{self.place}"


class Evaluator(models.Model):
    """Somebody who scores, after declaring what interest there is."""

    challenge = models.ForeignKey(Challenge, models.PROTECT, related_name="evaluators")
    person = models.ForeignKey(User, models.PROTECT, related_name="+")
    has_interest = models.BooleanField(_("有利害关系"), null=True)
    interest = models.CharField(_("利害关系"), max_length=300, blank=True)
    declared_at = models.DateTimeField(_("申明时间"), null=True)
    remark = models.TextField(_("评语"), max_length=2000, blank=True)
    marked_at = models.DateTimeField(_("打分时间"), null=True)

    class Meta:
        verbose_name = _("评委")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["challenge", "person"], name="evaluator_once"),
            models.CheckConstraint(
                condition=models.Q(has_interest__isnull=True, declared_at__isnull=True)
                | models.Q(has_interest__isnull=False, declared_at__isnull=False),
                name="evaluator_declared_pair",
            ),
            models.CheckConstraint(
                condition=models.Q(marked_at__isnull=True) | models.Q(has_interest=False),
                name="evaluator_without_interest",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.challenge_id}/{self.person_id}"
