"""Kinds of lists, lists, and the places of commitments in them."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from luoshi.web.commitments.models.commitments import Commitment
from luoshi.web.constraints import pair

User = settings.AUTH_USER_MODEL


class ListType(models.Model):
    """A kind of list as data: its columns, light rule, cadence and workflow."""

    jurisdiction = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    key = models.SlugField(max_length=40)
    title = models.CharField(_("名称"), max_length=60)
    definition: models.JSONField[Any, Any] = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("清单类型")
        ordering = ["key"]
        constraints = [
            models.UniqueConstraint(fields=["jurisdiction", "key"], name="list_type_once")
        ]

    def __str__(self) -> str:
        return self.title


class CommitmentList(models.Model):
    """A named list of one jurisdiction for one period."""

    jurisdiction = models.ForeignKey("units.Unit", models.PROTECT, related_name="lists")
    list_type = models.ForeignKey(ListType, models.PROTECT, related_name="lists")
    title = models.CharField(_("清单名称"), max_length=80)
    period_start = models.DateField(_("自"))
    period_end = models.DateField(_("至"))
    frozen_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    frozen_at = models.DateTimeField(_("冻结时间"), null=True)
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


class ListItem(models.Model):
    """A commitment's place in a list, with its weight there and the list type's own columns."""

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
