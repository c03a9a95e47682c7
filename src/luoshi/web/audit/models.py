"""The append-only record of every action, chained by hash."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Entry(models.Model):
    """One action by one person: what it changed, from what to what."""

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField(_("操作时间"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("操作人"),
    )
    role = models.CharField(_("身份"), max_length=40, blank=True)
    verb = models.CharField(_("动作"), max_length=60)
    object_type = models.CharField(_("对象类型"), max_length=60)
    object_id = models.CharField(_("对象编号"), max_length=40)
    before: models.JSONField[Any, Any] = models.JSONField(_("变更前"), null=True)
    after: models.JSONField[Any, Any] = models.JSONField(_("变更后"), null=True)
    request = models.CharField(_("请求编号"), max_length=40, blank=True)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("审计记录")
        ordering = ["-seq"]
        indexes = [models.Index(fields=["object_type", "object_id", "seq"], name="audit_object")]

    def __str__(self) -> str:
        return f"{self.seq} {self.verb} {self.object_type}:{self.object_id}"


class Head(models.Model):
    """The end of the chain; locked while the next entry is added."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    seq = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="audit_head_is_single")
        ]

    def __str__(self) -> str:
        return f"{self.seq}:{self.hash[:12]}"
