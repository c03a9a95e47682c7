"""The sealed list of a session, what it comes to, and who releases it."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from luoshi.web.appraisal.models.session import Contender, Session
from luoshi.web.constraints import pair

User = settings.AUTH_USER_MODEL


class SealedList(models.Model):
    """The ballots of a session under seal: bytes of ``luoshi.core.tally.sealed_bytes``."""

    session = models.OneToOneField(Session, models.PROTECT, related_name="sealed")
    document = models.BinaryField()
    seal = models.CharField(_("封存摘要"), max_length=64)
    sealed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    sealed_at = models.DateTimeField(_("封存时间"))

    class Meta:
        verbose_name = _("封存清单")

    def __str__(self) -> str:
        return self.seal


class Result(models.Model):
    """What a sealed list comes to, as plain data; ``advice`` stands beside it, never in its place.

    ``digest``: SHA-256 of the canonical bytes of ``tally``, hex.
    """

    session = models.OneToOneField(Session, models.PROTECT, related_name="result")
    tally: models.JSONField[Any, Any] = models.JSONField()
    digest = models.CharField(_("结果摘要"), max_length=64)
    advice: models.JSONField[Any, Any] = models.JSONField()
    computed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    computed_at = models.DateTimeField(_("计票时间"))

    class Meta:
        verbose_name = _("评议结果")

    def __str__(self) -> str:
        return self.digest


class Releaser(models.Model):
    """One of the two who see the result first and release it together."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="releasers")
    place = models.PositiveSmallIntegerField()
    person = models.ForeignKey(User, models.PROTECT, related_name="+")
    released_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    released_at = models.DateTimeField(_("同意公布时间"), null=True)

    class Meta:
        verbose_name = _("公布人")
        ordering = ["session_id", "place"]
        constraints = [
            pair("releaser", "released"),
            models.UniqueConstraint(fields=["session", "place"], name="releaser_place_once"),
            models.UniqueConstraint(fields=["session", "person"], name="releaser_person_once"),
            models.CheckConstraint(
                condition=models.Q(place__in=[1, 2]), name="releaser_is_one_of_two"
            ),
            models.CheckConstraint(
                condition=models.Q(released_by__isnull=True)
                | models.Q(released_by=models.F("person")),
                name="releaser_in_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session_id}/{self.place}"


class Comment(models.Model):
    """What a leader said of a contender, or of all, in the room (现场讲评)."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="comments")
    contender = models.ForeignKey(Contender, models.PROTECT, null=True, related_name="comments")
    text = models.CharField(_("讲评"), max_length=500)
    said_by = models.CharField(_("讲评人职务"), max_length=40)
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()

    class Meta:
        verbose_name = _("现场讲评")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.text[:40]


class Asked(models.Model):
    """A leader's question in the room; it is a commitment with an owner before the session ends."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="asked")
    contender = models.ForeignKey(Contender, models.PROTECT, null=True, related_name="asked")
    text = models.CharField(_("问题"), max_length=300)
    asked_by = models.CharField(_("提问人职务"), max_length=40)
    commitment = models.OneToOneField(
        "commitments.Commitment", models.PROTECT, null=True, related_name="asked_in"
    )
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()

    class Meta:
        verbose_name = _("现场提问")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.text[:40]
