"""What went out into sheets, and what came back."""

from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from luoshi.web.commitments.models import CommitmentList
from luoshi.web.constraints import pair

User = settings.AUTH_USER_MODEL


class SheetOut(models.Model):
    """The rows of a list as they went out: the base of every sheet that comes back from it.

    ``sha256`` names the stored rows. The same rows for the same person are one export.
    """

    list = models.ForeignKey(CommitmentList, models.PROTECT, related_name="sheets_out")
    sha256 = models.CharField(max_length=64)
    rows = models.PositiveIntegerField(_("行数"))
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("导出时间"))

    class Meta:
        verbose_name = _("导出的清单表")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["list", "made_by", "sha256"], name="sheet_out_once"),
        ]

    def __str__(self) -> str:
        return f"{self.list_id} {self.rows}"


class SheetKind(models.TextChoices):
    EDITED = "edited", _("改过的表")
    UNDO = "undo", _("撤销导入")
    FIRST = "first", _("建成清单的表")


class SheetIn(models.Model):
    """A sheet that came back, or the undoing of one: looked at first, then brought in once.

    ``base_sha256`` names the rows it is held against, ``mine_sha256`` the rows it has, and
    ``done_sha256``, once brought in, what it changed. ``choices``: cell → mine or theirs.
    ``amend``: what proposed amendments rest on. ``outcome``: how much was changed.
    """

    list = models.ForeignKey(CommitmentList, models.PROTECT, related_name="sheets_in")
    kind = models.CharField(_("种类"), max_length=8, choices=SheetKind.choices)
    out = models.ForeignKey(SheetOut, models.PROTECT, null=True, related_name="back")
    undoes = models.ForeignKey("self", models.PROTECT, null=True, related_name="undone")
    name = models.CharField(_("文件名"), max_length=200, blank=True)
    size = models.PositiveIntegerField(_("大小"), default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    base_sha256 = models.CharField(max_length=64)
    mine_sha256 = models.CharField(max_length=64)
    done_sha256 = models.CharField(max_length=64, blank=True)
    choices: models.JSONField[Any, Any] = models.JSONField(default=dict)
    amend: models.JSONField[Any, Any] = models.JSONField(default=dict)
    outcome: models.JSONField[Any, Any] = models.JSONField(default=dict)
    given_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    given_at = models.DateTimeField(_("上传时间"))
    applied_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    applied_at = models.DateTimeField(_("导入时间"), null=True)

    class Meta:
        verbose_name = _("导回的清单表")
        ordering = ["-id"]
        constraints = [
            pair("sheet_in", "applied"),
            models.CheckConstraint(
                condition=models.Q(kind="edited", out__isnull=False, undoes__isnull=True)
                | models.Q(kind="undo", undoes__isnull=False)
                | models.Q(kind="first", out__isnull=True, undoes__isnull=True),
                name="sheet_in_has_its_base",
            ),
            models.UniqueConstraint(
                fields=["undoes"],
                condition=models.Q(applied_at__isnull=False),
                name="sheet_in_undone_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name or f"{self.kind} {self.undoes_id}"

    def get_absolute_url(self) -> str:
        """Its preview, or what it did."""
        return reverse("sheet-in", args=[self.pk])


class SheetNew(models.Model):
    """A sheet made elsewhere that becomes a list, or rows of one: looked at first, brought in once.

    ``rows_sha256`` names its rows as they were read, ``sheet`` which of its sheets is meant.
    ``mapping``: which column is what, and which list it becomes.
    """

    jurisdiction = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    name = models.CharField(_("文件名"), max_length=200)
    size = models.PositiveIntegerField(_("大小"))
    sha256 = models.CharField(max_length=64)
    rows_sha256 = models.CharField(max_length=64)
    sheet = models.PositiveIntegerField(default=0)
    mapping: models.JSONField[Any, Any] = models.JSONField(default=dict)
    list = models.ForeignKey(CommitmentList, models.PROTECT, null=True, related_name="+")
    given_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    given_at = models.DateTimeField(_("上传时间"))
    applied_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    applied_at = models.DateTimeField(_("导入时间"), null=True)

    class Meta:
        verbose_name = _("待建清单的表")
        ordering = ["-id"]
        constraints = [pair("sheet_new", "applied")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its columns and rows, to be looked at."""
        return reverse("sheet-new", args=[self.pk])
