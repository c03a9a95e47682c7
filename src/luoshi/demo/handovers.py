"""People who change posts: one hand-over done, one held by a superior, two still ahead."""

from datetime import date, timedelta

from luoshi.core.calendar import WorkCalendar
from luoshi.demo.clock import at_office
from luoshi.demo.founding import City
from luoshi.web.accounts.actor import Actor
from luoshi.web.accounts.models import Appointment
from luoshi.web.succession.actions import handover_confirm, handover_propose
from luoshi.web.succession.models import Handover

LONG_AGO = 5
"""Working days: longer than a successor has to take over."""
TOLD = {
    "YC-MZJ": "养老服务设施项目的验收资料在规划科，剩余两处约定下月复验。",
    "YC-YBJ": "惠企资金兑现数据按季度与财政核对，最近一次在上季度末。",
    "YC-CGJ": "背街小巷整治的施工许可由住建部门办理，已催办两次。",
    "YC-JTJ": "农村公路项目的用地预审和资金拨付每周一与自然资源、财政两家对账。",
}


def make_handovers(city: City, calendar: WorkCalendar, today: date) -> None:
    """By the city's own administrator, and one that a person proposes."""
    done = _hand(city, "YC-MZJ", "contact-YC-SJJ", calendar.add_working_days(today, -2), city.admin)
    _take(city, done, "contact-YC-SJJ")
    _hand(city, "YC-YBJ", "contact-YC-CZJ", calendar.add_working_days(today, -LONG_AGO), city.admin)
    ahead = calendar.add_working_days(today, 5)
    _hand(city, "YC-CGJ", city.parts["contact", city.units["YC-JTJ"].pk], ahead, city.admin, today)
    own = city.actor("contact", today)
    _hand(city, "YC-JTJ", "contact-YC-ZJJ", ahead + timedelta(days=7), own, today)


def _hand(
    city: City, code: str, to: str, on: date, by: Actor, said_on: date | None = None
) -> Handover:
    unit = city.units[code]
    giver = city.people[f"contact-{code}"]
    seats = Appointment.objects.filter(user=giver, role="contact", unit=unit, to_on=None)
    return handover_propose(
        seats=list(seats.select_related("unit")), to_user=city.people[to], on=on, note=TOLD[code],
        by=by, at=at_office(said_on or on, 9),
    )  # fmt: skip


def _take(city: City, handover: Handover, username: str) -> None:
    by = city.actor(username, handover.on)
    handover_confirm(handover=handover, by=by, at=at_office(handover.on, 15))
