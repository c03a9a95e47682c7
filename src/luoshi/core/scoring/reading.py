"""From a YAML document to a scheme, with the line of every fault."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal, TypeVar

from luoshi.core.document import Entry, fault, read_document
from luoshi.core.fields import Fields, key, number, text
from luoshi.core.ranking import METHODS, MODES
from luoshi.core.scoring.aggregates import AGGREGATES
from luoshi.core.scoring.arithmetic import ZERO
from luoshi.core.scoring.calls import read_call, read_source
from luoshi.core.scoring.checks import check_group_weights, check_sum
from luoshi.core.scoring.details import read_details, read_missing, read_places
from luoshi.core.scoring.functions import Direction
from luoshi.core.scoring.scheme import (
    ROOT,
    SCHEMA,
    Group,
    Node,
    Quota,
    Ranking,
    Rounding,
    Scheme,
    Veto,
)
from luoshi.core.scoring.sources import SOURCES, Source
from luoshi.core.scoring.vetoes import read_veto

MAX_NODES = 5_000
MAX_LEVELS = 12
WHERE = ("total", "nodes")
INVALID = "scheme-invalid"
"""The code of every refusal of a scheme."""

Keyed = TypeVar("Keyed", Node, Group, Quota, Veto)


def parse_scheme(
    document: str | Mapping[str, object], *, sources: Mapping[str, Source] = SOURCES
) -> Scheme:
    """The scheme a YAML text (or the mapping it stands for) describes.

    Raises: Invalid("scheme-invalid", path, line, reason, …). ``path`` is written as
    ``nodes[0].children[2].weight``, ``line`` counts from 1 (None for a mapping) and ``reason`` is
    a key of ``REASONS``.
    """
    given = Fields(read_document(document, INVALID))
    schema = given.need("schema")
    if schema.value != SCHEMA:
        raise fault(schema, "schema-unknown", known=SCHEMA)
    title, edition = text(given.need("title")), text(given.need("edition"))
    source = text(given.need("source"))
    unobjected = given.take("no_objections")
    root = _Tree(sources).root(given)
    paths = frozenset(path for path, _ in root.walk())
    quotas = _unique(tuple(_quota(entry) for entry in given.items("quotas")), given.entry)
    vetoes = tuple(read_veto(entry, sources, quotas) for entry in given.items("vetoes"))
    scheme = Scheme(
        title=title,
        edition=edition,
        source=source,
        groups=_groups(given, root),
        root=root,
        rounding=_rounding(given.take("rounding")),
        ranking=_ranking(given.take("ranking"), paths),
        quotas=quotas,
        vetoes=_unique(vetoes, given.entry),
        no_objections="" if unobjected is None else text(unobjected),
    )
    given.close()
    return scheme


class _Tree:
    """Reads the nodes and counts them."""

    def __init__(self, sources: Mapping[str, Source]) -> None:
        self._sources = sources
        self._count = 0

    def root(self, given: Fields) -> Node:
        top = given.take("total")
        total = Fields(Entry("total", given.entry.line, {}, INVALID) if top is None else top)
        children = given.need("nodes")
        return self._rest(total, ROOT, "总分", None, children, 0)

    def node(self, entry: Entry, *, weighted: bool, level: int) -> Node:
        self._count += 1
        if level > MAX_LEVELS or self._count > MAX_NODES:
            raise fault(entry, "too-deep" if level > MAX_LEVELS else "too-many-nodes")
        given = Fields(entry)
        name, title = key(given.need("key")), text(given.need("title"))
        weight = _weight(given, weighted=weighted)
        return self._rest(given, name, title, weight, given.take("children"), level)

    def _rest(
        self,
        given: Fields,
        name: str,
        title: str,
        weight: Decimal | None,
        children: Entry | None,
        level: int,
    ) -> Node:
        if level == 0:
            own = given.take("title")
            title = title if own is None else text(own)
        source = given.take("source")
        if (source is None) == (children is None):
            raise fault(given.entry, "source-or-children")
        direction = _direction(given)
        aggregate = given.word("aggregate", tuple(AGGREGATES), "weighted_mean")
        leaf, normalise = source is not None, given.flag("normalise")
        details = read_details(given, aggregate, leaf=leaf, total=level == 0)
        weighted = AGGREGATES[aggregate].weighted and details["weighting"] == "stated"
        node = Node(
            key=name,
            title=title,
            weight=weight,
            aggregate=aggregate,
            missing=read_missing(given.take("missing"), self._sources, leaf=leaf),
            normalise=normalise,
            children=self._children(children, level, weighted=weighted, normalise=normalise),
            source=None if source is None else read_source(source, self._sources),
            cap_each=given.optional_number("cap_each") if leaf else None,
            function=read_call(given.take("function"), direction, self._sources),
            direction=direction,
            **details,
        )
        given.close()
        return node

    def _children(
        self, entry: Entry | None, level: int, *, weighted: bool, normalise: bool
    ) -> tuple[Node, ...]:
        if entry is None:
            return ()
        if not isinstance(entry.value, tuple) or not entry.value:
            raise fault(entry, "nodes-empty")
        nodes = tuple(self.node(item, weighted=weighted, level=level + 1) for item in entry.value)
        if weighted:
            check_sum([node.weight or ZERO for node in nodes], entry, normalise=normalise)
        return _unique(nodes, entry, reserved=ROOT if level == 0 else None)


def _weight(given: Fields, *, weighted: bool) -> Decimal | None:
    if not weighted:
        entry = given.take("weight")
        if entry is not None:
            raise fault(entry, "weight-unused")
        return None
    entry = given.need("weight")
    weight = number(entry)
    if weight < 0:
        raise fault(entry, "weight-negative")
    return weight


def _direction(given: Fields) -> Direction:
    words: dict[str, Literal["higher", "lower"]] = {"higher": "higher", "lower": "lower"}
    return words[given.word("direction", tuple(words), "higher")]


def _groups(given: Fields, root: Node) -> tuple[Group, ...]:
    items = given.items("groups")
    if not items:
        raise fault(given.entry, "field-missing", field="groups")
    return _unique(tuple(_group(item, root) for item in items), given.entry)


def _group(entry: Entry, root: Node) -> Group:
    given = Fields(entry)
    kinds = tuple(key(item) for item in given.items("unit_kinds"))
    if not kinds:
        raise fault(entry, "field-missing", field="unit_kinds")
    weights = given.take("weights")
    group = Group(
        key=key(given.need("key")),
        title=text(given.need("title")),
        unit_kinds=kinds,
        weights={} if weights is None else check_group_weights(weights, root),
    )
    given.close()
    return group


def _rounding(entry: Entry | None) -> Rounding:
    if entry is None:
        return Rounding()
    given = Fields(entry)
    places, mode = read_places(given), given.word("mode", tuple(MODES), "half_up")
    rounding = Rounding(places, mode, given.word("where", WHERE, "total"))
    given.close()
    return rounding


def _ranking(entry: Entry | None, paths: frozenset[str]) -> Ranking:
    if entry is None:
        return Ranking()
    given = Fields(entry)
    method = given.word("method", tuple(METHODS), "competition")
    chain = given.items("tie_break")
    for item in chain:
        if item.value not in paths:
            raise fault(item, "path-unknown", node=str(item.value)[:80])
    given.close()
    return Ranking(method, tuple(text(item) for item in chain))


def _quota(entry: Entry) -> Quota:
    given = Fields(entry)
    share = given.need("share")
    if not 0 <= number(share) <= 1:
        raise fault(share, "share-unusable")
    quota = Quota(
        key=key(given.need("key")),
        title=text(given.need("title")),
        share=number(share),
        mode=given.word("mode", tuple(MODES), "down"),
    )
    given.close()
    return quota


def _unique(
    things: tuple[Keyed, ...], entry: Entry, reserved: str | None = None
) -> tuple[Keyed, ...]:
    seen = {reserved}
    for thing in things:
        if thing.key in seen:
            raise fault(entry, "duplicate-key", key=thing.key)
        seen.add(thing.key)
    return things
