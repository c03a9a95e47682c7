"""Before the opening the record tells that a bid came, not of whom; afterwards it tells all."""

from io import BytesIO

from django.db import connection
from openpyxl import load_workbook

from luoshi.web.audit.models import Entry
from luoshi.web.audit.queries import Sought, check_chain, entry_page, matching, verify, visible_to
from luoshi.web.audit.triggers import remove
from tests.conftest import SignIn
from tests.web.challenges.build import Story


def test_who_bid_is_in_no_view_of_the_record_until_the_opening(
    story: Story, sign_in: SignIn
) -> None:
    story.until("publish")
    park = story.city.park
    bid = story.bid_by(park)
    client = sign_in(story.city.person("auditor"))
    entry = Entry.objects.get(verb="bid.seal")
    assert entry.actor
    page = client.get("/audit/?verb=bid.").content.decode()
    assert "开标前不显示" in page
    assert [word for word in (park.short_name, entry.actor.name, entry.hash) if word in page] == []
    assert bid.digest in page
    assert entry.actor.name not in client.get("/").content.decode()
    rows = workbook_rows(client.get("/audit/export/?verb=bid.").getvalue())
    (row,) = (row for row in rows if "bid.seal" in row)
    assert not {entry.actor.name, park.short_name, entry.hash} & set("\n".join(row).split())
    record = visible_to(story.city.actor("auditor"))
    person = Sought(person=entry.actor.username)
    assert not entry_page(matching(record.filter(verb="bid.seal"), person)).entries
    assert verify()[1] is None


def test_a_broken_entry_of_a_sealed_bid_names_nobody(story: Story) -> None:
    story.until("publish")
    story.bid_by(story.city.park)
    entry = Entry.objects.get(verb="bid.seal")
    remove(connection)
    Entry.objects.filter(pk=entry.pk).update(verb="bid.changed")
    found = check_chain().entry
    assert found
    assert (found.seq, found.actor, found.hash) == (entry.seq, None, "")


def test_after_the_opening_the_record_names_the_bidder(story: Story, sign_in: SignIn) -> None:
    story.until("open")
    entry = Entry.objects.filter(verb="bid.seal").first()
    assert entry
    assert entry.actor
    page = sign_in(story.city.person("auditor")).get("/audit/?verb=bid.").content.decode()
    assert entry.actor.name in page
    assert "开标前不显示" not in page
    person = Sought(person=entry.actor.username)
    assert entry in matching(visible_to(story.city.actor("auditor")), person)


def workbook_rows(data: bytes) -> list[list[str]]:
    sheet = load_workbook(BytesIO(data)).active
    assert sheet
    return [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)]
