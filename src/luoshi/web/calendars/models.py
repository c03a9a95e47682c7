"""The working-day table: seeded from the published schedule, editable by an administrator."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Year(models.Model):
    """A year whose holiday schedule is known, and where it was published."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    source = models.CharField(_("公布依据"), max_length=200)

    class Meta:
        verbose_name = _("年度")
        ordering = ["year"]

    def __str__(self) -> str:
        return str(self.year)


class SpecialDay(models.Model):
    """A weekday that is a holiday, or a weekend day that is worked (调休)."""

    on = models.DateField(_("日期"), primary_key=True)
    year = models.ForeignKey(Year, models.CASCADE, related_name="days")
    is_working = models.BooleanField(_("上班"))
    name = models.CharField(_("名称"), max_length=40)

    class Meta:
        verbose_name = _("特殊日")
        ordering = ["on"]

    def __str__(self) -> str:
        return f"{self.on} {self.name}"
