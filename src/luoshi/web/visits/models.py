"""Visits of leaders, what was raised there, what was answered, and how the asker rates it."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from luoshi.web.constraints import pair

User = settings.AUTH_USER_MODEL


class Visit(models.Model):
    """A leader on site on a day, with a unit or a firm. People are named by their office."""

    jurisdiction = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    kind = models.CharField(_("形式"), max_length=40)
    on = models.DateField(_("日期"))
    place = models.CharField(_("地点"), max_length=80)
    leader = models.CharField(_("领导（职务）"), max_length=40)
    host = models.ForeignKey(
        "units.Unit",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("所到单位"),
    )
    firm = models.CharField(_("企业或村（社区）"), max_length=80, blank=True)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("现场办公")
        ordering = ["-on", "-id"]
        constraints = [pair("visit", "ended")]

    def __str__(self) -> str:
        return f"{self.on} {self.firm or self.place}"

    def get_absolute_url(self) -> str:
        """Its own page."""
        return reverse("visit", args=[self.pk])


class State(models.TextChoices):
    OPEN = "open", pgettext_lazy("raised", "办理中")
    ANSWERED = "answered", pgettext_lazy("raised", "已答复，待评价")
    CLOSED = "closed", pgettext_lazy("raised", "已办结")


class Raised(models.Model):
    """A problem raised on a visit. ``state`` is a projection of its answers and their ratings."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="raised")
    number = models.PositiveSmallIntegerField(_("序号"))
    text = models.CharField(_("提出的问题"), max_length=500)
    asker = models.CharField(_("提出人（身份）"), max_length=40)
    commitment = models.OneToOneField(
        "commitments.Commitment", models.PROTECT, null=True, related_name="raised"
    )
    state = models.CharField(_("状态"), max_length=8, choices=State.choices, default=State.OPEN)
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()

    class Meta:
        verbose_name = _("现场提出的问题")
        ordering = ["visit_id", "number"]
        indexes = [models.Index(fields=["state", "visit"], name="raised_by_state")]
        constraints = [
            models.UniqueConstraint(fields=["visit", "number"], name="raised_number_once")
        ]

    def __str__(self) -> str:
        return self.text[:40]


class Answer(models.Model):
    """What was answered. A later answer does not change an earlier one.

    ``until``: the day named where it is not solved yet; none where it is solved.
    """

    raised = models.ForeignKey(Raised, models.PROTECT, related_name="answers")
    text = models.TextField(_("答复"))
    on_spot = models.BooleanField(_("当场答复"), default=False)
    until = models.DateField(_("预计解决日期"), null=True, blank=True)
    given_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        verbose_name = _("现场问题答复")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.raised_id} {self.given_at}"


class Verdict(models.TextChoices):
    SATISFIED = "satisfied", _("满意")
    UNSATISFIED = "unsatisfied", _("不满意")
    DECLINED = "declined", _("不评价")


class How(models.TextChoices):
    LINK = "link", _("本人用评价链接")
    PHONE = "phone", _("电话询问")
    VISIT = "visit", _("当面询问")
    LETTER = "letter", _("书面询问")


class Rating(models.Model):
    """How the asker rates an answer: by the own link, or as the recorder was told and how."""

    answer = models.OneToOneField(Answer, models.PROTECT, related_name="rating")
    verdict = models.CharField(_("评价"), max_length=12, choices=Verdict.choices)
    how = models.CharField(_("怎样得知"), max_length=8, choices=How.choices)
    comment = models.CharField(_("说明"), max_length=300, blank=True)
    noted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    noted_at = models.DateTimeField()

    class Meta:
        verbose_name = _("答复评价")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(how="link", noted_by__isnull=True)
                | (~models.Q(how="link") & models.Q(noted_by__isnull=False)),
                name="rating_by_link_or_noted",
            )
        ]

    def __str__(self) -> str:
        return f"{self.answer_id} {self.verdict}"


class Link(models.Model):
    """A personal address for rating one answer. Only the digest of its secret is kept."""

    answer = models.ForeignKey(Answer, models.CASCADE, related_name="links")
    digest = models.CharField(max_length=64, unique=True)
    expires_on = models.DateField(_("有效期至"))
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("评价链接")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.answer_id} {self.expires_on}"
