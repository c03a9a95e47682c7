"""Tokens, items and paper ballots. Ballots themselves lie in a box apart (``luoshi.web.box``)."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from luoshi.web.appraisal.models.session import Contender, Session
from luoshi.web.constraints import pair

User = settings.AUTH_USER_MODEL


class Token(models.Model):
    """A paper token: what its digest is, and of which class. It never tells whether it was used.

    No number, time or order: rows lie by their digest, and voting does not write here.
    ``replaced``: handed in for a paper ballot.
    """

    digest = models.BinaryField(max_length=32, primary_key=True)
    session = models.ForeignKey(Session, models.PROTECT, related_name="tokens", db_index=False)
    voter_class = models.CharField(max_length=60)
    replaced = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("票据")
        indexes = [models.Index(fields=["session", "voter_class"], name="token_by_class")]

    def __str__(self) -> str:
        return self.voter_class


class TokenSheet(models.Model):
    """Tokens of one class were made and printed: how many, by whom. Which ones is not kept."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="sheets")
    voter_class = models.CharField(_("票种"), max_length=60)
    count = models.PositiveIntegerField(_("张数"))
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("制作时间"))

    class Meta:
        verbose_name = _("票据制作")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.session_id} {self.voter_class} × {self.count}"


class TokenDestruction(models.Model):
    """The registry of tokens of a session was destroyed: the rows at ``destroyed_at``, what they
    left in the database's files at ``erased_at``."""

    session = models.OneToOneField(Session, models.PROTECT, related_name="destruction")
    tokens = models.PositiveIntegerField(_("票据张数"))
    destroyed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    destroyed_at = models.DateTimeField(_("销毁时间"))
    erased_at = models.DateTimeField(_("残留清除时间"), null=True)

    class Meta:
        verbose_name = _("票据销毁")

    def __str__(self) -> str:
        return f"{self.session_id} {self.tokens}"


class ItemState(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("item", "未开始")
    OPEN = "open", pgettext_lazy("item", "投票中")
    CLOSED = "closed", pgettext_lazy("item", "已截止")


class Item(models.Model):
    """What is voted on at a time: one contender, or all of them. ``turn`` counts its openings.

    Whether a ballot is still taken is decided by the box alone; ``state`` follows it.
    """

    session = models.ForeignKey(Session, models.PROTECT, related_name="items")
    number = models.PositiveSmallIntegerField(_("序号"))
    title = models.CharField(_("议程"), max_length=80)
    contenders: models.ManyToManyField[Contender, Any] = models.ManyToManyField(
        Contender, related_name="items"
    )
    state = models.CharField(
        _("状态"), max_length=8, choices=ItemState.choices, default=ItemState.WAITING
    )
    turn = models.PositiveSmallIntegerField(default=0)
    opened_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("议程项")
        ordering = ["session_id", "number"]
        constraints = [
            pair("item", "opened"),
            pair("item", "closed"),
            models.UniqueConstraint(fields=["session", "number"], name="agenda_number_once"),
        ]

    def __str__(self) -> str:
        return self.title


class ItemVoid(models.Model):
    """The marks of an item were made void, and why; ``turn``: the opening that was."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="voids")
    turn = models.PositiveSmallIntegerField()
    reason = models.CharField(_("作废原因"), max_length=300)
    voided_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    voided_at = models.DateTimeField()

    class Meta:
        verbose_name = _("投票作废")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.item_id} {self.turn}"


class PaperBallot(models.Model):
    """A ballot on paper, entered twice by two people; where they differ, somebody settles it.

    ``number``: written on the paper when it is entered, after the box was emptied and shuffled.
    Marks: contender → criterion → mark, as in the sealed list.
    """

    session = models.ForeignKey(Session, models.PROTECT, related_name="paper_ballots")
    voter_class = models.CharField(_("票种"), max_length=60)
    number = models.PositiveSmallIntegerField(_("纸票编号"))
    first: models.JSONField[Any, Any] = models.JSONField(null=True)
    first_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    second: models.JSONField[Any, Any] = models.JSONField(null=True)
    second_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    settled: models.JSONField[Any, Any] = models.JSONField(null=True)
    settled_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("纸质选票")
        ordering = ["session_id", "voter_class", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "voter_class", "number"], name="paper_number_once"
            ),
            models.CheckConstraint(
                condition=models.Q(second_by__isnull=True)
                | ~models.Q(second_by=models.F("first_by")),
                name="paper_entered_by_two",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.voter_class} {self.number}"
