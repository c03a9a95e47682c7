"""Weights that must add up, in the tree and for each group."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from luoshi.core.document import Entry, fault
from luoshi.core.fields import Fields, number
from luoshi.core.scoring.arithmetic import HUNDRED, ZERO
from luoshi.core.scoring.scheme import Node, child_path


def check_sum(weights: Sequence[Decimal], entry: Entry, *, normalise: bool) -> None:
    """Refuse weights that do not add up to 100, or to nothing where they are normalised.

    Raises: Invalid("scheme-invalid") with weights-sum.
    """
    found = sum(weights, ZERO)
    if (found <= 0) if normalise else (found != HUNDRED):
        raise fault(entry, "weights-sum", found=format(found, "f"), expected="100")


def check_group_weights(entry: Entry, root: Node) -> Mapping[str, Decimal]:
    """The weights a group sets for itself, by node path.

    Raises: Invalid("scheme-invalid") for a path that is no weighted node, a negative weight, and
    weights that no longer add up inside their parent.
    """
    given = Fields(entry)
    known = {path: node for path, node in root.walk() if node.weight is not None}
    own = {path: _own(given, path) for path in known if path in _names(entry)}
    for name, item in _names(entry).items():
        if name not in known:
            raise fault(item, "path-unknown", node=name[:80])
    for path, parent in root.walk():
        below = {child_path(path, child.key): child.weight for child in parent.children}
        if below.keys() & own.keys() and parent.weighting == "stated":
            weights = [own.get(name, weight or ZERO) for name, weight in below.items()]
            check_sum(weights, entry, normalise=parent.normalise)
    return own


def _names(entry: Entry) -> Mapping[str, Entry]:
    return entry.value if isinstance(entry.value, dict) else {}


def _own(given: Fields, path: str) -> Decimal:
    entry = given.need(path)
    weight = number(entry)
    if weight < 0:
        raise fault(entry, "weight-negative")
    return weight
