"""What two departments did last year and do this year, for a walk of their merger."""

from luoshi.demo import founding
from tests.factories import City, make_commitment
from tests.web.succession.build import told

CLOSES, HEIR = "YC-WLJ", "YC-SWJ"
GOES_ON = "办好全市文化惠民演出"


def two_departments(found: founding.City) -> None:
    """Last year 12 and 30 kilometres, this year 5 and 20; and one commitment under way."""
    units, people = found.units, found.people
    city = City(
        found.unit, units["YC-LJ"], units["YC-QS"], units["YC-JTJ"], units["YC-WJW"],
        units["YC-GX"], units["YC-ZRJ"], people | {"supervisor-YC": people["supervisor"]},
    )  # fmt: skip
    for code, values in ((CLOSES, ("12", "5")), (HEIR, ("30", "20"))):
        for value, year in zip(values, (2025, 2026), strict=True):
            told(city, units[code], value, year)
    make_commitment(city, units[CLOSES], text=GOES_ON)
