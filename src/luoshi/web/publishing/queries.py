"""Which bulletins a person sees, and the numbers in them with their traces."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet
from django.http import Http404
from django.urls import reverse

from luoshi.core.errors import Refused
from luoshi.web.accounts.actor import Actor
from luoshi.web.appraisal.models import Session
from luoshi.web.audit.models import Entry
from luoshi.web.audit.queries import last_link
from luoshi.web.commitments.models import Commitment
from luoshi.web.commitments.queries import visible_to as commitments_visible_to
from luoshi.web.publishing.models import Bulletin, Source
from luoshi.web.publishing.rules import READING, WHOLE

HEAVY = ("run__inputs", "run__result", "session__settings", "session__rules")


@dataclass(frozen=True, slots=True)
class Number:
    """One bound number of a bulletin: how often it stands there and where its trace is."""

    name: str
    ref: str
    text: str
    times: int
    trace: str


@dataclass(frozen=True, slots=True)
class NumberTrace:
    """A number and the commitments behind it that the person may see, each with its light of
    that time and the reason; ``hidden`` more there are."""

    number: Number
    rows: list[tuple[Commitment, str, str]]
    hidden: int

    @property
    def total(self) -> int:
        """How many commitments it counts."""
        return len(self.rows) + self.hidden


def require_reader(actor: Actor) -> None:
    """Raises Http404 for a person who has nothing to do with bulletins."""
    if not actor.holds(*READING):
        raise Http404


def visible_to(actor: Actor) -> QuerySet[Bulletin]:
    """Drafts for those who work on them, what was issued for the units too; newest first."""
    drafts = Q(jurisdiction__in=actor.jurisdictions(*WHOLE))
    issued = Q(jurisdiction__in=actor.jurisdictions(*READING), issued_at__isnull=False)
    rows = Bulletin.objects.filter(drafts | issued).select_related(
        "run", "session", "issued_by", "made_by"
    )
    return rows.order_by(F("issued_at").desc(nulls_first=True), "-year", "-number")


def bulletin_rows(actor: Actor) -> QuerySet[Bulletin]:
    """The same for a list, without what only the page of one needs."""
    return visible_to(actor).defer("bound", "checks", *HEAVY)


def bulletin_for(actor: Actor, pk: int) -> Bulletin:
    """One bulletin. Raises Http404."""
    found = visible_to(actor).defer(*HEAVY).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def bulletins_of(source: Source) -> QuerySet[Bulletin]:
    """Draft and issued bulletins of the run or session."""
    return Bulletin.objects.filter(**standing_on(source))


def standing_on(source: Source) -> dict[str, Source]:
    """The field of a bulletin that names the run or session."""
    return {"session" if isinstance(source, Session) else "run": source}


def issued_of(source: Source) -> Bulletin | None:
    """The bulletin that was issued of the run or session."""
    return bulletins_of(source).filter(issued_at__isnull=False).first()


def issued_already(bulletin: Bulletin) -> Refused:
    """Why what it tells of gets no other bulletin."""
    code = "bulletin-of-session-issued" if bulletin.session_id else "bulletin-of-run-issued"
    return Refused(code, number=bulletin.paper_number)


def made_anchor(source: Source) -> dict[str, object]:
    """The entry of the record in which the run was computed or the session's result released: the
    same for every draft of it."""
    verb = "session.release" if isinstance(source, Session) else "run.compute"
    entry = Entry.objects.filter(
        object_type=source._meta.label_lower, object_id=str(source.pk), verb=verb
    ).first()
    if entry is None:
        return {}
    return {**_digests(source), "seq": entry.seq, "hash": entry.hash}


def head_anchor(source: Source) -> dict[str, object]:
    """The end of the record now: printed in what is issued, it fixes all that came before."""
    seq, last = last_link()
    return {**_digests(source), "seq": seq, "hash": last}


def _digests(source: Source) -> dict[str, object]:
    if isinstance(source, Session):
        return {"result": source.result.digest, "seal": source.sealed.seal}
    return {"result": source.result_digest}


def numbers_of(bulletin: Bulletin) -> list[Number]:
    """Every bound number once, in reading order."""
    seen: dict[str, list[Mapping[str, Any]]] = {}
    for row in bulletin.bound:
        seen.setdefault(row["ref"], []).append(row)
    return [
        Number(rows[0]["name"], ref, rows[0]["text"], len(rows), rows[0]["url"])
        for ref, rows in seen.items()
    ]


def traces_of(bulletin: Bulletin) -> dict[str, str]:
    """Address of the trace by reference."""
    return {row["ref"]: row["url"] for row in bulletin.bound}


def trace_url(bulletin: Bulletin, row: Mapping[str, Any]) -> str:
    """Where the session's result says it; a commitment's own page, a unit's trace in the run, else
    the number's page here."""
    if bulletin.session_id:
        place = row["ref"].split("/")[1]
        page = "session-said" if place == "said" else "result"
        return f"{reverse(page, args=[bulletin.session_id])}#{place}"
    if row["unit"]:
        return reverse("trace", args=[bulletin.run_id, row["unit"]])
    if row["commitment"]:
        return reverse("commitment", args=[row["commitment"]])
    return reverse("bulletin_number", args=[bulletin.pk, row["ref"]])


def number_for(actor: Actor, bulletin: Bulletin, ref: str) -> NumberTrace:
    """One number with what it counts. Raises Http404 for one that is not in the bulletin."""
    number = next((each for each in numbers_of(bulletin) if each.ref == ref), None)
    if number is None:
        raise Http404
    row = next(row for row in bulletin.bound if row["ref"] == ref)
    members = commitments_visible_to(actor).filter(pk__in=row["members"])
    shown = list(members.select_related("lead_unit").order_by("lead_unit__position", "pk"))
    content = bulletin.content
    rows = [
        (each, content["lights"][str(each.pk)], content["values"][f"事项{each.pk}亮灯"]["text"])
        for each in shown
    ]
    return NumberTrace(number, rows, len(row["members"]) - len(rows))
