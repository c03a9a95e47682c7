"""What may be shown of a class apart without telling what a few voters marked."""

from collections.abc import Collection, Mapping
from decimal import Decimal


def withheld(
    numbers: Mapping[str, int], weights: Mapping[str, Decimal], shown_from: int
) -> tuple[str, ...]:
    """The classes whose result is not shown, in their order.

    ``numbers`` are the marks of each class; a class without any has nothing to withhold. A class
    under ``shown_from`` is withheld. Since the total and the ``weights`` are known, what is
    withheld of classes with a weight follows from the rest: as long as it is one class, or all of
    them together are under ``shown_from``, the smallest class still shown is withheld too.
    Source: primary and secondary suppression, Hundepool et al., Statistical Disclosure Control
    (2012), ch. 4.
    """
    present = {key: number for key, number in numbers.items() if number}
    hidden = {key for key, number in present.items() if number < shown_from}
    part = {key for key in hidden if weights[key]}
    shown = sorted((n, key) for key, n in present.items() if key not in hidden and weights[key])
    while part and shown and (len(part) < 2 or sum(present[key] for key in part) < shown_from):
        part.add(shown.pop(0)[1])
    return tuple(key for key in numbers if key in hidden | part)


def uncounted(
    casts: Mapping[str, int], sizes: Mapping[str, int], shown_from: int
) -> tuple[str, ...]:
    """The classes whose numbers of ballots, valid and void ones are not told apart, in their order.

    Of one or two voters they tell who voted and whose ballot was void: a class of fewer than
    ``shown_from`` voters or, if any, ballots is left out. Since the sums are known, classes with
    the fewest ballots join it until there are two and they have ``shown_from`` ballots together.
    """
    hidden = {key for key, n in casts.items() if sizes[key] < shown_from or 0 < n < shown_from}
    shown = sorted((n, key) for key, n in casts.items() if n and key not in hidden)
    while hidden and shown and (len(hidden) < 2 or _sum(casts, hidden) < shown_from):
        hidden.add(shown.pop(0)[1])
    return tuple(key for key in casts if key in hidden)


def _sum(casts: Mapping[str, int], keys: Collection[str]) -> int:
    return sum(casts[key] for key in keys)
