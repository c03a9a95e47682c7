"""Investments as sheets write them: 3.5亿元, 35000万元, or a bare number under 总投资（万元）."""

import re
from decimal import Decimal

from luoshi.core.errors import Invalid

IN_YI = {"亿元": Decimal(1), "亿": Decimal(1), "万元": Decimal("0.0001"), "万": Decimal("0.0001")}
PLACES = -4
LARGEST = Decimal(100_000)
WRITTEN = re.compile(
    r"约?(?P<number>\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<unit>亿元|亿|万元|万)?(?:人民币)?"
)
UNIT = re.compile(r"亿元|万元")
FOREIGN = re.compile(r"美元|欧元|港元|港币|日元|USD|US\$|\$|€", re.IGNORECASE)


def unit_in(text: str) -> str:
    """亿元 or 万元 where a label or a title names exactly one of them; else nothing."""
    found = set(UNIT.findall(text))
    return found.pop() if len(found) == 1 and not FOREIGN.search(text) else ""


def amount_of(text: str, unit: str = "") -> Decimal:
    """The amount in 亿元 of a cell; its own unit goes before ``unit``, that of its column.

    A number is never guessed: Raises Invalid ``amount-not-a-number`` (also for a range and for
    foreign money), ``amount-without-unit``, ``amount-out-of-range`` (not above zero, too large,
    or finer than one 万元).
    """
    found = WRITTEN.fullmatch("".join(text.split()))
    if found is None:
        raise Invalid("amount-not-a-number")
    factor = IN_YI.get(found["unit"] or unit)
    if factor is None:
        raise Invalid("amount-without-unit")
    amount = Decimal(re.sub("[,，]", "", found["number"])) * factor
    exponent = amount.normalize().as_tuple().exponent
    if not 0 < amount <= LARGEST or not isinstance(exponent, int) or exponent < PLACES:
        raise Invalid("amount-out-of-range")
    return amount.quantize(Decimal("0.0001"))
