"""A sheet of projects that was uploaded, and what became of it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from luoshi.web.constraints import pair
from luoshi.web.projects.models.cohorts import Cohort

User = settings.AUTH_USER_MODEL


class ProjectSheet(models.Model):
    """The file as it came; its rows are read again whenever they are looked at."""

    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="sheets")
    sha256 = models.CharField(max_length=64)
    name = models.CharField(_("文件名"), max_length=200)
    size = models.PositiveIntegerField(_("大小"))
    given_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    given_at = models.DateTimeField(_("上传时间"))
    applied_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    applied_at = models.DateTimeField(_("导入时间"), null=True)
    made = models.PositiveIntegerField(_("导入项目数"), default=0)

    class Meta:
        verbose_name = _("项目表")
        ordering = ["-id"]
        constraints = [pair("project_sheet", "applied")]

    def __str__(self) -> str:
        return self.name
