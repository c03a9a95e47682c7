"""The rules of an appraisal as data: who is marked, on what, by whom, and how marks are counted."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from luoshi.core.document import Entry, fault, read_document
from luoshi.core.fields import Fields, one_of, text, written_number
from luoshi.core.ranking import MAX_PLACES, MODES

CODE = "sealed-list"
LONGEST_KEY = 60
MOST_CONTENDERS = 500
COMBINE = ("mean", "sum")
ONE = Decimal(1)
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Contender:
    """Who is marked; ranks are given within the ``group``."""

    key: str
    name: str
    group: str


@dataclass(frozen=True, slots=True)
class Criterion:
    """Marks lie in ``minimum`` … ``maximum``, in steps of ``step`` where it is set, and count
    ``weight`` times."""

    key: str
    name: str
    maximum: Decimal
    weight: Decimal
    minimum: Decimal
    step: Decimal | None


@dataclass(frozen=True, slots=True)
class VoterClass:
    """A class (票种): its ``weight`` against the others whatever the turnout, the voters it has
    (``size``), the share (0-1) of them that must hand in a ballot, and whom the whole class does
    not mark (``recused``)."""

    key: str
    name: str
    weight: Decimal
    size: int
    quorum: Decimal
    recused: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Validity:
    """When a ballot is void. Shares are 0-1 and None where the rule is not used.

    ``all_same``: it tells no two contenders of a group apart. ``blanks``: more than this share of
    its marks is empty. ``top_share``: more than this share of its marks reaches ``top_from`` of
    the range. ``void_share``: where more of the ballots are void, there is no result.
    """

    all_same: bool
    blanks: Decimal | None
    top_from: Decimal
    top_share: Decimal | None
    void_share: Decimal | None


@dataclass(frozen=True, slots=True)
class Trim:
    """The ``drop`` highest and lowest marks are left out where there are ``least`` or more."""

    drop: int
    least: int


@dataclass(frozen=True, slots=True)
class Rounding:
    """Decimals of the ``total``, and of class ``means`` and weighted ``parts`` where these are
    rounded on the way (None: they are not)."""

    total: int
    means: int | None
    parts: int | None
    mode: str


@dataclass(frozen=True, slots=True)
class TallyRules:
    """All rules of one vote. ``combine`` says whether the marks of a class are averaged or added.
    ``quorum`` is a share (0-1) of all voters. Nothing is told apart of fewer than ``shown_from``
    marks. ``tie_break`` names the classes whose results part a tie, in turn; usually none does."""

    title: str
    contenders: tuple[Contender, ...]
    criteria: tuple[Criterion, ...]
    classes: tuple[VoterClass, ...]
    validity: Validity
    trim: Trim
    rounding: Rounding
    combine: str
    quorum: Decimal
    shown_from: int
    tie_break: tuple[str, ...]

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups in the order of their first contender."""
        return tuple(dict.fromkeys(each.group for each in self.contenders))


def tally_rules_from(data: Mapping[str, Any]) -> TallyRules:
    """The rules that plain data (JSON without fractions: numbers are text or whole) describe.

    Raises: Invalid("sealed-list") with ``path`` and ``reason``: a field missing, unknown or of
    another type, ``key-twice``, ``key-unknown``, ``number-out-of-range``, ``trim-leaves-none``.
    """
    fields = Fields(Fields(read_document({"rules": data}, CODE)).need("rules"))
    contenders = _many(fields, "contenders", _contender, MOST_CONTENDERS)
    classes = _many(fields, "classes", _class, MOST_CONTENDERS)
    rules = TallyRules(
        title=text(fields.need("title")),
        contenders=contenders,
        criteria=_many(fields, "criteria", _criterion, MOST_CONTENDERS),
        classes=classes,
        validity=_validity(fields.take("validity"), fields.entry),
        trim=_trim(fields.take("trim")),
        rounding=_rounding(Fields(fields.need("rounding"))),
        combine=fields.word("combine", COMBINE, "mean"),
        quorum=_share(fields.take("quorum")) or ZERO,
        shown_from=_whole(fields.need("shown_from"), 1, 1000),
        tie_break=_keys(fields, "tie_break", {each.key for each in classes}),
    )
    fields.close()
    for each in classes:
        _known(each.recused, {one.key for one in contenders}, fields.entry)
    if not any(each.weight for each in classes):
        raise fault(fields.entry, "number-out-of-range")
    return rules


