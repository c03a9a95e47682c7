"""Looking back on a list: the units' own words beside facts as known at a time."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from luoshi.web.constraints import pair

User = settings.AUTH_USER_MODEL


class Span(models.TextChoices):
    HALF = "half", _("年中回头看")
    YEAR = "year", _("年终大复盘")


class LookBack(models.Model):
    """回头看 of one list: facts up to ``as_of``, as known when it was closed (now, while open)."""

    list = models.ForeignKey("commitments.CommitmentList", models.PROTECT, related_name="+")
    span = models.CharField(_("种类"), max_length=4, choices=Span.choices)
    title = models.CharField(_("名称"), max_length=80)
    as_of = models.DateField(_("数据截至"))
    fill_by = models.DateField(_("填写截止"))
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(_("定稿时间"), null=True)

    class Meta:
        verbose_name = _("回头看")
        ordering = ["-as_of", "-id"]
        constraints = [
            pair("look_back", "closed"),
            models.UniqueConstraint(fields=["list", "as_of"], name="look_back_once"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its own page."""
        return reverse("look-back", args=[self.pk])


class EntryState(models.TextChoices):
    BLANK = "blank", _("待填写")
    DRAFT = "draft", _("草稿")
    SUBMITTED = "submitted", _("待签发")
    SIGNED = "signed", _("已签发")


class Entry(models.Model):
    """What the unit says of one commitment: what changed, what was learnt, what comes next."""

    look_back = models.ForeignKey(LookBack, models.PROTECT, related_name="entries")
    commitment = models.ForeignKey("commitments.Commitment", models.PROTECT, related_name="+")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    changed = models.TextField(_("变化"), blank=True)
    lessons = models.TextField(_("经验教训"), blank=True)
    onward = models.TextField(_("下一步"), blank=True)
    state = models.CharField(
        _("状态"), max_length=10, choices=EntryState.choices, default=EntryState.BLANK
    )
    note = models.CharField(_("退回意见"), max_length=300, blank=True)
    saved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    saved_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(_("签发时间"), null=True)

    class Meta:
        verbose_name = _("回头看条目")
        ordering = ["look_back_id", "id"]
        constraints = [
            pair("look_back_entry", "saved"),
            pair("look_back_entry", "signed"),
            models.UniqueConstraint(
                fields=["look_back", "commitment"], name="look_back_entry_once"
            ),
            models.CheckConstraint(
                condition=models.Q(state="signed", signed_at__isnull=False)
                | (~models.Q(state="signed") & models.Q(signed_at__isnull=True)),
                name="look_back_entry_signed_when_signed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.look_back_id} {self.commitment_id} {self.state}"
