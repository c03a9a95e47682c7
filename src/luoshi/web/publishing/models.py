"""Generated official documents whose numbers are bound to their source."""

from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from luoshi.web.constraints import pair

User = settings.AUTH_USER_MODEL


class Bulletin(models.Model):
    """A 通报 made from one score run; the file lies in the blob store under its SHA-256.

    ``content`` is all that the file is made of, ``bound`` every number in reading order,
    ``checks`` what the check against the norm and the length meter found. ``pdf_sha256`` is
    the preview of exactly this file, empty while there is none.
    """

    jurisdiction = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    run = models.ForeignKey("assessment.ScoreRun", models.PROTECT, related_name="bulletins")
    title = models.CharField(_("标题"), max_length=120)
    year = models.PositiveSmallIntegerField(_("年份"))
    number = models.PositiveIntegerField(_("文号"))
    content: models.JSONField[Any, Any] = models.JSONField()
    bound: models.JSONField[Any, Any] = models.JSONField(default=list)
    checks: models.JSONField[Any, Any] = models.JSONField(default=dict)
    sha256 = models.CharField(max_length=64)
    pdf_sha256 = models.CharField(max_length=64, blank=True)
    pdf_fonts: models.JSONField[Any, Any] = models.JSONField(default=list)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("生成时间"))
    issued_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    issued_at = models.DateTimeField(_("印发时间"), null=True)

    class Meta:
        verbose_name = _("通报")
        ordering = ["-year", "-number"]
        constraints = [
            pair("bulletin", "issued"),
            models.UniqueConstraint(
                fields=["jurisdiction", "year", "number"], name="bulletin_number_once"
            ),
            models.UniqueConstraint(
                fields=["run"], condition=models.Q(issued_at=None), name="bulletin_draft_once"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_issued(self) -> bool:
        """Whether it is out, and so never changes again."""
        return self.issued_at is not None

    @property
    def paper_number(self) -> str:
        """发文字号."""
        return f"{self.content['head']['code']}〔{self.year}〕{self.number}号"

    def get_absolute_url(self) -> str:
        """Its own page."""
        return reverse("bulletin", args=[self.pk])
