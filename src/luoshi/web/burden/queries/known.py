"""What a new request would repeat: what is being asked now, and what units have told."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef
from django.utils import timezone

from luoshi.core.burden import Asked, Known, Repeat, repeats
from luoshi.web.burden.book import name_of
from luoshi.web.burden.models import Answer, DataRequest, RequestItem, RequestState, RequestUnit
from luoshi.web.commitments.models import Commitment, CommitmentList
from luoshi.web.commitments.wording import amount, plain
from luoshi.web.delivery.models import EvidenceUse, ProgressReport, ReportState, Verification
from luoshi.web.delivery.queries.asked import asked_in


@dataclass(frozen=True, slots=True)
class Told:
    """Where a figure stands: who asked for it, the value where there is one, its day and state
    (said, did or achieved), the text of the figure."""

    asker: str
    text: str
    on: date
    value: str = ""
    state: str = ""
    number: str = ""

    def plain(self) -> dict[str, str]:
        """The same as it is kept."""
        return {
            "from": self.asker, "text": self.text, "on": self.on.isoformat(),
            "value": self.value, "state": self.state,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Met:
    """A repeat with what is told of it."""

    repeat: Repeat
    told: Told


def repeats_of(asked: Collection[Asked], *, but: DataRequest | None = None) -> list[Met]:
    """What these figures repeat: six queries."""
    units = {row.unit for row in asked}
    names = {row.name for row in asked if row.name}
    if not names:
        return []
    start, end = min(row.start for row in asked), max(row.end for row in asked)
    told: dict[str, Told] = {}
    known = [*_reported(units, names, start, end, told), *_answered(units, names, start, end, told)]
    lst = but.list_id if but else None
    running = [*_asking(units, names, told, but), *_rounds(units, names, told, lst)]
    return [
        Met(each, told[each.known.key if each.known else each.running.key if each.running else ""])
        for each in repeats(asked, running, known)
    ]


def _reported(
    units: Collection[int], names: Collection[str], start: date, end: date, told: dict[str, Told]
) -> Iterator[Known]:
    """Accepted reports of rounds that share a day with the period."""
    found = Verification.objects.filter(
        sample__report=OuterRef("pk"), superseded_by=None, finding="confirmed"
    )
    rows = ProgressReport.objects.filter(
        unit__in=units, state=ReportState.ACCEPTED, value__isnull=False,
        round__period_start__lte=end, round__period_end__gte=start,
    )  # fmt: skip
    shown = rows.annotate(
        proved=Exists(EvidenceUse.objects.filter(report=OuterRef("pk"))), found=Exists(found)
    ).select_related("commitment", "round__list")
    for row in shown.only(
        "unit_id", "value", "accepted_at", "commitment__metric", "commitment__unit_of_measure",
        "round__title", "round__period_start", "round__period_end", "round__list__title",
    ):  # fmt: skip
        name = name_of(row.commitment.metric)
        if name in names and row.accepted_at and row.value is not None:
            on = timezone.localdate(row.accepted_at)
            key = f"report-{row.pk}"
            value = amount(row.value, row.commitment.unit_of_measure)
            state = "achieved" if row.found else "did" if row.proved else "said"
            source = f"{row.round.list.title} · {row.round.title}"
            told[key] = Told(source, row.commitment.metric, on, value, state, plain(row.value))
            span = row.round
            yield Known(key, row.unit_id, name, span.period_start, span.period_end, on)


def _answered(
    units: Collection[int], names: Collection[str], start: date, end: date, told: dict[str, Told]
) -> Iterator[Known]:
    """What was answered to requests for a period that shares a day with this one."""
    rows = Answer.objects.filter(
        asked__unit__in=units, item__name__in=names, asked__answered_at__isnull=False,
        item__request__period_start__lte=end, item__request__period_end__gte=start,
    ).select_related("asked", "item__request__asker")  # fmt: skip
    for row in rows:
        request, at = row.item.request, row.asked.answered_at
        if at:
            key, on = f"answer-{row.pk}", timezone.localdate(at)
            value = f"{row.value} {row.item.measure}".strip()
            told[key] = Told(request.asker.short_name, row.item.text, on, value, "said", row.value)
            yield Known(
                key, row.asked.unit_id, row.item.name, request.period_start, request.period_end, on
            )


def _asking(
    units: Collection[int], names: Collection[str], told: dict[str, Told], but: DataRequest | None
) -> Iterator[Asked]:
    """Requests that run: sent, not expired, not answered by the unit."""
    items = RequestItem.objects.filter(name__in=names, request__state=RequestState.SENT)
    if but is not None:
        items = items.exclude(request=but.pk)
    by_request: dict[int, list[RequestItem]] = {}
    for item in items.select_related("request__asker"):
        by_request.setdefault(item.request_id, []).append(item)
    rows = RequestUnit.objects.filter(
        request__in=by_request, unit__in=units, answered_at=None, lifted_at=None,
        request__expires_on__gte=timezone.localdate(),
    )  # fmt: skip
    for row in rows:
        for item in by_request[row.request_id]:
            request, key = item.request, f"asked-{item.pk}"
            on = timezone.localdate(request.sent_at) if request.sent_at else request.due_on
            told[key] = Told(request.asker.short_name, item.text, on)
            yield Asked(key, row.unit_id, item.name, request.period_start, request.period_end)


def _rounds(
    units: Collection[int], names: Collection[str], told: dict[str, Told], lst: int | None
) -> Iterator[Asked]:
    """Open rounds of other lists in which a report on the figure is still to be accepted."""
    rows = ProgressReport.objects.filter(unit__in=units, round__closed_at=None)
    rows = rows.exclude(state__in=(ReportState.ACCEPTED, ReportState.SUPERSEDED))
    if lst is not None:
        rows = rows.exclude(round__list=lst)
    for row in rows.select_related("commitment", "round__list").only(
        "unit_id", "commitment__metric", "round__title", "round__period_start",
        "round__period_end", "round__opened_at", "round__list__title",
    ):  # fmt: skip
        name = name_of(row.commitment.metric)
        if name in names:
            key, span = f"round-{row.pk}", row.round
            source = f"{span.list.title} · {span.title}"
            told[key] = Told(source, row.commitment.metric, timezone.localdate(span.opened_at))
            yield Asked(key, row.unit_id, name, span.period_start, span.period_end)


def lines_of(lst: CommitmentList, until: date) -> list[Commitment]:
    """The commitments that a round of the list would ask about, of a period that ends ``until``."""
    rows = asked_in(lst, until).filter(lead_unit__isnull=False)
    return list(rows.only("metric", "lead_unit_id", "text").order_by("pk"))


def lines_asked(lines: Collection[Commitment], start: date, end: date) -> list[Asked]:
    """One figure for each line that has one."""
    return [
        Asked(str(line.pk), line.lead_unit_id or 0, name_of(line.metric), start, end)
        for line in lines
        if line.metric
    ]


def known_to(row: RequestUnit) -> Mapping[int, Told]:
    """For the contact: by item, the value that the unit has told already."""
    request = row.request
    asked = [
        Asked(str(item.pk), row.unit_id, item.name, request.period_start, request.period_end)
        for item in request.items.all()
    ]
    told = repeats_of(asked, but=request)
    return {int(met.repeat.asked.key): met.told for met in told if met.repeat.known}
