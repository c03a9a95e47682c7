"""Lists, and the places of commitments in them."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from luoshi.web.commitments.models.commitments import Commitment
from luoshi.web.commitments.models.kinds import ListType, ListTypeVersion
from luoshi.web.constraints import pair

User = settings.AUTH_USER_MODEL


class CommitmentList(models.Model):
    """A named list of one jurisdiction for one period."""

    jurisdiction = models.ForeignKey("units.Unit", models.PROTECT, related_name="lists")
    list_type = models.ForeignKey(ListType, models.PROTECT, related_name="lists")
    title = models.CharField(_("清单名称"), max_length=80)
    period_start = models.DateField(_("自"))
    period_end = models.DateField(_("至"))
    light_rule = models.CharField(_("亮灯规则"), max_length=40, blank=True)
    """Its own; empty: that of its kind."""
    frozen_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    frozen_at = models.DateTimeField(_("冻结时间"), null=True)
    frozen_version = models.ForeignKey(
        ListTypeVersion, models.PROTECT, null=True, related_name="frozen_lists"
    )
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("清单")
        ordering = ["-period_start", "id"]
        constraints = [
            pair("list", "frozen"),
            models.CheckConstraint(
                condition=models.Q(period_end__gte=models.F("period_start")),
                name="list_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def takes_projects(self) -> bool:
        """Whether it is a batch, into which projects alone go; no query where it was joined."""
        return hasattr(self, "cohort")


class ListItem(models.Model):
    """A commitment's place in a list, with its weight there and the list type's own columns.

    ``extra`` holds the filled columns by key as ``core.listtype.stored`` writes them; also those
    that the list type has no more.
    """

    list = models.ForeignKey(CommitmentList, models.PROTECT, related_name="items")
    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="items")
    number = models.PositiveIntegerField(_("序号"))
    weight = models.DecimalField(_("权重"), max_digits=6, decimal_places=2, default=1)
    extra: models.JSONField[Any, Any] = models.JSONField(default=dict)

    class Meta:
        ordering = ["list_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["list", "commitment"], name="item_once_in_list"),
            models.UniqueConstraint(fields=["list", "number"], name="item_number_once"),
            models.CheckConstraint(condition=models.Q(weight__gt=0), name="item_weight_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.list_id}/{self.number}"


class SignOffStep(models.Model):
    """A step of the list type that was taken before sign-off; ``void`` once it was re-opened."""

    item = models.ForeignKey(ListItem, models.PROTECT, related_name="steps")
    key = models.CharField(max_length=40)
    note = models.CharField(_("说明"), max_length=300, blank=True)
    void = models.BooleanField(default=False)
    taken_on = models.DateField(_("日期"))
    taken_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()

    class Meta:
        verbose_name = _("销号步骤")
        ordering = ["item_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "key"], condition=models.Q(void=False), name="sign_off_step_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.key}"
