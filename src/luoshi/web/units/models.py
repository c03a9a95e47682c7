"""Units form a tree with history; a unit that runs its own lists is a jurisdiction."""

from datetime import UTC, date, datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from tree_queries.models import TreeNode

from luoshi.web.constraints import pair, share

ALWAYS = datetime(1970, 1, 1, tzinfo=UTC)
"""When what stood in the tree before there were recorded versions became known."""


class Kind(models.TextChoices):
    CITY = "city", _("市")
    COUNTY = "county", _("县区")
    PARK = "park", _("园区")
    DEPARTMENT = "department", _("市直部门")
    TOWN = "town", _("乡镇街道")


class Unit(TreeNode):  # type: ignore[django-manager-missing]  # children, of TreeNode
    """A body with a stable id. Names, parent and life are as of now; ``UnitVersion`` has the past.

    ``closed_on`` is the first day on which it is no more.
    """

    code = models.CharField(_("代码"), max_length=30, unique=True)
    kind = models.CharField(_("类别"), max_length=12, choices=Kind.choices)
    name = models.CharField(_("名称"), max_length=60)
    short_name = models.CharField(_("简称"), max_length=20)
    runs_lists = models.BooleanField(_("自行管理清单"), default=False)
    jurisdiction = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    position = models.PositiveIntegerField(_("排序"), default=0)
    opened_on = models.DateField(_("设立日期"), null=True)
    closed_on = models.DateField(_("撤销日期"), null=True)

    class Meta:
        verbose_name = _("单位")
        ordering = ["position", "code"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(opened_on__isnull=True)
                | models.Q(closed_on__isnull=True)
                | models.Q(closed_on__gt=models.F("opened_on")),
                name="unit_closes_after_opening",
            ),
            models.CheckConstraint(
                condition=models.Q(closed_on__isnull=True) | models.Q(runs_lists=False),
                name="unit_jurisdiction_stays",
            ),
        ]

    def __str__(self) -> str:
        return self.short_name

    @property
    def area_id(self) -> int | None:
        """The jurisdiction of what lies below: the unit itself where it runs its own lists."""
        return self.pk if self.runs_lists else self.jurisdiction_id

    def belongs_to(self, jurisdiction_id: int) -> bool:
        """Whether lists of that jurisdiction may name it: one of its units, or itself."""
        return jurisdiction_id in (self.jurisdiction_id, self.pk)

    def line(self) -> list["Unit"]:
        """The unit and all above it, the topmost first: one query."""
        return list(Unit.objects.ancestors(self, include_self=True))


class UnitVersion(models.Model):
    """What a unit was called and where it stood from a day to a day (exclusive), as known.

    Known from ``recorded_at`` until ``superseded_at``, when a later record told it otherwise;
    a version is never edited (ADR 0007).
    """

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="versions")
    name = models.CharField(max_length=60)
    short_name = models.CharField(max_length=20)
    parent = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    recorded_at = models.DateTimeField(default=ALWAYS)
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["unit_id", "valid_from", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "valid_from"],
                condition=models.Q(superseded_at__isnull=True),
                name="unit_version_once",
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True)
                | models.Q(valid_to__gt=models.F("valid_from")),
                name="unit_version_ends_after_start",
            ),
            models.CheckConstraint(
                condition=models.Q(superseded_at__isnull=True)
                | models.Q(superseded_at__gte=models.F("recorded_at")),
                name="unit_version_known_forwards",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.short_name} {self.valid_from}"

    def is_known(self, at: datetime | None) -> bool:
        """Whether it was the word at that time; without a time, whether it still is."""
        if at is None:
            return self.superseded_at is None
        return self.recorded_at <= at and (self.superseded_at is None or at < self.superseded_at)

    def holds(self, on: date) -> bool:
        """Whether it was so on a day."""
        return self.valid_from <= on and (self.valid_to is None or on < self.valid_to)


class Alias(models.Model):
    """Another way documents write a unit's name, for documents of these days (end exclusive).

    Without ``valid_from`` from the beginning, without ``valid_to`` without an end.
    """

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="aliases")
    jurisdiction = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    text = models.CharField(max_length=60)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["jurisdiction", "text", "valid_from"], name="alias_means_one_unit"
            ),
            models.UniqueConstraint(
                fields=["jurisdiction", "text"],
                condition=models.Q(valid_from__isnull=True),
                name="alias_means_one_unit_from_the_beginning",
            ),
            models.CheckConstraint(
                condition=models.Q(valid_from__isnull=True)
                | models.Q(valid_to__isnull=True)
                | models.Q(valid_to__gt=models.F("valid_from")),
                name="alias_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def means(self, on: date) -> bool:
        """Whether a document of that day means the unit by it."""
        begun = self.valid_from is None or self.valid_from <= on
        return begun and (self.valid_to is None or on < self.valid_to)


class EventKind(models.TextChoices):
    RENAME = "rename", _("更名")
    MOVE = "move", _("调整隶属")
    MERGE = "merge", _("合并")
    SPLIT = "split", _("拆分")


class UnitEvent(models.Model):
    """A decided change of the tree on a day; in effect since ``effective_at``, if it is.

    ``choices`` are ids only: what passes to which part, where a person chose.
    """

    jurisdiction = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    kind = models.CharField(_("变更"), max_length=8, choices=EventKind.choices)
    on = models.DateField(_("生效日期"))
    reason = models.CharField(_("事由"), max_length=300)
    basis = models.CharField(_("依据文件"), max_length=200, blank=True)
    choices: models.JSONField[Any, Any] = models.JSONField(default=dict)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(_("决定时间"))
    effective_at = models.DateTimeField(_("办理时间"), null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("单位变更")
        ordering = ["-on", "-id"]
        constraints = [
            pair("unit_event", "undone"),
            models.CheckConstraint(
                condition=models.Q(effective_at__isnull=True) | models.Q(undone_at__isnull=True),
                name="unit_event_in_effect_is_not_undone",
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="unit_event_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.on}"

    @property
    def is_pending(self) -> bool:
        """Whether it is decided and neither in effect nor taken back."""
        return self.effective_at is None and self.undone_at is None


class EventPart(models.Model):
    """A unit on one side of an event: one that was (``is_heir`` false) or one that goes on.

    A part founded by the event has a code at once and its unit once the event is in effect.
    Names and parent are those from the day on; empty where nothing is new about them.
    """

    event = models.ForeignKey(UnitEvent, models.CASCADE, related_name="parts")
    is_heir = models.BooleanField()
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="events")
    share = models.DecimalField(_("比例"), max_digits=5, decimal_places=4, null=True)
    code = models.CharField(_("代码"), max_length=30)
    kind = models.CharField(_("类别"), max_length=12, choices=Kind.choices, blank=True)
    name = models.CharField(_("名称"), max_length=60, blank=True)
    short_name = models.CharField(_("简称"), max_length=20, blank=True)
    parent = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["event_id", "is_heir", "id"]
        constraints = [
            share("event_part", "share"),
            models.UniqueConstraint(fields=["event", "is_heir", "code"], name="event_part_once"),
        ]

    def __str__(self) -> str:
        return f"{self.event_id} {self.code}"

    @property
    def percent(self) -> str:
        """The share as a percentage without trailing zeros; empty where none was set."""
        return "" if self.share is None else f"{(self.share * 100).normalize():f}%"