def _contender(fields: Fields) -> Contender:
    key = _key(fields)
    group = fields.take("group")
    return Contender(key, text(fields.need("name")), "" if group is None else text(group))


def _criterion(fields: Fields) -> Criterion:
    low, step = fields.take("minimum"), fields.take("step")
    minimum = ZERO if low is None else written_number(low)
    return Criterion(
        key=_key(fields),
        name=text(fields.need("name")),
        maximum=_above(fields.need("maximum"), minimum),
        weight=_least(fields.take("weight"), ONE),
        minimum=minimum,
        step=None if step is None else _above(step, ZERO),
    )


def _class(fields: Fields) -> VoterClass:
    recused = fields.items("recused")
    return VoterClass(
        key=_key(fields),
        name=text(fields.need("name")),
        weight=_least(fields.take("weight"), ONE),
        size=_whole(fields.need("size"), 1, 1_000_000),
        quorum=_share(fields.take("quorum")) or ZERO,
        recused=tuple(text(each, LONGEST_KEY) for each in recused),
    )


def _validity(entry: Entry | None, top: Entry) -> Validity:
    fields = Fields(top.holding({}) if entry is None else entry)
    found = Validity(
        all_same=fields.flag("all_same"),
        blanks=_share(fields.take("blanks")),
        top_from=_share(fields.take("top_from")) or ONE,
        top_share=_share(fields.take("top_share")),
        void_share=_share(fields.take("void_share")),
    )
    fields.close()
    return found


def _trim(entry: Entry | None) -> Trim:
    if entry is None:
        return Trim(0, 1)
    fields = Fields(entry)
    found = Trim(_whole(fields.need("drop"), 0, 100), _whole(fields.need("least"), 1, 10_000))
    fields.close()
    if found.least <= 2 * found.drop:
        raise fault(entry, "trim-leaves-none")
    return found


def _rounding(fields: Fields) -> Rounding:
    means, parts = fields.take("means"), fields.take("parts")
    found = Rounding(
        total=_whole(fields.need("total"), 0, MAX_PLACES),
        means=None if means is None else _whole(means, 0, MAX_PLACES),
        parts=None if parts is None else _whole(parts, 0, MAX_PLACES),
        mode=one_of(fields.need("mode"), tuple(MODES)),
    )
    fields.close()
    return found


def _many(fields: Fields, name: str, one: Any, most: int) -> Any:
    entries = fields.items(name)
    if not 1 <= len(entries) <= most:
        raise fault(fields.entry, "field-missing", field=name)
    found = []
    for entry in entries:
        inner = Fields(entry)
        found.append(one(inner))
        inner.close()
        if any(each.key == found[-1].key for each in found[:-1]):
            raise fault(entry, "key-twice", key=found[-1].key)
    return tuple(found)


def _keys(fields: Fields, name: str, known: set[str]) -> tuple[str, ...]:
    keys = tuple(text(each, LONGEST_KEY) for each in fields.items(name))
    _known(keys, known, fields.entry)
    return keys


def _known(keys: tuple[str, ...], known: set[str], entry: Entry) -> None:
    for key in keys:
        if key not in known:
            raise fault(entry, "key-unknown", key=key)


def _key(fields: Fields) -> str:
    return text(fields.need("key"), LONGEST_KEY)


def _share(entry: Entry | None) -> Decimal | None:
    if entry is None:
        return None
    value = written_number(entry)
    if not 0 <= value <= 1:
        raise fault(entry, "number-out-of-range")
    return value


def _least(entry: Entry | None, default: Decimal) -> Decimal:
    value = default if entry is None else written_number(entry)
    if entry is not None and value < 0:
        raise fault(entry, "number-out-of-range")
    return value


def _above(entry: Entry, low: Decimal) -> Decimal:
    value = written_number(entry)
    if value <= low:
        raise fault(entry, "number-out-of-range")
    return value


def _whole(entry: Entry, low: int, high: int) -> int:
    value = written_number(entry)
    if value != int(value) or not low <= value <= high:
        raise fault(entry, "number-out-of-range")
    return int(value)
