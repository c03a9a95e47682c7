"""The sealed list of ballots: a JSON document, its canonical bytes and its seal."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from luoshi.core.chain import canonical
from luoshi.core.document import Entry, fault
from luoshi.core.errors import Invalid
from luoshi.core.scoring.canonical import digest
from luoshi.core.tally.rules import CODE, TallyRules, tally_rules_from

FORMAT = "luoshi.sealed/1"
MOST_BYTES = 256 * 1024 * 1024
MOST_BALLOTS = 100_000
PARTS = ("rules", "receipts", "ballots")
OPEN_FIELDS = {"format", "rules", "receipts", "paper", "digests", "seal"}
FIELDS = {"format", "rules", "receipts", "paper", "ballots", "seal"}


@dataclass(frozen=True, slots=True)
class Ballot:
    """One ballot: its class and its marks, contender → criterion → mark as text, ``"abstain"``
    (不了解, and also who had to stand aside) or None (left blank). It holds nothing else: no code,
    time, number or place in an order."""

    voter_class: str
    marks: Mapping[str, Mapping[str, str | None]]


@dataclass(frozen=True, slots=True)
class SealedList:
    """A list as read. ``seal`` is what it says of itself, ``digests`` and ``computed`` what its
    contents give; it is whole when ``seal`` equals ``computed``. ``paper`` ballots have no receipt.
    """

    rules: TallyRules
    ballots: tuple[Ballot, ...]
    receipts: tuple[str, ...]
    paper: int
    seal: str
    computed: str
    digests: Mapping[str, str]

    @property
    def whole(self) -> bool:
        """Whether the contents are those that were sealed."""
        return self.seal == self.computed


@dataclass(frozen=True, slots=True)
class OpenPart:
    """What everybody may have, as read. It is whole when ``seal`` equals ``computed``: rules,
    receipts and paper are then those that were sealed, whatever the ballots are."""

    rules: TallyRules
    receipts: tuple[str, ...]
    paper: int
    seal: str
    computed: str

    @property
    def whole(self) -> bool:
        """Whether the contents are those that were sealed."""
        return self.seal == self.computed


def sealed_bytes(
    rules: Mapping[str, Any],
    ballots: Iterable[Ballot],
    receipts: Iterable[str] = (),
    *,
    paper: int = 0,
) -> bytes:
    """The document of a list with its seal, in canonical bytes (UTF-8 JSON, sorted keys).

    Ballots are sorted by their own bytes and receipts by their text, so that nothing is left of the
    order in which they came, and no ballot stands beside a receipt. ``rules`` are plain data.
    Raises: Invalid("sealed-list") as :func:`read_sealed`.
    """
    rows = sorted((_plain(each) for each in ballots), key=canonical)
    parts: dict[str, Any] = {"rules": rules, "receipts": sorted(receipts), "ballots": rows}
    seal = _seal(_digests(parts, paper))
    data = canonical({"format": FORMAT, **parts, "paper": paper, "seal": seal})
    read_sealed(data)
    return data


def open_part(data: bytes) -> bytes:
    """What everybody may have of a sealed list: rules, receipts and the digests that give the seal,
    without a ballot. Whoever holds a receipt finds it here; nothing here tells a mark.

    Raises: Invalid("sealed-list") as :func:`read_sealed`.
    """
    sealed, document = read_sealed(data), json.loads(data)
    kept = {name: document[name] for name in ("format", "rules", "receipts", "paper")}
    return canonical({**kept, "digests": dict(sealed.digests), "seal": sealed.computed})


def read_open(data: bytes) -> OpenPart:
    """The open part as :func:`open_part` gives it.

    Raises: Invalid("sealed-list") with ``path`` and ``reason`` as :func:`read_sealed`.
    """
    document = _document(data)
    _only(document, OPEN_FIELDS, "")
    if document.get("format") != FORMAT:
        raise _fault("format", "word-unknown", allowed=FORMAT)
    _, receipts, paper = _lists({**document, "ballots": []})
    said, rules = document.get("digests"), document.get("rules")
    if not isinstance(said, dict) or set(said) != {*PARTS, "paper"}:
        raise _fault("digests", "wrong-type", expected="mapping")
    if not isinstance(rules, dict):
        raise _fault("rules", "wrong-type", expected="mapping")
    _check_order([], receipts)
    parts: dict[str, Any] = {"rules": rules, "receipts": receipts, "ballots": None}
    known = {**_digests(parts, paper), "ballots": said["ballots"]}
    return OpenPart(
        tally_rules_from(rules), tuple(receipts), paper, str(document.get("seal")), _seal(known)
    )


def read_sealed(data: bytes) -> SealedList:
    """The sealed list of a JSON document. Blanks between values do not matter.

    Raises: Invalid("sealed-list") with ``path``, ``line`` and ``reason``: ``not-json``,
    ``too-large``, ``duplicate-key``, ``fraction`` (numbers are text), ``field-unknown`` (a ballot
    has no further field: nothing may lead to a voter), ``not-in-order``, ``receipt-twice``,
    ``receipts-number`` (receipts and paper are not as many as ballots), and as
    :func:`tally_rules_from`. Single bad marks do not stop the reading: they make a ballot void.
    """
    document = _document(data)
    _only(document, FIELDS, "")
    if document.get("format") != FORMAT:
        raise _fault("format", "word-unknown", allowed=FORMAT)
    rows, receipts, paper = _lists(document)
    rules = document.get("rules")
    if not isinstance(rules, dict):
        raise _fault("rules", "wrong-type", expected="mapping")
    ballots = tuple(_ballot(row, f"ballots[{at}]") for at, row in enumerate(rows))
    _check_order(rows, receipts)
    if len(receipts) + paper != len(rows):
        raise _fault("receipts", "receipts-number")
    digests = _digests({name: document[name] for name in PARTS}, paper)
    seal = document.get("seal")
    if not isinstance(seal, str):
        raise _fault("seal", "field-missing", field="seal")
    found = tally_rules_from(rules)
    return SealedList(found, ballots, tuple(receipts), paper, seal, _seal(digests), digests)


def _document(data: bytes) -> dict[str, Any]:
    if len(data) > MOST_BYTES:
        raise _fault("", "too-large", limit=MOST_BYTES)
    try:
        found = json.loads(
            data, object_pairs_hook=_pairs, parse_float=_fraction, parse_constant=_fraction
        )
        canonical({"": found})
    except (ValueError, RecursionError) as error:
        raise _fault("", "not-json") from error
    if not isinstance(found, dict):
        raise _fault("", "wrong-type", expected="mapping")
    return found


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _fault("", "duplicate-key")
    return found


def _fraction(number: str) -> Any:
    raise _fault("", "fraction", found=number[:40])


def _lists(document: Mapping[str, Any]) -> tuple[list[Any], list[str], int]:
    rows, receipts = document.get("ballots"), document.get("receipts")
    paper = document.get("paper", 0)
    if not isinstance(rows, list) or len(rows) > MOST_BALLOTS:
        raise _fault("ballots", "wrong-type", expected="list")
    if not isinstance(receipts, list) or not all(isinstance(each, str) for each in receipts):
        raise _fault("receipts", "wrong-type", expected="list")
    if not isinstance(paper, int) or isinstance(paper, bool) or paper < 0:
        raise _fault("paper", "wrong-type", expected="number")
    return rows, receipts, paper


def _ballot(row: Any, path: str) -> Ballot:
    if not isinstance(row, dict):
        raise _fault(path, "wrong-type", expected="mapping")
    _only(row, {"class", "marks"}, path)
    marks = row.get("marks")
    if not isinstance(row.get("class"), str) or not isinstance(marks, dict):
        raise _fault(path, "wrong-type", expected="class, marks")
    if not all(isinstance(each, dict) for each in marks.values()):
        raise _fault(f"{path}.marks", "wrong-type", expected="mapping")
    return Ballot(row["class"], marks)


def _only(found: Mapping[str, Any], allowed: set[str], path: str) -> None:
    for name in found:
        if name not in allowed:
            raise _fault(path, "field-unknown", field=name[:80])


def _check_order(rows: Sequence[Any], receipts: Sequence[str]) -> None:
    lines = [canonical(row) for row in rows]
    if lines != sorted(lines):
        raise _fault("ballots", "not-in-order")
    if list(receipts) != sorted(receipts):
        raise _fault("receipts", "not-in-order")
    if len(set(receipts)) != len(receipts):
        raise _fault("receipts", "receipt-twice")


def _plain(ballot: Ballot) -> dict[str, Any]:
    rows = {contender: dict(row) for contender, row in ballot.marks.items()}
    return {"class": ballot.voter_class, "marks": rows}


def _digests(parts: Mapping[str, Any], paper: int) -> dict[str, str]:
    found = {name: digest(canonical({name: parts[name]})) for name in PARTS}
    return {**found, "paper": digest(canonical({"paper": paper}))}


def rules_digest(rules: Mapping[str, Any]) -> str:
    """SHA-256 in hex of rules as plain data: the one that stands in the open part of the list."""
    return digest(canonical({"rules": rules}))


def _seal(digests: Mapping[str, str]) -> str:
    return digest(canonical(digests))


def _fault(path: str, reason: str, **params: object) -> Invalid:
    return fault(Entry(path, None, None, CODE), reason, **params)
