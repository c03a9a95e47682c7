"""Kinds of lists as data, and every version that their definitions had."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from luoshi.web.constraints import pair

User = settings.AUTH_USER_MODEL


class ListType(models.Model):
    """A kind of list as data; ``definition`` is the present one, as ``core.listtype`` writes it.

    The light rule and ``seen_by_…`` stand in the definition too: here they are what queries ask.
    A retired kind is not offered for new lists; those there are stay.
    """

    jurisdiction = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    key = models.SlugField(max_length=40)
    title = models.CharField(_("名称"), max_length=60)
    definition: models.JSONField[Any, Any] = models.JSONField(default=dict)
    light_rule = models.CharField(_("亮灯规则"), max_length=40, default="default")
    seen_by_assessor = models.BooleanField(default=True)
    seen_by_principal = models.BooleanField(default=True)
    seen_by_contact = models.BooleanField(default=False)
    seen_by_unit_leader = models.BooleanField(default=False)
    seen_by_assisting = models.BooleanField(default=True)
    retired_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    retired_at = models.DateTimeField(_("停用时间"), null=True)

    class Meta:
        verbose_name = _("清单类型")
        ordering = ["key"]
        constraints = [
            models.UniqueConstraint(fields=["jurisdiction", "key"], name="list_type_once"),
            pair("list_type", "retired"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Its name in the reader's language; the Chinese one where it has no other."""
        english = get_language() == "en" and self.definition.get("en")
        return str(english or self.title)


class ListTypeVersion(models.Model):
    """A definition as it was saved. It never changes: another definition is the next version.

    Who made it is unknown only of what was there before versions were kept.
    """

    list_type = models.ForeignKey(ListType, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("版本"))
    definition: models.JSONField[Any, Any] = models.JSONField()
    light_rule = models.CharField(_("亮灯规则"), max_length=40, default="default")
    note = models.CharField(_("修改说明"), max_length=200, blank=True)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("清单类型版本")
        ordering = ["list_type_id", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["list_type", "number"], name="list_type_version_once"),
            pair("list_type_version", "made"),
        ]

    def __str__(self) -> str:
        return f"{self.list_type_id} v{self.number}"
