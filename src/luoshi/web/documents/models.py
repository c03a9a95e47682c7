"""Source documents and the candidate commitments found in them."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from luoshi.web.constraints import pair


class SourceDocument(models.Model):
    """A document as it was stored, its repaired text, and the map between the two.

    ``raw`` is the text as read (code points as stored for a text file); ``offset_map``,
    ``damaged`` and ``dropped`` are those of ``luoshi.core.text``. Without ``extracted_at``
    a job is still looking for the commitments.
    """

    jurisdiction = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    title = models.CharField(_("标题"), max_length=120)
    name = models.CharField(_("文件名"), max_length=200)
    kind = models.CharField(_("类型"), max_length=10)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField(_("大小"))
    raw = models.TextField()
    clean = models.TextField()  # type: ignore[assignment]  # hides Model.clean, never called
    offset_map: models.JSONField[Any, Any] = models.JSONField(default=list)
    damaged: models.JSONField[Any, Any] = models.JSONField(default=list)
    dropped: models.JSONField[Any, Any] = models.JSONField(default=list)
    year = models.PositiveSmallIntegerField(_("年度"), null=True, blank=True)
    issued_on = models.DateField(_("成文日期"), null=True, blank=True)
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    imported_at = models.DateTimeField(_("导入时间"))
    extracted_at = models.DateTimeField(_("识别时间"), null=True)
    totals_left_out = models.PositiveIntegerField(_("未读入的合计行"), default=0)

    class Meta:
        verbose_name = _("来源文件")
        ordering = ["-imported_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["jurisdiction", "sha256"], name="document_once")
        ]

    def __str__(self) -> str:
        return self.title


class CandidateState(models.TextChoices):
    OPEN = "open", _("待确认")
    CONFIRMED = "confirmed", _("已确认")
    REJECTED = "rejected", _("已剔除")
    SPLIT = "split", _("已拆分")
    MERGED = "merged", _("已合并")


class Candidate(models.Model):
    """A clause that may be a commitment; a person decides."""

    document = models.ForeignKey(SourceDocument, models.CASCADE, related_name="candidates")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    text = models.TextField(_("承诺"))
    kind = models.CharField(_("种类"), max_length=20)
    metric = models.CharField(_("指标名称"), max_length=120, blank=True)
    comparator = models.CharField(_("比较"), max_length=20, blank=True)
    value = models.DecimalField(_("目标值"), max_digits=20, decimal_places=4, null=True, blank=True)
    unit_of_measure = models.CharField(_("计量单位"), max_length=20, blank=True)
    period = models.CharField(_("期间"), max_length=40, blank=True)
    period_start = models.DateField(_("起"), null=True, blank=True)
    period_end = models.DateField(_("止"), null=True, blank=True)
    recurrence = models.CharField(_("频次"), max_length=40, blank=True)
    responsible = models.CharField(_("责任单位(原文)"), max_length=300, blank=True)
    modality = models.CharField(_("语气"), max_length=10, blank=True)
    confidence = models.DecimalField(_("把握"), max_digits=3, decimal_places=2)
    reasons: models.JSONField[Any, Any] = models.JSONField(default=list)
    state = models.CharField(
        _("状态"), max_length=10, choices=CandidateState.choices, default=CandidateState.OPEN
    )
    came_from = models.ManyToManyField(
        "self", symmetrical=False, related_name="became", verbose_name=_("拆自或并自")
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(_("剔除理由"), max_length=40, blank=True)
    note = models.CharField(_("说明"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("候选承诺")
        ordering = ["start", "end", "id"]
        indexes = [models.Index(fields=["document", "start", "end", "id"], name="candidate_order")]
        constraints = [
            pair("candidate", "decided"),
            models.CheckConstraint(
                condition=models.Q(end__gt=models.F("start")), name="candidate_span_not_empty"
            ),
            models.CheckConstraint(
                condition=models.Q(state="open", decided_at__isnull=True)
                | (~models.Q(state="open") & models.Q(decided_at__isnull=False)),
                name="candidate_decided_by_a_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_id}:{self.start}-{self.end}"

    @property
    def owners(self) -> str:
        """The units in charge as a sentence lists them, the lead unit first."""
        return self.responsible.replace(";", "、")


class Step(models.Model):
    """What a person did to an open candidate, kept so that it can be taken back.

    ``before`` and ``after`` are the fields that an edit changed; a clause marked by hand has
    no ``before``.
    """

    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="steps")
    before: models.JSONField[Any, Any] = models.JSONField(null=True)
    after: models.JSONField[Any, Any] = models.JSONField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["made_at", "id"]

    def __str__(self) -> str:
        return f"{self.candidate_id} {self.made_at}"
