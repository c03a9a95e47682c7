"""Targets of units for a period: set, superseded, taken back; none is edited."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from luoshi.core import indicators as core
from luoshi.web.constraints import one_of, pair
from luoshi.web.indicators.models.library import Indicator, Peer

User = settings.AUTH_USER_MODEL


class Kind(models.TextChoices):
    VALUE = "value", _("达到一个数")
    MARGIN = "margin", _("与另一地区相差")
    OWN = "own", _("比上年同期相差")
    GROWTH = "growth", _("比上年同期增长（%）")
    RANK = "rank", _("位次不低于第几")


class Target(models.Model):
    """What a unit is to reach by the end of a period.

    ``peer`` or ``other``: the comparator of a margin. ``supersedes``: the target in whose place it
    was set; both stay.
    """

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="targets")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    period_end = models.DateField(_("期末"))
    kind = models.CharField(_("目标类型"), max_length=8, choices=Kind.choices)
    sign = models.CharField(_("比较"), max_length=2)
    number = models.DecimalField(_("目标数"), max_digits=20, decimal_places=6)
    peer = models.ForeignKey(Peer, models.PROTECT, null=True, related_name="+")
    other = models.ForeignKey("units.Unit", models.PROTECT, null=True, related_name="+")
    modality = models.CharField(_("语气"), max_length=10)
    basis = models.CharField(_("依据文件"), max_length=200)
    supersedes = models.OneToOneField("self", models.PROTECT, null=True, related_name="successor")
    set_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("指标目标")
        ordering = ["-period_end", "unit_id", "id"]
        constraints = [
            pair("indicator_target", "withdrawn"),
            models.CheckConstraint(
                condition=models.Q(kind="margin") & one_of("peer", "other")
                | ~models.Q(kind="margin") & models.Q(peer__isnull=True, other__isnull=True),
                name="target_compares_with_one",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="rank") | models.Q(number__gte=1, sign="<="),
                name="target_rank_from_first",
            ),
            models.CheckConstraint(
                condition=models.Q(sign__in=core.SIGNS), name="target_sign_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.unit_id} {self.kind} {self.number}"

    @property
    def is_current(self) -> bool:
        """Whether it was neither set anew nor taken back."""
        return self.withdrawn_at is None and getattr(self, "successor", None) is None

    @property
    def goal(self) -> core.Goal:
        """What is to be reached."""
        return core.Goal(core.GoalKind(self.kind), self.sign, self.number)

    @property
    def comparator(self) -> str:
        """With whom a margin is compared, by key; empty for other kinds."""
        if self.peer_id:
            return f"peer:{self.peer_id}"
        return f"unit:{self.other_id}" if self.other_id else ""
