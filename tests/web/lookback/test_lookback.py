"""A look-back: opened, filled as a draft, signed, closed; facts as known then; on paper."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import BytesIO

import docx
import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from luoshi.core.errors import Forbidden, Invalid, Refused
from luoshi.web.commitments.models import Commitment, CommitmentList, ListType
from luoshi.web.lookback.actions import (
    entries_sign,
    entry_return,
    entry_save,
    look_back_close,
    look_back_open,
)
from luoshi.web.lookback.models import Entry, LookBack
from luoshi.web.lookback.queries import lines_of
from luoshi.web.lookback.years import compared_on
from tests.conftest import SignIn
from tests.factories import NOW, TODAY, City, make_commitment, make_list
from tests.web.commitments.build import report
from tests.web.commitments.frozen import amend
from tests.web.succession.test_changes import merged

WORDS = {"changed": "资金晚到", "lessons": "前期要早", "onward": "三季度补齐"}
SETTLED = datetime(2026, 7, 1, 2, 0, tzinfo=UTC)
LATER = datetime(2026, 9, 1, 2, 0, tzinfo=UTC)


@pytest.fixture
def lst(city: City) -> CommitmentList:
    return make_list(city, frozen_by=city.person("supervisor"), frozen_at=NOW)


@pytest.fixture
def road(city: City, lst: CommitmentList) -> Commitment:
    made = make_commitment(city, city.transport, within=lst)
    report(city, made, value=Decimal(30))
    return made


def opened(city: City, lst: CommitmentList, **fields: object) -> LookBack:
    told: dict[str, object] = {
        "span": "half", "title": "年中回头看", "as_of": date(2026, 6, 30),
        "fill_by": date(2026, 7, 10), "by": city.actor("supervisor"), "at": NOW,
    }  # fmt: skip
    return look_back_open(lst=lst, **(told | fields))  # type: ignore[arg-type]


def test_words_are_drafts_until_submitted_and_signed_by_the_leader(
    city: City, lst: CommitmentList, road: Commitment
) -> None:
    made = opened(city, lst)
    entry = Entry.objects.get()
    contact = city.actor("contact", city.transport)
    leader = city.actor("unit_leader", city.transport)
    entry_save(entry=entry, words={"changed": "资金"}, by=contact, at=NOW, submit=False)
    with pytest.raises(Refused, match="look-back-not-submitted"):
        entries_sign(entries=[entry], by=leader, at=NOW)
    with pytest.raises(Invalid, match="look-back-words-missing"):
        entry_save(entry=entry, words={"changed": "资金"}, by=contact, at=NOW, submit=True)
    with pytest.raises(Forbidden):
        entry_save(entry=entry, words=WORDS, by=leader, at=NOW, submit=True)
    entry_save(entry=entry, words=WORDS, by=contact, at=NOW, submit=True)
    entry_return(entry=entry, note="写具体", by=leader, at=NOW)
    assert (Entry.objects.get().state, Entry.objects.get().note) == ("draft", "写具体")
    entry_save(entry=entry, words=WORDS, by=contact, at=NOW, submit=True)
    assert entries_sign(entries=[entry], by=leader, at=NOW) == 1
    with pytest.raises(Refused, match="look-back-signed"):
        entry_save(entry=entry, words=WORDS, by=contact, at=NOW, submit=False)
    look_back_close(look_back=made, by=city.actor("supervisor"), at=SETTLED)
    with pytest.raises(Refused, match="look-back-closed"):
        entry_return(entry=entry, note="再改", by=leader, at=NOW)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"title": " "}, "look-back-untitled"),
        ({"as_of": date(2025, 12, 31)}, "look-back-as-of"),
        ({"fill_by": TODAY}, "look-back-fill-by"),
        ({"fill_by": date(2026, 6, 30)}, "look-back-fill-first"),
    ],
)
def test_terms_are_checked(
    city: City, lst: CommitmentList, road: Commitment, fields: dict[str, object], code: str
) -> None:
    with pytest.raises(Invalid, match=code):
        opened(city, lst, **fields)


def test_it_is_not_closed_before_the_day_of_its_figures(
    city: City, lst: CommitmentList, road: Commitment
) -> None:
    made, desk = opened(city, lst, as_of=TODAY + timedelta(days=2)), city.actor("supervisor")
    with pytest.raises(Refused, match="look-back-early"):
        look_back_close(look_back=made, by=desk, at=NOW + timedelta(days=1))
    look_back_close(look_back=made, by=desk, at=NOW + timedelta(days=2))
    made.refresh_from_db()
    assert made.closed_at == NOW + timedelta(days=2)


def test_closed_it_tells_what_was_known_then(
    city: City, lst: CommitmentList, road: Commitment
) -> None:
    opened(city, lst)
    made = LookBack.objects.get()
    look_back_close(look_back=made, by=city.actor("supervisor"), at=SETTLED)
    report(city, road, month=3, value=Decimal(55), accepted_at=LATER)
    amend(city, road, at=LATER, target=Decimal(80))
    made.refresh_from_db()
    desk = city.actor("supervisor")
    then = lines_of(desk, made, LATER)[0].facts
    assert (then.said, then.target, then.frozen) == ("30 公里 · 30%", "≥ 100 公里", "")
    made.closed_at = None
    now = lines_of(desk, made, LATER)[0].facts
    assert (now.said, now.target, now.frozen) == ("55 公里 · 68.75%", "≥ 80 公里", "≥ 100 公里")


def test_pages_fill_sign_print_and_export(
    city: City,
    other_city: City,
    lst: CommitmentList,
    road: Commitment,
    sign_in: SignIn,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    make_commitment(city, city.health, within=lst)
    desk = sign_in(city.person("supervisor"))
    assert f"/lists/{lst.pk}/look-back/" in desk.get(f"/lists/{lst.pk}/").content.decode()
    told = {
        "span": "half", "title": "年中", "as_of": "2026-06-30",
        "fill_by": "2026-06-29",
    }  # fmt: skip
    first = desk.get(f"/lists/{lst.pk}/look-back/").context["form"].initial
    assert first["fill_by"] == max(first["as_of"], timezone.localdate()) + timedelta(days=14)
    refused = desk.post(f"/lists/{lst.pk}/look-back/", told)
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["fill_by"])
    told["fill_by"] = str(max(date(2026, 6, 30), timezone.localdate()) + timedelta(days=5))
    assert desk.post(f"/lists/{lst.pk}/look-back/", told | {"as_of": ""}).status_code == 422
    desk.post(f"/lists/{lst.pk}/look-back/", told)
    made = LookBack.objects.get()
    page = f"/look-backs/{made.pk}/"
    contact = sign_in(city.person("contact", city.transport))
    entry = f"/look-backs/entries/{made.entries.get(commitment=road).pk}/"
    assert entry in contact.get(page).content.decode()
    assert contact.post(entry, WORDS | {"verb": "submit", "onward": ""}).status_code == 422
    contact.post(entry, WORDS | {"verb": "save"})
    contact.post(entry, WORDS | {"verb": "submit"})
    leader = sign_in(city.person("unit_leader", city.transport))
    assert "签发 1 项" in leader.get(page).content.decode()
    leader.post(page, {"verb": "sign"})
    assert contact.post(page, {"verb": "close"}).status_code == 403
    with django_assert_num_queries(10):
        shown = desk.get(page).content.decode()
    assert "三季度补齐" in shown
    assert "30 公里 · 30%" in shown
    health = sign_in(city.person("contact", city.health))
    assert "三季度补齐" not in health.get(page).content.decode()
    assert health.get(entry).status_code == 404
    assert sign_in(other_city.person("supervisor")).get(page).status_code == 404
    _on_paper(desk, page)


def _on_paper(desk: Client, page: str) -> None:
    paper = docx.Document(BytesIO(desk.get(f"{page}word/").content))
    section = paper.sections[0]
    assert section.page_width > section.page_height
    cells = [cell.text for cell in paper.tables[0].rows[1].cells]
    assert cells[4:10] == ["30 公里 · 30%", "—", "—", *WORDS.values()]
    sheet = load_workbook(BytesIO(desk.get(f"{page}sheet/").content)).active
    assert sheet is not None
    assert [cell.value for cell in sheet[2]][13:16] == list(WORDS.values())
    signed = timezone.localtime(Entry.objects.get(signed_at__isnull=False).signed_at)
    assert f"{sheet[2][18].value:%Y-%m-%d %H:%M}" == f"{signed:%Y-%m-%d %H:%M}"


def test_two_years_are_matched_through_a_merger(
    city: City, lst: CommitmentList, road: Commitment, sign_in: SignIn
) -> None:
    before = make_list(
        city, title="上年", period_start=date(2025, 1, 1), period_end=date(2025, 12, 31)
    )
    for unit, target in ((city.transport, 40), (city.health, 25)):
        make_commitment(
            city, unit, within=before, starts_on=date(2025, 1, 1), due_on=date(2025, 12, 31),
            target=Decimal(target), state="signed_off",
        )  # fmt: skip
    merged(city, city.health, into=city.transport)
    made = opened(city, lst)
    desk = sign_in(city.person("supervisor"))
    assert compared_on(made, NOW) == TODAY
    assert compared_on(made, LATER) == date(2026, 6, 30)
    page = desk.get(f"/look-backs/{made.pk}/years/").content.decode()
    assert '<td class="num">65</td><td class="num">100</td>' in page
    assert "总量指标按合并前各单位之和比较。" in page
    assert "卫健委YC 25" in page
    other = ListType.objects.create(
        jurisdiction=city.unit, key="other", title="另一类", definition={}
    )
    CommitmentList.objects.filter(pk=before.pk).update(list_type=other)
    address = f"/look-backs/{made.pk}/years/"
    assert "上一年没有同一类型的清单" in desk.get(address).content.decode()
    assert "卫健委YC 25" in desk.get(f"{address}?with={before.pk}").content.decode()
