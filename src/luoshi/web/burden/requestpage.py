"""What the page of a request shows to its asker, to an approver and to a unit."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import attrgetter

from luoshi.core.burden import median_minutes
from luoshi.web.accounts.actor import Actor
from luoshi.web.burden.actions.answers import left_to_answer
from luoshi.web.burden.forms import (
    AnswerForm,
    ApproverForm,
    MinutesForm,
    RemarkForm,
    RepeatsForm,
    WordsForm,
)
from luoshi.web.burden.models import (
    DataRequest,
    RepeatChoice,
    RepeatFound,
    RequestState,
    RequestUnit,
)
from luoshi.web.burden.queries.budgets import over_of
from luoshi.web.burden.queries.known import Told, known_to
from luoshi.web.burden.queries.requests import approvers, rows_of
from luoshi.web.burden.rules import (
    can_approve_request,
    can_handle_request,
    can_remark,
    can_rule_remark,
)

SHOWN = 200
"""Repeats with a row of their own; all of a figure can be decided on at once."""
SOURCES = 3
"""Who asked for a figure before, by name; the others are counted."""


@dataclass(frozen=True, slots=True)
class Figure:
    """The repeats of one figure; ``shown`` are those with a row of their own."""

    found: Sequence[RepeatFound]
    shown: Sequence[RepeatFound]

    @property
    def first(self) -> RepeatFound:
        """One of them, for what they have in common."""
        return self.found[0]

    @property
    def known(self) -> int:
        """Units that have told it."""
        return sum(bool(row.told["state"]) for row in self.found)

    @property
    def running(self) -> int:
        """Units that are being asked for it."""
        return len(self.found) - self.known

    @property
    def waiting(self) -> int:
        """Those of which nothing was said yet."""
        return sum(row.choice == RepeatChoice.OPEN for row in self.found)

    @property
    def hidden(self) -> int:
        """Those without a row."""
        return len(self.found) - len(self.shown)

    @property
    def sources(self) -> list[tuple[str, int]]:
        """Who asked for most of them, with how many."""
        return Counter(row.told["from"] for row in self.found).most_common(SOURCES)


def figures_of(found: Iterable[RepeatFound]) -> list[Figure]:
    """The repeats by what is asked, in the order of its text; ``SHOWN`` rows in all."""
    left, made, of = SHOWN, [], attrgetter("text")
    for _text, group in groupby(sorted(found, key=of), key=of):
        rows = list(group)
        made.append(Figure(rows, rows[:left]))
        left = max(left - len(rows), 0)
    return made


@dataclass(frozen=True, slots=True)
class Mine:
    """What one unit of the reader does with the request."""

    row: RequestUnit
    form: AnswerForm | None
    known: dict[int, Told]
    minutes: MinutesForm
    remark: RemarkForm | None

    @property
    def fields(self) -> list[tuple[object, Told | None]]:
        """Each field with the value that is known."""
        if self.form is None:
            return []
        return [(self.form[f"item-{item.pk}"], self.known.get(item.pk)) for item in self.form.items]


def request_page(actor: Actor, request: DataRequest, on: date) -> dict[str, object]:
    """The page's context."""
    rows = list(rows_of(actor, request))
    for row in rows:
        row.request = request
    sent = request.state == RequestState.SENT
    return {
        "request_": request,
        "items": list(request.items.all()),
        "rows": rows,
        "mine": [mine_of(row, on) for row in rows if can_remark(actor, row)] if sent else [],
        "words_form": WordsForm(),
        "expired": request.expires_on < on,
        "taken": median_minutes(row.taken_minutes for row in rows),
        "stated": sum(row.taken_minutes is not None for row in rows),
        "rulings": {row.pk for row in rows if _rules(actor, row)},
        **_before_sending(actor, request, on),
    }


def _before_sending(actor: Actor, request: DataRequest, on: date) -> dict[str, object]:
    """What it repeats, whom it overloads, and what can be done about that."""
    handles = bool(can_handle_request(actor, request))
    draft = request.state in (RequestState.DRAFT, RequestState.WAITING)
    found = list(request.repeats.select_related("unit", "decided_by"))
    over = over_of(request) if draft else []
    waiting = sum(row.choice == RepeatChoice.OPEN for row in found)
    unsent = draft and request.approved_at is None and bool(over)
    asks = handles and unsent and not waiting
    people = approvers(request.jurisdiction_id, on)
    return {
        "handles": handles,
        "draft": draft,
        "figures": figures_of(found),
        "open_repeats": waiting if draft else 0,
        "repeats_form": RepeatsForm() if handles and draft and found else None,
        "over": over,
        "approver_form": ApproverForm(None, people=people) if asks else None,
        "approves": request.state == RequestState.WAITING
        and request.approved_at is None
        and bool(can_approve_request(actor, request)),
        "sends": handles and draft and not waiting and not unsent,
        "withdraws": handles
        and request.round_id is None
        and request.state != RequestState.WITHDRAWN,
    }


def _rules(actor: Actor, row: RequestUnit) -> bool:
    remark = getattr(row, "remark", None)
    if remark is None or remark.stage != "ruling":
        return False
    remark.asked = row
    return bool(can_rule_remark(actor, remark))


def mine_of(row: RequestUnit, on: date, form: AnswerForm | None = None) -> Mine:
    """The forms of one unit: of a round its reports are the answer."""
    request = row.request
    open_still = request.list_id is None and row.lifted_at is None and request.expires_on >= on
    known: dict[int, Told] = {}
    if open_still:
        known = dict(known_to(row))
        kept = {answer.item_id: answer.value for answer in row.answers.all()}
        form = form or AnswerForm(None, items=left_to_answer(row), kept=kept)
    has_remark = getattr(row, "remark", None) is not None
    first = {"minutes": row.taken_minutes} if row.taken_minutes else None
    return Mine(
        row,
        form if open_still else None,
        known,
        MinutesForm(initial=first),
        None if has_remark else RemarkForm(),
    )
