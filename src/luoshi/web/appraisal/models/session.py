"""An appraisal session: who gives an account, under which rules, in what order."""

from datetime import time
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from luoshi.web.constraints import pair

User = settings.AUTH_USER_MODEL
PDF = "application/pdf"


class SessionState(models.TextChoices):
    PREPARING = "preparing", pgettext_lazy("session", "筹备中")
    FROZEN = "frozen", pgettext_lazy("session", "办法已定")
    RUNNING = "running", pgettext_lazy("session", "进行中")
    SEALED = "sealed", pgettext_lazy("session", "已封存")
    COMPUTED = "computed", pgettext_lazy("session", "已计票")
    RELEASED = "released", pgettext_lazy("session", "已公布")
    ACCEPTED = "accepted", pgettext_lazy("session", "已验收")
    CANCELLED = "cancelled", pgettext_lazy("session", "已取消")


class Session(models.Model):
    """A live meeting at which contenders give their account and voters mark them.

    ``settings``: the rules of ``luoshi.core.tally`` without contenders, as plain data, open to
    change while it is prepared; whom a class does not mark may be a whole group there
    (``kinds.GROUP``). ``rules`` and ``digest`` (SHA-256 of their canonical bytes, hex):
    the whole of them, contenders included, from the day they are frozen. ``box`` names the ballot
    box and nothing else; ``begins``: by the clock of the place, where it was said;
    ``slides_until``: contenders may exchange their slides until then.
    ``seed``: chance drawn before everybody, which decides the order. ``wrong_before``: how many
    wrong codes had come before its voting began.
    """

    jurisdiction = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    title = models.CharField(_("名称"), max_length=80)
    template = models.CharField(_("模板"), max_length=40)
    held_on = models.DateField(_("日期"))
    begins = models.TimeField(_("开始时间"), null=True)
    place = models.CharField(_("地点"), max_length=80, blank=True)
    minutes = models.PositiveSmallIntegerField(_("每家发言分钟数"))
    at_once = models.BooleanField(_("最后一并评分"), default=True)
    by_group = models.BooleanField(_("分组抽签"), default=True)
    slides_until = models.DateTimeField(_("课件截止时间"))
    settings: models.JSONField[Any, Any] = models.JSONField(default=dict)
    rules: models.JSONField[Any, Any] = models.JSONField(null=True)
    digest = models.CharField(_("评议办法摘要"), max_length=64, blank=True)
    box = models.UUIDField(unique=True)
    seed = models.CharField(_("抽签种子"), max_length=80, blank=True)
    state = models.CharField(
        _("状态"), max_length=10, choices=SessionState.choices, default=SessionState.PREPARING
    )
    wrong_before = models.PositiveIntegerField(default=0)
    repeats = models.OneToOneField("self", models.PROTECT, null=True, related_name="repeated_by")
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    drawn_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    drawn_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("评议会")
        ordering = ["-held_on", "-id"]
        indexes = [models.Index(fields=["jurisdiction", "-held_on"], name="session_by_day")]
        constraints = [
            pair("session", "drawn"),
            models.CheckConstraint(
                condition=models.Q(state__in=["preparing", "cancelled"])
                | (models.Q(rules__isnull=False) & ~models.Q(digest="")),
                name="session_rules_frozen",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its own page."""
        return reverse("session", args=[self.pk])


class SessionStep(models.Model):
    """One decision on the way of a session: who, when, from where to where, and why."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="steps")
    verb = models.CharField(max_length=20)
    before = models.CharField(max_length=10, choices=SessionState.choices)
    after = models.CharField(max_length=10, choices=SessionState.choices)
    note = models.CharField(_("说明"), max_length=300, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.session_id} {self.verb}"


class Contender(models.Model):
    """A unit that gives its account. ``position``: its turn, once drawn.

    ``planned_at``: by the clock, see ``luoshi.web.appraisal.agenda``;
    ``on_stage_at``: since when it speaks, ``left_stage_at``: until when it did.
    ``facts``: its data page of verified facts only, as it stood when it was frozen.
    """

    session = models.ForeignKey(Session, models.CASCADE, related_name="contenders")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    group = models.CharField(_("组别"), max_length=40)
    minutes = models.PositiveSmallIntegerField(_("发言分钟数"))
    position = models.PositiveSmallIntegerField(_("出场次序"), null=True)
    on_stage_at = models.DateTimeField(null=True)
    left_stage_at = models.DateTimeField(null=True)
    facts: models.JSONField[Any, Any] = models.JSONField(null=True)
    frozen_at = models.DateTimeField(null=True)
    planned_at: time | None = None

    class Meta:
        verbose_name = _("评议对象")
        ordering = ["session_id", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["session", "unit"], name="contender_once"),
            models.UniqueConstraint(fields=["session", "position"], name="contender_turn_once"),
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.unit_id}"

    @property
    def key(self) -> str:
        """Its name in rules, ballots and results."""
        return f"u{self.unit_id}"


class Slides(models.Model):
    """A contender's own slides. A later file supersedes; the last before the deadline is shown."""

    contender = models.ForeignKey(Contender, models.CASCADE, related_name="slides")
    sha256 = models.CharField(max_length=64)
    name = models.CharField(_("文件名"), max_length=200)
    media_type = models.CharField(_("类型"), max_length=100)
    size = models.PositiveIntegerField(_("大小"))
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(_("上传时间"))

    class Meta:
        verbose_name = _("课件")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_shown(self) -> bool:
        """Whether a browser shows them, and so the stage: a PDF. Others are handed out."""
        return self.media_type == PDF
