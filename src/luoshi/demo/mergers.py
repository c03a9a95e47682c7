"""A department of last year that was merged into another: its figures carry over to the heir."""

from datetime import date

from luoshi.demo.clock import at_office
from luoshi.demo.founding import City, read
from luoshi.web.accounts.models import Appointment
from luoshi.web.succession.actions.changes import END, unit_merge
from luoshi.web.units.drafts import HeirDraft


def merge_units(city: City, today: date) -> None:
    """As ``city.yaml`` tells it, once its day has come; its people have other posts."""
    for told in read("city.yaml")["merged"]:
        on = date(today.year, told["month"], 1)
        if on > today:
            continue
        gone = city.units[told["code"]]
        held = Appointment.objects.filter(unit=gone, to_on=None)
        unit_merge(
            units=[gone],
            into=HeirDraft(unit=city.units[told["into"]]),
            on=on,
            reason=told["reason"],
            basis=told["basis"].format(year=today.year),
            choices={"appointments": {str(each.pk): END for each in held}},
            by=city.admin,
            at=at_office(on, 9),
        )
