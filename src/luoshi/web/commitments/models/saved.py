"""Tables as people want to have them."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from luoshi.web.commitments.models.lists import CommitmentList


class SavedView(models.Model):
    """A table under a name: columns, filters and order as the ``query`` of its address.

    Without a list it is the table over all lists. A shared one is for all who see the list.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    list = models.ForeignKey(CommitmentList, models.CASCADE, null=True, related_name="+")
    name = models.CharField(_("视图名称"), max_length=30)
    query = models.CharField(_("栏目和条件"), max_length=1500, blank=True)
    shared = models.BooleanField(_("共享"), default=False)

    class Meta:
        verbose_name = _("视图")
        ordering = ["-shared", "name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["person", "list", "name"], name="view_once_in_list"),
            models.UniqueConstraint(
                fields=["person", "name"],
                condition=models.Q(list__isnull=True),
                name="view_once_over_lists",
            ),
            models.CheckConstraint(
                condition=models.Q(shared=False) | models.Q(list__isnull=False),
                name="view_shared_in_list",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The address that opens it, also after it was changed."""
        return reverse("view", args=[self.pk])
