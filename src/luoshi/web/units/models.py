"""Units form a tree with history; a unit that runs its own lists is a jurisdiction."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from tree_queries.models import TreeNode


class Kind(models.TextChoices):
    CITY = "city", _("市")
    COUNTY = "county", _("县区")
    PARK = "park", _("园区")
    DEPARTMENT = "department", _("市直部门")
    TOWN = "town", _("乡镇街道")


class Unit(TreeNode):  # type: ignore[django-manager-missing]  # children, of TreeNode
    """A body with a stable id. Names and the parent are as of now; ``UnitVersion`` has the past."""

    code = models.CharField(_("代码"), max_length=30, unique=True)
    kind = models.CharField(_("类别"), max_length=12, choices=Kind.choices)
    name = models.CharField(_("名称"), max_length=60)
    short_name = models.CharField(_("简称"), max_length=20)
    runs_lists = models.BooleanField(_("自行管理清单"), default=False)
    jurisdiction = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    position = models.PositiveIntegerField(_("排序"), default=0)

    class Meta:
        verbose_name = _("单位")
        ordering = ["position", "code"]

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
    """What a unit was called and where it stood, from a day to a day (exclusive)."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="versions")
    name = models.CharField(max_length=60)
    short_name = models.CharField(max_length=20)
    parent = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        ordering = ["unit_id", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "valid_from"], name="unit_version_once"),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True)
                | models.Q(valid_to__gt=models.F("valid_from")),
                name="unit_version_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.short_name} {self.valid_from}"


class Alias(models.Model):
    """Another way documents write a unit's name."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="aliases")
    jurisdiction = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    text = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["jurisdiction", "text"], name="alias_means_one_unit")
        ]

    def __str__(self) -> str:
        return self.text
