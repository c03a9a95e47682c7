"""People and what they are appointed to."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _


class People(BaseUserManager["User"]):
    """Finds a person by login name."""


class User(AbstractBaseUser):
    """A person who can sign in. There is no last-login field (law 1).

    ``unread``: how many of the long acts asked for have ended and were not looked at yet; kept
    by ``jobs.actions``, so that the bell on every page asks nothing.
    """

    last_login = None

    username = models.CharField(_("登录名"), max_length=60, unique=True)
    name = models.CharField(_("姓名或职务"), max_length=60)
    language = models.CharField(
        _("语言"),
        max_length=10,
        choices=[("zh-hans", "中文"), ("en", "English")],
        default="zh-hans",
    )
    is_active = models.BooleanField(_("在用"), default=True)
    unread = models.PositiveIntegerField(default=0)

    objects = People()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = None

    class Meta:
        verbose_name = _("人员")
        ordering = ["username"]

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    """What a person does, as in the glossary."""

    SUPERVISOR = "supervisor", _("督查室经办")
    ASSESSOR = "assessor", _("考核办")
    CONTACT = "contact", _("联络员")
    UNIT_LEADER = "unit_leader", _("单位负责人")
    PRINCIPAL = "principal", _("市领导")
    VERIFIER = "verifier", _("核验员")
    AUDITOR = "auditor", _("审计员")
    ADMIN = "admin", _("系统管理员")


class Appointment(models.Model):
    """A person holds a role at a unit, in a jurisdiction, from a day to a day (inclusive)."""

    user = models.ForeignKey(User, models.PROTECT, related_name="appointments")
    role = models.CharField(_("身份"), max_length=20, choices=Role.choices)
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="appointments")
    jurisdiction = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    from_on = models.DateField(_("自"))
    to_on = models.DateField(_("至"), null=True, blank=True)

    class Meta:
        verbose_name = _("任职")
        ordering = ["user_id", "role"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(to_on__isnull=True) | models.Q(to_on__gte=models.F("from_on")),
                name="appointment_ends_after_start",
            ),
            models.UniqueConstraint(
                fields=["user", "role", "unit", "from_on"], name="appointment_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} @ {self.unit_id}"
