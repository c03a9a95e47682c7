"""Generated official documents whose numbers are bound to their source."""

from typing import Any, cast

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from luoshi.web.appraisal.models import Session
from luoshi.web.assessment.models import ScoreRun
from luoshi.web.constraints import one_of, pair

User = settings.AUTH_USER_MODEL
Source = ScoreRun | Session
"""What a bulletin tells of."""


class Bulletin(models.Model):
    """A 通报 on one score run or one appraisal session; the file lies in the blob store under its
    SHA-256.

    ``content`` is all that the file is made of, ``bound`` every number in reading order,
    ``checks`` what the check against the norm and the length meter found. ``pdf_sha256`` is
    the preview of exactly this file, empty while there is none.
    """

    jurisdiction = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    run = models.ForeignKey(ScoreRun, models.PROTECT, null=True, related_name="bulletins")
    session = models.ForeignKey(Session, models.PROTECT, null=True, related_name="bulletins")
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
            models.CheckConstraint(
                condition=one_of("run", "session"), name="bulletin_on_run_or_session"
            ),
            models.UniqueConstraint(
                fields=["jurisdiction", "year", "number"], name="bulletin_number_once"
            ),
            models.UniqueConstraint(
                fields=["run"], condition=models.Q(issued_at=None), name="bulletin_draft_once"
            ),
            models.UniqueConstraint(
                fields=["session"],
                condition=models.Q(issued_at=None),
                name="bulletin_session_draft_once",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def source(self) -> Source:
        """The run or the session that it tells of."""
        return cast(Source, self.run or self.session)

    @property
    def is_final(self) -> bool:
        """Whether its numbers stand: the run is final; of a session it is made after release."""
        return self.run is None or self.run.finalised_at is not None

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
