"""Cadences of a list, their meetings, and what was asked, said and decided there."""

from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from luoshi.core.cadence import Rhythm
from luoshi.web.constraints import pair

User = settings.AUTH_USER_MODEL


class Every(models.TextChoices):
    WEEK = "week", _("每周")
    MONTH = "month", _("每月")
    QUARTER = "quarter", _("每季")


class Weekday(models.TextChoices):
    MO = "MO", _("星期一")
    TU = "TU", _("星期二")
    WE = "WE", _("星期三")
    TH = "TH", _("星期四")
    FR = "FR", _("星期五")


class About(models.TextChoices):
    BEFORE = "before", _("上一期")
    CURRENT = "current", _("当期")


class Cadence(models.Model):
    """A kind of meeting that comes round for one list.

    What it does by itself is done in the name of its ``keeper``. ``ahead``: working days before a
    meeting on which it is prepared and, where ``opens_round``, its round opened.
    """

    list = models.ForeignKey("commitments.CommitmentList", models.PROTECT, related_name="cadences")
    kind = models.CharField(_("会议种类"), max_length=40)
    title = models.CharField(_("名称"), max_length=60)
    every = models.CharField(_("周期"), max_length=8, choices=Every.choices)
    weekday = models.CharField(_("星期"), max_length=2, choices=Weekday.choices, default=Weekday.MO)
    nth = models.SmallIntegerField(_("第几个工作日"), default=1)
    about = models.CharField(_("调度哪一期"), max_length=8, choices=About.choices)
    ahead = models.PositiveSmallIntegerField(_("提前几个工作日准备"))
    opens_round = models.BooleanField(_("同时开一轮报送"), default=False)
    place = models.CharField(_("地点"), max_length=80, blank=True)
    starts_on = models.DateField(_("自"))
    keeper = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("负责人（自动动作以其名义）")
    )
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    stopped_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    stopped_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("例会安排")
        ordering = ["list_id", "id"]
        constraints = [
            pair("cadence", "stopped"),
            models.UniqueConstraint(
                fields=["list", "kind"],
                condition=models.Q(stopped_at__isnull=True),
                name="cadence_kind_once_in_list",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its own page."""
        return reverse("cadence", args=[self.pk])

    @property
    def rhythm(self) -> Rhythm:
        """When its meetings fall."""
        return Rhythm(self.every, self.weekday, self.nth, self.about)


class MeetingState(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("meeting", "待开")
    HELD = "held", pgettext_lazy("meeting", "已开")
    MISSED = "missed", pgettext_lazy("meeting", "未开")


class Meeting(models.Model):
    """One meeting about one span. Recorded, it never changes: ``sheet`` keeps what was shown."""

    cadence = models.ForeignKey(Cadence, models.PROTECT, related_name="meetings")
    on = models.DateField(_("日期"))
    period_start = models.DateField(_("调度期自"))
    period_end = models.DateField(_("调度期至"))
    place = models.CharField(_("地点"), max_length=80, blank=True)
    subject = models.CharField(_("题目"), max_length=120, blank=True)
    chair = models.CharField(_("主持"), max_length=40, blank=True)
    round = models.ForeignKey("delivery.Round", models.PROTECT, null=True, related_name="meetings")
    no_round = models.CharField(max_length=40, blank=True)
    """Why no round was opened: the code of the refusal."""
    state = models.CharField(
        _("状态"), max_length=8, choices=MeetingState.choices, default=MeetingState.PLANNED
    )
    held_on = models.DateField(_("召开日期"), null=True)
    reason = models.CharField(_("未开原因"), max_length=200, blank=True)
    sheet: models.JSONField[Any, Any] = models.JSONField(default=dict)
    prepared_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("例会")
        ordering = ["-on", "-id"]
        indexes = [models.Index(fields=["state", "on"], name="meeting_by_state")]
        constraints = [
            pair("meeting", "recorded"),
            models.UniqueConstraint(fields=["cadence", "period_end"], name="meeting_once_a_span"),
            models.CheckConstraint(
                condition=models.Q(state="planned", recorded_at__isnull=True)
                | models.Q(state="held", recorded_at__isnull=False, held_on__isnull=False)
                | (models.Q(state="missed", recorded_at__isnull=False) & ~models.Q(reason="")),
                name="meeting_recorded_as_it_was",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cadence_id} {self.on}"

    def get_absolute_url(self) -> str:
        """Its own page."""
        return reverse("meeting", args=[self.pk])


class Item(models.Model):
    """A commitment that is called: to the arena, or as a stop of a tour, in that order."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="items")
    commitment = models.ForeignKey("commitments.Commitment", models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(_("顺序"))

    class Meta:
        verbose_name = _("上会事项")
        ordering = ["meeting_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "commitment"], name="called_once"),
            models.UniqueConstraint(fields=["meeting", "position"], name="called_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id}/{self.position}"


class Question(models.Model):
    """What was asked in a meeting. Without an answer it stands on the next sheet again."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="questions")
    commitment = models.ForeignKey(
        "commitments.Commitment", models.PROTECT, null=True, related_name="+"
    )
    unit = models.ForeignKey(
        "units.Unit", models.PROTECT, related_name="+", verbose_name=_("问哪个单位")
    )
    text = models.CharField(_("问题"), max_length=300)
    asked_by = models.CharField(_("提问人职务"), max_length=40)
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()
    answer = models.TextField(_("答复"), blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("会上提问")
        ordering = ["id"]
        indexes = [models.Index(fields=["unit", "answered_at"], name="question_open_at_unit")]
        constraints = [
            pair("question", "answered"),
            models.CheckConstraint(
                condition=models.Q(answered_at__isnull=True) | ~models.Q(answer=""),
                name="question_answer_in_words",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:40]


class Hearing(models.Model):
    """A question stood on the sheet of a meeting that was held: answered there, or left open."""

    question = models.ForeignKey(Question, models.PROTECT, related_name="hearings")
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="hearings")
    answered = models.BooleanField()

    class Meta:
        ordering = ["meeting_id", "id"]
        constraints = [models.UniqueConstraint(fields=["question", "meeting"], name="hearing_once")]

    def __str__(self) -> str:
        return f"{self.question_id} @ {self.meeting_id}"


class Remark(models.Model):
    """What a leader said of an item, or of all (点评)."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="remarks")
    commitment = models.ForeignKey(
        "commitments.Commitment", models.PROTECT, null=True, related_name="+"
    )
    text = models.CharField(_("点评"), max_length=300)
    said_by = models.CharField(_("点评人职务"), max_length=40)
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()

    class Meta:
        verbose_name = _("点评")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.text[:40]


class Resolution(models.Model):
    """A decision of a meeting that has become a commitment."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="resolutions")
    commitment = models.OneToOneField(
        "commitments.Commitment", models.PROTECT, related_name="resolution"
    )

    class Meta:
        verbose_name = _("会议交办")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.meeting_id} → {self.commitment_id}"


class Judge(models.Model):
    """Somebody invited to score the stops of a tour; named by office, not by person."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="judges")
    name = models.CharField(_("评委（职务或界别）"), max_length=40)

    class Meta:
        verbose_name = _("观摩评委")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["meeting", "name"], name="judge_once")]

    def __str__(self) -> str:
        return self.name


class Mark(models.Model):
    """The points of one judge for one stop. They order nothing and count for nothing here."""

    judge = models.ForeignKey(Judge, models.CASCADE, related_name="marks")
    item = models.ForeignKey(Item, models.CASCADE, related_name="marks")
    criterion = models.CharField(max_length=40)
    points = models.DecimalField(_("得分"), max_digits=6, decimal_places=2)

    class Meta:
        verbose_name = _("观摩评分")
        ordering = ["judge_id", "item_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["judge", "item", "criterion"], name="tour_mark_once"),
            models.CheckConstraint(
                condition=models.Q(points__gte=0), name="tour_mark_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.judge_id}/{self.item_id} {self.criterion}"
