"""What goes out: the rows of a list as they are filtered, and what of them may be edited."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from io import BytesIO

from luoshi.core.exchange import Kept
from luoshi.web.accounts.actor import Actor
from luoshi.web.commitments.actions.amendments import AMENDABLE
from luoshi.web.commitments.actions.entries import CHANGING
from luoshi.web.commitments.actions.revisions import frozen_among
from luoshi.web.commitments.kinds import kind_of_list
from luoshi.web.commitments.ledger import Filters, list_rows
from luoshi.web.commitments.lines import Line, lines_of
from luoshi.web.commitments.models import Commitment, CommitmentList
from luoshi.web.commitments.rules import can_change_list, can_propose_amendment
from luoshi.web.exchange.actions import sheet_give
from luoshi.web.exchange.book import Opened, id_head, number_head, write_book
from luoshi.web.exchange.fields import OWN, TERMS, WEIGHT, sheet_fields
from luoshi.web.exchange.queries import rows_now
from luoshi.web.exchange.reading import ID_KEY, NUMBER_KEY, most_rows
from luoshi.web.exchange.stored import Base
from luoshi.web.units.queries import units_ever


def workbook_out(actor: Actor, lst: CommitmentList, filters: Filters, at: datetime) -> bytes:
    """The rows that the table shows under these filters, in its order, to be edited offline."""
    found = list_rows(actor, filters, lst)[: most_rows()]
    lines = list(lines_of(found, frozen=filters.is_frozen))
    fields = sheet_fields(lst, list(units_ever(lst.jurisdiction_id)))
    own = [column.key for column in kind_of_list(lst).columns]
    kept = rows_now(actor, lst, own, [line.pk for line in lines])
    heads = {id_head(): ID_KEY, number_head(): NUMBER_KEY, **{f.head: f.key for f in fields}}
    out = sheet_give(lst=lst, base=Base(kept, heads), by=actor, at=at)
    stream = BytesIO()
    write_book(stream, out, fields, lines, kept, opened_for(actor, lst, lines, kept))
    return stream.getvalue()


def opened_for(
    actor: Actor, lst: CommitmentList, lines: Sequence[Line], kept: Mapping[str, Kept]
) -> Opened:
    """Which columns are open, and in which rows those of the commitment are not after all.

    What is open here is asked again when the sheet comes back.
    """
    keeps = bool(can_change_list(actor, lst))
    if lst.frozen_at:
        shut = [line.pk for line in lines if not _proposes(actor, lst, line, kept)]
        return Opened(TERMS, frozenset(), frozenset(shut))
    frozen = frozen_among(line.pk for line in lines)
    shut = [line.pk for line in lines if line.state not in CHANGING or line.pk in frozen]
    first = next(iter(kept.values()), None)
    keys = frozenset(first.cells if first else ())
    item = frozenset(key for key in keys if key == WEIGHT or key.startswith(OWN))
    return Opened(keys - item, item, frozenset(shut)) if keeps else Opened(_NONE, _NONE, _NONE_PK)


_NONE: frozenset[str] = frozenset()
_NONE_PK: frozenset[int] = frozenset()


def _proposes(actor: Actor, lst: CommitmentList, line: Line, kept: Mapping[str, Kept]) -> bool:
    lead = kept[str(line.pk)].cells["lead_unit"]
    row = Commitment(jurisdiction_id=lst.jurisdiction_id, lead_unit_id=int(lead) if lead else None)
    return line.state in AMENDABLE and bool(can_propose_amendment(actor, row))
