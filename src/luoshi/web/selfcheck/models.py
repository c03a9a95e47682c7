"""Self-checks: which units answer the questions of a list, and what each of them answered."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

User = settings.AUTH_USER_MODEL


class SelfCheck(models.Model):
    """The questions of a list's kind, put to units; what they find goes into one of ``lists``."""

    list = models.OneToOneField(
        "commitments.CommitmentList", models.PROTECT, related_name="self_check"
    )
    units = models.ManyToManyField("units.Unit", related_name="+", verbose_name=_("自查单位"))
    lists = models.ManyToManyField(
        "commitments.CommitmentList", related_name="+", verbose_name=_("整改列入")
    )
    answer_by = models.DateField(_("答复截止"))
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()

    class Meta:
        verbose_name = _("自查")
        ordering = ["-answer_by", "-id"]

    def __str__(self) -> str:
        return str(self.list)

    def get_absolute_url(self) -> str:
        """Its own page."""
        return reverse("self-check", args=[self.pk])


class Verdict(models.TextChoices):
    CLEAR = "clear", _("没有这个问题")
    PARTLY = "partly", _("部分存在")
    PRESENT = "present", _("存在")


OPEN = (Verdict.PARTLY, Verdict.PRESENT)
"""What has to be put right."""


class Answer(models.Model):
    """What a unit says to one question. Another answer takes its place, and both stay.

    ``commitment``: the rectification that its leader promised; only while it is the current one
    and says that there is a problem.
    """

    self_check = models.ForeignKey(SelfCheck, models.PROTECT, related_name="answers")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    question = models.CharField(_("自查问题"), max_length=40)
    verdict = models.CharField(_("自查结论"), max_length=8, choices=Verdict.choices)
    words = models.CharField(_("问题表现"), max_length=500, blank=True)
    current = models.BooleanField(default=True)
    commitment = models.OneToOneField(
        "commitments.Commitment", models.PROTECT, null=True, related_name="self_check"
    )
    answered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()

    class Meta:
        verbose_name = _("自查答复")
        ordering = ["self_check_id", "unit_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["self_check", "unit", "question"],
                condition=models.Q(current=True),
                name="self_check_answer_once",
            ),
            models.CheckConstraint(
                condition=models.Q(verdict="clear") | ~models.Q(words=""),
                name="self_check_problem_in_words",
            ),
            models.CheckConstraint(
                condition=models.Q(commitment__isnull=True)
                | (models.Q(current=True) & ~models.Q(verdict="clear")),
                name="self_check_promise_for_problem",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.self_check_id} {self.unit_id} {self.question}"

    def get_absolute_url(self) -> str:
        """Its place on the unit's sheet."""
        return (
            f"{reverse('self-check-unit', args=[self.self_check_id, self.unit_id])}#{self.question}"
        )
