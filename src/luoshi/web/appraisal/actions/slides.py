"""A contender's own slides: exchanged until the deadline, then fixed."""

from datetime import datetime

from django.db import transaction

from luoshi.core.errors import Invalid, Refused
from luoshi.intake import Limits, sniff_slides
from luoshi.web import blobs
from luoshi.web.accounts.actor import Actor
from luoshi.web.appraisal.actions.steps import require_state
from luoshi.web.appraisal.models import Contender, Session, SessionState, Slides
from luoshi.web.appraisal.rules import can_upload_slides
from luoshi.web.audit.actions import record
from luoshi.web.delivery.actions.evidence import evidence_limit, shown_name

MOST = 20
"""Files of one contender, exchanged ones included."""


@transaction.atomic
def slides_put(*, contender: Contender, name: str, data: bytes, by: Actor, at: datetime) -> Slides:
    """Keep the file as the one that is shown; what it supersedes stays stored.

    Nothing is stored before type and size are known to be good. Raises Refused ``slides-late``,
    ``slides-many``; Invalid as ``luoshi.intake.sniff_slides`` with ``field`` "file".
    """
    session = Session.objects.select_for_update().get(pk=contender.session_id)
    can_upload_slides(by, contender).require()
    require_state(session, SessionState.FROZEN)
    if at > session.slides_until:
        raise Refused("slides-late")
    if contender.slides.count() >= MOST:
        raise Refused("slides-many", most=MOST)
    shown = shown_name(name)
    try:
        media_type = sniff_slides(shown, data, Limits(file_bytes=evidence_limit()))
    except Invalid as error:
        raise Invalid(error.code, **error.params, field="file") from error
    made = Slides.objects.create(
        contender=contender,
        sha256=blobs.put(data),
        name=shown,
        media_type=media_type,
        size=len(data),
        uploaded_by_id=by.user_id,
        uploaded_at=at,
    )
    after = {"contender": contender.pk, "sha256": made.sha256, "size": made.size}
    record(by=by, at=at, verb="slides.put", obj=made, after=after)
    return made
