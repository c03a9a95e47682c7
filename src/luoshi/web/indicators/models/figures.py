"""Figures entered by hand, each with the document it rests on."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from luoshi.web.constraints import pair

User = settings.AUTH_USER_MODEL


class Figure(models.Model):
    """A number of a unit on a day under the name by which schemes ask for it, with its document.

    It is never edited: one that was wrong is taken back with a reason, and both stay.
    """

    jurisdiction = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    name = models.CharField(_("数据名称"), max_length=40)
    day = models.DateField(_("日期"))
    value = models.DecimalField(_("数值"), max_digits=20, decimal_places=6)
    note = models.CharField(_("说明"), max_length=200)
    document = models.CharField(_("依据文件"), max_length=200)
    sha256 = models.CharField(max_length=64)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    reason = models.CharField(_("撤回理由"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("有据数")
        ordering = ["-day", "-id"]
        constraints = [
            pair("figure", "withdrawn"),
            models.CheckConstraint(condition=~models.Q(sha256=""), name="figure_has_document"),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True) | ~models.Q(reason=""),
                name="figure_withdrawn_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.unit_id} {self.day}"
