"""Self-checks that a contact has still to answer."""

from collections.abc import Iterator

from luoshi.web.accounts.models import Appointment
from luoshi.web.accounts.openwork import Work
from luoshi.web.commitments.kinds import kind_of_list
from luoshi.web.selfcheck.models import Answer, SelfCheck
from luoshi.web.selfcheck.queries import RELATED


def open_work(appointment: Appointment) -> Iterator[Work]:
    """Those of the unit with questions that have no answer yet."""
    if appointment.role != "contact":
        return
    unit = appointment.unit_id
    given = Answer.objects.filter(unit=unit, current=True).order_by()
    answered: dict[int, set[str]] = {}
    for check_id, question in given.values_list("self_check_id", "question"):
        answered.setdefault(check_id, set()).add(question)
    rows = SelfCheck.objects.filter(units=unit).select_related(*RELATED)
    for check in rows.order_by("answer_by", "pk"):
        asked = {question.key for _area, question in kind_of_list(check.list).questions()}
        if asked - answered.get(check.pk, set()):
            url = check.get_absolute_url()
            yield Work("self-check", check.list.title, due_on=check.answer_by, url=url)
