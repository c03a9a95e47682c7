"""What passes from one owner to the next: commitments between units, office between people."""

from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from luoshi.web.constraints import pair

User = settings.AUTH_USER_MODEL


class Cause(models.TextChoices):
    MERGE = "merge", _("单位合并")
    SPLIT = "split", _("单位拆分")
    DECISION = "decision", _("上级裁定")


class TransferOutcome(models.TextChoices):
    WAITING = "", _("待签收")
    ACCEPTED = "accepted", _("已签收")
    ASKED = "asked", _("按交办签收")
    PASSED_ON = "passed_on", _("又转出")
    SETTLED = "settled", _("已裁定")


class Transfer(models.Model):
    """划转: a commitment passed from one lead unit to another on a day. Settled, it never changes.

    Work goes on in the state it was in; the new unit is asked to accept. ``asked``: it had not
    been accepted before either, and the ordinary acceptance asks.
    """

    commitment = models.ForeignKey(
        "commitments.Commitment", models.PROTECT, related_name="transfers"
    )
    from_unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    to_unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="transfers")
    event = models.ForeignKey(
        "units.UnitEvent", models.PROTECT, null=True, related_name="transfers"
    )
    cause = models.CharField(_("原因"), max_length=10, choices=Cause.choices)
    on = models.DateField(_("划转日期"))
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    outcome = models.CharField(
        max_length=10, choices=TransferOutcome.choices, blank=True, default=TransferOutcome.WAITING
    )
    settled_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("划转")
        ordering = ["id"]
        constraints = [
            pair("transfer", "settled"),
            models.UniqueConstraint(
                fields=["commitment"],
                condition=models.Q(outcome=""),
                name="transfer_waits_once",
            ),
            models.CheckConstraint(
                condition=models.Q(outcome="", settled_at__isnull=True)
                | (~models.Q(outcome="") & models.Q(settled_at__isnull=False)),
                name="transfer_settled_when_settled",
            ),
            models.CheckConstraint(
                condition=~models.Q(from_unit=models.F("to_unit")), name="transfer_goes_somewhere"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commitment_id} {self.from_unit_id} → {self.to_unit_id}"


class Reminder(models.Model):
    """催办: the office asked an owner once more to accept. Shown on the owner's home page."""

    commitment = models.ForeignKey(
        "commitments.Commitment", models.PROTECT, related_name="reminders"
    )
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    on = models.DateField(_("催办日期"))
    reminded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    reminded_at = models.DateTimeField()

    class Meta:
        verbose_name = _("催办")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["commitment", "on"], name="reminder_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.commitment_id} {self.on}"


class HandoverState(models.TextChoices):
    PROPOSED = "proposed", _("待批准")
    DECIDED = "decided", _("待生效")
    EFFECTIVE = "effective", _("待接收人接收")
    CONFIRMED = "confirmed", _("已接收")
    DECLINED = "declined", _("未批准")
    REFUSED = "refused", _("接收人未接收")
    CANCELLED = "cancelled", _("已撤回")


class Handover(models.Model):
    """移交: one act passes a person's seats, and all that hangs on them, to a successor on a day.

    ``items`` is the list of what lay open when it took effect: plain text, never edited. A
    successor may take over before the day; one who has not by then leaves the seats with the
    predecessor's superior.
    """

    jurisdiction = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    from_user = models.ForeignKey(User, models.PROTECT, related_name="handovers_given")
    to_user = models.ForeignKey(User, models.PROTECT, related_name="handovers_taken")
    on = models.DateField(_("移交日期"))
    note = models.TextField(_("交接说明"), max_length=2000, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=HandoverState.choices)
    items: models.JSONField[Any, Any] = models.JSONField(default=list)
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    answer = models.CharField(_("意见"), max_length=300, blank=True)
    effective_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    refused_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    refused_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("移交")
        ordering = ["-on", "-id"]
        constraints = [
            pair("handover", "decided"),
            pair("handover", "confirmed"),
            pair("handover", "refused"),
            models.CheckConstraint(
                condition=~models.Q(from_user=models.F("to_user")), name="handover_to_another"
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["effective", "confirmed"])
                | models.Q(effective_at__isnull=False, decided_at__isnull=False),
                name="handover_in_effect_was_decided",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="confirmed") | models.Q(confirmed_at__isnull=False),
                name="handover_confirmed_by_somebody",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["declined", "refused"]) | ~models.Q(answer=""),
                name="handover_refusal_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_user_id} → {self.to_user_id} {self.on}"

    def get_absolute_url(self) -> str:
        """Its own page."""
        return reverse("handover", args=[self.pk])


class Seat(models.Model):
    """One appointment that a hand-over passes, and the successor's that follows it.

    ``holder``: the superior to whom it went until the successor takes over, with the
    appointment that was ``made`` for that; a superior who held the same seat already has none.
    """

    handover = models.ForeignKey(Handover, models.CASCADE, related_name="seats")
    appointment = models.ForeignKey(
        "accounts.Appointment", models.PROTECT, related_name="handed_over"
    )
    successor = models.ForeignKey(
        "accounts.Appointment", models.PROTECT, null=True, related_name="taken_over"
    )
    holder = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    made = models.ForeignKey("accounts.Appointment", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["handover", "appointment"], name="seat_once")
        ]

    def __str__(self) -> str:
        return f"{self.handover_id} {self.appointment_id}"
