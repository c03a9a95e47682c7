"""A digest by mail: that something waits and where to look, no contents."""

import logging
from collections.abc import Iterable
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse
from django.utils.translation import gettext, override

from luoshi.web.reminders.models import Digest, Mailbox

log = logging.getLogger("luoshi.mail")


def send(digests: Iterable[Digest]) -> int:
    """Mail each digest whose person gave an address; how many went out. A failure is logged by
    its kind and keeps no other mail back.
    """
    if not settings.EMAIL_HOST:
        return 0
    by_person = {each.person_id: each for each in digests}
    sent = 0
    for box in Mailbox.objects.filter(person__in=by_person).select_related("person"):
        with override(box.person.language):
            subject = gettext("落实：今天有事项待办")
            where = settings.SITE_URL + reverse("reminders")
            body = gettext("请登录查看：%(where)s") % {"where": where}
        try:
            sent += send_mail(subject, body, settings.DEFAULT_FROM_EMAIL, [box.address])
        except (SMTPException, OSError) as error:
            log.warning("digest not mailed: %s", type(error).__name__)
    return sent
