"""One digest a person and working day, and a calendar feed at an address nobody can guess."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

User = settings.AUTH_USER_MODEL


class Digest(models.Model):
    """What was told to one person on one working day. The database refuses a second one."""

    person = models.ForeignKey(User, models.CASCADE, related_name="digests")
    on = models.DateField(_("日期"))
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("每日提醒")
        ordering = ["-on", "-id"]
        constraints = [models.UniqueConstraint(fields=["person", "on"], name="digest_once_a_day")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.on}"


class Kind(models.TextChoices):
    FILL = "fill", _("待填报")
    BACK = "back", _("已退回")
    SIGN = "sign", _("待签发")
    ACCEPT = "accept", _("待签收")
    DECIDE = "decide", _("待审核")
    VERIFY = "verify", _("待核验")
    QUESTION = "question", _("会上提问待答复")
    RAISED = "raised", _("现场问题待答复")
    CHECK = "check", _("自查待答复")
    RECORD = "record", _("例会待记录")
    RELEASE = "release", _("评议结果待公布")
    REFUSED = "refused", _("评议结果不同意公布")


class Line(models.Model):
    """One thing that waits for the person. Of each step of a thing a person is told once."""

    digest = models.ForeignKey(Digest, models.CASCADE, related_name="lines")
    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    ref = models.PositiveBigIntegerField()
    """The round, list, meeting … that the kind speaks of."""
    step = models.CharField(max_length=20)
    title = models.CharField(max_length=120)
    url = models.CharField(max_length=200)
    due_on = models.DateField(null=True)
    count = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "ref", "step"], name="reminder_once_a_step"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.ref}"


class Feed(models.Model):
    """A person's calendar address. Only the digest of its secret is kept; a new one replaces it."""

    person = models.OneToOneField(User, models.CASCADE, related_name="feed")
    secret_digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("日历订阅")

    def __str__(self) -> str:
        return str(self.person_id)


class Mailbox(models.Model):
    """Where a person wants the digest by mail; none means only on the page."""

    person = models.OneToOneField(User, models.CASCADE, related_name="mailbox")
    address = models.EmailField(_("邮箱"))

    class Meta:
        verbose_name = _("提醒邮箱")

    def __str__(self) -> str:
        return str(self.person_id)
