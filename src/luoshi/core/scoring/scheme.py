"""A scheme: versioned scoring rules as data, and the digest that names one version."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from luoshi.core.errors import Invalid
from luoshi.core.scoring.canonical import LATER, canonical_json, digest
from luoshi.core.scoring.functions import Direction, Step

SCHEMA = 1
ROOT = "total"


@dataclass(frozen=True, slots=True)
class SourceRef:
    """A parameter that is the unit's own number in ``source``, not a constant."""

    source: str


ParamValue = Decimal | bool | str | tuple[Step, ...] | SourceRef


@dataclass(frozen=True, slots=True)
class FunctionCall:
    """A function by name with every parameter, defaults written out."""

    name: str
    params: Mapping[str, ParamValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MissingPolicy:
    """What happens at a node when members have no number.

    ``skip_and_reweight`` shares their weight among the rest, ``zero`` counts them as 0, ``block``
    leaves the node without a number when less than ``threshold`` (0-1) of the weight is there,
    ``carry`` takes the facts of the same key from ``source``, an earlier period.
    """

    policy: str = "skip_and_reweight"
    threshold: Decimal | None = None
    source: str | None = field(default=None, metadata=LATER)


@dataclass(frozen=True, slots=True)
class Trim:
    """The ``drop`` lowest and as many highest members go, where there are ``least`` or more."""

    drop: int = 1
    least: int = 6


@dataclass(frozen=True, slots=True)
class NodeRounding:
    """``places`` decimals by ``mode``, at one node."""

    places: int
    mode: str = "half_up"


@dataclass(frozen=True, slots=True)
class Node:
    """One node: members (children, or the facts of a source) → aggregate → function → cap, floor.

    ``weight`` counts inside the parent and is None where the parent's aggregate uses none.
    ``cap_each`` cuts every fact before the aggregate, so that one promise kept twice over does
    not pay for one that was not kept. ``trim`` belongs to the trimmed mean. ``weighting`` other
    than ``stated`` makes the children's weights out of the group's numbers. Facts below an
    ``addition`` or a ``deduction`` count once, where they are largest, and only with a document
    behind them; at a leaf with ``proof`` they need the document too.
    """

    key: str
    title: str
    weight: Decimal | None = None
    aggregate: str = "weighted_mean"
    missing: MissingPolicy = MissingPolicy()
    normalise: bool = False
    children: tuple["Node", ...] = ()
    source: str | None = None
    cap_each: Decimal | None = None
    function: FunctionCall = field(default_factory=lambda: FunctionCall("identity"))
    direction: Direction = "higher"
    cap: Decimal | None = None
    floor: Decimal | None = None
    kind: str = field(default="score", metadata=LATER)
    proof: bool = field(default=False, metadata=LATER)
    trim: Trim | None = field(default=None, metadata=LATER)
    rounding: NodeRounding | None = field(default=None, metadata=LATER)
    weighting: str = field(default="stated", metadata=LATER)

    def walk(self, path: str = ROOT) -> Iterator[tuple[str, "Node"]]:
        """This node and all below it with their paths, parents first, in the scheme's order."""
        yield path, self
        for child in self.children:
            yield from child.walk(child_path(path, child.key))


@dataclass(frozen=True, slots=True)
class Group:
    """Units ranked among themselves; ``weights`` replace weights of nodes (by path) for them."""

    key: str
    title: str
    unit_kinds: tuple[str, ...]
    weights: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rounding:
    """``places`` decimals by ``mode``, at the ``total`` only or at all ``nodes``."""

    places: int = 2
    mode: str = "half_up"
    where: str = "total"


@dataclass(frozen=True, slots=True)
class Ranking:
    """The ranking method and the node paths that break ties, first to last."""

    method: str = "competition"
    tie_break: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Quota:
    """At most ``share`` (0-1) of a group's ranked units, the number rounded by ``mode``."""

    key: str
    title: str
    share: Decimal
    mode: str = "down"


@dataclass(frozen=True, slots=True)
class Veto:
    """An item that bars a unit from quotas (一票否优) when ``source`` has a fact above 0.

    Points and rank go on beneath. ``basis`` is the law or document, ``level`` who issued it, and it
    holds up to the day ``expires`` (YYYY-MM-DD).
    """

    key: str
    title: str
    source: str
    basis: str
    level: str
    expires: str
    bars: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scheme:
    """One version of the rules. ``source`` is the document that sets them, ``no_objections`` says
    by what no window for objections is needed; empty where one is."""

    title: str
    edition: str
    source: str
    groups: tuple[Group, ...]
    root: Node
    rounding: Rounding = Rounding()
    ranking: Ranking = Ranking()
    quotas: tuple[Quota, ...] = ()
    vetoes: tuple[Veto, ...] = field(default=(), metadata=LATER)
    no_objections: str = field(default="", metadata=LATER)

    def group(self, key: str) -> Group:
        """The group named ``key``. Raises: Invalid("group-unknown")."""
        for group in self.groups:
            if group.key == key:
                return group
        raise Invalid("group-unknown", group=key)

    def sources(self) -> tuple[str, ...]:
        """Every source a run must gather, parameters included; sorted, each once."""
        found = {veto.source for veto in self.vetoes}
        for _, node in self.root.walk():
            found.update(
                value.source
                for value in node.function.params.values()
                if isinstance(value, SourceRef)
            )
            found |= {s for s in (node.source, node.missing.source) if s is not None}
        return tuple(sorted(found))


def child_path(path: str, key: str) -> str:
    """The path of a child: keys joined by dots, the root's own key left out."""
    return key if path == ROOT else f"{path}.{key}"


def scheme_digest(scheme: Scheme) -> str:
    """SHA-256 of the scheme's canonical form: the same however its YAML was written."""
    return digest(canonical_json(scheme))
