"""A reason for being behind: given, accepted by a named person, shown, and over on its day."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from python_calamine import CalamineWorkbook

from luoshi.core.errors import Forbidden, Invalid, Refused
from luoshi.web.audit.models import Entry
from luoshi.web.cadence.models import Meeting
from luoshi.web.cadence.sheetpage import sheet_page
from luoshi.web.cadence.tasks import prepare_meetings
from luoshi.web.commitments.book import workbook
from luoshi.web.commitments.ledger import Filters, list_rows
from luoshi.web.commitments.lines import lines_of
from luoshi.web.commitments.models import Commitment, CommitmentList
from luoshi.web.commitments.wall import wall_of
from luoshi.web.delivery.actions import progress_refresh
from luoshi.web.delivery.models import Progress
from luoshi.web.publishing.known import Period, delivered
from luoshi.web.reasons.actions import reason_decide, reason_give
from luoshi.web.reasons.models import BehindReason
from tests.conftest import SignIn
from tests.factories import NOW, TODAY, City, make_commitment, make_list
from tests.web.cadence.build import cadence
from tests.web.commitments.build import report
from tests.web.delivery.build import workdays


@pytest.fixture
def late(city: City) -> Commitment:
    """Behind its plan by every rule."""
    workdays(2025, 2026)
    commitment = make_commitment(
        city, city.transport, within=make_list(city), starts_on=TODAY - timedelta(days=100),
        due_on=TODAY + timedelta(days=20),
    )  # fmt: skip
    report(city, commitment, value=1)
    progress_refresh(on=TODAY)
    return commitment


def give(city: City, late: Commitment, **fields: object) -> BehindReason:
    told: dict[str, object] = {
        "cause": "upstream", "text": "资金未到", "remedy": "先行垫付",
        "until": TODAY + timedelta(days=10), "by": city.actor("contact", city.transport),
    }  # fmt: skip
    return reason_give(commitment=late, at=NOW, **(told | fields))  # type: ignore[arg-type]


def test_an_accepted_reason_stands_beside_the_light_until_its_day(
    city: City, late: Commitment
) -> None:
    before = Progress.objects.get()
    assert (before.light, before.reason_by) == ("red", "")
    reason = give(city, late)
    progress_refresh(on=TODAY)
    assert Progress.objects.get().reason_by == ""
    reason_decide(reason=reason, accept=True, note="属实", by=city.actor("principal"), at=NOW)
    progress_refresh(on=reason.until)
    after = Progress.objects.get()
    assert (after.reason_by, after.reason_until) == ("principal-YC", reason.until)
    assert (after.light, after.planned_share is None) == ("red", False)
    progress_refresh(on=reason.until + timedelta(days=1))
    assert Progress.objects.get().reason_by == ""
    verbs = Entry.objects.filter(verb__startswith="commitment.reason").order_by("seq")
    assert [entry.verb for entry in verbs] == [
        "commitment.reason_give", "commitment.reason_accept",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"cause": "lazy"}, "reason-cause-unknown"),
        ({"text": " "}, "reason-text-missing"),
        ({"remedy": ""}, "reason-remedy-missing"),
        ({"until": TODAY}, "reason-until-past"),
        ({"cause": "other", "until": TODAY + timedelta(days=31)}, "reason-until-long"),
    ],
)
def test_what_is_missing_is_said(
    city: City, late: Commitment, fields: dict[str, object], code: str
) -> None:
    with pytest.raises(Invalid, match=code):
        give(city, late, **fields)


def test_one_at_a_time_never_by_the_same_unit_and_only_in_words(
    city: City, late: Commitment
) -> None:
    reason = give(city, late)
    with pytest.raises(Refused, match="reason-open"):
        give(city, late)
    with pytest.raises(Forbidden):
        give(city, late, by=city.actor("contact", city.health))
    with pytest.raises(Forbidden):
        reason_decide(
            reason=reason, accept=True, note="行", by=city.actor("contact", city.transport), at=NOW
        )
    desk = city.actor("supervisor")
    with pytest.raises(Invalid, match="reason-note-missing"):
        reason_decide(reason=reason, accept=False, note=" ", by=desk, at=NOW)
    reason_decide(reason=reason, accept=False, note="不属实", by=desk, at=NOW)
    with pytest.raises(Refused, match="reason-decided"):
        reason_decide(reason=reason, accept=True, note="行", by=desk, at=NOW)
    progress_refresh(on=TODAY)
    assert Progress.objects.get().reason_by == ""


def test_pages_ask_decide_and_show(
    city: City,
    other_city: City,
    late: Commitment,
    sign_in: SignIn,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    contact = sign_in(city.person("contact", city.transport))
    desk = sign_in(city.person("supervisor"))
    address = f"/commitments/{late.pk}/"
    assert f'href="{address}reasons/"' in contact.get(address).content.decode()
    until = timezone.localdate() + timedelta(days=10)
    told = {"cause": "upstream", "text": "资金未到", "remedy": "先行垫付", "until": str(until)}
    wrong = contact.post(f"{address}reasons/", told | {"remedy": ""})
    assert wrong.status_code == 422
    contact.post(f"{address}reasons/", told)
    reason = BehindReason.objects.get()
    assert sign_in(other_city.person("supervisor")).get(f"/reasons/{reason.pk}/").status_code == 404
    assert contact.post(f"/reasons/{reason.pk}/", {"verdict": "accept"}).status_code == 403
    shown = desk.post(
        f"/reasons/{reason.pk}/", {"verdict": "accept", "note": "属实"}, follow=True
    ).content.decode()
    assert "◪ 理由已由supervisor-YC认可" in shown
    assert "◪" in desk.get(address).content.decode()
    assert "◪" in desk.get("/commitments/").content.decode()
    with django_assert_num_queries(4):
        assert "先行垫付" in desk.get("/reasons/").content.decode()


def test_an_accepted_reason_goes_wherever_the_light_goes(city: City, late: Commitment) -> None:
    """Into Excel, onto the wall, into the bulletin and onto the sheet of a meeting."""
    reason = give(city, late)
    reason_decide(reason=reason, accept=True, note="属实", by=city.actor("principal"), at=NOW)
    progress_refresh(on=TODAY)
    office, within = city.actor("supervisor"), late.items.get().list
    words = f"◪ 理由已由principal-YC认可，至 {reason.until}"
    book = workbook(lines_of(list_rows(office, Filters(), within)), [])
    head, row = CalamineWorkbook.from_filelike(BytesIO(book)).get_sheet_by_index(0).to_python()
    assert row[head.index("滞后理由认可")] == words
    (block,) = wall_of(office, within, TODAY, by_unit=False).blocks
    assert block.rows[0].light_words.endswith(words)
    period = Period(TODAY - timedelta(days=60), TODAY, NOW)
    standing = delivered([late.pk], period).standings[late.pk]
    assert standing.reason.endswith("（滞后理由已由principal-YC认可，至2026年3月12日）")
    sheet = sheet_page(office, weekly_of(city, within), TODAY, whole=True)
    assert [line.accepted for line in sheet.warned] == [words]


def weekly_of(city: City, within: CommitmentList) -> Meeting:
    """The weekly meeting about the list."""
    cadence(city, lst=within)
    prepare_meetings(NOW)
    return Meeting.objects.select_related("cadence__list").get()
